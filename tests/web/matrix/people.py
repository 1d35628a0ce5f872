"""Everyone who may ask: each role with a part in Koordination Norrort, and each with none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.test import Client

from samverk.accounts.actions import NewRole, create_user, open_content
from samverk.accounts.models import BODY_KINDS, RoleKind, User
from samverk.accounts.policy import Actor, system
from samverk.accounts.queries import actor
from tests.web.filled import COUNTY, NORRORT, NOW

BY = system("Prov")
OWN, OTHER, FAR = "0187", "0184", "0127"
"""A party of Norrort, another of its parties, and a municipality that never was one."""

OPENED = "opened"
VISITOR = "visitor"
_WHOLE = (RoleKind.STRATEGIST, RoleKind.ASSOCIATION_STAFF, RoleKind.CONTROLLER)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who asks. ``column``: where the table says what to expect."""

    name: str
    column: str
    role: NewRole | None
    opens: bool = False


def _role(kind: RoleKind, *, inside: bool) -> NewRole:
    """The role in Norrort or for a party of it; or the same role elsewhere."""
    first = date(2014, 1, 1)
    if kind == RoleKind.ADMINISTRATOR:
        return NewRole(kind=kind, from_day=first)
    if kind in BODY_KINDS:
        return NewRole(kind=kind, from_day=first, agreement=NORRORT if inside else COUNTY, body="styrgrupp")
    if kind in _WHOLE:
        return NewRole(kind=kind, from_day=first, agreement=NORRORT if inside else COUNTY)
    return NewRole(kind=kind, from_day=first, party=OWN if inside else FAR)


INSIDE = tuple(Person(kind, kind, _role(kind, inside=True)) for kind in RoleKind)
OUTSIDE = (
    Person(VISITOR, VISITOR, None),
    *(
        Person(f"{kind}-elsewhere", "elsewhere", _role(kind, inside=False))
        for kind in RoleKind
        if kind != RoleKind.ADMINISTRATOR
    ),
    Person("role-ended", "elsewhere", NewRole(
        kind=RoleKind.STRATEGIST, agreement=NORRORT, from_day=date(2014, 1, 1), to_day=NOW.date()
    )),
    Person("role-to-come", "elsewhere", NewRole(
        kind=RoleKind.STRATEGIST, agreement=NORRORT, from_day=NOW.date() + timedelta(days=1)
    )),
)  # fmt: skip
PEOPLE = (*INSIDE, Person(OPENED, OPENED, _role(RoleKind.ADMINISTRATOR, inside=True), opens=True), *OUTSIDE)
COLUMNS = (VISITOR, "elsewhere", *RoleKind, OPENED)


def user(person: Person, now: datetime) -> User | None:
    """The account of the person; None for a visitor."""
    if person.role is None:
        return None
    made = create_user(email=f"{person.name}@prov.example", title="Någon", by=BY, at=now, roles=(person.role,))
    if person.opens:
        open_content(agreement=NORRORT, reason="Ett prov av behörigheter", by=actor(made, now.date()), at=now)
    return made


def client(someone: User | None) -> Client:
    """A browser of theirs."""
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    if someone is not None:
        browser.force_login(someone)
    return browser


def acting(person: Person, someone: User | None, now: datetime) -> Actor:
    """The person as an action sees them."""
    return actor(someone, now.date(), now)
