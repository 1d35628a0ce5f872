"""Who held which role or seat when: intervals read from appointments, endings and the agreement's own words.

``role.assigned`` opens a holding on its day; ``role.ended`` closes it (its day is the first day without). A role with
``max = 1`` has one holder at a time (per party where the role is per party), so a new holder closes the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from samverk.rules.definition import Definition
from samverk.rules.facts import Fact
from samverk.rules.frozen import frozen
from samverk.rules.intervals import FOREVER, Interval, make
from samverk.rules.provisions import Appointment, Term

type Held = dict[tuple[str, str], tuple[Holding, ...]]


class Record(Protocol):
    """What holdings are read from: a situation, or anything below it with a definition and facts in order of day.

    It never changes, so who holds a role is worked out once.
    """

    @property
    def definition(self) -> Definition: ...

    @property
    def held(self) -> Held:
        """What has been looked up once; empty to begin with."""

    def of(self, *kinds: str) -> tuple[Fact, ...]: ...


@frozen
class Holding:
    """A role or seat held for a time. ``party``: the municipality that holds it or that the holder comes from."""

    what: str
    party: str | None
    interval: Interval
    fact: int | None
    holder: str | None = None
    title: str | None = None
    employer: str | None = None
    subregion: str | None = None
    group: str | None = None
    decided_on: date | None = None


class _Open:
    """A holding that has not ended yet."""

    __slots__ = ("fact", "holder", "start")

    def __init__(self, start: date, fact: Fact | None, holder: str | None) -> None:
        self.start = start
        self.fact = fact
        self.holder = holder


def holders(record: Record, role: str) -> tuple[Holding, ...]:
    """All holdings of a role, those the agreement itself gives included, in order of their start."""
    found = record.held.get(("role", role))
    if found is None:
        found = record.held["role", role] = _holders(record, role)
    return found


def _holders(record: Record, role: str) -> tuple[Holding, ...]:
    definition = record.definition
    kind = definition.roles.get(role)
    one = kind is not None and kind.max == 1
    per_party = kind is not None and kind.per == "party"
    facts = [fact for fact in record.of("role.assigned", "role.ended") if fact.payload["role"] == role]
    by_agreement = _given_by_agreement(definition, role, facts)
    return _sweep(role, facts, one=one, per_party=per_party, first=by_agreement)


def _given_by_agreement(definition: Definition, role: str, facts: Iterable[Fact]) -> _Open | None:
    kind = definition.roles.get(role)
    if kind is not None and kind.holder is not None:
        return _Open(definition.valid_from, None, kind.holder)
    for rule in definition.of_kind(Appointment):
        if rule.appoints == f"role:{role}" and rule.holder is not None:
            term = definition.first(Term)
            start = term.start if term is not None and isinstance(term.start, date) else definition.valid_from
            earlier = any(fact.kind == "role.assigned" and fact.valid_on <= start for fact in facts)
            return None if earlier else _Open(start, None, rule.holder)
    return None


def _party(holder: str | None, fact: Fact | None) -> str | None:
    if fact is not None and fact.party is not None:
        return fact.party
    kind, _, code = (holder or "").rpartition(":")
    return code if code.isdigit() and kind in ("", "party") else None


def _sweep(what: str, facts: Iterable[Fact], *, one: bool, per_party: bool, first: _Open | None) -> tuple[Holding, ...]:
    book = _Book(what, one=one, per_party=per_party)
    if first is not None:
        book.open(first)
    for fact in facts:
        if fact.kind.endswith(("assigned", "added")):
            book.open(_Open(fact.valid_on, fact, fact.payload.get("holder")))
        else:
            book.end(fact)
    return tuple(sorted(book.all(), key=lambda item: (item.interval.start, item.party or "", item.holder or "")))


class _Book:
    """Holdings while they are swept over: one slot for each that can hold at the same time."""

    def __init__(self, what: str, *, one: bool, per_party: bool) -> None:
        self._what = what
        self._one = one
        self._per_party = per_party
        self._running: dict[tuple[str | None, str | None], _Open] = {}
        self._closed: list[Holding] = []

    def open(self, item: _Open) -> None:
        key = self._slot(item.holder, item.fact)
        if key in self._running:
            self._close(key, item.start)
        self._running[key] = item

    def end(self, fact: Fact) -> None:
        key = self._slot(fact.payload.get("holder"), fact)
        if key not in self._running:  # an ending that does not name the holder closes what the party holds
            key = next((other for other in self._running if other[0] == key[0]), key)
        # The agreement's own first holder may begin after an ending on record: that ended somebody before it.
        if key in self._running and self._running[key].start <= fact.valid_on:
            self._close(key, fact.valid_on)

    def all(self) -> list[Holding]:
        for key in list(self._running):
            self._close(key, FOREVER)
        return self._closed

    def _close(self, key: tuple[str | None, str | None], stop: date) -> None:
        item = self._running.pop(key)
        interval = make(item.start, stop)
        if interval is not None:
            self._closed.append(_holding(self._what, item, interval))

    def _slot(self, holder: str | None, fact: Fact | None) -> tuple[str | None, str | None]:
        party = _party(holder, fact)
        return (party if self._per_party or not self._one else None, None if self._one else (holder or party))


def _holding(what: str, item: _Open, interval: Interval) -> Holding:
    payload: Mapping[str, object] = item.fact.payload if item.fact else {}
    decided = payload.get("decided_on")
    return Holding(
        what=what,
        party=_party(item.holder, item.fact),
        interval=interval,
        fact=item.fact.seq if item.fact else None,
        holder=item.holder,
        title=_text(payload.get("title")),
        employer=_text(payload.get("employer")),
        subregion=_text(payload.get("subregion")),
        group=_text(payload.get("group")),
        decided_on=date.fromisoformat(str(decided)) if decided else None,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def members(record: Record, body: str) -> tuple[Holding, ...]:
    """All seats held in a body: by members added to it, and by holders of the role that is its seat."""
    found = record.held.get(("body", body))
    if found is None:
        found = record.held["body", body] = _members(record, body)
    return found


def _members(record: Record, body: str) -> tuple[Holding, ...]:
    facts = [fact for fact in record.of("body.member_added", "body.member_removed") if fact.payload["body"] == body]
    seats = _sweep(body, [_as_seat(fact) for fact in facts], one=False, per_party=False, first=None)
    entity = record.definition.bodies.get(body)
    if entity is not None and entity.seat_role is not None:
        seats += holders(record, entity.seat_role)
    return tuple(sorted(seats, key=lambda item: (item.interval.start, item.party or "", item.holder or "")))


def _as_seat(fact: Fact) -> Fact:
    seat = fact.payload.get("seat") or fact.payload.get("group") or fact.party
    return Fact(
        seq=fact.seq,
        kind=fact.kind,
        valid_on=fact.valid_on,
        recorded_at=fact.recorded_at,
        party=fact.party,
        payload={**fact.payload, "holder": seat},
    )


def on(holdings: Iterable[Holding], day: date) -> tuple[Holding, ...]:
    """The holdings that hold on a day."""
    return tuple(item for item in holdings if day in item.interval)


def holder_on(record: Record, role: str, day: date) -> Holding | None:
    """The one who holds a role on a day (the latest appointed where several do), or None."""
    held = on(holders(record, role), day)
    return held[-1] if held else None
