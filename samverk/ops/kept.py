"""Values of the rules' types as JSON and back, for what is kept between one command and the next.

Nothing is interpreted on the way back: a class is found by its name in the modules listed, and its fields are put in
place. That is four times as quick as reading a definition again, and unlike pickle it can run nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from types import ModuleType
from typing import Any

from samverk.rules import clauses, definition, frozen, intervals, provisions, values, wording

MODULES: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (clauses, definition, intervals, provisions, values, wording)
}


class NotKeepableError(ValueError):
    """A value of a type that is not listed."""


def pack(value: object) -> str:
    """The value as JSON. Error: NotKeepableError."""
    names: dict[str, int] = {}
    packed = _packed(value, names)
    return json.dumps([list(names), packed], ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Any:
    """The value that was packed. Error: ValueError, LookupError, TypeError or AttributeError for anything else."""
    names, packed = json.loads(text)
    return _Unpacker([_class(name) for name in names]).value(packed)


# A list starts with what it stands for: a letter, or the number of a class followed by its fields.
_TUPLE, _LIST, _MAPPING, _DAY = "t", "l", "m", "d"


def _packed(value: object, names: dict[str, int]) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return [_DAY, value.toordinal()]
    if isinstance(value, tuple | list):
        return [_TUPLE if isinstance(value, tuple) else _LIST, *(_packed(item, names) for item in value)]
    if isinstance(value, Mapping):
        return [_MAPPING, *(_packed(item, names) for pair in value.items() for item in pair)]
    number = names.setdefault(_name(type(value)), len(names))
    return [number, *(_packed(item, names) for item in _fields(value))]


def _fields(value: Any) -> list[object]:
    if type(value) is wording.Text:
        return [value.sv, value.en]
    return [getattr(value, item.name) for item in frozen.fields(type(value))]


def _name(kind: type[Any]) -> str:
    module = kind.__module__.rpartition(".")[2]
    if getattr(MODULES.get(module), kind.__name__, None) is not kind:
        raise NotKeepableError(f"{kind.__module__}.{kind.__qualname__}")
    return f"{module}.{kind.__name__}"


def _class(name: str) -> type[Any]:
    module, _, own = name.partition(".")
    kind = getattr(MODULES[module], own)
    if kind is not wording.Text and not frozen.is_frozen(kind):
        raise NotKeepableError(name)
    return kind  # type: ignore[no-any-return]  # a class, as just seen


class _Unpacker:
    """Puts values together again, without calling any constructor."""

    def __init__(self, classes: list[type[Any]]) -> None:
        self.classes = [
            (kind, ("sv", "en") if kind is wording.Text else tuple(item.name for item in frozen.fields(kind)))
            for kind in classes
        ]

    def value(self, packed: Any) -> Any:
        """One value with everything in it."""
        if type(packed) is not list:
            return packed
        what, *parts = packed
        if what == _DAY:
            return date.fromordinal(parts[0])
        found = [self.value(part) if type(part) is list else part for part in parts]
        if what == _TUPLE:
            return tuple(found)
        if what == _LIST:
            return found
        if what == _MAPPING:
            return dict(zip(found[::2], found[1::2], strict=True))
        return self._made(what, found)

    def _made(self, number: int, parts: list[Any]) -> Any:
        kind, names = self.classes[number]
        made = object.__new__(kind)
        for name, part in zip(names, parts, strict=True):
            object.__setattr__(made, name, part)
        return made
