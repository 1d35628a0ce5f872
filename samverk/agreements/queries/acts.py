"""From what is to be done to what is recorded when it has been: one act for each finding that somebody can answer.

``TABLE`` is the whole of it: each line asks whether it knows the finding, and the first that does gives the kind of
fact and what the form can be filled with. What no line knows has no act: then "Varför?" is all there is to offer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_noop

from samverk.rules.evidence import KIND_OF_ACT
from samverk.rules.finding import Finding, Verdict
from samverk.rules.provisions import AdoptionRound, Composition, Duty, Meeting, Power, Provision, Withdrawal
from samverk.rules.situation import Situation
from samverk.rules.standing import Lacking

_OPEN = frozenset({"late", "breach", "due", "notice"})


@dataclass(frozen=True, slots=True)
class Act:
    """A fact to record: its kind, the verb that offers it (a text of the catalogue), and what is known beforehand.

    ``initial`` is as the form writes it: money in kronor, roles and bodies as ids. ``corrects`` is the fact whose
    place it takes, None for a new one.
    """

    kind: str
    verb: str
    initial: Mapping[str, str | int] = field(default_factory=dict)
    corrects: int | None = None

    @property
    def party(self) -> str | None:
        """Whom the fact is about, None when it is about nobody in particular or the form asks."""
        party = self.initial.get("party")
        return str(party) if party is not None else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an act answers: the provision, its finding, the party and the year in question."""

    situation: Situation
    rule: Provision
    finding: Finding
    party: str | None
    year: int


# What is said on the button, by kind of fact; everything else is "Registrera".
_VERBS: Mapping[str, str] = {
    "meeting.held": gettext_noop("Anteckna möte"),
    "payment.received": gettext_noop("Anteckna betalning"),
    "role.assigned": gettext_noop("Utse"),
    "body.member_added": gettext_noop("Utse"),
    "attestation.given": gettext_noop("Intyga"),
    "document.published": gettext_noop("Registrera dokument"),
    "weights.updated": gettext_noop("Registrera folkmängd"),
    "budget.adopted": gettext_noop("Registrera budget"),
    "plan.adopted": gettext_noop("Registrera plan"),
    "decision.made": gettext_noop("Registrera beslut"),
    "decision.adopted": gettext_noop("Registrera beslut"),
    "notice.received": gettext_noop("Anteckna mottagande"),
    "signature.given": gettext_noop("Anteckna underskrift"),
    "amendment.signed": gettext_noop("Anteckna underskrift"),
    "copy.delivered": gettext_noop("Anteckna mottagande"),
    "newsletter.published": gettext_noop("Registrera nyhetsbrev"),
}
_CORRECT = gettext_noop("Komplettera")
_OTHERWISE = gettext_noop("Registrera")


def verb_of(kind: str) -> str:
    """What one does who records a fact of the kind: a text of the catalogue."""
    return _VERBS.get(kind, _OTHERWISE)


def _new(kind: str, **initial: str | int | None) -> Act:
    known = {key: value for key, value in initial.items() if value is not None}
    return Act(kind, verb_of(kind), known)


def _id(reference: str | None, kind: str) -> str | None:
    """The bare id in "body:styrgrupp" when it is of the kind asked for."""
    found, _, rest = (reference or "").partition(":")
    return rest if found == kind and rest != "*" else None


def _lacking(asked: Asked) -> Act | None:
    """A decision on record that lacks something: the fact itself is completed."""
    if not isinstance(asked.rule, Power) or not asked.finding.missing or not asked.finding.because:
        return None
    seq = asked.finding.because[-1]
    fact = next(one for one in asked.situation.facts if one.seq == seq)
    party = {"party": fact.party} if fact.party else {}
    return Act(fact.kind, _CORRECT, party, corrects=seq)


def _attestation(asked: Asked) -> Act | None:
    if asked.finding.verdict is not Verdict.ATTESTATION_MISSING:
        return None
    return _new("attestation.given", rule=asked.rule.id, party=asked.party, year=asked.year)


def _meeting(asked: Asked) -> Act | None:
    if not isinstance(asked.rule, Meeting):
        return None
    return _new("meeting.held", body=_id(asked.rule.body, "body"))


def _seat(asked: Asked) -> Act | None:
    """A seat without anybody: where a role goes with the seat, filling the role fills it."""
    if not isinstance(asked.rule, Composition):
        return None
    body = asked.situation.definition.bodies.get(_id(asked.rule.body, "body") or "")
    if body is not None and body.seat_role is not None:
        return _new("role.assigned", role=body.seat_role, party=asked.party)
    return _new("body.member_added", body=_id(asked.rule.body, "body"), party=asked.party)


def _role(asked: Asked) -> Act | None:
    if not isinstance(asked.rule, Duty) or "appointment_record" not in asked.rule.evidence:
        return None
    return _new("role.assigned", role=_id(asked.rule.object, "role"), party=asked.party)


def _payment(asked: Asked) -> Act | None:
    """A fee that has been invoiced and not paid: the year and the sum are those of the invoice."""
    if not isinstance(asked.rule, Duty) or asked.rule.act != "pay":
        return None
    invoices = (one for one in asked.situation.facts if one.kind == "invoice.issued")
    invoice = next((one for one in invoices if one.seq in asked.finding.because), None)
    if invoice is None:
        return _new("payment.received", party=asked.party)
    kronor, ore = divmod(int(invoice.payload["amount"]), 100)
    amount = f"{kronor}.{ore:02}" if ore else kronor
    return _new("payment.received", party=asked.party, year=int(invoice.payload["year"]), amount=amount)


def _by_act(asked: Asked) -> Act | None:
    """Acts that a kind of fact shows by itself (``rules.evidence.KIND_OF_ACT``)."""
    rule = asked.rule
    if not isinstance(rule, Duty | Power) or rule.act not in KIND_OF_ACT:
        return None
    kind = KIND_OF_ACT[rule.act]
    body = _id(rule.holder, "body") if isinstance(rule, Power) else None
    first, last = date(asked.year, 1, 1).isoformat(), date(asked.year, 12, 31).isoformat()
    match kind:
        case "budget.adopted":
            return _new(kind, year=asked.year, body=body)
        case "plan.adopted":
            return _new(kind, **{"from": first, "to": last, "body": body})
        case "weights.updated":
            return _new(kind, year=asked.year)
        case "meeting.held":
            return _new(kind, body=_id(rule.object, "body"))
        case _:
            return _new(kind, party=asked.party)


def _decision(asked: Asked) -> Act | None:
    if not isinstance(asked.rule, Power):
        return None
    return _new("decision.made", body=_id(asked.rule.holder, "body"), act=asked.rule.act, year=asked.year)


def _document(asked: Asked) -> Act | None:
    """What else is done now and then leaves a document: a follow-up, a report."""
    if not isinstance(asked.rule, Duty) or asked.rule.pattern == "continuous":
        return None
    return _new("document.published", act=asked.rule.act, year=asked.year, party=asked.party)


def _answer(asked: Asked) -> Act | None:
    return _new("decision.adopted", party=asked.party) if isinstance(asked.rule, AdoptionRound) else None


def _receipt(asked: Asked) -> Act | None:
    """A notice whose last day waits for receipts: who received it is chosen in the form."""
    if not isinstance(asked.rule, Withdrawal) or not asked.finding.missing:
        return None
    return _new("notice.received", notice_party=asked.party)


# In this order: what a finding says of itself before what its provision is.
TABLE: tuple[Callable[[Asked], Act | None], ...] = (
    _lacking, _attestation, _meeting, _seat, _role, _payment, _by_act, _decision, _document, _answer, _receipt,
)  # fmt: skip


def act_of(situation: Situation, finding: Finding) -> Act | None:
    """What answers a finding that is late, due or under notice; None when nothing can, or nothing needs to."""
    if finding.status not in _OPEN:
        return None
    rule = situation.definition.rules[finding.rule]
    subjects = (finding.subject, *finding.bearers)
    party = next((code for one in subjects if (code := _id(one, "party")) is not None), None)
    period = finding.period
    year = period.start.year if period is not None else situation.as_of.year
    asked = Asked(situation, rule, finding, party, year)
    return next((act for known in TABLE if (act := known(asked)) is not None), None)


def settling(item: Lacking) -> Act | None:
    """What settles something that is missing, where that is known without asking the finding."""
    if item.kind is None:
        return None
    if item.completes is not None:
        return Act(item.kind, _CORRECT, item.given, corrects=item.completes)
    return _new(item.kind, **item.given)
