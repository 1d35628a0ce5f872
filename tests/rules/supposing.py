"""What the tests of suppositions share: an agreement with money, its record, and any number of suppositions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from samverk.rules.evaluate import Evaluation, evaluate
from samverk.rules.facts import Fact
from samverk.rules.situation import Situation, situation
from samverk.rules.suppositions import address
from samverk.rules.suppositions.applying import World, world
from samverk.rules.suppositions.checking import Checked, checked
from samverk.rules.suppositions.kinds import (
    BandedKey,
    Budget,
    GivesNotice,
    Growth,
    Joins,
    Leaves,
    MixedKey,
    Reads,
    Supposition,
)
from samverk.rules.suppositions.years import FeeYear, fee_years, last_of
from tests.rules.lifecycle import NORRORT
from tests.rules.money_case import POPULATION_2024, paying, year

SOLNA, TABY, VAXHOLM = "0184", "0160", "0187"
DEFINITION = paying()
FIRST = 2026
TODAY = date(2026, 6, 1)

parties = st.sampled_from(sorted(NORRORT))
days = st.dates(date(2014, 5, 1), date(2034, 12, 31))
percents = st.integers(1, 10_000).map(lambda number: Fraction(number, 100))
bands = st.lists(
    st.tuples(st.integers(1, 120_000), st.integers(1, 99)), max_size=4, unique_by=lambda band: band[0]
).map(lambda found: ((0, 1), *sorted(found)))
suppositions = st.one_of(
    st.builds(Leaves, parties, days),
    st.builds(GivesNotice, parties, days),
    st.builds(Joins, parties, days),
    st.builds(Budget, st.integers(2020, 2036), st.integers(1, 10**9).map(lambda kronor: kronor * 100)),
    st.builds(Growth, st.integers(-5000, 10_000).filter(bool).map(lambda number: Fraction(number, 100))),
    st.builds(MixedKey, st.integers(2026, 2036), percents),
    st.builds(BandedKey, st.integers(2026, 2036), bands),
    st.sampled_from([Reads("t-10-4", "full_year"), Reads("t-10-4", "whole_months"), Reads("t-10-5", "ore")]),
)
several = st.lists(suppositions, max_size=5).map(tuple)


def record() -> tuple[Fact, ...]:
    """Everybody bound; budgets and figures for 2025 and 2026."""
    told = year(2025, 1_500_000, POPULATION_2024)
    return tuple(year(2026, 1_850_000, POPULATION_2024, told).facts)


def sorted_out(items: tuple[Supposition, ...]) -> Checked:
    return checked([address.written(item) for item in items], DEFINITION, record(), NORRORT)


def made(items: tuple[Supposition, ...], as_of: date, facts: Iterable[Fact] | None = None) -> World:
    return world(DEFINITION, facts or record(), items, as_of)


def standing(items: tuple[Supposition, ...], as_of: date) -> Situation:
    found = made(items, as_of)
    return situation(found.definition, found.facts, as_of=as_of, names=NORRORT, ahead=found.ahead)


def evaluated(items: tuple[Supposition, ...], as_of: date, facts: Iterable[Fact] | None = None) -> Evaluation:
    found = made(items, as_of, facts)
    return evaluate(found.definition, found.facts, as_of=as_of, names=NORRORT, ahead=found.ahead)


def years_of(items: tuple[Supposition, ...]) -> tuple[FeeYear, ...]:
    day = last_of(FIRST)
    return fee_years(standing((), day), standing(items, day), FIRST)
