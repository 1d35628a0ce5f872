"""Who is to be reminded of what on a day: debts, those who bear them, and what they have been told before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samverk.accounts.models import RoleKind, User
from samverk.accounts.policy import Actor, HeldRole, system
from samverk.accounts.queries import users_with_roles
from samverk.agreements.queries.listings import visible_to
from samverk.outreach.models import Declined, Kind, Reminder
from samverk.outreach.queries.addresses import is_address
from samverk.outreach.queries.cadence import Told, reminder_due
from samverk.outreach.queries.debts import CONTACTS, Debt, debts_now
from samverk.parties.queries import Post, posts

CONTACT = "kontaktperson"
KEEPERS = frozenset({RoleKind.STRATEGIST, RoleKind.ASSOCIATION_STAFF})
OF_A_PARTY = frozenset({RoleKind.CONTACT_PERSON, RoleKind.HEAD_OF_ADMINISTRATION})
BY_ROLE: Mapping[str, frozenset[str]] = {
    "strateg": frozenset({RoleKind.STRATEGIST}),
    "forvaltande-kommun": frozenset({RoleKind.CONTROLLER}),
}
"""Roles of agreements that accounts hold. Where nobody holds one, those who run the cooperation are told."""


@dataclass(frozen=True, slots=True)
class Person:
    """An address that can be reminded, the title of the post, its language."""

    address: str
    title: str
    language: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A debt to remind somebody of today; ``step`` is days from its last day."""

    debt: Debt
    step: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One letter of a day: everything in one agreement that somebody is to be reminded of."""

    to: Person
    agreement: str
    due: tuple[Due, ...]
    declined: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The reminders of a day. ``unreachable``: debts that nobody can be reminded of, since no address is known."""

    day: date
    digests: tuple[Digest, ...]
    unreachable: tuple[Debt, ...]


def plan(today: date, agreements: Collection[str] | None = None) -> Plan:
    """Who gets what today, in all agreements or in some. Seven statements at most, however many debts."""
    chosen = [one.id for one in visible_to(system("Påminnelser"))] if agreements is None else sorted(agreements)
    debts = debts_now(chosen, today)
    people = _People(today)
    told = _told(chosen)
    declined = set(Declined.objects.filter(kind=Kind.SERVICE).values_list("address", flat=True))
    letters: dict[tuple[Person, str], list[Due]] = defaultdict(list)
    unreachable = []
    for debt in debts:
        bearers = people.of(debt)
        if not bearers:
            unreachable.append(debt)
        for person in bearers:
            step = reminder_due(debt.due_on, today, told[debt.name, person.address], dated=debt.dated)
            if step is not None:
                letters[person, debt.agreement].append(Due(debt, step))
    digests = (
        Digest(person, agreement, tuple(sorted(due, key=_when)), person.address in declined)
        for (person, agreement), due in letters.items()
    )
    return Plan(today, tuple(sorted(digests, key=lambda one: (one.agreement, one.to.address))), tuple(unreachable))


def bearers_of(agreement: str, today: date) -> tuple[tuple[Debt, tuple[Person, ...]], ...]:
    """The parties that have not confirmed their contacts in the round of the agreement, and whom to tell at each."""
    people = _People(today)
    asked = [debt for debt in debts_now([agreement], today) if debt.thing.startswith(f"{CONTACTS}~")]
    return tuple((debt, people.of(debt)) for debt in asked)


def tasks_of(roles: Collection[HeldRole], today: date, agreements: Collection[str] | None = None) -> tuple[Debt, ...]:
    """What waits for whoever holds the roles: what their party owes, or what falls on a role in its agreement.

    ``agreements``: those that such a one sees, when they are known.
    """
    if agreements is None:
        agreements = [one.id for one in visible_to(Actor("", "", tuple(roles)))]
    debts = debts_now(agreements, today)
    return tuple(debt for debt in debts if any(_falls_on(debt, role) for role in roles))


def _falls_on(debt: Debt, role: HeldRole) -> bool:
    kind, _, name = debt.subject.partition(":")
    if role.agreement not in ("", debt.agreement):
        return False
    if kind == "party":
        return role.kind in OF_A_PARTY and name == role.party
    return not role.party and role.kind in (BY_ROLE.get(name, KEEPERS) if kind == "role" else KEEPERS)


def _when(due: Due) -> tuple[date, str]:
    return due.debt.due_on, due.debt.thing


def _told(agreements: Collection[str]) -> Mapping[tuple[tuple[str, str], str], Sequence[Told]]:
    found: dict[tuple[tuple[str, str], str], list[Told]] = defaultdict(list)
    rows = Reminder.objects.filter(agreement__in=agreements)
    for agreement, thing, address, due_on, step, day in rows.values_list(
        "agreement", "thing", "address", "due_on", "step", "day"
    ):
        found[(agreement, thing), address].append(Told(due_on, step, day))
    return found


class _People:
    """Posts and accounts with an address, on a day."""

    def __init__(self, today: date) -> None:
        self._posts = tuple(post for post in posts(on=today) if is_address(post.email))
        self._users = [(user, role) for user, roles in users_with_roles(today) for role in roles]

    def of(self, debt: Debt) -> tuple[Person, ...]:
        """Those to remind of a debt, each address once; posts before accounts, since the party has named them."""
        kind, _, name = debt.subject.partition(":")
        if kind == "party":
            found = [*self._posts_of(debt.agreement, name), *self._accounts(debt.agreement, OF_A_PARTY, name)]
        else:
            held = BY_ROLE.get(name, KEEPERS) if kind == "role" else KEEPERS
            in_post = [post for post in self._posts if post.role == name and post.agreement in ("", debt.agreement)]
            found = [*map(_in_post, in_post), *self._accounts(debt.agreement, held)]
            found = found or self._accounts(debt.agreement, KEEPERS)
        once: dict[str, Person] = {}
        for person in found:
            once.setdefault(person.address, person)
        return tuple(once.values())

    def _posts_of(self, agreement: str, party: str) -> list[Person]:
        """The contact persons of a party; where it has named none, all its posts in the agreement."""
        own = [post for post in self._posts if post.party == party and post.agreement in ("", agreement)]
        contacts = [post for post in own if post.role == CONTACT]
        return [_in_post(post) for post in contacts or own]

    def _accounts(self, agreement: str, kinds: frozenset[str], party: str = "") -> list[Person]:
        return [_account(user, role) for user, role in self._users if _holds(role, agreement, kinds, party)]


def _holds(role: HeldRole, agreement: str, kinds: frozenset[str], party: str) -> bool:
    """A role for the whole agreement, or for the party in it; never one that is only for another party."""
    return role.kind in kinds and role.agreement in ("", agreement) and role.party == party


def _in_post(post: Post) -> Person:
    return Person(post.email.lower(), f"{post.title}, {post.organisation}", "sv", post.party)


def _account(user: User, role: HeldRole) -> Person:
    return Person(user.email, user.title, user.language, role.party)
