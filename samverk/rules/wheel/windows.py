"""Windows of a year: meetings, recurring duties and decisions, and what the measures of a plan promise.

Windows that have begun have a finding, which knows of exceptions and other readings; those ahead are coming.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from samverk.rules import plans, readings
from samverk.rules.bearers import bearers, subject_name_key
from samverk.rules.cadence import Slot, assign, judge, slots
from samverk.rules.definition import Commitment, Measure, Plan
from samverk.rules.evaluate import Evaluation
from samverk.rules.evidence import Act
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding, Status, status_of
from samverk.rules.frozen import frozen, replace
from samverk.rules.intervals import ONE_DAY, Interval
from samverk.rules.provisions import Duty, Meeting, PlanRule, Power
from samverk.rules.situation import Situation
from samverk.rules.values import Per, Quota
from samverk.rules.wheel.entry import Mark, WheelEntry, lane_of, severity, worst_status
from samverk.rules.wording import Many, Text, say

type Windowed = Meeting | Duty | Power

FEW = 3
"""Promises due when the plan ends that are told one by one."""


def windowed(evaluation: Evaluation) -> dict[str, Windowed]:
    """The provisions that count in windows, by id."""
    rules = evaluation.situation.definition.rules
    return {
        rule.id: rule
        for rule in rules.values()
        if isinstance(rule, Meeting | Duty | Power) and rule.quota is not None and _counts(rule)
    }


def _counts(rule: Windowed) -> bool:
    return not isinstance(rule, Duty) or rule.pattern == "recurring"


def windows(evaluation: Evaluation, year: int) -> Iterator[WheelEntry]:
    """Every window that has a day in the year, for each who bears it."""
    rules = windowed(evaluation)
    arranging = _arranged(rules.values())
    for rule in rules.values():
        if rule.id not in arranging:
            by = next((duty for duty in arranging.values() if _meets(rule, duty)), None)
            yield from (_with(item, by) for item in _of_rule(evaluation, rule, year))


def _arranged(rules: Iterable[Windowed]) -> dict[str, Duty]:
    """Duties to arrange the meetings of a body that has a provision of its own: told with it, not once more."""
    found = tuple(rules)
    return {
        rule.id: rule
        for rule in found
        if isinstance(rule, Duty) and rule.act == "arrange_meetings" and any(_meets(other, rule) for other in found)
    }


def _meets(rule: Windowed, duty: Duty) -> bool:
    return isinstance(rule, Meeting) and rule.body == duty.object


def _with(item: WheelEntry, duty: Duty | None) -> WheelEntry:
    if duty is None:
        return item
    who = dict.fromkeys((*item.who, subject_name_key(duty.bearer)))
    return replace(item, who=tuple(who), cites=tuple(dict.fromkeys((*item.cites, *duty.cite))))


def _of_rule(evaluation: Evaluation, rule: Windowed, year: int) -> Iterator[WheelEntry]:
    situation = evaluation.situation
    quota = rule.quota or Quota("year")
    planned = tuple(_planned(situation, rule))
    found = _findings(evaluation, rule)
    for subject, bound in _bearers(situation, rule):
        own = {start: item for (whose, start), item in found.items() if whose == subject}
        for slot in slots(quota, bound, date(year, 12, 31)):
            if _in(slot, year) and _valid(rule, slot.window):
                marks = {*_done(own.values(), slot, year), *_ahead(situation, planned, slot, year)}
                ordered = tuple(sorted(marks, key=lambda mark: (mark.day, mark.fact)))
                yield _window(evaluation, rule, (subject, slot), own.get(slot.window.start), ordered)


def _bearers(situation: Situation, rule: Windowed) -> Iterator[tuple[str, tuple[Interval, ...]]]:
    if isinstance(rule, Meeting):
        yield rule.body, situation.bound
    elif isinstance(rule, Power):
        yield rule.holder, situation.bound
    else:
        for bearer in bearers(situation, rule.bearer):
            yield bearer.subject, bearer.bound


def _findings(evaluation: Evaluation, rule: Windowed) -> dict[tuple[str, date], Finding]:
    """The findings of windows, by subject and first day; others of a provision do not count what was held."""
    return {
        (item.subject, item.period.start): item
        for item in evaluation.by_rule.get(rule.id, ())
        if item.period is not None and isinstance(item.value, dict) and "held" in item.value
    }


def _in(slot: Slot, year: int) -> bool:
    return slot.window.start <= date(year, 12, 31) and slot.window.stop > date(year, 1, 1)


def _valid(rule: Windowed, window: Interval) -> bool:
    """Whether the provision itself holds on some day of the window."""
    begins = rule.valid_from is None or rule.valid_from < window.stop
    return begins and (rule.valid_to is None or rule.valid_to >= window.start)


def _done(found: Iterable[Finding], slot: Slot, year: int) -> Iterator[Mark]:
    """What was done in the days of the slot, also what was done then for another window (a budget for next year)."""
    for item in found:
        for text, fact in zip(item.value["days"], item.because, strict=True):
            day = date.fromisoformat(text)
            if day in slot.period and day.year == year:
                yield Mark(day, True, fact, example=item.example)


def _planned(situation: Situation, rule: Windowed) -> Iterator[Fact]:
    """Meetings of the body that have been planned."""
    if isinstance(rule, Meeting):
        body = rule.body.partition(":")[2]
        yield from (fact for fact in situation.by_kind.get("meeting.planned", ()) if fact.payload["body"] == body)


def _ahead(situation: Situation, planned: tuple[Fact, ...], slot: Slot, year: int) -> Iterator[Mark]:
    for fact in planned:
        if fact.valid_on >= situation.as_of and fact.valid_on in slot.period and fact.valid_on.year == year:
            yield mark_of_planned(fact)


def mark_of_planned(fact: Fact) -> Mark:
    """The day of a planned meeting, with its time and place if they are known."""
    time, place = str(fact.payload.get("time") or ""), str(fact.payload.get("place") or "")
    return Mark(fact.valid_on, False, fact.seq, time, place, fact.example)


def _window(
    evaluation: Evaluation,
    rule: Windowed,
    of: tuple[str, Slot],
    finding: Finding | None,
    marks: tuple[Mark, ...],
) -> WheelEntry:
    subject, slot = of
    situation, quota = evaluation.situation, rule.quota or Quota("year")
    period = period_name(quota.per, slot.period.start)
    numbered = quota.min is not None or quota.max is not None
    return WheelEntry(
        identity=f"{rule.id}/{subject}/{period}",
        family=f"{rule.id}/parties/{period}",
        rule=rule.id,
        lane=lane_of(situation.definition, rule.id),
        kind="window" if numbered else "regular",
        label=rule.label,
        detail=need_in_words(quota),
        who=(subject_name_key(subject),),
        cites=rule.cite,
        status=finding.status if finding is not None else _ahead_of(slot, numbered=numbered),
        basis=readings.basis_of(situation.uses(rule, "quota", "above_max"), plain="stated"),
        first=slot.window.start,
        last=slot.window.stop - ONE_DAY,
        marks=marks,
        key=finding.key if finding is not None else None,
        example=finding is not None and evaluation.rests_on_example(finding),
    )


def _ahead_of(slot: Slot, *, numbered: bool) -> Status:
    """A window that has not begun: coming, unless it is only counted or the agreement ends within it."""
    if not numbered:
        return "unmeasured"
    return "coming" if slot.judged else "na"


_TIMES = {
    "year": Text("om året", "a year"), "half_year": Text("per halvår", "every half-year"),
    "quarter": Text("per kvartal", "every quarter"), "month": Text("i månaden", "a month"),
    "term": Text("per mandatperiod", "every term of office"),
}  # fmt: skip


def need_in_words(quota: Quota) -> Text:
    """ "Två till fyra gånger om året", "Minst en gång om året", "Regelbundet; texten anger inget antal"."""
    low, high, per = quota.min, quota.max, _TIMES[quota.per]
    if low is None and high is None:
        return Text("Regelbundet; texten anger inget antal", "Regularly; the text gives no number")
    if low is not None and high is not None and low != high:
        words = say("{low}–{high} gånger {per}", "{low}–{high} times {per}", low=low, high=high, per=per)
    elif low is not None and high is not None:
        words = say("{n} {per}", "{n} {per}", n=_times(low), per=per)
    elif low is not None:
        words = say("minst {n} {per}", "at least {n} {per}", n=_times(low), per=per)
    else:
        words = say("högst {n} {per}", "at most {n} {per}", n=_times(high or 0), per=per)
    return Text(words.sv[:1].upper() + words.sv[1:], words.en[:1].upper() + words.en[1:])


def _times(count: int) -> Text:
    if count == 1:
        return Text("en gång", "once")
    return say("{n} gånger", "{n} times", n=Many(count))


def period_name(per: Per, start: date) -> str:
    """A period by the calendar: "2026", "2026-H2", "2026-Q3", "2026-09"; a term of office by its first year."""
    match per:
        case "half_year":
            return f"{start.year}-H{(start.month + 5) // 6}"
        case "quarter":
            return f"{start.year}-Q{(start.month + 2) // 3}"
        case "month":
            return f"{start.year}-{start.month:02}"
        case "term":
            return f"{start.year}-term"
        case _:
            return str(start.year)


# --- plans ----------------------------------------------------------------------------------------------


@frozen
class _Promise:
    """A commitment in its measure and plan; ``place`` counts from 1 within the measure."""

    plan: Plan
    measure: Measure
    item: Commitment
    place: int

    @property
    def is_dated(self) -> bool:
        """Whether the text gives it a number in a period, or a day."""
        return self.item.quota is not None or self.item.due is not None


def promises(evaluation: Evaluation, year: int) -> Iterator[WheelEntry]:
    """What the measures of the plans that came with the agreement promise in the year (H-5, H-13)."""
    definition = evaluation.situation.definition
    rule = definition.first(PlanRule)
    if rule is None:
        return
    for plan in definition.plans.values():
        if plan.from_.year <= year <= plan.to.year:
            made = [
                _Promise(plan, measure, item, place)
                for measure in plan.measures
                for place, item in enumerate(measure.commitments, 1)
                if item.act != "staff"  # who sits in a group is no day of the year
            ]
            for promise in made:
                if promise.is_dated:
                    yield from _promised(evaluation, rule, promise, year)
            if plan.to.year == year:
                yield from _at_the_end(evaluation, rule, [promise for promise in made if not promise.is_dated])


def _promised(evaluation: Evaluation, rule: PlanRule, promise: _Promise, year: int) -> Iterator[WheelEntry]:
    situation, item, plan = evaluation.situation, promise.item, promise.plan
    done = plans.acts_of(situation, plan, promise.measure, item)
    if item.quota is None:
        last = item.due or plan.to
        if last.year == year:
            status = status_of(plans.verdict_without_number(done, last, situation.as_of))
            yield _of_plan(evaluation, rule, promise, Slot(day_of(last), day_of(last), judged=True), (status, done))
        return
    found = slots(item.quota, (Interval(plan.from_, plan.to + ONE_DAY),), date(year, 12, 31))
    for slot, acts in zip(found, assign(found, done), strict=True):
        if _in(slot, year):
            status = status_of(judge(slot, acts, item.quota, situation.as_of).verdict)
            yield _of_plan(evaluation, rule, promise, slot, (status, acts))


def _at_the_end(evaluation: Evaluation, rule: PlanRule, several: Sequence[_Promise]) -> Iterator[WheelEntry]:
    """Promises without a day of their own are taken to be due when the plan ends: one entry, where they are many."""
    found = [item for one in several for item in _promised(evaluation, rule, one, one.plan.to.year)]
    if len(found) <= FEW:
        yield from found
        return
    statuses = [item.status for item in found]
    numbers = list(dict.fromkeys(str(one.measure.number) for one in several))
    name = f"{rule.id}/{several[0].plan.id}/end"
    yield replace(
        found[0],
        identity=name,
        family=name,
        label=Text("Det planen lovar utan egen sista dag", "What the plan promises without a last day of its own"),
        detail=say("Insats {numbers}", "Measures {numbers}", numbers=numbers),
        who=tuple(dict.fromkeys(who for item in found for who in item.who)),
        status=worst_status(statuses),
        tally=tuple((status, statuses.count(status)) for status in sorted(set(statuses), key=severity)),
        marks=tuple(sorted((mark for item in found for mark in item.marks), key=lambda mark: (mark.day, mark.fact))),
        plan=(several[0].plan.id, 0),
        example=any(item.example for item in found),
    )


def _of_plan(
    evaluation: Evaluation, rule: PlanRule, promise: _Promise, slot: Slot, state: tuple[Status, Sequence[Act]]
) -> WheelEntry:
    measure, item = promise.measure, promise.item
    status, acts = state
    by = ([item.by] if item.by else []) + [f"party:{code}" for code in item.parties]
    leads = [one.actor for one in measure.actors if one.role == "lead"]
    period = period_name(item.quota.per, slot.period.start) if item.quota is not None else promise.plan.id
    name = f"{rule.id}/{promise.plan.id}.{measure.number}.{promise.place}/{period}"
    year = slot.window.start.year
    return WheelEntry(
        identity=name,
        family=name,
        rule=rule.id,
        lane="plan",
        kind="day" if item.quota is None else "window",
        label=say("Insats {n}: {what}", "Measure {n}: {what}", n=str(measure.number), what=item.object),
        detail=need_in_words(item.quota) if item.quota is not None else None,
        who=tuple(dict.fromkeys(by or leads or [rule.adopted_by])),
        cites=(measure.cite,),
        status="na" if measure.status == "waiting" else status,
        # A promise without a day of its own is taken to be due when the plan ends.
        basis="stated" if promise.is_dated else "assumed",
        plan=(promise.plan.id, measure.number),
        first=slot.window.start,
        last=slot.window.stop - ONE_DAY,
        marks=tuple(Mark(act.day, True, act.fact, example=act.example) for act in acts if act.day.year == year),
        example=evaluation.rests_on([act.fact for act in acts], status),
    )


def day_of(day: date) -> Interval:
    """The interval of one day."""
    return Interval(day, day + ONE_DAY)
