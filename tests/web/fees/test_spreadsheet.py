"""The sheet calculates what the rules say, cell by cell, in a program that did not make it (N-10a, N-10d, t-10-10)."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from samverk.rules.fee_sheet import Sheet, sheet_of
from samverk.rules.frozen import replace
from samverk.rules.intervals import Interval
from samverk.rules.intervals import year as year_of
from samverk.rules.provisions import ApportionmentKey
from samverk.rules.shares import Charge, shares_of
from samverk.rules.wording import Language
from samverk.web.fees import split_page, spreadsheet
from samverk.web.fees.book import Entry, Split
from tests.rules.lifecycle import NORRORT
from tests.rules.money_case import KEY, POPULATION_2024
from tests.web.fees.calculator import Cells, calculated, changed, formulas_in, stored

TITLE = "Avgift 2026"
DAY = date(2026, 11, 22)
IN_ALL = Interval(date(2020, 1, 1))
LEAVES = Interval(date(2020, 1, 1), date(2026, 9, 3))


class OnePage:
    """A workbook with the page of one sum and nothing else."""

    def __init__(self, sheet: Sheet, before: dict[str, int] | None = None, language: Language = "sv") -> None:
        self.sheet = sheet
        known = before or {}
        entries = [
            Entry(line.party, NORRORT.get(line.party, f"Kommun {line.party}"), line.share.amount, known.get(line.party))
            for line in sheet.lines
        ]
        self.split = Split(TITLE, sheet, tuple(entries), "Avgift 2025" if before is not None else "")
        self.language: Language = language

    def data(self) -> bytes:
        return spreadsheet.page_alone(self.split, "Avgifter", self.language)

    def columns(self) -> dict[str, str]:
        """The letter of each column by its heading."""
        row = split_page.FIRST_ROW + 1
        return {
            str(value): cell.removesuffix(str(row))
            for (_, cell), value in stored(self.data()).items()
            if cell.endswith(str(row)) and cell.removesuffix(str(row)).isalpha()
        }


def sheet(
    figures: dict[str, int],
    kronor: int,
    unit: Any = "krona",
    *,
    key: ApportionmentKey = KEY,
    leaving: tuple[str, ...] = (),
    partial: Any = "full_year",
) -> Sheet:
    key = replace(key, unit=unit)
    charge = Charge(kronor * 100, year_of(2026), key, unit, "parties_in_period", partial)
    bound = {code: (LEAVES if code in leaving else IN_ALL,) for code in figures}
    return sheet_of(charge, shares_of(charge, bound, figures))


NINETY = {f"{number:04}": 2_400 + number * number * 7 % 180_000 for number in range(100, 190)}
MIXED = replace(KEY, form="mixed", fixed_share="1/4")
CASES: dict[str, Sheet] = {
    "whole kronor": sheet(POPULATION_2024, 1_850_000),
    "öre": sheet(POPULATION_2024, 120_000, "ore"),
    "part of the year in days": sheet(POPULATION_2024, 1_500_000, leaving=("0187",), partial="weight_days"),
    "part of the year in months": sheet(POPULATION_2024, 1_500_000, "ore", leaving=("0187",), partial="whole_months"),
    "a fixed part": sheet(POPULATION_2024, 1_500_000, key=MIXED),
    "a fixed part and days": sheet(POPULATION_2024, 1_500_000, key=MIXED, leaving=("0187",), partial="weight_days"),
    "equal": sheet(POPULATION_2024, 100, key=replace(KEY, weights="equal")),
    "ties, larger first": sheet({"0001": 2, "0002": 1, "0003": 2, "0004": 1}, 5),
    "ties, smaller first": sheet({"0001": 2, "0002": 1, "0003": 2, "0004": 1}, 5,
                                 key=replace(KEY, ties="lower_weight_then_code")),
    "ties, lowest code": sheet({"0001": 2, "0002": 1, "0003": 2, "0004": 1}, 5, key=replace(KEY, ties="code")),
    "nothing for none": sheet({"0001": 0, "0002": 3, "0003": 4}, 100),
    "ninety parties in öre and days": sheet(NINETY, 98_765_432, "ore", leaving=("0101", "0102"), partial="weight_days"),
    "in steps": sheet({code: figure * 40_000 for code, figure in POPULATION_2024.items()}, 150_000, "ore"),
    "one alone": sheet({"0001": 7}, 3),
}  # fmt: skip


def same(value: Any, expected: Any) -> bool:
    """Equal as numbers to a hundredth of an öre, or as texts; an empty text is an empty cell."""
    if isinstance(expected, int | float):
        return value != "" and abs(float(value) - expected) < 1e-4
    return (value or "") == (expected or "")


def differing(anew: Cells, kept: Cells, where: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[Any, Any]]:
    return {place: (anew[place], kept[place]) for place in where if not same(anew[place], kept[place])}


BEFORE = dict.fromkeys(list(POPULATION_2024)[:3], 1000)
CHANGED = ("whole kronor", "part of the year in days", "a fixed part", "in steps")
BUDGET = 1_777_777


def other_figures(page: OnePage, name: str) -> dict[str, int]:
    chance = random.Random(name)
    return {line.party: line.share.figure + chance.randrange(-500, 500) for line in page.sheet.lines}


def with_other_numbers(name: str) -> bytes:
    """A case with another budget and other figures typed into it."""
    page = OnePage(CASES[name])
    figures, column = other_figures(page, name), page.columns()["Invånare"]
    rows = enumerate(page.sheet.lines, split_page.FIRST_ROW + 2)
    cells = {(TITLE, f"{column}{row}"): float(figures[line.party]) for row, line in rows}
    return changed(page.data(), cells | {(TITLE, "D2"): float(BUDGET)})


@pytest.fixture(scope="module")
def anew() -> dict[str, Cells]:
    """Every case worked out by the other program, as it is and (``changed …``) with other numbers."""
    books = {name: OnePage(case, BEFORE).data() for name, case in CASES.items()}
    return calculated(books | {f"changed {name}": with_other_numbers(name) for name in CHANGED})


@pytest.mark.parametrize("name", CASES)
def test_every_formula_gives_the_value_beside_it_and_the_shares_of_the_rules(name: str, anew: dict[str, Cells]) -> None:
    page, found = OnePage(CASES[name], BEFORE), anew[name]
    data = page.data()
    where = formulas_in(data)
    assert len(where) > 6 * len(page.sheet.lines)
    assert differing(found, stored(data), where) == {}
    column = page.columns()
    for row, line in enumerate(page.sheet.lines, split_page.FIRST_ROW + 2):
        share = found[TITLE, f"{column['Avgift 2026, kronor']}{row}"]
        assert round(float(share) * 100) == line.share.amount, line.party
        assert int(found[TITLE, f"{column['Rest']}{row}"]) == rest_of(page.sheet, line.party)
    assert float(found[TITLE, "D6"]) == 0


def rest_of(of: Sheet, party: str) -> int:
    total = of.charge.total // of.unit
    line = next(line for line in of.lines if line.party == party)
    return total * line.share.weight % line.share.whole


@pytest.mark.parametrize("name", CHANGED)
def test_the_sums_follow_when_budget_and_figures_are_changed(name: str, anew: dict[str, Cells]) -> None:
    """Whoever changes a number sees what the rules would have said."""
    page, found = OnePage(CASES[name]), anew[f"changed {name}"]
    figures, column = other_figures(page, name), page.columns()
    charge = replace(page.sheet.charge, total=BUDGET * 100)
    partly = {line.party for line in page.sheet.part_year}
    bound = {code: (LEAVES if code in partly else IN_ALL,) for code in figures}
    expected = shares_of(charge, bound, figures)
    for row, line in enumerate(page.sheet.lines, split_page.FIRST_ROW + 2):
        share = found[TITLE, f"{column['Avgift 2026, kronor']}{row}"]
        assert round(float(share) * 100) == expected[line.party].amount


def test_a_division_is_done_in_steps_where_the_product_is_too_large() -> None:
    assert split_page.stages_of(1_850_000, [90_000, 700_000]) == (1_850_001, 1)
    base, steps = split_page.stages_of(10**11, [10**8, 10**9]) or (0, 0)
    assert (base, steps) == (10**6, 2)
    assert base * (11 * 10**8 + 10**9) < split_page.EXACT <= 10 * base * (11 * 10**8 + 10**9)
    assert split_page.stages_of(10**11, [10**16]) is None
    for name, several in (("whole kronor", False), ("in steps", True), ("ninety parties in öre and days", True)):
        assert ("Steg 1 q" in OnePage(CASES[name]).columns()) is several


def test_numbers_too_large_for_a_spreadsheet_are_given_as_values_and_said_to_be() -> None:
    mixed = replace(KEY, form="mixed", fixed_share="0.123456789")
    huge = sheet(NINETY, 1_500_000, key=mixed, leaving=("0101",), partial="weight_days")
    data = OnePage(huge).data()
    column = OnePage(huge).columns()
    first = split_page.FIRST_ROW + 2
    assert (TITLE, f"{column['Nedåt, enheter']}{first}") not in formulas_in(data)
    assert (TITLE, f"{column['Avgift 2026, kronor']}{first}") in formulas_in(data)
    kept = stored(data)
    assert "för stora" in kept[TITLE, "A10"]
    sums = [kept[TITLE, f"{column['Avgift 2026, kronor']}{row}"] for row in range(first, first + len(huge.lines))]
    assert [round(value * 100) for value in sums] == [line.share.amount for line in huge.lines]


def test_the_same_sheet_is_the_same_file() -> None:
    page = OnePage(CASES["whole kronor"], language="en")
    assert page.data() == page.data()
    assert "Code" in page.columns()


def test_names_of_sheets_are_allowed_and_different() -> None:
    taken: set[str] = set()
    names = [spreadsheet.sheet_name(title, taken) for title in ("Avgift [2026]: a/b", "X" * 40, "X" * 41, "x" * 31)]
    assert names[0] == "Avgift  2026   a b"
    assert [len(name) for name in names[1:]] == [31, 31, 31]
    assert len({name.casefold() for name in names}) == 4
