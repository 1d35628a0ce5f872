"""The same verdicts as ``rules.cadence``, for all agreements at once, in one statement on either database.

Windows are aligned to the calendar, so which window an act counts in is an integer written with the act, and the
evaluation is an equality join. Late, due and breached follow from the day asked for: nothing is written when time
passes. A test holds this against the pure evaluator on generated agreements and histories.

Asked for a day on or after the last change of membership; for an earlier day ask the pure evaluator.
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
    return (MONTHS_IN.get(quota.per, 12) * 10_000 + first) * 10_000 + last


# Three-valued logic is ``rules.cadence.settled``: what is breached under the reading in use is so only if it is under
# every reading. The parts are put together here; every value is a parameter.
_VERDICT = """
CASE
  WHEN r.waived THEN 'waived'
  WHEN r.min_count IS NULL AND r.max_count IS NULL THEN 'counted'
  WHEN NOT r.judged THEN 'not_judged_partial'
  WHEN r.max_count IS NOT NULL AND COALESCE(a.in_time, 0) > r.max_count
    THEN CASE WHEN r.above_is_deviation THEN 'breached' ELSE 'fulfilled_above_max' END
  WHEN COALESCE(a.in_time, 0) >= COALESCE(r.min_count, 0) THEN 'fulfilled'
  WHEN COALESCE(a.in_time, 0) + COALESCE(a.late, 0) >= COALESCE(r.min_count, 0) THEN 'fulfilled_late'
  WHEN w.from_day > %s THEN 'pending'
  WHEN w.to_day > %s THEN CASE WHEN w.soon <= %s THEN 'due_soon' ELSE 'pending' END
  WHEN w.closes > %s THEN 'overdue'
  ELSE 'breached'
END
"""
_FROM = """
FROM agreements_counted_run r
JOIN agreements_counted_window w
  ON w.calendar = r.calendar AND w.win >= r.first_win AND w.win <= r.last_win AND w.opens <= %s
LEFT JOIN (
  SELECT agreement_id, rule, subject, option, win,
         SUM(CASE WHEN late THEN 0 ELSE 1 END) AS in_time, SUM(CASE WHEN late THEN 1 ELSE 0 END) AS late
  FROM agreements_counted_act WHERE day <= %s
  GROUP BY agreement_id, rule, subject, option, win
) a ON a.agreement_id = r.agreement_id AND a.rule = r.rule AND a.subject = r.subject
   AND a.option = r.option AND a.win = w.win
WHERE r.bound_from <= %s
"""
_ROW = f"""
SELECT r.agreement_id, r.rule, r.subject, r.option, r.options, w.from_day, w.opens, w.closes,
       COALESCE(a.in_time, 0) AS in_time, COALESCE(a.late, 0) AS late, {_VERDICT} AS verdict
{_FROM}
"""
_SETTLED = f"""
WITH judged AS ({_ROW} AND r.options > 0)
SELECT j.agreement_id, j.rule, j.subject, j.from_day, j.in_time, j.late,
       CASE WHEN j.verdict = 'breached' AND (
         SELECT COUNT(DISTINCT o.option) FROM judged o
         WHERE o.agreement_id = j.agreement_id AND o.rule = j.rule AND o.subject = j.subject AND o.option > 0
           AND o.verdict = 'breached' AND o.closes > j.opens AND o.closes <= j.closes
       ) < j.options THEN 'unknown' ELSE j.verdict END AS verdict
FROM judged j WHERE j.option = 0
"""  # noqa: S608 - put together from the constants above
_PLAIN = f"""
SELECT p.agreement_id, p.rule, p.subject, p.from_day, p.in_time, p.late, p.verdict
FROM ({_ROW} AND r.options = 0) p
"""  # noqa: S608 - put together from the constants above
_DAYS = 7  # how many times the day is a parameter of _ROW


def counted(as_of: date, agreements: Collection[str] | None = None) -> Iterator[Counted]:
    """Every counted window of the agreements (None: all) with its verdict on the day. Two statements."""
    for statement in (_PLAIN, _SETTLED):
        yield from _rows(statement, as_of, agreements)


def _rows(statement: str, as_of: date, agreements: Collection[str] | None) -> Iterator[Counted]:
    params: list[Any] = [day_to_db(as_of)] * _DAYS
    only = ""
    if agreements is not None:
        only = f" AND r.agreement_id IN ({', '.join(['%s'] * len(agreements))})" if agreements else " AND 1 = 0"
        params += agreements
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("WHERE r.bound_from <= %s", "WHERE r.bound_from <= %s" + only), params)
        while rows := cursor.fetchmany(2000):
            for agreement, rule, subject, start, in_time, late, verdict in rows:
                yield Counted(agreement, rule, subject, day_from_db(start), int(in_time), int(late), verdict)


def tally(as_of: date) -> dict[str, int]:
    """How many windows have each verdict on the day, over every agreement. Two statements, nothing fetched but sums."""
    found: dict[str, int] = {}
    for statement in (_PLAIN, _SETTLED):
        with connection.cursor() as cursor:
            sums = f"SELECT s.verdict, COUNT(*) FROM ({statement}) s GROUP BY s.verdict"  # noqa: S608 - constants
            cursor.execute(sums, [day_to_db(as_of)] * _DAYS)
            for verdict, count in cursor.fetchall():
                found[verdict] = found.get(verdict, 0) + int(count)
    return found
