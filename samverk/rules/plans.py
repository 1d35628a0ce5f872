"""Action plans: is there one for the year, is it too long, what has come of its measures (H, N-8c, K-6g)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from samverk.rules import readings
from samverk.rules.cadence import judgements
from samverk.rules.dates import add_period
from samverk.rules.definition import Commitment, Definition, Measure, Plan
from samverk.rules.evidence import Act
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding, Input, Step, Verdict, worst
from samverk.rules.frozen import frozen
from samverk.rules.intervals import Interval
from samverk.rules.provisions import PlanRule
from samverk.rules.situation import Situation
from samverk.rules.values import OPEN
from samverk.rules.wording import Text, Year, say


@frozen
class MeasureState:
    """A measure as it stands: its state in words, the latest report and what each commitment came to."""

    measure: Measure
    verdict: Verdict
    reported: date | None
    status: str
    commitments: tuple[tuple[Commitment, Verdict, int], ...]


def findings(situation: Situation, rule: PlanRule) -> Iterator[Finding]:
    """The plan that covers the day, or that none does; and each plan longer than the agreement lets it be."""
    adopted = situation.of("plan.adopted")
    now = [fact for fact in adopted if situation.as_of in _covers(fact)]
    if now:
        yield _current(situation, rule, now[-1])
    else:
        headline = say("Ingen handlingsplan täcker {day}", "No action plan covers {day}", day=situation.as_of)
        yield _made(situation, rule, Verdict.NOT_MEASURABLE if not adopted else Verdict.PENDING, headline)
    for fact in adopted:
        if too_long(rule, _covers(fact)):
            yield _long(situation, rule, fact)


def _covers(fact: Fact) -> Interval:
    first = date.fromisoformat(str(fact.payload["from"]))
    return Interval(first, date.fromisoformat(str(fact.payload["to"])) + timedelta(days=1))


def _years(period: Interval) -> Text:
    """ "2026", "2013–2014"; the days where the plan does not cover whole years."""
    first, last = period.start, period.last_day
    if last is None or (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
        return say("{first}–{last}", "{first}–{last}", first=first, last=last or Text("", ""))
    if first.year == last.year:
        return say("{year}", "{year}", year=Year(first.year))
    return say("{a}–{b}", "{a}–{b}", a=Year(first.year), b=Year(last.year))


def too_long(rule: PlanRule, period: Interval) -> bool:
    """Whether a plan covers more than the agreement says one plan may (t-6-2)."""
    if rule.covers_max == OPEN or period.end is None:
        return False
    return period.end > add_period(period.start, rule.covers_max)


def _current(situation: Situation, rule: PlanRule, fact: Fact) -> Finding:
    period = _covers(fact)
    headline = say("Handlingsplanen för {when} gäller", "The action plan for {when} is in force", when=_years(period))
    return _made(situation, rule, Verdict.FULFILLED, headline, fact=fact, period=period)


def _long(situation: Situation, rule: PlanRule, fact: Fact) -> Finding:
    period = _covers(fact)
    headline = say(
        "Planen {start}–{last} är längre än texten säger att en plan är",
        "The plan {start}–{last} is longer than the text says a plan is",
        start=period.start,
        last=period.last_day,
    )
    return _made(situation, rule, Verdict.UNKNOWN, headline, fact=fact, period=period)


def _made(
    situation: Situation,
    rule: PlanRule,
    verdict: Verdict,
    headline: Text,
    *,
    fact: Fact | None = None,
    period: Interval | None = None,
) -> Finding:
    facts = (fact.seq,) if fact is not None else ()
    used = readings.uses(situation.definition, rule, "period", "covers_max")
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=rule.adopted_by,
        verdict=verdict,
        headline=headline,
        cites=rule.cite,
        period=period,
        basis=readings.basis_of(used, plain="stated"),
        because=facts,
        readings=used,
        inputs=(Input(Text("Plan", "Plan"), fact.valid_on.isoformat(), "fact", fact=fact.seq),) if fact else (),
        steps=(
            Step(
                say(
                    "Planen täcker {start}–{last}",
                    "The plan covers {start}–{last}",
                    start=period.start,
                    last=period.last_day,
                )
            ),
        )
        if period is not None
        else (),
        receipt=situation.receipt(facts),
        bearers=(rule.adopted_by,),
        example=fact.example if fact is not None else False,
    )


def measure_states(situation: Situation, plan: Plan) -> tuple[MeasureState, ...]:
    """Every measure of a plan as it stands on the day, in order of priority (H-0a, H-0b)."""
    return tuple(_state(situation, plan, measure) for measure in plan.measures)


def _state(situation: Situation, plan: Plan, measure: Measure) -> MeasureState:
    reports = [
        fact
        for fact in situation.of("measure.reported")
        if fact.payload["plan"] == plan.id and int(fact.payload["measure"]) == measure.number
    ]
    last = reports[-1] if reports else None
    status = str(last.payload["status"]) if last is not None else measure.status
    promised = tuple((item, *_commitment(situation, plan, measure, item)) for item in measure.commitments)
    verdict = worst([entry[1] for entry in promised]) if promised else None
    if status == "waiting":
        verdict = Verdict.NOT_APPLICABLE
    elif verdict is None:
        verdict = Verdict.FULFILLED if status == "done" else Verdict.NOT_MEASURABLE
    return MeasureState(measure, verdict, last.valid_on if last is not None else None, status, promised)


def _commitment(situation: Situation, plan: Plan, measure: Measure, item: Commitment) -> tuple[Verdict, int]:
    done = acts_of(situation, plan, measure, item)
    if item.quota is not None:
        bound = (Interval(plan.from_, plan.to + timedelta(days=1)),)
        found = judgements(item.quota, bound, done, situation.as_of)
        return worst([one.verdict for one in found]) or Verdict.PENDING, len(done)
    if item.act == "staff" and not done:
        return Verdict.NOT_MEASURABLE, 0
    return verdict_without_number(done, item.due or plan.to, situation.as_of), len(done)


def verdict_without_number(done: Sequence[Act], due: date, as_of: date) -> Verdict:
    """What a promise to be kept once by a day has come to; ``done`` in order of day."""
    if done:
        return Verdict.FULFILLED if done[0].day <= due else Verdict.FULFILLED_LATE
    return Verdict.OVERDUE if as_of > due else Verdict.PENDING


def acts_of(situation: Situation, plan: Plan, measure: Measure, item: Commitment) -> tuple[Act, ...]:
    """What shows a commitment kept, from the first day of the plan to a year after its last, in order of day."""
    last = plan.to + timedelta(days=366)
    return tuple(act for act in _done(situation, measure, item) if plan.from_ <= act.day <= last)


def _done(situation: Situation, measure: Measure, item: Commitment) -> Iterator[Act]:
    """What shows a commitment kept: meetings of its body, or documents and decisions that name the measure."""
    for fact in situation.of("meeting.held", "document.published", "decision.made"):
        named = fact.payload.get("measure")
        by_number = named is not None and int(named) == measure.number and fact.payload.get("act", item.act) == item.act
        by_body = item.body is not None and fact.payload.get("body") == item.body.partition(":")[2] and named is None
        if by_number or (by_body and fact.kind == "meeting.held"):
            yield Act(fact.valid_on, fact.seq, None, fact.party, fact.example)


def areas_covered(definition: Definition) -> dict[str, tuple[int, ...]]:
    """For each area of cooperation the numbers of the measures that work in it."""
    return {
        area: tuple(m.number for plan in definition.plans.values() for m in plan.measures if area in m.areas)
        for area in definition.areas
    }
