"""The words for the day a party is bound: what it rests on, and each step to it."""

from __future__ import annotations

from datetime import date

from samverk.rules.entry_day import EntryDay, Terms
from samverk.rules.finding import Step
from samverk.rules.wording import Text, say

REQUIREMENT_NAMES: dict[str, Text] = {
    "adoption_decision": Text("beslut", "a decision"),
    "signature": Text("underskrift", "a signature"),
    "legal_force": Text("laga kraft", "legal force"),
    "all_parties_adopted": Text("beslut av alla parter", "decisions by all parties"),
    "deposit": Text("inlämnat beslut", "the decision handed in"),
}


def steps_of(terms: Terms, entry: EntryDay | None, start: date | None) -> tuple[Step, ...]:
    """How the day is reached: each requirement's day, and which of them decides."""
    if entry is None:
        return ()
    steps = [
        Step(say("{what}: {day}", "{what}: {day}", what=_capital(REQUIREMENT_NAMES[name]), day=day))
        for name, day in entry.met.items()
    ]
    if entry.day is None:
        return tuple(steps)
    if entry.floored and terms.floor is not None:
        steps.append(Step(say("Ingen är bunden före {day}", "Nobody is bound before {day}", day=terms.floor)))
    elif len(entry.met) > 1 and terms.decisive == terms.wanted:
        steps.append(Step(say("Den senaste dagen avgör: {day}", "The latest day decides: {day}", day=entry.day)))
    if start is not None and start > entry.day:
        steps.append(Step(say("Bunden från {day}", "Bound from {day}", day=start)))
    return tuple(steps)


def _capital(name: Text) -> Text:
    return Text(name.sv[:1].upper() + name.sv[1:], name.en[:1].upper() + name.en[1:])
