"""The map as a drawing: everything on it, names that can be read, an enlargement of what lies close."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverk.reference.municipalities import in_county, municipalities
from samverk.web.parties import geography
from samverk.web.parties.geography import Drawn, Told, drawn, surroundings
from samverk.web.parties.states import FILLS, OUTSIDE

ALL = tuple(municipalities())
COUNTY = tuple(one.code for one in in_county("01"))
LOOKS = st.sampled_from([*FILLS])
# As the style sheet sets them, with the room a name takes: as wide as its letters, a little higher than its type.
TYPE = {geography._WIDTH: 19.0, geography._INSET[0]: 16.0}


def told(codes: list[str], look: str = "in_force") -> dict[str, Told]:
    return {code: Told(look, municipalities()[code].name, municipalities()[code].name, f"#k-{code}") for code in codes}


def rooms(chart: Drawn) -> list[tuple[float, float, float, float]]:
    height = TYPE[chart.width]
    found = []
    for name in chart.names:
        wide = len(name.text) * height * 0.5
        left = name.x - {"middle": wide / 2, "start": 0, "end": wide}[name.anchor]
        found.append((left, name.y - height, left + wide, name.y))
    return found


def test_a_county_is_shown_whole_and_many_counties_are_the_country() -> None:
    assert surroundings(["0162", "0163"]) == COUNTY
    assert set(surroundings(["0162", "1480", "1280", "2584"])) == set(ALL)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(COUNTY), LOOKS, min_size=1))
def test_every_municipality_of_the_matter_has_its_place_and_the_others_are_one(looks: dict[str, str]) -> None:
    chart, inset = drawn({code: told([code], look)[code] for code, look in looks.items()})
    mine = {code for code, look in looks.items() if look != OUTSIDE}
    assert {place.code for place in chart.places} == mine
    assert all(place.path.startswith("M") for place in chart.places)
    if inset is not None:
        assert {place.code for place in inset.places} <= mine
        assert not inset.stops


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=60, unique=True))
def test_names_stay_inside_and_apart(codes: list[str]) -> None:
    for chart in drawn(told(codes)):
        if chart is None:
            continue
        found = rooms(chart)
        assert all(
            left >= 0 and top >= 0 and right <= chart.width and bottom <= chart.height
            for left, top, right, bottom in found
        )
        for place, (left, top, right, bottom) in enumerate(found):
            for other in found[:place]:
                assert left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
        assert {name.text for name in chart.names} <= {municipalities()[code].name for code in codes}


def test_what_lies_close_is_enlarged_and_named_there() -> None:
    """The fifteen: Solna has no room in the county, and has it in the enlargement."""
    norrort = ["0114", "0115", "0117", "0123", "0125", "0139", "0160", "0162", "0163", "0183", "0184", "0186", "0187",
               "0188", "0191"]  # fmt: skip
    chart, inset = drawn(told(norrort))
    assert inset is not None
    assert chart.box is not None
    named, enlarged = {name.text for name in chart.names}, {name.text for name in inset.names}
    assert {"Norrtälje", "Sigtuna"} <= named
    assert {"Solna", "Sollentuna", "Danderyd"} <= enlarged
    assert not named & enlarged


def test_a_chosen_part_is_seen_from_nearer() -> None:
    south = ("0126", "0127", "0136", "0192")
    whole, _ = drawn(told(list(COUNTY)))
    near, _ = drawn(told(list(COUNTY)), south)

    def size(chart: Drawn, code: str) -> int:
        return max(len(place.path) for place in chart.places if place.code == code)

    assert size(near, "0126") > size(whole, "0126")
    assert "0188" not in {place.code for place in near.places}


@pytest.mark.parametrize(("codes", "most"), [(COUNTY, 14_000), (ALL, 40_000)])
def test_a_map_is_light(codes: tuple[str, ...], most: int) -> None:
    chart, inset = drawn(told(list(codes)))
    paths = [chart.outside, *(place.path for place in chart.places)]
    if inset is not None:
        paths += [inset.outside, *(place.path for place in inset.places)]
    assert sum(map(len, paths)) <= most


def test_the_country_has_no_enlargement_and_is_no_way_through_by_keyboard() -> None:
    chart, inset = drawn(told(list(ALL)))
    assert inset is None
    assert not chart.stops
    assert drawn(told(list(COUNTY)))[0].stops
