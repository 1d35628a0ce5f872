"""Which areas of cooperation the measures of a plan work in, and which parties take part there (K-5.1 to K-5.11).

An area is an opportunity, so one without a measure is no breach; but it is said. A party takes part by name,
or through a body of the agreement in which it has a seat on the day.
"""

from __future__ import annotations

from collections.abc import Mapping

from samverk.rules import holdings
from samverk.rules.definition import Measure
from samverk.rules.frozen import frozen
from samverk.rules.situation import Situation


@frozen
class Part:
    """How a party takes part in an area: numbers of the measures that name it, and of those through a body."""

    named: tuple[int, ...] = ()
    through: tuple[int, ...] = ()


@frozen
class Coverage:
    """The areas in the agreement's order with the numbers of their measures, and what each party takes part in.

    ``parties``: for every party of the day, by code, its part in each area where it has one.
    """

    areas: Mapping[str, tuple[int, ...]]
    parties: Mapping[str, Mapping[str, Part]]

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Areas without a measure."""
        return tuple(area for area, measures in self.areas.items() if not measures)


def coverage(situation: Situation, plan: str) -> Coverage:
    """The areas as the measures of a plan cover them, with the parties and bodies of the day."""
    measures = situation.definition.plans[plan].measures
    areas = {
        area: tuple(measure.number for measure in measures if area in measure.areas)
        for area in situation.definition.areas
    }
    named = {measure.number: parties_named(measure) for measure in measures}
    through = {measure.number: _parties_through(situation, measure) for measure in measures}
    parties = {
        code: {
            area: part for area, numbers in areas.items() if (part := _part(code, numbers, named, through)) != Part()
        }
        for code in situation.parties_on(situation.as_of)
    }
    return Coverage(areas, parties)


def _part(
    code: str,
    numbers: tuple[int, ...],
    named: Mapping[int, frozenset[str]],
    through: Mapping[int, frozenset[str]],
) -> Part:
    own = tuple(number for number in numbers if code in named[number])
    return Part(own, tuple(number for number in numbers if code in through[number] and number not in own))


def parties_named(measure: Measure) -> frozenset[str]:
    """Codes of the municipalities that a measure or one of its commitments names."""
    actors = (one.actor for one in measure.actors)
    by_name = (actor.partition(":")[2] for actor in actors if actor.startswith("party:"))
    return frozenset((*by_name, *(code for item in measure.commitments for code in item.parties)))


def _parties_through(situation: Situation, measure: Measure) -> frozenset[str]:
    """Codes of those with a seat, on the day, in a body that leads or takes part in a measure."""
    bodies = {one.actor for one in measure.actors if one.role in ("lead", "participant")}
    seats = (
        item
        for body in situation.definition.bodies
        if f"body:{body}" in bodies
        for item in holdings.on(holdings.members(situation, body), situation.as_of)
    )
    return frozenset(item.party for item in seats if item.party is not None)
