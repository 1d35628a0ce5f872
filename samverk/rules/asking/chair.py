"""Who chairs, given who manages (N-8h)?"""

from __future__ import annotations

from samverk.rules import readings
from samverk.rules.answer import Answer, asked_answer
from samverk.rules.asking.start import start_of
from samverk.rules.asking.supposed import body_of, manager_fact, supposed
from samverk.rules.chair import Chair, chair_on
from samverk.rules.given import Asked, QuestionError, Wanted
from samverk.rules.naming import name_of
from samverk.rules.provisions import ChairRule
from samverk.rules.wording import Text, lowered, say

WANTED = (
    Wanted(
        "manager", Text("koden för förvaltande kommun", "the code of the managing municipality"), "0186", required=True
    ),
    Wanted("body", Text("organet", "the body"), "ledningsgrupp"),
)


def answer(asked: Asked) -> Answer:
    """The code of the municipality whose representative chairs, or None. Error: QuestionError."""
    definition = asked.definition
    rules = {
        reference.removeprefix("body:"): rule for rule in definition.of_kind(ChairRule) for reference in rule.bodies
    }
    if not rules:
        raise QuestionError(
            say(
                "{agreement} säger inget om vem som är ordförande.",
                "{agreement} does not say who chairs.",
                agreement=definition.short,
            )
        )
    body = body_of(asked, rules) if asked.has("body") else next(iter(rules))
    rule, manager, start = rules[body], asked.code("manager") or "", start_of(definition)
    role = (rule.ex_officio or "").removeprefix("role:")
    facts = [manager_fact(asked, role, manager)] if role else []
    found = chair_on(supposed(asked, start, facts, definition.parties or (manager,)), rule, body, start)
    name, of = name_of(definition, asked.names, found.party or ""), name_of(definition, asked.names, f"body:{body}")
    return asked_answer(
        asked,
        value=found.party,
        sentence=_sentence(found, name, of),
        verdict=None if found.party is not None else "unknown",
        because=rule.cite,
        readings=readings.uses(definition, rule),
        steps=found.steps,
        missing=(found.missing,) if found.missing is not None else (),
    )


def _sentence(found: Chair, name: Text, body: Text) -> Text:
    if found.party is None:
        why = found.missing or Text("ingen är ordförande", "nobody chairs")
        return say("{body}: {why}.", "{body}: {why}.", body=body, why=why)
    sv, en = "Representanten för {name} leder {body}.", "The representative of {name} chairs {body}."
    return say(sv, en, name=name, body=lowered(body))
