"""Keeps the projection that ``queries.counted`` reads: who owes what in which windows, and what was done in each.

It is worked out from a definition and its facts by the pure evaluator's own functions, and again when the definition or
the head of the chain is another than the one it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from samverk.agreements.models import Agreement, CountedAct, CountedHead, CountedRun, CountedWindow
from samverk.agreements.queries.counted import calendar_code, month_of
from samverk.agreements.queries.situations import Chain
from samverk.agreements.queries.versions import definition_of, wordings, wordings_of
from samverk.records import queries as records
from samverk.records.actions import lock_chain
from samverk.records.queries import Head
from samverk.rules import cadence, evidence
from samverk.rules.bearers import Bearer, bearers
from samverk.rules.cadence import Counting, Number, Slot
from samverk.rules.evidence import Act
from samverk.rules.intervals import FOREVER, ONE_DAY, Interval, union
from samverk.rules.provisions import Duty, Meeting, Power
from samverk.rules.situation import Situation, situation
from samverk.rules.values import MONTHS_IN, Quota

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
LONGEST_MONTH = 31
BATCH = 1000


@dataclass(frozen=True, slots=True)
class _Owed:
    """A provision for one subject under one reading (0: the one in use), and what was done of it, in order of day."""

    how: Counting
    bearer: Bearer
    option: int
    quota: Quota
    above: str
    done: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A run, and its acts: the window each counts in, its day, whether that is too late."""

    run: CountedRun
    acts: list[tuple[int, date, bool]]


def recount_stale() -> int:
    """Bring the projection up to date for every agreement whose definition or facts are others. How many were.

    Four statements when none is, and one more for every two hundred agreements.
    """
    made = {head.agreement_id: (head.sha256, head.head) for head in CountedHead.objects.all()}
    newest = wordings_of(list(Agreement.objects.values_list("id", flat=True)))
    heads = records.heads(newest)
    stale = [
        agreement
        for agreement, versions in newest.items()
        if made.get(agreement) != (versions[-1].sha256, _hash(heads.get(agreement)))
    ]
    for agreement in stale:
        recount(agreement=agreement)
    return len(stale)


@transaction.atomic
def recount(*, agreement: str) -> None:
    """Work out the projection of one agreement again. The number of statements depends only on how many rows it has."""
    chain = Chain(agreement, lock_chain(agreement))
    versions = wordings(agreement)
    if not versions:
        return
    newest = definition_of(versions[-1].sha256)
    project(agreement, situation(newest, chain.facts, as_of=FOREVER))
    CountedHead.objects.update_or_create(
        agreement_id=agreement, defaults={"sha256": newest.sha256, "head": _hash(chain.head)}
    )


def project(agreement: str, prepared: Situation) -> None:
    """Write what a situation as of for ever amounts to, in place of what was there."""
    owed = list(_owed(prepared))
    _write_windows({calendar_code(item.quota): item.quota for item in owed})
    rows = [row for item in owed for row in _rows(agreement, item)]
    CountedAct.objects.filter(run__agreement=agreement).delete()
    CountedRun.objects.filter(agreement=agreement).delete()
    CountedRun.objects.bulk_create([row.run for row in rows], batch_size=BATCH)
    CountedAct.objects.bulk_create(
        (CountedAct(run=row.run, win=win, day=day, late=late) for row in rows for win, day, late in row.acts),
        batch_size=BATCH,
    )


def _hash(head: Head | None) -> str:
    return "" if head is None else head.hash


def _owed(prepared: Situation) -> Iterator[_Owed]:
    for rule in prepared.definition.rules.values():
        if not isinstance(rule, Meeting | Duty | Power) or rule.quota is None:
            continue
        if isinstance(rule, Duty) and rule.pattern != "recurring":
            continue
        how = cadence.counting(prepared, rule, rule.quota)
        done = evidence.done(prepared, rule)
        for bearer in _bearers(prepared, rule):
            for option, number in enumerate((Number(how.quota, how.above), *how.others)):
                own = tuple(done.of(bearer.party))
                yield _Owed(how, bearer, option, number.quota, number.above, own)


def _bearers(prepared: Situation, rule: Meeting | Duty | Power) -> Iterable[Bearer]:
    if isinstance(rule, Duty):
        return bearers(prepared, rule.bearer)
    return (Bearer(rule.body if isinstance(rule, Meeting) else rule.holder, prepared.bound),)


def _rows(agreement: str, owed: _Owed) -> Iterator[_Row]:
    """One row for windows that follow one another and are alike; the last goes on for as long as the party is bound."""
    until = _horizon(owed)
    slots = cadence.slots(owed.quota, owed.bearer.bound, until)
    row: _Row | None = None
    for slot, acts in zip(slots, cadence.assign(slots, owed.done), strict=True):
        if row is None or not _continues(row.run, owed, slot):
            if row is not None:
                yield row
            row = _Row(_run(agreement, owed, slot), [])
        row.run.last_win = month_of(slot.period.start)
        row.acts.extend((row.run.last_win, act.day, act.day >= slot.window.stop) for act in acts)
    if row is not None:
        if union(owed.bearer.bound)[-1].end is None:
            row.run.last_win = month_of(LAST_DAY)
        yield row


def _horizon(owed: _Owed) -> date:
    """A day two periods after anything changes: from there on all windows are alike."""
    changes = [item.start for item in owed.bearer.bound] + [act.day for act in owed.done]
    changes += [item.end for item in (*owed.bearer.bound, *owed.how.waived) if item.end is not None]
    changes += [date(act.year, 12, 31) for act in owed.done if act.year is not None]
    latest = min(max(changes, default=FIRST_DAY), LAST_DAY)
    return latest + timedelta(days=2 * LONGEST_MONTH * MONTHS_IN[owed.quota.per])


def _continues(run: CountedRun, owed: _Owed, slot: Slot) -> bool:
    following = run.last_win + MONTHS_IN[owed.quota.per]
    alike = run.judged == slot.judged and run.waived == cadence.is_waived(slot, owed.how.waived)
    return alike and month_of(slot.period.start) == following


def _run(agreement: str, owed: _Owed, slot: Slot) -> CountedRun:
    rule, first = owed.how.rule, union(owed.bearer.bound)[0].start
    return CountedRun(
        agreement_id=agreement,
        rule=rule.id,
        subject=owed.bearer.subject,
        option=owed.option,
        options=len(owed.how.others),
        calendar=calendar_code(owed.quota),
        first_win=month_of(slot.period.start),
        judged=slot.judged,
        waived=cadence.is_waived(slot, owed.how.waived),
        min_count=owed.quota.min,
        max_count=owed.quota.max,
        above_is_deviation=owed.above == "deviation",
        from_day=first if rule.valid_from is None else max(first, rule.valid_from),
        to_day=None if rule.valid_to is None else rule.valid_to + ONE_DAY,
    )


def _write_windows(quotas: dict[int, Quota]) -> None:
    """The windows of each calendar in use, once and for all years."""
    there = set(CountedWindow.objects.filter(calendar__in=quotas).values_list("calendar", flat=True).distinct())
    rows = [row for code, quota in quotas.items() if code not in there for row in windows(quota)]
    CountedWindow.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def windows(quota: Quota) -> Iterator[CountedWindow]:
    """Every window of a quota's calendar."""
    for slot in cadence.slots(quota, (Interval(FIRST_DAY),), LAST_DAY):
        yield CountedWindow(
            calendar=calendar_code(quota),
            win=month_of(slot.period.start),
            opens=slot.period.start,
            closes=slot.period.stop,
            from_day=slot.window.start,
            to_day=slot.window.stop,
            soon=slot.soon,
        )
