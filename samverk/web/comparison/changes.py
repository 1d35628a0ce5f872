"""What differs between two versions of one agreement, as rows: words, provisions, readings, consequences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from samverk.rules.comparison import ClauseChange, FindingChange, ProvisionChange, ReadingChange
from samverk.rules.comparison.wordings import Passage, Run
from samverk.rules.definition import Definition
from samverk.rules.finding import Finding
from samverk.rules.wording import NBSP, Language
from samverk.web.health.rows import Line, Place, line
from samverk.web.shapes import Chip, Shape

KINDS: Final = {
    "added": gettext_noop("Ny"),
    "removed": gettext_noop("Borttagen"),
    "changed": gettext_noop("Ändrad"),
}
LONGEST = 60
"""Consequences shown; a change that touches every party of a large agreement is told by its first ones."""


@dataclass(frozen=True, slots=True)
class Clause(Shape):
    """A clause that differs: its mark, its heading and passages as runs, and how many words came and went."""

    mark: str
    kind: str
    heading: tuple[Run, ...]
    passages: tuple[Passage, ...]
    gone: int
    come: int


@dataclass(frozen=True, slots=True)
class Provision(Shape):
    """A provision that differs, with what it no longer says and what it says now."""

    label: str
    kind: str
    chips: tuple[Chip, ...]
    gone: tuple[Line, ...]
    come: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reading(Shape):
    """A question that differs: the answer before and now, "" for none."""

    id: str
    question: str
    kind: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Consequence(Shape):
    """What follows differently: the state and sentence before and after, "" where nothing follows."""

    label: str
    before: str
    before_status: str
    after: str
    after_status: str
    href: str


def clauses(found: Iterable[ClauseChange], old: Definition, new: Definition, language: Language) -> Iterator[Clause]:
    """The clauses whose words differ."""
    for item in found:
        if item.kind == "same":
            continue
        info = new.clauses.get(item.id) or old.clauses.get(item.id)
        mark = info.mark.in_language(language).replace(" ", NBSP) if info is not None else item.id
        counts = item.counts
        yield Clause(mark, gettext(KINDS[item.kind]), item.heading, item.passages, counts["del"], counts["ins"])


def provisions(found: Iterable[ProvisionChange], was: Place, now: Place) -> Iterator[Provision]:
    """The provisions that say something else; those removed point into the old version, where no page leads."""
    for item in found:
        place = was if item.kind == "removed" else now
        yield Provision(
            label=item.label.in_language(now.language),
            kind=gettext(KINDS[item.kind]),
            chips=() if item.kind == "removed" else place.chips(item.cites),
            gone=tuple(line(told, was) for told in item.gone),
            come=tuple(line(told, now) for told in item.come),
        )


def readings(found: Iterable[ReadingChange], language: Language) -> Iterator[Reading]:
    """The questions that are new, gone or have another answer."""
    for item in found:
        yield Reading(
            item.reading,
            item.question.in_language(language),
            gettext(KINDS[item.kind]),
            item.was.in_language(language) if item.was is not None else "",
            item.now.in_language(language) if item.now is not None else "",
        )


def consequences(found: Iterable[FindingChange], place: Place, in_use: bool) -> Iterator[Consequence]:
    """What follows differently. ``in_use``: the new version is the one the agreement's pages show, so lead there."""
    for item in found:
        href = reverse("why", args=[place.agreement, item.key]) + place.query if in_use and item.after else ""
        yield Consequence(
            label=item.label.in_language(place.language),
            before=_headline(item.before, place.language),
            before_status=item.before.status if item.before is not None else "",
            after=_headline(item.after, place.language),
            after_status=item.after.status if item.after is not None else "",
            href=href,
        )


def _headline(finding: Finding | None, language: Language) -> str:
    words = finding.headline.in_language(language) if finding is not None else ""
    return words[:1].upper() + words[1:]
