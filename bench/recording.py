"""What a fact costs that is checked, chained and projected, against a row that is merely inserted. Each commits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from itertools import count
from typing import Any

from django.db import connection, models, transaction

from bench.filled import NORRORT, TODAY
from bench.measure import Call, Row, compare, ratio
from samverk.accounts.policy import system
from samverk.agreements.actions.facts import record_fact
from samverk.agreements.queries.situations import evaluation
from samverk.agreements.queries.versions import definition_of
from samverk.lib import clock
from samverk.lib.plain_sql import day_to_db, moment_to_db
from samverk.records import queries as records
from samverk.records.models import Event
from samverk.rules.canonical import canonical
from samverk.rules.evaluate import evaluate

BY = system("Mätningen")
TABLE = "bench_event"
ROUNDS, REPEAT, WARM = 120, 3, 3


def rows() -> Iterator[Row]:
    """Against an insert by the ORM and one written by hand, into a table like the facts' own without its triggers."""
    record = _recorder()
    _make_table()
    found = compare(record, _by_orm(), rounds=ROUNDS, repeat=(REPEAT, REPEAT))
    note = f"{found.ours * 1e3:.2f} ms, bare {found.other * 1e3:.2f} ms; the next page shows what all facts give"
    what = "one new fact, checked, chained and projected, against a bare insert with commit by the ORM"
    yield ratio(what, found.ratio, 3, note=note)
    found = compare(record, _by_hand(), rounds=ROUNDS, repeat=(REPEAT, REPEAT))
    note = f"bare {found.other * 1e3:.2f} ms"
    yield Row("the same, against an insert by a statement written by hand", "–", f"{found.ratio:.1f}×", None, note)
    _refuse_stale_answer()


def _meetings() -> Iterator[tuple[int, date, dict[str, Any]]]:
    for number in count(1000):  # other parts of the run have recorded meetings of lower numbers
        yield number, date(2020, 1, 1) + timedelta(days=number % 2000), {"body": "natverk", "number": number}


def _recorder() -> Call:
    """A function that records a meeting as the page does; another each time."""
    told, moment = _meetings(), clock.now()

    def record() -> None:
        number, day, payload = next(told)
        record_fact(
            agreement=NORRORT, kind="meeting.held", valid_on=day, payload=payload, by=BY,
            recorded_at=moment + timedelta(seconds=number),
        )  # fmt: skip

    return record


def _made_up_rows(first: int) -> Iterator[dict[str, Any]]:
    """Rows like those, worked out beforehand; ``first`` is the number of the first."""
    moment, told = clock.now().astimezone(UTC), _meetings()
    for number, (_, day, payload) in zip(range(first, first + (ROUNDS + WARM) * REPEAT), told, strict=False):
        yield {
            "id": number, "agreement": NORRORT, "seq": number, "kind": "meeting.held", "party": "",
            "subject": "natverk", "rule": "", "valid_on": day, "win": records.window(day), "recorded_at": moment,
            "actor": BY.label, "actor_id": "", "payload": canonical(payload), "is_example": False, "corrects": None,
            "prev_hash": _hash(number - 1), "hash": _hash(number),
        }  # fmt: skip


def _hash(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def _make_table() -> None:
    """The facts' table over again, filled, with its indexes and conditions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'records_event' AND sql LIKE 'CREATE %%'")
        made = [sql.replace("records_event", TABLE) for (sql,) in cursor.fetchall() if "TRIGGER" not in sql]
        for sql in sorted(made, key=lambda sql: "CREATE TABLE" not in sql):
            cursor.execute(sql)
        cursor.execute(f"INSERT INTO {TABLE} SELECT * FROM records_event")


def _by_orm() -> Call:
    fields = {field.name: field.clone() for field in Event._meta.concrete_fields}
    meta = type("Meta", (), {"db_table": TABLE, "app_label": "bench", "managed": False})
    bare: Any = type("BareEvent", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})
    stock = iter(list(_made_up_rows(10**6)))

    def insert() -> None:
        with transaction.atomic():
            bare.objects.create(**next(stock))

    return insert


def _by_hand() -> Call:
    stock = [
        row | {"valid_on": day_to_db(row["valid_on"]), "recorded_at": moment_to_db(row["recorded_at"])}
        for row in _made_up_rows(2 * 10**6)
    ]
    statement = f"INSERT INTO {TABLE} ({', '.join(stock[0])}) VALUES ({', '.join(['%s'] * len(stock[0]))})"
    values = iter([list(row.values()) for row in stock])

    def insert() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, next(values))

    return insert


def _refuse_stale_answer() -> None:
    """What the next page shows after all those facts is what all the facts give."""
    shown = evaluation(NORRORT, TODAY)
    if shown is None:
        raise RuntimeError("the demonstration is not filled")
    names = shown.evaluation.situation.names
    anew = evaluate(definition_of(shown.sha256), records.facts(NORRORT), as_of=TODAY, names=names)
    if shown.evaluation.findings != anew.findings:
        raise RuntimeError("the next page does not show what was recorded")
