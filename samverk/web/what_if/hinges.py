"""Which readings a what-if hangs on: what another answer would give, and the address that supposes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse

from samverk.agreements.queries.what_if import Comparison
from samverk.rules.definition import JsonValue
from samverk.rules.evaluate import Evaluation
from samverk.rules.finding import Finding
from samverk.rules.suppositions import address
from samverk.rules.suppositions.kinds import Reads
from samverk.rules.suppositions.years import otherwise
from samverk.rules.wording import Language, Text
from samverk.web.agreements import questions
from samverk.web.moment import Moment
from samverk.web.shapes import Shape


@dataclass(frozen=True, slots=True)
class Answer(Shape):
    """Another answer to a reading, what it would give, and the address that supposes it too."""

    label: str
    gives: str
    href: str


@dataclass(frozen=True, slots=True)
class Hinge(Shape):
    """A reading that the result hangs on: the answer in use, who may decide, and what the others give."""

    id: str
    question: str
    used: str
    settled: str
    basis: str
    others: tuple[Answer, ...]


def hinges(compared: Comparison, moment: Moment, agreement: str, language: Language) -> tuple[Hinge, ...]:
    """The readings under which the sums or the days would be others, those of the sums first."""
    gives: dict[str, dict[str, tuple[JsonValue, Text]]] = {}
    for rid, option, text in (*_of_sums(compared), *_of_days(compared)):
        gives.setdefault(rid, {}).setdefault(address.option_text(option), (option, text))
    definition = compared.then.situation.definition
    page = reverse("what-if", args=[agreement])
    made = []
    for rid, options in gives.items():
        reading = definition.readings.get(rid)
        if reading is None:
            continue
        others = tuple(
            Answer(
                reading.label_of(option).in_language(language),
                text.in_language(language),
                page + _also(moment, Reads(rid, written)).query + "#resultat",
            )
            for written, (option, text) in options.items()
        )
        used = reading.label_of(reading.chosen).in_language(language) if reading.status != "open" else ""
        settled = questions.settled(compared.then.situation, reading).in_language(language)
        basis = "assumed" if reading.status == "provisional" else reading.status
        made.append(Hinge(rid, reading.question.in_language(language), used, settled, basis, others))
    return tuple(made)


def _also(moment: Moment, item: Reads) -> Moment:
    """The moment with a reading supposed too, instead of another answer to it."""
    kept = tuple(text for text in moment.supposed if not text.startswith(f"lasning:{item.reading}:"))
    return replace(moment, supposed=(*kept, address.written(item)))


def _of_sums(compared: Comparison) -> Iterator[tuple[str, JsonValue, Text]]:
    for item in otherwise(compared.ahead, tuple(year for year in compared.years if year.differs)):
        yield item.reading, item.option, item.text


def _of_days(compared: Comparison) -> Iterator[tuple[str, JsonValue, Text]]:
    """Other last days and first days, for those whose day differs from today's."""
    before = {item.key: item.value for item in _moves(compared.now)}
    for item in _moves(compared.then):
        if item.key in before and before[item.key] == item.value:
            continue  # the day is the same: its other readings are not what this hangs on
        for other in item.alternatives:
            told = other.value != item.value or _says_for_whom(compared, other.reading)
            if "+" not in other.reading and told and other.text is not None:
                yield other.reading, other.option, other.text


def _moves(evaluation: Evaluation) -> Iterator[Finding]:
    """What is found about each party's joining and leaving, long ago or to come."""
    return (
        item
        for item in evaluation.findings
        if item.kind in ("entry", "withdrawal") and item.subject.startswith("party:")
    )


def _says_for_whom(compared: Comparison, reading: str) -> bool:
    """Whether a reading is of what a notice leads to: the day is the same, but for one party or for all (K-9b)."""
    found = compared.then.situation.definition.readings.get(reading)
    return found is not None and found.param.endswith(".effect")
