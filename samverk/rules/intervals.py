"""Half-open intervals of calendar days, ``[start, end)``; ``end`` None means until further notice.

The last day as a party is *inside* (rules decision 2), so a membership whose last day is 3 March ends on 4 March.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from samverk.rules.frozen import frozen

FOREVER = date.max
ONE_DAY = timedelta(days=1)


@frozen(order=True)
class Interval:
    """Calendar days from ``start`` up to but not including ``end``. Empty intervals are refused."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"empty interval {self.start}..{self.end}")

    @property
    def stop(self) -> date:
        """The end as a comparable day: ``date.max`` when open."""
        return FOREVER if self.end is None else self.end

    @property
    def last_day(self) -> date | None:
        """The last day inside, or None when open."""
        return None if self.end is None else self.end - ONE_DAY

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.stop

    def covers(self, other: Interval) -> bool:
        """Whether every day of ``other`` lies inside."""
        return self.start <= other.start and other.stop <= self.stop

    def overlap(self, other: Interval) -> Interval | None:
        """The common days, or None."""
        start, stop = max(self.start, other.start), min(self.stop, other.stop)
        return make(start, stop)

    def days(self) -> int:
        """Number of days. Error: ValueError for an open interval."""
        if self.end is None:
            raise ValueError("an open interval has no number of days")
        return (self.end - self.start).days


def make(start: date, stop: date) -> Interval | None:
    """The interval ``[start, stop)`` (``date.max`` = open), or None when it holds no day."""
    if stop <= start:
        return None
    return Interval(start, None if stop == FOREVER else stop)


def year(number: int) -> Interval:
    """The calendar year."""
    return Interval(date(number, 1, 1), date(number + 1, 1, 1))


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Disjoint, sorted intervals that hold the same days; touching ones are joined."""
    out: list[Interval] = []
    for item in sorted(intervals, key=lambda i: (i.start, i.stop)):
        if out and item.start <= out[-1].stop:
            stop = max(out[-1].stop, item.stop)
            out[-1] = Interval(out[-1].start, None if stop == FOREVER else stop)
        else:
            out.append(item)
    return tuple(out)


def subtract(whole: Iterable[Interval], holes: Iterable[Interval]) -> tuple[Interval, ...]:
    """The days of ``whole`` that are in none of ``holes``."""
    left = list(union(whole))
    for hole in union(holes):
        left = [part for item in left for part in _around(item, hole)]
    return tuple(left)


def _around(item: Interval, hole: Interval) -> Iterator[Interval]:
    for part in (make(item.start, min(item.stop, hole.start)), make(max(item.start, hole.stop), item.stop)):
        if part is not None:
            yield part


def intersect(first: Iterable[Interval], second: Iterable[Interval]) -> tuple[Interval, ...]:
    """The days that are in both."""
    others = union(second)
    found = (item.overlap(other) for item in union(first) for other in others)
    return tuple(item for item in found if item is not None)
