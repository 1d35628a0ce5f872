"""The answer to a question: value, status, clauses, arithmetic, readings, what other readings give, receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from samverk.rules.definition import Definition
from samverk.rules.finding import ENGINE, Alternative, Basis, ReadingUse, Step
from samverk.rules.frozen import frozen
from samverk.rules.given import Asked
from samverk.rules.wording import Text

type AnswerStatus = Literal["stated", "derived", "provisional", "adopted", "open"]


@frozen(kw_only=True)
class Answer:
    """What follows from what was given. ``value`` is JSON, with texts in both languages where it holds words.

    ``sentence`` says the value to people. ``total`` repeats the sum where the value is a table of sums. ``status`` is
    that of the least decided reading in use; ``basis`` assumed when somebody must still decide it.
    """

    definition: Definition
    question: str
    given: Mapping[str, str]
    value: Any
    sentence: Text
    verdict: str | None
    status: AnswerStatus
    basis: Basis
    because: tuple[str, ...]
    steps: tuple[Step, ...]
    readings: tuple[ReadingUse, ...]
    alternatives: tuple[Alternative, ...] = ()
    missing: tuple[Text, ...] = ()
    total: str | None = None
    inputs: tuple[tuple[str, str], ...] = ()

    def as_json(self, language: str = "sv") -> dict[str, Any]:
        """The answer as JSON values; sentences in ``language``."""
        found: dict[str, Any] = {
            "value": _worded(self.value, language),
            "sentence": self.sentence.in_language(language),
            "verdict": self.verdict,
            "status": self.status,
            "basis": self.basis,
            "because": [_clause(self.definition, path, language) for path in self.because],
            "steps": [_step(step, language) for step in self.steps],
            "readings": [_reading(self.definition, use, language) for use in self.readings],
            "alternatives": [_alternative(item, language) for item in self.alternatives],
            "missing": [item.in_language(language) for item in self.missing],
            "receipt": self.receipt(),
        }
        if self.total is not None:
            found["total"] = self.total
        return found

    def receipt(self) -> dict[str, Any]:
        """What makes the answer repeatable."""
        return {
            "definition_sha256": self.definition.sha256,
            "engine": ENGINE,
            "as_of": None,
            "known_at": None,
            "inputs": {**dict(sorted(self.given.items())), **dict(self.inputs)},
        }


def status_of(used: Iterable[ReadingUse]) -> AnswerStatus:
    """The status of the least decided reading; derived where nothing is read into the text."""
    found = {use.status for use in used}
    if "open" in found:
        return "open"
    if "provisional" in found:
        return "provisional"
    return "adopted" if found else "derived"


def asked_answer(asked: Asked, **fields: Any) -> Answer:
    """An answer to a question as put; status and basis follow from ``readings`` unless given."""
    used: tuple[ReadingUse, ...] = fields.setdefault("readings", ())
    fields.setdefault("verdict", None)
    fields.setdefault("status", status_of(used))
    fields.setdefault("basis", "assumed" if any(use.status != "adopted" for use in used) else "derived")
    return Answer(definition=asked.definition, question=asked.question, given=asked.given, **fields)


def _worded(value: Any, language: str) -> Any:
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, Mapping):
        return {key: _worded(item, language) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_worded(item, language) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _clause(definition: Definition, path: str, language: str) -> dict[str, str]:
    """A cited path: what the clause is called, its heading, and the words where the text is at hand."""
    info = definition.clause_of(path)
    found = {
        "clause": path,
        "name": info.name.in_language(language),
        "heading": info.heading.in_language(language),
    }
    words = definition.text.words(path) if definition.text is not None else None
    return found if words is None else {**found, "words": words}


def _step(step: Step, language: str) -> str:
    text = step.text.in_language(language)
    return f"{text} = {step.result}" if step.result else text


def _reading(definition: Definition, use: ReadingUse, language: str) -> dict[str, Any]:
    question = definition.readings[use.id].question.in_language(language)
    return {"id": use.id, "status": use.status, "option": use.option, "question": question}


def _alternative(item: Alternative, language: str) -> dict[str, Any]:
    found = {"reading": item.reading, "option": item.option, "value": _worded(item.value, language)}
    return found if item.text is None else {**found, "text": item.text.in_language(language)}
