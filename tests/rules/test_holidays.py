"""Swedish days off against two independent libraries, 2006–2060 (semantics C.3; SFS 1989:253, 1930:173 § 2)."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from workalendar.europe import Sweden

from samverk.rules.holidays import easter_sunday, eves, is_day_off, public_holidays

YEARS = range(2006, 2061)


def every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_days_off_equal_the_holidays_library(year: int) -> None:
    official = holidays.country_holidays(
        "SE", years=year, categories=("public", "de_facto"), include_sundays=True, language="en_US"
    )
    expected = {day for day in every_day(year) if day in official or day.weekday() == 5}
    assert {day for day in every_day(year) if is_day_off(day)} == expected


@pytest.mark.parametrize("year", YEARS)
def test_days_off_equal_workalendar(year: int) -> None:
    """Workalendar counts Midsummer Eve, Christmas Eve and New Year's Eve as days off too."""
    calendar = Sweden()
    assert [day for day in every_day(year) if not is_day_off(day)] == [
        day for day in every_day(year) if calendar.is_working_day(day)
    ]


@pytest.mark.parametrize("year", YEARS)
def test_public_holidays_without_ordinary_sundays(year: int) -> None:
    official = holidays.country_holidays("SE", years=year, include_sundays=False)
    assert public_holidays(year) == set(official)
    assert len(eves(year)) == 3
    assert not eves(year) & public_holidays(year)


@pytest.mark.parametrize(
    ("year", "easter"),
    [(1818, date(1818, 3, 22)), (1943, date(1943, 4, 25)), (2014, date(2014, 4, 20)), (2026, date(2026, 4, 5)),
     (2038, date(2038, 4, 25)), (2285, date(2285, 3, 22))],
)  # fmt: skip
def test_easter_at_its_extremes(year: int, easter: date) -> None:
    assert easter_sunday(year) == easter


def test_the_national_day_replaced_whit_monday_in_2005() -> None:
    assert date(2004, 5, 31) in public_holidays(2004)
    assert date(2004, 6, 6) not in public_holidays(2004)
    assert date(2005, 5, 16) not in public_holidays(2005)
    assert date(2005, 6, 6) in public_holidays(2005)
