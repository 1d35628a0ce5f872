"""How many times in each window: meetings, recurring duties and yearly decisions by one evaluator.

Windows are aligned to the calendar (year, half-year, quarter, month), with a part of the year where the provision says
so. A window is judged only if it lies wholly inside the time the provision binds; otherwise it is counted. An act
counts in exactly one window: the one of the year it is for, else the latest that has begun on its day (semantics C.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from samverk.rules import evidence, readings
from samverk.rules.definition import Definition
from samverk.rules.evidence import Act
from samverk.rules.finding import Finding, Input, ReadingUse, Step, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.intervals import Interval, make, union
from samverk.rules.parsing import parameter
from samverk.rules.provisions import Duty, Meeting, Power
from samverk.rules.situation import Situation
from samverk.rules.values import MONTHS_IN, Quota
from samverk.rules.wording import Many, Text, Year, say

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


def slots(quota: Quota, bound: Iterable[Interval], until: date) -> tuple[Slot, ...]:
    """The windows that touch the time bound, up to the one that holds ``until``, in order."""
    held = union(bound)
    if not held or held[0].start > until:
        return ()
    found = [_slot(period, quota, held) for period in _periods(quota, held[0].start, until)]
    return tuple(slot for slot in found if any(item.overlap(slot.window) for item in held))


def _periods(quota: Quota, first: date, until: date) -> Iterator[Interval]:
    months = MONTHS_IN.get(quota.per, 12)
    number = (first.year * 12 + first.month - 1) // months * months
    last = until.year * 12 + until.month - 1
    while number <= last:
        start, stop = _month(number), _month(number + months)
        yield Interval(start, stop)
        number += months


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _slot(period: Interval, quota: Quota, held: tuple[Interval, ...]) -> Slot:
    window = period
    if quota.window is not None:
        first, last = quota.window.days_in(period.start.year)
        window = Interval(first, last + timedelta(days=1))
    judged = any(item.covers(window) for item in held)
    return Slot(window, period, judged)


def assign(slots_: tuple[Slot, ...], acts: Iterable[Act]) -> dict[Slot, list[Act]]:
    """Each act to exactly one window: of the year it is for, else the latest window that has begun on its day."""
    found: dict[Slot, list[Act]] = {slot: [] for slot in slots_}
    yearly = {slot.window.start.year: slot for slot in slots_ if slot.closes.year > slot.window.start.year}
    at = 0
    for act in acts:
        if act.year is not None:
            if act.year in yearly:
                found[yearly[act.year]].append(act)
            continue
        while at + 1 < len(slots_) and slots_[at + 1].window.start <= act.day:
            at += 1
        if slots_ and slots_[at].window.start <= act.day:
            found[slots_[at]].append(act)
    return found


def judge(slot: Slot, acts: Iterable[Act], quota: Quota, as_of: date, *, above: str = "note") -> Judgement:
    """Count a window's acts and give its verdict on a day. ``above`` is what exceeding the maximum means."""
    done = sorted(acts, key=lambda act: (act.day, act.fact))
    late = tuple(act for act in done if act.day >= slot.window.stop)
    in_time = tuple(act for act in done if act.day < slot.window.stop)
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
    return tuple(judge(slot, given[slot], quota, as_of, above=above) for slot in found)


def quotas_read(definition: Definition, rule: Windowed) -> tuple[Quota, ...]:
    """The quota under every option of the reading it rests on; empty where it rests on none, or on a decided one."""
    reading = definition.readings.get(rule.basis.get("quota", ""))
    if reading is None or reading.status == "adopted" or reading.param.rsplit(".", 1)[-1] != "quota":
        return ()
    found = (parameter(type(rule), "quota", option) for option in reading.options)
    return tuple(quota for quota in found if isinstance(quota, Quota))


def settled(base: Verdict, others: Iterable[Verdict]) -> Verdict:
    """Three-valued: an assumption never yields a breach, unless every reading of the text gives one."""
    if base is not Verdict.BREACHED:
        return base
    return Verdict.BREACHED if all(other is Verdict.BREACHED for other in others) else Verdict.UNKNOWN


def findings(situation: Situation, rule: Meeting) -> Iterator[Finding]:
    """How often a body has met, one finding a window (N-8d, N-8g, N-9a, K-6a)."""
    yield from windowed(situation, rule, rule.quota, rule.body, bound_of_agreement(situation), above=rule.above_max)


def bound_of_agreement(situation: Situation) -> tuple[Interval, ...]:
    """The time during which the agreement binds anyone at all."""
    return union(item for held in situation.membership.values() for item in held)


def windowed(
    situation: Situation,
    rule: Windowed,
    quota: Quota,
    subject: str,
    bound: Iterable[Interval],
    *,
    above: str = "note",
    acts: tuple[Act, ...] | None = None,
) -> Iterator[Finding]:
    """Findings for every window of a provision that counts."""
    held = union(bound)
    done = evidence.acts(situation, rule) if acts is None else acts
    options = quotas_read(situation.definition, rule)
    others = [judgements(option, held, done, situation.as_of, above=above) for option in options]
    used = readings.uses(situation.definition, rule, "quota", "above_max")
    waived = waivers(situation, rule)
    for item in judgements(quota, held, done, situation.as_of, above=above):
        verdict = item.verdict
        if others:
            verdict = settled(verdict, [_in_period(item.slot.period, other) for other in others])
        if any(free.covers(item.slot.window) for free in waived):
            verdict = Verdict.WAIVED
        yield _finding(situation, rule, item, quota=quota, subject=subject, verdict=verdict, used=used)


def _in_period(period: Interval, found: Iterable[Judgement]) -> Verdict:
    """What another reading makes of the same period: a breach if any of its windows that close in it is one."""
    closing = (item.verdict for item in found if period.start < item.slot.closes <= period.stop)
    return Verdict.BREACHED if Verdict.BREACHED in closing else Verdict.FULFILLED


def waivers(situation: Situation, rule: Windowed) -> tuple[Interval, ...]:
    """The days for which an exception from the provision has been granted."""
    found = []
    for fact in situation.of("waiver.granted"):
        if fact.payload["rule"] == rule.id:
            last = date.fromisoformat(str(fact.payload["to"]))
            item = make(date.fromisoformat(str(fact.payload["from"])), last + timedelta(days=1))
            found += [item] if item else []
    return union(found)


def _finding(
    situation: Situation,
    rule: Windowed,
    item: Judgement,
    *,
    quota: Quota,
    subject: str,
    verdict: Verdict,
    used: tuple[ReadingUse, ...],
) -> Finding:
    count = len(item.in_time) + len(item.late)
    done = item.in_time + item.late
    window = item.slot.window
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=subject,
        verdict=verdict,
        period=window,
        value={"held": count, "min": quota.min, "max": quota.max, "days": [act.day.isoformat() for act in done]},
        due_on=window.last_day if quota.min is not None else None,
        headline=_headline(rule, quota, situation.name(subject), (window, count, verdict)),
        detail=_detail(quota, window, item, verdict),
        cites=rule.cite,
        basis=readings.basis_of(used, plain="stated"),
        steps=_steps(quota, window, item),
        inputs=tuple(Input(Text("Hållet", "Held"), act.day.isoformat(), "fact", fact=act.fact) for act in done),
        because=tuple(act.fact for act in done),
        readings=used,
        receipt=situation.receipt(act.fact for act in done),
        bearers=(subject,),
        example=any(act.example for act in done),
    )


def need(quota: Quota) -> Text:
    """The quota in words: "2–4", "minst 1", "inget antal i texten"."""
    if quota.min is not None and quota.max is not None and quota.min != quota.max:
        return say("{low}–{high}", "{low}–{high}", low=quota.min, high=quota.max)
    if quota.min is not None and quota.max is not None:
        return say("{low}", "{low}", low=quota.min)
    if quota.min is not None:
        return say("minst {low}", "at least {low}", low=quota.min)
    if quota.max is not None:
        return say("högst {high}", "at most {high}", high=quota.max)
    return Text("inget antal i texten", "no number in the text")


def _meetings(count: int) -> Text:
    if count == 0:
        return Text("inget möte", "no meeting")
    if count == 1:
        return Text("ett möte", "one meeting")
    return say("{count} möten", "{count} meetings", count=Many(count))


def _period_text(quota: Quota, window: Interval) -> Text:
    if quota.per == "year":
        return say("{year}", "{year}", year=Year(window.start.year))
    last = window.last_day or window.start
    return say("{start}–{last}", "{start}–{last}", start=window.start, last=last)


def _headline(rule: Windowed, quota: Quota, who: Text, state: tuple[Interval, int, Verdict]) -> Text:
    window, count, verdict = state
    when = _period_text(quota, window)
    if isinstance(rule, Meeting):
        times = _meetings(count)
        if quota.min is None:
            return say(
                "{who} har haft {times} {when}", "{who} has had {times} in {when}", who=who, times=times, when=when
            )
        return say(
            "{who} har haft {times} {when}, kravet är {need}",
            "{who} has had {times} in {when}; required: {need}",
            who=who,
            times=times,
            when=when,
            need=need(quota),
        )
    words = {
        Verdict.FULFILLED: ("gjort för {when}", "done for {when}"),
        Verdict.FULFILLED_ABOVE_MAX: ("gjort {count} gånger för {when}", "done {count} times for {when}"),
        Verdict.FULFILLED_LATE: ("gjort för sent för {when}", "done late for {when}"),
        Verdict.PENDING: ("kommer {when}", "coming in {when}"),
        Verdict.DUE_SOON: ("dags nu för {when}", "time to act for {when}"),
        Verdict.OVERDUE: ("försenat för {when}", "late for {when}"),
        Verdict.BREACHED: ("inte gjort för {when}", "not done for {when}"),
        Verdict.UNKNOWN: ("oklart för {when}", "unclear for {when}"),
        Verdict.WAIVED: ("undantag medgivet för {when}", "waived for {when}"),
        Verdict.NOT_JUDGED_PARTIAL: ("{count} gånger {when}, bedöms inte", "{count} times in {when}, not judged"),
    }.get(verdict, ("{count} gånger {when}", "{count} times in {when}"))
    return say("{label}: " + words[0], "{label}: " + words[1], label=rule.label, when=when, count=count)


def _detail(quota: Quota, window: Interval, item: Judgement, verdict: Verdict) -> Text | None:
    last = window.last_day or window.start
    if verdict is Verdict.NOT_JUDGED_PARTIAL:
        return Text(
            "Överenskommelsen gällde bara en del av perioden. Den räknas men bedöms inte.",
            "The agreement held for only part of the period. It is counted but not judged.",
        )
    if verdict is Verdict.UNKNOWN:
        return Text(
            "Läsningarna av texten ger olika svar, så Samverk säger inte att den är bruten.",
            "The readings of the text give different answers, so no breach is stated.",
        )
    if verdict in (Verdict.PENDING, Verdict.DUE_SOON):
        return say("Sista dag är {last}.", "The last day is {last}.", last=last)
    if verdict is Verdict.OVERDUE:
        return say(
            "Sista dag var {last}. Det kan ännu göras.", "The last day was {last}. It can still be done.", last=last
        )
    if verdict is Verdict.FULFILLED_LATE:
        return say(
            "Gjort {done}; sista dag var {last}.",
            "Done {done}; the last day was {last}.",
            done=item.late[-1].day,
            last=last,
        )
    if verdict is Verdict.FULFILLED_ABOVE_MAX and quota.max is not None:
        return say(
            "Fler än högsta antalet {high}. Det noteras men är ingen avvikelse.",
            "More than the maximum of {high}. It is noted but is no deviation.",
            high=quota.max,
        )
    if verdict is Verdict.COUNTED:
        return Text(
            "Texten anger inget antal: det räknas men bedöms inte.", "The text gives no number: counted, not judged."
        )
    return None


def _steps(quota: Quota, window: Interval, item: Judgement) -> tuple[Step, ...]:
    last = window.last_day or window.start
    first = Step(say("Period: {start}–{last}", "Period: {start}–{last}", start=window.start, last=last))
    counted = Step(
        say("I tid: {n}, sent: {late}", "In time: {n}, late: {late}", n=len(item.in_time), late=len(item.late)),
        str(len(item.in_time) + len(item.late)),
    )
    return (first, counted, Step(say("Krav: {need}", "Required: {need}", need=need(quota))))
