"""Readings shown as readings: the question the text leaves, what each answer gives, and who may decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from samverk.rules.definition import JsonValue, Reading
from samverk.rules.evaluate import Evaluation
from samverk.rules.facts import Fact
from samverk.rules.finding import Alternative, Basis, Finding
from samverk.rules.provisions import Entry, Withdrawal
from samverk.rules.readings import decisions
from samverk.rules.situation import Situation
from samverk.rules.summary import Note
from samverk.rules.wording import Language, Text, lowered, say
from samverk.rules.wording import day as day_words
from samverk.web.shapes import Question, QuestionOption, Settling

# Of the readings a notice rests on, these two decide most: for whom the agreement ends, and from which day it counts.
_DECISIVE = (".effect", ".clock")


def basis_of(finding: Finding | Note) -> Basis | Settling:
    """How sure a finding is, or a note of several.

    An open reading assumes nothing, and an adopted one is decided, whatever the text says.
    """
    unsettled = {use.status for use in finding.readings} - {"adopted"}
    if finding.basis == "assumed":
        return "open" if unsettled == {"open"} else "assumed"
    return "adopted" if finding.readings and not unsettled else finding.basis


def of_note(evaluation: Evaluation, note: Note, language: Language) -> tuple[Question, ...]:
    """The questions a note shows: those that make it unclear, and those that move the day somebody leaves."""
    finding = next((item for item in note.findings if item.headline == note.headline), note.findings[0])
    return tuple(
        question(evaluation.situation, reading, language, alternatives=finding.alternatives, value=finding.value)
        for reading in _shown(evaluation, note, finding)
    )


def _shown(evaluation: Evaluation, note: Note, finding: Finding) -> Iterable[Reading]:
    definition = evaluation.situation.definition
    unsettled = [definition.readings[use.id] for use in note.readings if use.status != "adopted"]
    rule = definition.rules[note.rule]
    if isinstance(rule, Withdrawal):
        if finding.status != "notice" or not finding.subject.startswith("party:"):
            return ()
        return [item for suffix in _DECISIVE for item in unsettled if item.param.endswith(suffix)]
    # A decision with a reservation is unclear in itself: no reading of the text makes it less so.
    if note.status != "unclear" or isinstance(rule, Entry):
        return ()
    return unsettled[:1]


def question(
    prepared: Situation,
    reading: Reading,
    language: Language,
    *,
    alternatives: Iterable[Alternative] = (),
    value: object = None,
) -> Question:
    """A reading with its options, and what they give: ``value`` under the one in use, ``alternatives`` the others."""
    return Question(
        id=reading.id,
        text=reading.question.in_language(language),
        options=tuple(_options(reading, alternatives, value, language)),
        settled=settled(prepared, reading).in_language(language),
        basis="assumed" if reading.status == "provisional" else reading.status,
    )


def _options(
    reading: Reading, alternatives: Iterable[Alternative], value: object, language: Language
) -> Iterator[QuestionOption]:
    others = {_key(item.option): item for item in alternatives if item.reading == reading.id}
    for option in reading.options:
        used = reading.status != "open" and option == reading.chosen
        gives = ""
        if used:
            gives = _day_of(value, language)
        elif _key(option) in others:
            gives = _given(reading, others[_key(option)], language)
        yield QuestionOption(label=reading.label_of(option).in_language(language), gives=gives, used=used)


def _key(option: JsonValue) -> str:
    return repr(option)


def _given(reading: Reading, item: Alternative, language: Language) -> str:
    """What an option gives: a day, or in words without the label of the option, which stands beside it."""
    if found := _day_of(item.value, language):
        return found
    if item.text is None:
        return ""
    words = item.text.in_language(language)
    label = reading.label_of(item.option).in_language(language)
    return words.partition(f"{label}”: ")[2] or words


def _day_of(value: object, language: Language) -> str:
    """A last day as people write it, "" for anything else."""
    try:
        return day_words(date.fromisoformat(value), language) if isinstance(value, str) else ""
    except ValueError:
        return ""


def decider(prepared: Situation, reading: Reading) -> Text:
    """Who may settle a reading, as it reads inside a sentence."""
    if ":" not in reading.decides:
        return Text("parterna tillsammans", "the parties together")
    return _named(prepared, reading.decides)


def _named(prepared: Situation, subject: str) -> Text:
    name = lowered(prepared.name(subject))
    # Some definitions name a body with its article in English, some without.
    return Text(name.sv, name.en if name.en.startswith("the ") else f"the {name.en}")


def settled(prepared: Situation, reading: Reading) -> Text:
    """Whether it has been settled, by whom or by whom it can be."""
    if is_supposed(prepared, reading):
        return Text("Antaget här, för att pröva.", "Supposed here, to try it out.")
    who = decider(prepared, reading)
    if reading.status == "adopted":
        return _decided(prepared, reading, who)
    if reading.status == "open":
        return say(
            "Ingen läsning används: svaret är okänt tills {who} har avgjort det.",
            "No reading is used: the answer is unknown until {who} have decided."
            if ":" not in reading.decides
            else "No reading is used: the answer is unknown until {who} has decided.",
            who=who,
        )
    return say(
        "Används tills vidare. {who} kan avgöra det.",
        "In use for now. {who} can decide it.",
        who=Text(who.sv[:1].upper() + who.sv[1:], who.en[:1].upper() + who.en[1:]),
    )


def decision_on(prepared: Situation, reading: Reading) -> Fact | None:
    """The fact by which the reading is adopted on the day, None where the definition itself says so or it is not."""
    found = _adoption(prepared, reading)
    return None if found is None or found.supposed else found


def is_supposed(prepared: Situation, reading: Reading) -> bool:
    """Whether the answer in use is only supposed: tried out, by nobody decided."""
    found = _adoption(prepared, reading)
    return reading.id in prepared.supposed or (found is not None and found.supposed)


def _adoption(prepared: Situation, reading: Reading) -> Fact | None:
    found = decisions(prepared.definition, prepared.of("interpretation.adopted"), prepared.as_of)
    return found.get(reading.id)


def _decided(prepared: Situation, reading: Reading, who: Text) -> Text:
    fact = decision_on(prepared, reading)
    if fact is None:
        return say("Beslutat av {who}.", "Decided by {who}.", who=who)
    body = fact.payload.get("body")
    by = _named(prepared, f"body:{body}") if body is not None else who
    return say("Beslutat av {who} {day}.", "Decided by {who} on {day}.", who=by, day=fact.valid_on)
