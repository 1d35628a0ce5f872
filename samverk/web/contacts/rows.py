"""Contacts, and what has been done with them, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samverk.lib.clock import STOCKHOLM
from samverk.web.shapes import Shape

if TYPE_CHECKING:
    from samverk.parties.models import ContactPost, PostTrace

_ONE_DAY = timedelta(days=1)
DONE: Mapping[str, str] = {
    "recorded": gettext_noop("Kontakt tillagd"),
    "changed": gettext_noop("Kontakt ändrad"),
    "corrected": gettext_noop("Kontakt rättad"),
    "ended": gettext_noop("Kontakt avslutad"),
    "confirmed": gettext_noop("Kontakterna bekräftade"),
}


@dataclass(frozen=True, slots=True)
class ContactRow(Shape):
    """A contact: what it is in the cooperation, its title, how it is reached, its days.

    ``state``: now, coming, ended.
    """

    role: str
    title: str
    email: str
    phone: str
    first: date
    last: date | None
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class TraceRow(Shape):
    """Something done with the contacts: when, what, by whom, with which."""

    at: datetime
    what: str
    actor: str
    about: str


def contact_rows(
    posts: Iterable[ContactPost], roles: Mapping[str, str], today: date, *, kept: bool
) -> tuple[ContactRow, ...]:
    """Those in force, then those to come, then those that have ended; ``kept``: with the way to change them."""
    rows = [_row(one, roles, today, kept=kept) for one in posts]
    order = {"now": 0, "coming": 1, "ended": 2}
    return tuple(sorted(rows, key=lambda row: (order[row.state], row.role, row.title, row.first)))


def _row(post: ContactPost, roles: Mapping[str, str], today: date, *, kept: bool) -> ContactRow:
    ended = post.to_day is not None and post.to_day <= today
    state = "ended" if ended else "coming" if post.from_day > today else "now"
    return ContactRow(
        role=roles.get(post.role, post.role),
        title=post.title,
        email=post.email,
        phone=post.phone,
        first=post.from_day,
        last=post.to_day - _ONE_DAY if post.to_day is not None else None,
        state=state,
        href=reverse("change-contact", args=[post.organisation_id, post.pk]) if kept and not ended else "",
    )


def trace_rows(found: Iterable[PostTrace], roles: Mapping[str, Mapping[str, str]]) -> tuple[TraceRow, ...]:
    """What has been done, in the order given. ``roles``: what roles are called, by agreement."""
    return tuple(
        TraceRow(
            at=one.at.astimezone(STOCKHOLM),
            what=_(DONE[one.what]),
            actor=one.actor,
            about=", ".join(part for part in (roles[one.agreement].get(one.role, one.role), one.title) if part),
        )
        for one in found
    )
