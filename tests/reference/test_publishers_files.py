"""The shipped data against the publishers' own figures, where the folder with those lies beside the checkout."""

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from samverk.reference import border_file, borders
from samverk.reference.municipalities import counties, municipalities, sub_regions
from samverk.reference.population import population, years

PUBLISHED = Path(__file__).parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the publishers' files are not beside this checkout")


def rows(filename: str) -> list[dict[str, str]]:
    with (PUBLISHED / filename).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_population_figure_is_as_published() -> None:
    published: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows("population_by_municipality_1950_2024.csv"):
        published[int(row["ar"])][row["kommunkod"]] = int(row["folkmangd"])
    assert published == {year: dict(population(year)) for year in years()}


def test_counties_and_nation_add_up_to_the_published_totals() -> None:
    for row in rows("population_official_totals_2023_2024.csv"):
        figures = population(int(row["ar"]))
        prefix = "" if row["kod"] == "00" else row["kod"]
        total = sum(number for code, number in figures.items() if code.startswith(prefix))
        assert total == int(row["folkmangd_enligt_scb"]), row["namn"]


def test_every_municipality_is_as_published() -> None:
    published = {
        row["kommunkod"]: (
            row["namn"], row["lanskod"], row["juridiskt_namn"], row["presentationsnamn"],
            row["organisationsnummer"] or None,
        )
        for row in rows("municipalities.csv")
    }  # fmt: skip
    shipped = {
        m.code: (m.name, m.county_code, m.legal_name, m.presented_name, m.organisation_number)
        for m in municipalities().values()
    }
    assert shipped == published


def test_every_county_is_as_published() -> None:
    published = {row["lanskod"]: row["lan"] for row in rows("counties.csv")}
    assert {code: county.name.sv for code, county in counties().items()} == published


def test_norrort_is_the_parties_of_its_agreement() -> None:
    parties = rows("norrort_parties.csv")
    assert sorted(row["kommunkod"] for row in parties) == sorted(sub_regions()["norrort"].codes)
    assert {row["kommunkod"]: row["organisationsnummer"] for row in parties} == {
        code: municipalities()[code].organisation_number for code in sub_regions()["norrort"].codes
    }


def test_the_borders_are_made_from_the_published_ones() -> None:
    geojson: dict[str, Any] = json.loads((PUBLISHED / "municipalities.geojson").read_text(encoding="utf-8"))
    shipped = (Path(borders.__file__).parent / "data" / "borders.csv").read_text(encoding="ascii")
    assert border_file.encode(geojson) == shipped
