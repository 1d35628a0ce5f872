"""Shares of a sum (N-10a, N-10d, N-10e; semantics C.6): parts of a year, forms of the key, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.apportion import ApportionmentError
from samverk.rules.intervals import Interval, year
from samverk.rules.provisions import PartialYear
from samverk.rules.shares import Charge, UndecidedError, corrections, fixed_share, payer_parts, shares_of, steps_of
from samverk.rules.values import WeightTable
from tests.rules.money_case import KEY, POPULATION_2013, POPULATION_2024

ALL_YEAR = (Interval(date(2014, 4, 15)),)
EVERYBODY = dict.fromkeys(POPULATION_2024, ALL_YEAR)
LEAVING = {**EVERYBODY, "0187": (Interval(date(2014, 4, 15), date(2026, 9, 3)),)}
BUDGET = 150_000_000


def charge(**changes: Any) -> Charge:
    return replace(Charge(BUDGET, year(2026), replace(KEY, unit="ore"), "ore", partial_year="weight_days"), **changes)


def amounts(
    of: Charge, membership: Mapping[str, tuple[Interval, ...]], figures: Mapping[str, int | None]
) -> dict[str, int]:
    return {code: share.amount for code, share in shares_of(of, membership, figures).items()}


@pytest.mark.parametrize(
    ("method", "vaxholm", "solna"),
    [
        ("weight_days", 1_503_893, 16_258_647),
        ("whole_months", 1_678_396, 16_239_541),
        ("full_year", 2_229_545, 16_179_196),
    ],
)
def test_a_part_year_by_three_readings(method: PartialYear, vaxholm: int, solna: int) -> None:
    """Semantics C.6: Vaxholm's last day 2 September 2026, 245 days; the sum is the budget in all three."""
    found = shares_of(charge(partial_year=method), LEAVING, POPULATION_2024)
    assert found["0187"].amount == vaxholm
    assert found["0184"].amount == solna
    assert sum(share.amount for share in found.values()) == BUDGET
    assert (found["0187"].part, found["0187"].parts) == {
        "weight_days": (245, 365), "whole_months": (9, 12), "full_year": (1, 1),
    }[method]  # fmt: skip


def test_everybody_in_for_the_same_days_pays_as_for_a_full_year() -> None:
    short = dict.fromkeys(POPULATION_2013, (Interval(date(2014, 4, 15), date(2014, 6, 1)),))
    full = dict.fromkeys(POPULATION_2013, (Interval(date(2013, 1, 1)),))
    of = charge(period=year(2014))
    assert amounts(of, short, POPULATION_2013) == amounts(of, full, POPULATION_2013)
    assert amounts(of, short, POPULATION_2013)["0186"] == 10_078_481


@given(st.integers(0, 10**9), st.integers(1, 364), st.sampled_from(["weight_days", "whole_months", "full_year"]))
def test_any_same_part_of_the_year_is_a_full_year(total: int, days: int, method: PartialYear) -> None:
    held = dict.fromkeys(POPULATION_2013, (Interval(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days)),))
    of = charge(total=total, partial_year=method)
    assert amounts(of, held, POPULATION_2013) == amounts(of, EVERYBODY, POPULATION_2013)


@given(
    st.integers(0, 10**9), st.dictionaries(st.sampled_from(sorted(POPULATION_2024)), st.integers(1, 365), min_size=1)
)
def test_money_is_conserved_whoever_is_in_for_however_long(total: int, days: dict[str, int]) -> None:
    held = {code: (Interval(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=n)),) for code, n in days.items()}
    for method in ("weight_days", "whole_months", "full_year"):
        found = shares_of(charge(total=total, partial_year=method), held, POPULATION_2024)
        assert sum(share.amount for share in found.values()) == total
        assert set(found) == set(days)


def test_months_begun_count_and_a_month_left_and_re_entered_counts_once() -> None:
    twice = (Interval(date(2026, 1, 31), date(2026, 3, 2)), Interval(date(2026, 3, 20), date(2026, 4, 1)))
    parts = payer_parts(charge(partial_year="whole_months"), {"0187": twice, "0114": ALL_YEAR, "0115": ()})
    assert parts == {"0187": 3, "0114": 12}
    assert payer_parts(charge(), {"0187": twice})["0187"] == 30 + 12


def test_those_bound_on_the_day_pay_alike_however_long_they_have_been_in() -> None:
    """N-10e: all parties on the trigger day, those under notice included."""
    of = charge(payers="parties_on_trigger", trigger=date(2026, 9, 2), partial_year=None)
    assert amounts(of, LEAVING, POPULATION_2024)["0187"] == 2_229_545
    assert "0187" not in shares_of(replace(of, trigger=date(2026, 9, 3)), LEAVING, POPULATION_2024)
    assert payer_parts(replace(of, trigger=None), LEAVING)["0187"] == 1


def test_a_surplus_mirrors_an_overrun() -> None:
    """Semantics C.6."""
    over, under = charge(total=12_000_000), charge(total=-12_000_000)
    mirrored = {code: -amount for code, amount in amounts(over, LEAVING, POPULATION_2024).items()}
    assert amounts(under, LEAVING, POPULATION_2024) == mirrored


# --- forms of the key -----------------------------------------------------------------------------------


def test_everybody_can_weigh_the_same() -> None:
    of = charge(total=100, key=replace(KEY, weights="equal"))
    assert amounts(of, {"0114": ALL_YEAR, "0115": ALL_YEAR, "0117": ALL_YEAR}, {}) == {
        "0114": 34,
        "0115": 33,
        "0117": 33,
    }


def test_weights_can_stand_in_the_agreement() -> None:
    of = charge(total=100, key=replace(KEY, form="table", table=WeightTable({"0114": 3, "0115": 1})))
    assert amounts(of, {"0114": ALL_YEAR, "0115": ALL_YEAR}, {}) == {"0114": 75, "0115": 25}
    with pytest.raises(ApportionmentError) as refused:
        shares_of(of, {"0114": ALL_YEAR, "0117": ALL_YEAR}, {})
    assert refused.value.codes == ["0117"]
    with pytest.raises(UndecidedError, match="tabellen"):
        shares_of(replace(of, key=replace(KEY, weights="table", form="proportional")), EVERYBODY, {})


@pytest.mark.parametrize(
    ("written", "first"), [("1/4", 6875), ("25%", 6875), ("25 %", 6875), ("0.25", 6875), ("0", 7500), ("1", 5000)]
)
def test_a_fixed_share_is_split_equally_first(written: str, first: int) -> None:
    """A quarter fixed of 100 kr between weights 3 and 1: 12.50 + 56.25 and 12.50 + 18.75."""
    of = charge(total=10_000, key=replace(KEY, form="mixed", fixed_share=written))
    found = amounts(of, {"0114": ALL_YEAR, "0115": ALL_YEAR}, {"0114": 3, "0115": 1})
    assert found == {"0114": first, "0115": 10_000 - first}


def test_a_fixed_share_is_paid_for_the_part_of_the_year_too() -> None:
    of = charge(total=10_000, key=replace(KEY, form="mixed", fixed_share="1"))
    half = (Interval(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=73)),)  # a fifth of the year
    assert amounts(of, {"0114": ALL_YEAR, "0115": half}, {"0114": 9, "0115": 1}) == {"0114": 8333, "0115": 1667}


@pytest.mark.parametrize("written", [None, "", "a quarter", "5/4", "-1/4", "1/0", "150%"])
def test_a_fixed_share_that_is_no_share_is_undecided(written: str | None) -> None:
    with pytest.raises(UndecidedError, match="fasta delen"):
        fixed_share(replace(KEY, form="mixed", fixed_share=written))


def test_a_missing_figure_is_missing_in_the_mixed_form_too() -> None:
    of = charge(key=replace(KEY, form="mixed", fixed_share="1/4"))
    with pytest.raises(ApportionmentError) as refused:
        shares_of(of, {"0114": ALL_YEAR, "0115": ALL_YEAR}, {"0114": 3})
    assert refused.value.codes == ["0115"]


@pytest.mark.parametrize(
    ("change", "what"),
    [({"payers": "open"}, "vilka som betalar"), ({"payers": None}, "vilka som betalar"),
     ({"partial_year": "open"}, "en del av året"),
     ({"key": replace(KEY, form="open")}, "hur fördelningen räknas")],
)  # fmt: skip
def test_an_open_parameter_is_undecided(change: dict[str, Any], what: str) -> None:
    with pytest.raises(UndecidedError, match=what):
        shares_of(charge(**change), EVERYBODY, POPULATION_2024)


def test_what_a_part_year_costs_is_asked_only_when_somebody_is_a_party_for_a_part() -> None:
    silent = charge(partial_year=None)
    assert shares_of(silent, EVERYBODY, POPULATION_2024) == shares_of(
        charge(partial_year="full_year"), EVERYBODY, POPULATION_2024
    )
    gone = {**EVERYBODY, "0187": (Interval(date(2014, 4, 15), date(2020, 1, 1)),)}
    assert "0187" not in shares_of(silent, gone, POPULATION_2024)
    with pytest.raises(UndecidedError, match="en del av året"):
        shares_of(silent, LEAVING, POPULATION_2024)


def test_missing_and_zero_figures_are_refused_by_name() -> None:
    without = {code: figure for code, figure in POPULATION_2024.items() if code not in ("0187", "0114")}
    with pytest.raises(ApportionmentError) as refused:
        shares_of(charge(), EVERYBODY, without)
    assert (refused.value.reason, refused.value.codes) == ("missing", ["0114", "0187"])
    nothing = {**POPULATION_2024, "0187": 0}
    assert shares_of(charge(), EVERYBODY, nothing)["0187"].amount == 0
    with pytest.raises(ApportionmentError) as refused_zero:
        shares_of(charge(key=replace(KEY, zero_weight="refuse")), EVERYBODY, nothing)
    assert refused_zero.value.codes == ["0187"]


# --- corrections ----------------------------------------------------------------------------------------


@given(st.integers(0, 10**9), st.sampled_from(sorted(POPULATION_2024)), st.integers(1, 200_000))
def test_corrections_of_a_wrong_figure_sum_to_zero(total: int, code: str, figure: int) -> None:
    """Semantics C.6: credit and debit notes, never an edited invoice."""
    old = amounts(charge(total=total), EVERYBODY, POPULATION_2024)
    new = amounts(charge(total=total), EVERYBODY, {**POPULATION_2024, code: figure})
    found = corrections(old, new)
    assert sum(found.values()) == 0
    assert {c: old[c] + found.get(c, 0) for c in old} == new


def test_corrections_name_only_those_concerned() -> None:
    assert corrections({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 3, "d": 2}) == {"b": 1, "c": -3, "d": 2}


# --- in words -------------------------------------------------------------------------------------------


def lines(of: Charge, membership: Mapping[str, tuple[Interval, ...]], code: str) -> list[tuple[str, str]]:
    share = shares_of(of, membership, POPULATION_2024)[code]
    return [(step.text.sv, step.result) for step in steps_of(of, share)]


def test_the_arithmetic_of_a_full_year_in_kronor() -> None:
    of = charge(total=149_000_000, unit="krona", key=KEY)
    assert lines(of, EVERYBODY, "0114") == [
        ("1\u202f490\u202f000\u00a0kr × 50\u202f323 ÷ 795\u202f364", "94\u202f272,898"),
        ("En krona av det som blev över", ""),
        ("Andel", "94\u202f273\u00a0kr"),
    ]


def test_the_arithmetic_of_a_part_year_in_ore() -> None:
    assert lines(charge(), LEAVING, "0187") == [
        ("11\u202f822 × 245 av 365 dagar", "2\u202f896\u202f390"),
        ("1\u202f500\u202f000\u00a0kr × 2\u202f896\u202f390 ÷ 288\u202f889\u202f220", "15\u202f038,930"),
        ("Andel", "15\u202f038,93\u00a0kr"),
    ]
    months = lines(charge(partial_year="whole_months"), LEAVING, "0187")
    assert months[0] == ("11\u202f822 × 9 av 12 månader", "106\u202f398")


def test_the_arithmetic_of_a_surplus_and_of_small_sums() -> None:
    assert lines(charge(total=-100), EVERYBODY, "0187")[0][1] == "\u22120,014"
    assert lines(charge(total=-100), EVERYBODY, "0187")[-1] == ("Andel", "\u22120,02\u00a0kr")
    mixed = charge(key=replace(KEY, form="mixed", fixed_share="1/2"))
    assert lines(mixed, LEAVING, "0187")[0][0].startswith("1\u202f500\u202f000\u00a0kr × ")
