"""Sweep over the days on which anything changed: where was a condition broken, and since when."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from datetime import date

from samverk.rules.intervals import Interval, make, union


def broken(bound: Iterable[Interval], changes: Iterable[date], holds: Callable[[date], bool]) -> tuple[Interval, ...]:
    """The days within ``bound`` on which ``holds`` is false.

    ``changes`` are the days on which the answer may change; between two of them it is asked once.
    """
    days = sorted(set(changes))
    found: list[Interval] = []
    for span in union(bound):
        cuts = [span.start, *(day for day in days if span.start < day < span.stop), span.stop]
        for start, stop in itertools.pairwise(cuts):
            item = make(start, stop)
            if item is not None and not holds(start):
                found.append(item)
    return union(found)


def edges(intervals: Iterable[Interval]) -> set[date]:
    """The days on which an interval begins or has ended."""
    found: set[date] = set()
    for item in intervals:
        found.add(item.start)
        if item.end is not None:
            found.add(item.end)
    return found
