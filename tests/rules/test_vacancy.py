"""What an empty role amounts to (N-5a, N-6a, K-6a; semantics C.5, t-5-3, t-6-5): every edge of the time allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samverk.rules.definition import JsonValue, ReadingStatus
from samverk.rules.finding import Verdict
from samverk.rules.intervals import Interval
from samverk.rules.provisions import Duty
from samverk.rules.vacancy import limit, verdict_of_gap
from samverk.rules.values import OPEN, Open, Period
from tests.rules.lifecycle import definition, reading, same

EMPTY = date(2015, 3, 1)
RUNNING = Interval(EMPTY)
ONE_MONTH = Period(1, "M")
DUTY = Duty(
    id="samordnare", label=same("Ha en samordnare"), cite=("5",), bearer="role:vard", act="keep_role_filled",
    pattern="maintain", check="auto", evidence=("appointment_record",), object="role:samordnare",
    basis={"grace": "t-5-3"},
)  # fmt: skip


def verdict(
    grace: Period | Open | None,
    gap: Interval,
    as_of: date,
    *,
    options: tuple[JsonValue, ...] = (),
    status: ReadingStatus = "provisional",
) -> Verdict:
    rule = replace(DUTY, grace=grace)
    readings = [reading("t-5-3", "rule.samordnare.grace", options, None, status)] if options else []
    return verdict_of_gap(definition(rule, readings=readings), rule, gap, as_of)


@pytest.mark.parametrize(
    ("last", "as_of", "is_"),
    [
        (None, date(2015, 3, 31), Verdict.DUE_SOON),
        (None, date(2015, 4, 1), Verdict.DUE_SOON),  # the last day allowed is inside
        (None, date(2015, 4, 2), Verdict.OVERDUE),
        (date(2015, 4, 1), date(2015, 4, 1), Verdict.DUE_SOON),  # filled tomorrow
        (date(2015, 4, 1), date(2015, 4, 2), Verdict.FULFILLED_LATE),
        (date(2015, 4, 2), date(2015, 4, 2), Verdict.OVERDUE),
        (date(2015, 4, 2), date(2015, 4, 3), Verdict.BREACHED),
        (date(2015, 6, 1), date(2015, 4, 1), Verdict.DUE_SOON),  # known to end, but not ended on the day
    ],
)
def test_a_role_may_be_empty_for_a_month(last: date | None, as_of: date, is_: Verdict) -> None:
    gap = RUNNING if last is None else Interval(EMPTY, date.fromordinal(last.toordinal() + 1))
    assert verdict(ONE_MONTH, gap, as_of) is is_
    assert verdict(ONE_MONTH, gap, as_of, options=("P1M", "P3M"), status="adopted") is is_


def test_a_time_nobody_has_adopted_gives_no_breach() -> None:
    """Decisions.md 9: an assumption never yields a breach."""
    over = Interval(EMPTY, date(2015, 6, 1))
    assert verdict(ONE_MONTH, over, date(2015, 7, 1), options=("P1M", "P3M")) is Verdict.UNKNOWN
    assert verdict(ONE_MONTH, RUNNING, date(2015, 7, 1), options=("P1M", "P3M")) is Verdict.OVERDUE


def test_without_a_time_allowed_every_empty_day_is_a_breach() -> None:
    assert verdict(None, RUNNING, EMPTY) is Verdict.BREACHED


@pytest.mark.parametrize(
    ("gap", "as_of", "is_"),
    [
        (RUNNING, date(2015, 6, 1), Verdict.VACANT_UNJUDGED),  # the longest option's last day is inside
        (RUNNING, date(2015, 6, 2), Verdict.OVERDUE),
        (Interval(EMPTY, date(2015, 6, 3)), date(2015, 6, 2), Verdict.OVERDUE),
        (Interval(EMPTY, date(2015, 6, 3)), date(2015, 6, 3), Verdict.VACANT_UNJUDGED),  # over: shown, not judged
    ],
)
def test_while_the_time_is_open_only_longer_than_every_option_is_late(gap: Interval, as_of: date, is_: Verdict) -> None:
    """T-5-3, t-6-5."""
    assert verdict(OPEN, gap, as_of, options=("P3M", "P1M"), status="open") is is_


def test_an_open_time_without_a_limit_is_never_late() -> None:
    assert verdict(OPEN, RUNNING, date(2025, 1, 1)) is Verdict.VACANT_UNJUDGED
    assert verdict(OPEN, RUNNING, date(2025, 1, 1), options=("P1M", OPEN), status="open") is Verdict.VACANT_UNJUDGED


def test_the_last_day_a_role_may_be_empty() -> None:
    assert limit(ONE_MONTH, RUNNING) == date(2015, 4, 1)
    assert limit(OPEN, RUNNING) is None
    assert limit(None, RUNNING) is None
