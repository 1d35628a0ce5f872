"""Texts that are worded when they are read: equal exactly when their words are, and worded no more than needed."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.wording import Many, Ore, Text, Year, say

NUMBERS = st.builds(
    lambda kind, number: kind(number), st.sampled_from([int, Ore, Year, Many, bool]), st.integers(0, 13)
)
VALUES = st.recursive(NUMBERS | st.text(max_size=2), lambda inner: st.lists(inner, max_size=2), max_leaves=3)
TEMPLATES = st.sampled_from([("{x} sv", "{x} en"), ("{x} sv", "en"), ("sv", "en"), ("{x}", "{x}")])


@given(TEMPLATES, VALUES, TEMPLATES, VALUES)
def test_two_texts_are_equal_when_their_words_are(
    first: tuple[str, str], x: Any, second: tuple[str, str], y: Any
) -> None:
    one, other = say(*first, x=x), say(*second, x=y)

    assert (one == other) is ((one.sv, one.en) == (other.sv, other.en))
    assert (one == Text(other.sv, other.en)) is (one == other) is (Text(one.sv, one.en) == other)
    assert one != other or hash(one) == hash(other)


class Loud(str):
    """Says when it is worded."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        raise AssertionError("worded")

    __str__ = __format__  # type: ignore[assignment]  # both raise


def test_the_same_template_and_values_are_compared_without_being_worded() -> None:
    assert say("{x}", "{x}", x=Loud("a")) == say("{x}", "{x}", x=Loud("a"))


def test_a_sum_is_not_the_number() -> None:
    assert say("{x}", "{x}", x=Ore(500)) != say("{x}", "{x}", x=500)
    assert say("{x}", "{x}", x=[Ore(500)]) != say("{x}", "{x}", x=[500])
