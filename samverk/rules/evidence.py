"""Which facts show that a provision has been met.

A fact may name the provision itself (``rule`` in its payload). Otherwise the act of the provision says which kind of
fact shows it; the table below is the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter

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


_in_order = attrgetter("day", "fact")


def acts(situation: Situation, rule: Evidenced) -> tuple[Act, ...]:
    """Everything up to the day that counts as having done what the provision asks, in order of day."""
    found = [
        Act(fact.valid_on, fact.seq, year, fact.party, fact.example)
        for fact in _candidates(situation, rule)
        for year in _years(situation, fact)
    ]
    return tuple(sorted(found, key=_in_order))


class Done:
    """What has been done of a provision, in order of day: all of it, and what counts for a party."""

    def __init__(self, found: tuple[Act, ...]) -> None:
        self.every = found
        self._by_party: dict[str, list[Act]] = {act.party: [] for act in found if act.party is not None}
        self._of_nobody = [act for act in found if act.party is None]
        for act in found:
            for own in self._by_party.values() if act.party is None else (self._by_party[act.party],):
                own.append(act)

    def of(self, party: str | None) -> Sequence[Act]:
        """Its own acts, and those of no party in particular. None: all of them."""
        return self.every if party is None else self._by_party.get(party, self._of_nobody)


def done(situation: Situation, rule: Evidenced) -> Done:
    """Everything up to the day that counts as having done what the provision asks, party by party."""
    return Done(acts(situation, rule))


# Kinds that name a provision for another reason than having done it.
_NEVER = frozenset({"attestation.given", "waiver.granted", "cost.recognised", "outcome.recognised"})


def _candidates(situation: Situation, rule: Evidenced) -> Iterator[Fact]:
    yield from (fact for fact in situation.naming(rule.id) if fact.kind not in _NEVER)
    for kind, *aspects in _shown_by(rule):
        yield from situation.showing(kind, *aspects)


def _shown_by(rule: Evidenced) -> Iterator[tuple[str, *tuple[str | None, ...]]]:
    """What shows the act without naming the provision: kinds of fact, each with its ``facts.ASPECTS``."""
    if isinstance(rule, Meeting):
        yield "meeting.held", _body(rule.body)
        return
    kind = KIND_OF_ACT.get(rule.act)
    if kind == "meeting.held":
        yield kind, _body(rule.object)
    elif kind is not None:
        yield (kind,)
    yield "document.published", rule.act
    if isinstance(rule, Power):
        yield "decision.made", rule.act, _body(rule.holder)


def _body(reference: str | None) -> str | None:
    kind, _, rest = (reference or "").partition(":")
    return rest if kind == "body" else None


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
