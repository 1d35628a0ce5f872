"""Keeps the projections: parties in force, roles and seats held.

They are what the newest version of the agreement and all its facts say, without regard to the day: an exit next year is
already in them. ``rebuild_projections`` works everything out; after a fact only what that fact can change is worked
out, by the same functions, and only rows that differ are written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from samverk.agreements.models import Holding, PartyInForce
from samverk.agreements.queries.situations import Chain
from samverk.agreements.queries.versions import definition
from samverk.records import queries as records
from samverk.records.actions import lock_chain
from samverk.rules import holdings, readings
from samverk.rules.definition import Definition
from samverk.rules.exit_day import NOTICE_KINDS
from samverk.rules.facts import Fact
from samverk.rules.membership import MEMBERSHIP_KINDS, intervals

READING = "interpretation.adopted"
ROLE_KINDS = frozenset({"role.assigned", "role.ended"})
SEAT_KINDS = frozenset({"body.member_added", "body.member_removed"})
ENTRY_OR_NOTICE = MEMBERSHIP_KINDS - ROLE_KINDS - SEAT_KINDS
NOTICES = frozenset(NOTICE_KINDS)
END_OF_TIME = date.max


@transaction.atomic
def rebuild_projections(*, agreement: str) -> None:
    """Work out every projection of the agreement again. Changes nothing when they were right."""
    chain = Chain(agreement, lock_chain(agreement))
    newest = definition(agreement, END_OF_TIME)
    if newest is not None:
        told = _Told(newest, chain.facts)
        _write_parties(agreement, told)
        _write_holdings(agreement, told, None, None)


def differing(agreement: str) -> list[str]:
    """The tables whose rows of the agreement are not what its facts say; none when all is well. Changes nothing."""
    newest = definition(agreement, END_OF_TIME)
    if newest is None:
        return []
    told = _Told(newest, Chain(agreement, records.head(agreement)).facts)
    parties = PartyInForce.objects.filter(agreement=agreement).values_list(*_PARTY_COLUMNS)
    held = Holding.objects.filter(agreement=agreement).values_list(*_HOLDING_COLUMNS)
    compared: tuple[tuple[str, Iterable[_Values], list[_Values]], ...] = (
        ("agreements_party_in_force", parties, _bound(told)),
        ("agreements_holding", held, _held(told, told.definition.roles, told.definition.bodies)),
    )
    return [table for table, stored, wanted in compared if set(stored) != set(wanted)]


def refresh(newest: Definition, chain: Chain, recorded: Sequence[Fact]) -> None:
    """Bring the projections up to date after ``recorded``, which came after the chain's facts. Its lock is held."""
    kinds = {fact.kind for fact in recorded}
    if not kinds.isdisjoint(MEMBERSHIP_KINDS | {READING}) or any(fact.corrects for fact in recorded):
        _bring_up_to_date(_Told(newest, (*chain.facts, *recorded)), chain.agreement, recorded)


def _bring_up_to_date(told: _Told, agreement: str, recorded: Sequence[Fact]) -> None:
    """Write what the recorded facts and those they correct can have changed.

    A reading can decide who is bound. Roles and seats can too, but only by deciding who is to receive a notice.
    """
    corrected = {fact.corrects for fact in recorded if fact.corrects is not None}
    touched = [*recorded, *(fact for fact in told.facts if fact.seq in corrected)]
    kinds = {fact.kind for fact in touched}
    of_people = kinds & (ROLE_KINDS | SEAT_KINDS)
    has_notices = bool(of_people) and any(fact.kind in NOTICES for fact in told.facts)
    if has_notices or READING in kinds or kinds & ENTRY_OR_NOTICE:
        _write_parties(agreement, told)
    if READING in kinds:
        _write_holdings(agreement, told, None, None)
    elif of_people:
        roles = {str(fact.payload["role"]) for fact in touched if fact.kind in ROLE_KINDS}
        bodies = {str(fact.payload["body"]) for fact in touched if fact.kind in SEAT_KINDS}
        bodies |= {body.id for body in told.definition.bodies.values() if body.seat_role in roles}
        _write_holdings(agreement, told, roles, bodies)


class _Told:
    """A record that holdings and membership are read from: the definition with adopted readings, the facts in force.

    Sorted only for the kinds that are asked for. A test holds it against ``rules.situation``.
    """

    def __init__(self, newest: Definition, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self.held: holdings.Held = {}
        self.replaced = {fact.corrects for fact in facts if fact.corrects is not None}
        decided = readings.adopted(newest, self.of(READING), END_OF_TIME)
        self.definition = readings.apply(newest, decided)

    def of(self, *kinds: str) -> tuple[Fact, ...]:
        """Facts in force of the given kinds, in order of day."""
        found = [fact for fact in self.facts if fact.kind in kinds and fact.seq not in self.replaced]
        return tuple(sorted(found, key=lambda fact: (fact.valid_on, fact.seq)))


type _Values = tuple[Any, ...]

_PARTY_COLUMNS = ("party", "from_day", "to_day")
_HOLDING_COLUMNS = ("is_seat", "what", "party", "holder", "title", "group", "from_day", "to_day", "fact")


def _write[M: Model](agreement: str, stored: QuerySet[M], columns: Sequence[str], wanted: Iterable[_Values]) -> None:
    """Make the stored rows equal the wanted ones, touching only those that differ."""
    keys: dict[_Values, int] = {tuple(values): key for key, *values in stored.values_list("pk", *columns)}
    rows = dict.fromkeys(wanted)
    gone = [key for values, key in keys.items() if values not in rows]
    new = [values for values in rows if values not in keys]
    if gone:
        stored.filter(pk__in=gone).delete()
    if new:
        made = (stored.model(agreement_id=agreement, **dict(zip(columns, values, strict=True))) for values in new)
        stored.bulk_create(made, batch_size=500)


def _write_parties(agreement: str, told: _Told) -> None:
    _write(agreement, PartyInForce.objects.filter(agreement=agreement), _PARTY_COLUMNS, _bound(told))


def _bound(told: _Told) -> list[_Values]:
    bound = intervals(told.definition, told.of(*MEMBERSHIP_KINDS))
    return [(code, interval.start, interval.end) for code, held in bound.items() for interval in held]


def _write_holdings(agreement: str, told: _Told, roles: Collection[str] | None, bodies: Collection[str] | None) -> None:
    """Roles and seats; of some roles and bodies, or of all (None)."""
    stored = Holding.objects.filter(agreement=agreement)
    if roles is not None and bodies is not None:
        stored = stored.filter(Q(is_seat=False, what__in=roles) | Q(is_seat=True, what__in=bodies))
    roles = told.definition.roles if roles is None else roles
    bodies = told.definition.bodies if bodies is None else bodies
    _write(agreement, stored, _HOLDING_COLUMNS, _held(told, roles, bodies))


def _held(told: _Told, roles: Iterable[str], bodies: Iterable[str]) -> list[_Values]:
    return [
        *(_holding(False, role, item) for role in roles for item in holdings.holders(told, role)),
        *(_holding(True, body, item) for body in bodies for item in holdings.members(told, body)),
    ]


def _holding(is_seat: bool, what: str, item: holdings.Holding) -> _Values:
    return (
        is_seat,
        what,
        item.party or "",
        item.holder or "",
        item.title or "",
        item.group or "",
        item.interval.start,
        item.interval.end,
        item.fact,
    )
