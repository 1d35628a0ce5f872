"""Splitting exactly (N-10a, N-10d; clauses.md §7, semantics C.6), with Fraction arithmetic as the oracle."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samverk.rules.apportion import ApportionmentError, Ties, apportion, exact, split
from samverk.rules.provisions import Unit

# Population 31 December 2013 and the fee for a budget of 1 500 000 kr: in öre and in whole kronor (semantics C.6).
NORRORT_2014 = {
    "0114": (41449, 9246601, 92466), "0115": (31616, 7053018, 70530), "0117": (40495, 9033779, 90338),
    "0123": (69167, 15430039, 154300), "0125": (26355, 5879374, 58794), "0139": (24703, 5510840, 55108),
    "0160": (66292, 14788673, 147887), "0162": (32222, 7188207, 71882), "0163": (68145, 15202047, 152020),
    "0183": (42626, 9509171, 95092), "0184": (72740, 16227117, 162271), "0186": (45178, 10078481, 100785),
    "0187": (11188, 2495862, 24959), "0188": (56845, 12681200, 126812), "0191": (43372, 9675591, 96756),
}  # fmt: skip
POPULATION_2013 = {code: row[0] for code, row in NORRORT_2014.items()}
FOUR_2024 = {"0162": 32425, "0125": 28910, "0123": 88950, "0186": 48377}  # clauses.md §7
TIES: list[Ties] = ["higher_weight_then_code", "lower_weight_then_code", "code"]

codes = st.integers(0, 9999).map(lambda n: f"{n:04}")
weights = st.dictionaries(codes, st.integers(0, 100_000), min_size=1, max_size=40).filter(lambda w: any(w.values()))
few = st.dictionaries(codes, st.integers(0, 6), min_size=2, max_size=6).filter(lambda w: any(w.values()))
totals = st.integers(-(10**11), 10**11)
ties = st.sampled_from(TIES)


def test_the_fee_of_2014_in_ore_and_in_kronor() -> None:
    """N-10a."""
    total = 150_000_000
    assert sum(POPULATION_2013.values()) == 672_393
    assert split(total, POPULATION_2013, "ore") == {code: row[1] for code, row in NORRORT_2014.items()}
    assert split(total, POPULATION_2013, "krona") == {code: row[2] * 100 for code, row in NORRORT_2014.items()}


@pytest.mark.parametrize(
    ("budget", "shares"),
    [
        (1_000_000, (163_217, 145_524, 447_745, 243_514)),
        (950_000, (155_056, 138_247, 425_358, 231_339)),  # rounding one by one gives 949 999
        (1_100_000, (179_539, 160_076, 492_520, 267_865)),  # rounding one by one gives 1 100 001
        (975_000, (159_137, 141_885, 436_552, 237_426)),
    ],
)
def test_golden_budgets_of_four_municipalities(budget: int, shares: tuple[int, ...]) -> None:
    """N-10a, clauses.md §7."""
    assert sum(FOUR_2024.values()) == 198_662
    assert tuple(apportion(budget, FOUR_2024).values()) == shares
    assert tuple(split(budget * 100, FOUR_2024, "krona").values()) == tuple(share * 100 for share in shares)


def test_overrun_of_2014_in_ore() -> None:
    """N-10d: of 120 000 kr Lidingö pays 8 062.79."""
    assert split(12_000_000, POPULATION_2013, "ore")["0186"] == 806_279


@given(totals, weights, ties)
def test_parts_sum_to_the_whole_and_stay_within_one_unit_of_exact(total: int, w: dict[str, int], rule: Ties) -> None:
    shares, whole = apportion(total, w, rule), sum(w.values())
    assert sum(shares.values()) == total
    assert set(shares) == set(w)
    for code, weight in w.items():
        assert abs(shares[code] - Fraction(total * weight, whole)) < 1


@given(totals | st.integers(-30, 30), weights | few, ties)
def test_shares_equal_the_textbook_method_in_fractions(total: int, w: dict[str, int], rule: Ties) -> None:
    whole = sum(w.values())
    exact_shares = {code: Fraction(abs(total) * weight, whole) for code, weight in w.items()}
    found = {code: share.numerator // share.denominator for code, share in exact_shares.items()}
    sign = {"higher_weight_then_code": -1, "lower_weight_then_code": 1, "code": 0}[rule]
    turn = sorted(w, key=lambda code: (found[code] - exact_shares[code], sign * w[code], code))
    for code in turn[: abs(total) - sum(found.values())]:
        found[code] += 1
    assert apportion(total, w, rule) == {code: share if total >= 0 else -share for code, share in found.items()}


@given(totals, weights, ties, st.randoms(use_true_random=False))
def test_order_does_not_matter(total: int, w: dict[str, int], rule: Ties, chance: random.Random) -> None:
    items = list(w.items())
    chance.shuffle(items)
    assert apportion(total, dict(items), rule) == apportion(total, w, rule)


@given(totals, weights, st.integers(1, 1000))
def test_scaling_all_weights_changes_nothing(total: int, w: dict[str, int], factor: int) -> None:
    assert apportion(total, {code: weight * factor for code, weight in w.items()}) == apportion(total, w)


@given(totals, weights, codes)
def test_a_party_without_weight_changes_nothing(total: int, w: dict[str, int], code: str) -> None:
    assume(code not in w)
    assert apportion(total, {**w, code: 0}) == {**apportion(total, w), code: 0}


@given(totals, weights)
def test_a_higher_weight_never_pays_less(total: int, w: dict[str, int]) -> None:
    shares = apportion(abs(total), w)
    in_turn = sorted(w, key=lambda code: w[code])
    for lighter, heavier in pairwise(in_turn):
        if w[lighter] < w[heavier]:
            assert shares[lighter] <= shares[heavier]
        else:
            assert abs(shares[lighter] - shares[heavier]) <= 1


@given(totals, weights)
def test_a_surplus_mirrors_an_overrun(total: int, w: dict[str, int]) -> None:
    assert apportion(-total, w) == {code: -share for code, share in apportion(total, w).items()}


@given(st.integers(0, 10**9), weights)
def test_one_unit_more_never_costs_anyone_more_than_one_unit(total: int, w: dict[str, int]) -> None:
    """House monotonicity fails for this method (the Alabama paradox); its violation is at most one unit."""
    before, after = apportion(total, w), apportion(total + 1, w)
    assert all(after[code] - before[code] in (-1, 0, 1) for code in w)


def test_the_alabama_paradox_of_the_four_parties_is_at_most_one_ore() -> None:
    """Semantics C.6: raising 1 000.08 to 1 000.09 kr lowers Danderyd 47.93 to 47.92."""
    assert apportion(100_008, POPULATION_2013)["0162"] == 4793
    assert apportion(100_009, POPULATION_2013)["0162"] == 4792


@given(totals, totals, weights)
def test_splitting_two_sums_apart_differs_from_splitting_their_sum_by_at_most_two(
    one: int, other: int, w: dict[str, int]
) -> None:
    apart, together = (apportion(abs(one), w), apportion(abs(other), w)), apportion(abs(one) + abs(other), w)
    assert all(abs(apart[0][code] + apart[1][code] - together[code]) <= 2 for code in w)


@given(st.integers(0, 10**9), weights, codes)
def test_dividing_a_municipality_in_two_moves_at_most_two_units(total: int, w: dict[str, int], code: str) -> None:
    assume(code not in w)
    divided = next(iter(w))
    half = w[divided] // 2
    parts = {**w, divided: w[divided] - half, code: half}
    shares = apportion(total, parts)
    assert abs(shares[divided] + shares[code] - apportion(total, w)[divided]) <= 2


@given(st.integers(-(10**9), 10**9), st.integers(1, 24))
def test_instalments_sum_to_the_fee(fee: int, number: int) -> None:
    parts = apportion(fee, {f"{n:02}": 1 for n in range(number)})
    assert sum(parts.values()) == fee
    assert max(parts.values()) - min(parts.values()) <= 1


def test_ties_are_told_apart_by_the_named_rule() -> None:
    """Two exact halves: 3 units over weights 1, 1, 2 give 0.75, 0.75, 1.5."""
    equal = {"b": 1, "a": 1}
    assert apportion(1, equal) == {"a": 1, "b": 0}
    assert list(apportion(1, equal)) == ["b", "a"]
    halves = {"0114": 3, "0115": 1}  # 2 units: 1.5 and 0.5
    assert apportion(2, halves) == {"0114": 2, "0115": 0}
    assert apportion(2, halves, "lower_weight_then_code") == {"0114": 1, "0115": 1}
    assert apportion(2, halves, "code") == {"0114": 2, "0115": 0}
    other_way = {"0114": 1, "0115": 3}
    assert apportion(2, other_way, "code") == {"0114": 1, "0115": 1}
    assert apportion(2, other_way) == {"0114": 0, "0115": 2}


def test_a_tie_for_the_last_unit_leaves_the_larger_remainders_as_they_are() -> None:
    """2 units over 4, 3, 3 give 0.8, 0.6, 0.6; 5 units give 2.0, 1.5, 1.5."""
    assert apportion(2, {"0162": 4, "0187": 3, "0114": 3}) == {"0162": 1, "0187": 0, "0114": 1}
    assert apportion(5, {"0162": 4, "0187": 3, "0114": 3}) == {"0162": 2, "0187": 1, "0114": 2}


def test_one_party_pays_all_and_nothing_is_split_into_nothing() -> None:
    assert apportion(12345, {"0187": 7}) == {"0187": 12345}
    assert apportion(0, {"0187": 7, "0114": 3}) == {"0187": 0, "0114": 0}


@pytest.mark.parametrize(
    ("given_weights", "reason", "named"),
    [
        ({}, "nobody", []),
        ({"0187": 1, "0162": None, "0114": None}, "missing", ["0114", "0162"]),
        ({"0187": 1, "0162": -1, "0114": 0}, "negative", ["0162"]),
        ({"0187": 0, "0162": 0}, "zero", ["0162", "0187"]),
    ],
)
def test_an_impossible_split_is_refused_by_name(
    given_weights: dict[str, int | None], reason: str, named: list[str]
) -> None:
    with pytest.raises(ApportionmentError) as refused:
        apportion(100, given_weights)
    assert (refused.value.reason, refused.value.codes) == (reason, named)
    assert str(refused.value) == (f"{reason}: {', '.join(named)}" if named else reason)


def test_a_zero_weight_can_be_refused() -> None:
    with pytest.raises(ApportionmentError) as refused:
        split(100, {"0187": 0, "0162": 5}, "ore", zero_pays_nothing=False)
    assert refused.value.codes == ["0187"]
    with pytest.raises(ApportionmentError):
        split(100, {"0187": 0, "0162": 5}, "krona", zero_pays_nothing=False)
    assert split(100, {"0187": 0, "0162": 5}, "ore") == {"0187": 0, "0162": 100}


def test_a_split_in_ore_or_kronor_passes_the_rule_for_ties_on() -> None:
    halves = {"0114": 3, "0115": 1}
    units: dict[Unit, int] = {"ore": 1, "krona": 100}
    for unit, one in units.items():
        assert split(2 * one, halves, unit) == {"0114": 2 * one, "0115": 0}
        assert split(2 * one, halves, unit, "lower_weight_then_code") == {"0114": one, "0115": one}


def test_whole_kronor_need_a_whole_sum() -> None:
    with pytest.raises(ApportionmentError, match="not_whole_kronor"):
        split(150, {"0187": 1}, "krona")
    assert split(-300, {"0187": 1, "0162": 2}, "krona") == {"0187": -100, "0162": -200}


def test_the_exact_share_is_cut_not_rounded() -> None:
    """1 490 000 × 50 323 ÷ 795 364 = 94 272.8987…"""
    assert exact(1_490_000, 50_323, 795_364) == "94272.898"
    assert exact(2, 2, 3, 2) == "1.33"
    assert exact(-2, 2, 3, 2) == "-1.33"
    assert exact(0, 2, 3, 2) == "0.00"
