"""Who may see what leaves by mail, and who may stop it or send it again."""

from __future__ import annotations

from samverk.accounts.models import RoleKind
from samverk.accounts.policy import Actor, Denied, can_administer
from samverk.agreements.policy import can_register, own_parties, takes_part
from samverk.agreements.queries.listings import Access
from samverk.outreach.models import Kind
from samverk.outreach.queries.classes import CLASSES
from samverk.rules.wording import Text

KEEPERS = frozenset({RoleKind.STRATEGIST, RoleKind.ASSOCIATION_STAFF})


def kept_by(actor: Actor) -> frozenset[str]:
    """The agreements whose mail the actor looks after: those named in the role. A role for a party alone is not one."""
    return frozenset(role.agreement for role in actor.roles if role.kind in KEEPERS and role.agreement)


def can_see_outbox(actor: Actor) -> Denied | None:
    """The list of what leaves: those who run a cooperation, for their own agreements, and the administrator."""
    if actor.is_administrator or kept_by(actor):
        return None
    return Denied(
        Text(
            "Utskicken visas för strategen, förbundets personal och den som administrerar Samverk.",
            "Outgoing mail is shown to the strategist, the association's staff and those who administer Samverk.",
        )
    )


def can_see_message(actor: Actor, *, agreement: str) -> Denied | None:
    """That a message exists, to whom, and how far it has come."""
    if actor.is_administrator or agreement in kept_by(actor):
        return None
    return Denied(
        Text(
            "Utskicket hör till ett avtal som du inte sköter.",
            "The message belongs to an agreement that you do not look after.",
        )
    )


def can_read_message(actor: Actor, *, agreement: str) -> Denied | None:
    """What it says. The administrator mends what has failed without reading what an agreement's people write."""
    if (actor.is_administrator and not agreement) or agreement in kept_by(actor):
        return None
    return Denied(
        Text(
            "Vad utskicket säger visas bara för dem som sköter avtalet.",
            "What the message says is shown only to those who look after the agreement.",
        )
    )


def can_queue(actor: Actor, *, agreement: str) -> Denied | None:
    """Sending in the name of an agreement: those who run it. Without an agreement: the administrator."""
    if actor.is_system or agreement in kept_by(actor):
        return None
    return can_administer(actor)


def can_stop(actor: Actor, *, agreement: str, kind: str) -> Denied | None:
    """Taking back what has not left: those who run the agreement, and the administrator where the class says so."""
    if actor.is_system or agreement in kept_by(actor):
        return None
    if actor.is_administrator and CLASSES[kind].administrator_stops:
        return None
    return Denied(
        Text("Utskicket stoppas av den som sköter avtalet.", "The message is stopped by whoever runs the agreement.")
    )


def can_send_again(actor: Actor, *, agreement: str) -> Denied | None:
    """Sending again, or saying that a failure has been taken care of: who may see it."""
    return can_see_message(actor, agreement=agreement)


def can_see_links(actor: Actor, *, agreement: str) -> Denied | None:
    """Which links to one act are out in an agreement, and making them worthless: as for its messages."""
    return can_see_message(actor, agreement=agreement)


def can_ask_by_link(actor: Actor, *, agreement: str) -> Denied | None:
    """Asking somebody for one thing, by a letter with a link: those who run the agreement."""
    if actor.is_system or agreement in kept_by(actor):
        return None
    return Denied(
        Text(
            "Bara den som sköter avtalet ber någon om något genom en länk.",
            "Only those who look after the agreement ask somebody for something by a link.",
        )
    )


def can_write_mailing(actor: Actor, *, agreement: str, kind: str = "") -> Denied | None:
    """Writing to many in the name of an agreement, seeing drafts and what was sent: those who run it. A statutory
    notice is entered in the register as well, so whoever sends one keeps that.
    """
    if not actor.is_system and agreement not in kept_by(actor):
        return Denied(
            Text(
                "Utskick skrivs av strategen och av förbundets personal, för de avtal de sköter.",
                "Letters to many are written by the strategist and the association's staff, for agreements they run.",
            )
        )
    return can_register(actor, agreement) if kind == Kind.STATUTORY else None


def can_dispatch(actor: Actor, *, agreement: str) -> Denied | None:
    """Sending documents to the parties so that they are received: those who keep the register it is entered in."""
    return can_register(actor, agreement)


def can_see_dispatch(actor: Actor, access: Access) -> Denied | None:
    """What has been sent to whom, and who has received it: those who take part."""
    if takes_part(actor, access):
        return None
    return Denied(
        Text(
            "Vad som har expedierats visas för dem som deltar i samarbetet.",
            "What has been dispatched is shown to those who take part in the cooperation.",
        )
    )


def receives_for(actor: Actor, access: Access) -> frozenset[str]:
    """The parties for which the actor receives: those whose papers they keep, and those they represent."""
    represented = {
        role.party for role in actor.roles if role.kind == RoleKind.REPRESENTATIVE and role.agreement in ("", access.id)
    }
    return own_parties(actor, access) | (access.parties & represented)


def can_receive(actor: Actor, access: Access, party: str) -> Denied | None:
    """Saying for a party that a dispatch has come, or which number it has there."""
    if party in receives_for(actor, access):
        return None
    return Denied(
        Text(
            "Att en handling har kommit fram säger den som har uppgiften hos parten.",
            "That a document has arrived is said by whoever has the task at the party.",
        )
    )


def can_preview_reminders(actor: Actor) -> Denied | None:
    """Who will be reminded of what: the same people as see the outbox."""
    return can_see_outbox(actor)


def can_run_daily(actor: Actor) -> Denied | None:
    """The daily work: the installation itself, and those who run it."""
    return can_administer(actor)


def can_export_log(actor: Actor, *, agreement: str) -> Denied | None:
    """Everything that was recorded, given and sent in an agreement: who runs it, or has opened its content."""
    if actor.is_system or agreement in kept_by(actor) or agreement in actor.opened:
        return None
    return Denied(
        Text(
            "Loggen hämtas av den som sköter avtalet, och av en administratör som har öppnat innehållet.",
            "The log is fetched by whoever runs the agreement, and by an administrator who has opened its content.",
        )
    )
