"""The same verdicts as ``rules.cadence``, for all agreements at once, in one statement on either database.

Windows are aligned to the calendar, so which window an act counts in is an integer written with the act, and the
evaluation is an equality join. Late, due and breached follow from the day asked for: nothing is written when time
passes. A test holds this against the pure evaluator on generated agreements and histories.

It is worked out from the projection that ``actions.counting`` keeps, and asked for a day on or after the last change of
wording, membership, reading or exception; for an earlier day ask the pure evaluator.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from samverk.lib.plain_sql import day_from_db, day_to_db
from samverk.rules.values import MONTHS_IN, Quota


@dataclass(frozen=True, slots=True)
class Counted:
    """A window of a provision for a subject, and what it came to."""

    agreement: str
    rule: str
    subject: str
    start: date
    in_time: int
    late: int
    verdict: str


def calendar_code(quota: Quota) -> int:
    """A number that says how windows are cut: months in a period, and first and last month-day of a part of it."""
    part = quota.window
    first, last = (int(part.from_.replace("-", "")), int(part.to.replace("-", ""))) if part is not None else (0, 0)
    return (MONTHS_IN[quota.per] * 10_000 + first) * 10_000 + last


def month_of(day: date) -> int:
    """The month as one number, year·12 + month − 1: what windows are numbered by."""
    return day.year * 12 + day.month - 1


# Every window up to the day, with how many acts it has. The statements are put together from these constants; every
# value is a parameter. {runs} and {acts} narrow them to some agreements.
_WINDOWS = """
SELECT r.agreement_id, r.rule, r.subject, r.option, r.options, r.waived, r.judged, r.min_count, r.max_count,
       r.above_is_deviation, w.from_day, w.to_day, w.opens, w.closes, w.soon,
       COALESCE(a.every, 0) - COALESCE(a.late, 0) AS in_time, COALESCE(a.late, 0) AS late
FROM agreements_counted_run r
JOIN agreements_counted_window w ON w.calendar = r.calendar AND w.win >= r.first_win
  AND w.win <= CASE WHEN r.last_win < %(month)s THEN r.last_win ELSE %(month)s END
LEFT JOIN (
  SELECT run_id, win, COUNT(*) AS every, SUM(CASE WHEN late THEN 1 ELSE 0 END) AS late
  FROM agreements_counted_act WHERE day <= %(day)s {acts} GROUP BY run_id, win
) a ON a.run_id = r.id AND a.win = w.win
WHERE r.from_day <= %(day)s AND (r.to_day IS NULL OR r.to_day > %(day)s) {runs}
"""
_VERDICT = """
CASE
  WHEN waived THEN 'waived'
  WHEN min_count IS NULL AND max_count IS NULL THEN 'counted'
  WHEN NOT judged THEN 'not_judged_partial'
  WHEN in_time > max_count THEN CASE WHEN above_is_deviation THEN 'breached' ELSE 'fulfilled_above_max' END
  WHEN in_time >= COALESCE(min_count, 0) THEN 'fulfilled'
  WHEN in_time + late >= COALESCE(min_count, 0) THEN 'fulfilled_late'
  WHEN from_day > %(day)s THEN 'pending'
  WHEN to_day > %(day)s THEN CASE WHEN soon <= %(day)s THEN 'due_soon' ELSE 'pending' END
  WHEN closes > %(day)s THEN 'overdue'
  ELSE 'breached'
END
"""
_COLUMNS = "agreement_id, rule, subject, from_day, in_time, late, verdict"
# Where the text has one reading, or an adopted one.
_PLAIN = f"""
SELECT agreement_id, rule, subject, from_day, in_time, late, {_VERDICT} AS verdict
FROM ({_WINDOWS} AND r.options = 0) windows
"""  # noqa: S608 - constants
# Few provisions rest on an undecided reading; the acts of the others need not be counted once more.
_READ_WINDOWS = _WINDOWS.replace(
    "{acts}", "{acts} AND run_id IN (SELECT id FROM agreements_counted_run WHERE options > 0)"
)
# Three-valued logic, as ``rules.cadence.settled``: what is breached under the reading in use is so only if a window
# that closes in the same period is breached under every reading.
_SETTLED = f"""
WITH judged AS (SELECT windows.*, {_VERDICT} AS verdict FROM ({_READ_WINDOWS} AND r.options > 0) windows)
SELECT agreement_id, rule, subject, from_day, in_time, late,
       CASE WHEN verdict = 'breached' AND (
         SELECT COUNT(DISTINCT other.option) FROM judged other
         WHERE other.agreement_id = judged.agreement_id AND other.rule = judged.rule
           AND other.subject = judged.subject AND other.option > 0 AND other.verdict = 'breached'
           AND other.closes > judged.opens AND other.closes <= judged.closes
       ) < options THEN 'unknown' ELSE verdict END AS verdict
FROM judged WHERE option = 0
"""  # noqa: S608 - constants
_SOME_RUNS = "AND r.agreement_id IN ({marks})"
_SOME_ACTS = "AND run_id IN (SELECT id FROM agreements_counted_run WHERE agreement_id IN ({marks}))"
# Keeps SQLite from working out a verdict once for each sum of verdicts; PostgreSQL sums in one go by itself.
_FENCE = {"sqlite": "LIMIT -1"}
_VERDICTS = (
    "waived", "counted", "not_judged_partial", "breached", "fulfilled_above_max", "fulfilled", "fulfilled_late",
    "pending", "due_soon", "overdue", "unknown",
)  # fmt: skip


def counted(as_of: date, agreements: Collection[str] | None = None) -> Iterator[Counted]:
    """Every counted window of the agreements (None: all) with its verdict on the day. Two statements."""
    for statement in (_PLAIN, _SETTLED):
        yield from _rows(*_asked(statement, as_of, agreements))


def _rows(statement: str, params: dict[str, Any]) -> Iterator[Counted]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        while rows := cursor.fetchmany(2000):
            for agreement, rule, subject, start, in_time, late, verdict in rows:
                yield Counted(agreement, rule, subject, day_from_db(start), int(in_time), int(late), verdict)


def tally(as_of: date, agreements: Collection[str] | None = None) -> dict[str, int]:
    """How many windows of the agreements (None: all) have each verdict on the day. Two statements, one row each."""
    sums = ", ".join(f"COUNT(CASE WHEN verdict = '{verdict}' THEN 1 END)" for verdict in _VERDICTS)
    fence = _FENCE.get(connection.vendor, "")
    found = dict.fromkeys(_VERDICTS, 0)
    for statement in (_PLAIN, _SETTLED):
        inner, params = _asked(statement, as_of, agreements)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {sums} FROM ({inner} {fence}) verdicts", params)  # noqa: S608 - constants
            for verdict, count in zip(_VERDICTS, cursor.fetchone(), strict=True):
                found[verdict] += int(count)
    return {verdict: count for verdict, count in found.items() if count}


def _asked(statement: str, as_of: date, agreements: Collection[str] | None) -> tuple[str, dict[str, Any]]:
    """The statement for some agreements on a day, with its parameters."""
    params: dict[str, Any] = {"day": day_to_db(as_of), "month": month_of(as_of)}
    runs = acts = ""
    if agreements is not None:
        named = {f"agreement{number}": agreement for number, agreement in enumerate(agreements)}
        marks = ", ".join(f"%({name})s" for name in named) or "NULL"
        runs, acts = _SOME_RUNS.format(marks=marks), _SOME_ACTS.format(marks=marks)
        params |= named
    return statement.format(runs=runs, acts=acts), params
