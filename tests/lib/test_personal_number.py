"""Personal identity numbers are found however they are written; what only looks like one is let through."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.lib.personal_number import has_personal_number


def check_figure(nine: str) -> str:
    """The last figure, reckoned another way than the product does: by what is missing to whole tens."""
    doubled = "".join(str(int(figure) * 2) if place % 2 == 0 else figure for place, figure in enumerate(nine))
    return str(-sum(map(int, doubled)) % 10)


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str, str]:
    """Century, day of birth and the last four, for somebody who was never born or is coordinated."""
    born = draw(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
    added = draw(st.sampled_from([0, 60]))
    day = f"{born:%y%m}{born.day + added:02}"
    three = f"{draw(st.integers(0, 999)):03}"
    return f"{born:%Y}"[:2], day, three + check_figure(day + three)


@given(
    numbers(), st.booleans(), st.sampled_from(["", "-", "+", " - ", " ", "–"]), st.sampled_from(["", "tel ", "(", "x"])
)
def test_every_way_of_writing_one_is_found(
    number: tuple[str, str, str],
    whole: bool,
    sign: str,
    before: str,
) -> None:
    century, day, last = number

    assert has_personal_number(f"{before}{century if whole else ''}{day}{sign}{last}.")


@given(numbers(), st.integers(1, 9))
def test_a_wrong_check_figure_is_none(number: tuple[str, str, str], more: int) -> None:
    century, day, last = number
    wrong = last[:3] + str((int(last[3]) + more) % 10)

    assert not has_personal_number(f"{century}{day}-{wrong}")


@pytest.mark.parametrize(
    "text",
    [
        "212000-0191",  # an organisation: its month is 20
        "Enhetschef, integration",
        "integration.lidingo@example.org",
        "2026-11-21",
        "8112189877",  # wrong check figure
        "19811318-9876",  # no such month
        "123456789012345",
        "",
    ],
)
def test_what_only_looks_like_one_is_let_through(text: str) -> None:
    assert not has_personal_number(text)


def test_a_telephone_number_is_none_but_a_number_in_its_place_is() -> None:
    assert has_personal_number("0701012387") is True
    assert has_personal_number("0701012387", is_phone=True) is False
    assert has_personal_number("070101-2387", is_phone=True) is True
    assert has_personal_number("200701012387", is_phone=True) is True
    assert has_personal_number("811218-9876", is_phone=True) is True
    assert has_personal_number("+46 8 123 456 78", is_phone=True) is False
