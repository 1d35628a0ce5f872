"""The fees of the years ahead as a page shows them: one year beside today's, and ten years together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import NoReverseMatch, reverse

from samverk.agreements.queries.what_if import Comparison
from samverk.lib.collation import sort_key
from samverk.rules.money import ORE_PER_KRONA, Ore
from samverk.rules.suppositions.years import FeeYear
from samverk.rules.wording import NBSP, Language, Many, Text, Year, kronor, say
from samverk.rules.wording import Ore as Sum
from samverk.web.formats import signed
from samverk.web.moment import Moment
from samverk.web.shapes import Choice, Shape

YEAR_PARAMETER = "ar"


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A party's fee for a year, in kronor; "–" where it pays nothing."""

    name: str
    now: str
    then: str
    difference: str


@dataclass(frozen=True, slots=True)
class Cell(Shape):
    """A sum with what is supposed, and how much more that is than today."""

    then: str
    difference: str


@dataclass(frozen=True, slots=True)
class YearRow(Shape):
    """A party through the years."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Ahead(Shape):
    """Ten years: parties down, years across; ``sums`` as three lines: supposed, today, difference."""

    years: tuple[int, ...]
    rows: tuple[YearRow, ...]
    then: tuple[str, ...]
    now: tuple[str, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Money(Shape):
    """The part of the page about fees. ``obstacle``: why the sum of the year cannot be shared."""

    year: int
    lead: str
    rows: tuple[Row, ...]
    total: Row
    choices: tuple[Choice, ...]
    ahead: Ahead
    assumed: str
    obstacle: str
    href: str


def money(compared: Comparison, wanted: str, moment: Moment, agreement: str, language: Language) -> Money | None:
    """The year asked for, else the first that differs; None for an agreement without a fee."""
    if not compared.years:
        return None
    by_year = {str(item.year): item for item in compared.years}
    first = next((item for item in compared.years if item.differs), compared.years[0])
    chosen = by_year.get(wanted, first)
    name = _namer(compared, language)
    page = reverse("what-if", args=[agreement])
    join = "&" if moment.query else "?"
    return Money(
        year=chosen.year,
        lead=_lead(compared, chosen).in_language(language),
        rows=tuple(_rows(chosen, name)),
        total=Row("", amount(chosen.sum_now), amount(chosen.sum_then), difference(chosen.sum_then - chosen.sum_now)),
        choices=tuple(
            Choice(
                label=year,
                href=f"{page}{moment.query}{join}{YEAR_PARAMETER}={year}#avgifter",
                current=year == str(chosen.year),
            )
            for year in by_year
        ),
        ahead=_ahead(compared, name),
        assumed=". ".join(_assumed(compared.years, language)),
        obstacle=chosen.obstacle.in_language(language) if chosen.obstacle is not None else "",
        href=_fee_page(agreement, chosen.year, moment),
    )


def amount(ore: Ore | None) -> str:
    """Kronor without the unit, for tables: "163 217", "8 062,79", "–" for no sum."""
    return "–" if ore is None else kronor(ore).removesuffix(f"{NBSP}kr")


def difference(ore: Ore) -> str:
    """A difference in kronor: "+4 516", "−0,50", "0"."""
    if ore % ORE_PER_KRONA == 0:
        return signed(ore // ORE_PER_KRONA)
    return f"+{amount(ore)}" if ore > 0 else amount(ore)


def _namer(compared: Comparison, language: Language) -> Callable[[str], str]:
    return lambda code: compared.then.situation.name(code).in_language(language)


def _rows(item: FeeYear, name: Callable[[str], str]) -> Iterator[Row]:
    for row in sorted(item.rows, key=lambda row: sort_key(name(row.party))):
        yield Row(name(row.party), amount(row.now), amount(row.then), difference(row.difference))


def _ahead(compared: Comparison, name: Callable[[str], str]) -> Ahead:
    paid = [{row.party: row for row in item.rows} for item in compared.years]
    codes = sorted({code for rows in paid for code in rows}, key=lambda code: sort_key(name(code)))
    return Ahead(
        years=tuple(item.year for item in compared.years),
        rows=tuple(
            YearRow(
                name(code),
                tuple(
                    Cell(amount(row.then), difference(row.difference)) if row is not None else Cell("–", "")
                    for row in (rows.get(code) for rows in paid)
                ),
            )
            for code in codes
        ),
        then=tuple(amount(item.sum_then) for item in compared.years),
        now=tuple(amount(item.sum_now) for item in compared.years),
        differences=tuple(difference(item.sum_then - item.sum_now) for item in compared.years),
    )


def _lead(compared: Comparison, item: FeeYear) -> Text:
    if not item.differs:
        return say("{year}: ingen betalar mer eller mindre.", "{year}: nobody pays more or less.", year=Year(item.year))
    more = sum(row.difference > 0 for row in item.rows)
    less = sum(row.difference < 0 for row in item.rows)
    most = max(item.rows, key=lambda row: (abs(row.difference), row.party))
    parts = [
        say(
            "{year}: {more} betalar mer och {less} mindre.",
            "{year}: {more} pay more and {less} less.",
            year=Year(item.year),
            more=Many(more),
            less=Many(less),
        ),
        say(
            "Mest ändras {name}, från {now} till {then}.",
            "The largest change is for {name}, from {now} to {then}.",
            name=compared.then.situation.name(most.party),
            now=Sum(most.now or 0),
            then=Sum(most.then or 0),
        ),
    ]
    if item.sum_now != item.sum_then:
        parts.append(
            say(
                "Att dela: {then} i stället för {now}.",
                "To share: {then} instead of {now}.",
                then=Sum(item.sum_then),
                now=Sum(item.sum_now),
            )
        )
    return Text(" ".join(part.sv for part in parts), " ".join(part.en for part in parts))


def _assumed(years: tuple[FeeYear, ...], language: Language) -> Iterator[str]:
    """Which years take the budget and the figures of an earlier one."""
    budgets = {item.year: item.budget_of for item in years if item.budget_of is not None}
    figures = {item.year: item.figures_of for item in years if item.figures_of is not None}
    for label, found in ((Text("Budget", "Budget"), budgets), (Text("Folkmängd", "Population"), figures)):
        for source in sorted(set(found.values())):
            covered = [year for year, taken in found.items() if taken == source]
            span = f"{covered[0]}–{covered[-1]}" if len(covered) > 1 else str(covered[0])
            yield say(
                "{label} {span}: som {source}", "{label} {span}: as in {source}",
                label=label, span=span, source=Year(source),
            ).in_language(language)  # fmt: skip


def _fee_page(agreement: str, year: int, moment: Moment) -> str:
    """The page of the year; of a year that is too far ahead to have one yet, as it is seen when it begins."""
    then = moment if year <= moment.day.year + 1 else replace(moment, day=date(year, 1, 1))
    try:
        return reverse("fees-of-year", args=[agreement, year]) + then.query
    except NoReverseMatch:
        return ""
