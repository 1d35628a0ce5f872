"""A plan that came with the agreement: its measures in the order asked for, and beside each what has come of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from django.utils.safestring import SafeString

from samverk.rules import plans
from samverk.rules.definition import Plan
from samverk.rules.plans import MeasureState
from samverk.rules.situation import Situation
from samverk.rules.wording import Language, Text, say
from samverk.web.agreements.sheet import Count
from samverk.web.plans.measures import Reader, Row, row
from samverk.web.plans.meetings import meetings_of
from samverk.web.shapes import Shape
from samverk.web.words import STATUS

# By the plan's own headings, as one list by priority, or by the areas that the agreement names.
type Order = Literal["rubrik", "prioritet", "omrade"]
ORDERS: Final[tuple[Order, ...]] = ("rubrik", "prioritet", "omrade")


@dataclass(frozen=True, slots=True)
class Group(Shape):
    """Measures under one heading, in order of priority. ``anchor`` is "" where the heading needs no address."""

    heading: str
    numbers: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Link(Shape):
    """A measure in the row of contents."""

    number: int
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class Written(Shape):
    """The whole plan; ``line`` is the time of the plan with its meetings."""

    heading: str
    lead: str
    groups: tuple[Group, ...]
    contents: tuple[Link, ...]
    counts: tuple[Count, ...]
    line: SafeString


def written(prepared: Situation, plan: Plan, order: Order, areas_page: str, language: Language) -> Written:
    """A plan as it stands on the day of the situation. ``areas_page``: the address of the areas, "" without any."""
    states = plans.measure_states(prepared, plan)
    meetings = meetings_of(prepared, plan)
    reader = Reader(language, areas_page, meetings)
    rows = {state.measure.number: row(prepared, state, reader, anchor=f"i{state.measure.number}") for state in states}
    statuses = [one.status for one in rows.values()]
    lead = say(
        "{count} insatser i den ordning de ska tas. Planen avser {start}–{last}.",
        "{count} measures in order of priority. The plan covers {start}–{last}.",
        count=len(states),
        start=plan.from_,
        last=plan.to,
    )
    heading = say("Handlingsplan {years}", "Action plan {years}", years=plan.id.replace("-", "–"))
    return Written(
        heading.in_language(language),
        lead.in_language(language),
        tuple(_GROUPED[order](prepared, states, reader)),
        tuple(Link(one.number, one.title, one.status) for one in rows.values()),
        tuple(Count(status, statuses.count(status)) for status in STATUS if status in statuses),
        meetings.line(None, language),
    )


def _by_heading(prepared: Situation, states: Sequence[MeasureState], reader: Reader) -> Iterator[Group]:
    for name, found in groupby(states, lambda one: one.measure.group):
        heading = prepared.definition.groups.get(name) or Text(name, name)
        yield _group(prepared, heading, tuple(found), reader)


def _by_priority(prepared: Situation, states: Sequence[MeasureState], reader: Reader) -> Iterator[Group]:
    yield _group(prepared, Text("I prioritetsordning", "In order of priority"), states, reader)


def _by_area(prepared: Situation, states: Sequence[MeasureState], reader: Reader) -> Iterator[Group]:
    """A measure that works in several areas stands in each; an area without one says so."""
    seen: set[int] = set()
    for area in prepared.definition.areas.values():
        found = [state for state in states if area.id in state.measure.areas]
        heading = say("{id} {name}", "{id} {name}", id=area.id, name=area.name)
        yield _group(prepared, heading, found, reader, again=frozenset(seen), suffix=f"-{area.id}")
        seen |= {state.measure.number for state in found}
    if rest := [state for state in states if not state.measure.areas]:
        yield _group(prepared, Text("Utan område", "Without an area"), rest, reader)


def _group(
    prepared: Situation,
    heading: Text,
    states: Sequence[MeasureState],
    reader: Reader,
    *,
    again: frozenset[int] = frozenset(),
    suffix: str = "",
) -> Group:
    """``again``: measures that stand above already, whose address gets the ``suffix``."""
    rows = tuple(
        row(prepared, state, reader, anchor=f"i{state.measure.number}{suffix if state.measure.number in again else ''}")
        for state in states
    )
    return Group(heading.in_language(reader.language), _numbers(states).in_language(reader.language), rows)


def _numbers(states: Sequence[MeasureState]) -> Text:
    numbers = [state.measure.number for state in states]
    if not numbers:
        return Text("ingen insats", "no measure")
    if len(numbers) == 1:
        return say("insats {a}", "measure {a}", a=numbers[0])
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return say("insats {a}–{b}", "measures {a}–{b}", a=numbers[0], b=numbers[-1])
    return say("insats {numbers}", "measures {numbers}", numbers=[str(number) for number in numbers])


_GROUPED = {"rubrik": _by_heading, "prioritet": _by_priority, "omrade": _by_area}
