"""Who may see and keep organisations and their posts."""

from __future__ import annotations

from samverk.accounts.models import RoleKind
from samverk.accounts.policy import KEEPERS, Actor, Denied, can_administer
from samverk.rules.wording import Text

OWN_KEEPERS = frozenset(
    {RoleKind.CONTACT_PERSON, RoleKind.REGISTRAR, RoleKind.REPRESENTATIVE, RoleKind.HEAD_OF_ADMINISTRATION}
)
"""Those of a party who keep its contacts."""


def can_change_organisations(actor: Actor) -> Denied | None:
    """Reference data is changed by those who run the installation."""
    return can_administer(actor)


def can_see_posts(actor: Actor, *, agreement: str, parties: frozenset[str]) -> Denied | None:
    """Posts with addresses: only those who take part in the agreement, or stand for one of its parties."""
    if actor.is_system or agreement in actor.reaches() or actor.parties() & parties:
        return None
    return Denied(
        Text(
            "Kontaktuppgifter visas bara för dem som deltar i samarbetet. Logga in för att se dem.",
            "Contact details are shown only to those who take part in the cooperation. Sign in to see them.",
        )
    )


def can_see_contacts(actor: Actor, *, party: str, shared: bool) -> Denied | None:
    """The page of a party's contacts: its own people, and those who share an agreement with it (``shared``)."""
    if actor.is_system or shared or party in actor.parties():
        return None
    return Denied(
        Text(
            "Kontaktuppgifter visas bara för dem som deltar i ett avtal tillsammans med kommunen.",
            "Contact details are shown only to those who take part in an agreement together with the municipality.",
        )
    )


def can_keep_posts(actor: Actor, *, agreement: str, party: str) -> Denied | None:
    """A party's posts: the agreement's strategist or the association's staff, or the party's own people."""
    if actor.is_system or actor.holds(KEEPERS, agreement=agreement):
        return None
    if actor.holds(OWN_KEEPERS, agreement=agreement, party=party):
        return None
    return Denied(
        Text(
            "Kontaktuppgifter ändras av strategen eller av kommunen själv.",
            "Contact details are changed by the strategist or by the municipality itself.",
        )
    )


def can_open_round(actor: Actor, *, agreement: str) -> Denied | None:
    """Asking the parties whether their contacts are right: those who run the cooperation."""
    if actor.is_system or actor.holds(KEEPERS, agreement=agreement):
        return None
    return Denied(
        Text(
            "En runda där parterna bekräftar sina kontakter öppnas av strategen eller förbundets personal.",
            "A round in which the parties confirm their contacts is opened by the strategist or association's staff.",
        )
    )
