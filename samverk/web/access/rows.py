"""Roles and what has been done with them, as rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samverk.accounts.policy import ROLE_NAMES, Actor, can_end_role
from samverk.lib.clock import STOCKHOLM
from samverk.rules.wording import Language
from samverk.web.shapes import Shape

if TYPE_CHECKING:
    from samverk.accounts.models import Role, Trace

DONE: Mapping[str, str] = {
    "user_created": gettext_noop("Konto upplagt"),
    "user_erased": gettext_noop("Konto borttaget"),
    "role_given": gettext_noop("Roll given"),
    "role_ended": gettext_noop("Roll avslutad"),
    "content_opened": gettext_noop("Innehållet öppnat"),
    "content_closed": gettext_noop("Innehållet stängt"),
    "sign_in_changed": gettext_noop("Organisationens inloggning ändrad"),
}
_OF_THE_MANAGING_PARTY = frozenset({"strategist", "controller"})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RoleRow(Shape):
    """A role: whose, which, for whom, and its days. ``warning``: something about it that should be looked at."""

    who: str
    email: str
    what: str
    where: str
    first: date
    last: date | None
    state: str
    warning: str
    end_href: str


@dataclass(frozen=True, slots=True)
class TraceRow(Shape):
    """Something done: when, what, by whom, about whom, and more in words."""

    at: datetime
    what: str
    actor: str
    about: str
    more: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of an agreement are called: parties, bodies; and who manages it on the day, by code."""

    parties: Mapping[str, str]
    bodies: Mapping[str, str]
    managing: frozenset[str] = frozenset()

    def where(self, party: str, body: str) -> str:
        """The party and the body of a role, in words; "" for neither."""
        named = (self.parties.get(party, party), self.bodies.get(body, body))
        return ", ".join(name for name in named if name)


def role_rows(
    roles: Iterable[Role], names: Names, asking: Actor, today: date, language: Language
) -> tuple[RoleRow, ...]:
    """Those in force first, then those to come, and those that have ended last."""
    rows = [_role(one, names, asking, today, language) for one in roles]
    order = {"now": 0, "coming": 1, "ended": 2}
    return tuple(sorted(rows, key=lambda row: (order[row.state], row.what, row.where, row.first)))


def _role(role: Role, names: Names, asking: Actor, today: date, language: Language) -> RoleRow:
    ended = role.to_day is not None and role.to_day <= today
    state = "ended" if ended else "coming" if role.from_day > today else "now"
    may = can_end_role(asking, user_id=str(role.user_id), kind=role.kind, agreement=role.agreement) is None
    return RoleRow(
        who=role.user.title,
        email=role.user.email,
        what=ROLE_NAMES[role.kind].in_language(language),
        where=names.where(role.party, role.body),
        first=role.from_day,
        last=role.to_day - _ONE_DAY if role.to_day is not None else None,
        state=state,
        warning=_warning(role, names) if state == "now" else "",
        end_href=reverse("end-role", args=[role.pk]) if may and not ended else "",
    )


def _warning(role: Role, names: Names) -> str:
    """A role that the managing municipality's own people hold, though another municipality manages by now."""
    kinds_fit = role.kind in _OF_THE_MANAGING_PARTY
    if not kinds_fit or not role.party or not names.managing or role.party in names.managing:
        return ""
    managing = ", ".join(names.parties.get(code, code) for code in sorted(names.managing))
    return _("Förvaltande kommun är %(kommun)s. Ska rollen avslutas?") % {"kommun": managing}


def trace_rows(found: Iterable[Trace], names: Names, language: Language) -> tuple[TraceRow, ...]:
    """What has been done, in the order given."""
    return tuple(
        TraceRow(
            at=one.at.astimezone(STOCKHOLM),
            what=_(DONE[one.kind]),
            actor=one.actor,
            about=one.about,
            more=_more(one, names, language),
        )
        for one in found
    )


def _more(one: Trace, names: Names, language: Language) -> str:
    parts = [ROLE_NAMES[one.role].in_language(language) if one.role else "", names.where(one.party, one.body)]
    if one.from_day is not None:
        last = (one.to_day - _ONE_DAY).isoformat() if one.to_day is not None else ""
        parts.append(f"{one.from_day.isoformat()}–{last}")
    if one.until is not None:
        parts.append(_("till %(tid)s") % {"tid": f"{one.until.astimezone(STOCKHOLM):%H.%M}"})
    return ", ".join(part for part in (*parts, one.reason) if part)
