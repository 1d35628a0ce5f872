"""Who is asking, and the words for "no".

Every policy in every area is a function ``can_<verb>(actor, thing) -> Denied | None``: None lets it through, anything
else carries the reason in both languages. What no function allows is not allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samverk.accounts.models import RoleKind
from samverk.rules.wording import Text

ROLE_NAMES: dict[str, Text] = {
    RoleKind.STRATEGIST: Text("Strateg", "Strategist"),
    RoleKind.HEAD_OF_ADMINISTRATION: Text("Förvaltningschef", "Head of administration"),
    RoleKind.REPRESENTATIVE: Text("Partens representant", "Representative of the party"),
    RoleKind.CONTACT_PERSON: Text("Kontaktperson", "Contact person"),
    RoleKind.REGISTRAR: Text("Registrator", "Registrar"),
    RoleKind.CONTROLLER: Text("Controller", "Controller"),
    RoleKind.BODY_CHAIR: Text("Ordförande i organ", "Chair of a body"),
    RoleKind.BODY_MEMBER: Text("Ledamot i organ", "Member of a body"),
    RoleKind.ASSOCIATION_STAFF: Text("Kommunförbundets personal", "Staff of the county association"),
    RoleKind.ADMINISTRATOR: Text("Administratör", "Administrator"),
    RoleKind.READER: Text("Läsare", "Reader"),
}


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in force: its kind, the agreement and party it is for ("" = any), and the body it is held in."""

    kind: str
    agreement: str = ""
    party: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who asks or acts on a certain day. ``user_id`` is "" for a visitor and for the system itself.

    ``opened``: agreements whose content an administrator has opened for a while, with a reason, and sees just now.
    """

    user_id: str
    label: str
    roles: tuple[HeldRole, ...] = ()
    is_system: bool = False
    lacks_second_step: bool = False
    """Holds a role that requires a second step and has none: acts without roles until it is set up."""
    opened: frozenset[str] = frozenset()
    origin: str = ""
    """How the actor came, where that is not by signing in: "link:contact_person", by a link to one act in that role."""

    @property
    def is_anonymous(self) -> bool:
        """A visitor who has not signed in."""
        return not self.user_id and not self.is_system

    @property
    def is_administrator(self) -> bool:
        """Runs the installation."""
        return self.is_system or any(role.kind == RoleKind.ADMINISTRATOR for role in self.roles)

    def parties(self) -> frozenset[str]:
        """Codes of the parties that the actor stands for in some role."""
        return frozenset(role.party for role in self.roles if role.party)

    def agreements(self) -> frozenset[str]:
        """Ids of the agreements named in the actor's roles."""
        return frozenset(role.agreement for role in self.roles if role.agreement)

    def reaches(self) -> frozenset[str]:
        """Ids of the agreements whose content the actor reaches by name: by a role in them, or opened for a while."""
        return self.agreements() | self.opened

    def holds(self, kinds: Iterable[str], *, agreement: str, party: str | None = None) -> bool:
        """Whether one of ``kinds`` is held for this agreement and, when ``party`` is given, for that party.

        A role without agreement holds for every agreement of its party; one without party for all parties.
        """
        wanted = frozenset(kinds)
        return any(
            role.kind in wanted and role.agreement in ("", agreement) and (party is None or role.party in ("", party))
            for role in self.roles
        )


KEEPERS = frozenset({RoleKind.STRATEGIST, RoleKind.ASSOCIATION_STAFF})
"""Those who run the cooperation of an agreement."""

VISITOR = Actor(user_id="", label="Besökare")


def system(label: str) -> Actor:
    """The installation itself: imports, the demo, jobs. ``label`` is what the log shows."""
    return Actor(user_id="", label=label, is_system=True)


@dataclass(frozen=True, slots=True)
class Denied:
    """Why not, in both languages."""

    reason: Text


class NotAllowed(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """An action was refused by a policy. ``denied`` says why."""

    def __init__(self, denied: Denied) -> None:
        super().__init__(denied.reason.sv)
        self.denied = denied


def require(denied: Denied | None) -> None:
    """Lets None through. Error: NotAllowed."""
    if denied is not None:
        raise NotAllowed(denied)


def can_administer(actor: Actor) -> Denied | None:
    """Users, roles, reference data, definitions: only those who run the installation."""
    if actor.is_administrator:
        return None
    return Denied(Text("Det här gör den som administrerar Samverk.", "Only those who administer Samverk do this."))


def can_give_role(actor: Actor, *, user_id: str, kind: str, agreement: str) -> Denied | None:
    """Those who run the installation give every role; those who run an agreement the roles of that agreement.

    Nobody gives a role to themselves: what one may do is always somebody else's decision.
    """
    if actor.is_system:
        return None
    if user_id and actor.user_id == user_id:
        return Denied(
            Text(
                "Ingen ger sig själv en roll eller förlänger sin egen. Be någon annan med den uppgiften.",
                "Nobody gives themselves a role or prolongs their own. Ask somebody else with that task.",
            )
        )
    return can_end_role(actor, user_id="", kind=kind, agreement=agreement)


def can_end_role(actor: Actor, *, user_id: str, kind: str, agreement: str) -> Denied | None:
    """The same who may give it, and everyone their own."""
    if actor.is_administrator or (user_id and actor.user_id == user_id):
        return None
    if agreement and kind != RoleKind.ADMINISTRATOR and actor.holds(KEEPERS, agreement=agreement):
        return None
    return Denied(
        Text(
            "Roller ges och avslutas av den som administrerar Samverk, och rollerna i ett avtal också av strategen.",
            "Roles are given and ended by those who administer Samverk, and those of an agreement by its strategist.",
        )
    )


def can_name_successor(actor: Actor, user_id: str) -> Denied | None:
    """Everyone names who comes after themselves; who runs the roles decides."""
    if user_id and actor.user_id == user_id:
        return None
    return Denied(
        Text(
            "Vem som kommer efter någon säger den som har rollen.",
            "Who comes after somebody is said by the one who has the role.",
        )
    )


def can_see_roles(actor: Actor, agreement: str) -> Denied | None:
    """Who has which role in an agreement, and what has been done with the roles and with its content."""
    return can_end_role(actor, user_id="", kind="", agreement=agreement)


def can_open_content(actor: Actor) -> Denied | None:
    """Seeing for a while what an agreement holds without a part in it: a person who runs the installation."""
    if actor.is_administrator and actor.user_id:
        return None
    return Denied(
        Text(
            "Ett avtals innehåll öppnas för en stund bara av den som administrerar Samverk.",
            "The content of an agreement is opened for a while only by those who administer Samverk.",
        )
    )


def can_change_preferences(actor: Actor, user_id: str) -> Denied | None:
    """Everyone sets their own language and theme, nobody sets another's."""
    if user_id and actor.user_id == user_id:
        return None
    return Denied(
        Text("Språk och utseende ändrar var och en för sig.", "Everyone sets language and theme for themselves.")
    )


def can_keep_calendar_address(actor: Actor, user_id: str) -> Denied | None:
    """Everyone makes, renews and closes the address of their own calendar, nobody another's."""
    if user_id and actor.user_id == user_id:
        return None
    return Denied(
        Text(
            "Adressen till en egen kalender sköter var och en själv.",
            "Everyone looks after the address of their own calendar.",
        )
    )


def can_keep_sign_ins(actor: Actor, user_id: str) -> Denied | None:
    """Everyone looks after how they sign in themselves: password, second step, sessions. Nobody another's."""
    if user_id and actor.user_id == user_id:
        return None
    return Denied(
        Text("Hur man loggar in sköter var och en själv.", "Everyone looks after how they sign in themselves.")
    )
