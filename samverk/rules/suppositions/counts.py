"""How many there are and how many it takes, today and supposed: parties, signatures, seats in each body.

A seat counts while its municipality is a party: who has left sits there no longer, whether or not that is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from samverk.rules import readings
from samverk.rules.chair import chair_on
from samverk.rules.finding import Basis
from samverk.rules.frozen import frozen
from samverk.rules.holdings import holder_on, members, on
from samverk.rules.provisions import AmendmentRule, Appointment, ChairRule, Composition, Entry, Power, Provision
from samverk.rules.situation import Situation
from samverk.rules.values import Seats
from samverk.rules.wording import Text, lowered, say

type Held = Literal["enough", "too_few", "too_many", "unasked"]


@frozen
class Count:
    """Something counted. ``asked``: what the agreement asks, in words; ``held``: whether that is met, supposed;
    ``basis``: None where nothing is asked.
    """

    what: Text
    now: int
    then: int
    asked: Text
    cites: tuple[str, ...]
    basis: Basis | None
    held: Held = "unasked"


@frozen
class Sitting:
    """Which municipalities sit in a body, as sorted codes, and which one chairs it (None: none, or none is known)."""

    body: str
    rule: str
    cites: tuple[str, ...]
    now: tuple[str, ...]
    then: tuple[str, ...]
    chair_now: str | None
    chair_then: str | None
    chaired: bool


@frozen
class Holder:
    """Which municipality holds a role that a party holds."""

    role: str
    cites: tuple[str, ...]
    now: str | None
    then: str | None


def counts(now: Situation, then: Situation) -> tuple[Count, ...]:
    """Parties, what an amendment takes, seats with a number, votes where a rule for deciding is set."""
    return (*_parties(now, then), *_amending(now, then), *_seats(now, then), *_votes(now, then))


def _parties(now: Situation, then: Situation) -> Iterator[Count]:
    rule = then.definition.first(Entry)
    before, after = _bound(now), _bound(then)
    if rule is None:
        return
    least = rule.min_parties
    asked = (
        say("minst {least}", "at least {least}", least=least)
        if least is not None
        else Text("inget minsta antal står i avtalet", "the agreement gives no least number")
    )
    held: Held = "unasked" if least is None else "enough" if after >= least else "too_few"
    basis = _basis(then, rule, "min_parties") if least is not None else None
    yield Count(Text("Parter", "Parties"), before, after, asked, rule.cite, basis, held)


def _amending(now: Situation, then: Situation) -> Iterator[Count]:
    for rule in then.definition.of_kind(AmendmentRule):
        if rule.consent == "all_parties":
            label = Text("Underskrifter för att ändra avtalet", "Signatures to amend the agreement")
            asked = Text("alla parter", "all parties")
            yield Count(label, _bound(now), _bound(then), asked, rule.cite, _basis(then, rule, "consent"))


def _seats(now: Situation, then: Situation) -> Iterator[Count]:
    for rule in then.definition.of_kind(Composition):
        before, after = len(_sitting(now, rule.body)), len(_sitting(then, rule.body))
        name = then.name(rule.body)
        basis = _basis(then, rule, "seats")
        if rule.seats.per == "party":
            asked = Text("en från varje part", "one from each party")
            held: Held = "enough" if after >= _bound(then) else "too_few"
            yield Count(_municipalities_in(name), before, after, asked, rule.cite, basis, held)
            continue
        low, high = _range(rule.seats)
        if low is None and high is None:
            continue
        held = "too_few" if low is not None and after < low else "enough"
        held = "too_many" if high is not None and after > high else held
        yield Count(_municipalities_in(name), before, after, _asked(low, high), rule.cite, basis, held)


def _municipalities_in(name: Text) -> Text:
    return say("Kommuner i {body}", "Municipalities in {body}", body=lowered(name))


def _range(seats: Seats) -> tuple[int | None, int | None]:
    """The numbers of municipalities; a number of people is the same where each sits for one municipality."""
    low = seats.distinct_parties_min if seats.distinct_parties_min is not None else seats.min
    high = seats.distinct_parties_max if seats.distinct_parties_max is not None else seats.max
    return low, high


def _asked(low: int | None, high: int | None) -> Text:
    if low is None:
        return say("högst {high}", "at most {high}", high=high)
    if high is None:
        return say("minst {low}", "at least {low}", low=low)
    return say("{low}–{high}", "{low}–{high}", low=low, high=high)


def _votes(now: Situation, then: Situation) -> Iterator[Count]:
    """How many votes a decision takes, for bodies of all parties with a rule for it."""
    told: set[tuple[str, str]] = set()
    for rule in then.definition.of_kind(Power):
        if (rule.holder, rule.decision_rule) in told or not _of_all_parties(then, rule.holder):
            continue
        told.add((rule.holder, rule.decision_rule))
        before, after = (_needed(rule.decision_rule, _bound(side)) for side in (now, then))
        if before is None or after is None:
            continue
        what = say("Röster för beslut i {body}", "Votes for a decision in {body}", body=lowered(then.name(rule.holder)))
        yield Count(what, before, after, _RULES[rule.decision_rule], rule.cite, _basis(then, rule, "decision_rule"))


_RULES = {
    "consensus": Text("alla är eniga", "all agree"),
    "simple_majority": Text("mer än hälften", "more than half"),
    "chair_casts": Text("mer än hälften, ordföranden avgör vid lika", "more than half; the chair casts"),
    "qualified_two_thirds": Text("minst två tredjedelar", "at least two thirds"),
}


def _needed(rule: str, parties: int) -> int | None:
    if rule == "consensus":
        return parties
    if rule in ("simple_majority", "chair_casts"):
        return parties // 2 + 1
    return -(-2 * parties // 3) if rule == "qualified_two_thirds" else None


def _of_all_parties(situation: Situation, body: str) -> bool:
    rules = situation.definition.of_kind(Composition)
    return any(rule.body == body and rule.seats.per == "party" for rule in rules)


def _bound(situation: Situation) -> int:
    return len(situation.parties_on(situation.as_of))


def _basis(situation: Situation, rule: Provision, *params: str) -> Basis:
    used = readings.uses(situation.definition, rule, *params)
    return readings.basis_of(used, plain="stated")


# --- bodies and roles -----------------------------------------------------------------------------------


def sittings(now: Situation, then: Situation) -> tuple[Sitting, ...]:
    """Each body that the agreement says who sits in."""
    return tuple(_of_body(now, then, rule) for rule in then.definition.of_kind(Composition))


def _of_body(now: Situation, then: Situation, rule: Composition) -> Sitting:
    body = rule.body.partition(":")[2]
    chairs = _chairs(then, rule.body)
    return Sitting(
        body=rule.body,
        rule=rule.id,
        cites=rule.cite,
        now=_sitting(now, rule.body),
        then=_sitting(then, rule.body),
        chair_now=_chair(now, body),
        chair_then=_chair(then, body),
        chaired=chairs is not None,
    )


def _sitting(situation: Situation, body: str) -> tuple[str, ...]:
    day = situation.as_of
    bound = set(situation.parties_on(day))
    seats = on(members(situation, body.partition(":")[2]), day)
    return tuple(sorted({seat.party for seat in seats if seat.party is not None and seat.party in bound}))


def _chairs(situation: Situation, body: str) -> ChairRule | None:
    return next((rule for rule in situation.definition.of_kind(ChairRule) if body in rule.bodies), None)


def _chair(situation: Situation, body: str) -> str | None:
    rule = _chairs(situation, f"body:{body}")
    return chair_on(situation, rule, body, situation.as_of).party if rule is not None else None


def holders(now: Situation, then: Situation) -> tuple[Holder, ...]:
    """Each role that the agreement has a party hold, by whom; nobody while the holder is no party."""
    roles = [role for role in then.definition.roles.values() if role.held_by == "party" and role.per is None]
    return tuple(
        Holder(f"role:{role.id}", _appointed(then, role.id), _held(now, role.id), _held(then, role.id))
        for role in roles
    )


def _held(situation: Situation, role: str) -> str | None:
    day: date = situation.as_of
    found = holder_on(situation, role, day)
    party = found.party if found is not None else None
    return party if party is not None and party in situation.parties_on(day) else None


def _appointed(situation: Situation, role: str) -> tuple[str, ...]:
    """Where it stands who fills the role from now on; not whom the agreement itself names to begin with."""
    rules = situation.definition.of_kind(Appointment)
    return next((rule.cite for rule in rules if rule.appoints == f"role:{role}" and rule.by != "agreement"), ())
