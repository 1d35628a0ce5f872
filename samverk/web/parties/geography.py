"""The map: municipalities as paths coloured by state, an enlargement where many are small, names where they fit.

Drawn from our own borders; no tiles and no script. What is no party is one path, so that the page stays light.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from samverk.reference import borders
from samverk.reference.municipalities import in_county, municipalities
from samverk.web.parties.states import FILLS, OUTSIDE
from samverk.web.shapes import Shape

# Units of the drawings, as wide as the style sheet expects for the size of their names.
_WIDTH, _INSET = 460.0, (480.0, 378.0)
_LOWEST, _HIGHEST = 240.0, 1000.0
_LETTER: Final = 0.56  # of the height of the type, the mean width of a letter
_TYPE, _INSET_TYPE = 19.0, 16.0
# With more municipalities than this a map of the whole country says more than one of their counties.
_MOST_IN_COUNTIES: Final = 120
# With more than this the map is no way through the page for those who use the keyboard: the table is.
MOST_STOPS: Final = 40


# Left, top, right, bottom.
type _Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place(Shape):
    """A municipality on the map: where it leads, what it is called and how it stands."""

    code: str
    path: str
    fill: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Name(Shape):
    """A name on the map. ``tone`` is the class that makes it legible on its ground, ``anchor`` where it starts."""

    x: float
    y: float
    text: str
    tone: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Box(Shape):
    """What the enlargement shows, on the map."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn(Shape):
    """A map. ``outside`` is the path of all that are no part of the matter; ``stops``: tabbing stops at its links."""

    width: float
    height: float
    outside: str
    places: tuple[Place, ...]
    names: tuple[Name, ...]
    box: Box | None = None
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """What the map says of a municipality."""

    look: str
    name: str
    title: str
    href: str


def surroundings(codes: Collection[str]) -> tuple[str, ...]:
    """The municipalities a map of ``codes`` shows: all of their counties, or the whole country."""
    counties = sorted({code[:2] for code in codes})
    near = tuple(one.code for county in counties for one in in_county(county))
    return near if len(near) <= _MOST_IN_COUNTIES else tuple(municipalities())


def drawn(told: Mapping[str, Told], chosen: Collection[str] = ()) -> tuple[Drawn, Drawn | None]:
    """The map of those told of, and an enlargement where their names do not fit. ``chosen``: come closer to these."""
    parties = [code for code, one in told.items() if one.look != OUTSIDE] or list(told)
    shown = surroundings(chosen or parties)
    # Few municipalities of a large county are seen better from nearer.
    near = tuple(chosen) or (tuple(parties) if len(parties) < len(shown) // 2 else shown)
    margin = 4.0 if len(near) == len(shown) else 40.0
    height = min(max(_WIDTH * borders.proportions(near), _LOWEST), _HIGHEST)
    shapes = _shapes(shown, near, (_WIDTH, height), margin)
    names = _names(shapes, told, _TYPE, (_WIDTH, height), slack=1.25)
    chart = _drawn(shapes, told, (_WIDTH, height), names)
    # Of the whole country the parts are the way closer; an enlargement of one corner would only be arbitrary.
    if len(shown) > _MOST_IN_COUNTIES:
        return chart, None
    crowded = _crowded([shape for shape in shapes if shape.code in told], {name.text for name in names}, told)
    if not crowded:
        return chart, None
    inside = _shapes(shown, tuple(shape.code for shape in crowded), _INSET, 16.0)
    inset = _drawn(inside, told, _INSET, _names(inside, told, _INSET_TYPE, _INSET, slack=1.7))
    left, top, right, bottom = _around(crowded)
    shown_inside = {name.text for name in inset.names}
    kept = tuple(name for name in chart.names if name.text not in shown_inside)
    box = Box(left - 4, top - 4, right - left + 8, bottom - top + 8)
    return replace(chart, names=kept, box=box), replace(inset, stops=False)


@lru_cache(maxsize=64)
def _shapes(
    shown: tuple[str, ...], near: tuple[str, ...], size: tuple[float, float], margin: float
) -> tuple[borders.Shape, ...]:
    """Those of ``shown`` that are seen when ``near`` fills the drawing."""
    width, height = size
    found = borders.draw(shown, width=width, height=height, frame=near, margin=margin, step=1)
    return tuple(shape for shape in found.shapes if _meets(shape.box, (0, 0, width, height)))


def _drawn(
    shapes: Sequence[borders.Shape], told: Mapping[str, Told], size: tuple[float, float], names: tuple[Name, ...]
) -> Drawn:
    places = tuple(
        Place(shape.code, shape.path, FILLS[one.look], one.href, one.title)
        for shape in shapes
        if (one := told.get(shape.code)) is not None and one.look != OUTSIDE
    )
    mine = {place.code for place in places}
    outside = "".join(shape.path for shape in shapes if shape.code not in mine)
    return Drawn(*size, outside, places, names, stops=len(places) <= MOST_STOPS)


def _names(
    shapes: Sequence[borders.Shape],
    told: Mapping[str, Told],
    height: float,
    size: tuple[float, float],
    *,
    slack: float,
) -> tuple[Name, ...]:
    """Names of those that have room, the largest first; none over another or over the edge.

    ``slack``: how much wider than its municipality a name may be.
    """
    taken: list[_Edges] = []
    found: list[Name] = []
    parties = [shape for shape in shapes if shape.code in told and told[shape.code].look != OUTSIDE]
    for shape in sorted(parties, key=lambda one: (-_size(one.box), one.code)):
        others = [*taken, *(other.box for other in parties if other is not shape)]
        for name, room in _rooms(shape, told[shape.code], height, slack):
            # Beside its municipality a name must not lie on another one; on it, it may reach over the border.
            hindered = taken if name.anchor == "middle" else others
            if _holds(size, room) and not any(_meets(room, one) for one in hindered):
                taken.append(room)
                found.append(name)
                break
    return tuple(found)


def _rooms(shape: borders.Shape, one: Told, height: float, slack: float) -> Iterator[tuple[Name, _Edges]]:
    """Where a name can stand, best first, with the rectangle it takes: on its place, to its left, to its right."""
    wide = len(one.name) * height * _LETTER
    x, y = shape.label_x, shape.label_y
    left, _, right, _ = shape.box
    over, under, base = y - height * 0.8, y + height * 0.45, round(y + height * 0.3, 1)
    if wide <= slack * (right - left):
        yield Name(x, base, one.name, _tone(one.look)), (x - wide / 2, over, x + wide / 2, under)
    yield Name(left - 3, base, one.name, "", "end"), (left - 3 - wide, over, left - 3, under)
    yield Name(right + 3, base, one.name, "", "start"), (right + 3, over, right + 3 + wide, under)


def _tone(look: str) -> str:
    """Light on the dark fill, with a halo on a pattern."""
    return {"office": "t-on", "in_force": ""}.get(look, "halo")


def _crowded(
    shapes: Sequence[borders.Shape], named: Collection[str], told: Mapping[str, Told]
) -> tuple[borders.Shape, ...]:
    """Those without room for their name, when they lie together; else none. The farthest are left out until they do."""
    small = [shape for shape in shapes if told[shape.code].name not in named and told[shape.code].look != OUTSIDE]
    while len(small) >= 3:
        left, top, right, bottom = _around(small)
        if right - left <= _WIDTH * 0.42 and bottom - top <= _WIDTH * 0.42:
            return tuple(small)
        middle = _middle(small, lambda one: one.label_x), _middle(small, lambda one: one.label_y)
        small.remove(max(small, key=lambda one: (_apart(one, middle), one.code)))
    return ()


def _middle(shapes: Sequence[borders.Shape], of: Callable[[borders.Shape], float]) -> float:
    return sorted(map(of, shapes))[len(shapes) // 2]


def _apart(shape: borders.Shape, middle: tuple[float, float]) -> float:
    return (shape.label_x - middle[0]) ** 2 + (shape.label_y - middle[1]) ** 2


def _around(shapes: Sequence[borders.Shape]) -> _Edges:
    lefts, tops, rights, bottoms = zip(*(shape.box for shape in shapes), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _size(box: _Edges) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _holds(size: tuple[float, float], room: _Edges) -> bool:
    return room[0] >= 0 and room[1] >= 0 and room[2] <= size[0] and room[3] <= size[1]


def _meets(one: _Edges, other: _Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
