"""Where entries stand in the wheel: which ring each has, so that no two meet. Whole numbers and days; no drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from samverk.rules.wheel.entry import WheelEntry

ROOM = 8
"""Days that a number takes on each side of its middle, in the innermost ring."""


@dataclass(frozen=True, slots=True)
class Span:
    """Part of the year as days from 1 January: ``[start, stop)``, with room for the number; it may pass New Year."""

    start: float
    stop: float

    def meets(self, other: Span, year_length: int) -> bool:
        """Whether the two overlap on the ring, where 31 December lies beside 1 January."""
        return any(
            self.start < other.stop + turn and other.start + turn < self.stop for turn in (-year_length, 0, year_length)
        )


def length(year: int) -> int:
    """The number of days of a year."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def days_of(item: WheelEntry, year: int) -> tuple[int, int]:
    """The entry's days within the year as ``[start, stop)`` counted from 1 January."""
    first, last = max(item.first, date(year, 1, 1)), min(item.last, date(year, 12, 31))
    begin = date(year, 1, 1).toordinal()
    return first.toordinal() - begin, last.toordinal() - begin + 1


def room_of(item: WheelEntry, year: int) -> Span:
    """What it takes of its ring: its days, and at least the room of a number."""
    start, stop = days_of(item, year)
    middle = (start + stop) / 2
    return Span(min(start, middle - ROOM), max(stop, middle + ROOM))


def rings(items: Sequence[WheelEntry], year: int) -> tuple[int, ...]:
    """The ring of each entry, 0 outermost. Every subject has rings of its own; an entry takes the first with room.

    ``items`` are in order of subject (``LANES``).
    """
    turn, found, outermost = length(year), [], 0
    for _lane, several in groupby(items, key=lambda item: item.lane):
        taken: list[list[Span]] = []
        for item in several:
            room = room_of(item, year)
            free = (place for place, spans in enumerate(taken) if not any(room.meets(one, turn) for one in spans))
            place = next(free, len(taken))
            if place == len(taken):
                taken.append([])
            taken[place].append(room)
            found.append(outermost + place)
        outermost += len(taken)
    return tuple(found)
