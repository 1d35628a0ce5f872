"""Reads of the register: its lines, what they are about, and whether they are as they were recorded.

What a secrecy mark hides is left out here, and not where a line is shown: no page, file or search can forget it. The
act on public access and secrecy (OSL 5:2) lets subject and counterpart be left out of what the public sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from samverk.lib.clock import STOCKHOLM
from samverk.records import queries
from samverk.records.models import Direction, RegisterEntry, RegisterPaper
from samverk.records.queries.papers import PAPER_FIELDS, Paper
from samverk.records.queries.secrecy import documents, superseded
from samverk.rules.canonical import canonical, digest
from samverk.rules.wording import Text

IN, OUT, INTERNAL = Direction.IN.value, Direction.OUT.value, Direction.INTERNAL.value
DIRECTIONS: dict[str, Text] = {
    IN: Text("In", "In"),
    OUT: Text("Ut", "Out"),
    INTERNAL: Text("Upprättad", "Drawn up"),
}
REGISTERED, CORRECTED = "register.added", "register.corrected"
_REGISTER = "/diarium"
_NUMBER = re.compile(r"(?:SAM\s*)?(\d{4})[/:](\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the register. ``is_masked``: counterpart, subject and the other's number are left out of it."""

    id: int
    organisation: str
    year: int
    number: int
    revision: int
    agreement: str
    direction: str
    day: date
    counterpart: str
    party: str
    subject: str
    their_number: str
    chapter: int | None
    section: str
    why: str
    recorded_at: datetime
    actor: str
    is_example: bool
    is_masked: bool = False

    @property
    def name(self) -> str:
        """The number as it is written: "SAM 2026/14"."""
        return f"SAM {self.year}/{self.number}"

    @property
    def ground(self) -> Text:
        """The ground of the secrecy mark: "OSL 19 kap. 1 §"; "" without a mark."""
        if self.chapter is None:
            return Text("", "")
        return Text(
            f"OSL {self.chapter} kap. {self.section} §",
            f"chapter {self.chapter}, section {self.section} of the Secrecy Act (OSL)",
        )


_FIELDS = (
    "id", "organisation", "year", "number", "revision", "agreement", "direction", "day", "counterpart", "party",
    "subject", "their_number", "chapter", "section", "why", "recorded_at", "actor", "is_example",
)  # fmt: skip


def register_chain(organisation: str) -> str:
    """The chain of everything done with an organisation's register."""
    return organisation + _REGISTER


def read(rows: QuerySet[RegisterEntry], *, secrets: bool) -> list[Entry]:
    """Lines, with what a mark hides left out unless ``secrets``."""
    found = (Entry(*row) for row in rows.values_list(*_FIELDS))
    return [one if secrets or one.chapter is None else masked(one) for one in found]


def masked(entry: Entry) -> Entry:
    """What is left of a line for those who may not see what its mark protects."""
    return replace(entry, counterpart="", party="", subject="", their_number="", why="", is_masked=True)


def in_force(agreement: str) -> QuerySet[RegisterEntry]:
    """The lines of an agreement, as they were last corrected."""
    return RegisterEntry.objects.filter(~superseded(), agreement=agreement)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list is narrowed to; nothing given: all. ``recorded_on``: registered that day in Sweden."""

    year: int = 0
    direction: str = ""
    words: str = ""
    recorded_on: date | None = None


_LATEST = ("-year", "-number", "-id")
_SAID = Concat("subject", Value("\n"), "counterpart", Value("\n"), "their_number", output_field=TextField())


class Lines:
    """An agreement's lines, the latest first. Counted and read in slices. ``total``: of all its lines, where known."""

    def __init__(self, agreement: str, sought: Sought, *, secrets: bool, total: int | None = None) -> None:
        # One text to look for words in: whether a line has them is asked of every line.
        rows = in_force(agreement).alias(said=_SAID)
        if sought.year:
            rows = rows.filter(year=sought.year)
        if sought.direction:
            rows = rows.filter(direction=sought.direction)
        if sought.recorded_on is not None:
            # The day a number was given; a later correction does not move it.
            begins = datetime.combine(sought.recorded_on, time(), STOCKHOLM)
            ends = datetime.combine(sought.recorded_on + timedelta(days=1), time(), STOCKHOLM)
            day = RegisterEntry.objects.filter(
                agreement=agreement, revision=1, recorded_at__gte=begins, recorded_at__lt=ends
            )
            rows = rows.filter(_any_of(day.values_list("organisation", "year", "number")))
        for word in sought.words.split()[:8] if not _NUMBER.fullmatch(sought.words) else []:
            rows = rows.filter(_says(word, secrets=secrets))
        if number := _NUMBER.fullmatch(sought.words):
            rows = rows.filter(Q(year=int(number[1]), number=int(number[2])) | _says(sought.words, secrets=secrets))
        self._rows = rows.order_by(*_LATEST)
        self._secrets = secrets
        self._total = total if sought == Sought() else None
        self._is_searched = bool(sought.words)

    @cached_property
    def _found(self) -> list[int]:
        """The lines that have the words: looked for once, to count them and to show some."""
        return list(self._rows.values_list("id", flat=True))

    def __len__(self) -> int:
        if self._is_searched:
            return len(self._found)
        return self._rows.count() if self._total is None else self._total

    def __getitem__(self, part: slice) -> list[Entry]:
        if self._is_searched:
            shown = RegisterEntry.objects.filter(pk__in=self._found[part]).order_by(*_LATEST)
            return read(shown, secrets=self._secrets)
        return read(self._rows[part], secrets=self._secrets)

    def oldest_first(self) -> list[Entry]:
        """All of them, as an official list has them."""
        return read(self._rows.order_by("organisation", "year", "number"), secrets=self._secrets)


def _any_of(numbers: QuerySet[RegisterEntry, tuple[str, int, int]]) -> Q:
    found = Q(pk__in=[])
    for organisation, year, number in numbers:
        found |= Q(organisation=organisation, year=year, number=number)
    return found


def _says(word: str, *, secrets: bool) -> Q:
    """What may not be seen cannot be found either."""
    found = Q(said__icontains=word)
    return found if secrets else found & Q(chapter__isnull=True)


# One look in the index for each year, however many lines it has. Every number has a line in force, and its first one.
_EXTENT = """
    WITH RECURSIVE told (year) AS (
        SELECT MAX(year) FROM records_register_entry WHERE agreement = %s
        UNION ALL
        SELECT (SELECT MAX(year) FROM records_register_entry one WHERE one.agreement = %s AND one.year < told.year)
        FROM told WHERE told.year IS NOT NULL
    )
    SELECT year, (SELECT COUNT(*) FROM records_register_entry WHERE agreement = %s AND revision = 1)
    FROM told WHERE year IS NOT NULL
"""


def extent(agreement: str) -> tuple[list[int], int]:
    """The years in which something was registered, the latest first, and how many lines there are. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_EXTENT, [agreement] * 3)
        rows = cursor.fetchall()
    return [year for year, _ in rows], rows[0][1] if rows else 0


def years(agreement: str) -> list[int]:
    """The years in which something was registered, the latest first. One statement."""
    return extent(agreement)[0]


def revisions(agreement: str, organisation: str, year: int, number: int, *, secrets: bool) -> list[Entry]:
    """A line and what it said before it was corrected, the latest first; none when there is no such line.

    With a mark on it now, it is left out also of what was said before the mark. One statement.
    """
    rows = RegisterEntry.objects.filter(agreement=agreement, organisation=organisation, year=year, number=number)
    found = read(rows.order_by("-revision"), secrets=secrets)
    return [masked(one) for one in found] if found and found[0].is_masked else found


def papers_of(entry: Entry) -> list[tuple[Paper, int]]:
    """The documents that a line is about, and which version of each. One statement."""
    rows = documents().filter(registered__entry=entry.id).order_by("id")
    return [(Paper(*row[:-1]), row[-1]) for row in rows.values_list(*PAPER_FIELDS, "registered__version")]


def about(paper: int, *, secrets: bool) -> list[Entry]:
    """The lines in force that are about a document, the first first. One statement."""
    rows = RegisterEntry.objects.filter(~superseded(), papers__document=paper)
    return read(rows.order_by("year", "number"), secrets=secrets)


# --- as it was recorded -----------------------------------------------------------------------------------


def content_of(row: Mapping[str, Any], papers: list[tuple[str, int]]) -> str:
    """The digest of a line that stands in the chain. ``papers``: names and versions of what it is about."""
    stated = {name: row[name] for name in _STATED} | {"day": row["day"].isoformat(), "papers": sorted(papers)}
    return digest(canonical(stated))


_STATED = (
    "organisation", "year", "number", "revision", "agreement", "direction", "counterpart", "party", "subject",
    "their_number", "chapter", "section", "why", "nonce", "is_example",
)  # fmt: skip


def register_unlike_chain() -> Iterator[str]:
    """Lines that are not as the chain says, and lines of only one of the two: "organisation year/number"."""
    told: dict[tuple[str, int], tuple[Any, ...]] = {}
    for chain in queries.chains():
        for act in queries.facts(chain) if chain.endswith(_REGISTER) else ():
            name = f"{chain.removesuffix(_REGISTER)} {act.payload['entry']}"
            told[name, act.payload["revision"]] = (act.payload["content"], act.recorded_at, act.actor)
    linked: dict[int, list[tuple[str, int]]] = {}
    for entry, key, version in RegisterPaper.objects.values_list("entry_id", "document__key", "version"):
        linked.setdefault(entry, []).append((key, version))
    there = {
        (f"{row['organisation']} {row['year']}/{row['number']}", row["revision"]): (
            content_of(row, linked.get(row["id"], [])), row["recorded_at"], row["actor"],
        )
        for row in RegisterEntry.objects.values()
    }  # fmt: skip
    yield from sorted(
        {name for name, revision in {*told, *there} if told.get((name, revision)) != there.get((name, revision))}
    )
