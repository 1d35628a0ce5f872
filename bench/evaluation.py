"""What the rules cost: all findings against reading the facts, a split against a bare loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from django.db import connection

from bench.filled import COUNTY, NORRORT, TODAY
from bench.measure import Row, compare, ratio
from samverk.agreements.queries.situations import facts_up_to
from samverk.agreements.queries.versions import definition
from samverk.records import queries as records
from samverk.reference.population import population
from samverk.rules.apportion import apportion
from samverk.rules.definition import Definition
from samverk.rules.evaluate import evaluate


def rows() -> Iterator[Row]:
    """The rules' rows of the table."""
    yield _findings(NORRORT)
    yield _findings(COUNTY)
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
