"""Is a body put together as agreed (N-8a, N-8e, K-6a, K-6c, K-6h)? One member from each municipality given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from samverk.rules import composition, readings
from samverk.rules.answer import Answer, asked_answer
from samverk.rules.asking.start import start_of
from samverk.rules.asking.supposed import Supposed, body_of, manager_fact, supposed
from samverk.rules.finding import Alternative, Finding, ReadingUse
from samverk.rules.given import Asked, Wanted
from samverk.rules.provisions import Composition
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, say

WANTED = (
    Wanted("body", Text("organet", "the body"), "styrgrupp", required=True),
    Wanted(
        "members", Text("koderna för dem som är med", "the codes of those who are in it"), "0186,0163", required=True
    ),
    Wanted("manager", Text("koden för förvaltande kommun", "the code of the managing municipality"), "0186"),
    Wanted("parties", Text("parternas koder", "the codes of the parties"), "0114,0115"),
)


def answer(asked: Asked) -> Answer:
    """The verdict, how many municipalities are in it, and what is wrong. Error: QuestionError."""
    definition = asked.definition
    rules = {rule.body.removeprefix("body:"): rule for rule in reversed(list(definition.of_kind(Composition)))}
    body, members = body_of(asked, rules), asked.codes("members")
    rule, start = rules[body], start_of(definition)
    facts: list[Supposed] = [("body.member_added", start, code, {"body": body}) for code in members]
    manager = asked.code("manager")
    if manager is not None:
        roles = [ref.removeprefix("role:") for ref in rule.must_include if ref.startswith("role:")]
        facts += [manager_fact(asked, role, manager) for role in roles]
    parties = asked.codes("parties") or tuple(definition.parties) or members or ("0000",)
    made = supposed(asked, start, facts, parties)
    found = _now(made, rule)
    used = readings.uses(definition, rule, "seats", "must_include", "grace")
    return asked_answer(
        asked,
        value=_value(found),
        sentence=say("{headline}.", "{headline}.", headline=found.headline),
        verdict=found.verdict.value,
        because=rule.cite,
        readings=used,
        steps=found.steps,
        alternatives=tuple(_alternatives(made, rule, used)),
        missing=tuple(Text(fault["sv"], fault["en"]) for fault in found.value["faults"]),
    )


def _now(situation: Situation, rule: Composition) -> Finding:
    """The finding that holds on the day itself."""
    found = list(composition.findings(situation, rule))
    return next((item for item in found if item.period is None or situation.as_of in item.period), found[-1])


def _value(found: Finding) -> dict[str, Any]:
    faults = [Text(fault["sv"], fault["en"]) for fault in found.value["faults"]]
    parties = found.value["parties"]
    return {"verdict": found.verdict.value, "count": len(parties), "parties": parties, "faults": faults}


def _alternatives(situation: Situation, rule: Composition, used: tuple[ReadingUse, ...]) -> Iterator[Alternative]:
    """The verdict under every other option of every reading it rests on."""
    definition = situation.definition
    for reading, option in readings.others(definition, used):
        reread = readings.reread(rule, definition, {reading.id: option})
        found, label = _now(situation, reread), reading.label_of(option)
        text = say("”{label}”: {headline}", "“{label}”: {headline}", label=label, headline=found.headline)
        yield Alternative(reading.id, option, _value(found), found.verdict, text)
