"""From which day is a party bound (N-4, N-15, K-9a, K-11)?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from samverk.rules import readings
from samverk.rules.answer import Answer, asked_answer
from samverk.rules.definition import JsonValue, Reading
from samverk.rules.entry_day import EntryDay, Terms, entry_day, last_day_to_adopt, requirements, terms_of
from samverk.rules.entry_words import REQUIREMENT_NAMES, steps_of
from samverk.rules.facts import Fact
from samverk.rules.finding import Alternative, ReadingUse
from samverk.rules.frozen import frozen, replace
from samverk.rules.given import Asked, QuestionError, Wanted
from samverk.rules.provisions import AdoptionRound, Entry, Membership, Provision
from samverk.rules.wording import Text, say

WANTED = (
    Wanted("decided", Text("dagen för beslutet att anta", "the day of the decision to adopt"), "2014-03-18"),
    Wanted("signed", Text("dagen för underskriften", "the day of the signature"), "2014-03-25"),
    Wanted("legal_force", Text("dagen då beslutet fick laga kraft", "the day it gained legal force"), "2014-04-10"),
    Wanted("deposited", Text("dagen då beslutet lämnades in", "the day the decision was handed in"), "2014-04-01"),
    Wanted("everyone", Text("dagen då alla parter hade beslutat", "the day all parties had decided"), "2014-05-20"),
    Wanted("party", Text("kommunens kod", "the municipality's code"), "0162"),
)
_INPUT_OF = {
    "adoption_decision": "decided", "signature": "signed", "legal_force": "legal_force", "deposit": "deposited",
    "all_parties_adopted": "everyone",
}  # fmt: skip
_KIND_OF = {
    "decided": "decision.adopted", "signed": "signature.given", "legal_force": "decision.legal_force",
    "deposited": "adoption.deposited",
}  # fmt: skip
_PARAMS = ("requires", "effective", "legal_force", "not_before", "min_parties")


@frozen
class _Case:
    """The question as facts: what was given, in order of day."""

    asked: Asked
    rule: Entry
    facts: tuple[Fact, ...]
    everyone: date | None

    def terms(self, rule: Entry) -> Terms:
        return terms_of(self.asked.definition, rule, everyone_adopted=self.everyone)


def answer(asked: Asked) -> Answer:
    """The first day bound. Error: QuestionError."""
    definition = asked.definition
    rule = definition.first(Entry)
    if rule is None:
        raise QuestionError(
            say(
                "{agreement} säger inget om när en part blir bunden.",
                "{agreement} says nothing about when a party is bound.",
                agreement=definition.short,
            )
        )
    asked.code("party")
    case = _Case(asked, rule, tuple(_facts(asked)), asked.day("everyone"))
    for name in requirements(rule):
        if not asked.has(_INPUT_OF[name]):
            raise asked.missing(_INPUT_OF[name])
    terms = case.terms(rule)
    found = entry_day(terms, case.facts)
    used, others = _readings(case)
    alternatives = tuple(_alternatives(case, others))
    undecided = any(
        item.value != _iso(found.day) and definition.readings[item.reading].status == "open" for item in alternatives
    )
    return asked_answer(
        asked,
        value=_iso(found.day),
        sentence=_sentence(case, found),
        verdict="unknown" if undecided or found.day is None else None,
        because=tuple(dict.fromkeys((*rule.cite, *_floor_cites(case, found)))),
        readings=used,
        steps=steps_of(terms, found, found.day),
        alternatives=alternatives,
        missing=tuple(_missing(case)),
    )


def _facts(asked: Asked) -> Iterator[Fact]:
    """The days given as facts about one municipality."""
    found = [(day, kind) for name, kind in _KIND_OF.items() if (day := asked.day(name)) is not None]
    moment = datetime(1900, 1, 1, tzinfo=UTC)
    for seq, (day, kind) in enumerate(sorted(found), 1):
        yield Fact(seq, kind, day, moment)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _sentence(case: _Case, found: EntryDay) -> Text:
    if found.day is not None:
        return say("Bunden från {day}.", "Bound from {day}.", day=found.day)
    closed = last_day_to_adopt(case.asked.definition)
    return say(
        "Inte bunden: den sista dagen att anta var {day}.",
        "Not bound: the last day to adopt was {day}.",
        day=closed or date.max,
    )


def _missing(case: _Case) -> Iterator[Text]:
    if case.rule.min_parties is not None and case.rule.min_parties > 1:
        yield say(
            "att minst {count} parter har blivit bundna",
            "that at least {count} parties have become bound",
            count=case.rule.min_parties,
        )


def _floor_cites(case: _Case, found: EntryDay) -> tuple[str, ...]:
    """The clause that sets the earliest day, where that decides."""
    if not found.floored or not case.rule.not_before.startswith("rule:"):
        return ()
    rule = case.asked.definition.rules.get(case.rule.not_before.removeprefix("rule:").partition(".")[0])
    return rule.cite if rule is not None else ()


def _readings(case: _Case) -> tuple[tuple[ReadingUse, ...], tuple[tuple[Provision, ReadingUse], ...]]:
    """The readings in use; with each, the provision it is a reading of.

    Whether the round has closed is read into the answer only when the decision is later than a day it may have closed.
    """
    definition = case.asked.definition
    found: list[tuple[Provision, ReadingUse]] = [
        (case.rule, use) for use in readings.uses(definition, case.rule, *_PARAMS)
    ]
    decided = case.asked.day("decided")
    for provision, param in (
        (definition.first(Membership), "closes"),
        (definition.first(AdoptionRound), "late_answer"),
    ):
        if provision is not None and decided is not None:
            uses = readings.uses(definition, provision, param)
            found += [(provision, use) for use in uses if _may_close(case, provision, use, decided)]
    return tuple(use for _, use in found), tuple(found)


def _may_close(case: _Case, provision: Provision, use: ReadingUse, decided: date) -> bool:
    reading = case.asked.definition.readings[use.id]
    days = (_closing(case, provision, reading, option) for option in reading.options)
    return any(day is not None and decided > day for day in days)


def _closing(case: _Case, provision: Provision, reading: Reading, option: JsonValue) -> date | None:
    """The last day to adopt under one option of a reading."""
    definition = case.asked.definition
    return last_day_to_adopt(_replaced(case, readings.reread(provision, definition, {reading.id: option})).definition)


def _replaced(case: _Case, provision: Provision) -> Asked:
    definition = case.asked.definition
    changed = replace(definition, rules={**definition.rules, provision.id: provision})
    return replace(case.asked, definition=changed)


def _alternatives(case: _Case, others: tuple[tuple[Provision, ReadingUse], ...]) -> Iterator[Alternative]:
    """The first day under every other option of every reading in use."""
    definition = case.asked.definition
    for provision, use in others:
        for reading, option in readings.others(definition, [use]):
            reread = readings.reread(provision, definition, {reading.id: option})
            yield _alternative(case, reread, reading, option)


def _alternative(case: _Case, provision: Provision, reading: Reading, option: JsonValue) -> Alternative:
    other = replace(case, asked=_replaced(case, provision))
    rule = provision if isinstance(provision, Entry) else case.rule
    found, label = entry_day(other.terms(rule), case.facts), reading.label_of(option)
    lacking = [REQUIREMENT_NAMES[name] for name in found.missing if not case.asked.has(_INPUT_OF[name])]
    if found.day is not None and rule.min_parties is not None and rule.min_parties > max(case.rule.min_parties or 1, 1):
        text = say(
            "”{label}”: från {day}, om minst {count} är bundna då",
            "“{label}”: from {day}, if at least {count} are bound by then",
            label=label,
            day=found.day,
            count=rule.min_parties,
        )
    elif found.day is not None:
        text = say("”{label}”: bunden från {day}", "“{label}”: bound from {day}", label=label, day=found.day)
    elif lacking:
        text = say("”{label}”: behöver också {lacking}", "“{label}”: needs {lacking} too", label=label, lacking=lacking)
    else:
        text = say("”{label}”: inte bunden", "“{label}”: not bound", label=label)
    return Alternative(reading.id, option, _iso(found.day), text=text)
