"""Reads: the facts of an agreement, the head of its chain, and whether the chain is whole.

Facts are read set-based, one statement for a whole agreement, as plain tuples: an evaluation may look at thousands.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import batched
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef, QuerySet

from samverk.lib.plain_sql import moment_from_db, moment_to_db
from samverk.lib.protection import missing_triggers
from samverk.records.models import Event
from samverk.rules.canonical import digest, written_in_order
from samverk.rules.facts import Fact
from samverk.rules.wording import Text

TABLE = "records_event"

_FACT_FIELDS = (
    "seq", "kind", "valid_on", "recorded_at", "party", "payload", "corrects", "actor", "is_example", "origin",
)  # fmt: skip
_ROW_FIELDS = (
    "agreement", "seq", "kind", "party", "valid_on", "recorded_at", "actor", "actor_id", "payload", "is_example",
    "corrects", "prev_hash", "hash", "subject", "rule", "win",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a chain: its number, its hash, when it was recorded."""

    seq: int
    hash: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a chain is not whole, and what is wrong there."""

    agreement: str
    seq: int
    what: Text


def facts(
    agreement: str, known_at: datetime | None = None, *, after: int = 0, until: int | None = None
) -> tuple[Fact, ...]:
    """Every fact recorded about the agreement up to and including ``known_at`` (None: all), oldest first.

    Corrected facts are included; ``rules.facts.in_force`` leaves them out. ``after``, ``until``: only facts with a
    higher number than the one, and none higher than the other.
    """
    rows = Event.objects.filter(agreement=agreement, seq__gt=after).order_by("seq")
    if until is not None:
        rows = rows.filter(seq__lte=until)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return read(rows)


def read(rows: QuerySet[Event]) -> tuple[Fact, ...]:
    """As the rules see them, made from plain tuples."""
    return tuple(
        Fact(seq, kind, valid_on, recorded_at, party or None, json.loads(payload), corrects, actor, example, origin)
        for seq, kind, valid_on, recorded_at, party, payload, corrects, actor, example, origin in rows.values_list(
            *_FACT_FIELDS
        ).iterator(chunk_size=2000)
    )


def facts_in_force(
    agreement: str, kind: str, *, subject: str | None = None, year: int | None = None
) -> tuple[Fact, ...]:
    """Facts of one kind that have been neither corrected nor withdrawn, by day. One statement.

    ``subject``: only about this body or role; ``year``: only with a day in it.
    """
    corrected = Event.objects.filter(agreement=agreement, corrects=OuterRef("seq"))
    rows = Event.objects.filter(~Exists(corrected), agreement=agreement, kind=kind).order_by("valid_on", "seq")
    if subject is not None:
        rows = rows.filter(subject=subject)
    if year is not None:
        rows = rows.filter(win__gte=year * 12, win__lt=year * 12 + 12)
    return read(rows)


# The head is asked for by every page and every new fact. As plain statements the two take a tenth of the time that
# building a queryset takes.
_HEAD = "SELECT seq, hash, recorded_at, agreement FROM records_event WHERE agreement = %s ORDER BY seq DESC LIMIT 1"
_HEAD_THEN = _HEAD.replace("ORDER BY", "AND recorded_at <= %s ORDER BY")


def head(agreement: str, known_at: datetime | None = None) -> Head | None:
    """The last link recorded up to and including ``known_at`` (None: the very last); None for an empty chain."""
    with connection.cursor() as cursor:
        return head_seen_by(cursor, agreement, known_at)


def head_seen_by(cursor: CursorWrapper, agreement: str, known_at: datetime | None = None) -> Head | None:
    """As ``head``, with a cursor that is already open."""
    if known_at is None:
        cursor.execute(_HEAD, [agreement])
    else:
        cursor.execute(_HEAD_THEN, [agreement, moment_to_db(known_at)])
    row = cursor.fetchone()
    return None if row is None else Head(row[0], row[1], moment_from_db(row[2]))


def hash_at(agreement: str, seq: int) -> str | None:
    """The hash of the fact with this number, or None when there is none."""
    return Event.objects.filter(agreement=agreement, seq=seq).values_list("hash", flat=True).first()


# SQLite takes at most 500 selects in one statement.
_AT_ONCE = 200
_CHAINS = "SELECT DISTINCT agreement FROM records_event ORDER BY agreement"


def heads(agreements: Collection[str], known_at: datetime | None = None) -> dict[str, Head]:
    """The last link of each chain that has one, as ``head`` gives it. One statement for every two hundred."""
    one, then = (_HEAD, []) if known_at is None else (_HEAD_THEN, [moment_to_db(known_at)])
    # Each part reads one entry of an index; grouping would read them all.
    part = f"SELECT * FROM ({one}) AS link"  # noqa: S608 - put together from the constants above
    found: dict[str, Head] = {}
    for some in batched(agreements, _AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([part] * len(some)), [value for name in some for value in (name, *then)])
            rows = cursor.fetchall()
        found |= {agreement: Head(seq, hash_, moment_from_db(at)) for seq, hash_, at, agreement in rows}
    return found


def chains() -> tuple[str, ...]:
    """The agreements that have facts."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAINS)
        return tuple(row[0] for row in cursor.fetchall())


def sealed(row: Mapping[str, Any]) -> str:
    """The hash of a row: SHA-256 over the canonical JSON of what it states and of the hash of the row before, a line
    break, and the payload's canonical JSON. ``recorded_at`` is in UTC with six decimals.

    ``subject``, ``rule`` and ``win`` are not inside: they only repeat what is. ``origin`` is where there is one.
    """
    # In the order of RFC 8785.
    stated = {
        "actor": row["actor"],
        "actor_id": row["actor_id"],
        "agreement": row["agreement"],
        "corrects": row["corrects"],
        "example": row["is_example"],
        "kind": row["kind"],
        "party": row["party"],
        "prev": row["prev_hash"],
        "recorded_at": utc_text(row["recorded_at"]),
        "seq": row["seq"],
        "valid_on": row["valid_on"].isoformat(),
    }
    if row["origin"]:
        stated = dict(sorted({**stated, "origin": row["origin"]}.items()))
    return digest(f"{written_in_order(stated)}\n{row['payload']}")


def utc_text(moment: datetime) -> str:
    """The moment in UTC, always with six decimals: the same text for the same moment."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def window(day: date) -> int:
    """The month as one number, year·12 + month − 1."""
    return day.year * 12 + day.month - 1


def subject_of(payload: Mapping[str, Any]) -> str:
    """The body, role or paper the fact concerns, or ""."""
    return str(payload.get("body") or payload.get("role") or payload.get("paper") or "")


def verify_chain(agreement: str) -> Broken | None:
    """The first place where the agreement's chain is broken, or None when it is whole. Reads every row once."""
    before = ""
    for number, row in enumerate(_rows(agreement), 1):
        wrong = _wrong_in(row, number, before)
        if wrong is not None:
            return Broken(agreement, number, wrong)
        before = row["hash"]
    return None


def unprotected() -> list[str]:
    """Triggers that should protect the facts and are not there; empty when all is well."""
    return missing_triggers(connection, TABLE)


def _rows(agreement: str) -> Iterator[dict[str, Any]]:
    """Before an upgrade the chain is proved as it stands: a database from before ``origin`` has none."""
    with connection.cursor() as cursor:
        there = {column.name for column in connection.introspection.get_table_description(cursor, TABLE)}
    rows = Event.objects.filter(agreement=agreement).order_by("seq")
    told = rows.values(*_ROW_FIELDS, *(("origin",) if "origin" in there else ()))
    return ({"origin": "", **row} for row in told.iterator(chunk_size=2000))


def _wrong_in(row: Mapping[str, Any], number: int, before: str) -> Text | None:
    if row["seq"] != number:
        return Text(
            f"Uppgift {number} saknas; nästa som finns är {row['seq']}.",
            f"Fact {number} is missing; the next there is {row['seq']}.",
        )
    if row["prev_hash"] != before:
        return Text(
            f"Uppgift {number} pekar inte på uppgiften före.", f"Fact {number} does not point at the fact before."
        )
    if row["hash"] != sealed(row):
        return Text(
            f"Uppgift {number} har ändrats efter att den registrerades.",
            f"Fact {number} has been changed since it was recorded.",
        )
    payload = json.loads(row["payload"])
    repeated = (subject_of(payload), str(payload.get("rule") or ""), window(row["valid_on"]))
    if (row["subject"], row["rule"], row["win"]) != repeated:
        return Text(
            f"Uppgift {number} har sökord som inte stämmer med innehållet.",
            f"Fact {number} has search keys that do not match its content.",
        )
    return None
