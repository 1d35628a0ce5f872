"""Links to one act: which link a secret opens, whether it still holds, whom it speaks for and what it can be for.

A link holds as long as its person has the role and may do the act, and for a debt as long as that is owed. All of it is
asked when the link is used, nothing when it was made: a right that has ended ends the link without anybody's doing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import QuerySet

from samverk.accounts.models import Role, RoleKind, User
from samverk.accounts.policy import Actor, HeldRole
from samverk.accounts.queries import roles_in_force, secret_hash
from samverk.accounts.queries.requiring import is_second_step_required
from samverk.agreements.policy import OWN_PAPER_KEEPERS, can_record_fact
from samverk.lib.clock import STOCKHOLM
from samverk.outreach.models import Link
from samverk.outreach.queries.debts import Debt, debts_now
from samverk.rules.facts import FACT_KINDS

HAND_IN: Final = "document.added"
"""Instead of a kind of fact: a document is handed in."""

ROLES: Final = (RoleKind.CONTACT_PERSON, RoleKind.HEAD_OF_ADMINISTRATION, RoleKind.REPRESENTATIVE, RoleKind.REGISTRAR)
"""Posts at a party. Those who run an agreement or the installation may do too much for a letter to open it."""

CHOSEN: Final = frozenset({"act", "body", "interpretation", "notice_party", "option", "plan", "role", "rule"})
"""What a form offers as a list out of the agreement. Settled in the link, or not asked: a link shows nothing of it."""

SUMS: Final = frozenset({"amount", "cost"})
"""What a form writes in kronor and a fact keeps in öre: never settled in a link."""

NOT_BY_LINK: Final = frozenset({"fact.withdrawn", "interpretation.adopted"})

LASTS: Final = 30
"""Days that a link in a reminder holds, its day not counted; the next reminder has a new one."""

SECRET_BYTES: Final = 32


class Standing(StrEnum):
    """Whether a link can be used, and if not, why."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"
    ENDED = "ended"
    SIGN_IN = "sign_in"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that is being written into a letter. ``last_day``: the last on which it holds."""

    role: Role
    agreement: str
    party: str
    kind: str
    last_day: date
    given: Mapping[str, str | int] = field(default_factory=dict)
    thing: str = ""
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES))

    @property
    def until(self) -> datetime:
        """The moment from which it no longer holds."""
        return datetime.combine(self.last_day + timedelta(days=1), time(0), STOCKHOLM)


def link_of(secret: str) -> Link | None:
    """The link that a secret opens, with its user and role, whatever has become of it. One statement."""
    return Link.objects.select_related("user", "role__user").filter(secret_hash=secret_hash(secret)).first()


def standing(link: Link, at: datetime) -> Standing:
    """Whether it can be used at a moment. What has happened to it is told before what has happened around it."""
    today = at.astimezone(STOCKHOLM).date()
    if link.used_at is not None:
        return Standing.USED
    if link.revoked_at is not None:
        return Standing.REVOKED
    if at >= link.until:
        return Standing.EXPIRED
    if not _is_held(link.role, today) or not link.user.is_active or not may_act(link.role, link.agreement, link.kind):
        return Standing.ENDED
    if is_second_step_required(link.role):
        return Standing.SIGN_IN
    if link.thing and debt_of(link, today) is None:
        return Standing.DONE
    return Standing.OPEN


def _is_held(role: Role, on: date) -> bool:
    return role.from_day <= on and (role.to_day is None or role.to_day > on)


def debt_of(link: Link, today: date) -> Debt | None:
    """What is owed, where the link is for that and it still is."""
    owed = debts_now([link.agreement], today) if link.thing else ()
    return next((debt for debt in owed if debt.name == (link.agreement, link.thing)), None)


def acting(link: Link) -> Actor:
    """Whom the link speaks for: its person, in the one role, in the one agreement."""
    return _actor(link.user, link.role, link.agreement)


def _actor(user: User, role: Role, agreement: str) -> Actor:
    held = HeldRole(role.kind, agreement, role.party)
    return Actor(str(user.pk), user.title, (held,), origin=f"link:{role.kind}")


def may_act(role: Role, agreement: str, kind: str) -> bool:
    """Whether someone with the role may do the act for their own party, by a link."""
    if role.kind not in ROLES or not role.party or role.agreement not in ("", agreement):
        return False
    if kind == HAND_IN:
        return role.kind in OWN_PAPER_KEEPERS
    asking = _actor(role.user, role, agreement)
    return kind not in NOT_BY_LINK and can_record_fact(asking, agreement, kind=kind, party=role.party) is None


def is_settled(kind: str, given: Iterable[str]) -> bool:
    """Whether everything that would have to be chosen out of the agreement is settled beforehand."""
    if kind == HAND_IN:
        return True
    known = FACT_KINDS.get(kind)
    required = {*known.required, *(["rule"] if kind == "attestation.given" else [])} if known is not None else {kind}
    return kind in FACT_KINDS and not (required & CHOSEN) - set(given) and not SUMS & set(given)


def kinds_for(role: Role, agreement: str) -> tuple[str, ...]:
    """What someone with the role can be asked for by a link, with nothing settled but the party."""
    return tuple(kind for kind in (*FACT_KINDS, HAND_IN) if is_settled(kind, ()) and may_act(role, agreement, kind))


def link_for(debt: Debt, roles: Iterable[Role], today: date) -> NewLink | None:
    """A new link that settles the debt, for somebody with these roles; None where none of them may, or nothing does."""
    kind, _, party = debt.subject.partition(":")
    if kind != "party" or debt.act is None or debt.act.corrects is not None or debt.act.party not in (None, party):
        return None
    given = {key: value for key, value in debt.act.initial.items() if key != "party"}
    if not is_settled(debt.act.kind, given):
        return None
    own = (role for role in roles if role.party == party and may_act(role, debt.agreement, debt.act.kind))
    role = next((one for one in own if not is_second_step_required(one)), None)
    if role is None:
        return None
    last = today + timedelta(days=LASTS)
    return NewLink(role, debt.agreement, party, debt.act.kind, last, given, debt.thing)


def roles_of_address(address: str, on: date) -> tuple[Role, ...]:
    """The roles at parties that the active user with an address holds on a day. One statement."""
    held = roles_in_force(on).filter(user__email=address.lower(), user__is_active=True, kind__in=ROLES)
    return tuple(held.select_related("user").order_by("pk"))


def roles_to_ask(agreement: str, parties: Iterable[str], on: date) -> tuple[Role, ...]:
    """Posts at parties of an agreement, by title. One statement."""
    held = roles_in_force(on).filter(kind__in=ROLES, party__in=list(parties), agreement__in=("", agreement))
    return tuple(held.filter(user__is_active=True).select_related("user").order_by("user__title", "pk"))


def links_in(agreements: Iterable[str]) -> QuerySet[Link]:
    """Links in agreements, the latest first, with users and roles."""
    return Link.objects.filter(agreement__in=list(agreements)).select_related("user", "role")


def is_out(at: datetime) -> dict[str, object]:
    """The conditions on links that have neither been used, made worthless nor run out."""
    return {"used_at__isnull": True, "revoked_at__isnull": True, "until__gt": at}
