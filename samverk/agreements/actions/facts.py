"""Recording what has happened: the fact is checked against the agreement, added to its chain, and projected.

All in one transaction under the chain's lock, so that two people who record at once see each other's facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from samverk.accounts.policy import Actor, require
from samverk.agreements.actions.indexing import index_facts
from samverk.agreements.actions.projections import refresh
from samverk.agreements.policy import body_of, can_record_fact, can_see_agreement
from samverk.agreements.queries.listings import access
from samverk.agreements.queries.situations import Chain, remember
from samverk.agreements.queries.versions import Wording, definition_of, wording_on, wordings
from samverk.records.actions import NewFact, append, lock_chain, proposed
from samverk.rules.admission import (
    BY_PARTY_IN_FORCE,
    BY_PARTY_SO_FAR,
    NOTICE,
    WITHDRAWN,
    Proposed,
    UnknownAgreement,
    check_against,
    check_shape,
)
from samverk.rules.budgets import BUDGET, check_budget
from samverk.rules.definition import Definition
from samverk.rules.facts import Fact, in_force
from samverk.rules.intervals import Interval
from samverk.rules.membership import MEMBERSHIP_KINDS, Timeline, timeline
from samverk.rules.wording import Text


def record_fact(
    *,
    agreement: str,
    kind: str,
    valid_on: date,
    payload: Mapping[str, Any],
    by: Actor,
    recorded_at: datetime,
    party: str | None = None,
    corrects: int | None = None,
    example: bool = False,
) -> Fact:
    """Record one fact about the agreement and give it back as the rules see it. Errors: NotAllowed, FactRefused."""
    new = NewFact(
        kind=kind,
        valid_on=valid_on,
        recorded_at=recorded_at,
        party=party,
        payload=payload,
        corrects=corrects,
        example=example,
    )
    return record_facts(agreement=agreement, facts=(new,), by=by)[0]


def record_facts(*, agreement: str, facts: Sequence[NewFact], by: Actor) -> tuple[Fact, ...]:
    """Record facts in the given order, all or none. Errors: NotAllowed, FactRefused for the first that does not fit."""
    asked = [(new, proposed(new)) for new in facts]
    for _, shape in asked:
        check_shape(shape)
    with transaction.atomic():
        versions = wordings(agreement)
        if not versions:
            raise UnknownAgreement(
                Text(
                    f"Det finns inget avtal ”{agreement}”. Kontrollera namnet i adressen, eller läs in avtalet först.",
                    f"There is no agreement “{agreement}”. Check its name in the address, or import it first.",
                )
            )
        chain = Chain(agreement, lock_chain(agreement))
        _require_seen(by, agreement)
        _require_allowed(by, facts, chain)
        _check(asked, chain, versions)
        recorded, head = append(agreement=agreement, facts=facts, by=by, head=chain.head)
        refresh(_newest(versions), chain, recorded)
        index_facts(agreement=agreement, newest=_newest(versions), recorded=recorded)
        if head is not None:
            transaction.on_commit(partial(remember, chain, recorded, head))
    return recorded


def withdraw_fact(*, agreement: str, seq: int, reasons: str, on: date, by: Actor, recorded_at: datetime) -> Fact:
    """Say that a recorded fact never was. Errors: NotAllowed, FactRefused."""
    return record_fact(
        agreement=agreement,
        kind=WITHDRAWN,
        valid_on=on,
        payload={"reasons": reasons},
        by=by,
        recorded_at=recorded_at,
        corrects=seq,
    )


def _newest(versions: Sequence[Wording]) -> Definition:
    return definition_of(versions[-1].sha256)


def _on(versions: Sequence[Wording], day: date) -> Definition:
    """The definition that holds on a day; before the first version the first one."""
    return definition_of((wording_on(versions, day) or versions[0]).sha256)


def _require_seen(by: Actor, agreement: str) -> None:
    """What one may not see one does not write in, also where one may speak for a municipality in every agreement."""
    if by.is_system or agreement in by.agreements():
        return
    known = access(agreement)
    if known is not None:
        require(can_see_agreement(by, known))


def _require_allowed(by: Actor, facts: Sequence[NewFact], chain: Chain) -> None:
    """Who corrects or withdraws a fact must be allowed to record both the new one and the old one."""
    stated: dict[int, tuple[str, str | None, str | None]] = {}
    if any(new.corrects is not None for new in facts):
        stated = {fact.seq: (fact.kind, fact.party, body_of(fact.payload)) for fact in chain.facts}
    for number, new in enumerate(facts, chain.next_seq):
        stated[number] = (new.kind, new.party, body_of(new.payload))
        target = stated.get(new.corrects) if new.corrects is not None else None
        for told in (target, stated[number] if target is None or new.kind != WITHDRAWN else None):
            if told is not None:
                kind, party, body = told
                require(can_record_fact(by, chain.agreement, kind=kind, party=party, body=body))


def _check(asked: Sequence[tuple[NewFact, Proposed]], chain: Chain, versions: Sequence[Wording]) -> None:
    """Check each fact against the version of its day, with the parties that the facts before it make."""
    known: Timeline | None = None
    bound: Mapping[str, tuple[Interval, ...]] = {}
    told: list[Fact] = []
    for number, (new, shape) in enumerate(asked, chain.next_seq):
        if known is None and new.kind in BY_PARTY_IN_FORCE | BY_PARTY_SO_FAR:
            known = timeline(_newest(versions), in_force((*chain.facts, *told)))
            bound = known.intervals()
        definition = _on(versions, new.valid_on)
        check_against(shape, definition, bound, _standing(new, known))
        if new.kind == BUDGET:
            check_budget(shape, definition, in_force((*chain.facts, *told)))
        told.append(_as_fact(new, number))
        if new.kind in MEMBERSHIP_KINDS or new.corrects is not None:
            known = None


def _standing(new: NewFact, known: Timeline | None) -> date | None:
    """The day of the notice a new one would come on top of; None for one that takes the place of a notice."""
    if known is None or new.kind != NOTICE or new.party is None:
        return None
    own = {item.notice.fact for item in known.exits if item.notice.party == new.party}
    notice = known.standing(new.party, new.valid_on)
    return notice.given if notice is not None and new.corrects not in own else None


def _as_fact(new: NewFact, seq: int) -> Fact:
    return Fact(seq, new.kind, new.valid_on, new.recorded_at, new.party, new.payload, new.corrects)
