"""Municipalities as SVG paths, scaled to the map they are drawn in; a template needs no script and no
projection.

    drawing = draw(codes, width=460, height=560) <svg viewBox="0 0 {drawing.width:g} {drawing.height:g}">
    <path d="{shape.path}"> ... for shape in drawing.shapes

The borders are simplified (about 35 corners per municipality, islands merged): for overviews, never for
measuring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

from samverk.reference.errors import NotFoundError
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

DATA = Path(__file__).parent / "data"

type Point = tuple[int, int]


@frozen
class Outline:
    """A municipality's border in SWEREF 99 TM, units of 10 m: rings of (easting, northing), and where its
    name goes.
    """

    code: str
    label: Point
    rings: tuple[tuple[Point, ...], ...]


@frozen
class Shape:
    """A municipality as drawn: ``path`` is the ``d`` of an SVG path, the label point is in the drawing's
    units.

    ``path`` is empty where the municipality is smaller than one step of the drawing; its label point still
    holds. ``box``: the smallest rectangle around it, as left, top, right, bottom.
    """

    code: str
    path: str
    label_x: float
    label_y: float
    box: tuple[float, float, float, float]


@frozen
class Drawing:
    """A map of ``width`` x ``height`` units (pixels at full size) with its shapes in the order asked for."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def draw(
    codes: Iterable[str],
    *,
    width: float,
    height: float,
    frame: Iterable[str] | None = None,
    margin: float = 4,
    step: float = 0.1,
) -> Drawing:
    """The municipalities ``codes`` fitted into ``width`` x ``height`` with north up.

    ``frame``: the municipalities that decide the extent (an enlargement draws all and frames a few); all by
    default. ``step``: corners are moved to this grid, so a coarser step gives fewer corners; neighbours still
    meet exactly.
    """
    chosen = tuple(codes)
    framed = tuple(frame) if frame is not None else chosen
    return _draw(chosen, framed, width=width, height=height, margin=margin, step=step)


def proportions(codes: Iterable[str]) -> float:
    """How many times higher than wide the municipalities are together, for choosing the size of a drawing."""
    west, east, south, north = _extent(tuple(codes))
    return (north - south) / (east - west)


@cache
def outline(code: str) -> Outline:
    """The border of one municipality. Each is parsed the first time it is drawn: a county needs a tenth of the file."""
    line = _lines().get(code)
    if line is None:
        raise NotFoundError(
            Text(f"Det finns ingen gräns för koden {code}.", f"There is no border for the code {code}.")
        )
    x, y, rings = line.split(",")
    return Outline(code, (int(x), int(y)), tuple(map(_ring, rings.split(";"))))


def codes() -> tuple[str, ...]:
    """The codes there are borders for, in order."""
    return tuple(_lines())


@cache
def _lines() -> Mapping[str, str]:
    """Each municipality's line, unparsed, by code."""
    lines = (DATA / "borders.csv").read_text(encoding="ascii").splitlines()[1:]
    return dict(line.split(",", 1) for line in lines)


def _ring(text: str) -> tuple[Point, ...]:
    numbers = list(map(int, text.split()))
    return tuple(zip(accumulate(numbers[0::2]), accumulate(numbers[1::2]), strict=True))


@cache
def _box(code: str) -> tuple[int, int, int, int]:
    """West, east, south and north of a municipality."""
    xs, ys = zip(*(corner for ring in outline(code).rings for corner in ring), strict=True)
    return min(xs), max(xs), min(ys), max(ys)


def _extent(codes: tuple[str, ...]) -> tuple[int, int, int, int]:
    """West, east, south and north of several."""
    if not codes:
        raise NotFoundError(Text("En karta behöver minst en kommun.", "A map needs at least one municipality."))
    wests, easts, souths, norths = zip(*map(_box, codes), strict=True)
    return min(wests), max(easts), min(souths), max(norths)


@lru_cache(maxsize=64)
def _draw(
    drawn: tuple[str, ...],
    frame: tuple[str, ...],
    *,
    width: float,
    height: float,
    margin: float,
    step: float,
) -> Drawing:
    _extent(drawn)
    west, east, south, north = _extent(frame)
    scale = min((width - 2 * margin) / (east - west), (height - 2 * margin) / (north - south))
    left = (width - (east - west) * scale) / 2
    top = (height - (north - south) * scale) / 2

    def place(x: int, y: int) -> tuple[int, int]:
        """The grid point of the drawing, counted in steps, that a corner falls on."""
        return round(((x - west) * scale + left) / step), round(((north - y) * scale + top) / step)

    def shape(border: Outline) -> Shape:
        path = "".join(_path([place(x, y) for x, y in ring], step) for ring in border.rings)
        x, y = place(*border.label)
        left_, right_, low, high = _box(border.code)
        box = (*place(left_, high), *place(right_, low))
        return Shape(border.code, path, round(x * step, 2), round(y * step, 2), _scaled(box, step))

    return Drawing(width, height, tuple(shape(outline(code)) for code in drawn))


def _scaled(box: tuple[int, int, int, int], step: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(edge * step, 2) for edge in box)
    return left, top, right, bottom


def _path(corners: list[Point], step: float) -> str:
    """One closed ring as an absolute start and relative lines; empty when it has shrunk below a triangle."""
    kept = [corner for before, corner in pairwise([corners[-1], *corners]) if corner != before]
    if len(kept) < 3:
        return ""
    x, y = kept[0]
    start = f"M{_number(x, step)}{_separated(y, step)}l"
    steps = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(kept)]
    return start + "".join(_separated(dx, step) + _separated(dy, step) for dx, dy in steps).lstrip() + "z"


def _number(count: int, step: float) -> str:
    return f"{count * step:.2f}".rstrip("0").rstrip(".")


def _separated(count: int, step: float) -> str:
    """A number that can follow another: a minus sign separates by itself, anything else needs a space."""
    text = _number(count, step)
    return text if text.startswith("-") else f" {text}"
