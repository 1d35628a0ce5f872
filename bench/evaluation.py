"""What the rules cost: all findings against reading the facts, a fact against a bare insert, a split against a loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from bench.measure import Row, cpu, ratio
from samverk.accounts.policy import system
from samverk.agreements.actions.facts import record_fact
from samverk.agreements.models import Agreement
from samverk.agreements.queries.situations import facts_up_to, forget
from samverk.agreements.queries.versions import definition
from samverk.records import queries as records
from samverk.reference.population import population
from samverk.rules.apportion import apportion
from samverk.rules.evaluate import evaluate

NORRORT = "koordination-norrort"
TODAY = date(2026, 11, 21)
BY = system("Mätningen")


def rows() -> Iterator[Row]:
    """The rules' rows of the table."""
    yield _findings()
    yield from _one_fact()
    yield _apportionment()


def _findings() -> Row:
    read = definition(NORRORT, TODAY)
    if read is None:
        raise RuntimeError("the demonstration is not filled")
    facts = facts_up_to(NORRORT, records.head(NORRORT))
    evaluating = cpu(lambda: evaluate(read, facts, as_of=TODAY), rounds=25)
    reading = cpu(_plain_tuples, rounds=25)
    found = len(evaluate(read, facts, as_of=TODAY).findings)
    return ratio(
        "all findings of an agreement, 13 years, against reading its facts as plain tuples",
        evaluating, reading, 5, note=f"{found} findings, {len(facts)} facts",
    )  # fmt: skip


def _plain_tuples() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, kind, valid_on, recorded_at, party, payload, corrects, actor, is_example "
            "FROM records_event WHERE agreement = %s ORDER BY seq",
            [NORRORT],
        )
        return list(cursor.fetchall())


def _one_fact() -> Iterator[Row]:
    """A meeting recorded through the action that checks everything, against a bare insert: by the ORM, and by hand."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_event AS SELECT * FROM records_event WHERE agreement = %s", [NORRORT])
        cursor.execute("CREATE UNIQUE INDEX bench_one ON bench_event (agreement, seq)")
        cursor.execute("CREATE UNIQUE INDEX bench_two ON bench_event (hash)")
        cursor.execute("SELECT * FROM bench_event ORDER BY seq DESC LIMIT 1")
        columns = [column[0] for column in cursor.description]
        last = list(cursor.fetchone())
    start = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Europe/Stockholm"))
    count = iter(range(1, 100_000))
    statement = f"INSERT INTO bench_event VALUES ({', '.join(['%s'] * len(columns))})"

    def record() -> None:
        number = next(count)
        record_fact(
            agreement=NORRORT, kind="meeting.held", valid_on=date(2020, 1, 1) + timedelta(days=number % 2000),
            payload={"body": "natverk", "number": number}, by=BY, recorded_at=start + timedelta(seconds=number),
        )  # fmt: skip

    def by_orm() -> None:
        with transaction.atomic():
            Agreement.objects.create(id=f"matning-{next(count)}", title="x", short_sv="x", short_en="x")

    def by_hand() -> None:
        number = next(count)
        row = dict(zip(columns, last, strict=True)) | {"id": 10**6 + number, "seq": 10**6 + number, "hash": str(number)}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, list(row.values()))

    recorded, orm, hand = (cpu(call, rounds=150, warm=20) for call in (record, by_orm, by_hand))
    forget()
    what = "one new fact, checked, chained and right on the next page, against"
    yield ratio(f"{what} a bare insert with commit (ORM)", recorded, orm, 3)
    yield Row(f"{what} the same row put in by a hand-written statement", "–", f"{recorded / hand:.1f}×")


def _apportionment() -> Row:
    weights = dict(population(2024))
    total = 100_000_000
    ours = cpu(lambda: apportion(total, weights), rounds=40, repeat=10)
    loop = cpu(lambda: _bare(total, weights), rounds=40, repeat=10)
    return ratio("apportionment of 290 parties against a bare largest-remainder loop", ours, loop, 1.5)


def _bare(total: int, weights: dict[str, int]) -> dict[str, int]:
    whole = sum(weights.values())
    shares, rests = {}, []
    for code, weight in weights.items():
        share, rest = divmod(total * weight, whole)
        shares[code] = share
        rests.append((-rest, -weight, code))
    for _rest, _weight, code in sorted(rests)[: total - sum(shares.values())]:
        shares[code] += 1
    return shares
