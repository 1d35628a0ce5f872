"""Reads a file of municipalities that someone wants to import, with every fault in it, and shows what it
would change.

Pure: bytes in, rows and problems out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from samverk.reference.municipalities import counties
from samverk.reference.organisation_number import fault as number_fault
from samverk.reference.table_file import Layout, Line, Problem, Table, limited, quoted, read_table
from samverk.rules.frozen import frozen

COLUMNS = ("kommunkod", "namn", "juridiskt_namn", "presentationsnamn", "organisationsnummer")
LAYOUT = Layout(
    columns={
        "kommunkod": ("kommunkod", "kod", "code"),
        "namn": ("namn", "kommun", "name"),
        "juridiskt_namn": ("juridiskt_namn", "legal_name"),
        "presentationsnamn": ("presentationsnamn", "presented_name"),
        "organisationsnummer": ("organisationsnummer", "orgnr", "organisation_number"),
        "lanskod": ("lanskod", "county"),
    },
    key="kommunkod",
    required=COLUMNS,
)


class Row(NamedTuple):
    """A municipality as the file gives it; the county is the code's first two figures."""

    code: str
    name: str
    legal_name: str
    presented_name: str
    organisation_number: str | None


class Parsed(NamedTuple):
    """What a file holds. ``rows`` are those without fault, for showing; keep nothing unless ``ok``."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether the file may be imported."""
        return bool(self.rows) and not any(problem.blocking for problem in self.problems)


@frozen
class Change:
    """What the new file does to one field; ``field`` is ``row`` where a whole municipality comes or goes."""

    code: str
    field: str
    before: str | None
    after: str | None


def parse_municipalities(data: bytes, filename: str) -> Parsed:
    """The municipalities in ``data`` and every fault, in the order of the file."""
    table = read_table(data, filename, LAYOUT)
    rows: list[Row] = []
    if table.readable and not table.lines:
        table.problems.append(Problem(filename, None, None, "en rubrikrad utan rader under", "en rad per kommun"))
    seen: dict[tuple[str, str], int] = {}
    for line in table.lines:
        faults = [*_code_faults(line), *_name_faults(line), *_number_faults(line), *_doubled(line, seen)]
        for column, found, expected in faults:
            table.problems.append(Problem(filename, line.number, _heading(table, column), found, expected))
        if not faults:
            rows.append(_row(line))
    return Parsed(tuple(rows), limited(table.problems))


def diff(before: Iterable[Row], after: Iterable[Row]) -> tuple[Change, ...]:
    """Every field that changes, in code order."""
    old, new = {row.code: row for row in before}, {row.code: row for row in after}
    changes: list[Change] = []
    for code in sorted({*old, *new}):
        if code not in old:
            changes.append(Change(code, "row", None, new[code].name))
        elif code not in new:
            changes.append(Change(code, "row", old[code].name, None))
        else:
            was_row, row = old[code]._asdict(), new[code]._asdict()
            pairs = ((field, was_row[field], row[field]) for field in Row._fields)
            changes += [Change(code, field, was, becomes) for field, was, becomes in pairs if was != becomes]
    return tuple(changes)


def format_municipalities(rows: Iterable[Row]) -> bytes:
    """The rows as a file ``parse_municipalities`` reads back: UTF-8, comma, LF, in code order."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    ordered: list[Row] = sorted(rows, key=lambda row: row.code)
    writer.writerows(ordered)
    return text.getvalue().encode()


type _Fault = tuple[str, str, str]
"""Column, what was found, what was expected."""


def _code_faults(line: Line) -> list[_Fault]:
    code = line.cells["kommunkod"]
    if not (len(code) == 4 and code.isascii() and code.isdigit()):
        hint = f", {code.zfill(4)}" if code.isascii() and code.isdigit() and len(code) == 3 else ", till exempel 0180"
        return [("kommunkod", quoted(code), f"en kommunkod med fyra siffror{hint}")]
    if code[:2] not in counties():
        return [("kommunkod", quoted(code), f"en kod som börjar med ett läns kod; {code[:2]} är inget län")]
    county = line.cells.get("lanskod", "")
    if county and county != code[:2]:
        return [("lanskod", quoted(county), f"{code[:2]}, som kommunkoden {code} börjar med")]
    return []


def _name_faults(line: Line) -> list[_Fault]:
    faults: list[_Fault] = [
        (column, "ett tomt fält", "ett namn")
        for column in ("namn", "juridiskt_namn", "presentationsnamn")
        if not line.cells[column]
    ]
    legal = line.cells["juridiskt_namn"]
    if legal and not legal.endswith(" kommun"):
        faults.append(("juridiskt_namn", quoted(legal), "ett namn som slutar på ”kommun”; det gäller alla kommuner"))
    return faults


def _number_faults(line: Line) -> list[_Fault]:
    number = line.cells["organisationsnummer"]
    wrong = number_fault(number) if number else None
    return [("organisationsnummer", quoted(number), f"ett giltigt nummer; {wrong}")] if wrong else []


def _doubled(line: Line, seen: dict[tuple[str, str], int]) -> list[_Fault]:
    """A code or an organisation number that an earlier line already has."""
    faults: list[_Fault] = []
    for column in ("kommunkod", "organisationsnummer"):
        value = line.cells[column]
        first = seen.setdefault((column, value), line.number)
        if value and first != line.number:
            faults.append((column, f"{quoted(value)} en andra gång", f"det en gång; det finns redan på rad {first}"))
    return faults


def _row(line: Line) -> Row:
    code, name, legal, presented, number = (line.cells[column] for column in COLUMNS)
    return Row(code, name, legal, presented, number or None)


def _heading(table: Table, column: str) -> str:
    return table.headings.get(column, column)
