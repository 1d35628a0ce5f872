"""One account for each role, so that a visitor can see the system from every chair. Titles of posts, no names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from samverk.accounts import queries
from samverk.accounts.actions import NewRole, create_user
from samverk.accounts.models import RoleKind
from samverk.accounts.policy import Actor
from samverk.ops.demo import ksl, norrort

DOMAIN = "demo.example"
"""Reserved for examples (RFC 2606): nothing sent there can arrive."""

FROM = date(2014, 1, 1)


@dataclass(frozen=True, slots=True)
class Account:
    """Someone to sign in as. ``name`` is the address before the @ and part of the password."""

    name: str
    title: str
    roles: tuple[NewRole, ...]

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.name}@{DOMAIN}"

    @property
    def password(self) -> str:
        """Known to everyone: it is printed when the demonstration is filled."""
        return f"samverk-{self.name}"


def _role(kind: RoleKind, agreement: str = "", party: str = "") -> NewRole:
    return NewRole(kind=kind, from_day=FROM, agreement=agreement, party=party)


def _seat(kind: RoleKind, agreement: str, body: str) -> NewRole:
    return NewRole(kind=kind, from_day=FROM, agreement=agreement, body=body)


ACCOUNTS = (
    Account("strateg", "Strateg, Koordination Norrort", (_role(RoleKind.STRATEGIST, norrort.AGREEMENT),)),
    Account("forvaltningschef", "Socialchef, Täby", (_role(RoleKind.HEAD_OF_ADMINISTRATION, party=norrort.TABY),)),
    Account(
        "kontaktperson", "Integrationssamordnare, Järfälla", (_role(RoleKind.CONTACT_PERSON, party=norrort.JARFALLA),)
    ),
    Account("registrator", "Registrator, Vaxholm", (_role(RoleKind.REGISTRAR, party=norrort.VAXHOLM),)),
    Account("controller", "Controller, Sollentuna", (_role(RoleKind.CONTROLLER, norrort.AGREEMENT),)),
    Account("forbund", "Handläggare, Storsthlm", (_role(RoleKind.ASSOCIATION_STAFF, ksl.AGREEMENT),)),
    Account(
        "representant",
        "Ordförande i socialnämnden, Solna",
        (_role(RoleKind.REPRESENTATIVE, norrort.AGREEMENT, norrort.SOLNA),),
    ),
    Account("ordforande", "Ordförande i styrgruppen", (_seat(RoleKind.BODY_CHAIR, norrort.AGREEMENT, "styrgrupp"),)),
    Account("ledamot", "Ledamot i styrgruppen", (_seat(RoleKind.BODY_MEMBER, norrort.AGREEMENT, "styrgrupp"),)),
    Account("lasare", "Revisor, Norrtälje", (_role(RoleKind.READER, party=norrort.NORRTALJE),)),
    Account("administrator", "Administratör", (_role(RoleKind.ADMINISTRATOR),)),
)


def strangers(on: date) -> list[str]:
    """Addresses of users that are not the demonstration's own."""
    return [user.email for user, _ in queries.users_with_roles(on) if not user.email.endswith(f"@{DOMAIN}")]


def create(*, at: datetime, by: Actor) -> int:
    """Make the accounts that are missing; how many."""
    there = {user.email for user, _ in queries.users_with_roles(at.date())}
    missing = [account for account in ACCOUNTS if account.email not in there]
    for account in missing:
        create_user(
            email=account.email, title=account.title, password=account.password, roles=account.roles, by=by, at=at
        )
    return len(missing)
