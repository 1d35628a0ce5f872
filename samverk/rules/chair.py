"""Who chairs: a function of the day, never a fact typed in (N-8h).

By office: the representative of whoever holds the role that day. Elected: the latest ``role.assigned`` of the role
``chair`` for the body. A missing link is said, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samverk.rules import readings
from samverk.rules.finding import Finding, Input, Step, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.holdings import Holding, holder_on, members, on
from samverk.rules.provisions import ChairRule
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, lowered, say


@frozen
class Chair:
    """The municipality whose representative chairs (None: undefined) and each link that led there."""

    party: str | None
    steps: tuple[Step, ...]
    facts: tuple[int, ...]
    missing: Text | None = None


def chair_on(situation: Situation, rule: ChairRule, body: str, day: date) -> Chair:
    """Who chairs ``body`` (a bare id) on a day."""
    if rule.ex_officio is not None:
        return _by_office(situation, rule.ex_officio, body, day)
    return _elected(situation, body, day)


def _by_office(situation: Situation, reference: str, body: str, day: date) -> Chair:
    role = reference.partition(":")[2]
    holder = holder_on(situation, role, day)
    role_name = situation.name(reference)
    if holder is None or holder.party is None:
        return Chair(
            None, (), (), say("ingen är {role} den {day}", "nobody is {role} on {day}", role=role_name, day=day)
        )
    name = situation.name(holder.party)
    first = Step(say("{role} den {day}", "{role} on {day}", role=role_name, day=day), name.sv)
    facts = tuple(seq for seq in (holder.fact,) if seq is not None)
    if not any(day in item for item in situation.membership.get(holder.party, ())):
        missing = say("{name} är inte part den {day}", "{name} is not a party on {day}", name=name, day=day)
        return Chair(None, (first,), facts, missing)
    seat = _seat(situation, body, holder.party, day)
    if seat is None and members(situation, body):
        missing = say(
            "{name} har ingen representant i {body}",
            "{name} has no representative in {body}",
            name=name,
            body=lowered(situation.name(f"body:{body}")),
        )
        return Chair(None, (first,), facts, missing)
    second = Step(say("Representanten för {name} leder", "The representative of {name} chairs", name=name))
    if seat is not None and seat.fact is not None:
        facts += (seat.fact,)
    return Chair(holder.party, (first, second), facts)


def _seat(situation: Situation, body: str, party: str, day: date) -> Holding | None:
    return next((item for item in on(members(situation, body), day) if item.party == party), None)


def _elected(situation: Situation, body: str, day: date) -> Chair:
    named = [
        fact
        for fact in situation.of("role.assigned", "role.ended")
        if fact.payload["role"] in ("chair", f"chair:{body}")
        and fact.payload.get("body", body) == body
        and fact.valid_on <= day
    ]
    if not named or named[-1].kind == "role.ended":
        missing = say("ingen ordförande är vald", "no chair has been elected")
        return Chair(None, (), (), missing)
    fact = named[-1]
    step = Step(say("Vald {day}", "Elected {day}", day=fact.valid_on))
    return Chair(fact.party or str(fact.payload.get("holder", "")) or None, (step,), (fact.seq,))


def findings(situation: Situation, rule: ChairRule) -> Iterator[Finding]:
    """One finding for each body the provision names."""
    for reference in rule.bodies:
        yield _finding(
            situation, rule, reference, chair_on(situation, rule, reference.partition(":")[2], situation.as_of)
        )


def _finding(situation: Situation, rule: ChairRule, reference: str, found: Chair) -> Finding:
    used = readings.uses(situation.definition, rule)
    body = situation.name(reference)
    if found.party is None:
        headline = say(
            "{body} saknar ordförande: {why}",
            "{body} has no chair: {why}",
            body=body,
            why=found.missing or Text("", ""),
        )
    else:
        headline = say(
            "{name} leder {body}", "{name} chairs {body}", name=situation.name(found.party), body=lowered(body)
        )
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=reference,
        headline=headline,
        cites=rule.cite,
        value=found.party,
        verdict=Verdict.UNKNOWN if found.party is None else Verdict.INFORMATION,
        basis=readings.basis_of(used, plain="derived"),
        steps=found.steps,
        because=found.facts,
        readings=used,
        inputs=tuple(Input(Text("Uppgift", "Fact"), str(seq), "fact", fact=seq) for seq in found.facts),
        missing=(found.missing,) if found.missing is not None else (),
        receipt=situation.receipt(found.facts),
    )
