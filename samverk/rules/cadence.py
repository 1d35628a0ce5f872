"""How many times in each window: meetings, recurring duties and yearly decisions by one evaluator.

Windows are aligned to the calendar (term of office, year, half-year, quarter, month), with a part of the year where the
provision says so. A window is judged only if it lies wholly inside the time the provision binds; otherwise it is
counted. An act counts in exactly one window: the one of the year it is for, else the latest that has begun on its day
(semantics C.5). ``agreements.queries.counted`` says the same in SQL for many agreements at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache

from samverk.rules import cadence_words, evidence, readings
from samverk.rules.definition import Definition
from samverk.rules.evidence import Act
from samverk.rules.finding import Finding, Input, Later, ReadingUse, Step, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.intervals import ONE_DAY, Interval, make, union
from samverk.rules.parsing import parameter
from samverk.rules.provisions import Duty, Meeting, Power
from samverk.rules.situation import Situation
from samverk.rules.values import MONTHS_IN, TERM_BEGINS, Per, Quota, Window
from samverk.rules.wording import Text, say

type Windowed = Meeting | Duty | Power


@frozen
class Slot:
    """A window to be met: ``window`` holds the days in time, ``period`` the days in which it can still be cured."""

    window: Interval
    period: Interval
    judged: bool

    @property
    def closes(self) -> date:
        """The first day nothing can be cured."""
        return self.period.stop

    @property
    def soon(self) -> date:
        """The first day it is time to act: the whole of a window inside its period, else the last third."""
        if self.window != self.period:
            return self.window.start
        return self.window.start + timedelta(days=-(-self.window.days() * 2 // 3))


@frozen
class Judgement:
    """What a window came to: acts in time and late, and the verdict."""

    slot: Slot
    in_time: tuple[Act, ...]
    late: tuple[Act, ...]
    verdict: Verdict


# --- windows --------------------------------------------------------------------------------------------


def slots(quota: Quota, bound: Iterable[Interval], until: date) -> tuple[Slot, ...]:
    """The windows that touch the time bound, up to the one that holds ``until``, in order."""
    held = union(bound)
    return _slots(quota.per, quota.window, held, until) if held and held[0].start <= until else ()


# In an evaluation a dozen provisions count in the same windows.
@lru_cache(maxsize=256)
def _slots(per: Per, part: Window | None, held: tuple[Interval, ...], until: date) -> tuple[Slot, ...]:
    found = []
    for period in _periods(per, held[0].start, until):
        window = period if part is None else _part(part, period.start.year)
        if any(item.start < window.stop and window.start < item.stop for item in held):
            found.append(Slot(window, period, any(item.covers(window) for item in held)))
    return tuple(found)


def _periods(per: Per, first: date, until: date) -> Iterator[Interval]:
    months, begins = MONTHS_IN[per], TERM_BEGINS if per == "term" else 0
    number = (_month_of(first) - begins) // months * months + begins
    last = _month_of(until)
    while number <= last:
        yield _period(number, months)
        number += months


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


@cache
def _period(number: int, months: int) -> Interval:
    return Interval(_month(number), _month(number + months))


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


@cache
def _part(window: Window, year: int) -> Interval:
    first, last = window.days_in(year)
    return Interval(first, last + ONE_DAY)


# --- judging --------------------------------------------------------------------------------------------


def assign(slots_: Sequence[Slot], acts: Iterable[Act]) -> list[list[Act]]:
    """The acts of each window; every act in one: of the year it is for, else the latest that has begun on its day.

    ``acts`` in order of day. An act for a year that is divided counts in the last window of it.
    """
    found: list[list[Act]] = [[] for _ in slots_]
    yearly = {
        year: at for at, slot in enumerate(slots_) for year in range(slot.window.start.year, slot.closes.year)
    }  # fmt: skip
    at, last = 0, len(slots_) - 1
    for act in acts:
        if act.year is not None:
            if act.year in yearly:
                found[yearly[act.year]].append(act)
            continue
        while at < last and slots_[at + 1].window.start <= act.day:
            at += 1
        if slots_ and slots_[at].window.start <= act.day:
            found[at].append(act)
    return found


def judge(slot: Slot, acts: Sequence[Act], quota: Quota, as_of: date, *, above: str = "note") -> Judgement:
    """Count a window's acts, in order of day, and give its verdict. ``above`` is what exceeding the maximum means."""
    stop = slot.window.stop
    late = tuple(act for act in acts if act.day >= stop)
    in_time = tuple(act for act in acts if act.day < stop) if late else tuple(acts)
    return Judgement(slot, in_time, late, _verdict(slot, (len(in_time), len(late)), quota, as_of, above))


def _verdict(slot: Slot, counts: tuple[int, int], quota: Quota, as_of: date, above: str) -> Verdict:
    in_time, late = counts
    if quota.min is None and quota.max is None:
        return Verdict.COUNTED
    if not slot.judged:
        return Verdict.NOT_JUDGED_PARTIAL
    if quota.max is not None and in_time > quota.max:
        return Verdict.BREACHED if above == "deviation" else Verdict.FULFILLED_ABOVE_MAX
    need = quota.min or 0
    if in_time >= need:
        return Verdict.FULFILLED
    if in_time + late >= need:
        return Verdict.FULFILLED_LATE
    return _missing(slot, as_of)


def _missing(slot: Slot, as_of: date) -> Verdict:
    """Not enough yet: coming, time to act (the last third of an open window), late, or closed."""
    if as_of < slot.window.start:
        return Verdict.PENDING
    if as_of < slot.window.stop:
        return Verdict.DUE_SOON if as_of >= slot.soon else Verdict.PENDING
    return Verdict.OVERDUE if as_of < slot.closes else Verdict.BREACHED


def judgements(
    quota: Quota, bound: Iterable[Interval], acts: Iterable[Act], as_of: date, *, above: str = "note"
) -> tuple[Judgement, ...]:
    """Every window up to the day with its verdict; one window ahead is left to the calendar."""
    found = slots(quota, bound, as_of)
    given = assign(found, acts)
    return tuple(judge(slot, own, quota, as_of, above=above) for slot, own in zip(found, given, strict=True))


# --- readings and exceptions ----------------------------------------------------------------------------


def readings_of_number(definition: Definition, rule: Windowed) -> tuple[Number, ...]:
    """The number under every combination of the readings it rests on that are not decided; empty where there is none.

    The quota and what exceeding its maximum means (t-8-2) can each rest on a reading.
    """
    options = {param: _undecided(definition, rule, param) for param in ("quota", "above_max")}
    if rule.quota is None or not any(options.values()):
        return ()
    found = (parameter(type(rule), "quota", option) for option in options["quota"])
    quotas = [quota for quota in found if isinstance(quota, Quota)] or [rule.quota]
    aboves = [str(option) for option in options["above_max"]] or [_above(rule)]
    return tuple(Number(quota, above) for quota in quotas for above in aboves)


def _undecided(definition: Definition, rule: Windowed, param: str) -> tuple[object, ...]:
    reading = definition.readings.get(rule.basis.get(param, ""))
    if reading is None or reading.status == "adopted" or reading.param.rsplit(".", 1)[-1] != param:
        return ()
    return tuple(reading.options)


def _above(rule: Windowed) -> str:
    return rule.above_max if isinstance(rule, Meeting) else "note"


def settled(base: Verdict, others: Iterable[Verdict]) -> Verdict:
    """Three-valued: an assumption never yields a breach, unless every reading of the text gives one."""
    if base is not Verdict.BREACHED:
        return base
    return Verdict.BREACHED if all(other is Verdict.BREACHED for other in others) else Verdict.UNKNOWN


def waivers(situation: Situation, rule: Windowed) -> tuple[Interval, ...]:
    """The days for which an exception from the provision has been granted."""
    found = []
    for fact in situation.of("waiver.granted"):
        if fact.payload["rule"] == rule.id:
            last = date.fromisoformat(str(fact.payload["to"]))
            item = make(date.fromisoformat(str(fact.payload["from"])), last + ONE_DAY)
            found += [item] if item else []
    return union(found)


def is_waived(slot: Slot, waived: Iterable[Interval]) -> bool:
    """Whether the whole window lies in an exception."""
    return any(free.covers(slot.window) for free in waived)


@frozen
class Number:
    """How many is right under one reading; ``above`` is what exceeding the maximum means: "note" or "deviation"."""

    quota: Quota
    above: str


@frozen
class Counting:
    """How a provision counts, whoever it binds: the number read, the other readings of it, what has been excepted."""

    rule: Windowed
    quota: Quota
    above: str
    others: tuple[Number, ...]
    waived: tuple[Interval, ...]
    used: tuple[ReadingUse, ...]


def counting(situation: Situation, rule: Windowed, quota: Quota) -> Counting:
    """What is the same for all windows and subjects of a provision. ``quota`` is the rule's own."""
    return Counting(
        rule,
        quota,
        _above(rule),
        readings_of_number(situation.definition, rule),
        waivers(situation, rule),
        readings.uses(situation.definition, rule, "quota", "above_max"),
    )


def counted(
    how: Counting, bound: Iterable[Interval], acts: Iterable[Act], as_of: date
) -> Iterator[tuple[Judgement, Verdict]]:
    """Every window up to the day, with its verdict once exceptions and other readings have had their say."""
    held, done = union(bound), tuple(acts)
    others: list[tuple[Judgement, ...]] = []
    for item in judgements(how.quota, held, done, as_of, above=how.above):
        verdict = item.verdict
        if is_waived(item.slot, how.waived):
            verdict = Verdict.WAIVED
        elif verdict is Verdict.BREACHED and how.others:
            others = others or [judgements(o.quota, held, done, as_of, above=o.above) for o in how.others]
            verdict = settled(verdict, (_in_period(item.slot.period, other, how.waived) for other in others))
        yield item, verdict


def _in_period(period: Interval, found: Iterable[Judgement], waived: tuple[Interval, ...]) -> Verdict:
    """What another reading makes of the same period: a breach if any of its windows that close in it is one."""
    closing = (item for item in found if period.start < item.slot.closes <= period.stop)
    breached = any(item.verdict is Verdict.BREACHED and not is_waived(item.slot, waived) for item in closing)
    return Verdict.BREACHED if breached else Verdict.FULFILLED


# --- findings -------------------------------------------------------------------------------------------


def findings(situation: Situation, rule: Meeting) -> Iterator[Finding]:
    """How often a body has met, one finding a window (N-8d, N-8g, N-9a, K-6a)."""
    how = counting(situation, rule, rule.quota)
    yield from windowed(situation, how, rule.body, situation.bound, evidence.acts(situation, rule))


def windowed(
    situation: Situation, how: Counting, subject: str, bound: Iterable[Interval], acts: Iterable[Act]
) -> Iterator[Finding]:
    """Findings for every window of a provision that counts."""
    who = situation.name(subject)
    basis = readings.basis_of(how.used, plain="stated")
    rule, quota = how.rule, how.quota
    for item, verdict in counted(how, bound, acts, situation.as_of):
        done = item.in_time + item.late
        seqs = tuple(act.fact for act in done)
        window = item.slot.window
        days = [act.day.isoformat() for act in done]
        yield Finding(
            rule=rule.id,
            kind=rule.kind,
            subject=subject,
            verdict=verdict,
            period=window,
            value={"held": len(done), "min": quota.min, "max": quota.max, "days": days},
            due_on=window.last_day if quota.min is not None else None,
            headline=cadence_words.headline(rule, quota, who, (window, len(done), verdict)),
            detail=cadence_words.detail(quota, window, item.late[-1].day if item.late else None, verdict),
            cites=rule.cite,
            basis=basis,
            steps=Later(_steps, quota, item),
            inputs=Later(_inputs, done),
            because=seqs,
            readings=how.used,
            receipt=situation.receipt(seqs),
            bearers=(subject,),
            example=any(act.example for act in done),
        )


def _inputs(done: Iterable[Act]) -> Iterator[Input]:
    for act in done:
        yield Input(Text("Hållet", "Held"), act.day.isoformat(), "fact", fact=act.fact)


def _steps(quota: Quota, item: Judgement) -> Iterator[Step]:
    window, done, late = item.slot.window, len(item.in_time), len(item.late)
    last = window.last_day or window.start
    yield Step(say("Period: {start}–{last}", "Period: {start}–{last}", start=window.start, last=last))
    yield Step(say("I tid: {n}, för sent: {late}", "In time: {n}, too late: {late}", n=done, late=late))
    yield Step(say("Krav: {need}", "Required: {need}", need=cadence_words.need(quota)))
