"""Who may see an agreement, its people and its facts, and who may record which fact. What is not listed is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from samverk.accounts.models import RoleKind
from samverk.accounts.policy import KEEPERS, Actor, Denied, can_administer
from samverk.agreements.models import Visibility
from samverk.agreements.queries.listings import Access
from samverk.records.models import Reach
from samverk.records.queries.papers import DRAFTS, Paper
from samverk.rules.facts import FACT_KINDS
from samverk.rules.wording import Text

# Those who run the cooperation (KEEPERS) record whatever happens in their agreement. What the others record: a party's
# own people for that party, the controller for the agreement, the chair for the body.
_OWN_DECISIONS = frozenset(
    {
        "decision.adopted", "decision.declined", "decision.postponed", "decision.legal_force", "adoption.deposited",
        "signature.given", "copy.delivered", "notice.given", "notice.received", "notice.revoked", "referral.answered",
        "amendment.signed",
    }
)  # fmt: skip
_OWN_PEOPLE = frozenset({"role.assigned", "role.ended", "body.member_added", "body.member_removed"})
_OWN_ANSWERS = frozenset({"attestation.given", "measure.reported", "result.produced", "negotiation.joined"})
_OWN_VOICE = frozenset({"referral.answered", "renegotiation.demanded"})
_OF_BODY = frozenset({"meeting.planned", "meeting.held", "decision.made"})
_MONEY = frozenset(
    {
        "budget.adopted", "weights.updated", "invoice.issued", "payment.received", "outcome.recognised",
        "cost.recognised",
    }
)  # fmt: skip

FOR_OWN_PARTY: dict[str, frozenset[str]] = {
    RoleKind.REGISTRAR: _OWN_DECISIONS,
    RoleKind.HEAD_OF_ADMINISTRATION: _OWN_PEOPLE | _OWN_ANSWERS | {"renegotiation.demanded"},
    RoleKind.REPRESENTATIVE: _OWN_ANSWERS | _OWN_VOICE,
    RoleKind.CONTACT_PERSON: _OWN_PEOPLE | _OWN_ANSWERS,
}
FOR_AGREEMENT: dict[str, frozenset[str]] = {RoleKind.CONTROLLER: _MONEY}
FOR_BODY: dict[str, frozenset[str]] = {RoleKind.BODY_CHAIR: _OF_BODY}

MONEY_POSTS: frozenset[str] = frozenset({RoleKind.CONTROLLER})
"""Posts for a whole agreement that concern its money alone."""


def takes_part(actor: Actor, access: Access) -> bool:
    """Whether the actor has a role in the agreement, stands for someone who is or has been a party, or has opened it.

    Running the installation is no part in an agreement: an administrator opens the content for a while, with a reason.
    """
    return actor.is_system or access.id in actor.reaches() or bool(actor.parties() & access.parties)


def can_see_agreement(actor: Actor, access: Access) -> Denied | None:
    """A public agreement: everyone. Otherwise those who take part."""
    if access.visibility == Visibility.PUBLIC or takes_part(actor, access):
        return None
    return Denied(
        Text(
            "Avtalet visas bara för dem som deltar i samarbetet. Logga in för att se det.",
            "The agreement is shown only to those who take part in the cooperation. Sign in to see it.",
        )
    )


def can_see_facts(actor: Actor, access: Access) -> Denied | None:
    """What has happened is seen by everyone who sees the agreement: without it no answer can be checked."""
    return can_see_agreement(actor, access)


def can_see_people(actor: Actor, access: Access) -> Denied | None:
    """Posts and those who hold roles: only those who take part."""
    if takes_part(actor, access):
        return None
    return Denied(
        Text(
            "Vilka som har uppdrag i samarbetet visas för dem som deltar i det. Logga in för att se dem.",
            "Who holds posts in the cooperation is shown to those who take part in it. Sign in to see them.",
        )
    )


def can_see_original(actor: Actor, access: Access) -> Denied | None:
    """The wording as signed can hold personal data: only those who take part."""
    if takes_part(actor, access):
        return None
    return Denied(
        Text(
            "Avtalets undertecknade lydelse visas för dem som deltar i samarbetet.",
            "The wording as signed is shown to those who take part in the cooperation.",
        )
    )


def can_record_fact(
    actor: Actor, agreement: str, *, kind: str, party: str | None, body: str | None = None
) -> Denied | None:
    """A fact of a kind, about a party (None: about none in particular), of a body (None: of none).

    The strategist and the association's staff: everything in their agreement. A party's registrar, head of
    administration, representative and contact person: what is theirs to say about their own party. The controller:
    money. The chair of a body: its meetings and decisions. A member of a body, and a reader: nothing.
    """
    if actor.is_system or actor.holds(KEEPERS, agreement=agreement):
        return None
    roles = [role for role in actor.roles if role.agreement in ("", agreement)]
    own = any(kind in FOR_OWN_PARTY.get(role.kind, ()) and role.party == party for role in roles if party)
    joint = any(kind in FOR_AGREEMENT.get(role.kind, ()) and role.agreement == agreement for role in roles)
    led = any(kind in FOR_BODY.get(role.kind, ()) and role.body == body for role in roles if body and not party)
    if own or joint or led:
        return None
    name = FACT_KINDS[kind].name if kind in FACT_KINDS else Text(kind, kind)
    return Denied(
        Text(
            f"Du kan inte registrera ”{name.sv}” här. Det gör strategen, eller den som har uppgiften hos parten.",
            f"You cannot record “{name.en}” here. The strategist does, or whoever has the task at the party.",
        )
    )


def body_of(payload: Mapping[str, Any]) -> str | None:
    """The body that a fact says it is of; None for none."""
    return str(payload["body"]) if payload.get("body") else None


def can_record_something(actor: Actor, agreement: str) -> Denied | None:
    """Whether to offer recording at all: some kind of fact, for some party."""
    return _none_or_first(can_record_kind(actor, agreement, kind) for kind in FACT_KINDS)


def can_record_kind(actor: Actor, agreement: str, kind: str) -> Denied | None:
    """Whether to offer the kind: it can be recorded for a party of the actor's, a body, or nobody in particular."""
    bodies = sorted({role.body for role in actor.roles if role.body and role.agreement == agreement})
    asked = [(None, None), *((party, None) for party in sorted(actor.parties())), *((None, body) for body in bodies)]
    return _none_or_first(can_record_fact(actor, agreement, kind=kind, party=one, body=body) for one, body in asked)


def _none_or_first(refusals: Iterable[Denied | None]) -> Denied | None:
    """None as soon as one lets through; otherwise the first refusal."""
    first: Denied | None = None
    for refusal in refusals:
        if refusal is None:
            return None
        first = first or refusal
    return first


def can_import_original(actor: Actor, agreement: str) -> Denied | None:
    """The wording as signed, and taking it away again: those who keep the agreement or its papers, and who has opened
    its content for a while. What the provisions say is not changed by it.
    """
    if (
        actor.is_system
        or agreement in actor.opened
        or actor.holds(KEEPERS, agreement=agreement)
        or _keeps_papers(actor, agreement)
    ):
        return None
    return Denied(
        Text(
            "Originalet läses in av strategen, av den registrator som har hand om avtalet "
            "eller av den som administrerar Samverk och har öppnat innehållet.",
            "The original is imported by the strategist, by the registrar who keeps the agreement "
            "or by those who administer Samverk and have opened the content.",
        )
    )


def _keeps_papers(actor: Actor, agreement: str) -> bool:
    """A registrar named for this very agreement, and not only for a party of it."""
    return any(role.kind == RoleKind.REGISTRAR and role.agreement == agreement for role in actor.roles)


def can_import_definition(actor: Actor) -> Denied | None:
    """New agreements, new versions and editions: those who run the installation."""
    return can_administer(actor)


def can_set_visibility(actor: Actor) -> Denied | None:
    """Opening or closing an agreement to the public: those who run the installation."""
    return can_administer(actor)


# --- documents --------------------------------------------------------------------------------------------

PAPER_KEEPERS = KEEPERS | {RoleKind.CONTROLLER}
"""Posts for a whole agreement that keep the cooperation's own papers."""

OWN_PAPER_KEEPERS = frozenset({RoleKind.REGISTRAR, RoleKind.HEAD_OF_ADMINISTRATION, RoleKind.CONTACT_PERSON})
"""Posts at a party that keep its papers."""


def keeps_documents(actor: Actor, agreement: str) -> bool:
    """Whether the actor keeps the papers of the cooperation itself."""
    joint = any(role.kind in PAPER_KEEPERS and role.agreement == agreement for role in actor.roles)
    return actor.is_system or joint or _keeps_papers(actor, agreement)


def own_parties(actor: Actor, access: Access) -> frozenset[str]:
    """The parties whose papers the actor keeps in this agreement; only those that are or have been parties of it."""
    return access.parties & {
        role.party for role in actor.roles if role.kind in OWN_PAPER_KEEPERS and role.agreement in ("", access.id)
    }


def prepares(actor: Actor, agreement: str) -> bool:
    """Whether the actor consults on drafts: has a task in this very agreement, more than to read."""
    return actor.is_system or any(role.agreement == agreement and role.kind != RoleKind.READER for role in actor.roles)


def can_see_document(actor: Actor, access: Access, paper: Paper) -> Denied | None:
    """Working material: those who keep it; in preparation: also those who prepare. Otherwise those it is for; one that
    is withdrawn only those who take part.

    Under a secrecy mark: of these only those who keep the register, and the people of the party whose document it is.
    Running the installation is no reason to read what somebody has not shared.
    """
    if paper.secret and not (keeps_register(actor, access.id) or paper.party in own_parties(actor, access)):
        shown = False
    elif paper.reach == Reach.OWN:
        shown = _is_own(actor, access, paper.party)
    elif paper.reach == Reach.PREPARATION:
        shown = prepares(actor, access.id) or _is_own(actor, access, paper.party)
    elif paper.reach == Reach.PARTIES or paper.withdrawn_at is not None:
        shown = takes_part(actor, access)
    else:
        shown = can_see_agreement(actor, access) is None
    return None if shown else Denied(Text("Handlingen finns inte här.", "The document is not here."))


def can_open_content(actor: Actor, access: Access, paper: Paper) -> Denied | None:
    """Reading the file itself: as the document, but one that is withdrawn only for those who keep it."""
    denied = can_see_document(actor, access, paper)
    if denied is None and paper.withdrawn_at is not None:
        return can_change_document(actor, access, paper)
    return denied


def can_add_document(actor: Actor, access: Access, party: str | None) -> Denied | None:
    """A document of a party ("": of the cooperation itself; None: of anybody, to know whether to offer it at all)."""
    own = own_parties(actor, access)
    if keeps_documents(actor, access.id) or (own if party is None else party in own):
        return None
    return Denied(
        Text(
            "Handlingar läggs in av strategen, controllern och registratorn i samarbetet, "
            "eller hos en part av den som har uppgiften där.",
            "Documents are added by the strategist, the controller and the registrar of the cooperation, "
            "or at a party by whoever has the task there.",
        )
    )


def can_change_document(actor: Actor, access: Access, paper: Paper) -> Denied | None:
    """New versions, opening it to more, withdrawing it: those who could have added it."""
    if paper.reach in DRAFTS or paper.secret:
        return can_see_document(actor, access, paper) or can_add_document(actor, access, paper.party)
    return can_add_document(actor, access, paper.party)


def can_publish_document(actor: Actor, access: Access, party: str) -> Denied | None:
    """Showing a document to everyone: those who keep the cooperation's papers, and a party's registrar for its own."""
    registrar = any(role.kind == RoleKind.REGISTRAR and role.party == party for role in actor.roles if party)
    if keeps_documents(actor, access.id) or (registrar and party in own_parties(actor, access)):
        return None
    return Denied(
        Text(
            "Bara den som har hand om samarbetets handlingar, eller partens registrator, gör en handling offentlig.",
            "Only those who keep the cooperation's documents, or the party's registrar, make a document public.",
        )
    )


def _is_own(actor: Actor, access: Access, party: str) -> bool:
    """Whether working material is the actor's own: the party's people, or those who keep the cooperation's papers."""
    return actor.is_system or (party in own_parties(actor, access) if party else keeps_documents(actor, access.id))


# --- the register -----------------------------------------------------------------------------------------


def keeps_register(actor: Actor, agreement: str) -> bool:
    """Whether the actor keeps the register: those who run the cooperation, and the registrar named for it."""
    return actor.is_system or actor.holds(KEEPERS, agreement=agreement) or _keeps_papers(actor, agreement)


def can_register(actor: Actor, agreement: str) -> Denied | None:
    """Adding lines to the register and correcting them; and seeing what is under a secrecy mark."""
    if keeps_register(actor, agreement):
        return None
    return Denied(
        Text(
            "Diariet förs av strategen och av den registrator som har hand om avtalet.",
            "The register is kept by the strategist and by the registrar who keeps the agreement.",
        )
    )


def can_see_secrecy(actor: Actor, agreement: str) -> Denied | None:
    """What is under a secrecy mark: those who keep the register. To run the installation is no reason."""
    return can_register(actor, agreement)
