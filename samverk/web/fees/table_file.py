"""The sums as a table for other programs: CSV as a Swedish Excel and an accounting system read it.

UTF-8 with a byte order mark, semicolons, decimal commas, CRLF; sums in kronor with two decimals, one row for each
party. The last row holds the sums.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from samverk.rules.money import Ore, decimal
from samverk.rules.wording import Text
from samverk.web.fees.book import Book, Split

BOM = "\ufeff"

_CODE = Text("Kommunkod", "Municipality code")
_NAME = Text("Kommun", "Municipality")
_FIGURE = Text("Invånare", "Inhabitants")
_PART = Text("Del av perioden", "Part of the period")
_PARTS = Text("Hela perioden", "The whole period")
_WEIGHT = Text("Vikt", "Weight")
_CHANGE = Text("Ändring", "Change")
_SUM = Text("Summa", "Sum")


def table(book: Book) -> bytes:
    """The file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows(_rows(book))
    return (BOM + out.getvalue()).encode()


def _rows(book: Book) -> Iterator[list[str]]:
    language, fee = book.language, book.fee
    head = [_CODE, _NAME, _FIGURE, _PART, _PARTS, _WEIGHT]
    before = [fee.before, _CHANGE.in_language(language)] if fee.before else []
    yield [*(text.in_language(language) for text in head), fee.title, *before, *(cost.title for cost in book.costs)]
    lines = {line.party: line for line in fee.sheet.lines}
    parts = [{entry.code: entry.amount for entry in cost.entries} for cost in book.costs]
    for entry in fee.entries:
        share = lines[entry.code].share
        sums = [kronor(part[entry.code]) if entry.code in part else "" for part in parts]
        yield [
            entry.code, safe(entry.name), str(share.figure), str(share.part), str(share.parts), str(share.weight),
            kronor(entry.amount), *_before(fee, entry.amount, entry.before), *sums,
        ]  # fmt: skip
    others = dict.fromkeys(code for part in parts for code in part if code not in lines)
    names = {entry.code: entry.name for cost in book.costs for entry in cost.entries}
    for code in others:  # those that bear a cost of a year they pay no fee for
        sums = [kronor(part[code]) if code in part else "" for part in parts]
        yield [code, safe(names[code]), "", "", "", "", "", *["" for _ in before], *sums]
    total = sum(entry.amount for entry in fee.entries)
    known = sum(entry.before or 0 for entry in fee.entries)
    yield [
        _SUM.in_language(language), "", str(fee.sheet.figures), "", "", str(fee.sheet.whole), kronor(total),
        *_before(fee, total, known), *(kronor(_total(cost)) for cost in book.costs),
    ]  # fmt: skip


def _before(fee: Split, amount: Ore, before: Ore | None) -> list[str]:
    if not fee.before:
        return []
    return [kronor(before), kronor(amount - before)] if before is not None else ["", ""]


def _total(cost: Split) -> Ore:
    return sum(entry.amount for entry in cost.entries)


def kronor(ore: Ore) -> str:
    """``92466,00``: a decimal comma, no spaces, so that a spreadsheet reads a number."""
    return decimal(ore).replace(".", ",")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
