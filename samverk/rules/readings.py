"""Readings: what the text leaves undecided, which option is in use, and what another option would give.

A parameter that rests on a reading names it in ``basis``; the reading's ``param`` says which parameter its options are
values of. An option is applied to every provision whose basis ties that parameter to the reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from samverk.rules.definition import Definition, JsonValue, Reading
from samverk.rules.facts import Fact
from samverk.rules.finding import Basis, ReadingUse
from samverk.rules.frozen import replace
from samverk.rules.parsing import parameter
from samverk.rules.provisions import Provision


def adopted(definition: Definition, facts: Iterable[Fact], as_of: date) -> dict[str, JsonValue]:
    """Readings decided by those who may, up to and including the day: reading id → option. The latest wins."""
    return {rid: fact.payload["option"] for rid, fact in decisions(definition, facts, as_of).items()}


def decisions(definition: Definition, facts: Iterable[Fact], as_of: date) -> dict[str, Fact]:
    """The decision that holds on the day for each reading that has been decided: reading id → the fact of it."""
    found: dict[str, Fact] = {}
    for fact in facts:
        if fact.kind == "interpretation.adopted" and fact.valid_on <= as_of:
            reading = definition.readings.get(fact.payload["interpretation"])
            if reading is not None and fact.payload["option"] in reading.options:
                found[reading.id] = fact
    return found


def apply(definition: Definition, options: Mapping[str, JsonValue]) -> Definition:
    """The definition with these options in use, the readings marked as adopted. Unknown readings are left out."""
    known = {rid: option for rid, option in options.items() if rid in definition.readings}
    if not known:
        return definition
    rules = {rid: reread(rule, definition, known) for rid, rule in definition.rules.items()}
    marked = {
        rid: replace(reading, status="adopted", chosen=known[rid]) if rid in known else reading
        for rid, reading in definition.readings.items()
    }
    return replace(definition, rules=rules, readings=marked)


def reread[P: Provision](rule: P, definition: Definition, options: Mapping[str, JsonValue]) -> P:
    """The provision with these options (reading id → option) in the parameters that rest on those readings."""
    changed = changes(rule, definition, options)
    return replace(rule, **changed) if changed else rule


def changes(rule: Provision, definition: Definition, options: Mapping[str, JsonValue]) -> dict[str, Any]:
    """The parameters these options give a provision, as fields of its type; what ``reread`` replaces."""
    return {
        param + ("_" if param in ("from", "class", "with") else ""): parameter(type(rule), param, options[rid])
        for param, rid in rule.basis.items()
        if rid in options and definition.readings[rid].param.rsplit(".", 1)[-1] == param
    }


def uses(definition: Definition, rule: Provision, *params: str) -> tuple[ReadingUse, ...]:
    """The readings the given parameters rest on (all of the provision's when none are given)."""
    wanted = params or tuple(rule.basis)
    ids = dict.fromkeys(rule.basis[param] for param in wanted if param in rule.basis)
    found = (definition.readings.get(rid) for rid in ids)
    return tuple(ReadingUse(reading.id, reading.status, reading.chosen) for reading in found if reading is not None)


def basis_of(used: Iterable[ReadingUse], *, plain: Basis = "derived") -> Basis:
    """How sure a value is: assumed when it rests on a reading nobody has adopted, otherwise ``plain``."""
    for use in used:
        if use.status != "adopted":
            return "assumed"
    return plain


def others(definition: Definition, used: Iterable[ReadingUse]) -> Iterator[tuple[Reading, JsonValue]]:
    """Each reading in use with each option that is not the one in use; at most 50, so that a page stays a page."""
    count = 0
    for use in used:
        reading = definition.readings[use.id]
        for option in reading.options:
            if option != use.option and count < 50:
                count += 1
                yield reading, option
