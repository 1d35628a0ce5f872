"""A year's fee as a document to keep and to send: PDF/A-3a and PDF/UA-1, with the sums as data inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Literal

from samverk.integrations.paper import Heading, Items, Paper, Part, Span, Spans, Table, Words, pdf, plain
from samverk.integrations.typesetting import Attachment
from samverk.rules.finding import Basis
from samverk.rules.wording import Text, thousands
from samverk.web.agreements import derivation
from samverk.web.fees import steps, table_file
from samverk.web.fees.book import Book, Moved, Split
from samverk.web.fees.rows import change, money, percent
from samverk.web.fees.sources import sources
from samverk.web.shapes import Settling

_CHECKSUM = re.compile(r"[0-9a-f]{64}")


def document(book: Book, day: date) -> bytes:
    """The document of the day; the sums lie in it as a table too."""
    lead = plain(steps.lead(book.found, book.language))
    name = f"avgifter-{book.year}.csv"
    what = Text("Avgifterna som tabell", "The fees as a table").in_language(book.language)
    sums = Attachment(name, "text/csv", table_file.table(book), what)
    return pdf(Paper(book.title, book.language, day, tuple(_parts(book, day)), lead=lead, attached=sums))


def _parts(book: Book, day: date) -> Iterator[Part]:
    yield Words(_marks(book))
    yield _fee_table(book)
    right, how = steps.exact(book.found, book.language)
    yield Words((Span(f"{right} ", "strong"), Span(how)))
    yield from _part_years(book)
    yield Heading(1, plain(_t(book, "Så räknas avgiften", "How the fee is computed")))
    yield Items(tuple(_step(step) for step in steps.steps(book.found, book.language)), numbered=True)
    yield from _corrections(book)
    for cost in book.costs:
        yield Heading(1, plain(cost.title))
        yield _cost_table(book, cost)
    yield Heading(1, plain(_t(book, "Uppgifter och läsningar", "Sources and readings")))
    columns = ((_t(book, "Vad", "What"), False), (_t(book, "Värde", "Value"), False))
    rows = tuple((plain(label), plain(_in_groups(value))) for label, value in sources(book, day))
    yield Table(columns, rows, widths=(2, 3))


def _in_groups(value: str) -> str:
    """A checksum in groups of sixteen, so that it breaks within its column."""
    if not _CHECKSUM.fullmatch(value):
        return value
    return " ".join(value[place : place + 16] for place in range(0, len(value), 16))


def _t(book: Book, sv: str, en: str) -> str:
    return Text(sv, en).in_language(book.language)


def _marks(book: Book) -> Spans:
    """The clauses the fee follows from, and how sure it is."""
    terms = book.found.terms
    definition = terms.situation.definition
    cites = (*terms.fee.cite, *terms.key.cite)
    marks = derivation.chips(book.agreement, definition, cites, "", book.language)
    spans = [Span(_t(book, "Följer av ", "Follows from "))]
    for number, chip in enumerate(marks):
        spans += [*([Span(" ")] if number else []), Span(chip.mark, "chip")]
    return tuple(spans)


def _fee_table(book: Book) -> Table:
    fee, language = book.fee, book.language
    lines = {line.party: line for line in fee.sheet.lines}
    columns = [
        (_t(book, "Kommun", "Municipality"), False), (_t(book, "Invånare", "Inhabitants"), True),
        (_t(book, "Andel", "Share"), True), (f"{fee.title}, kr", True),
    ]  # fmt: skip
    if fee.before:
        columns += [(f"{fee.before}, kr", True), (_t(book, "Ändring", "Change"), True)]
    rows = []
    for entry in fee.entries:
        share = lines[entry.code].share
        cells = [entry.name, thousands(share.figure), percent(Fraction(share.weight, share.whole), language),
                 money(entry.amount)]  # fmt: skip
        if fee.before:
            known = entry.before is not None
            cells += [money(entry.before) if entry.before is not None else "–"]
            cells += [change(entry.amount - (entry.before or 0)) if known else "–"]
        rows.append(tuple(plain(cell) for cell in cells))
    total = sum(entry.amount for entry in fee.entries)
    sums = [_all(book, len(fee.entries)), thousands(fee.sheet.figures), percent(Fraction(1), language), money(total)]
    if fee.before and book.found.before is not None:
        earlier = book.found.before.charge.total
        sums += [money(earlier), change(total - earlier)]
    caption = _t(book, "Avgift per kommun", "Fee of each municipality")
    return Table(tuple(columns), tuple(rows), caption, tuple(plain(cell) for cell in sums))


def _all(book: Book, count: int) -> str:
    return _t(book, f"{count} kommuner", f"{count} municipalities")


def _part_years(book: Book) -> Iterator[Part]:
    """Who is a party for part of the year."""
    lines = book.fee.sheet.part_year
    if not lines:
        return
    names = {entry.code: entry.name for entry in book.fee.entries}
    days = book.fee.sheet.charge.partial_year == "weight_days"
    unit = _t(book, "dagar", "days") if days else _t(book, "månader", "months")
    of = _t(book, "av", "of")
    said = (f"{names[line.party]}: {line.share.part} {of} {line.share.parts} {unit}" for line in lines)
    yield Words(plain(_t(book, "Part en del av året: ", "A party for part of the year: ") + "; ".join(said) + "."))


def _step(step: steps.StepShown) -> Spans:
    spans = [Span(f"{step.lead} ", "strong"), Span(step.text)]
    for basis, words in step.sure:
        spans += [Span(" "), Span(words, "quiet", basis=_disc(basis))]
    return tuple(spans)


def _disc(basis: Basis | Settling | str) -> Literal["stated", "derived", "assumed"]:
    """The disc on paper: what has been decided is as sure as what is stated, what is open is not."""
    if basis in ("stated", "adopted", "fact", "series"):
        return "stated"
    return "derived" if basis == "derived" else "assumed"


def _corrections(book: Book) -> Iterator[Part]:
    for moved in book.corrections:
        yield Heading(1, plain(moved.title))
        yield Words(plain(moved.said))
        yield _moved_table(book, moved)


def _moved_table(book: Book, moved: Moved) -> Table:
    columns = (
        (_t(book, "Kommun", "Municipality"), False), (_t(book, "Före, kr", "Before, kr"), True),
        (_t(book, "Efter, kr", "After, kr"), True), (_t(book, "Skillnad, kr", "Difference, kr"), True),
    )  # fmt: skip
    rows = tuple(_moved_row(entry.name, entry.before or 0, entry.amount) for entry in moved.entries)
    before, after = sum(entry.before or 0 for entry in moved.entries), sum(entry.amount for entry in moved.entries)
    return Table(columns, rows, total=_moved_row(_all(book, len(rows)), before, after))


def _moved_row(name: str, before: int, after: int) -> tuple[Spans, ...]:
    return plain(name), plain(money(before)), plain(money(after)), plain(change(after - before))


def _cost_table(book: Book, cost: Split) -> Table:
    columns = ((_t(book, "Kommun", "Municipality"), False), (_t(book, "Del, kr", "Part, kr"), True))
    rows = tuple((plain(entry.name), plain(money(entry.amount))) for entry in cost.entries)
    total = sum(entry.amount for entry in cost.entries)
    return Table(columns, rows, total=(plain(_all(book, len(rows))), plain(money(total))))
