"""Borders are drawn where they are, neighbours meet, and the projection is the one Swedish maps have."""

import re
from collections import defaultdict
from math import cos, isclose, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.reference import borders
from samverk.reference.border_file import encode, sweref99_tm
from samverk.reference.errors import NotFoundError
from samverk.reference.municipalities import in_county, municipalities

COUNTY = tuple(m.code for m in in_county("01"))


def corners(path: str) -> list[list[tuple[float, float]]]:
    """The absolute corners of each ring of a path, read by the rules of SVG and not by our own writer."""
    rings = []
    for ring in re.findall(r"M([^Mz]*)z", path):
        start, lines = ring.split("l")
        x, y = (float(number) for number in re.findall(r"-?[0-9.]+", start))
        moves = [float(number) for number in re.findall(r"-?[0-9.]+", lines)]
        found = [(x, y)]
        for dx, dy in zip(moves[0::2], moves[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
        rings.append(found)
    return rings


def area(ring: list[tuple[float, float]] | tuple[tuple[int, int], ...]) -> float:
    doubled: float = 0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        doubled += x0 * y1 - x1 * y0
    return abs(doubled) / 2


def test_there_is_a_border_for_every_municipality() -> None:
    assert borders.codes() == tuple(municipalities())
    assert all(area(ring) > 0 for code in borders.codes() for ring in borders.outline(code).rings)


def test_areas_are_about_right() -> None:
    """Square kilometres of land and large lakes; the borders are simplified, so a tenth off is fine."""
    known = {"2584": 20_715, "0188": 2_000, "2523": 20_000, "0180": 200, "1480": 450}
    for code, square_kilometres in known.items():
        drawn = sum(map(area, borders.outline(code).rings)) * 100 / 1e6
        assert isclose(drawn, square_kilometres, rel_tol=0.2), (code, drawn)


def test_a_map_of_the_county_stays_inside_its_frame() -> None:
    drawing = borders.draw(COUNTY, width=460, height=560, margin=4)
    assert [shape.code for shape in drawing.shapes] == list(COUNTY)
    points = [point for shape in drawing.shapes for ring in corners(shape.path) for point in ring]
    assert all(3.9 <= x <= 456.1 and 3.9 <= y <= 556.1 for x, y in points)
    # One of the two directions is filled from margin to margin.
    assert isclose(max(y for _, y in points) - min(y for _, y in points), 552, abs_tol=0.3)


def test_north_is_up_and_east_is_right() -> None:
    shapes = {shape.code: shape for shape in borders.draw(COUNTY, width=460, height=560).shapes}
    norrtalje, nynashamn, sodertalje, varmdo = (shapes[code] for code in ("0188", "0192", "0181", "0120"))
    assert norrtalje.label_y < nynashamn.label_y
    assert sodertalje.label_x < varmdo.label_x


def test_the_path_is_the_outline_scaled() -> None:
    drawing = borders.draw(["0186"], width=200, height=200, margin=0, step=0.01)
    outline = borders.outline("0186")
    (drawn,) = corners(drawing.shapes[0].path)
    (real,) = outline.rings
    size = max(max(axis) - min(axis) for axis in zip(*real, strict=True))
    scale = 200 / size
    assert isclose(area(drawn), area(real) * scale**2, rel_tol=0.001)
    assert len(drawn) == len(real)


@pytest.mark.parametrize("step", [0.1, 1])
def test_neighbours_meet_exactly_at_every_step(step: float) -> None:
    """A corner two municipalities have in common falls on the same point of both paths, so that no gap shows."""
    owners: dict[tuple[int, int], set[str]] = defaultdict(set)
    for code in COUNTY:
        for ring in borders.outline(code).rings:
            for corner in ring:
                owners[corner].add(code)
    west, east = min(x for x, _ in owners), max(x for x, _ in owners)
    south, north = min(y for _, y in owners), max(y for _, y in owners)
    scale = min((460 - 8) / (east - west), (560 - 8) / (north - south))
    left, top = (460 - (east - west) * scale) / 2, (560 - (north - south) * scale) / 2
    drawing = borders.draw(COUNTY, width=460, height=560, margin=4, step=step)
    drawn = {
        shape.code: {(round(x / step), round(y / step)) for ring in corners(shape.path) for x, y in ring}
        for shape in drawing.shapes
    }
    shared = {corner: codes for corner, codes in owners.items() if len(codes) > 1}
    assert len(shared) > 300
    for (x, y), codes in shared.items():
        point = round(((x - west) * scale + left) / step), round(((north - y) * scale + top) / step)
        assert all(point in drawn[code] for code in codes), (codes, point)


def test_a_coarser_step_gives_a_shorter_path() -> None:
    fine = borders.draw(municipalities(), width=300, height=680, step=0.1)
    coarse = borders.draw(municipalities(), width=300, height=680, step=0.5)
    assert sum(len(s.path) for s in coarse.shapes) < 0.8 * sum(len(s.path) for s in fine.shapes)
    assert all(shape.path for shape in coarse.shapes)


def test_a_municipality_too_small_to_draw_keeps_its_label() -> None:
    shapes = {s.code: s for s in borders.draw(municipalities(), width=30, height=60, step=2).shapes}
    assert shapes["0183"].path == ""
    assert 0 < shapes["0183"].label_x < 30
    assert shapes["2584"].path


def test_a_frame_enlarges_the_few_and_draws_all() -> None:
    inner = ("0180", "0183", "0184")
    enlarged = borders.draw(COUNTY, width=300, height=236, frame=inner)
    alone = borders.draw(inner, width=300, height=236)
    assert len(enlarged.shapes) == 26
    assert {s.code: s for s in enlarged.shapes}["0184"] == {s.code: s for s in alone.shapes}["0184"]


def test_the_same_map_is_drawn_once() -> None:
    assert borders.draw(COUNTY, width=460, height=560) is borders.draw(list(COUNTY), width=460, height=560)


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [(["0180", "0199"], "Det finns ingen gräns för koden 0199."), ([], "En karta behöver minst en kommun.")],
)
def test_a_map_that_cannot_be_drawn_is_explained(codes: list[str], sentence: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        borders.draw(codes, width=100, height=100)
    assert str(caught.value) == sentence


@given(st.lists(st.sampled_from(COUNTY), min_size=1, max_size=6, unique=True), st.sampled_from([0.1, 0.5, 1.0]))
def test_any_choice_of_municipalities_fits(codes: list[str], step: float) -> None:
    drawing = borders.draw(codes, width=320, height=240, step=step)
    for shape in drawing.shapes:
        for ring in corners(shape.path):
            assert all(0 <= x <= 320 and 0 <= y <= 240 for x, y in ring)


@pytest.mark.parametrize(
    ("longitude", "latitude", "north", "east"),
    [(12.75, 55, 6_097_106.672, 356_083.438), (14.25, 55, 6_095_048.642, 452_024.069), (15, 0, 0, 500_000)],
)
def test_the_projection_agrees_with_the_surveys_own_points(
    longitude: float, latitude: float, north: float, east: float
) -> None:
    """Points of Lantmäteriet's control table for SWEREF 99 TM."""
    easting, northing = sweref99_tm(longitude, latitude)
    assert northing == pytest.approx(north, abs=0.001)
    assert easting == pytest.approx(east, abs=0.001)


@given(st.floats(10.5, 24.5), st.floats(55, 69.5))
def test_the_projection_keeps_angles(longitude: float, latitude: float) -> None:
    """Conformal: a step north and a step east of the same length on the ellipsoid are equal and square on the map."""
    e2 = 0.00669438002290
    phi, small = radians(latitude), 1e-5
    meridian = (1 - e2) / (1 - e2 * sin(phi) ** 2) ** 1.5
    parallel = cos(phi) / sqrt(1 - e2 * sin(phi) ** 2)

    def slope(dlon: float, dlat: float) -> tuple[float, float]:
        x1, y1 = sweref99_tm(longitude + dlon, latitude + dlat)
        x0, y0 = sweref99_tm(longitude - dlon, latitude - dlat)
        return x1 - x0, y1 - y0

    north, east = slope(0, small / meridian), slope(small / parallel, 0)
    assert north[0] == pytest.approx(-east[1], abs=1e-5)
    assert north[1] == pytest.approx(east[0], abs=1e-5)


def test_a_border_file_is_written_ring_by_ring() -> None:
    square = [[15.0, 60.0], [15.1, 60.0], [15.1, 60.1], [15.0, 60.1], [15.0, 60.0]]
    island = [[16.0, 60.0], [16.1, 60.0], [16.1, 60.1], [16.1, 60.1]]  # left open, a corner doubled
    properties = {"kommunkod": "9999", "lon": 15.05, "lat": 60.05}
    feature = {"properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": [[square], [island]]}}
    header, line = encode({"features": [feature]}).splitlines()
    assert header == "code,label_x,label_y,rings"
    code, x, y, rings = line.split(",")
    assert (code, int(x), int(y)) == ("9999", *(round(metres / 10) for metres in sweref99_tm(15.05, 60.05)))
    first, second = map(borders._ring, rings.split(";"))
    assert (len(first), len(second)) == (4, 3)
    east, north = sweref99_tm(15.1, 60.1)
    assert first[2] == (round(east / 10), round(north / 10))
