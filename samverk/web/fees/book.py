"""A year's fee as it is taken away: what the files hold, whatever form they have."""

from __future__ import annotations

from dataclasses import dataclass

from samverk.rules.fee_sheet import CostSheet, FeeYear, Sheet, cost_sheets
from samverk.rules.money import Ore
from samverk.rules.wording import Language, Text, Year, say
from samverk.web.fees.corrected import corrected
from samverk.web.fees.rows import in_order
from samverk.web.fees.sections import Corrected, heading_of, what_changed
from samverk.web.fees.seen import Fixed, SeenFee, fixed_year


@dataclass(frozen=True, slots=True)
class Entry:
    """A party's part of a sum, in öre, and its part of the year before (None: it had none)."""

    code: str
    name: str
    amount: Ore
    before: Ore | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """A sum split between parties: its title, its sheet, and the entries by name. ``before``: the title of the column
    with the year before, "" without one.
    """

    title: str
    sheet: Sheet
    entries: tuple[Entry, ...]
    before: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A correction: its title, what was changed, and for each party the sum before and after."""

    title: str
    said: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything a file of a year's fee holds. ``supposed``: what it rests on that is only supposed, in words."""

    title: str
    agreement: str
    year: int
    fixed: Fixed
    fee: Split
    costs: tuple[Split, ...]
    corrections: tuple[Moved, ...]
    language: Language
    supposed: str = ""

    @property
    def found(self) -> FeeYear:
        """The year under the terms it was fixed by."""
        return self.fixed.found


def book_of(fee: SeenFee, year: int, language: Language) -> Book | None:
    """The book of a year; None while its fee cannot be computed."""
    fixed = fixed_year(fee, year)
    sheet = fixed.found.sheet
    if sheet is None:
        return None
    found = fixed.found
    short = found.terms.situation.definition.short.in_language(language)
    before = _words(Text("Avgift {year}", "Fee {year}"), year - 1, language) if found.before is not None else ""
    entries = tuple(
        Entry(line.party, _name(fixed, line.party, language), line.share.amount, found.fee_before(line.party))
        for line in in_order(sheet, found.terms.situation)
    )
    supposed = fee.seen.moment.said[1 if language == "en" else 0]
    heading = Text("Antagen avgift {year}", "Supposed fee {year}") if supposed else Text("Avgift {year}", "Fee {year}")
    title = f"{_words(Text('Avgifter {year}', 'Fees {year}'), year, language)}, {short}"
    return Book(
        title=f"{title}. {supposed}" if supposed else title,
        agreement=fee.seen.id,
        year=year,
        fixed=fixed,
        fee=Split(_words(heading, year, language), sheet, entries, before),
        costs=tuple(_costs(fee, fixed, year, language)),
        corrections=tuple(
            _moved(fixed, one, language) for one in corrected(fee, fixed, year)
        ),
        language=language,
        supposed=supposed,
    )  # fmt: skip


def _words(text: Text, year: int, language: Language) -> str:
    return say(text.sv, text.en, year=Year(year)).in_language(language)


def _name(fixed: Fixed, code: str, language: Language) -> str:
    return fixed.situation.name(code).in_language(language)


def _costs(fee: SeenFee, fixed: Fixed, year: int, language: Language) -> list[Split]:
    costs = cost_sheets(fee.situation, year)
    return [_split(fixed, cost, cost.sheet, language) for cost in costs if cost.sheet is not None]


def _split(fixed: Fixed, cost: CostSheet, sheet: Sheet, language: Language) -> Split:
    entries = tuple(
        Entry(line.party, _name(fixed, line.party, language), line.share.amount)
        for line in in_order(sheet, cost.situation)
    )
    return Split(heading_of(cost).in_language(language), sheet, entries)


def _moved(fixed: Fixed, found: Corrected, language: Language) -> Moved:
    one = found.adjustment
    codes = sorted({*one.before, *one.after})
    entries = tuple(
        Entry(code, _name(fixed, code, language), one.after.get(code, 0), one.before.get(code, 0)) for code in codes
    )
    said = what_changed(fixed.situation, one).in_language(language)
    return Moved(found.heading.in_language(language), said, entries)
