"""Two agreements as rows with two sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samverk.rules.comparison import Comparison, Mark
from samverk.rules.comparison.parameters import MARKS, PARTS
from samverk.rules.comparison.parameters import Side as Said
from samverk.rules.wording import Text
from samverk.web.health.rows import DISCS, Place
from samverk.web.shapes import Chip, Shape


@dataclass(frozen=True, slots=True)
class Line(Shape):
    """A sentence; ``shared`` when the other agreement says the same, ``disc`` how sure it is."""

    text: str
    disc: str
    shared: bool
    quote: bool


@dataclass(frozen=True, slots=True)
class Side(Shape):
    """What one agreement says: sentences and clauses, or in a few words that it says nothing."""

    who: str
    lines: tuple[Line, ...]
    chips: tuple[Chip, ...]
    nothing: str


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """One parameter with both sides, and the word for how they stand to one another."""

    id: str
    label: str
    mark: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Fold(Shape):
    """Rows that are alike and therefore folded."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Part(Shape):
    """One part of the comparison: the rows that differ, and those that do not."""

    id: str
    heading: str
    rows: tuple[Row, ...]
    folds: tuple[Fold, ...]
    count: str


def parts(found: Iterable[Comparison], places: tuple[Place, Place]) -> Iterator[Part]:
    """The comparison part by part, differences first."""
    language = places[0].language
    rows = list(found)
    for part, heading in PARTS.items():
        held = [item for item in rows if item.part == part]
        differing = [item for item in held if item.mark in ("different", "surer")]
        folds = tuple(_folds(held, places))
        count = _("{n} av {total} skiljer").format(n=len(differing), total=len(held))
        shown = tuple(_row(item, places) for item in differing)
        yield Part(part, heading.in_language(language), shown, folds, count)


def _folds(held: Iterable[Comparison], places: tuple[Place, Place]) -> Iterator[Fold]:
    alike: tuple[Mark, ...] = ("same", "neither")
    rows = list(held)
    for mark in alike:
        found = [item for item in rows if item.mark == mark]
        if found:
            yield Fold(_heading(mark, len(found)), tuple(_row(item, places) for item in found))


def _heading(mark: Mark, count: int) -> str:
    return f"{_('De säger samma sak') if mark == 'same' else _('Inget av dem säger något')} ({count})"


def _row(item: Comparison, places: tuple[Place, Place]) -> Row:
    language = places[0].language
    said = [{told.text for told in side.told} for side in item.sides]
    shared = said[0] & said[1]
    return Row(
        id=item.id,
        label=item.label.in_language(language),
        mark=MARKS[item.mark].in_language(language),
        sides=tuple(_side(side, place, shared) for side, place in zip(item.sides, places, strict=True)),
    )


def _side(side: Said, place: Place, shared: set[Text]) -> Side:
    cites = tuple(dict.fromkeys(cite for told in side.told for cite in told.cites))
    nothing = ""
    if not side.told:
        nothing = side.reason.in_language(place.language) if side.reason is not None else _("Texten säger inget.")
    return Side(
        who=place.definition.short.in_language(place.language),
        lines=tuple(
            Line(
                told.text.in_language(place.language),
                "" if told.state == "found" else DISCS.get(told.state, ""),
                told.text in shared,
                told.quote,
            )
            for told in side.told
        ),
        chips=place.chips(cites),
        nothing=nothing,
    )
