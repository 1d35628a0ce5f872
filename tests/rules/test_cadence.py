"""How many times in each window (N-8d, N-8g, N-10c, N-11, K-8c; semantics C.5)."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.cadence import Judgement, judgements, settled, slots
from samverk.rules.evidence import Act
from samverk.rules.finding import SEVERITY, Verdict
from samverk.rules.intervals import Interval, subtract, union
from samverk.rules.values import Per, Quota, Window

START = date(2014, 4, 15)
STEERING = Quota(per="year", min=2, max=4)
APRIL = Quota(per="year", min=1, window=Window("04-01", "04-30"))
AUTUMN = Quota(per="year", min=1, window=Window("09-01", "12-31"))


def acts(*days: date) -> tuple[Act, ...]:
    return tuple(Act(day, seq) for seq, day in enumerate(days, 1))


def by_year(found: tuple[Judgement, ...]) -> dict[int, Verdict]:
    return {item.slot.window.start.year: item.verdict for item in found}


def spread(year: int, count: int) -> list[date]:
    return [date(year, 1 + n * 2, 10) for n in range(count)]


def test_steering_group_years_of_the_specification() -> None:
    """N-8g: two to four a year; part years are counted, not judged (semantics C.5)."""
    held = [date(2014, 6, 1), date(2014, 9, 1), *spread(2015, 1), *spread(2016, 5), *spread(2017, 2)]
    found = by_year(judgements(STEERING, [Interval(START)], acts(*held), date(2018, 5, 1)))
    assert found == {
        2014: Verdict.NOT_JUDGED_PARTIAL,
        2015: Verdict.BREACHED,
        2016: Verdict.FULFILLED_ABOVE_MAX,
        2017: Verdict.FULFILLED,
        2018: Verdict.PENDING,
    }


def test_exceeding_the_maximum_is_a_deviation_only_where_the_provision_says_so() -> None:
    found = judgements(STEERING, [Interval(START)], acts(*spread(2016, 5)), date(2017, 5, 1), above="deviation")
    assert by_year(found)[2016] is Verdict.BREACHED


def test_follow_up_window_of_the_first_autumn_is_judged() -> None:
    """N-11: the agreement began in April, the window in September lies wholly inside."""
    found = judgements(AUTUMN, [Interval(START)], (), date(2015, 1, 1))
    assert by_year(found) == {2014: Verdict.BREACHED, 2015: Verdict.PENDING}


def test_april_update_is_late_but_curable_until_the_year_ends() -> None:
    """N-10c."""
    bound = [Interval(START)]
    assert by_year(judgements(APRIL, bound, (), date(2015, 4, 10)))[2015] is Verdict.DUE_SOON
    assert by_year(judgements(APRIL, bound, (), date(2015, 5, 1)))[2015] is Verdict.OVERDUE
    late = judgements(APRIL, bound, acts(date(2015, 5, 6)), date(2015, 7, 1))
    assert by_year(late)[2015] is Verdict.FULFILLED_LATE
    assert by_year(judgements(APRIL, bound, (), date(2016, 1, 1)))[2015] is Verdict.BREACHED


def test_act_that_names_its_year_counts_for_that_year() -> None:
    """A budget decided in November counts for the year it is for (N-8b)."""
    yearly = Quota(per="year", min=1)
    decided = (Act(date(2015, 11, 20), 1, year=2016),)
    found = by_year(judgements(yearly, [Interval(date(2015, 1, 1))], decided, date(2017, 1, 1)))
    assert (found[2015], found[2016]) == (Verdict.BREACHED, Verdict.FULFILLED)


def test_last_third_of_an_open_year_is_time_to_act() -> None:
    """N-8g: by September a year without meetings is no longer just "coming"."""
    bound = [Interval(START)]
    assert by_year(judgements(STEERING, bound, (), date(2015, 8, 1)))[2015] is Verdict.PENDING
    assert by_year(judgements(STEERING, bound, (), date(2015, 9, 15)))[2015] is Verdict.DUE_SOON


def test_a_term_of_office_is_four_years_from_the_january_after_an_election() -> None:
    found = judgements(Quota(per="term", min=1), [Interval(START)], acts(date(2016, 5, 2)), date(2023, 1, 1))
    assert [(item.slot.window.start, item.slot.window.last_day, item.verdict) for item in found] == [
        (date(2011, 1, 1), date(2014, 12, 31), Verdict.NOT_JUDGED_PARTIAL),
        (date(2015, 1, 1), date(2018, 12, 31), Verdict.FULFILLED),
        (date(2019, 1, 1), date(2022, 12, 31), Verdict.BREACHED),
        (date(2023, 1, 1), date(2026, 12, 31), Verdict.PENDING),
    ]


def test_act_that_names_its_year_counts_in_the_last_window_of_it() -> None:
    """And in the term of office that the year lies in."""
    bound, done = [Interval(date(2011, 1, 1))], (Act(date(2014, 11, 3), 1, year=2016),)
    halves = judgements(Quota(per="half_year", min=1), bound, done, date(2017, 1, 1))
    terms = judgements(Quota(per="term", min=1), bound, done, date(2017, 1, 1))
    assert [item.slot.window.start for item in halves if item.in_time] == [date(2016, 7, 1)]
    assert [item.slot.window.start for item in terms if item.in_time] == [date(2015, 1, 1)]


def test_no_number_in_the_text_is_counted_never_judged() -> None:
    """N-9a: "regular" is no number."""
    found = judgements(Quota(per="year"), [Interval(START)], (), date(2016, 6, 1))
    assert {item.verdict for item in found} == {Verdict.COUNTED}


def test_assumption_never_yields_a_breach() -> None:
    assert settled(Verdict.BREACHED, [Verdict.FULFILLED, Verdict.BREACHED]) is Verdict.UNKNOWN
    assert settled(Verdict.BREACHED, [Verdict.BREACHED, Verdict.BREACHED]) is Verdict.BREACHED
    assert settled(Verdict.FULFILLED, [Verdict.BREACHED]) is Verdict.FULFILLED


DAYS = st.dates(date(2013, 1, 1), date(2021, 12, 31))
QUOTAS = st.builds(
    Quota,
    per=st.sampled_from(["term", "year", "half_year", "quarter", "month"]),
    min=st.integers(1, 3),
    max=st.none() | st.integers(3, 6),
)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Interval, ...]:
    found = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(DAYS)
        length = draw(st.none() | st.integers(1, 1200))
        found.append(Interval(start, None if length is None else start + timedelta(days=length)))
    return union(found)


@given(QUOTAS, intervals(), st.lists(DAYS, max_size=40), DAYS)
def test_windows_agree_with_counting_day_by_day(
    quota: Quota, bound: tuple[Interval, ...], held: list[date], as_of: date
) -> None:
    """Oracle: label every day of the period with its window, and count."""
    done = acts(*(day for day in sorted(held) if day <= as_of))
    found = judgements(quota, bound, done, as_of)
    counted = Counter(_label(day, quota.per) for day in (act.day for act in done))
    for item in found:
        label = _label(item.slot.window.start, quota.per)
        assert len(item.in_time) == counted[label]
        days = [item.slot.window.start + timedelta(days=n) for n in range(item.slot.window.days())]
        inside = any(all(day in span for day in days) for span in bound)
        assert (item.verdict is Verdict.NOT_JUDGED_PARTIAL) == (not inside)
        if inside and as_of >= item.slot.window.stop:
            assert (item.verdict is Verdict.BREACHED) == (counted[label] < (quota.min or 0))


def _label(day: date, per: Per) -> tuple[int, int]:
    if per == "term":
        return (day.year - 2011) // 4, 0
    width = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}[per]
    return day.year, (day.month - 1) // width


@given(QUOTAS, intervals(), DAYS)
def test_windows_cover_the_bound_time_once(quota: Quota, bound: tuple[Interval, ...], until: date) -> None:
    found = slots(quota, bound, until)
    windows = [slot.window for slot in found]
    assert list(union(windows)) == list(union(windows))
    assert all(a.stop <= b.start for a, b in itertools.pairwise(windows))
    cut = [
        part for part in (span.overlap(Interval(date(2012, 1, 1), until + timedelta(days=1))) for span in bound) if part
    ]
    assert subtract(cut, windows) == ()


@given(QUOTAS.filter(lambda quota: quota.max is None), intervals(), st.lists(DAYS, max_size=20), DAYS, DAYS)
def test_more_evidence_never_worsens_a_verdict(
    quota: Quota, bound: tuple[Interval, ...], held: list[date], extra: date, as_of: date
) -> None:
    before = judgements(quota, bound, acts(*sorted(held)), as_of)
    after = judgements(quota, bound, acts(*sorted([*held, extra])), as_of)
    for old, new in zip(before, after, strict=True):
        assert SEVERITY.index(new.verdict) >= SEVERITY.index(old.verdict) or new.verdict is Verdict.FULFILLED


@given(QUOTAS, intervals(), st.lists(DAYS, max_size=20), DAYS)
def test_order_of_acts_changes_nothing(
    quota: Quota, bound: tuple[Interval, ...], held: list[date], as_of: date
) -> None:
    done = list(acts(*sorted(held)))
    mixed = sorted(done, key=lambda act: (act.day, -act.fact))
    one, two = judgements(quota, bound, done, as_of), judgements(quota, bound, mixed, as_of)
    assert [item.verdict for item in one] == [item.verdict for item in two]


# --- edges ----------------------------------------------------------------------------------------------


def test_a_window_that_only_touches_the_time_bound_is_none() -> None:
    """N-10c: bound from 1 May, or through 31 March, there is no April to judge."""
    assert slots(APRIL, [Interval(date(2015, 5, 1))], date(2015, 12, 31)) == ()
    assert slots(APRIL, [Interval(date(2015, 1, 1), date(2015, 4, 1))], date(2015, 12, 31)) == ()
    (part,) = slots(APRIL, [Interval(date(2015, 4, 30))], date(2015, 12, 31))
    assert (part.window, part.judged) == (Interval(date(2015, 4, 1), date(2015, 5, 1)), False)
    assert slots(APRIL, [], date(2015, 12, 31)) == ()


def test_an_act_on_the_first_day_of_a_window_counts_in_it() -> None:
    months = Quota(per="month", min=1)
    bound = [Interval(date(2015, 1, 1), date(2015, 4, 1))]
    found = judgements(months, bound, acts(date(2015, 1, 1), date(2015, 3, 1)), date(2015, 3, 31))
    assert [len(item.in_time) for item in found] == [1, 0, 1]


def test_an_act_for_a_year_outside_the_time_bound_counts_nowhere_and_hides_no_other() -> None:
    """N-8b."""
    done = (Act(date(2015, 2, 1), 1, year=2030), Act(date(2015, 3, 1), 2))
    (year,) = judgements(Quota(per="year", min=1), [Interval(date(2015, 1, 1))], done, date(2015, 12, 31))
    assert year.in_time == (done[1],)


def test_the_maximum_itself_is_not_above_it() -> None:
    """N-8g: two to four."""
    found = by_year(judgements(STEERING, [Interval(START)], acts(*spread(2016, 4)), date(2017, 5, 1)))
    assert found[2016] is Verdict.FULFILLED


def test_a_maximum_alone_asks_for_nothing() -> None:
    found = judgements(Quota(per="year", max=3), [Interval(date(2015, 1, 1))], (), date(2016, 1, 1))
    assert [item.verdict for item in found] == [Verdict.FULFILLED, Verdict.FULFILLED]


def test_the_first_day_of_a_window_and_of_the_last_third_of_a_year() -> None:
    """N-10c, N-8g: two thirds of 365 days are 243⅓, so the day after 244 whole days."""
    bound = [Interval(START)]
    assert by_year(judgements(APRIL, bound, (), date(2015, 3, 31)))[2015] is Verdict.PENDING
    assert by_year(judgements(APRIL, bound, (), date(2015, 4, 1)))[2015] is Verdict.DUE_SOON
    assert by_year(judgements(STEERING, bound, (), date(2015, 9, 1)))[2015] is Verdict.PENDING
    assert by_year(judgements(STEERING, bound, (), date(2015, 9, 2)))[2015] is Verdict.DUE_SOON


def test_the_last_day_a_missed_window_can_be_cured() -> None:
    """N-10c: the year is the period; in it the update is late, after it the window is missed."""
    bound = [Interval(START)]
    assert by_year(judgements(APRIL, bound, (), date(2015, 4, 30)))[2015] is Verdict.DUE_SOON
    assert by_year(judgements(APRIL, bound, (), date(2015, 12, 31)))[2015] is Verdict.OVERDUE
