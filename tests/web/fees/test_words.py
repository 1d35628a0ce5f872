"""What is said of a split, in kronor and öre, and how sums are written for other programs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from samverk.rules.definition import Definition
from samverk.rules.fee_sheet import FeeYear, fee_year
from samverk.rules.frozen import replace
from samverk.rules.provisions import Fee
from samverk.web.fees import steps
from samverk.web.fees.table_file import kronor, safe
from tests.rules.money_case import KEY, POPULATION_2024, made, paying, year


def found(figures: dict[str, int], budget: int, definition: Definition | None = None) -> FeeYear:
    here = made(definition or paying(), year(2026, budget, figures), date(2026, 6, 1))
    rule = here.definition.rules["avgift"]
    assert isinstance(rule, Fee)
    out = fee_year(here, rule, 2026)
    assert out is not None
    return out


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


ALIKE = dict.fromkeys(POPULATION_2024, 100)


@pytest.mark.parametrize(
    ("budget", "unit", "naive", "left"),
    [
        (
            16,
            "krona",
            "15 kr, alltså 1 kr för lite",
            "den krona som blir över går till den som ligger närmast nästa krona",
        ),
        (23, "krona", "30 kr, alltså 7 kr för mycket", "de åtta kronor som blir över går till dem som ligger närmast"),
        (1, "ore", "1,05 kr, alltså 0,05 kr för mycket", "de tio ören som blir över går till dem som ligger närmast"),
    ],
)
def test_that_the_sum_is_right_is_said_with_what_rounding_would_have_given(
    budget: int, unit: Any, naive: str, left: str
) -> None:
    """t-10-10."""
    head, body = steps.exact(found(ALIKE, budget, paying(replace(KEY, unit=unit))), "sv")
    assert head == ("Summan stämmer på kronan." if unit == "krona" else "Summan stämmer på öret.")
    assert plain(body).startswith(f"Vanlig avrundning hade gett {naive}. Varje andel rundas nedåt, och {left}")


def test_shares_that_come_out_even_need_no_explanation() -> None:
    assert steps.exact(found(ALIKE, 15), "sv") == ("Summan stämmer på kronan.", "Andelarna går jämnt ut.")
    assert plain(steps.exact(found(ALIKE, 16), "en")[1]).endswith(
        "what is left over (one krona) goes to the one closest to the next krona."
    )


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (KEY, "efter hur många invånare de har. Varje avgift är i hela kronor"),
        (replace(KEY, weights="equal"), "mellan 15 kommuner i lika delar."),
        (replace(KEY, form="mixed", fixed_share="1/4"), "med en fast del och en del efter invånare."),
        (replace(KEY, unit="ore"), "Varje avgift är i kronor och ören"),
    ],
)
def test_how_the_budget_is_split_is_said_first(key: Any, words: str) -> None:
    assert words in plain(steps.lead(found(POPULATION_2024, 1_500_000, paying(key)), "sv"))


def test_each_step_says_how_sure_it_is() -> None:
    shown = steps.steps(found(POPULATION_2024, 1_500_000), "sv")
    assert [step.lead for step in shown] == ["Budgeten", "Folkmängden", "Andelen", "Summan"]
    assert [[code for code, _ in step.sure] for step in shown] == [
        ["fact"], ["series", "assumed"], ["assumed"], ["assumed"],
    ]  # fmt: skip
    english = steps.steps(found(POPULATION_2024, 1_500_000), "en")
    assert english[0].text.startswith("is 1")


def test_sums_are_written_as_a_swedish_spreadsheet_reads_them() -> None:
    assert [kronor(ore) for ore in (0, 5, 9_246_600, -9_999_99)] == ["0,00", "0,05", "92466,00", "-9999,99"]


@pytest.mark.parametrize(("text", "written"), [("Upplands-Bro", "Upplands-Bro"), ("=1+1", "'=1+1"), ("@x", "'@x")])
def test_no_text_becomes_a_formula(text: str, written: str) -> None:
    assert safe(text) == written
