"""Writes: facts are added to the end of an agreement's chain, one at a time or many at once.

This area knows the chain and the shape of a fact, not the agreement. Pages and imports record through
``agreements.actions``, which also asks whether the fact fits the agreement and keeps the projections.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from samverk.accounts.policy import Actor
from samverk.lib.clock import STOCKHOLM
from samverk.lib.plain_sql import day_to_db, moment_to_db
from samverk.records import queries
from samverk.records.models import Event
from samverk.records.queries import Head
from samverk.rules.admission import (
    WITHDRAWN,
    AlreadyCorrected,
    NothingToCorrect,
    Proposed,
    RecordedBackwards,
    RecordedTwice,
    check_shape,
)
from samverk.rules.canonical import canonical
from samverk.rules.facts import FACT_KINDS, Fact
from samverk.rules.wording import Text

# Two people who record at once wait for each other; the second's clock was read before its turn came.
WAITED_AT_MOST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact to record. ``recorded_at`` is an aware moment; ``corrects`` the number of the fact it replaces."""

    kind: str
    valid_on: date
    recorded_at: datetime
    party: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    corrects: int | None = None
    example: bool = False


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
    """Add one fact to the agreement's chain and give it back as the rules see it. Error: FactRefused."""
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
    """Add facts in the given order, all or none. Each must be recorded no earlier than the one before it.

    Error: FactRefused for the first that cannot be recorded; then nothing is.
    """
    for new in facts:
        check_shape(proposed(new))
    with transaction.atomic():
        return append(agreement=agreement, facts=facts, by=by, head=lock_chain(agreement))[0]


def proposed(new: NewFact) -> Proposed:
    """The fact as the rules check it; the day of recording is the day in Sweden."""
    return Proposed(
        kind=new.kind,
        valid_on=new.valid_on,
        recorded_on=new.recorded_at.astimezone(STOCKHOLM).date(),
        party=new.party,
        payload=new.payload,
        corrects=new.corrects,
    )


def lock_chain(agreement: str) -> Head | None:
    """Wait for one's turn to write to the chain, then its last link. To be called inside a transaction.

    SQLite has already given this transaction the only write lock (IMMEDIATE). On PostgreSQL the lock is named after the
    agreement and lasts until the transaction ends; the head is read after it, so it is the true one.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_LOCK, [_lock_number(agreement)])
        return queries.head_seen_by(cursor, agreement)


_LOCK = "SELECT pg_advisory_xact_lock(%s)"


def append(
    *, agreement: str, facts: Sequence[NewFact], by: Actor, head: Head | None
) -> tuple[tuple[Fact, ...], Head | None]:
    """Add checked facts after ``head``, whose lock is held; the facts and the new head. Error: FactRefused."""
    _refuse_wrong_corrections(agreement, facts, 1 if head is None else head.seq + 1)
    rows: list[_Row] = []
    for new in facts:
        row = _row(agreement, new, by, head)
        head = Head(row["seq"], row["hash"], row["recorded_at"])
        rows.append(row)
    if len(rows) == 1:
        _insert_one(rows[0])
    else:
        _refuse_repetition(agreement, rows)
        Event.objects.bulk_create((Event(**row) for row in rows), batch_size=500)
    return tuple(_fact(row) for row in rows), head


type _Row = dict[str, Any]


def _row(agreement: str, new: NewFact, by: Actor, head: Head | None) -> _Row:
    """The columns of a fact, in the order of ``_INSERT``."""
    row: _Row = {
        "agreement": agreement,
        "seq": 1 if head is None else head.seq + 1,
        "kind": new.kind,
        "party": new.party or "",
        "subject": queries.subject_of(new.payload),
        "rule": str(new.payload.get("rule") or ""),
        "valid_on": new.valid_on,
        "win": queries.window(new.valid_on),
        "recorded_at": _turn(new.recorded_at, head),
        "actor": by.label,
        "actor_id": by.user_id,
        "origin": by.origin,
        "payload": canonical(new.payload),
        "is_example": new.example,
        "corrects": new.corrects,
        "prev_hash": "" if head is None else head.hash,
    }
    row["hash"] = queries.sealed(row)
    return row


def _fact(row: _Row) -> Fact:
    return Fact(
        row["seq"],
        row["kind"],
        row["valid_on"],
        row["recorded_at"],
        row["party"] or None,
        json.loads(row["payload"]),
        row["corrects"],
        row["actor"],
        row["is_example"],
        row["origin"],
    )


# One fact is one plain statement that also looks for the same fact: recording may cost no more than three bare inserts,
# and building querysets alone costs ten.
_INSERT = """
    INSERT INTO records_event (agreement, seq, kind, party, subject, rule, valid_on, win, recorded_at, actor, actor_id,
                               origin, payload, is_example, corrects, prev_hash, hash)
    SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s
    WHERE %s OR NOT EXISTS (
"""
_SAME = """
    SELECT seq FROM records_event told
    WHERE agreement = %s AND kind = %s AND win = %s AND party = %s AND valid_on = %s AND payload = %s
    AND NOT EXISTS (SELECT 1 FROM records_event WHERE agreement = told.agreement AND corrects = told.seq)
"""
_INSERT_ONCE = _INSERT + _SAME + ")"


def _insert_one(row: _Row) -> None:
    """Error: RecordedTwice."""
    day, moment = day_to_db(row["valid_on"]), moment_to_db(row["recorded_at"])
    values = [*(row | {"valid_on": day, "recorded_at": moment}).values()]
    same = [row["agreement"], row["kind"], row["win"], row["party"], day, row["payload"]]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_ONCE, [*values, row["kind"] == WITHDRAWN, *same])
        if cursor.rowcount == 0:
            cursor.execute(_SAME, same)
            raise _repeated(row, cursor.fetchone()[0])


def _refuse_repetition(agreement: str, rows: Sequence[_Row]) -> None:
    """Exactly the same fact (kind, day, party, payload) twice among those in force. One statement for all."""
    corrected = Event.objects.filter(agreement=agreement, corrects=OuterRef("seq"))
    told = Event.objects.filter(
        ~Exists(corrected),
        agreement=agreement,
        kind__in={row["kind"] for row in rows},
        win__in={row["win"] for row in rows},
    )
    content = {seq: tuple(same) for seq, *same in told.values_list("seq", "kind", "valid_on", "party", "payload")}
    in_force = {same: seq for seq, same in content.items()}
    for row in rows:
        same = (row["kind"], row["valid_on"], row["party"], row["payload"])
        if same in in_force and row["kind"] != WITHDRAWN:
            raise _repeated(row, in_force[same])
        in_force.pop(content.get(row["corrects"] or 0, ()), None)
        content[row["seq"]], in_force[same] = same, row["seq"]


def _repeated(row: _Row, seq: int) -> RecordedTwice:
    name = FACT_KINDS[row["kind"]].name
    return RecordedTwice(
        Text(
            f"”{name.sv}” {row['valid_on']} finns redan med samma innehåll, som uppgift {seq}. "
            "Rätta den om något är fel, eller ange vad som skiljer.",
            f"“{name.en}” {row['valid_on']} is already there with the same content, as fact {seq}. "
            "Correct it if something is wrong, or say what differs.",
        )
    )


def _lock_number(agreement: str) -> int:
    """A 64-bit number for PostgreSQL's advisory lock, the same in every process."""
    return int.from_bytes(hashlib.sha256(f"samverk.records/{agreement}".encode()).digest()[:8], signed=True)


def _turn(recorded_at: datetime, head: Head | None) -> datetime:
    """The moment of recording in UTC; moved up to the fact before when it only waited for its turn."""
    moment = recorded_at.astimezone(UTC)
    if head is None or moment >= head.recorded_at:
        return moment
    if head.recorded_at - moment <= WAITED_AT_MOST:
        return head.recorded_at
    here, there = queries.utc_text(moment), queries.utc_text(head.recorded_at)
    raise RecordedBackwards(
        Text(
            f"Uppgiften sägs vara registrerad {here}, före den senaste i avtalet ({there}). "
            "Registrera i tidsordning: vad som var känt en viss dag får inte ändras i efterhand.",
            f"The fact is said to be recorded at {here}, before the agreement's latest ({there}). "
            "Record in order of time: what was known on a day must not change afterwards.",
        )
    )


def _refuse_wrong_corrections(agreement: str, facts: Sequence[NewFact], first: int) -> None:
    """A correction of a fact that is not in the chain, or that has been corrected. One statement for all."""
    targets = [new.corrects for new in facts if new.corrects is not None]
    if not targets:
        return
    rows = Event.objects.filter(agreement=agreement, corrects__in=targets)
    by_target: dict[int, int] = {target: seq for target, seq in rows.values_list("corrects", "seq") if target}
    for number, new in enumerate(facts, first):
        if new.corrects is None:
            continue
        if not 1 <= new.corrects < number:
            raise NothingToCorrect(
                Text(
                    f"Uppgift {new.corrects} finns inte i avtalet {agreement}, som har {first - 1} uppgifter. "
                    "Ange numret på en uppgift i samma avtal.",
                    f"Fact {new.corrects} is not in the agreement {agreement}, which has {first - 1} facts. "
                    "Give the number of a fact in the same agreement.",
                )
            )
        if new.corrects in by_target:
            newer = by_target[new.corrects]
            raise AlreadyCorrected(
                Text(
                    f"Uppgift {new.corrects} är redan rättad, av uppgift {newer}. Rätta uppgift {newer} i stället.",
                    f"Fact {new.corrects} has already been corrected, by fact {newer}. Correct fact {newer} instead.",
                )
            )
        by_target[new.corrects] = number
