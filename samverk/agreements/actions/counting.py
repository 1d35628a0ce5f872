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
from samverk.agreements.queries.counted import calendar_code
from samverk.agreements.queries.situations import facts_up_to
from samverk.agreements.queries.versions import definition
from samverk.records import queries as records
from samverk.rules import cadence, evidence
from samverk.rules.bearers import Bearer, bearers
from samverk.rules.cadence import Slot, Windowed, bound_of_agreement
from samverk.rules.evidence import Act
from samverk.rules.intervals import FOREVER, Interval, union
from samverk.rules.provisions import Duty, Meeting, Power
from samverk.rules.situation import Situation, situation
from samverk.rules.values import MONTHS_IN, Quota

LAST_WIN = 2100 * 12
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class _Owed:
    """A provision for one subject under one reading."""

    rule: Windowed
    bearer: Bearer
    quota: Quota
    option: int
    options: int


def recount_stale() -> int:
    """Bring the projection up to date for every agreement whose definition or facts are others. How many were."""
    made = {head.agreement_id: (head.sha256, head.head) for head in CountedHead.objects.all()}
    stale = 0
    for agreement in Agreement.objects.values_list("id", flat=True):
        newest = definition(agreement, FOREVER)
        if newest is None:
            continue
        head = records.head(agreement)
        if made.get(agreement) != (newest.sha256, head.hash if head is not None else ""):
            recount(agreement=agreement)
            stale += 1
    return stale


@transaction.atomic
def recount(*, agreement: str) -> None:
    """Work out the projection of one agreement again."""
    newest = definition(agreement, FOREVER)
    if newest is None:
        return
    head = records.head(agreement)
    prepared = situation(newest, facts_up_to(agreement, head), as_of=FOREVER)
    CountedRun.objects.filter(agreement=agreement).delete()
    CountedAct.objects.filter(agreement=agreement).delete()
    runs: list[CountedRun] = []
    acts: list[CountedAct] = []
    quotas: dict[int, Quota] = {}
    for owed, done in _owed(prepared):
        quotas[calendar_code(owed.quota)] = owed.quota
        slots, horizon = _slots(owed, done, prepared)
        runs += _runs(agreement, owed, slots, prepared, horizon)
        acts += _acts(agreement, owed, slots, done)
    _write_windows(quotas)
    CountedRun.objects.bulk_create(runs, batch_size=1000)
    CountedAct.objects.bulk_create(acts, batch_size=1000)
    CountedHead.objects.update_or_create(
        agreement_id=agreement, defaults={"sha256": newest.sha256, "head": head.hash if head is not None else ""}
    )


def _owed(prepared: Situation) -> Iterator[tuple[_Owed, tuple[Act, ...]]]:
    for rule in prepared.definition.rules.values():
        if not isinstance(rule, Meeting | Duty | Power) or rule.quota is None:
            continue
        if isinstance(rule, Duty) and rule.pattern != "recurring":
            continue
        quotas = (rule.quota, *cadence.quotas_read(prepared.definition, rule))
        done = evidence.acts(prepared, rule)
        for bearer in _bearers(prepared, rule):
            own = done if bearer.party is None else tuple(act for act in done if act.party in (None, bearer.party))
            for option, quota in enumerate(quotas):
                yield _Owed(rule, bearer, quota, option, len(quotas) - 1), own


def _bearers(prepared: Situation, rule: Windowed) -> Iterable[Bearer]:
    if isinstance(rule, Duty):
        return bearers(prepared, rule.bearer)
    subject = rule.body if isinstance(rule, Meeting) else rule.holder
    return (Bearer(subject, bound_of_agreement(prepared)),)


def _slots(owed: _Owed, done: tuple[Act, ...], prepared: Situation) -> tuple[tuple[Slot, ...], date]:
    """The windows up to two periods after anything changes; from there on they are all alike."""
    changes = [act.day for act in done] + [item.start for item in owed.bearer.bound]
    changes += [item.end for item in owed.bearer.bound if item.end is not None]
    changes += [free.stop for free in cadence.waivers(prepared, owed.rule) if free.end is not None]
    changes += [date(act.year, 12, 31) for act in done if act.year is not None]
    horizon = max(changes, default=date.min) + timedelta(days=3 * 366)
    return cadence.slots(owed.quota, owed.bearer.bound, horizon), horizon


def _runs(
    agreement: str, owed: _Owed, slots: tuple[Slot, ...], prepared: Situation, horizon: date
) -> Iterator[CountedRun]:
    waived = cadence.waivers(prepared, owed.rule)
    step = MONTHS_IN.get(owed.quota.per, 12)
    run: CountedRun | None = None
    for slot in slots:
        free = any(item.covers(slot.window) for item in waived)
        win = _win(slot)
        if run is not None and (run.judged, run.waived, run.last_win) == (slot.judged, free, win - step):
            run.last_win = win
            continue
        if run is not None:
            yield run
        run = _run(agreement, owed, win, judged=slot.judged, waived=free)
    if run is not None:
        held = union(owed.bearer.bound)
        if held[-1].end is None and Interval(horizon).start in held[-1]:
            run.last_win = LAST_WIN
        yield run


def _run(agreement: str, owed: _Owed, win: int, *, judged: bool, waived: bool) -> CountedRun:
    above = owed.rule.above_max if isinstance(owed.rule, Meeting) else "note"
    return CountedRun(
        agreement_id=agreement,
        rule=owed.rule.id,
        subject=owed.bearer.subject,
        option=owed.option,
        options=owed.options,
        calendar=calendar_code(owed.quota),
        first_win=win,
        last_win=win,
        judged=judged,
        waived=waived,
        min_count=owed.quota.min,
        max_count=owed.quota.max,
        above_is_deviation=above == "deviation",
        bound_from=union(owed.bearer.bound)[0].start,
    )


def _win(slot: Slot) -> int:
    return slot.period.start.year * 12 + slot.period.start.month - 1


def _acts(agreement: str, owed: _Owed, slots: tuple[Slot, ...], done: tuple[Act, ...]) -> Iterator[CountedAct]:
    for slot, counted in cadence.assign(slots, done).items():
        for act in counted:
            yield CountedAct(
                agreement_id=agreement,
                rule=owed.rule.id,
                subject=owed.bearer.subject,
                option=owed.option,
                win=_win(slot),
                day=act.day,
                late=act.day >= slot.window.stop,
            )


def _write_windows(quotas: dict[int, Quota]) -> None:
    """The windows of each calendar in use, once and for all years."""
    there = set(CountedWindow.objects.filter(calendar__in=quotas).values_list("calendar", flat=True).distinct())
    CountedWindow.objects.bulk_create(
        (row for code, quota in quotas.items() if code not in there for row in windows(quota)), batch_size=1000
    )


def windows(quota: Quota) -> Iterator[CountedWindow]:
    """Every window of a quota's calendar."""
    always = (Interval(date(FIRST_YEAR, 1, 1)),)
    for slot in cadence.slots(quota, always, date(LAST_YEAR, 12, 31)):
        yield CountedWindow(
            calendar=calendar_code(quota),
            win=_win(slot),
            opens=slot.period.start,
            closes=slot.period.stop,
            from_day=slot.window.start,
            to_day=slot.window.stop,
            soon=slot.soon,
        )
