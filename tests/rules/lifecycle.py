"""Two small agreements for the life-cycle tests, shaped as Norrort and KSL are, and facts to put to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from samverk.rules.definition import Body, ClauseInfo, Definition, JsonValue, Reading, ReadingStatus, Role
from samverk.rules.facts import Fact
from samverk.rules.provisions import (
    AmendmentRule,
    Appointment,
    ChairRule,
    Composition,
    Entry,
    Membership,
    Provision,
    RenegotiationRule,
    Term,
    Withdrawal,
)
from samverk.rules.values import ClassOf, Count, Period, Seats
from samverk.rules.wording import Text

RECORDED = datetime(2013, 1, 1, tzinfo=UTC)
START = date(2014, 4, 15)
NORRORT = {
    "0114": "Upplands Väsby",
    "0115": "Vallentuna",
    "0117": "Österåker",
    "0123": "Järfälla",
    "0125": "Ekerö",
    "0139": "Upplands-Bro",
    "0160": "Täby",
    "0162": "Danderyd",
    "0163": "Sollentuna",
    "0183": "Sundbyberg",
    "0184": "Solna",
    "0186": "Lidingö",
    "0187": "Vaxholm",
    "0188": "Norrtälje",
    "0191": "Sigtuna",
}
MANAGER = "0186"


def same(words: str) -> Text:
    return Text(words, words)


def reading(
    rid: str, param: str, options: Iterable[JsonValue], chosen: JsonValue, status: ReadingStatus = "provisional"
) -> Reading:
    """A reading with ``chosen`` in use."""
    return Reading(
        id=rid,
        param=param,
        status=status,
        decides="body:ledningsgrupp",
        options=tuple(options),
        question=same(f"{rid}?"),
        why=same("silent"),
        chosen=chosen,
    )


def clause(clause_id: str) -> ClauseInfo:
    return ClauseInfo(
        clause_id, "operative", same("Heading"), same(""), same(f"punkt {clause_id}"), same(f"p. {clause_id}")
    )


MEMBERSHIP = Membership(id="parter", label=same("Parter"), cite=("2",), mode="closed_list", accession="amendment")
TERM = Term(id="loptid", label=same("Löptid"), cite=("4",), duration="indefinite", start=START)
ENTRY = Entry(
    id="giltighet",
    label=same("Giltighet"),
    cite=("15",),
    requires=("adoption_decision", "signature"),
    effective="latest_of_requirements",
    not_before="rule:loptid.start",
    legal_force="not_required",
    basis={"requires": "t-15-1", "legal_force": "t-15-2", "not_before": "t-4-1"},
)
WITHDRAWAL = Withdrawal(
    id="uttrade",
    label=same("Utträde"),
    cite=("14/s1", "14/s2"),
    who="any_party",
    clock="notice_received",
    period=Period(12, "M"),
    month_rule="same_day_else_last",
    last_day="inside",
    effect="party_leaves",
    addressees="body:ledningsgrupp.chair",
    addressee_if_self="body:ledningsgrupp.members",
    form="written",
    holiday_shift="none",
    revocable="open",
    basis={
        "clock": "t-14-1",
        "month_rule": "t-14-2",
        "last_day": "t-14-3",
        "addressee_if_self": "t-14-4",
        "holiday_shift": "t-14-2",
        "revocable": "t-14-6",
    },
)
CHAIR = ChairRule(
    id="ordforande",
    label=same("Ordförande"),
    cite=("8",),
    bodies=("body:ledningsgrupp",),
    ex_officio="role:forvaltande-kommun",
)
FIRST_MANAGER = Appointment(
    id="forsta-forvaltare",
    label=same("Förvaltare"),
    cite=("B1",),
    appoints="role:forvaltande-kommun",
    by="agreement",
    from_="parties",
    count=Count(1, 1),
    holder=f"party:{MANAGER}",
)
APPOINTS_MANAGER = Appointment(
    id="utse-forvaltare",
    label=same("Utse förvaltare"),
    cite=("5/s1",),
    appoints="role:forvaltande-kommun",
    by="body:ledningsgrupp",
    from_="parties",
    count=Count(1, 1),
    vacancy="maintain",
    basis={"vacancy": "t-5-1"},
)
CHANGES_MANAGER = replace(
    APPOINTS_MANAGER,
    id="byta-forvaltare",
    cite=("5/s3", "7.1"),
    vacancy=None,
    replaces=True,
    on_change=("transfer:role:strateg.employment", "transfer:ledger", "transfer:chair"),
    basis={"on_change": "t-5-2"},
)
GROUP = Composition(
    id="lg",
    label=same("Ledningsgruppen"),
    cite=("8/s1",),
    body="body:ledningsgrupp",
    seats=Seats(per="party", min=1, max=1),
    level=(),
    substitutes="free",
)
AMENDMENT = AmendmentRule(
    id="andring",
    label=same("Ändringar"),
    cite=("12",),
    form="written_signed",
    consent="all_parties",
    effective="last_signature",
    electorate_at="each_signature_and_effect",
    internal_decision="as_entry",
    basis={"electorate_at": "t-12-1", "internal_decision": "t-12-2"},
)
RENEGOTIATION = RenegotiationRule(
    id="omforhandling",
    label=same("Omförhandling"),
    cite=("13",),
    who="any_party",
    condition="assessed:substantially_changed_conditions",
    others_must="negotiate",
    form="open",
    start_within="open",
    suspends_obligations=False,
    basis={"form": "t-13-1", "start_within": "t-13-1"},
)
READINGS = (
    reading("t-4-1", "rule.giltighet.not_before", ["rule:loptid.start", "none"], "rule:loptid.start"),
    reading(
        "t-15-1",
        "rule.giltighet.requires",
        [["adoption_decision", "signature"], ["adoption_decision"]],
        ["adoption_decision", "signature"],
    ),
    reading("t-15-2", "rule.giltighet.legal_force", ["not_required", "required"], "not_required"),
    reading("t-14-1", "rule.uttrade.clock", ["notice_dated", "notice_sent", "notice_received"], "notice_received"),
    reading(
        "t-14-2", "rule.uttrade.month_rule", ["same_day_else_last", "same_day_else_next_first"], "same_day_else_last"
    ),
    reading("t-14-3", "rule.uttrade.last_day", ["inside", "outside"], "inside"),
    reading(
        "t-14-4",
        "rule.uttrade.addressee_if_self",
        ["body:ledningsgrupp.members", "body:ledningsgrupp.chair"],
        "body:ledningsgrupp.members",
    ),
    reading("t-14-6", "rule.uttrade.revocable", ["no", "until_exit_with_consent_of_all"], None, "open"),
    reading("t-5-1", "rule.utse-forvaltare.vacancy", ["maintain", "achieve_once"], "maintain"),
    reading(
        "t-5-2",
        "rule.byta-forvaltare.on_change",
        [
            ["transfer:role:strateg.employment", "transfer:ledger", "transfer:chair"],
            ["transfer:role:strateg.employment"],
        ],
        ["transfer:role:strateg.employment", "transfer:ledger", "transfer:chair"],
    ),
    reading(
        "t-12-1",
        "rule.andring.electorate_at",
        ["each_signature_and_effect", "on_proposal"],
        "each_signature_and_effect",
    ),
    reading("t-12-2", "rule.andring.internal_decision", ["as_entry", "signature_only"], "as_entry"),
    reading("t-13-1", "rule.omforhandling.form", ["written", "any"], None, "open"),
)


def definition(
    *rules: Provision, parties: Mapping[str, str] | None = None, readings: Iterable[Reading] = ()
) -> Definition:
    """A definition of these provisions."""
    return Definition(
        id="norrort",
        title="Norrort",
        short=same("Norrort"),
        version="1.0.0",
        valid_from=START,
        sha256="0" * 64,
        canonical="",
        clauses={number: clause(number) for number in ("2", "4", "5", "8", "9", "10", "12", "13", "14", "15")},
        rules={rule.id: rule for rule in rules},
        readings={item.id: item for item in readings},
        parties=parties or {},
        roles={
            "forvaltande-kommun": Role(
                "forvaltande-kommun", Text("Förvaltande kommun", "Managing municipality"), "party", max=1
            ),
            "strateg": Role("strateg", Text("Strateg", "Strategist"), "person", max=1),
        },
        bodies={"ledningsgrupp": Body("ledningsgrupp", Text("Ledningsgruppen", "The management group"))},
    )


def norrort(*more: Provision, without: Iterable[str] = (), parties: Mapping[str, str] = NORRORT) -> Definition:
    """Fifteen named parties; bound by decision and signature; twelve months from the day the chair has the notice.

    ``more`` replaces provisions of the same id.
    """
    rules = {
        rule.id: rule
        for rule in (
            MEMBERSHIP,
            TERM,
            ENTRY,
            WITHDRAWAL,
            CHAIR,
            FIRST_MANAGER,
            APPOINTS_MANAGER,
            CHANGES_MANAGER,
            GROUP,
            AMENDMENT,
            RENEGOTIATION,
            *more,
        )
    }
    left = [rule for rid, rule in rules.items() if rid not in set(without)]
    return definition(*left, parties=parties, readings=READINGS)


KSL_MEMBERSHIP = Membership(
    id="parter",
    label=same("Parter"),
    cite=("10",),
    mode="open_class",
    accession="own_decision",
    class_=ClassOf(county="01"),
    closes="open",
    basis={"closes": "t-10-1"},
)
KSL_ENTRY = Entry(
    id="giltighet",
    label=same("Giltighet"),
    cite=("9/s1", "11"),
    requires=("adoption_decision",),
    effective="adoption_decision",
    not_before="none",
    legal_force="not_required",
    basis={"legal_force": "t-9-3"},
)
KSL_WITHDRAWAL = Withdrawal(
    id="uppsagning",
    label=same("Uppsägning"),
    cite=("9/s2",),
    who="any_party",
    clock="last_receipt",
    period=Period(9, "M"),
    month_rule="same_day_else_last",
    last_day="inside",
    effect="party_leaves",
    addressees="other_parties",
    form="open",
    holiday_shift="none",
    revocable="open",
    addressees_fixed_on="notice_date",
    basis={
        "effect": "t-9-1",
        "clock": "t-9-2",
        "addressees_fixed_on": "t-9-4",
        "month_rule": "t-9-5",
        "last_day": "t-9-5",
        "revocable": "t-9-6",
        "form": "t-9-6",
    },
)
KSL_READINGS = (
    reading("t-9-1", "rule.uppsagning.effect", ["party_leaves", "agreement_ends_for_all"], "party_leaves"),
    reading(
        "t-9-2", "rule.uppsagning.clock", ["last_receipt", "first_receipt", "receipt_by_coordinator"], "last_receipt"
    ),
    reading("t-9-3", "rule.giltighet.legal_force", ["not_required", "required"], "not_required"),
    reading("t-9-4", "rule.uppsagning.addressees_fixed_on", ["notice_date", "last_receipt_date"], "notice_date"),
    reading("t-9-5", "rule.uppsagning.month_rule", ["same_day_else_last", "same_day_else_next_first"],
            "same_day_else_last"),
    reading("t-9-6", "rule.uppsagning.form", ["written", "any"], None, "open"),
    reading("t-10-1", "rule.parter.closes", ["never", "2013-11-15"], None, "open"),
)  # fmt: skip


def ksl(*more: Provision) -> Definition:
    """Open to the county; bound by the decision alone; nine months from the day the last other party has it."""
    rules = {rule.id: rule for rule in (KSL_MEMBERSHIP, KSL_ENTRY, KSL_WITHDRAWAL, *more)}
    return replace(definition(*rules.values(), readings=KSL_READINGS), id="ksl", valid_from=date(2013, 6, 5))


class Diary:
    """Facts in the order they are written, numbered from 1."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def add(self, kind: str, day: date, party: str | None = None, **payload: Any) -> Diary:
        self.facts.append(Fact(len(self.facts) + 1, kind, day, RECORDED, party, payload))
        return self

    def joins(self, *codes: str, decided: date = date(2014, 3, 18), signed: date = date(2014, 3, 25)) -> Diary:
        for code in codes:
            self.add("decision.adopted", decided, code, extract_on=decided.isoformat())
            self.add("signature.given", signed, code)
        return self

    def leaves(self, party: str, given: date, *received: tuple[str, date], **payload: Any) -> Diary:
        self.add("notice.given", given, party, **payload)
        for by, day in received:
            self.add("notice.received", day, by, notice_party=party)
        return self


def started() -> Diary:
    """All fifteen bound from the start."""
    return Diary().joins(*NORRORT)
