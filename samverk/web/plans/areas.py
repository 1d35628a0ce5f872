"""The areas of cooperation: which measures work in each, which parties take part there, and which lie fallow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samverk.rules.coverage import Coverage, Part
from samverk.rules.definition import Area, Definition, Plan
from samverk.rules.finding import Status, status_of
from samverk.rules.plans import measure_states
from samverk.rules.situation import Situation
from samverk.rules.wording import Language, Many, Text, joined, say, word
from samverk.web.shapes import Choice, Shape


@dataclass(frozen=True, slots=True)
class Step(Shape):
    """A measure in an area, and how it stands."""

    number: int
    title: str
    href: str
    status: Status


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """An area: its name, what the text gives as examples, its measures, and how many parties take part."""

    number: str
    anchor: str
    name: str
    examples: str
    measures: tuple[Step, ...]
    parties: str


@dataclass(frozen=True, slots=True)
class Line(Shape):
    """A row of a matrix: its heading and a cell for each column, "" where there is nothing."""

    heading: str
    cells: tuple[SafeString, ...]


@dataclass(frozen=True, slots=True)
class Head(Shape):
    """A column of a matrix: a number, and what it stands for."""

    number: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Written(Shape):
    """The page: every area as a row, the two matrices, what lies fallow, and parties ``without`` any part."""

    rows: tuple[Row, ...]
    measures: tuple[Head, ...]
    by_measure: tuple[Line, ...]
    areas: tuple[Head, ...]
    by_party: tuple[Line, ...]
    lead: str
    fallow: tuple[Choice, ...]
    absent: str
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What the page is written for: the plan's address, the parties of the day in Swedish order, the language."""

    page: str
    ordered: tuple[str, ...]
    language: Language


def written(prepared: Situation, plan: Plan, found: Coverage, reader: Reader) -> Written:
    """The areas as a plan covers them."""
    page, ordered, language = reader.page, reader.ordered, reader.language
    definition = prepared.definition
    steps = {
        state.measure.number: Step(
            state.measure.number,
            state.measure.title.in_language(language),
            f"{page}#i{state.measure.number}",
            status_of(state.verdict),
        )
        for state in measure_states(prepared, plan)
    }
    names = {code: prepared.name(code).in_language(language) for code in ordered}
    fallow = tuple(
        Choice(label=definition.areas[area].name.in_language(language), href=f"#o{area}") for area in found.uncovered
    )
    taking = {code: name for code, name in names.items() if found.parties.get(code)}
    without = tuple(name for code, name in names.items() if code not in taking)
    return Written(
        rows=tuple(_rows(definition, found, steps, language)),
        measures=tuple(Head(str(step.number), step.title, step.href) for step in steps.values()),
        by_measure=tuple(_by_measure(definition, found, steps, language)),
        areas=tuple(
            Head(area.id, area.name.in_language(language), f"#o{area.id}") for area in definition.areas.values()
        ),
        by_party=tuple(_by_party(definition, found.parties, taking)),
        lead=_lead(found, [choice.label for choice in fallow]).in_language(language),
        fallow=fallow,
        absent=_absent(len(without), len(ordered)),
        without=without,
    )


def _lead(found: Coverage, fallow: Sequence[str]) -> Text:
    """How many areas have a measure, and by name those that have none."""
    words = say(
        "{all} områden att samarbeta om. {covered} har minst en insats i planen.",
        "{all} areas to cooperate in. {covered} have at least one measure in the plan.",
        all=_capital(len(found.areas)),
        covered=_capital(len(found.areas) - len(found.uncovered)),
    )
    if not fallow:
        return words
    return say("{words} Ingen insats: {names}.", "{words} No measure: {names}.", words=words, names=list(fallow))


def _capital(count: int) -> Text:
    sv, en = word(Many(count), "sv"), word(Many(count), "en")
    return Text({"en": "Ett", "noll": "Inget"}.get(sv, sv.capitalize()), {"zero": "None"}.get(en, en.capitalize()))


def _absent(without: int, count: int) -> str:
    """How many parties take part in no area."""
    if not without:
        return _("Alla parter deltar i minst ett område.") if count else ""
    told = _("%(n)s av %(of)s parter nämns inte i någon insats och har ingen plats i ett organ som deltar.")
    return told % {"n": without, "of": count}


def _rows(definition: Definition, found: Coverage, steps: Mapping[int, Step], language: Language) -> Iterator[Row]:
    for area in definition.areas.values():
        count = sum(1 for parts in found.parties.values() if area.id in parts)
        yield Row(
            number=area.id,
            anchor=f"o{area.id}",
            name=area.name.in_language(language),
            examples=_examples(definition, area, language),
            measures=tuple(steps[number] for number in found.areas[area.id]),
            parties=ngettext("%(n)s part deltar", "%(n)s parter deltar", count) % {"n": count} if count else "",
        )


def _examples(definition: Definition, area: Area, language: Language) -> str:
    actors = [definition.actors[one].name.in_language(language) for one in area.actors if one in definition.actors]
    words = joined([*(one.in_language(language) for one in area.examples), *actors], language)
    return words[:1].upper() + words[1:]


def _by_measure(
    definition: Definition, found: Coverage, steps: Mapping[int, Step], language: Language
) -> Iterator[Line]:
    for area in definition.areas.values():
        own = found.areas[area.id]
        cells = tuple(_dot(number) if number in own else SafeString("") for number in steps)
        yield Line(f"{area.id} {area.name.in_language(language)}", cells)


def _dot(number: int) -> SafeString:
    said = _("insats %(n)s") % {"n": number}
    return format_html('<span aria-hidden="true">●</span><span class="vh">{}</span>', said)


def _by_party(
    definition: Definition, parties: Mapping[str, Mapping[str, Part]], names: Mapping[str, str]
) -> Iterator[Line]:
    for code, name in names.items():
        own = parties.get(code, {})
        yield Line(name, tuple(_part(own[area]) if area in own else SafeString("") for area in definition.areas))


def _part(part: Part) -> SafeString:
    """Numbers of measures: bold where the party is named, in brackets where it takes part through a body."""
    named = _numbers(part.named)
    through = format_html("({})", _numbers(part.through)) if part.through else SafeString("")
    if not named:
        return through
    return format_html("<b>{}</b>{}{}", named, " " if through else "", through)


def _numbers(numbers: Iterable[int]) -> SafeString:
    return format_html_join(", ", "{}", ((number,) for number in numbers))
