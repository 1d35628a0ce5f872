"""Reads a table someone else has made: which encoding, which separator, which columns, and every fault with
its place.

Pure: bytes in, rows and problems out. What is unambiguous is read and noted (a semicolon, a Windows encoding,
text above the header); what would have to be guessed stops the file.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from samverk.rules.frozen import frozen

LARGEST = 20_000_000
"""Bytes; a file with every year since 1950 for every municipality is half a million."""

SHOWN = 40
"""How many characters of a faulty value are quoted back."""

MOST_TOLD = 500
"""Problems shown; every municipality can have one fault, and a page with more helps no one."""

SEPARATORS: Mapping[str, str] = {",": "komma", ";": "semikolon", "\t": "tabb"}
HEADER_WITHIN = 10

_YEAR = re.compile(r"(?:folkmangd_)?((?:18|19|20|21)[0-9]{2})")
_UTF8_LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")


@frozen
class Problem:
    """One fault: where it is, what was found there and what was expected, as Swedish phrases.

    ``line`` counts from 1 as an editor does and is None for the file as a whole; ``column`` is the heading as
    written in the file. A problem that is not ``blocking`` was read anyway and is only told.
    """

    file: str
    line: int | None
    column: str | None
    found: str
    expected: str
    blocking: bool = True

    def __str__(self) -> str:
        line = f", rad {self.line}" if self.line is not None else ""
        column = f", kolumn {self.column}" if self.column is not None else ""
        return f"{self.file}{line}{column}: hittade {self.found}; väntade {self.expected}."


@frozen
class Line:
    """A row of the table: its line in the file and its cells by column."""

    number: int
    cells: Mapping[str, str]


@frozen
class Layout:
    """Which columns a table has: our name for each, with the headings it may go by (lower case, without å ä
    ö).

    With ``year_columns`` a heading that is a year ("2024", "Folkmängd 2024") is a column of its own, named by
    the year.
    """

    columns: Mapping[str, tuple[str, ...]]
    key: str
    required: tuple[str, ...]
    year_columns: bool = False
    most_rows: int = 1_000

    def column(self, heading: str) -> str | None:
        """Our name for a heading, or None for a column that is not ours."""
        plain = plain_heading(heading)
        year = _YEAR.fullmatch(plain) if self.year_columns else None
        if year:
            return year.group(1)
        return next((name for name, headings in self.columns.items() if plain in headings), None)


@dataclass(slots=True)
class Table:
    """What could be read. ``headings`` gives each column's heading as written, for the problems' sake.

    Without ``readable`` there is no sound header and so no line; the problems say why.
    """

    readable: bool = False
    header_line: int = 1
    headings: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_table(data: bytes, filename: str, layout: Layout) -> Table:
    """The table in ``data``, and a blocking problem for whatever in it could not be read."""
    text, problems = _decode(data, filename, layout)
    table = Table(problems=problems)
    if text is None:
        return table
    separator = _separator(text, layout)
    if separator != ",":
        said = SEPARATORS[separator]
        notice = Problem(filename, None, None, f"{said} mellan fälten", "komma; filen är läst ändå", False)
        table.problems.append(notice)
    records = _records(text, separator, filename, table.problems)
    header = next(records, None)
    skipped = 0
    first = header
    while header is not None and not _has_key(header[1], layout) and skipped < HEADER_WITHIN:
        header, skipped = next(records, None), skipped + 1
    if header is None or not _has_key(header[1], layout):
        table.problems.append(_no_header(filename, layout, first))
        return table
    if skipped:
        said = f"{skipped} rader" if skipped > 1 else "en rad"
        expected = "rubriker på rad 1; filen är läst ändå"
        table.problems.append(Problem(filename, 1, None, f"{said} text före rubrikraden", expected, False))
    table.header_line = header[0]
    table.readable = _read_header(table, header, filename, layout)
    if table.readable:
        _read_lines(table, records, header[1], filename)
    return table


def limited(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in the order of the file; of very many the first MOST_TOLD, and how many more."""
    ordered = sorted(problems, key=lambda problem: problem.line or 0)
    if len(ordered) <= MOST_TOLD:
        return tuple(ordered)
    rest = len(ordered) - MOST_TOLD
    return (
        *ordered[:MOST_TOLD],
        Problem(ordered[0].file, None, None, f"ytterligare {rest} fel", "en fil utan fel; rätta de första först"),
    )


def quoted(value: str) -> str:
    """A value from the file as it can be shown in a sentence: in Swedish quotes, shortened, without control
    marks.
    """
    clean = "".join(mark if mark.isprintable() else " " for mark in value)
    return f"”{clean[:SHOWN]}…”" if len(clean) > SHOWN else f"”{clean}”"


def plain_heading(heading: str) -> str:
    """A heading without case, å, ä, ö, and with spaces and hyphens as underscores."""
    lowered = heading.strip().casefold().translate(str.maketrans("åäö", "aao"))
    return re.sub(r"[\s_-]+", "_", lowered)


def _decode(data: bytes, filename: str, layout: Layout) -> tuple[str | None, list[Problem]]:
    def stop(found: str, expected: str, line: int | None = None) -> tuple[None, list[Problem]]:
        return None, [Problem(filename, line, None, found, expected)]

    wanted = "en textfil (CSV) i UTF-8"
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return stop("en tom fil", f"{wanted} med rubrikrad och en rad per kommun")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return stop("en arbetsbok från Excel", f"{wanted}; spara bladet som ”CSV UTF-8” och försök igen")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:1000]:
        return stop("en fil i UTF-16 eller en fil som inte är text", wanted)
    if len(data) > LARGEST or data.count(b"\n") > layout.most_rows + HEADER_WITHIN:
        rows = f"{data.count(b'\n'):,}".replace(",", " ")
        most = f"{layout.most_rows:,}".replace(",", " ")
        return stop(f"en fil med {rows} rader", f"högst {most} rader")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if _UTF8_LETTER.search(data):
            return stop("ett tecken som inte är UTF-8, i en fil som i övrigt är det", wanted, line)
        notice = Problem(filename, line, None, "text i Latin-1 (Windows)", "UTF-8; filen är läst ändå", False)
        return data.decode("cp1252", errors="replace"), [notice]


def _separator(text: str, layout: Layout) -> str:
    """The separator under which most headings are recognised; a tie goes to the one that splits the most."""
    start = text.splitlines()[:HEADER_WITHIN]

    def score(separator: str) -> tuple[int, int]:
        rows = [line.split(separator) for line in start]
        known = (sum(layout.column(cell.strip().strip('"')) is not None for cell in row) for row in rows)
        return max(known, default=0), max(map(len, rows), default=0)

    return max(SEPARATORS, key=score)


def _records(text: str, separator: str, filename: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            found = "ett citattecken som inte avslutas"
            problems.append(Problem(filename, start, None, found, "fält med citattecken på båda sidor"))
            return
        if any(cell.strip() for cell in cells):
            yield start, [cell.strip() for cell in cells]


def _has_key(cells: Iterable[str], layout: Layout) -> bool:
    return layout.key in {layout.column(cell) for cell in cells}


def _no_header(filename: str, layout: Layout, first: tuple[int, list[str]] | None) -> Problem:
    number, cells = first or (1, [])
    wanted = ", ".join(layout.required)
    digits = sum(cell.isdigit() for cell in cells)
    found = "siffror redan på första raden" if digits else f"rubrikerna {quoted(', '.join(cells))}"
    return Problem(filename, number, None, found, f"en rubrikrad med {wanted}")


def _read_header(table: Table, header: tuple[int, list[str]], filename: str, layout: Layout) -> bool:
    """Notes the columns; False when a column is missing or doubled, so that no row can be read."""
    number, cells = header
    sound = True
    for heading in cells:
        column = layout.column(heading)
        if column is None:
            said = quoted(heading) if heading else "en kolumn utan rubrik"
            table.problems.append(
                Problem(filename, number, heading or None, said, "en kolumn vi känner; den läses inte", False)
            )
        elif column in table.headings:
            sound = False
            found = f"kolumnen {column} en andra gång"
            table.problems.append(Problem(filename, number, heading, found, "varje kolumn en gång"))
        else:
            table.headings[column] = heading
    has_year_columns = layout.year_columns and any(_YEAR.fullmatch(column) for column in table.headings)
    for column in layout.required:
        if column not in table.headings and not (has_year_columns and column != layout.key):
            sound = False
            found = f"rubrikerna {quoted(', '.join(cells))}"
            table.problems.append(Problem(filename, number, column, found, f"en kolumn {column}"))
    return sound


def _read_lines(table: Table, records: Iterable[tuple[int, list[str]]], headings: list[str], filename: str) -> None:
    columns = {heading: column for column, heading in table.headings.items()}
    width = len(headings)
    for number, cells in records:
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) != width:
            found = f"{len(cells)} fält: {quoted(', '.join(cells))}"
            expected = f"{width} fält, ett per rubrik och inget komma inuti ett tal"
            table.problems.append(Problem(filename, number, None, found, expected))
            continue
        named = zip(headings, cells, strict=True)
        table.lines.append(Line(number, {columns[name]: cell for name, cell in named if name in columns}))
