"""A demand to renegotiate, the judgement it rests on, and what the others then owe (N-13).

Whether conditions have changed substantially is a human judgement, recorded with its reasons. The agreement itself
is unchanged until it is amended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samverk.rules import readings
from samverk.rules.conclude import conclude
from samverk.rules.dates import add_period
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding, Step, Verdict
from samverk.rules.intervals import Interval
from samverk.rules.provisions import RenegotiationRule
from samverk.rules.situation import Situation
from samverk.rules.values import Period
from samverk.rules.wording import Text, say


def findings(situation: Situation, rule: RenegotiationRule) -> Iterator[Finding]:
    """A summary; for each demand its state, and for each other party whether it has come to negotiate."""
    demands = situation.of("renegotiation.demanded")
    yield _summary(situation, rule, demands)
    for index, demand in enumerate(demands):
        following = demands[index + 1].valid_on if index + 1 < len(demands) else None
        judged = assessment_of(situation, rule, demand, following)
        yield _demand(situation, rule, demand, judged)
        if judged is not None and judged.payload["holds"]:
            for code in owing(situation, demand):
                yield _party(situation, rule, demand, judged, code)


def assessment_of(situation: Situation, rule: RenegotiationRule, demand: Fact, following: date | None) -> Fact | None:
    """The latest judgement of the condition, made for this demand: not after the next one."""
    wanted = rule.condition.removeprefix("assessed:")
    made = [
        fact
        for fact in situation.of("assessment.made")
        if str(fact.payload["condition"]).removeprefix("assessed:") == wanted
        and fact.valid_on >= demand.valid_on
        and (following is None or fact.valid_on < following)
    ]
    return made[-1] if made else None


def owing(situation: Situation, demand: Fact) -> tuple[str, ...]:
    """Who must negotiate: the other parties of the day of the demand that are parties still."""
    still = set(situation.parties_on(situation.as_of))
    return tuple(code for code in situation.parties_on(demand.valid_on) if code != demand.party and code in still)


def due_days(situation: Situation, rule: RenegotiationRule, demand: Fact) -> tuple[date, ...]:
    """The last day to begin: one where the time is set, one for each option while it is open, none without any."""
    if isinstance(rule.start_within, Period):
        return (add_period(demand.valid_on, rule.start_within),)
    reading = situation.definition.readings.get(rule.basis.get("start_within", ""))
    options = reading.options if reading is not None and reading.param.endswith(".start_within") else ()
    periods = [Period.parse(str(option)) for option in options if str(option).startswith("P")]
    return tuple(add_period(demand.valid_on, period) for period in periods)


def _summary(situation: Situation, rule: RenegotiationRule, demands: tuple[Fact, ...]) -> Finding:
    if not demands:
        headline = Text("Ingen har begärt omförhandling", "Nobody has demanded renegotiation")
        return conclude(situation, rule, "parties", Verdict.NOT_APPLICABLE, headline, plain="stated", value=0)
    last = demands[-1]
    headline = say(
        "{name} begärde omförhandling {day}",
        "{name} demanded renegotiation on {day}",
        name=situation.name(last.party or ""),
        day=last.valid_on,
    )
    return conclude(
        situation, rule, "parties", Verdict.INFORMATION, headline, plain="stated", value=len(demands), facts=demands
    )


def _demand(situation: Situation, rule: RenegotiationRule, demand: Fact, judged: Fact | None) -> Finding:
    name = situation.name(demand.party or "")
    steps = [Step(say("Skäl: {reasons}", "Reasons: {reasons}", reasons=str(demand.payload["reasons"])))]
    missing: tuple[Text, ...] = ()
    if judged is None:
        headline = say("{name} väntar på en bedömning", "{name} waits for an assessment", name=name)
        verdict = Verdict.PENDING
        missing = (
            Text("en bedömning av om förutsättningarna har ändrats", "an assessment of whether conditions changed"),
        )
    else:
        steps.append(
            Step(
                say(
                    "Bedömt {day}: {reasons}",
                    "Assessed on {day}: {reasons}",
                    day=judged.valid_on,
                    reasons=str(judged.payload["reasons"]),
                )
            )
        )
        holds = bool(judged.payload["holds"])
        verdict = Verdict.INFORMATION if holds else Verdict.NOT_APPLICABLE
        headline = (
            say("Övriga parter ska förhandla med {name}", "The others must negotiate with {name}", name=name)
            if holds
            else say("{name} kan inte kräva omförhandling", "{name} cannot demand renegotiation", name=name)
        )
    if rule.suspends_obligations is False:
        steps.append(Step(Text("Skyldigheterna gäller under tiden", "The duties hold meanwhile")))
    return conclude(
        situation,
        rule,
        f"party:{demand.party}",
        verdict,
        headline,
        period=Interval(demand.valid_on),
        since=demand.valid_on,
        facts=(demand,) if judged is None else (demand, judged),
        steps=tuple(steps),
        missing=missing,
        plain="stated",
    )


def _party(situation: Situation, rule: RenegotiationRule, demand: Fact, judged: Fact, code: str) -> Finding:
    joined = next((fact for fact in situation.of("negotiation.joined") if _answers(fact, demand, code)), None)
    days = due_days(situation, rule, demand)
    settled = isinstance(rule.start_within, Period)
    name = situation.name(code)
    due = days[0] if settled else None
    verdict = _verdict(joined, due, days, situation.as_of)
    detail = None
    if joined is not None:
        headline = say("{name} deltog {day}", "{name} took part on {day}", name=name, day=joined.valid_on)
    elif due is not None:
        headline = say(
            "{name} ska börja förhandla senast {due}", "{name} must begin to negotiate by {due}", name=name, due=due
        )
    else:
        headline = say("{name} har inte deltagit än", "{name} has not taken part yet", name=name)
        age = (situation.as_of - demand.valid_on).days
        detail = say(
            "Texten anger ingen tid. Det har gått {age} dagar.",
            "The text gives no time. {age} days have passed.",
            age=age,
        )
    return conclude(
        situation,
        rule,
        f"party:{code}",
        verdict,
        headline,
        used=readings.uses(situation.definition, rule, "start_within"),
        plain="stated",
        detail=detail,
        period=Interval(demand.valid_on),
        since=demand.valid_on,
        due_on=due,
        facts=(demand, judged) if joined is None else (demand, judged, joined),
        bearers=(f"party:{code}",),
    )


def _answers(fact: Fact, demand: Fact, code: str) -> bool:
    named = fact.payload.get("demand")
    return fact.party == code and fact.valid_on >= demand.valid_on and named in (None, demand.seq, str(demand.seq))


def _verdict(joined: Fact | None, due: date | None, days: tuple[date, ...], as_of: date) -> Verdict:
    """In time, late, to be done; without a time in the text counted, unless later than every reading allows."""
    if joined is not None:
        return Verdict.FULFILLED if due is None or joined.valid_on <= due else Verdict.FULFILLED_LATE
    if due is not None:
        return Verdict.OVERDUE if as_of > due else Verdict.DUE_SOON
    return Verdict.OVERDUE if days and all(as_of > day for day in days) else Verdict.COUNTED
