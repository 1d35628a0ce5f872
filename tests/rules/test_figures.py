"""Which figures weigh, of what day, and when they are fixed (N-10a; semantics C.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samverk.rules.finding import Verdict
from samverk.rules.values import WeightTable
from tests.rules.lifecycle import Diary
from tests.rules.money_case import (
    KEY,
    POPULATION_2024,
    key_of,
    paying,
    year,
)


def test_the_snapshot_of_the_year_is_shown_with_its_day() -> None:
    """N-10c."""
    item = key_of(paying(), year(2026, 1_500_000, POPULATION_2024))
    assert (item.verdict, item.headline.sv) == (
        Verdict.FULFILLED,
        "Folkmängden för 2026 fastställdes 16\u00a0april 2026",
    )
    assert item.detail is not None
    assert item.detail.sv == "795\u202f364 invånare 31\u00a0december 2025."
    assert item.value == {"year": 2026, "total": 795_364, "snapshot": "scb-2025"}


def test_before_the_figures_are_fixed_the_former_ones_are_in_use() -> None:
    diary = year(2025, 1_500_000, POPULATION_2024)
    early, due = key_of(paying(), diary, date(2026, 3, 31)), key_of(paying(), diary, date(2026, 4, 1))
    assert (early.verdict, due.verdict) == (Verdict.PENDING, Verdict.DUE_SOON)
    assert early.detail is not None
    assert early.detail.sv == "Den från 16\u00a0april 2025 gäller tills vidare."
    nothing = key_of(paying(replace(KEY, update=None)), Diary())
    assert (nothing.verdict, nothing.detail) == (Verdict.PENDING, None)


def test_a_snapshot_without_reference_day_or_figures_is_shown_as_it_is() -> None:
    diary = Diary().add("weights.updated", date(2026, 4, 10), year=2026, snapshot="x")
    item = key_of(paying(), diary)
    assert item.detail is not None
    assert item.detail.sv == "0 invånare."


def test_keys_that_weigh_by_nothing_outside_say_so() -> None:
    assert key_of(paying(replace(KEY, weights="equal")), Diary()).headline.sv == "Alla parter väger lika"
    table = key_of(paying(replace(KEY, form="table", table=WeightTable({"0186": 2}))), Diary())
    assert (table.headline.en, table.value) == ("The weights stand in the agreement", {"0186": 2})
