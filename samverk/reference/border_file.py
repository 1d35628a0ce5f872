"""Turns a GeoJSON file of municipalities into the compact file the maps are drawn from. Pure functions.

Used when the division changes: ``encode(json.load(file))`` gives the new ``data/borders.csv``. Longitude and
latitude are projected to SWEREF 99 TM, the projection Swedish maps have, so that drawing needs no more than a
scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import asin, asinh, atanh, cos, cosh, radians, sin, sinh, sqrt, tan
from typing import Any

UNIT = 10
"""Metres per unit of the file: a tenth of a pixel in the closest map, and finer than the source's four
decimals.
"""

HEADER = "code,label_x,label_y,rings"

# GRS 80 and the parameters of SWEREF 99 TM (Lantmäteriet).
_AXIS, _FLATTENING = 6378137.0, 1 / 298.257222101
_CENTRAL_MERIDIAN, _SCALE, _FALSE_EASTING = 15.0, 0.9996, 500_000.0


def sweref99_tm(longitude: float, latitude: float) -> tuple[float, float]:
    """Easting and northing in metres of a point given in degrees; Gauss conformal projection, Krüger's
    series.
    """
    e2 = _FLATTENING * (2 - _FLATTENING)
    n = _FLATTENING / (2 - _FLATTENING)
    radius = _AXIS / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    phi, lam = radians(latitude), radians(longitude - _CENTRAL_MERIDIAN)
    # Conformal latitude: the sphere onto which the ellipsoid is laid without changing angles.
    e = sqrt(e2)
    t = sinh(asinh(tan(phi)) - e * atanh(e * sin(phi)))
    xi, eta = asin(t / sqrt(t * t + cos(lam) ** 2)), atanh(sin(lam) / sqrt(1 + t * t))
    coefficients = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    north, east = xi, eta
    for order, beta in enumerate(coefficients, 1):
        north += beta * sin(2 * order * xi) * cosh(2 * order * eta)
        east += beta * cos(2 * order * xi) * sinh(2 * order * eta)
    return _SCALE * radius * east + _FALSE_EASTING, _SCALE * radius * north


def encode(geojson: Mapping[str, Any]) -> str:
    """The text of ``borders.csv`` for features with ``kommunkod``, ``lon`` and ``lat`` (label point).

    One line per municipality in code order. A ring is ``x y`` of its first corner followed by the steps ``dx
    dy`` to each next corner, rings separated by ``;``; the closing corner is left out. Easting and northing
    in units of 10 m.
    """
    features = sorted(geojson["features"], key=lambda feature: str(feature["properties"]["kommunkod"]))
    return "".join(f"{line}\n" for line in [HEADER, *map(_line, features)])


def _line(feature: Mapping[str, Any]) -> str:
    properties, geometry = feature["properties"], feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = ";".join(_ring(map(_grid, ring)) for polygon in polygons for ring in polygon)
    x, y = _grid((properties["lon"], properties["lat"]))
    return f"{properties['kommunkod']},{x},{y},{rings}"


def _grid(point: Sequence[float]) -> tuple[int, int]:
    east, north = sweref99_tm(point[0], point[1])
    return round(east / UNIT), round(north / UNIT)


def _ring(points: Iterable[tuple[int, int]]) -> str:
    corners = list(points)
    if corners[0] == corners[-1]:
        corners.pop()
    moves = ((x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(corners))
    steps = [corners[0], *(move for move in moves if move != (0, 0))]
    return " ".join(f"{x} {y}" for x, y in steps)
