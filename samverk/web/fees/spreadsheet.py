"""The calculation sheet as a spreadsheet that calculates itself: live formulas from weight to krona (N-10a).

A page for the fee and one for each shared cost (``split_page``), one for each correction, and one that says where the
numbers are from. Whoever changes the budget or a figure sees the sums follow; until then each cell also holds the
value that the rules gave.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from samverk.rules.money import ORE_PER_KRONA
from samverk.rules.wording import Language
from samverk.web.fees.book import Book, Moved, Split
from samverk.web.fees.sources import sources
from samverk.web.fees.split_page import Formats, SplitPage, formats_of, worded

_LONGEST_NAME = 31


def workbook(book: Book, day: date) -> bytes:
    """The file; ``day`` is the day it shows and is dated."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
    made.set_properties({"title": book.title, "created": moment, "comments": _created(book.language)})
    made.set_calc_mode("auto")
    formats = formats_of(made)
    names: set[str] = set()
    for split in (book.fee, *book.costs):
        page = made.add_worksheet(sheet_name(split.title, names))
        SplitPage(page, formats, split, book.title, book.language).write()
    for moved in book.corrections:
        page = made.add_worksheet(sheet_name(moved.title, names))
        _write_moved(page, formats, moved, book)
    _write_sources(
        made.add_worksheet(sheet_name(worded("Uppgifter", "Sources", book.language), names)), formats, book, day
    )
    made.close()
    return out.getvalue()


def page_alone(split: Split, title: str, language: Language) -> bytes:
    """A file with the page of one sum and nothing else."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.set_properties({"title": title, "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    SplitPage(made.add_worksheet(sheet_name(split.title, set())), formats_of(made), split, title, language).write()
    made.close()
    return out.getvalue()


def _created(language: Language) -> str:
    return worded("Beräkningsblad från Samverk", "Calculation sheet from Samverk", language)


def sheet_name(title: str, taken: set[str]) -> str:
    """A name a spreadsheet allows for a sheet, different from those before."""
    plain = "".join(" " if sign in "[]:*?/\\\u00a0\u202f" else sign for sign in title)[:_LONGEST_NAME]
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain[: _LONGEST_NAME - 4]} ({number})", number + 1
    taken.add(name.casefold())
    return name


def _write_moved(page: Worksheet, formats: Formats, moved: Moved, book: Book) -> None:
    """A correction: before, after and the difference as a formula, which sums to the change of the whole."""
    language = book.language
    page.write_string(0, 0, f"{book.title}: {moved.title}", formats.title)
    heads = (("Kommunkod", "Code"), ("Kommun", "Municipality"), ("Före", "Before"), ("Efter", "After"),
             ("Skillnad", "Difference"))  # fmt: skip
    for place, (sv, en) in enumerate(heads):
        page.write_string(2, place, worded(sv, en, language), formats.head if place < 2 else formats.head_right)
    for row, entry in enumerate(moved.entries, 3):
        before = entry.before or 0
        page.write_string(row, 0, entry.code, formats.text)
        page.write_string(row, 1, entry.name)
        page.write_number(row, 2, before / ORE_PER_KRONA, formats.money)
        page.write_number(row, 3, entry.amount / ORE_PER_KRONA, formats.money)
        value = (entry.amount - before) / ORE_PER_KRONA
        page.write_formula(row, 4, f"=D{row + 1}-C{row + 1}", formats.money, value)
    last = len(moved.entries) + 3
    page.write_string(last, 0, worded("Summa", "Sum", language), formats.total)
    page.write_string(last, 1, "", formats.total)
    before, after = (
        sum(entry.before or 0 for entry in moved.entries),
        sum(entry.amount for entry in moved.entries),
    )
    for place, ore in ((2, before), (3, after), (4, after - before)):
        name = xl_col_to_name(place)
        page.write_formula(last, place, f"=SUM({name}4:{name}{last})", formats.total_money, ore / ORE_PER_KRONA)
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 26)
    page.set_column(2, 4, 15)
    page.freeze_panes(3, 2)


def _write_sources(page: Worksheet, formats: Formats, book: Book, day: date) -> None:
    """Where every number is from, and the readings the sums rest on."""
    page.write_string(0, 0, worded("Uppgifter och läsningar", "Sources and readings", book.language), formats.title)
    for row, (label, value) in enumerate(sources(book, day), 2):
        page.write_string(row, 0, label, formats.quiet)
        page.write_string(row, 1, value, formats.text)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
