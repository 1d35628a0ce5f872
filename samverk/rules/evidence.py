"""Which facts show that a provision has been met.

A fact may name the provision itself (``rule`` in its payload). Otherwise the act of the provision says which kind of
fact shows it; the table below is the whole of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from samverk.rules.facts import Fact
from samverk.rules.frozen import frozen
from samverk.rules.provisions import Duty, Meeting, PlanRule, Power
from samverk.rules.situation import Situation

type Evidenced = Duty | Power | Meeting


@frozen
class Act:
    """Something done that counts: the day, the year it is for (None: the day's own), the fact and the party."""

    day: date
    fact: int
    year: int | None = None
    party: str | None = None
    example: bool = False


KIND_OF_ACT: dict[str, str] = {
    "decide_budget": "budget.adopted",
    "adopt_plan": "plan.adopted",
    "update_weights": "weights.updated",
    "publish": "newsletter.published",
    "deliver_copy": "copy.delivered",
    "pay": "payment.received",
    "arrange_meetings": "meeting.held",
    "negotiate": "negotiation.joined",
}


def acts(situation: Situation, rule: Evidenced) -> tuple[Act, ...]:
    """Everything up to the day that counts as having done what the provision asks, in order of day."""
    found = list(_found(situation, rule))
    return tuple(sorted(found, key=lambda act: (act.day, act.fact)))


def of_bearer(acts_: Iterable[Act], party: str | None) -> tuple[Act, ...]:
    """The acts that count for a party: its own, and those of no party in particular. None: all of them."""
    return tuple(act for act in acts_ if party is None or act.party is None or act.party == party)


def _found(situation: Situation, rule: Evidenced) -> Iterator[Act]:
    for fact in _candidates(situation, rule):
        for year in _years(situation, fact):
            yield Act(fact.valid_on, fact.seq, year, fact.party, fact.example)


# Kinds that name a provision for another reason than having done it.
_NEVER = frozenset({"attestation.given", "waiver.granted", "cost.recognised", "outcome.recognised"})


def _candidates(situation: Situation, rule: Evidenced) -> Iterator[Fact]:
    yield from (fact for fact in situation.naming(rule.id) if fact.kind not in _NEVER)
    for kind in _kinds(rule):
        matches = _MATCH.get(kind, _by_act)
        for fact in situation.of(kind):
            if fact.payload.get("rule") is None and matches(fact, rule):
                yield fact


def _kinds(rule: Evidenced) -> tuple[str, ...]:
    """The kinds that can show the act without naming the provision."""
    if isinstance(rule, Meeting):
        return ("meeting.held",)
    kind = KIND_OF_ACT.get(rule.act)
    written = ("document.published", "decision.made") if isinstance(rule, Power) else ("document.published",)
    return written if kind is None else (kind, *written)


def _body(reference: str | None) -> str | None:
    kind, _, rest = (reference or "").partition(":")
    return rest if kind == "body" else None


def _meeting(fact: Fact, rule: Evidenced) -> bool:
    if not isinstance(rule, Meeting) and KIND_OF_ACT.get(rule.act) != "meeting.held":
        return False
    wanted = rule.body if isinstance(rule, Meeting) else rule.object
    return bool(fact.payload["body"] == _body(wanted))


def _decision(fact: Fact, rule: Evidenced) -> bool:
    return isinstance(rule, Power) and fact.payload["act"] == rule.act and fact.payload["body"] == _body(rule.holder)


def _by_act(fact: Fact, rule: Evidenced) -> bool:
    if isinstance(rule, Meeting):
        return False
    if KIND_OF_ACT.get(rule.act) == fact.kind:
        return True
    return fact.kind == "document.published" and fact.payload.get("act") == rule.act


_MATCH: dict[str, Callable[[Fact, Evidenced], bool]] = {"meeting.held": _meeting, "decision.made": _decision}


def _years(situation: Situation, fact: Fact) -> tuple[int | None, ...]:
    if fact.kind == "plan.adopted":
        return _plan_years(situation, fact)
    year = fact.payload.get("year")
    return (int(year),) if year is not None else (None,)


def _plan_years(situation: Situation, fact: Fact) -> tuple[int, ...]:
    """The years an adopted plan counts for: those it covers, but no more than the agreement lets one plan cover."""
    first = date.fromisoformat(str(fact.payload["from"])).year
    last = date.fromisoformat(str(fact.payload["to"])).year
    rule = situation.definition.first(PlanRule)
    longest = rule.covers_max if rule is not None else "open"
    if longest != "open" and longest.unit == "Y":
        last = min(last, first + longest.count - 1)
    return tuple(range(first, last + 1))
