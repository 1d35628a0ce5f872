"""Who can be written to at each party of an agreement: its registrar first, then those who look after the agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samverk.accounts.models import RoleKind, User
from samverk.accounts.policy import HeldRole
from samverk.accounts.queries import users_with_roles
from samverk.agreements.queries.listings import parties_of
from samverk.outreach.queries.addresses import is_address
from samverk.parties.queries import Post, posts

REGISTRATOR, CONTACT = "registrator", "kontaktperson"
_ACCOUNTS = {
    RoleKind.REGISTRAR: REGISTRATOR,
    RoleKind.CONTACT_PERSON: CONTACT,
    RoleKind.HEAD_OF_ADMINISTRATION: "forvaltningschef",
    RoleKind.REPRESENTATIVE: "representant",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody at a party who can get what is dispatched; without an address the party gets it by hand.

    ``suggested``: the party's registrar, or where there is none its contact persons.
    """

    party: str
    title: str = ""
    address: str = ""
    language: str = "sv"
    is_registrar: bool = False
    suggested: bool = True

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.party}/{self.address}"


@dataclass(frozen=True, slots=True)
class People:
    """The parties an agreement binds on a day (their codes), every post in it, and every account with its roles."""

    agreement: str
    bound: tuple[str, ...]
    posts: tuple[Post, ...]
    users: tuple[tuple[User, tuple[HeldRole, ...]], ...]


def people(agreement: str, on: date) -> People:
    """Three statements."""
    bound = tuple(sorted({one.party for one in parties_of(agreement, on)}))
    return People(agreement, bound, posts(on=on, agreement=agreement), tuple(users_with_roles(on)))


def candidates(agreement: str, on: date) -> tuple[Candidate, ...]:
    """Those of every party that the agreement binds on the day, by the party's code. Three statements."""
    return candidates_among(people(agreement, on))


def candidates_among(known: People) -> tuple[Candidate, ...]:
    """The same among people that have been read."""
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for post in known.posts:
        if is_address(post.email):
            found.setdefault((post.party, post.email.lower()), (post.role, post.title, "sv"))
    for user, roles in known.users:
        for role in roles:
            held = role.kind in _ACCOUNTS and role.party and role.agreement in ("", known.agreement)
            if held and is_address(user.email):
                key, what = (role.party, user.email), _ACCOUNTS[RoleKind(role.kind)]
                # Somebody who is a registrar in any way is one.
                if key not in found or what == REGISTRATOR:
                    found[key] = (what, user.title, user.language)
    return tuple(one for party in known.bound for one in _of(party, found))


def _of(party: str, found: dict[tuple[str, str], tuple[str, str, str]]) -> list[Candidate]:
    own = {address: what for (code, address), what in sorted(found.items()) if code == party}
    if not own:
        return [Candidate(party)]
    roles = {role for role, _, _ in own.values()}
    best = REGISTRATOR if REGISTRATOR in roles else CONTACT
    made = [
        Candidate(
            party, title, address, language, is_registrar=role == REGISTRATOR,
            suggested=role == best or (best not in roles),
        )
        for address, (role, title, language) in own.items()
    ]  # fmt: skip
    return sorted(made, key=lambda one: (not one.is_registrar, not one.suggested, one.title, one.address))
