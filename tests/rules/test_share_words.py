"""A share as a whole and its arithmetic in both languages (N-10a, N-10d; semantics C.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samverk.rules.intervals import Interval
from samverk.rules.shares import Charge, Share, payer_parts, shares_of, steps_of
from samverk.rules.values import WeightTable
from tests.rules.money_case import KEY, POPULATION_2024
from tests.rules.test_shares import ALL_YEAR, EVERYBODY, LEAVING, amounts, charge
from tests.rules.whole import both

FIRST_73_DAYS = (Interval(date(2026, 1, 1), date(2026, 3, 15)),)  # a fifth of the year
TWO = {"0114": ALL_YEAR, "0115": ALL_YEAR}


def lines(of: Charge, share: Share) -> list[tuple[str, str, str]]:
    """Swedish, English and what the line arrives at, with ordinary spaces."""
    return [(*(both(step.text) or ("", "")), _plain(step.result)) for step in steps_of(of, share)]


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


# --- whole shares ---------------------------------------------------------------------------------------


def test_a_share_says_what_it_was_split_by() -> None:
    of = charge(total=10_000)
    assert shares_of(of, {"0114": ALL_YEAR, "0115": FIRST_73_DAYS}, {"0114": 3, "0115": 5}) == {
        "0114": Share("0114", 7_500, figure=3, part=365, parts=365, weight=1095, whole=1460),
        "0115": Share("0115", 2_500, figure=5, part=73, parts=365, weight=365, whole=1460),
    }


def test_a_share_of_nothing_and_of_those_bound_on_a_day() -> None:
    """N-10e: on a day everybody bound weighs whole."""
    of = charge(total=10_000, payers="parties_on_trigger", trigger=date(2026, 3, 1), partial_year=None)
    assert shares_of(of, TWO, {"0114": 3, "0115": 0}) == {
        "0114": Share("0114", 10_000, figure=3, part=1, parts=1, weight=3, whole=3),
        "0115": Share("0115", 0, figure=0, part=1, parts=1, weight=0, whole=3),
    }


def test_everybody_weighs_one_where_all_weigh_the_same() -> None:
    of = charge(total=100, key=replace(KEY, weights="equal"), partial_year="full_year")
    assert shares_of(of, TWO, {})["0115"] == Share("0115", 50, figure=1, part=1, parts=1, weight=1, whole=2)


def test_one_who_is_in_no_part_of_the_year_pays_nothing_under_any_reading() -> None:
    """N-10a, t-10-4."""
    gone = (Interval(date(2014, 4, 15), date(2026, 1, 1)),)
    assert payer_parts(charge(partial_year="full_year"), {"0114": ALL_YEAR, "0187": gone}) == {"0114": 1}


def test_the_rule_for_ties_of_the_key_decides() -> None:
    """Three and one of two öre: 1.5 and 0.5."""
    figures = {"0114": 3, "0115": 1}
    of = charge(total=2, partial_year="full_year")
    lighter = replace(of, key=replace(of.key, ties="lower_weight_then_code"))
    assert amounts(of, TWO, figures) == {"0114": 2, "0115": 0}
    assert amounts(lighter, TWO, figures) == {"0114": 1, "0115": 1}


def test_in_the_mixed_form_a_municipality_without_inhabitants_pays_its_fixed_part_only() -> None:
    """Half of 100 kr equally, half by inhabitants."""
    of = charge(total=10_000, key=replace(KEY, form="mixed", fixed_share="1/2"))
    assert amounts(of, TWO, {"0114": 3, "0115": 0}) == {"0114": 7_500, "0115": 2_500}


# --- arithmetic in words --------------------------------------------------------------------------------


def test_one_ore_of_what_was_left_over_is_said() -> None:
    of = charge(total=10, partial_year="full_year")
    share = shares_of(of, {"0114": ALL_YEAR, "0115": ALL_YEAR, "0117": ALL_YEAR}, {"0114": 1, "0115": 1, "0117": 1})
    assert lines(of, share["0114"]) == [
        ("0,10 kr × 1 ÷ 3", "0,10 kr × 1 ÷ 3", "0,033"),
        ("Ett öre av det som blev över", "One öre of what was left over", ""),
        ("Andel", "Share", "0,04 kr"),
    ]
    assert [sv for sv, _, _ in lines(of, share["0115"])] == ["0,10 kr × 1 ÷ 3", "Andel"]


def test_a_krona_of_what_was_left_over_is_said() -> None:
    of = charge(total=1_000, unit="krona", partial_year="full_year")
    share = shares_of(of, {"0114": ALL_YEAR, "0115": ALL_YEAR, "0117": ALL_YEAR}, {"0114": 1, "0115": 1, "0117": 1})
    assert lines(of, share["0114"])[1:] == [
        ("En krona av det som blev över", "One krona of what was left over", ""),
        ("Andel", "Share", "4 kr"),
    ]


def test_a_whole_year_beside_a_part_year_is_shown_in_days() -> None:
    """N-10a, t-10-4: the whole is then no whole number of years, so the days are shown."""
    share = shares_of(charge(), LEAVING, POPULATION_2024)["0114"]
    assert lines(charge(), share)[:2] == [
        ("50 323 × 365 av 365 dagar", "50 323 × 365 of 365 days", "18 367 895"),
        (
            "1 500 000 kr × 18 367 895 ÷ 288 889 220",
            "1 500 000 kr × 18 367 895 ÷ 288 889 220",
            "95 371,653",
        ),
    ]


def test_a_part_year_is_shown_in_days_although_the_whole_is_divisible_by_the_year() -> None:
    of = charge(total=10_000)
    share = shares_of(of, dict.fromkeys(("0114", "0115"), FIRST_73_DAYS), {"0114": 3, "0115": 7})["0114"]
    assert share.whole % 365 == 0
    assert [en for _, en, _ in lines(of, share)] == [
        "3 × 73 of 365 days",
        "100 kr × 219 ÷ 730",
        "Share",
    ]


def test_a_part_year_is_shown_in_months_under_that_reading() -> None:
    of = charge(total=10_000, partial_year="whole_months")
    share = shares_of(of, {"0114": ALL_YEAR, "0115": FIRST_73_DAYS}, {"0114": 3, "0115": 7})["0115"]
    assert lines(of, share)[0] == ("7 × 3 av 12 månader", "7 × 3 of 12 months", "21")


def test_a_whole_year_for_all_is_shown_without_days() -> None:
    share = shares_of(charge(), EVERYBODY, POPULATION_2024)["0187"]
    assert lines(charge(), share)[0][0] == "1 500 000 kr × 11 822 ÷ 795 364"


def test_nothing_to_split_is_nothing_and_not_minus_nothing() -> None:
    share = shares_of(charge(total=0), EVERYBODY, POPULATION_2024)["0187"]
    assert [result for _, _, result in lines(charge(total=0), share)] == ["0,000", "0 kr"]


def test_in_the_mixed_form_and_with_a_table_the_weights_are_those_split_by() -> None:
    mixed = charge(total=10_000, key=replace(KEY, form="mixed", fixed_share="1/2"), partial_year="full_year")
    share = shares_of(mixed, TWO, {"0114": 3, "0115": 1})["0114"]
    assert lines(mixed, share)[0][0] == "100 kr × 10 ÷ 16"
    table = charge(
        total=10_000,
        partial_year="full_year",
        key=replace(KEY, form="table", table=WeightTable({"0114": 3, "0115": 1})),
    )
    share = shares_of(table, TWO, {})["0114"]
    assert lines(table, share)[0][0] == "100 kr × 3 ÷ 4"
