"""Who a letter to many can go to: the people of an agreement by task, who of them gets it, and who does not and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from samverk.accounts.models import RoleKind
from samverk.accounts.policy import HeldRole
from samverk.outreach.models import Declined, Kind, Missed
from samverk.outreach.queries.addresses import is_address
from samverk.outreach.queries.recipients import CONTACT, REGISTRATOR, People, candidates_among, people
from samverk.rules.wording import Text

HEAD, REPRESENTATIVE, BODY = "forvaltningschef", "representant", "organ"
TASKS: Final[dict[str, Text]] = {
    REGISTRATOR: Text("Parternas registratorer", "The parties' registrars"),
    CONTACT: Text("Parternas kontaktpersoner", "The parties' contact persons"),
    HEAD: Text("Parternas förvaltningschefer", "The parties' heads of administration"),
    REPRESENTATIVE: Text("Parternas representanter", "The parties' representatives"),
}
"""The groups that every agreement has; each body is one more ("organ:styrgrupp")."""

_ACCOUNTS: Final = {
    RoleKind.REGISTRAR: REGISTRATOR,
    RoleKind.CONTACT_PERSON: CONTACT,
    RoleKind.HEAD_OF_ADMINISTRATION: HEAD,
    RoleKind.REPRESENTATIVE: REPRESENTATIVE,
}
_MEMBERS: Final = frozenset({RoleKind.BODY_CHAIR, RoleKind.BODY_MEMBER})


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with an address and a task. ``group``: the task, as ``TASKS`` or "organ:…" names it."""

    group: str
    party: str
    title: str
    address: str
    language: str = "sv"

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.party}/{self.group}/{self.address}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a letter to somebody: sent, or ``missed`` and why. No title: a party that nobody is known at."""

    party: str
    title: str
    address: str
    language: str
    missed: str = ""


def readers(agreement: str, on: date) -> tuple[Reader, ...]:
    """Everybody with a task in the agreement and an address, by group, party, title. Three statements."""
    return _readers(people(agreement, on))


def _readers(known: People) -> tuple[Reader, ...]:
    bound, agreement = known.bound, known.agreement
    found: dict[str, Reader] = {}
    for post in known.posts:
        if post.party in bound and post.role in TASKS and is_address(post.email):
            one = Reader(post.role, post.party, post.title, post.email.lower())
            found.setdefault(one.key, one)
    for user, roles in known.users:
        for role in roles if is_address(user.email) else ():
            group = _group(role, agreement, bound)
            if group:
                one = Reader(group, role.party, user.title, user.email, user.language)
                found.setdefault(one.key, one)
    return tuple(sorted(found.values(), key=lambda one: (one.group, one.party, one.title, one.address)))


def _group(role: HeldRole, agreement: str, bound: Collection[str]) -> str:
    if role.kind in _MEMBERS:
        return f"{BODY}:{role.body}" if role.agreement == agreement and role.body else ""
    if role.agreement not in ("", agreement) or role.party not in bound:
        return ""
    return _ACCOUNTS.get(RoleKind(role.kind), "")


def who_gets(
    agreement: str, kind: str, on: date, *, groups: Collection[str], chosen: Collection[str]
) -> tuple[Outcome, ...]:
    """What becomes of the letter, to each: every address once, those who get it first. Four statements.

    A statutory notice goes to the party's registrar too (where there is none to its contact persons, or to whoever is
    known there), for each party that the choice concerns.
    """
    known = people(agreement, on)
    wanted = [one for one in _readers(known) if one.group in groups or one.key in chosen]
    found = [Outcome(one.party, one.title, one.address, one.language) for one in wanted]
    everywhere = bool(set(groups) & set(TASKS))
    parties = {one.party for one in wanted if one.party}
    if everywhere:
        parties |= set(known.bound)
    if kind == Kind.STATUTORY:
        official = [one for one in candidates_among(known) if one.suggested and one.party in parties]
        found = [*(Outcome(one.party, one.title, one.address, one.language) for one in official), *found]
    reached = {one.party for one in found if one.address}
    return _told(found, parties - reached, kind)


def _told(found: Iterable[Outcome], unknown: Iterable[str], kind: str) -> tuple[Outcome, ...]:
    once: dict[str, Outcome] = {}
    for one in found:
        if one.address:
            once.setdefault(one.address, one)
    declined: set[str] = set()
    if kind != Kind.STATUTORY:
        declined = set(Declined.objects.filter(kind=kind, address__in=list(once)).values_list("address", flat=True))
    gets = [one for address, one in once.items() if address not in declined]
    misses = [
        Outcome(one.party, one.title, one.address, one.language, Missed.DECLINED)
        for address, one in once.items()
        if address in declined
    ]
    nobody = [Outcome(party, "", "", "sv", Missed.NO_ADDRESS) for party in sorted(unknown)]
    return (*sorted(gets, key=lambda one: (one.party, one.title, one.address)), *misses, *nobody)


def digest(outcomes: Iterable[Outcome]) -> str:
    """A name for who gets it and who does not: another as soon as anybody is added, gone or has said no."""
    told = "\n".join(sorted(f"{one.party}/{one.address}/{one.missed}" for one in outcomes))
    return sha256(told.encode()).hexdigest()[:32]
