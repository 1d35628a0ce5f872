"""Sums read strictly and written exactly; öre are whole (rules decision 5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.money import decimal, parse_kronor


@pytest.mark.parametrize(
    ("text", "ore"),
    [("1500000", 150_000_000), ("1500000.50", 150_000_050), ("0", 0), ("0.05", 5), ("-0.05", -5), ("-12", -1200)],
)
def test_kronor_are_read_as_ore(text: str, ore: int) -> None:
    assert parse_kronor(text) == ore


@pytest.mark.parametrize(
    "text", ["", "1 500 000", "1500000,50", "1.5", "1e6", "+5", "--5", "5.", ".50", "١٢", "1500000 kr", "9" * 14, "nan"]
)
def test_anything_else_is_not_a_sum(text: str) -> None:
    with pytest.raises(ValueError, match="not a sum"):
        parse_kronor(text)


@given(st.integers(-(10**14), 10**14))
def test_what_is_written_is_read_back(ore: int) -> None:
    assert parse_kronor(decimal(ore)) == ore


@pytest.mark.parametrize(("ore", "text"), [(9246600, "92466.00"), (-5, "-0.05"), (0, "0.00"), (101, "1.01")])
def test_kronor_with_two_decimals(ore: int, text: str) -> None:
    assert decimal(ore) == text
