"""Lines of the register as rows; what a mark hides has been left out before it comes here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from samverk.lib.clock import STOCKHOLM
from samverk.records.queries.register import DIRECTIONS, Entry
from samverk.rules.wording import Language
from samverk.web.shapes import Shape


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A line of the list. ``ground``: of a secrecy mark; ``why``: of a correction; ``actor``: "" for outsiders."""

    href: str
    name: str
    day: date
    direction: str
    counterpart: str
    subject: str
    their_number: str
    ground: str
    masked: bool
    why: str
    recorded_at: datetime
    actor: str
    example: bool
    revision: int


def rows(found: Iterable[Entry], language: Language, *, people: bool) -> list[Row]:
    """Lines in the order given. ``people``: with the post of who registered."""
    return [row(one, language, people=people) for one in found]


def row(one: Entry, language: Language, *, people: bool) -> Row:
    """One line."""
    return Row(
        href=address(one),
        name=one.name,
        day=one.day,
        direction=DIRECTIONS[one.direction].in_language(language),
        counterpart=one.counterpart,
        subject=_("Sekretessmarkerad") if one.is_masked else one.subject,
        their_number=one.their_number,
        ground=one.ground.in_language(language),
        masked=one.is_masked,
        why=one.why,
        recorded_at=one.recorded_at.astimezone(STOCKHOLM),
        actor=one.actor if people else "",
        example=one.is_example,
        revision=one.revision,
    )


def address(one: Entry) -> str:
    """Where the line is read."""
    return reverse("register-entry", args=[one.agreement, one.organisation, one.year, one.number])
