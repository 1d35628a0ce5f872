"""The wheel as SVG: months as sectors, January at the top, clockwise. Colour by class only; everything is in the list.

A window is an arc, a day a numbered badge whose shape is its status; a filled dot is a day something was done, an open
one a day that is planned. What is assumed is dashed, the part of the year that has passed is grey, the line is the day.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from samverk.rules.finding import Status
from samverk.rules.wheel.entry import Mark, WheelEntry
from samverk.rules.wording import Language
from samverk.web.wheel.rings import days_of, length, rings

HOLE: Final = 62
RING: Final = 19
MARGIN: Final = 30
LEAST_RINGS: Final = 7
BADGE: Final = 9
_MONTHS: Final[dict[Language, str]] = {
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
# The outline of a status, around the middle of its number.
SHAPES: Final[dict[Status, str]] = {
    "ok": '<circle class="w-b full" r="9"/>',
    "coming": '<circle class="w-b" r="9"/>',
    "due": '<circle class="w-b thick" r="7.6"/>',
    "late": '<path class="w-b full" d="M0-11 11 8H-11Z"/>',
    "breach": '<path class="w-b full" d="M-4.2-10H4.2L10-4.2V4.2L4.2 10H-4.2L-10 4.2V-4.2Z"/>',
    "attested": '<rect class="w-b" x="-8.5" y="-8.5" width="17" height="17" rx="2"/>',
    "unmeasured": '<circle class="w-b dot" r="9"/>',
    "na": '<circle class="w-b" r="9"/><path class="w-b" d="m-9 9 4-4M5-5l4-4"/>',
    "unclear": '<circle class="w-b dash" r="9"/>',
    "notice": '<path class="w-b" d="M-9-8.5H4L12 0 4 8.5H-9Z"/>',
}
_FULL: Final = frozenset({"ok", "late", "breach"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """An entry with its number, the words for it in the picture, and its row in the list."""

    number: int
    entry: WheelEntry
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a picture is drawn of; ``day`` is the day shown, in the year or not."""

    year: int
    day: date
    language: Language
    title: str
    description: str


def wheel(items: Sequence[Numbered], drawing: Drawing) -> SafeString:
    """The picture. ``items`` in order of subject."""
    places = rings([item.entry for item in items], drawing.year)
    count = max(LEAST_RINGS, max(places, default=-1) + 1)
    disc = _Disc(drawing.year, HOLE + RING * count)
    parts = [*_ground(disc, drawing, count), *_months(disc, drawing)]
    for item, place in zip(items, places, strict=True):
        parts.extend(_entry(disc, item, disc.edge - RING * place - RING / 2))
    size = 2 * disc.middle
    head = (
        f'<svg class="fig wheel" viewBox="0 0 {_n(size)} {_n(size)}" role="group" aria-labelledby="hjul-t hjul-d">'
        f'<title id="hjul-t">{escape(drawing.title)}</title><desc id="hjul-d">{escape(drawing.description)}</desc>'
    )
    return mark_safe(head + "".join(parts) + "</svg>")  # noqa: S308 - numbers, and words escaped here


def symbol(status: Status, number: str = "") -> SafeString:
    """The badge of a status by itself, for the legend and the list."""
    return mark_safe(  # noqa: S308 - our own shapes and a number
        f'<svg class="fig badge" viewBox="-13 -13 26 26" aria-hidden="true">{_badge(status, number)}</svg>'
    )


class _Disc:
    """The circle: from a day of the year (0 = 1 January) and a radius to a point."""

    def __init__(self, year: int, edge: float) -> None:
        self.year = year
        self.days = length(year)
        self.edge = edge
        self.middle = edge + MARGIN

    def point(self, radius: float, day: float) -> tuple[str, str]:
        """January at the top, clockwise."""
        angle = day / self.days * math.tau - math.pi / 2
        return _n(self.middle + radius * math.cos(angle)), _n(self.middle + radius * math.sin(angle))

    def band(self, inner: float, outer: float, start: float, stop: float) -> str:
        """The path of a piece of a ring; a whole turn is drawn as nearly one, so that it has two ends."""
        stop = min(stop, start + self.days - 0.01)
        large = int((stop - start) * 2 > self.days)
        (ax, ay), (bx, by) = self.point(outer, start), self.point(outer, stop)
        (cx, cy), (dx, dy) = self.point(inner, stop), self.point(inner, start)
        out, back = _n(outer), _n(inner)
        return f"M{ax} {ay}A{out} {out} 0 {large} 1 {bx} {by}L{cx} {cy}A{back} {back} 0 {large} 0 {dx} {dy}Z"


def _n(value: float) -> str:
    """A coordinate with one decimal, without what says nothing."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def _ground(disc: _Disc, drawing: Drawing, count: int) -> Iterator[str]:
    """The rings, what has passed of them, the line of the day."""
    begin = date(drawing.year, 1, 1)
    passed = min(max((drawing.day - begin).days, 0), disc.days)
    yield '<g aria-hidden="true">'
    if passed:
        yield f'<path class="w-past" d="{disc.band(HOLE, disc.edge, 0, passed)}"/>'
    for place in range(count + 1):
        middle, radius = _n(disc.middle), _n(disc.edge - RING * place)
        line = "w-rim" if place in (0, count) else "w-ring"
        yield f'<circle class="{line}" cx="{middle}" cy="{middle}" r="{radius}"/>'
    for month in range(12):
        at = (date(drawing.year, month + 1, 1) - begin).days
        (ax, ay), (bx, by) = disc.point(HOLE, at), disc.point(disc.edge + 5, at)
        yield f'<path class="w-spoke" d="M{ax} {ay}L{bx} {by}"/>'
    if 0 <= (drawing.day - begin).days < disc.days:
        noon = passed + 0.5
        (ax, ay), (bx, by) = disc.point(HOLE - 6, noon), disc.point(disc.edge + 12, noon)
        yield f'<path class="g-ink" d="M{ax} {ay}L{bx} {by}"/>'
    yield "</g>"


def _months(disc: _Disc, drawing: Drawing) -> Iterator[str]:
    begin = date(drawing.year, 1, 1)
    yield '<g aria-hidden="true" text-anchor="middle">'
    for month, name in enumerate(_MONTHS[drawing.language].split(), 1):
        x, y = disc.point(disc.edge + 17, (date(drawing.year, month, 16) - begin).days)
        now = ' class="t-b"' if (drawing.day.year, drawing.day.month) == (drawing.year, month) else ""
        yield f'<text{now} x="{x}" y="{y}" dy=".35em">{name}</text>'
    middle = _n(disc.middle)
    yield f'<text class="t-b t-xl" x="{middle}" y="{middle}" dy=".35em">{drawing.year}</text></g>'


def _entry(disc: _Disc, item: Numbered, radius: float) -> Iterator[str]:
    """An arc or a day with its number and its dots, as a link to its row."""
    entry = item.entry
    start, stop = days_of(entry, disc.year)
    words = escape(item.words)
    yield f'<a href="{escape(item.href)}" data-s="{entry.status}" aria-label="{words}"><title>{words}</title>'
    if stop - start > 1:
        gap = min(0.6, (stop - start) / 4)
        dash = " dash" if entry.basis == "assumed" else ""
        yield f'<path class="w-arc{dash}" d="{disc.band(radius - 5.5, radius + 5.5, start + gap, stop - gap)}"/>'
    marks = [((mark.day - date(disc.year, 1, 1)).days, mark) for mark in entry.marks_in(disc.year)]
    yield from (_dot(disc, radius, at + 0.5, mark) for at, mark in marks)
    x, y = disc.point(radius, _free(start, stop, [at for at, _ in marks]))
    yield f'<g transform="translate({x} {y})">{_badge(entry.status, str(item.number))}</g></a>'


def _dot(disc: _Disc, radius: float, at: float, mark: Mark) -> str:
    x, y = disc.point(radius, at)
    return f'<circle class="{"w-done" if mark.done else "g-plan"}" cx="{x}" cy="{y}" r="4"/>'


def _free(start: int, stop: int, marks: Iterable[int]) -> float:
    """The middle of the longest stretch without dots."""
    edges = [start, *sorted(at for at in marks if start <= at < stop), stop]
    widest = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
    return (widest[0] + widest[1]) / 2


def _badge(status: Status, number: str) -> str:
    colour = "t-on" if status in _FULL else "t-b"
    lower = ' y="1.5"' if status == "late" else ""
    text = f'<text class="{colour}" text-anchor="middle" dy=".36em"{lower}>{number}</text>' if number else ""
    return SHAPES[status] + text
