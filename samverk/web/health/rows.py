"""The health check as rows: each question with what the agreement says, and each thing that hangs loose."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from samverk.rules.definition import Definition
from samverk.rules.health import CONSEQUENCES, Health, Remark, Row
from samverk.rules.health.inner import SORTS, Sort
from samverk.rules.health.told import State, Told
from samverk.rules.wording import Language
from samverk.web.agreements.derivation import chips
from samverk.web.shapes import Chip, Shape

# The heading of a state, and the code of its symbol: a shape and a word, never a colour alone.
STATES: Final[dict[State, tuple[str, str]]] = {
    "silent": (gettext_noop("Texten säger inget"), "unclear"),
    "open": (gettext_noop("Öppen fråga"), "unclear"),
    "assumed": (gettext_noop("Samverk antar ett svar"), "unclear"),
    "decided": (gettext_noop("De som får bestämma har beslutat"), "ok"),
    "found": (gettext_noop("Texten svarar"), "ok"),
    "na": (gettext_noop("Frågan uppstår inte"), "na"),
}

# Words about the question were found; nobody has judged them.
QUOTED: Final = (gettext_noop("Texten har ord om det"), "ok")

# What the counts call them.
COUNTED: Final[dict[State, str]] = {
    "silent": gettext_noop("Säger inget"),
    "open": gettext_noop("Öppet"),
    "assumed": gettext_noop("Antaget"),
    "decided": gettext_noop("Beslutat"),
    "found": gettext_noop("Står i texten"),
    "na": gettext_noop("Uppstår inte"),
}

AT_ONCE: Final = 6
"""Loose ends shown of a sort; the rest is folded."""

# The disc of a sentence: how sure it is.
DISCS: Final[dict[State, str]] = {"open": "open", "assumed": "assumed", "decided": "adopted", "found": "stated"}


@dataclass(frozen=True, slots=True)
class Place:
    """What every row is written for."""

    agreement: str
    definition: Definition
    query: str
    language: Language

    def chips(self, cites: tuple[str, ...]) -> tuple[Chip, ...]:
        """A mark for each clause cited."""
        return chips(self.agreement, self.definition, cites, self.query, self.language)

    def readings(self, readings: Iterable[str]) -> tuple[Chip, ...]:
        """A mark for each reading, that leads to it on the readings desk."""
        return tuple(
            Chip(mark=reading, href=reverse("reading", args=[self.agreement, reading]) + self.query)
            for reading in dict.fromkeys(readings)
            if reading
        )


@dataclass(frozen=True, slots=True)
class Line(Shape):
    """A sentence the agreement says. ``disc``: how sure it is, "" for what it leaves out; ``quote``: its own words."""

    text: str
    disc: str
    quote: bool


@dataclass(frozen=True, slots=True)
class Wording(Shape):
    """A proposal to paste: in Swedish, as the agreement is; ``meaning``: the same in English on English pages."""

    where: str
    heading: str
    text: str
    meaning: str
    restated: bool


@dataclass(frozen=True, slots=True)
class Question(Shape):
    """A question of the catalogue as the page shows it."""

    number: int
    id: str
    asks: str
    why: str
    law: str
    symbol: str
    state: str
    lines: tuple[Line, ...]
    chips: tuple[Chip, ...]
    readings: tuple[Chip, ...]
    meanwhile: tuple[str, ...]
    wording: Wording | None
    reason: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Group(Shape):
    """Questions under one heading, and how many."""

    id: str
    heading: str
    rows: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Loose(Shape):
    """One sort of what hangs loose: why it matters, and each thing with its marks; ``rest`` is folded."""

    id: str
    heading: str
    why: str
    count: int
    first: tuple[tuple[str, tuple[Chip, ...]], ...]
    rest: tuple[tuple[str, tuple[Chip, ...]], ...]


def left(health: Health, place: Place, states: Container[State]) -> Iterator[Group]:
    """The questions that the agreement leaves in some of the states, by consequence, the gravest first."""
    numbers = _numbers(health)
    for consequence, heading in CONSEQUENCES.items():
        rows = [row for row in health.unsettled if row.question.consequence == consequence and row.state in states]
        yield from _group(consequence, heading.in_language(place.language), rows, numbers, place)


def answered(health: Health, place: Place) -> Iterator[Group]:
    """What the agreement answers, then what does not arise in it."""
    numbers = _numbers(health)
    yield from _group("settled", gettext("Det som avtalet svarar på"), health.settled, numbers, place)
    yield from _group("beside", gettext("Det som inte uppstår här"), health.beside, numbers, place)


def _numbers(health: Health) -> dict[str, int]:
    return {row.question.id: number for number, row in enumerate(health.rows, 1)}


def _group(id_: str, heading: str, rows: Iterable[Row], numbers: dict[str, int], place: Place) -> Iterator[Group]:
    shown = tuple(_question(row, numbers[row.question.id], place) for row in rows)
    if shown:
        yield Group(id_, heading, shown)


def _question(row: Row, number: int, place: Place) -> Question:
    language = place.language
    word, symbol = QUOTED if row.quoted else STATES[row.state]
    return Question(
        number=number,
        id=f"q-{row.question.id}",
        asks=row.question.asks.in_language(language),
        why=row.question.why.in_language(language),
        law="; ".join(item.in_language(language) for item in row.question.law),
        symbol=symbol,
        state=gettext(word),
        lines=tuple(line(item, place) for item in row.told),
        chips=place.chips(tuple(dict.fromkeys(cite for item in row.told for cite in item.cites))),
        readings=place.readings(reading for item in row.told for reading in item.readings),
        meanwhile=tuple(item.in_language(language) for item in row.meanwhile),
        wording=_wording(row, language),
        reason=row.reason.in_language(language) if row.reason is not None else "",
        quoted=row.quoted,
    )


def line(told: Told, place: Place) -> Line:
    """A sentence and how sure it is. Quoted words stay in the language of the agreement."""
    return Line(told.text.in_language(place.language), DISCS.get(told.state, ""), told.quote)


def _wording(row: Row, language: Language) -> Wording | None:
    proposal = row.proposal
    if proposal is None:
        return None
    return Wording(
        where=proposal.where.in_language(language),
        heading=proposal.heading.sv,
        text=proposal.wording.sv,
        meaning=proposal.wording.en if language == "en" else "",
        restated=proposal.restated,
    )


def loose(remarks: Iterable[Remark], place: Place) -> Iterator[Loose]:
    """What hangs loose, sort by sort."""
    found: dict[Sort, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.sort, []).append(remark)
    for sort, (name, why) in SORTS.items():
        if sort in found:
            items = tuple(
                (item.text.in_language(place.language), place.chips(item.cites) + place.readings([item.reading]))
                for item in found[sort]
            )
            yield Loose(
                id=sort,
                heading=name.in_language(place.language),
                why=why.in_language(place.language),
                count=len(items),
                first=items[:AT_ONCE],
                rest=items[AT_ONCE:],
            )
