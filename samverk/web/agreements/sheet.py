"""The agreement as a spread: each clause with its words to the left and what it does now to the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from samverk.agreements.queries.situations import Answer
from samverk.rules import summary
from samverk.rules.clauses import Block, Clause
from samverk.rules.definition import ClauseInfo
from samverk.rules.evaluate import Evaluation
from samverk.rules.finding import Status
from samverk.rules.provisions import Meeting
from samverk.rules.wording import NBSP, Language, say
from samverk.web.agreements import questions
from samverk.web.frame import Along, kept_along
from samverk.web.moment import Moment
from samverk.web.shapes import Choice, Meter, Note, Shape, Slot
from samverk.web.words import STATUS


@dataclass(frozen=True, slots=True)
class Passage(Shape):
    """A paragraph, or the items of a list that stand together."""

    text: str = ""
    items: tuple[Block, ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A clause and its notes. ``gist`` is the summary shown when the page is not in the language of the text."""

    anchor: str
    mark: str
    name: str
    heading: str
    gist: str
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]
    plans: tuple[Choice, ...]
    status: Status | None


@dataclass(frozen=True, slots=True)
class Count(Shape):
    """How many notes have a status."""

    status: Status
    count: int


@dataclass(frozen=True, slots=True)
class Sheet(Shape):
    """The whole spread, ready to be written out."""

    rows: tuple[Row, ...]
    counts: tuple[Count, ...]
    example: bool


def anchor(clause: str) -> str:
    """The id of a clause on the page: "p14", "p7-1"."""
    return "p" + clause.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Written:
    """The spread as markup, and whether anything in it is an example."""

    main: SafeString
    margin: SafeString
    example: bool


def written(answer: Answer, moment: Moment, language: Language, *, with_notes: bool) -> Written:
    """The spread of an agreement at a moment. Kept by everything it depends on: text, facts, days and language."""
    head = answer.head.hash if answer.head is not None else ""
    return _written((answer.sha256, head, moment.day, moment.query, language, with_notes), Along(answer))


@kept_along
def _written(key: tuple[Any, ...], along: Along[Answer]) -> Written:
    _, _, _, query, language, with_notes = key
    answer = along.value
    sheet = build(answer.agreement, answer.evaluation, query, language, with_notes=with_notes)
    context = {"sheet": sheet, "language": language, "with_notes": with_notes}
    return Written(
        render_to_string("agreements/spread.html", context),
        render_to_string("agreements/margin.html", context),
        sheet.example,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """What every part of a spread is written for."""

    agreement: str
    evaluation: Evaluation
    query: str
    language: Language


def build(agreement: str, evaluation: Evaluation, query: str, language: Language, *, with_notes: bool = True) -> Sheet:
    """The spread of an evaluation; ``query`` is what keeps the links at the moment shown."""
    definition = evaluation.situation.definition
    place = Place(agreement, evaluation, query, language)
    found = summary.notes(evaluation) if with_notes else ()
    by_clause: dict[str, list[summary.Note]] = {}
    for note in found:
        by_clause.setdefault(note.clause, []).append(note)
    rows = tuple(_row(place, info, by_clause.get(info.id, [])) for info in definition.clauses.values())
    tally = summary.tally(found)
    counts = tuple(Count(status, tally[status]) for status in STATUS if status in tally)
    return Sheet(rows, counts, any(note.example for note in found))


def _row(place: Place, info: ClauseInfo, found: list[summary.Note]) -> Row:
    evaluation, language = place.evaluation, place.language
    definition = evaluation.situation.definition
    clause = definition.text.clauses.get(info.id) if definition.text is not None else None
    return Row(
        anchor=anchor(info.id),
        mark=_mark(info, language),
        name=info.name.in_language(language),
        heading=info.heading.in_language(language),
        gist=info.summary.en if language == "en" else "",
        passages=tuple(_passages(clause)) if clause is not None else (),
        notes=tuple(_note(place, note) for note in found),
        plans=tuple(_plans(place, info.id)),
        status=summary.clause_status(found),
    )


def _plans(place: Place, clause: str) -> Iterator[Choice]:
    """The plans that came with the agreement, beside the clause they stand in."""
    for plan in place.evaluation.situation.definition.plans.values():
        if plan.cite.split("/", 1)[0] == clause:
            label = say(
                "{count} insatser, var och en med sitt läge",
                "{count} measures, each with its status",
                count=len(plan.measures),
            )
            yield Choice(
                label=label.in_language(place.language),
                href=reverse("plan", args=[place.agreement, plan.id]) + place.query,
            )


def _mark(info: ClauseInfo, language: Language) -> str:
    """The mark beside a heading; "" where the heading itself begins with it ("Bilaga 1 …")."""
    mark = info.mark.in_language(language)
    return "" if info.heading.in_language(language).startswith(mark) else mark.replace(" ", NBSP)


def _passages(clause: Clause) -> Iterator[Passage]:
    items: list[Block] = []
    for block in clause.blocks:
        if block.is_item:
            items.append(block)
            continue
        if items:
            yield _list(items)
            items = []
        yield Passage(text=block.text)
    if items:
        yield _list(items)


def _list(items: Iterable[Block]) -> Passage:
    found = tuple(items)
    return Passage(items=found, numbered=bool(found and found[0].number))


def _note(place: Place, note: summary.Note) -> Note:
    evaluation, language = place.evaluation, place.language
    heading = note.headline.in_language(language)
    return Note(
        status=note.status,
        heading=heading[:1].upper() + heading[1:],
        body=note.detail.in_language(language) if note.detail is not None else "",
        questions=questions.of_note(evaluation, note, language),
        basis=questions.basis_of(note),
        why_href=reverse("why", args=[place.agreement, note.key]) + place.query,
        about=heading,
        meter=_meter(evaluation, note, language),
        id=f"n-{note.rule}",
        example=note.example,
    )


def _meter(evaluation: Evaluation, note: summary.Note, language: Language) -> Meter | None:
    """One slot per meeting: held, still asked for, allowed."""
    rule = evaluation.situation.definition.rules[note.rule]
    if not isinstance(rule, Meeting) or rule.quota.min is None or len(note.findings) != 1:
        return None
    held = int(note.findings[0].value["held"])
    low, high = rule.quota.min, max(rule.quota.max or rule.quota.min, held)
    slots = tuple(_slot(place, held, low) for place in range(1, high + 1))
    label = say("{held} av {low} möten", "{held} of {low} meetings", held=held, low=low)
    return Meter(slots=slots, label=label.in_language(language))


def _slot(place: int, held: int, low: int) -> Slot:
    state: Slot = "on" if place <= held else "" if place <= low else "opt"
    if place != low:
        return state
    return "on need" if state == "on" else "need"
