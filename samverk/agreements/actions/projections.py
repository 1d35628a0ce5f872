"""Keeps the projections: parties in force, roles and seats held, meetings held.

They are what the newest version of the agreement and all its facts say, without regard to the day: an exit next year is
already in them. ``rebuild_projections`` works everything out; after a fact only what that kind of fact can change is
worked out, by the same functions, and only rows that differ are written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Manager, Model

from samverk.agreements.models import Holding, MeetingHeld, PartyInForce
from samverk.agreements.queries.situations import Chain
from samverk.agreements.queries.versions import definition
from samverk.records import queries as records
from samverk.records.actions import lock_chain
from samverk.rules import holdings
from samverk.rules.definition import Definition
from samverk.rules.facts import Fact, in_force
from samverk.rules.membership import MEMBERSHIP_KINDS
from samverk.rules.situation import Situation, situation

MEETING = "meeting.held"
# A reading can decide who is bound, and from when.
PARTY_KINDS = MEMBERSHIP_KINDS | {"interpretation.adopted"}
HOLDING_KINDS = frozenset(
    {"role.assigned", "role.ended", "body.member_added", "body.member_removed", "interpretation.adopted"}
)
END_OF_TIME = date.max


@transaction.atomic
def rebuild_projections(*, agreement: str) -> None:
    """Work out every projection of the agreement again. Changes nothing when they were right."""
    chain = Chain(agreement, lock_chain(agreement))
    newest = definition(agreement, END_OF_TIME)
    if newest is not None:
        _keep(agreement, newest, chain.facts, {MEETING} | PARTY_KINDS | HOLDING_KINDS)


def refresh(newest: Definition, chain: Chain, recorded: Sequence[Fact]) -> None:
    """Bring the projections up to date after ``recorded``, which came after the chain's facts. Its lock is held."""
    kinds = {fact.kind for fact in recorded}
    corrected = {fact.corrects for fact in recorded if fact.corrects is not None}
    if corrected:
        kinds |= {fact.kind for fact in (*chain.facts, *recorded) if fact.seq in corrected}
    if kinds == {MEETING} and not corrected:
        MeetingHeld.objects.bulk_create(_meetings(chain.agreement, recorded))
    elif kinds & (PARTY_KINDS | HOLDING_KINDS | {MEETING}):
        _keep(chain.agreement, newest, (*chain.facts, *recorded), kinds)


def _keep(agreement: str, newest: Definition, facts: Sequence[Fact], kinds: Collection[str]) -> None:
    """Write what the given kinds of facts can have changed."""
    if MEETING in kinds:
        _write(agreement, MeetingHeld.objects, _MEETING_COLUMNS, _meetings(agreement, in_force(facts)))
    if PARTY_KINDS.isdisjoint(kinds) and HOLDING_KINDS.isdisjoint(kinds):
        return
    everything = situation(newest, facts, as_of=END_OF_TIME)
    if not PARTY_KINDS.isdisjoint(kinds):
        _write(agreement, PartyInForce.objects, _PARTY_COLUMNS, _parties(agreement, everything))
    if not HOLDING_KINDS.isdisjoint(kinds):
        _write(agreement, Holding.objects, _HOLDING_COLUMNS, _holdings(agreement, everything))


_PARTY_COLUMNS = ("party", "from_day", "to_day")
_MEETING_COLUMNS = ("body", "group", "held_on", "win", "fact")
_HOLDING_COLUMNS = ("is_seat", "what", "party", "holder", "title", "group", "from_day", "to_day", "fact")


def _write[M: Model](agreement: str, table: Manager[M], columns: Sequence[str], wanted: Iterable[M]) -> None:
    """Make the stored rows of the agreement equal the wanted ones, touching only those that differ."""
    stored: dict[tuple[Any, ...], int] = {
        tuple(values): key for key, *values in table.filter(agreement=agreement).values_list("pk", *columns)
    }
    rows = {tuple(getattr(row, column) for column in columns): row for row in wanted}
    gone = [key for values, key in stored.items() if values not in rows]
    if gone:
        table.filter(pk__in=gone).delete()
    table.bulk_create([row for values, row in rows.items() if values not in stored], batch_size=500)


def _meetings(agreement: str, facts: Iterable[Fact]) -> list[MeetingHeld]:
    return [
        MeetingHeld(
            agreement_id=agreement,
            body=str(fact.payload["body"]),
            group=str(fact.payload.get("group") or ""),
            held_on=fact.valid_on,
            win=records.window(fact.valid_on),
            fact=fact.seq,
        )
        for fact in facts
        if fact.kind == MEETING
    ]


def _parties(agreement: str, everything: Situation) -> list[PartyInForce]:
    return [
        PartyInForce(agreement_id=agreement, party=code, from_day=interval.start, to_day=interval.end)
        for code, held in everything.membership.items()
        for interval in held
    ]


def _holdings(agreement: str, everything: Situation) -> list[Holding]:
    read = everything.definition
    roles = [(False, role, item) for role in read.roles for item in holdings.holders(everything, role)]
    seats = [(True, body, item) for body in read.bodies for item in holdings.members(everything, body)]
    return [
        Holding(
            agreement_id=agreement,
            is_seat=is_seat,
            what=what,
            party=item.party or "",
            holder=item.holder or "",
            title=item.title or "",
            group=item.group or "",
            from_day=item.interval.start,
            to_day=item.interval.end,
            fact=item.fact,
        )
        for is_seat, what, item in (*roles, *seats)
    ]
