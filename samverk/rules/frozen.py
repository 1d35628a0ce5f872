"""``@frozen``: what ``@dataclass(frozen=True, slots=True)`` gives, with each method written when it is first called.

``dataclasses`` writes and compiles six methods for every class when its module is imported. The rules have a hundred
classes, a question uses a third of them and calls little more than their constructors: two thirds of the start of
``samverk ask`` went there. Here a class costs what an ordinary class does.

The result is a dataclass in every other respect: ``dataclasses.fields``, ``replace`` and ``is_dataclass`` work on it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, dataclass_transform, overload


class _Missing:
    """Stands where a field has no default."""

    def __repr__(self) -> str:
        return "<no default>"


MISSING: Any = _Missing()


class FieldInfo:
    """A field: its name, its default or what makes one, whether it is given by name only, whether values that differ
    in it alone are equal all the same (``compare`` False).
    """

    __slots__ = ("compare", "default", "default_factory", "kw_only", "name", "repr")

    def __init__(self, name: str, default: Any, *, kw_only: bool) -> None:
        made = isinstance(default, _Factory)
        self.name = name
        self.default = MISSING if made else default
        self.default_factory = default.make if made else MISSING
        self.kw_only = kw_only
        self.compare = default.compare if made else True
        self.repr = default.repr if made else True

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is MISSING and self.default_factory is MISSING


class _Factory:
    __slots__ = ("compare", "make", "repr")

    def __init__(self, make: Callable[[], Any], *, compare: bool, repr_: bool) -> None:
        self.make = make
        self.compare = compare
        self.repr = repr_


def field(*, default_factory: Callable[[], Any], compare: bool = True, repr: bool = True) -> Any:  # noqa: A002 -- as there
    """A field whose default is made anew for each value. What a value keeps for itself is not compared, not shown."""
    return _Factory(default_factory, compare=compare, repr_=repr)


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen[T](cls: type[T], /) -> type[T]: ...


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen[T](*, slots: bool = True, kw_only: bool = False, order: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Any] | None = None, /, *, slots: bool = True, kw_only: bool = False, order: bool = False) -> Any:
    """The class with its annotated fields as constructor, equality, hash and representation; values never change.

    ``slots=False`` leaves room for ``cached_property``. ``order``: compared by its fields, in their order.
    """
    if cls is None:
        return lambda decorated: _made(decorated, slots=slots, kw_only=kw_only, order=order)
    return _made(cls, slots=slots, kw_only=kw_only, order=order)


def fields(kind: type[Any]) -> tuple[FieldInfo, ...]:
    """The fields of a frozen class, in the order of the constructor's documentation."""
    return tuple(kind.__frozen_fields__.values())


def is_frozen(kind: type[Any]) -> bool:
    """Whether a class was made here."""
    return hasattr(kind, "__frozen_fields__")


def replace[T](value: T, /, **changes: Any) -> T:
    """A value like this one, with some fields changed. Error: TypeError for a field it does not have."""
    names: Mapping[str, FieldInfo] = type(value).__frozen_fields__  # type: ignore[attr-defined]  # put there by frozen
    return type(value)(**{name: getattr(value, name) for name in names} | changes)


# Setting a field past the refusal costs ten times what setting one costs, and an evaluation makes thousands of values.
# So a value with more than two fields is filled in as its open twin, a class of the same layout that refuses nothing,
# and then becomes what it is: a finding is made in a third of the time.
_WORTH_A_TWIN = 3


# --- the class ------------------------------------------------------------------------------------------


def _made(cls: type[Any], *, slots: bool, kw_only: bool, order: bool) -> type[Any]:
    own = _own_fields(cls, kw_only=kw_only)
    inherited = _inherited(cls)
    every = inherited | own
    methods: dict[str, Any] = {
        "__frozen_fields__": every,
        "__dataclass_fields__": _Standard(),
        "__match_args__": tuple(name for name, item in every.items() if not item.kw_only),
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": _state,
        "__setstate__": _restore,
        "__replace__": replace,
        "__repr__": _shown,
    }
    lazy = [_Lazy("__init__", _write_init), _Lazy("__eq__", _write_eq), _Lazy("__hash__", _write_hash)]
    lazy += [_Lazy(name, _write_order) for name in _ORDERS] if order else []
    methods |= {item.name: item for item in lazy if item.name not in cls.__dict__ or item.name == "__hash__"}
    made = _slotted(cls, own, inherited, methods) if slots else _plain(cls, own, methods)
    for item in lazy:
        item.owner = made
    if slots and not inherited and len(own) >= _WORTH_A_TWIN:
        made.__open_twin__ = type(made.__name__, made.__bases__, {"__slots__": made.__slots__})
    return made


def _own_fields(cls: type[Any], *, kw_only: bool) -> dict[str, FieldInfo]:
    found: dict[str, FieldInfo] = {}
    for name, annotation in cls.__annotations__.items():
        if not str(annotation).startswith(("ClassVar", "typing.ClassVar")):
            found[name] = FieldInfo(name, cls.__dict__.get(name, MISSING), kw_only=kw_only)
    return found


def _inherited(cls: type[Any]) -> dict[str, FieldInfo]:
    found: dict[str, FieldInfo] = {}
    for base in reversed(cls.__mro__[1:]):
        found |= base.__dict__.get("__frozen_fields__", {})
    return found


def _slotted(cls: type[Any], own: Iterable[str], inherited: Iterable[str], methods: dict[str, Any]) -> type[Any]:
    """The class again with slots, which cannot be added to one that exists."""
    left_out = {*own, "__dict__", "__weakref__"}
    namespace = {name: value for name, value in cls.__dict__.items() if name not in left_out} | methods
    namespace["__slots__"] = tuple(name for name in own if name not in inherited)
    kind: Any = type(cls)
    made: type[Any] = kind(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    return made


def _plain(cls: type[Any], own: Iterable[str], methods: dict[str, Any]) -> type[Any]:
    for name in own:
        if isinstance(cls.__dict__.get(name), _Factory):
            delattr(cls, name)
    for name, value in methods.items():
        setattr(cls, name, value)
    return cls


# --- methods every value shares -------------------------------------------------------------------------


def _refuse_setting(self: Any, name: str, value: object) -> None:  # noqa: ARG001 -- the method's shape
    raise AttributeError(f"cannot assign to field {name!r} of a frozen {type(self).__name__}")


def _refuse_deleting(self: Any, name: str) -> None:
    raise AttributeError(f"cannot delete field {name!r} of a frozen {type(self).__name__}")


def _shown(self: Any) -> str:
    words = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in fields(type(self)) if item.repr)
    return f"{type(self).__qualname__}({words})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in type(self).__frozen_fields__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(type(self).__frozen_fields__, state, strict=True):
        object.__setattr__(self, name, value)


# --- methods written when they are first looked up ------------------------------------------------------

_ORDERS = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


class _Lazy:
    """Stands in a class for a method, and puts the method in its own place the first time somebody asks."""

    __slots__ = ("name", "owner", "write")

    def __init__(self, name: str, write: Callable[[str, type[Any]], Any]) -> None:
        self.name = name
        self.write = write
        self.owner: Any = None

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        function = self.write(self.name, self.owner)
        function.__qualname__ = f"{self.owner.__qualname__}.{self.name}"
        setattr(self.owner, self.name, function)
        return function if instance is None else function.__get__(instance, owner)


class _Standard:
    """``__dataclass_fields__`` as ``dataclasses`` wants it, made when somebody asks: the import is not free."""

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        standard = importlib.import_module("dataclasses")
        names = owner.__frozen_fields__
        defaults = {name: _standard_field(standard, item) for name, item in names.items()}
        made = standard.make_dataclass(owner.__name__, [(name, Any, defaults[name]) for name in names], kw_only=True)
        owner.__dataclass_fields__ = made.__dataclass_fields__
        return owner.__dataclass_fields__


def _standard_field(standard: Any, item: FieldInfo) -> Any:
    if item.default_factory is not MISSING:
        return standard.field(default_factory=item.default_factory, compare=item.compare, repr=item.repr)
    return standard.field() if item.default is MISSING else standard.field(default=item.default)


def _write_init(name: str, cls: type[Any]) -> Any:
    given: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    twin = cls.__dict__.get("__open_twin__")
    values: dict[str, Any] = {"put": object.__setattr__, "MISSING": MISSING, "__twin__": twin}
    for item in fields(cls):
        value = item.name
        if item.default_factory is not MISSING:
            values[f"make_{item.name}"] = item.default_factory
            value = f"make_{item.name}() if {item.name} is MISSING else {item.name}"
        elif item.default is not MISSING:
            values[f"default_{item.name}"] = item.default
        written = item.name if item.required else f"{item.name}={_default(item)}"
        (named if item.kw_only else given).append(written)
        lines.append(f"put(self, {item.name!r}, {value})" if twin is None else f"self.{item.name} = {value}")
    if twin is not None:
        lines = ["__own__ = self.__class__", "put(self, '__class__', __twin__)", *lines, "self.__class__ = __own__"]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    return _compiled(name, ["self", *given, *(["*", *named] if named else [])], lines or ["pass"], values)


def _default(item: FieldInfo) -> str:
    return "MISSING" if item.default_factory is not MISSING else f"default_{item.name}"


def _write_eq(name: str, cls: type[Any]) -> Any:
    same = " and ".join(f"self.{item.name} == other.{item.name}" for item in _compared(cls)) or "True"
    lines = ["if self is other: return True", f"if other.__class__ is self.__class__: return {same}"]
    return _compiled(name, ["self", "other"], [*lines, "return NotImplemented"], {})


def _write_hash(name: str, cls: type[Any]) -> Any:
    return _compiled(name, ["self"], [f"return hash({_tuple('self', cls)})"], {})


def _write_order(name: str, cls: type[Any]) -> Any:
    compared = f"{_tuple('self', cls)} {_ORDERS[name]} {_tuple('other', cls)}"
    lines = [f"if other.__class__ is self.__class__: return {compared}", "return NotImplemented"]
    return _compiled(name, ["self", "other"], lines, {})


def _tuple(value: str, cls: type[Any]) -> str:
    return "(" + "".join(f"{value}.{item.name}, " for item in _compared(cls)) + ")"


def _compared(cls: type[Any]) -> list[FieldInfo]:
    return [item for item in fields(cls) if item.compare]


def _compiled(name: str, parameters: list[str], lines: list[str], values: dict[str, Any]) -> Any:
    """A function from its lines, as ``dataclasses`` makes them: field names are the only words that vary."""
    body = "\n    ".join(lines)
    exec(f"def {name}({', '.join(parameters)}):\n    {body}\n", values)  # noqa: S102 -- see above
    return values[name]
