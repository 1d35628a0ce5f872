"""What is supposed about money: every year shared to the last krona, and what stands in for years to come."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.situation import situation
from samverk.rules.suppositions.applying import grown, world
from samverk.rules.suppositions.kinds import (
    BandedKey,
    Budget,
    Growth,
    Joins,
    Leaves,
    MixedKey,
    Supposition,
)
from samverk.rules.suppositions.years import YEARS, fee_years, last_of
from tests.rules.lifecycle import NORRORT
from tests.rules.money_case import POPULATION_2024, year
from tests.rules.supposing import (
    DEFINITION,
    FIRST,
    SOLNA,
    TODAY,
    bands,
    made,
    parties,
    percents,
    record,
    several,
    sorted_out,
    years_of,
)

# --- money ----------------------------------------------------------------------------------------------


@given(several)
def test_every_year_is_shared_to_the_last_krona_on_both_sides(items: tuple[Supposition, ...]) -> None:
    """N-10a: the shares sum to the budget, whatever is supposed; and the differences to the difference of the sums."""
    for item in years_of(sorted_out(items).suppositions):
        if item.then.charge is None or item.obstacle is not None:
            assert item.sum_then == 0
            continue
        assert item.sum_now == 185_000_000
        assert item.sum_then == item.then.charge.total
        assert sum(row.difference for row in item.rows) == item.sum_then - item.sum_now


@given(parties, st.dates(date(2027, 1, 1), date(2035, 12, 30)))
def test_who_leaves_in_the_year_pays_for_its_days(party: str, day: date) -> None:
    """An independent count: inhabitants × days, each share within a krona of the exact quotient."""
    found = {item.year: item for item in years_of((Leaves(party, day),))}[day.year]
    length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    own = (day - date(day.year, 1, 1)).days + 1
    weights = {code: POPULATION_2024[code] * (own if code == party else length) for code in NORRORT}
    for row in found.rows:
        exact = Fraction(1_850_000 * weights[row.party], sum(weights.values()))
        assert row.then is not None
        assert abs(Fraction(row.then, 100) - exact) < 1
    after = {item.year: item for item in years_of((Leaves(party, day),))}.get(day.year + 1)
    assert after is None or party not in {row.party for row in after.rows if row.then is not None}


@given(st.integers(-5000, 10_000).filter(bool).map(lambda number: Fraction(number, 100)))
def test_a_budget_grows_from_the_last_one_known(percent: Fraction) -> None:
    totals = [item.sum_then for item in years_of((Growth(percent),))]
    exact = Fraction(1_850_000)
    assert totals[0] == 185_000_000
    for total in totals[1:]:
        exact *= 1 + percent / 100
        assert total % 100 == 0
        assert abs(Fraction(total, 100) - exact) <= Fraction(1, 2)


def test_a_budget_supposed_for_a_later_year_begins_the_growth_anew() -> None:
    found = grown((2026, 100_000), {2028: 500_000}, Fraction(10), 2030)
    assert found == {2027: 110_000, 2028: 500_000, 2029: 550_000, 2030: 605_000}
    assert grown(None, {2028: 500_000}, Fraction(10), 2029) == {2029: 550_000}
    assert grown(None, {}, Fraction(10), 2029) == {}


@given(percents, st.integers(2027, 2035))
def test_a_part_shared_equally_and_the_rest_by_inhabitants(percent: Fraction, first: int) -> None:
    whole = sum(POPULATION_2024.values())
    for item in years_of((MixedKey(first, percent),)):
        for row in item.rows:
            equal = percent / 100 if item.year >= first else Fraction(0)
            share = equal / 15 + (1 - equal) * Fraction(POPULATION_2024[row.party], whole)
            assert row.then is not None
            assert abs(Fraction(row.then, 100) - 1_850_000 * share) < 1


@given(bands)
def test_by_size_each_weighs_as_its_band(found: tuple[tuple[int, int], ...]) -> None:
    weights = {
        code: [weight for least, weight in found if inhabitants >= least][-1]
        for code, inhabitants in POPULATION_2024.items()
    }
    item = years_of((BandedKey(2027, found),))[1]
    for row in item.rows:
        assert row.then is not None
        assert abs(Fraction(row.then, 100) - Fraction(1_850_000 * weights[row.party], sum(weights.values()))) < 1


def test_who_has_no_figures_has_no_band_and_nothing_is_shared_until_it_has() -> None:
    told = year(2026, 1_850_000, {code: number for code, number in POPULATION_2024.items() if code != SOLNA})
    day = last_of(FIRST)
    found = world(DEFINITION, told.facts, (BandedKey(2027, ((0, 1), (25_000, 2))),), day)
    there = situation(found.definition, found.facts, as_of=day, names=NORRORT, ahead=found.ahead)
    (item, *_) = fee_years(there, there, FIRST + 1)
    assert item.obstacle is not None
    assert item.obstacle.sv == "uppgift om vikt för Solna"


def test_ten_years_after_the_first_with_what_stands_in_named() -> None:
    found = years_of((Growth(Fraction(4)),))
    assert [item.year for item in found] == list(range(FIRST, FIRST + YEARS + 1))
    assert [(item.budget_of, item.figures_of) for item in found[:3]] == [(None, None), (None, 2026), (None, 2026)]
    assert [one.worded.sv for one in found[3].now.assumed if one.worded is not None] == [
        "budgeten för 2026 antas gälla även 2029",
        "folkmängden för 2026 antas gälla även 2029",
    ]
    assert [one.worded.en for one in found[3].then.assumed if one.worded is not None] == [
        "the population for 2026 is taken to hold for 2029 too"
    ]
    assert [(item.budget_of, item.figures_of) for item in years_of(())[:2]] == [(None, None), (2026, 2026)]


def test_a_supposed_sum_shows_no_decision() -> None:
    """Nobody has decided a budget that is only supposed: whoever owes that decision still owes it."""
    found = made((Budget(2028, 100_000_000),), TODAY)
    (fact,) = found.facts[len(record()) :]
    assert fact.payload == {"year": 2028, "amount": 100_000_000, "rule": "avgift"}
    (decided,) = made((Budget(2026, 100_000_000),), TODAY).facts[len(record()) :]
    assert (decided.payload, decided.valid_on) == ({"year": 2026, "amount": 100_000_000}, date(2025, 11, 20))


def test_who_joins_without_figures_weighs_by_the_official_ones() -> None:
    figures = {code: number for code, number in POPULATION_2024.items() if code != SOLNA}
    told = year(2026, 1_850_000, figures)
    items = (Leaves(SOLNA, date(2025, 12, 31)), Joins(SOLNA, date(2027, 1, 1)))
    day = last_of(FIRST)
    found = world(DEFINITION, told.facts, items, day, population={SOLNA: 85_789, "1480": 600_000})
    there = situation(found.definition, found.facts, as_of=day, names=NORRORT, ahead=found.ahead)
    (share,) = (row for row in fee_years(there, there, FIRST)[2].rows if row.party == SOLNA)
    assert share.then == 19_954_300
