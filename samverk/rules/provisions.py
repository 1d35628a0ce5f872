"""The closed vocabulary: one frozen type for each of the 21 kinds of provision.

The types are the source of the published JSON Schema (``schema.py``) and of the parser (``ruleset.py``): a field is a
parameter, its type is what the file may hold, a default makes it optional. A trailing underscore is dropped in files
(``from_`` is ``from``). A parameter that rests on a reading is named in ``basis``. "open" means undecided: every
finding that depends on it says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from samverk.rules.frozen import field, frozen
from samverk.rules.values import (
    ClassOf,
    Count,
    InvoiceRule,
    KeyUpdate,
    Open,
    Period,
    Quota,
    RoundResponse,
    RoundStep,
    Seats,
    WeightTable,
)
from samverk.rules.wording import Text

type Evidence = Literal[
    "decision", "minutes", "signature", "appointment_record", "meeting_record", "attendance", "payment",
    "publication", "document", "attestation", "delivery_receipt", "dataset_update", "ledger",
]  # fmt: skip
type DecisionRule = Literal[
    "consensus", "simple_majority", "chair_casts", "qualified_two_thirds", "population_weighted", "open"
]
type Clock = Literal[
    "notice_dated", "notice_sent", "notice_received", "first_receipt", "last_receipt",
    "receipt_by_coordinator", "calendar_year_end_after_receipt",
]  # fmt: skip
type MonthRule = Literal["same_day_else_last", "same_day_else_next_first", "refuse_if_ambiguous"]
type PartialYear = Literal["weight_days", "full_year", "whole_months"]
type Payers = Literal["parties_in_period", "parties_on_trigger"]
type Unit = Literal["ore", "krona"]


@frozen(kw_only=True)
class Provision:
    """What every provision has. ``cite`` are paths into the text and have no default."""

    kind: ClassVar[str] = ""
    id: str
    label: Text
    cite: tuple[str, ...]
    basis: Mapping[str, str] = field(default_factory=dict)
    covers: tuple[str, ...] = ()
    silent: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@frozen(kw_only=True)
class Purpose(Provision):
    """Goals; shown and followed up, never judged (N-1, K-2, K-3)."""

    kind: ClassVar[str] = "purpose"
    goals: tuple[str, ...]
    indicators: tuple[str, ...] = ()


@frozen(kw_only=True)
class Scope(Provision):
    """The target group: whom the agreement concerns (N-3, K-1)."""

    kind: ClassVar[str] = "scope"
    include: tuple[Text, ...]
    exclude: tuple[Text, ...]
    law: tuple[str, ...]
    tracks_law_changes: bool | Open


@frozen(kw_only=True)
class Membership(Provision):
    """Who the parties are: a closed list, or a class that may join (N-2, K-10)."""

    kind: ClassVar[str] = "membership"
    mode: Literal["closed_list", "open_class"]
    accession: Literal["amendment", "own_decision", "body_decision", "open"]
    parties: str | None = None
    class_: ClassOf | None = None
    closes: str | None = None


@frozen(kw_only=True)
class Relation(Provision):
    """How the agreement stands to other agreements and actors (N-9.1, K-7, K-10b)."""

    kind: ClassVar[str] = "relation"
    type: Literal["non_exclusive", "may_have_children", "is_basis_for", "coordinated_with", "works_with", "supersedes"]
    with_: tuple[str, ...] = ()
    actors: str | None = None
    exhaustive: bool | None = None
    levels: tuple[Text, ...] = ()


@frozen(kw_only=True)
class Term(Provision):
    """From when and how long the agreement runs (N-4, K-9a)."""

    kind: ClassVar[str] = "term"
    duration: Literal["indefinite", "fixed", "auto_renew"]
    start: date | Literal["per_party"] | None = None
    end: date | None = None
    renew: Period | Open | None = None
    notice_before_end: Period | Open | None = None


@frozen(kw_only=True)
class Entry(Provision):
    """From when each party is bound (N-15, K-9a, K-11)."""

    kind: ClassVar[str] = "entry"
    requires: tuple[Literal["adoption_decision", "signature", "all_parties_adopted", "deposit"], ...]
    effective: Literal["latest_of_requirements", "adoption_decision", "signature"]
    not_before: str
    legal_force: Literal["required", "not_required", "open"]
    decided_by: str | None = None
    signature_equivalent: str | None = None
    signature_form: tuple[str, ...] = ()
    min_parties: int | None = None


@frozen(kw_only=True)
class AdoptionRound(Provision):
    """Recommendation, referral, adoption: who answers what by when (K-L1–K-L9)."""

    kind: ClassVar[str] = "adoption_round"
    steps: tuple[RoundStep, ...]
    response: RoundResponse
    outcomes: tuple[str, ...]
    late_answer: Literal["accepted", "refused", "open"]


@frozen(kw_only=True)
class Withdrawal(Provision):
    """How a party leaves and which day is its last (N-14, K-9b)."""

    kind: ClassVar[str] = "withdrawal"
    who: Literal["any_party"]
    clock: Clock | Open
    period: Period | Open
    month_rule: MonthRule | Open
    last_day: Literal["inside", "outside", "open"]
    effect: Literal["party_leaves", "agreement_ends_for_all", "open"]
    addressees: str
    form: Literal["written", "written_signed", "any", "open"]
    holiday_shift: Literal["none", "next_working_day", "open"]
    addressee_if_self: str | None = None
    addressees_fixed_on: Literal["notice_date", "last_receipt_date", "open"] | None = None
    obligations_until_exit: Literal["all", "financial_only", "open"] | None = None
    revocable: Literal["no", "open", "until_exit_with_consent_of_all"] | None = None
    not_before: date | None = None


@frozen(kw_only=True)
class AmendmentRule(Provision):
    """How the text is changed and from when a change holds (N-12)."""

    kind: ClassVar[str] = "amendment"
    form: Literal["written", "written_signed", "open"]
    consent: Literal["all_parties", "qualified", "body", "open"]
    effective: Literal["last_signature", "fixed_date", "decision", "open"]
    electorate_at: Literal["each_signature_and_effect", "on_proposal", "open"]
    internal_decision: Literal["as_entry", "signature_only", "open"] | None = None
    share: str | None = None


@frozen(kw_only=True)
class RenegotiationRule(Provision):
    """Who may call for renegotiation, and what the others then owe (N-13)."""

    kind: ClassVar[str] = "renegotiation"
    who: Literal["any_party"]
    condition: str
    others_must: Literal["negotiate"]
    form: Literal["written", "any", "open"]
    start_within: Period | Open
    suspends_obligations: bool | Open


@frozen(kw_only=True)
class Composition(Provision):
    """Which seats a body has and who may sit in it (N-8a, N-8e, K-6a, K-6c, K-6h)."""

    kind: ClassVar[str] = "composition"
    body: str
    seats: Seats
    level: tuple[str, ...]
    substitutes: Literal["allowed", "not_allowed", "free", "open"]
    must_include: tuple[str, ...] = ()
    bodies_count: Count | None = None
    grace: Period | Open | None = None


@frozen(kw_only=True)
class ChairRule(Provision):
    """Who chairs: by office, elected or rotating (N-8h)."""

    kind: ClassVar[str] = "chair"
    bodies: tuple[str, ...]
    ex_officio: str | None = None
    elected_by: str | None = None
    rotates: Period | Open | None = None


@frozen(kw_only=True)
class Appointment(Provision):
    """Which body fills which role, and what follows a change (N-5a, N-5c, N-7.1, N-8e)."""

    kind: ClassVar[str] = "appointment"
    appoints: str
    by: str
    from_: Literal["parties", "persons", "class"]
    count: Count
    holder: str | None = None
    vacancy: Literal["maintain", "achieve_once", "open"] | None = None
    replaces: bool = False
    on_change: tuple[str, ...] = ()
    term: Period | Open | None = None


@frozen(kw_only=True)
class Meeting(Provision):
    """How often a body meets (N-8d, N-8g, N-9a, K-6a)."""

    kind: ClassVar[str] = "meeting"
    body: str
    quota: Quota
    above_max: Literal["note", "deviation", "open"] = "note"
    regular: bool = False
    on_demand: bool = False
    max_gap: Period | Open | None = None


@frozen(kw_only=True)
class Duty(Provision):
    """Who owes what, by one of five patterns (N-5–N-11, K-4–K-8).

    achieve: once, by ``due``. maintain: at all times. recurring: ``quota`` per window. on_event: ``within`` after
    ``trigger``. continuous: attested, never computed as breached.
    """

    kind: ClassVar[str] = "duty"
    bearer: str
    act: str
    pattern: Literal["achieve", "maintain", "recurring", "on_event", "continuous"]
    check: Literal["auto", "attested"]
    evidence: tuple[Evidence, ...]
    object: str | None = None
    with_: str | None = None
    to: tuple[str, ...] = ()
    quota: Quota | None = None
    count: Count | None = None
    trigger: str | None = None
    within: Period | Open | None = None
    grace: Period | Open | None = None
    due: date | None = None
    condition: str | None = None
    indicators: tuple[str, ...] = ()
    discharged_by: str | None = None
    collects: Literal["attestations"] | None = None


@frozen(kw_only=True)
class Power(Provision):
    """What a body may or must decide (N-8b, N-8c, N-8f, K-6b–K-6g)."""

    kind: ClassVar[str] = "power"
    holder: str
    act: str
    modality: Literal["may", "must", "must_not"]
    decision_rule: DecisionRule
    evidence: tuple[Evidence, ...]
    object: str | None = None
    quota: Quota | None = None
    precondition: str | None = None
    bound_by: tuple[str, ...] = ()


@frozen(kw_only=True)
class ApportionmentKey(Provision):
    """How a sum is split between the parties (N-10a)."""

    kind: ClassVar[str] = "apportionment_key"
    weights: Literal["population", "equal", "table"]
    form: Literal["proportional", "mixed", "table", "open"]
    method: Literal["largest_remainder"]
    unit: Unit
    ties: Literal["lower_weight_then_code", "higher_weight_then_code", "code"]
    zero_weight: Literal["pays_zero", "refuse"]
    missing_weight: Literal["refuse", "previous_value"]
    series: str | None = None
    select: Literal["dec31_previous_year", "nov1_previous_year", "latest_quarter", "fixed", "open"] | None = None
    update: KeyUpdate | None = None
    fixed_share: str | None = None
    table: WeightTable | None = None


@frozen(kw_only=True)
class Fee(Provision):
    """What the parties pay each year; ``total = "none"`` says that nothing is paid (N-10a–b)."""

    kind: ClassVar[str] = "fee"
    total: str
    key: str | None = None
    period: Literal["calendar_year", "april_to_march", "term", "open"] | None = None
    invoice: InvoiceRule | None = None
    payers: Payers | Open | None = None
    partial_year: PartialYear | Open | None = None


@frozen(kw_only=True)
class CostEvent(Provision):
    """A cost shared when something happens: overrun, wind-down (N-10d, N-10e)."""

    kind: ClassVar[str] = "cost_event"
    trigger: str
    amount: str
    key: str
    payers: Payers | Open
    weights_of: Literal["period", "trigger", "open"]
    partial_year: PartialYear | Open | None = None
    cap: int | None = None
    unit: Unit = "ore"


@frozen(kw_only=True)
class Areas(Provision):
    """The areas cooperation may or must cover (K-5.1–K-5.11)."""

    kind: ClassVar[str] = "areas"
    areas: str
    modality: Literal["may", "must"]
    shared_with_others: str | None = None


@frozen(kw_only=True)
class PlanRule(Provision):
    """Who adopts an action plan, for what period, and who reviews it (N-8c, K-6g, H-0)."""

    kind: ClassVar[str] = "plan"
    adopted_by: str
    period: Literal["calendar_year", "april_to_march", "per_plan", "open"]
    covers_max: Period | Open
    groups: tuple[str, ...]
    measure_fields: tuple[Text, ...]
    reviewed_by: str
    order_is_priority: bool = False
    review_at: str | None = None


KINDS: dict[str, type[Provision]] = {
    cls.kind: cls
    for cls in (
        Purpose, Scope, Membership, Relation, Term, Entry, AdoptionRound, Withdrawal, AmendmentRule,
        RenegotiationRule, Composition, ChairRule, Appointment, Meeting, Duty, Power, ApportionmentKey, Fee,
        CostEvent, Areas, PlanRule,
    )
}  # fmt: skip
