"""Month arithmetic and working days (clauses.md §0 and §7, semantics C.3), with dateutil as the independent oracle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.dates import (
    AmbiguousDayError,
    add_months,
    add_period,
    next_working_day,
    parse_day,
    period_in_words,
)
from samverk.rules.holidays import is_day_off
from samverk.rules.provisions import MonthRule
from samverk.rules.values import Period
from samverk.rules.wording import Text

anchors = st.dates(date(1900, 1, 1), date(2150, 12, 31))
months = st.integers(-600, 600)

GOLDEN: list[tuple[date, int, date, date]] = [  # anchor, months, same_day_else_last, same_day_else_next_first
    (date(2024, 3, 15), 12, date(2025, 3, 15), date(2025, 3, 15)),  # N-14, clauses.md §7
    (date(2024, 2, 29), 12, date(2025, 2, 28), date(2025, 3, 1)),  # N-14, clauses.md §7
    (date(2024, 1, 31), 9, date(2024, 10, 31), date(2024, 10, 31)),  # K-9b, clauses.md §7
    (date(2025, 5, 31), 9, date(2026, 2, 28), date(2026, 3, 1)),  # K-9b, clauses.md §7
    (date(2013, 11, 30), 9, date(2014, 8, 30), date(2014, 8, 30)),  # K-9b, clauses.md §7
    (date(2025, 8, 31), 12, date(2026, 8, 31), date(2026, 8, 31)),  # semantics C.3, from here on
    (date(2025, 8, 31), 6, date(2026, 2, 28), date(2026, 3, 1)),
    (date(2023, 2, 28), 12, date(2024, 2, 28), date(2024, 2, 28)),  # no "end of month" magic
    (date(2027, 5, 31), 9, date(2028, 2, 29), date(2028, 3, 1)),
    (date(2025, 11, 30), 9, date(2026, 8, 30), date(2026, 8, 30)),
    (date(2025, 12, 31), 2, date(2026, 2, 28), date(2026, 3, 1)),
    (date(2026, 1, 1), -1, date(2025, 12, 1), date(2025, 12, 1)),
]


@pytest.mark.parametrize(("anchor", "count", "last", "next_first"), GOLDEN)
def test_golden_days(anchor: date, count: int, last: date, next_first: date) -> None:
    """N-14b, K-9b."""
    assert add_months(anchor, count) == last
    assert add_months(anchor, count, "same_day_else_next_first") == next_first
    if last == next_first:
        assert add_months(anchor, count, "refuse_if_ambiguous") == last
    else:
        with pytest.raises(AmbiguousDayError, match=str(anchor.day)):
            add_months(anchor, count, "refuse_if_ambiguous")


@given(anchors, months)
def test_months_equal_dateutil(anchor: date, count: int) -> None:
    assert add_months(anchor, count) == anchor + relativedelta(months=count)


@given(anchors, months)
def test_months_satisfy_the_statute_read_as_a_property(anchor: date, count: int) -> None:
    """SFS 1930:173 § 1: the same number in the end month, else that month's last day."""
    end = add_months(anchor, count)
    assert (end.year * 12 + end.month) - (anchor.year * 12 + anchor.month) == count
    assert end.day == anchor.day or (end.day < anchor.day and (end + timedelta(days=1)).day == 1)


@given(anchors, anchors, st.integers(0, 600), st.sampled_from(["same_day_else_last", "same_day_else_next_first"]))
def test_a_later_anchor_never_ends_earlier(one: date, other: date, count: int, rule: MonthRule) -> None:
    assert add_months(min(one, other), count, rule) <= add_months(max(one, other), count, rule)


@given(anchors, st.integers(0, 600), st.integers(0, 600))
def test_a_longer_period_never_ends_earlier(anchor: date, one: int, other: int) -> None:
    assert add_months(anchor, min(one, other)) <= add_months(anchor, max(one, other))


@given(anchors, months)
def test_the_two_rules_differ_by_at_most_a_day(anchor: date, count: int) -> None:
    difference = add_months(anchor, count, "same_day_else_next_first") - add_months(anchor, count)
    assert difference.days in (0, 1)


def test_the_refusal_names_the_month_and_the_day_it_lacks() -> None:
    with pytest.raises(AmbiguousDayError, match=r"^2025-02 has no day 31$"):
        add_months(date(2024, 12, 31), 2, "refuse_if_ambiguous")


def test_months_are_added_in_one_jump() -> None:
    january = date(2025, 1, 31)
    assert add_months(january, 2) == date(2025, 3, 31)
    assert add_months(add_months(january, 1), 1) == date(2025, 3, 28)


@pytest.mark.parametrize(
    ("period", "end"),
    [("P0D", date(2024, 2, 29)), ("P1D", date(2024, 3, 1)), ("P2W", date(2024, 3, 14)), ("P9M", date(2024, 11, 29)),
     ("P1Y", date(2025, 2, 28)), ("P4Y", date(2028, 2, 29))],
)  # fmt: skip
def test_periods_of_every_unit(period: str, end: date) -> None:
    assert add_period(date(2024, 2, 29), Period.parse(period)) == end


def test_a_period_in_years_follows_the_month_rule() -> None:
    assert add_period(date(2024, 2, 29), Period(1, "Y"), "same_day_else_next_first") == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("due", "done"),
    [
        (date(2026, 6, 19), date(2026, 6, 22)),  # Midsummer Eve, semantics C.3
        (date(2026, 12, 24), date(2026, 12, 28)),  # Christmas Eve on a Thursday
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday
        (date(2026, 4, 7), date(2026, 4, 7)),  # an ordinary Tuesday stays
        (date(2024, 12, 31), date(2025, 1, 2)),  # over the turn of the year
    ],
)
def test_acts_move_to_the_next_working_day(due: date, done: date) -> None:
    """SFS 1930:173 § 2."""
    assert next_working_day(due) == done


@given(anchors)
def test_the_next_working_day_is_near_and_the_first(day: date) -> None:
    found = next_working_day(day)
    assert day <= found <= day + timedelta(days=6)
    assert not is_day_off(found)
    assert all(is_day_off(day + timedelta(days=n)) for n in range((found - day).days))


@pytest.mark.parametrize(
    ("period", "words"),
    [("P1D", Text("1 dag", "1 day")), ("P30D", Text("30 dagar", "30 days")), ("P1W", Text("1 vecka", "1 week")),
     ("P2W", Text("2 veckor", "2 weeks")), ("P1M", Text("1 månad", "1 month")),
     ("P12M", Text("12 månader", "12 months")),
     ("P1Y", Text("1 år", "1 year")), ("P2Y", Text("2 år", "2 years"))],
)  # fmt: skip
def test_periods_in_words(period: str, words: Text) -> None:
    assert period_in_words(Period.parse(period)) == words


@given(anchors)
def test_days_are_read_as_they_are_written(day: date) -> None:
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize("text", ["2024-02-30", "2024-2-3", "20240203", "2024-W01-1", "2024-02-03 ", "٢٠٢٤-٠٢-٠٣", ""])
def test_anything_else_is_not_a_day(text: str) -> None:
    with pytest.raises(ValueError, match="day"):
        parse_day(text)
