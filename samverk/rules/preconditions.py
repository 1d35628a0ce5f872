"""What must have come before a decision, or be said with it (K-U3, K-6f, K-6h).

A provision names its conditions (``precondition``) and the provisions it is bound by (``bound_by``); what those ask of
a decision is the closed table below. A decision on record that lacks what it needs is late, not breached: what was
done but not written down can still be written down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from samverk.rules import evidence, readings
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding, Input, Step, Verdict
from samverk.rules.intervals import ONE_DAY, Interval
from samverk.rules.provisions import Duty, Power, Provision
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, say

type Condition = Callable[[Situation, Power, Fact], Text | None]


def _child_perspective(_situation: Situation, _rule: Power, fact: Fact) -> Text | None:
    """K-U3: every decision says how the child's perspective was weighed in, or why it is not concerned."""
    if str(fact.payload.get("child_perspective") or "").strip():
        return None
    return Text("uppgift om barns perspektiv saknas", "nothing is said of the child's perspective")


def _prepared(_situation: Situation, _rule: Power, fact: Fact) -> Text | None:
    """K-6h: a matter for the steering group has been prepared, no later than the day of the decision."""
    prepared = fact.payload.get("prepared_on")
    if prepared is None:
        return Text("ärendet är inte berett", "the matter has not been prepared")
    if date.fromisoformat(str(prepared)) > fact.valid_on:
        return Text("ärendet bereddes först efteråt", "the matter was prepared only afterwards")
    return None


def _measure_decided(situation: Situation, rule: Power, fact: Fact) -> Text | None:
    """K-6f: a working group may be set up once a measure has been decided."""
    bound = (situation.definition.rules.get(one.partition(":")[2]) for one in rule.bound_by)
    for power in bound:
        if isinstance(power, Power) and any(act.day <= fact.valid_on for act in evidence.acts(situation, power)):
            return None
    return Text("ingen insats var beslutad", "no measure had been decided")


CONDITIONS: dict[str, Condition] = {
    "child_perspective": _child_perspective,
    "prepared": _prepared,
    "measure_decided": _measure_decided,
}
# What a provision one is bound by asks of a decision, by its act.
_ASKED_BY: dict[str, str] = {"consider_child_perspective": "child_perspective", "prepare_matters": "prepared"}


def of(situation: Situation, rule: Power) -> tuple[str, ...]:
    """The conditions on decisions under a provision, each once; those that cannot be checked are left out."""
    found = [rule.precondition] if rule.precondition is not None and rule.precondition in CONDITIONS else []
    for one in rule.bound_by:
        bound = situation.definition.rules.get(one.partition(":")[2])
        asked = _ASKED_BY.get(bound.act) if isinstance(bound, Duty | Power) else None
        found += [asked] if asked is not None else []
    return tuple(dict.fromkeys(found))


def findings(situation: Situation, rule: Power) -> Iterator[Finding]:
    """A finding for each decision on record, while the agreement binds anyone, that lacks something it needs."""
    conditions = of(situation, rule)
    if not conditions:
        return
    decided = {act.fact for act in evidence.acts(situation, rule)}
    for fact in situation.facts:
        if fact.seq in decided and any(fact.valid_on in held for held in situation.bound):
            missing = [lack for name in conditions if (lack := CONDITIONS[name](situation, rule, fact)) is not None]
            if missing:
                yield _lacking(situation, rule, fact, tuple(missing))


def _lacking(situation: Situation, rule: Power, fact: Fact, missing: tuple[Text, ...]) -> Finding:
    used = readings.uses(situation.definition, rule, "precondition", "bound_by")
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=rule.holder,
        verdict=Verdict.OVERDUE,
        headline=say(
            "{body} beslutade {day}: {missing}",
            "{body} decided {day}: {missing}",
            body=situation.name(rule.holder),
            day=fact.valid_on,
            missing=list(missing),
        ),
        detail=say("Det gäller ”{label}”.", "It concerns “{label}”.", label=rule.label),
        cites=_cites(situation, rule),
        period=Interval(fact.valid_on, fact.valid_on + ONE_DAY),
        since=fact.valid_on,
        basis=readings.basis_of(used, plain="stated"),
        steps=tuple(Step(lack) for lack in missing),
        inputs=(Input(rule.label, fact.valid_on.isoformat(), "fact", fact=fact.seq),),
        because=(fact.seq,),
        readings=used,
        missing=missing,
        receipt=situation.receipt((fact.seq,)),
        bearers=(rule.holder,),
        example=fact.example,
    )


def _cites(situation: Situation, rule: Power) -> tuple[str, ...]:
    bound: list[Provision | None] = [situation.definition.rules.get(one.partition(":")[2]) for one in rule.bound_by]
    return tuple(dict.fromkeys((*rule.cite, *(cite for one in bound if one is not None for cite in one.cite))))
