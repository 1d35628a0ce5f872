"""When one is reminded: against a reference that walks day by day, and by what must hold whatever days it ran."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.outreach.queries.cadence import APART, Told, reminder_due, step_on

DUE = date(2026, 6, 11)
ONE_DAY = timedelta(days=1)
# Written out rather than worked out, as the text of the issue has them.
STEPS = [-30, -7, -1, 1, 7, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330, 360, 390]
SPAN = range(-60, 400)


def told_by(runs: Collection[int], *, dated: bool = True) -> list[Told]:
    """What the product tells when the daily work runs on some days, counted from the last day."""
    told: list[Told] = []
    for offset in sorted(runs):
        today = DUE + timedelta(days=offset)
        step = reminder_due(DUE, today, told, dated=dated)
        if step is not None:
            told.append(Told(DUE, step, today))
    return told


def reference(runs: Collection[int]) -> list[tuple[int, int]]:
    """(day, step) of each reminder: every day each step that has come is looked at, the latest of them wins."""
    given_on: list[tuple[int, int]] = []
    for day in SPAN:
        come = [step for step in STEPS if step <= day]
        if day not in runs or not come:
            continue
        new = come[-1] not in [step for _, step in given_on]
        rested = all(day - earlier >= 5 for earlier, _ in given_on)
        if new and rested:
            given_on.append((day, come[-1]))
    return given_on


def days_of(told: Collection[Told]) -> list[tuple[int, int]]:
    return [((one.day - DUE).days, one.step) for one in told]


def test_when_it_runs_every_day() -> None:
    expected = [(-30, -30), (-7, -7), (-1, -1), (4, 1), (9, 7), (30, 30), (60, 60), (90, 90)]

    assert days_of(told_by(range(-60, 100))) == expected


def test_a_month_without_the_daily_work_is_made_up_for_by_one_reminder() -> None:
    assert days_of(told_by([-40, 12, 13, 14, 30])) == [(12, 7), (30, 30)]


def test_what_has_no_last_day_is_told_only_after_the_day_it_began() -> None:
    assert days_of(told_by(range(-60, 40), dated=False)) == [(1, 1), (7, 7), (30, 30)]


@given(st.sets(st.sampled_from(SPAN)))
def test_it_agrees_with_the_reference_whatever_days_it_ran(runs: set[int]) -> None:
    assert days_of(told_by(runs)) == reference(runs)


@given(st.sets(st.sampled_from(SPAN)), st.booleans())
def test_never_twice_within_five_days_and_never_the_same_step_twice(runs: set[int], dated: bool) -> None:
    told = told_by(runs, dated=dated)

    assert all(later.day - earlier.day >= timedelta(days=APART) for earlier, later in itertools.pairwise(told))
    assert len({one.step for one in told}) == len(told)
    assert all(one.step in STEPS and one.step <= (one.day - DUE).days for one in told)


@given(st.integers(min_value=-400, max_value=2000))
def test_the_step_in_force_never_goes_back(days: int) -> None:
    today, tomorrow = DUE + timedelta(days=days), DUE + timedelta(days=days + 1)
    now, then = step_on(DUE, today), step_on(DUE, tomorrow)

    assert now is None or (then is not None and now <= then <= now + 30)


@pytest.mark.parametrize("days", [0, 1, 2, 3, 4])
def test_another_last_day_of_the_same_thing_does_not_tell_it_again_at_once(days: int) -> None:
    """A reading or a correction moves the last day; the person has just heard of the thing."""
    today = DUE + timedelta(days=7)
    told = [Told(DUE - ONE_DAY, 7, today - timedelta(days=days))]

    assert reminder_due(DUE, today, told) is None
    assert reminder_due(DUE, today + timedelta(days=5), told) == 7


def test_a_clock_that_was_wrong_tells_nobody_twice() -> None:
    """Told on a day that has not come: the clock was ahead. Silence until five days after it."""
    told = [Told(DUE, -7, DUE + timedelta(days=40))]

    assert reminder_due(DUE, DUE + ONE_DAY, told) is None
