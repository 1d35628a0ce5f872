"""How many people were registered in each municipality on 31 December, 1950-2024, and which table says so.

The file has one line per year and one column per municipality, so that one year is read without touching the
others and a new year is one new line. The oldest figures (up to 1968-1975, depending on the municipality) are
SCB's recalculation to today's division and need not add up to the nation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from samverk.reference.errors import DamagedError, NotFoundError
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

DATA = Path(__file__).parent / "data"


@frozen
class Snapshot:
    """One year's figures as they were published, so that a fee can say exactly which figures it used.

    ``sha256`` is ``fingerprint`` of the figures themselves, not of a file: the same figures have the same
    fingerprint wherever they are kept.
    """

    year: int
    reference_date: date
    source: str
    table: str
    sha256: str


@cache
def population(year: int) -> Mapping[str, int]:
    """Inhabitants on 31 December of ``year`` by municipality code, all 290 in code order."""
    codes, lines = _file()
    if year not in lines:
        raise NotFoundError(_no_such_year(year))
    return MappingProxyType(dict(zip(codes, map(int, lines[year].split(",")), strict=True)))


@cache
def series(code: str) -> Mapping[int, int]:
    """Inhabitants of one municipality by year, oldest first."""
    codes, lines = _file()
    if code not in codes:
        raise NotFoundError(
            Text(f"Det finns ingen folkmängd för koden {code}.", f"There is no population for the code {code}.")
        )
    column = codes.index(code)
    return MappingProxyType({year: int(line.split(",")[column]) for year, line in lines.items()})


@cache
def snapshot(year: int) -> Snapshot:
    """The snapshot of one year; DamagedError if the figures are no longer those it was made from."""
    stored = _snapshots().get(year)
    if stored is None:
        raise NotFoundError(_no_such_year(year))
    if fingerprint(population(year)) != stored.sha256:
        raise DamagedError(
            Text(
                f"Folkmängden för {year} är ändrad i installationen och kan inte användas; installera om Samverk.",
                f"The population figures for {year} have been altered and cannot be used; reinstall Samverk.",
            )
        )
    return stored


def years() -> tuple[int, ...]:
    """The years there are figures for, oldest first, without gaps."""
    return tuple(_file()[1])


def latest_year() -> int:
    """The newest year there are figures for."""
    return max(_file()[1])


def fingerprint(figures: Mapping[str, int]) -> str:
    """SHA-256 (hex) of the figures written as ``code,population`` lines in code order with a header and LF
    ends.
    """
    lines = "".join(f"{code},{figures[code]}\n" for code in sorted(figures))
    return sha256(f"code,population\n{lines}".encode()).hexdigest()


@cache
def _file() -> tuple[tuple[str, ...], Mapping[int, str]]:
    """The codes of the header, and each year's line unparsed."""
    header, *lines = (DATA / "population.csv").read_text(encoding="ascii").splitlines()
    split = (line.split(",", 1) for line in lines)
    return tuple(header.split(",")[1:]), {int(year): cells for year, cells in split}


@cache
def _snapshots() -> Mapping[int, Snapshot]:
    lines = (DATA / "snapshots.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {
        int(year): Snapshot(int(year), date.fromisoformat(day), source, table, digest)
        for year, day, source, table, digest in (line.split(",") for line in lines)
    }


def _no_such_year(year: int) -> Text:
    first, last = min(_file()[1]), latest_year()
    return Text(
        f"Det finns ingen folkmängd för {year}; åren {first} till {last} finns.",
        f"There are no population figures for {year}; there are figures for {first} to {last}.",
    )
