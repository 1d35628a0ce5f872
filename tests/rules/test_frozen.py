"""``@frozen`` beside ``@dataclass(frozen=True, slots=True)``: the same in use, cheaper to import."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules import frozen as frozen_module
from samverk.rules.frozen import field, fields, frozen, is_frozen, replace


@frozen
class Point:
    """Three fields: required, defaulted, made anew."""

    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list)

    def total(self) -> int:
        return self.x + self.y


@dataclasses.dataclass(frozen=True, slots=True)
class StandardPoint:
    """Point's twin, made by the standard library."""

    x: int
    y: int = 2
    tags: list[str] = dataclasses.field(default_factory=list)


@frozen(kw_only=True)
class Base:
    """Something with a kind."""

    kind: ClassVar[str] = "base"
    id: str
    note: str = ""


@frozen(kw_only=True)
class Derived(Base):
    """Another kind; required fields may follow optional ones, since all are given by name."""

    kind: ClassVar[str] = "derived"
    size: int
    note: str = "derived"


@frozen(order=True)
class Span:
    """Ordered, and checked when made."""

    start: int
    end: int = 0

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("ends before it starts")


@frozen(slots=False)
class Roomy:
    """Keeps what it has worked out."""

    number: int

    @cached_property
    def double(self) -> int:
        return self.number * 2


@frozen
class Remembering:
    """Keeps something for itself."""

    number: int
    _seen: dict[str, int] = field(default_factory=dict, compare=False, repr=False)


@frozen
class Many:
    """As many fields as make it worth filling in as its open twin."""

    a: int
    b: int
    c: str = "c"
    d: str = "d"
    e: tuple[int, ...] = ()
    f: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.a > self.b:
            raise ValueError("a is more than b")


class Narrow(Many):
    """An ordinary class on top of one."""

    __slots__ = ()


def outcome(make: Callable[..., Any], *given: Any, **named: Any) -> tuple[str, Any]:
    """What a constructor does with these arguments, whatever the class is called."""
    try:
        made = make(*given, **named)
    except TypeError as error:
        return "refused", str(error).replace("StandardPoint", "Point")
    return "made", (made.x, made.y, made.tags)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((1,), {}),
        ((1, 3), {}),
        ((1, 3, ["a"]), {}),
        ((), {"x": 1}),
        ((1,), {"tags": ["b"]}),
        ((), {}),
        ((1, 2, [], 4), {}),
        ((1,), {"x": 2}),
        ((1,), {"z": 2}),
    ],
)
def test_the_constructor_takes_and_refuses_what_a_dataclass_does(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    assert outcome(Point, *given, **named) == outcome(StandardPoint, *given, **named)


def test_a_default_made_anew_is_not_shared() -> None:
    assert Point(1).tags is not Point(1).tags


def test_two_values_are_equal_when_their_fields_are() -> None:
    assert Point(1) == Point(1, 2, [])
    assert Point(1) != Point(2)
    assert Point(1).__eq__(StandardPoint(1)) is NotImplemented


def test_equal_values_have_equal_hashes() -> None:
    assert hash(Span(1, 2)) == hash(Span(1, 2))
    assert {Span(1, 2): "a"}[Span(1, 2)] == "a"


def test_a_value_with_a_list_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point(1))


def test_the_representation_is_the_constructor() -> None:
    assert repr(Point(1, tags=["a"])) == repr(StandardPoint(1, tags=["a"])).replace("StandardPoint", "Point")


def test_what_a_value_keeps_for_itself_is_neither_compared_nor_shown() -> None:
    one, other = Remembering(1), Remembering(1)
    one._seen["a"] = 1

    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == "Remembering(number=1)"
    assert one != Remembering(2)


def test_nothing_can_be_changed_added_or_removed() -> None:
    point: Any = Point(1)

    with pytest.raises(AttributeError, match="x"):
        point.x = 5
    with pytest.raises(AttributeError, match="z"):
        point.z = 5
    with pytest.raises(AttributeError, match="x"):
        del point.x
    assert point == Point(1)


def test_a_value_with_many_fields_is_what_it_says_and_cannot_be_changed_either() -> None:
    value: Any = Many(1, 2, e=(3,))

    assert (type(value), type(Narrow(1, 2))) == (Many, Narrow)
    assert (value.a, value.b, value.c, value.d, value.e, value.f) == (1, 2, "c", "d", (3,), [])
    assert pickle.loads(pickle.dumps(value)) == value == copy.copy(value)
    for name in ("a", "z"):
        with pytest.raises(AttributeError, match=name):
            setattr(value, name, 5)
    with pytest.raises(ValueError, match="a is more than b"):
        replace(value, a=5)
    assert value == Many(1, 2, e=(3,))


def test_values_have_slots_unless_room_is_asked_for() -> None:
    assert not hasattr(Point(1), "__dict__")
    assert Roomy(3).double == 6


def test_a_subclass_has_its_own_fields_after_those_it_inherits() -> None:
    derived = Derived(id="a", size=3)

    assert (derived.id, derived.note, derived.size, derived.kind) == ("a", "derived", 3, "derived")
    assert [item.name for item in fields(Derived)] == ["id", "note", "size"]
    assert [item.name for item in fields(Base)] == ["id", "note"]
    assert derived != Base(id="a", note="derived")


def test_named_fields_cannot_be_given_by_place() -> None:
    make: Any = Base

    with pytest.raises(TypeError):
        make("a")


@given(st.tuples(st.integers(), st.integers()), st.tuples(st.integers(), st.integers()))
def test_order_is_that_of_the_fields(first: tuple[int, int], second: tuple[int, int]) -> None:
    one, two = Span(min(first), max(first)), Span(min(second), max(second))
    left, right = (one.start, one.end), (two.start, two.end)

    assert (one < two, one <= two, one > two, one >= two) == (left < right, left <= right, left > right, left >= right)


def test_what_is_not_ordered_cannot_be_compared() -> None:
    first: Any = Point(1)

    with pytest.raises(TypeError):
        sorted([first, Point(2)])
    with pytest.raises(TypeError):
        sorted([Span(1, 2), 3])  # type: ignore[type-var]  # that is the point


def test_a_value_is_checked_when_it_is_made_and_when_it_is_replaced() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Span(2, 1)
    with pytest.raises(ValueError, match="ends before"):
        replace(Span(1, 2), start=5)


def test_replace_changes_the_named_fields_and_refuses_unknown_ones() -> None:
    assert replace(Point(1, tags=["a"]), y=7) == Point(1, 7, ["a"])
    with pytest.raises(TypeError):
        replace(Point(1), z=7)


def test_values_can_be_copied_pickled_and_matched() -> None:
    point = Point(1, 3, ["a"])

    assert copy.deepcopy(point) == point
    assert pickle.loads(pickle.dumps(point)) == point
    match point:
        case Point(x, y, tags):
            assert (x, y, tags) == (1, 3, ["a"])


def test_dataclasses_own_functions_work_on_it() -> None:
    value, standard = Point(1), cast(Any, dataclasses)

    assert standard.is_dataclass(Point)
    assert [item.name for item in standard.fields(value)] == ["x", "y", "tags"]
    assert standard.replace(value, y=9) == Point(1, 9)
    assert standard.asdict(value) == {"x": 1, "y": 2, "tags": []}


def test_the_signature_can_be_read() -> None:
    assert list(inspect.signature(Derived).parameters) == ["id", "note", "size"]


def test_a_field_knows_whether_it_must_be_given() -> None:
    assert [(item.name, item.required) for item in fields(Point)] == [("x", True), ("y", False), ("tags", False)]
    assert is_frozen(Point)
    assert not is_frozen(StandardPoint)


def test_a_method_is_written_once_and_then_an_ordinary_function() -> None:
    Point(1)

    assert inspect.isfunction(Point.__dict__["__init__"])
    assert Point.__init__.__qualname__ == "Point.__init__"


def test_what_never_changes_in_the_rules_is_written_with_frozen() -> None:
    """One slip in a module that `samverk ask` reads brings the whole cost of dataclasses back."""
    sources = {path: path.read_text(encoding="utf-8") for path in Path(frozen_module.__file__).parent.rglob("*.py")}

    slips = [
        path.name for path, text in sources.items() if re.search(r"^@dataclass\(.*frozen=True", text, re.MULTILINE)
    ]

    assert slips == []


def test_the_vocabulary_is_imported_without_the_standard_library_compiling_it() -> None:
    code = "import sys, samverk.rules.definition, samverk.rules.finding; print('dataclasses' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
