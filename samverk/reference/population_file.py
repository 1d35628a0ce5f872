"""Reads a file of population figures that someone wants to import, and says every fault in it before anything
is kept.

Pure: bytes in, rows and problems out. Two layouts are read: ``kommunkod, ar, folkmangd`` with a row per
figure, and ``kommunkod`` followed by a column per year, which is how SCB's database writes it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from samverk.reference.municipalities import counties, municipalities
from samverk.reference.table_file import Layout, Line, Problem, Table, limited, quoted, read_table
from samverk.rules.frozen import frozen

EARLIEST = 1950
LARGEST = 2_000_000
"""No municipality has half as many inhabitants; a figure above is the county's or the nation's."""

MANY = 10
"""From this many, missing municipalities are told in one problem and not one each."""

UNUSUAL_PERCENT = 10
"""A larger change from one figure to the other is marked in the preview. None has been seen since 2000."""

COLUMNS = ("kommunkod", "ar", "folkmangd")
LAYOUT = Layout(
    columns={
        "kommunkod": ("kommunkod", "kod", "region", "regionkod", "code", "municipality", "municipality_code"),
        "ar": ("ar", "year", "tid"),
        "folkmangd": ("folkmangd", "folkmangd_31_december", "befolkning", "invanare", "antal", "population"),
        "namn": ("namn", "kommun", "kommunnamn", "name"),
    },
    key="kommunkod",
    required=COLUMNS,
    year_columns=True,
    most_rows=60_000,
)

_SPACES = " \u00a0\u2009\u202f'’"
_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:[{_SPACES}.,][0-9]{{3}})+")
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+")
_NEGATIVE = re.compile(r"[-−–][0-9 ]+")
_WHOLE = re.compile(r"[1-9][0-9]{0,8}|0")
_CODE_AND_NAME = re.compile(r"([0-9]{2,4})\s+(\D.*)")


class Row(NamedTuple):
    """One figure: inhabitants of a municipality on 31 December of a year."""

    code: str
    year: int
    population: int


class Parsed(NamedTuple):
    """What a file holds. ``rows`` are those without fault, for showing; keep nothing unless ``ok``."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether the file may be imported: nothing in it stops it, and it holds at least one year."""
        return bool(self.rows) and not any(problem.blocking for problem in self.problems)

    @property
    def by_year(self) -> dict[int, dict[str, int]]:
        """The figures by year and code, years and codes in order."""
        years: dict[int, dict[str, int]] = defaultdict(dict)
        for row in sorted(self.rows, key=lambda row: (row.year, row.code)):
            years[row.year][row.code] = row.population
        return dict(years)


@frozen
class Change:
    """What the new file does to one figure; ``before`` is None for a new one, ``after`` for one that goes
    away.
    """

    code: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int:
        return (self.after or 0) - (self.before or 0)

    @property
    def unusual(self) -> bool:
        """Whether a person should look: the figure comes or goes, or moves more than UNUSUAL_PERCENT."""
        if self.before is None or self.after is None:
            return True
        return abs(self.difference) * 100 > UNUSUAL_PERCENT * self.before


@frozen
class Preview:
    """The difference between two sets of figures: what is to change, and the sums before and after."""

    changes: tuple[Change, ...]
    unchanged: int
    total_before: int
    total_after: int

    @property
    def unusual(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.unusual)


def parse_population(
    data: bytes,
    filename: str,
    *,
    known: Mapping[str, str] | None = None,
    needed: Collection[str] | None = None,
    year: int | None = None,
    latest_year: int | None = None,
) -> Parsed:
    """The figures in ``data`` and every fault, in the order of the file.

    ``known``: name by code of the municipalities that may be there, each once per year; Sweden's 290 by
    default. ``needed``: those that must be there; all that are known by default. ``year``: the only year the
    file should hold. ``latest_year``: the last year that has ended; later ones are faults.
    """
    names = known if known is not None else {code: found.name for code, found in municipalities().items()}
    table = read_table(data, filename, LAYOUT)
    if not table.readable:
        return Parsed((), tuple(table.problems))
    reading = _Reading(filename, table, names, year, latest_year)
    reading.needed = frozenset(names if needed is None else needed)
    for line in table.lines:
        reading.read(line)
    reading.finish()
    return Parsed(tuple(reading.rows), limited(table.problems))


def diff(before: Mapping[str, int], after: Mapping[str, int]) -> Preview:
    """What changes from one year's figures to another's: the same year revised, or a new year against the
    last.
    """
    codes = sorted({*before, *after})
    compared = (Change(code, before.get(code), after.get(code)) for code in codes)
    changes = tuple(change for change in compared if change.before != change.after)
    return Preview(changes, len(codes) - len(changes), sum(before.values()), sum(after.values()))


def format_population(rows: Iterable[Row]) -> bytes:
    """The rows as a file ``parse_population`` reads back: UTF-8, comma, LF, in order of year and code."""
    ordered = sorted(rows, key=lambda row: (row.year, row.code))
    lines = [",".join(COLUMNS), *(f"{row.code},{row.year},{row.population}" for row in ordered)]
    return "".join(f"{line}\n" for line in lines).encode()


def format_packaged(years: Mapping[int, Mapping[str, int]]) -> bytes:
    """The figures as ``data/population.csv`` holds them: one line per year, one column per municipality."""
    codes = sorted(next(iter(years.values())))
    lines = [",".join(["year", *codes])]
    lines += [",".join([str(year), *(str(years[year][code]) for code in codes)]) for year in sorted(years)]
    return "".join(f"{line}\n" for line in lines).encode()


class _Reading:
    """The state of reading one file: what has been seen, and which rows have two values in each other's place."""

    def __init__(
        self,
        filename: str,
        table: Table,
        known: Mapping[str, str],
        year: int | None,
        latest_year: int | None,
    ) -> None:
        self.filename = filename
        self.table = table
        self.known = known
        self.needed: frozenset[str] = frozenset(known)
        self.year = year
        self.latest_year = latest_year
        self.rows: list[Row] = []
        self.seen: dict[tuple[str, int], tuple[int, str]] = {}
        self.years: set[int] = set()
        self.swapped: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.totals = 0
        self.has_year_columns = any(column.isdigit() for column in table.headings)
        self.year_columns = {column: int(column) for column in table.headings if self._is_year_column(column)}

    def read(self, line: Line) -> None:
        """One line: its figures to ``rows``, its faults to the problems."""
        if self._is_total(line):
            return
        if self.has_year_columns:
            code = self._code(line)
            for column, year in self.year_columns.items():
                self._figure(line, code, year, column)
            return
        pair = self._swapped_pair(line.cells)
        if pair is not None:
            self.swapped[pair].append(line.number)
            return
        self._figure(line, self._code(line), self._year(line), "folkmangd")

    def finish(self) -> None:
        """The faults that only the whole file can show: columns in each other's place, municipalities
        missing.
        """
        self._tell_swapped()
        if self.totals:
            said = f"{self.totals} rader" if self.totals > 1 else "en rad"
            expected = "bara kommuner; de läses inte"
            self._fault(None, "kommunkod", f"{said} för riket eller län", expected, blocking=False)
        if not self.table.lines:
            self._fault(None, None, "en rubrikrad utan rader under", "en rad per kommun")
        if self.swapped:
            return
        for year in sorted(self.years):
            self._tell_missing(year)

    def _figure(self, line: Line, code: str | None, year: int | None, column: str) -> None:
        """Keeps one figure if all three parts hold. A doubled one is told even when its number is faulty."""
        raw = line.cells[column]
        number = self._number(line, column, raw)
        if code is None or year is None:
            return
        self.years.add(year)
        first = self.seen.setdefault((code, year), (line.number, raw))
        if first[0] != line.number:
            same = "samma värde" if first[1] == raw else f"värdet {quoted(first[1])}"
            self._fault(
                line.number, "kommunkod",
                f"{code} {self.known[code]} {year} en andra gång",
                f"en rad per kommun och år; den finns på rad {first[0]} med {same}",
            )  # fmt: skip
        elif number is not None:
            self.rows.append(Row(code, year, number))

    def _code(self, line: Line) -> str | None:
        raw = line.cells["kommunkod"]
        written = _CODE_AND_NAME.fullmatch(raw)
        code, name = written.groups() if written else (raw, line.cells.get("namn", ""))
        if code not in self.known:
            self._fault(line.number, "kommunkod", quoted(raw), self._expected_code(code))
            return None
        if name and not self._is_name_of(name, code):
            expected = f"{self.known[code]}, som har koden {code}"
            self._fault(line.number, "namn" if "namn" in line.cells else "kommunkod", quoted(name), expected)
            return None
        return code

    def _is_name_of(self, name: str, code: str) -> bool:
        """Whether the name is one the municipality goes by: SCB's short form, the legal one or its own."""
        found = municipalities().get(code)
        names = {self.known[code], *((found.name, found.legal_name, found.presented_name) if found else ())}
        return name.casefold() in {each.casefold() for each in names}

    def _expected_code(self, code: str) -> str:
        padded = code.zfill(4)
        if code.isdigit() and len(code) < 4 and padded in self.known:
            return f"fyra siffror med inledande nolla, {padded} för {self.known[padded]}"
        if not code:
            return "en kommunkod med fyra siffror"
        if re.fullmatch(r"[0-9]{3,4}[.,]0+", code):
            return "fyra siffror; kalkylprogrammet har gjort om koden till ett tal"
        if re.fullmatch(r"[0-9]{4}", code):
            return f"koden för en av de {len(self.known)} kommunerna"
        return "en kommunkod med fyra siffror, till exempel 0180"

    def _year(self, line: Line) -> int | None:
        raw = line.cells["ar"]
        if not re.fullmatch(r"[0-9]{4}", raw):
            self._fault(line.number, "ar", quoted(raw), "ett årtal med fyra siffror")
            return None
        expected = self._expected_year(int(raw))
        if expected is None:
            return int(raw)
        self._fault(line.number, "ar", f"året {raw}", expected)
        return None

    def _is_year_column(self, column: str) -> bool:
        """Whether a column holds a year's figures; an impossible year is told once, at its heading."""
        if not column.isdigit():
            return False
        expected = self._expected_year(int(column))
        if expected is not None:
            self._fault(self.table.header_line, column, f"året {column}", expected)
        return expected is None

    def _expected_year(self, year: int) -> str | None:
        if self.year is not None and year != self.year:
            return f"år {self.year}"
        if year < EARLIEST:
            return f"ett år från {EARLIEST}"
        if self.latest_year is not None and year > self.latest_year:
            return f"ett år som har gått; det senaste är {self.latest_year}"
        return None

    def _number(self, line: Line, column: str, raw: str) -> int | None:
        expected = expected_number(raw)
        if expected is None:
            return int(raw)
        self._fault(line.number, column, quoted(raw) if raw else "ett tomt fält", expected)
        return None

    def _is_total(self, line: Line) -> bool:
        """A row for the nation or a county ("00 Riket", "01 Stockholms län"): not ours, and not a fault."""
        written = _CODE_AND_NAME.fullmatch(line.cells["kommunkod"])
        code = written.group(1) if written else line.cells["kommunkod"]
        total = code == "00" or (len(code) == 2 and code in counties())
        self.totals += total
        return total

    def _swapped_pair(self, cells: Mapping[str, str]) -> tuple[str, str] | None:
        """The two columns whose values only make sense in each other's place."""
        if self._fits(cells["kommunkod"], cells["ar"], cells["folkmangd"]):
            return None
        code, year, number = cells["kommunkod"], cells["ar"], cells["folkmangd"]
        orders = {
            ("kommunkod", "folkmangd"): (number, year, code),
            ("kommunkod", "ar"): (year, code, number),
            ("ar", "folkmangd"): (code, number, year),
        }
        return next((pair for pair, order in orders.items() if self._fits(*order)), None)

    def _fits(self, code: str, year: str, number: str) -> bool:
        return (
            code in self.known
            and re.fullmatch(r"[0-9]{4}", year) is not None
            and self._expected_year(int(year)) is None
            and expected_number(number) is None
        )

    def _tell_swapped(self) -> None:
        for (one, other), lines in sorted(self.swapped.items()):
            said = f"{len(lines)} rader, den första på rad {lines[0]}" if len(lines) > 1 else "en rad"
            headings = self.table.headings
            self._fault(
                lines[0], headings[one],
                f"värden som har bytt plats med {headings[other]} ({said})",
                f"{_MEANING[one]} i {headings[one]} och {_MEANING[other]} i {headings[other]}",
            )  # fmt: skip

    def _tell_missing(self, year: int) -> None:
        missing = [code for code in sorted(self.needed) if (code, year) not in self.seen]
        if len(missing) >= MANY:
            listed = ", ".join(f"{code} {self.known[code]}" for code in missing[:3])
            found = f"{len(self.needed) - len(missing)} av {len(self.needed)} kommuner för {year}"
            self._fault(None, "kommunkod", found, f"alla; bland dem som saknas är {listed}")
            return
        for code in missing:
            found = f"ingen rad för {code} {self.known[code]} {year}"
            self._fault(None, "kommunkod", found, "en rad per kommun och år")

    def _fault(self, line: int | None, column: str | None, found: str, expected: str, *, blocking: bool = True) -> None:
        heading = self.table.headings.get(column, column) if column else None
        self.table.problems.append(Problem(self.filename, line, heading, found, expected, blocking))


_MEANING = {"kommunkod": "kommunkoder", "ar": "årtal", "folkmangd": "antal invånare"}


def expected_number(raw: str) -> str | None:
    """What a number of inhabitants should look like, when ``raw`` does not; None when it does."""
    if _WHOLE.fullmatch(raw):
        if raw == "0":
            return "minst en invånare"
        return None if int(raw) <= LARGEST else "antalet i en kommun; det här är större än någon kommun"
    if _GROUPED.fullmatch(raw):
        return f"ett heltal utan avgränsare mellan tusental, {re.sub('[^0-9]', '', raw)}"
    if _DECIMAL.fullmatch(raw):
        return "ett heltal utan decimaler"
    if _NEGATIVE.fullmatch(raw):
        return "ett antal som inte är negativt"
    if not raw or raw in {"..", ".", "-", "–", "x"}:
        return "ett antal invånare; värdet saknas"
    return "ett heltal skrivet med siffror"
