"""What the rules cost: all findings against reading the facts, a fact against a bare insert, a split against a loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction

from bench.filled import COUNTY, NORRORT, TODAY
from bench.measure import Row, compare, ratio
from samverk.accounts.policy import system
from samverk.agreements.actions.facts import record_fact
from samverk.agreements.queries.situations import evaluation, facts_up_to
from samverk.agreements.queries.versions import definition
from samverk.lib import clock
from samverk.records import queries as records
from samverk.reference.population import population
from samverk.rules.apportion import apportion
from samverk.rules.definition import Definition
from samverk.rules.evaluate import evaluate

BY = system("Mätningen")


def rows() -> Iterator[Row]:
    """The rules' rows of the table."""
    yield _findings(NORRORT)
    yield _findings(COUNTY)
    yield _one_fact()
    yield _apportionment()


def _read(agreement: str) -> Definition:
    found = definition(agreement, TODAY)
    if found is None:
        raise RuntimeError("the demonstration is not filled")
    return found


def _findings(agreement: str) -> Row:
    """Every turn another day, so that nothing can have been kept."""
    read, facts = _read(agreement), facts_up_to(agreement, records.head(agreement))
    days = (TODAY - timedelta(days=number) for number in count())
    found = compare(lambda: evaluate(read, facts, as_of=next(days)), lambda: _plain_tuples(agreement), rounds=80)
    findings = len(evaluate(read, facts, as_of=TODAY).findings)
    note = f"{read.short.en}: {findings} findings, {len(facts)} facts, {found.ours * 1e3:.1f} ms"
    what = "all findings of an agreement, 13 years, against reading its facts as plain tuples"
    return ratio(what, found.ratio, 5, note=note)


def _plain_tuples(agreement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, kind, valid_on, recorded_at, party, payload, corrects, actor, is_example "
            "FROM records_event WHERE agreement = %s ORDER BY seq",
            [agreement],
        )
        return list(cursor.fetchall())


def _one_fact() -> Row:
    """A meeting recorded through the action that checks everything, against the same row put into a table like the
    facts' own, with its indexes but without its triggers, by a statement written by hand. Both commit.
    """
    statement, last = _bare_table()
    moment = clock.now()
    numbers = count(1)

    def record() -> None:
        number = next(numbers)
        record_fact(
            agreement=NORRORT, kind="meeting.held", valid_on=date(2020, 1, 1) + timedelta(days=number % 2000),
            payload={"body": "natverk", "number": number}, by=BY, recorded_at=moment + timedelta(seconds=number),
        )  # fmt: skip

    def bare() -> None:
        number = 10**6 + next(numbers)
        row = last | {"id": number, "seq": number, "hash": str(number)}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, list(row.values()))

    found = compare(record, bare, rounds=120, repeat=(3, 3))
    _refuse_stale_answer()
    note = f"{found.ours * 1e3:.2f} ms; the next page's findings equal those worked out anew"
    what = "one new fact, checked, chained and projected, against a bare insert with commit"
    return ratio(what, found.ratio, 3, note=note)


def _bare_table() -> tuple[str, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'records_event' AND sql LIKE 'CREATE %%'")
        made = [sql.replace("records_event", "bench_event") for (sql,) in cursor.fetchall() if "TRIGGER" not in sql]
        for sql in sorted(made, key=lambda sql: "CREATE TABLE" not in sql):
            cursor.execute(sql)
        cursor.execute("INSERT INTO bench_event SELECT * FROM records_event")
        cursor.execute("SELECT * FROM bench_event ORDER BY id DESC LIMIT 1")
        columns = [column[0] for column in cursor.description]
        last = dict(zip(columns, cursor.fetchone(), strict=True))
    marks = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO bench_event ({', '.join(columns)}) VALUES ({marks})", last


def _refuse_stale_answer() -> None:
    """What the next page shows after all those facts is what all the facts give."""
    shown = evaluation(NORRORT, TODAY)
    if shown is None:
        raise RuntimeError("the demonstration is not filled")
    names = shown.evaluation.situation.names
    anew = evaluate(_read(NORRORT), records.facts(NORRORT), as_of=TODAY, names=names)
    if shown.evaluation.findings != anew.findings:
        raise RuntimeError("the next page does not show what was recorded")


def _apportionment() -> Row:
    weights = dict(population(2024))
    total = 100_000_000
    if apportion(total, weights) != _bare(total, weights):
        raise RuntimeError("the two apportionments differ")
    found = compare(lambda: apportion(total, weights), lambda: _bare(total, weights), repeat=(10, 10))
    return ratio(
        "apportionment of 290 parties, against a bare integer largest-remainder loop", found.ratio, 1.5,
        note=f"{found.ours * 1e3:.2f} ms", peers="LibreOffice recalculation 100–170×, OpenFisca from dict 127×",
    )  # fmt: skip


def _bare(total: int, weights: dict[str, int]) -> dict[str, int]:
    whole = sum(weights.values())
    shares, rests = {}, []
    for code, weight in weights.items():
        share, rest = divmod(total * weight, whole)
        shares[code] = share
        rests.append((-rest, weight, code))
    for _rest, _weight, code in sorted(rests)[: total - sum(shares.values())]:
        shares[code] += 1
    return shares
