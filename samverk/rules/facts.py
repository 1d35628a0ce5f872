"""What happened: the closed list of kinds of facts the provisions can be asked against.

A fact is bitemporal: ``valid_on`` is the day it concerns (calendar day in Sweden), ``recorded_at`` the moment it was
entered (UTC). A fact is never changed: a later fact whose ``corrects`` names it takes its place from the moment the
correction was recorded; a correction of kind ``fact.withdrawn`` says that it never was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from samverk.rules.frozen import field, frozen
from samverk.rules.wording import Text

SUPPOSED_FROM = 1_000_000_000


@frozen
class Fact:
    """One recorded fact. ``seq`` orders facts by when they were recorded; ``party`` is a municipality code.

    What is only supposed ("Tänk om") is numbered from ``SUPPOSED_FROM``: no chain gets that long.
    """

    seq: int
    kind: str
    valid_on: date
    recorded_at: datetime
    party: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    corrects: int | None = None
    actor: str = ""
    example: bool = False
    origin: str = ""

    @property
    def supposed(self) -> bool:
        """Whether nobody has recorded it: it is part of a what-if."""
        return self.seq >= SUPPOSED_FROM


@frozen
class FactKind:
    """A kind of fact: its name to people, whether it needs a party, the payload keys it must and may have.

    Payload values: dates as "YYYY-MM-DD", money as integer öre, lists of codes, plain text; roles and bodies are
    bare ids.
    """

    id: str
    name: Text
    needs_party: bool = False
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


# Keys every fact may carry: evidence (what proves it), note, rule (the provision it is evidence for, when the kind
# alone does not say), document (reference to the paper).
COMMON_KEYS = ("evidence", "note", "rule", "document", "source")

_KINDS = (
    FactKind("recommendation.issued", Text("Rekommendation beslutad", "Recommendation decided"), optional=("by",)),
    FactKind("referral.sent", Text("Remiss skickad", "Referral sent"), optional=("due", "by")),
    FactKind("referral.answered", Text("Remissvar", "Referral answered"), True, optional=("answer",)),
    FactKind(
        "decision.adopted",
        Text("Beslut att anta", "Decision to adopt"),
        True,
        optional=("board", "paragraph", "registry_number", "reservation", "extract_on"),
    ),
    FactKind(
        "decision.declined", Text("Beslut att avböja", "Decision to decline"), True, optional=("board", "paragraph")
    ),
    FactKind("decision.postponed", Text("Bordlagt", "Postponed"), True, optional=("board",)),
    FactKind("decision.legal_force", Text("Beslutet vann laga kraft", "Decision gained legal force"), True),
    FactKind("adoption.deposited", Text("Beslutet inlämnat", "Decision handed in"), True, optional=("to",)),
    FactKind("signature.given", Text("Undertecknat", "Signed"), True, optional=("signatory_role",)),
    FactKind("copy.delivered", Text("Exemplar mottaget", "Copy received"), True),
    FactKind(
        "notice.given",
        Text("Uppsägning", "Notice of termination"),
        True,
        optional=("dated", "sent", "form", "registry_number"),
    ),
    FactKind(
        "notice.received", Text("Uppsägning mottagen", "Notice received"), True, ("notice_party",), ("by", "assumed")
    ),
    FactKind("notice.revoked", Text("Uppsägning återkallad", "Notice revoked"), True, optional=("consents",)),
    FactKind(
        "role.assigned",
        Text("Roll tillsatt", "Role filled"),
        required=("role",),
        optional=("holder", "title", "employer", "decided_by", "decided_on", "substitute"),
    ),
    FactKind(
        "role.ended", Text("Roll avslutad", "Role ended"), required=("role",), optional=("holder", "abolished", "cost")
    ),
    FactKind(
        "body.member_added",
        Text("Ledamot tillkom", "Member added"),
        required=("body",),
        optional=("title", "level", "group", "subregion", "seat"),
    ),
    FactKind(
        "body.member_removed", Text("Ledamot avgick", "Member left"), required=("body",), optional=("group", "seat")
    ),
    FactKind(
        "meeting.held",
        Text("Möte hållet", "Meeting held"),
        required=("body",),
        optional=("present", "minutes", "number", "group"),
    ),
    FactKind(
        "meeting.planned", Text("Möte planerat", "Meeting planned"), required=("body",), optional=("time", "place")
    ),
    FactKind(
        "budget.adopted",
        Text("Budget beslutad", "Budget adopted"),
        required=("year", "amount"),
        optional=("body", "minutes"),
    ),
    FactKind(
        "plan.adopted",
        Text("Handlingsplan beslutad", "Action plan adopted"),
        required=("from", "to"),
        optional=("body", "plan", "minutes", "child_perspective", "prepared_on"),
    ),
    FactKind(
        "decision.made",
        Text("Beslut i organ", "Decision by a body"),
        required=("body", "act"),
        optional=("object", "minutes", "child_perspective", "prepared_on", "year"),
    ),
    FactKind(
        "weights.updated",
        Text("Befolkningstal uppdaterade", "Population updated"),
        required=("year", "snapshot"),
        optional=("reference_date", "sha256", "figures"),
    ),
    FactKind("invoice.issued", Text("Faktura skickad", "Invoice issued"), True, ("year", "amount"), ("invoice", "due")),
    FactKind(
        "payment.received", Text("Betalning mottagen", "Payment received"), True, ("year", "amount"), ("invoice",)
    ),
    FactKind(
        "outcome.recognised",
        Text("Utfall fastställt", "Outcome recognised"),
        required=("year", "amount"),
        optional=("body",),
    ),
    FactKind(
        "cost.recognised", Text("Kostnad fastställd", "Cost recognised"), required=("amount",), optional=("role",)
    ),
    FactKind(
        "document.published",
        Text("Dokument klart", "Document finished"),
        optional=("act", "year", "title", "body", "measure", "participants"),
    ),
    FactKind("newsletter.published", Text("Nyhetsbrev utgivet", "Newsletter published"), optional=("number", "title")),
    FactKind(
        "attestation.given", Text("Intyg lämnat", "Attestation given"), required=("year", "grade"), optional=("bearer",)
    ),
    FactKind("assessment.made", Text("Bedömning gjord", "Assessment made"), required=("condition", "holds", "reasons")),
    FactKind("renegotiation.demanded", Text("Omförhandling begärd", "Renegotiation demanded"), True, ("reasons",)),
    FactKind(
        "negotiation.joined", Text("Deltog i förhandling", "Took part in negotiation"), True, optional=("demand",)
    ),
    FactKind(
        "amendment.proposed",
        Text("Ändring föreslagen", "Amendment proposed"),
        required=("amendment",),
        optional=("summary", "from"),
    ),
    FactKind(
        "amendment.signed", Text("Ändring undertecknad", "Amendment signed"), True, ("amendment",), ("decided_on",)
    ),
    FactKind(
        "interpretation.adopted",
        Text("Läsning beslutad", "Reading adopted"),
        required=("interpretation", "option"),
        optional=("body", "minutes"),
    ),
    FactKind(
        "measure.reported",
        Text("Insats rapporterad", "Measure reported"),
        required=("plan", "measure", "status"),
        optional=("meeting",),
    ),
    FactKind("result.produced", Text("Resultat framtaget", "Result produced"), optional=("title", "body")),
    FactKind(
        "waiver.granted", Text("Undantag medgivet", "Waiver granted"), required=("rule", "from", "to"), optional=("by",)
    ),
    FactKind("fact.withdrawn", Text("Uppgiften återtagen", "Fact withdrawn"), required=("reasons",)),
)

FACT_KINDS: dict[str, FactKind] = {kind.id: kind for kind in _KINDS}

# What, besides its kind, says which act a fact shows; the other kinds say it by themselves.
ASPECTS: dict[str, tuple[str, ...]] = {
    "meeting.held": ("body",),
    "decision.made": ("act", "body"),
    "document.published": ("act",),
}


def in_force(facts: Iterable[Fact], known_at: datetime | None = None) -> tuple[Fact, ...]:
    """The facts that count, as known at a moment (None: now): corrected and withdrawn ones are left out.

    The order is by day, then by when they were recorded, so the result does not depend on the order given.
    """
    known = tuple(fact for fact in facts if fact.recorded_at <= known_at) if known_at is not None else tuple(facts)
    replaced = {fact.corrects for fact in known if fact.corrects is not None}
    left = [fact for fact in known if fact.seq not in replaced and fact.kind != "fact.withdrawn"]
    return tuple(sorted(left, key=attrgetter("valid_on", "seq")))
