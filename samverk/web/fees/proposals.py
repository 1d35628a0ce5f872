"""Figures proposed for a year before they are fixed: from a snapshot, a file, or one figure corrected.

A proposal is kept nowhere until it is recorded: the page carries it, signed, from the preview to the confirmation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core import signing

from samverk.parties.queries import short_names
from samverk.reference.population import fingerprint
from samverk.reference.population_file import parse_population
from samverk.reference.table_file import LARGEST, Problem
from samverk.rules.admission import may_be_party
from samverk.rules.facts import Fact
from samverk.rules.intervals import Interval
from samverk.rules.intervals import year as year_of
from samverk.rules.situation import Situation
from samverk.statistics.queries import Population

SALT = "samverk.fees.proposal"
KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """Figures to fix for a year. ``figures``: inhabitants by code of those who are or may become parties; ``sha256``:
    over the whole table they are from; ``head``: the last link of the chain when they were proposed; ``corrects``: the
    fact they would take the place of.
    """

    agreement: str
    year: int
    snapshot: str
    reference_date: str
    sha256: str
    source: str
    figures: Mapping[str, int]
    head: str
    corrects: int | None = None

    @property
    def payload(self) -> dict[str, Any]:
        """As the fact keeps it."""
        return {
            "year": self.year,
            "snapshot": self.snapshot,
            "reference_date": self.reference_date,
            "sha256": self.sha256,
            "figures": dict(self.figures),
            "source": self.source,
        }

    def signed(self) -> str:
        """The proposal as text that only this installation can have written."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def read(text: str) -> Proposal | None:
    """A signed proposal; None for one that is another's, has been altered, or is more than a day old."""
    try:
        return Proposal(**signing.loads(text, salt=SALT, max_age=KEPT_SECONDS))
    except (signing.BadSignature, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Ground:
    """What every proposal for a year needs to know."""

    agreement: str
    situation: Situation
    year: int
    reference: date
    publisher: str
    head: str
    fixed: Fact | None

    def proposal(self, **given: Any) -> Proposal:
        """A proposal for the year; one that takes the place of what was fixed before."""
        corrects = self.fixed.seq if self.fixed is not None else None
        return Proposal(agreement=self.agreement, year=self.year, head=self.head, corrects=corrects, **given)

    def only_parties(self, figures: Mapping[str, int]) -> dict[str, int]:
        """The figures of those who are or may become parties."""
        definition = self.situation.definition
        return {code: figures[code] for code in sorted(figures) if may_be_party(code, definition)}

    def missing(self, figures: Mapping[str, int]) -> tuple[str, ...]:
        """The parties of the year without a figure."""
        return tuple(code for code in self.situation.parties_in(self._period()) if code not in figures)

    def _period(self) -> Interval:
        return year_of(self.year)


def from_snapshot(ground: Ground, found: Population) -> Proposal:
    """The figures of a snapshot that the installation holds."""
    pinned = found.snapshot
    return ground.proposal(
        snapshot=f"folkmangd-{pinned.reference_date.year}",
        reference_date=pinned.reference_date.isoformat(),
        sha256=pinned.sha256,
        source=_source(pinned.source, pinned.table),
        figures=ground.only_parties(found.figures),
    )


def _source(publisher: str, table: str) -> str:
    return f"{publisher}, {table}" if table else publisher


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file gave: a proposal, or every fault in it."""

    proposal: Proposal | None
    problems: tuple[Problem, ...]


def from_file(ground: Ground, data: bytes, filename: str, source: str, latest_year: int) -> FileRead:
    """The figures of a file: all of Sweden's municipalities or fewer, but every party of the year.

    ``latest_year``: the last year that has ended. Nothing of a file with a fault is used.
    """
    parsed = parse_population(
        data,
        filename,
        known=short_names() or None,
        needed=ground.situation.parties_in(year_of(ground.year)),
        year=ground.reference.year,
        latest_year=latest_year,
    )
    if not parsed.ok:
        return FileRead(None, parsed.problems)
    figures = parsed.by_year[ground.reference.year]
    proposal = ground.proposal(
        snapshot=filename[:200],
        reference_date=ground.reference.isoformat(),
        sha256=fingerprint(figures),
        source=source,
        figures=ground.only_parties(figures),
    )
    return FileRead(proposal, parsed.problems)


def too_large(filename: str, size: int) -> Problem:
    """The refusal of a file that is not even opened."""
    found = f"en fil på {size / 1_000_000:.0f} MB".replace(".", ",")
    return Problem(filename, None, None, found, f"högst {LARGEST // 1_000_000} MB, en rad per kommun")


def with_one_corrected(ground: Ground, fixed: Fact, party: str, figure: int) -> Proposal:
    """The figures fixed before, one of them another."""
    before = {str(code): int(value) for code, value in (fixed.payload.get("figures") or {}).items()}
    figures = before | {party: figure}
    old = fixed.payload
    return ground.proposal(
        snapshot=str(old["snapshot"]),
        reference_date=str(old.get("reference_date") or ground.reference.isoformat()),
        sha256=fingerprint(figures),
        source=str(old.get("source") or ground.publisher),
        figures=figures,
    )
