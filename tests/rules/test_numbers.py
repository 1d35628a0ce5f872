"""What a Swedish text lets a reader see of numbers, periods and dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.numbers import MONTHS, NUMBER_WORDS, seen
from samverk.rules.values import Per, Period, Window


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("två till fyra gånger per år", {2, 4}),
        ("7–9 kommuner", {7, 9}),
        ("7-9 kommuner", {7, 9}),
        ("nio (9) månader", {9}),
        ("1 500 000 kronor", {1_500_000}),
        ("tjugofem eller trettioett", {25, 31}),
        ("den femtonde eller den tjugoandra", {15, 22}),
        ("en eller flera", {1}),
        ("vartannat år", {2}),
        ("andra parter", set()),
        ("enligt § 37, punkt 12 och kap 3", set()),
        ("förordning (2010:1122)", set()),
        ("dnr 12", set()),
        ("Ingen siffra alls.", set()),
    ],
)
def test_numbers(text: str, numbers: set[int]) -> None:
    assert seen(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "period", "visible"),
    [
        ("12 månader efter", "P12M", True),
        ("nio (9) månader", "P9M", True),
        ("nio hela månader", "P9M", True),
        ("tre veckors varsel", "P3W", True),
        ("inom trettio dagar", "P30D", True),
        ("en 30-dagarsfrist", "P30D", True),
        ("en tolvmånadersperiod", "P12M", True),
        ("fyraårig", "P4Y", True),
        ("en årlig plan", "P1Y", True),
        ("planen gäller varje år", "P1Y", True),
        ("ett halvår", "P6M", True),
        ("två till fyra månader", "P2M", True),
        ("två till fyra månader", "P4M", True),
        ("12 månader", "P12D", False),
        ("12 månader", "P1Y", False),
        ("12 kommuner möts varje månad i ett hus", "P12M", False),
        ("nio månader", "P12M", False),
        ("punkt 12 månader", "P12M", False),
        ("två gånger per år", "P1Y", False),
    ],
)
def test_periods(text: str, period: str, visible: bool) -> None:
    assert seen(text).shows_period(Period.parse(period)) is visible


@pytest.mark.parametrize(
    ("text", "day", "visible"),
    [
        ("den 15 april 2014", date(2014, 4, 15), True),
        ("den femtonde april, år 2014", date(2014, 4, 15), True),
        ("2014-04-15", date(2014, 4, 15), True),
        ("senast den 15 april. Beslutet fattades 2014.", date(2014, 4, 15), True),
        ("hösten 2013", date(2013, 12, 31), True),
        ("hösten 2013", date(2013, 10, 31), False),
        ("den 15 april", date(2014, 4, 15), False),
        ("den 15 april 2015", date(2014, 4, 15), False),
        ("15 personer i april 2014", date(2014, 4, 15), False),
        ("2014-02-30", date(2014, 2, 28), False),
    ],
)
def test_dates(text: str, day: date, visible: bool) -> None:
    assert seen(text).shows_date(day) is visible


@pytest.mark.parametrize(
    ("text", "window", "visible"),
    [
        ("i april varje år", ("04-01", "04-30"), True),
        ("i april", ("04-01", "04-15"), False),
        ("före årsskiftet", ("01-01", "12-31"), False),
        ("från den 1 september till årsskiftet", ("09-01", "12-31"), True),
        ("före den 1 juni", ("01-01", "06-01"), True),
        ("senast den sista mars", ("01-01", "03-31"), True),
        ("i juni", ("01-01", "04-30"), False),
    ],
)
def test_windows(text: str, window: tuple[str, str], visible: bool) -> None:
    assert seen(text).shows_window(Window(*window)) is visible


@pytest.mark.parametrize(
    ("text", "share", "visible"),
    [
        ("till 20 procent lika", "20%", True),
        ("20 % lika", "20%", True),
        ("en femtedel lika", "20%", True),
        ("en femtedel lika", "1/5", True),
        ("två tredjedelar av kostnaden", "2/3", True),
        ("hälften delas lika", "50%", True),
        ("hälften delas lika", "2/4", True),
        ("20 kommuner delar lika", "20%", False),
        ("en femtedel", "25%", False),
        ("fem delar", "1/5", False),
        ("en femtedel", "1/0", False),
    ],
)
def test_shares(text: str, share: str, visible: bool) -> None:
    assert seen(text).shows_share(share) is visible


@pytest.mark.parametrize(
    ("text", "per", "once"),
    [
        ("Avgiften är årlig.", {"year"}, True),
        ("varje år", {"year"}, True),
        ("en gång om året", {"year"}, True),
        ("betalas årsvis", {"year"}, True),
        ("två gånger per år", {"year"}, False),
        ("minst fyra gånger varje halvår", {"half_year"}, False),
        ("varje kvartal", {"quarter"}, True),
        ("månadsvis", {"month"}, True),
        ("varje mandatperiod", {"term"}, True),
        ("vår kommun får svår", set(), False),
    ],
)
def test_how_often(text: str, per: set[Per], once: bool) -> None:
    found = seen(text)
    assert (found.per, 1 in found.numbers) == (per, once)


def test_spring_is_not_our() -> None:
    assert (seen("vår kommun").seasons, seen("under våren").seasons) == (set(), {"spring"})


@given(st.integers(0, 10**9))
def test_every_number_in_digits_is_visible(number: int) -> None:
    assert seen(f"Det är {number} stycken.").shows_number(number)


@given(st.sampled_from(sorted(NUMBER_WORDS)))
def test_every_number_word_is_visible_in_any_case(word: str) -> None:
    assert seen(f"{word.capitalize()} kommuner").shows_number(NUMBER_WORDS[word])


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_date_is_visible_as_written_by_people_and_by_machines(day: date) -> None:
    assert seen(f"den {day.day} {MONTHS[day.month - 1]} {day.year}").shows_date(day)
    assert seen(f"({day.isoformat()})").shows_date(day)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    seen(text)
