"""The population series is complete and is what SCB published; a snapshot says which figures it is."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from samverk.reference import population as reference
from samverk.reference.errors import DamagedError, NotFoundError
from samverk.reference.municipalities import municipalities, sub_regions
from samverk.reference.population_file import format_packaged

DATA = Path(reference.__file__).parent / "data"


def test_every_municipality_has_a_figure_for_each_of_75_years() -> None:
    assert reference.years() == tuple(range(1950, 2025))
    assert reference.latest_year() == 2024
    for year in reference.years():
        assert list(reference.population(year)) == list(municipalities())
        assert min(reference.population(year).values()) > 0


@pytest.mark.parametrize(
    ("year", "nation"), [(2010, 9_415_570), (2014, 9_747_355), (2023, 10_551_707), (2024, 10_587_710)]
)
def test_the_municipalities_add_up_to_the_nation_as_published(year: int, nation: int) -> None:
    assert sum(reference.population(year).values()) == nation


def test_the_fifteen_of_norrort_were_672393_in_2013() -> None:
    figures = reference.population(2013)
    assert sum(figures[code] for code in sub_regions()["norrort"].codes) == 672_393


@pytest.mark.parametrize(
    ("code", "year", "inhabitants"),
    [("0162", 2024, 32_425), ("0125", 2024, 28_910), ("0123", 2024, 88_950), ("0186", 2013, 45_178)],
)
def test_single_figures_are_as_published(code: str, year: int, inhabitants: int) -> None:
    assert reference.population(year)[code] == inhabitants
    assert reference.series(code)[year] == inhabitants


def test_no_municipality_jumps_more_than_six_percent_in_a_year_since_2000() -> None:
    jumps = [
        (code, year)
        for code in municipalities()
        for year in range(2001, 2025)
        if abs(reference.series(code)[year] - reference.series(code)[year - 1]) * 100
        > 6 * reference.series(code)[year - 1]
    ]
    assert jumps == []


def test_a_series_and_the_years_tell_the_same() -> None:
    assert dict(reference.series("2584")) == {y: reference.population(y)["2584"] for y in reference.years()}


def test_the_file_is_in_its_canonical_form() -> None:
    years = {year: reference.population(year) for year in reference.years()}
    assert format_packaged(years) == (DATA / "population.csv").read_bytes()


def test_what_is_read_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(TypeError):
        reference.population(2024)["0180"] = 1  # type: ignore[index]  # the type forbids it too


def test_every_year_has_a_snapshot_that_holds_its_figures() -> None:
    for year in reference.years():
        snapshot = reference.snapshot(year)
        assert snapshot.sha256 == reference.fingerprint(reference.population(year))
        assert snapshot.reference_date == date(year, 12, 31)
        assert snapshot.source == "SCB"
        assert snapshot.table
    assert len({reference.snapshot(year).sha256 for year in reference.years()}) == 75


def test_a_fingerprint_is_of_the_figures_alone_in_code_order() -> None:
    expected = sha256(b"code,population\n0114,2\n0180,1\n").hexdigest()
    assert reference.fingerprint({"0180": 1, "0114": 2}) == expected
    assert reference.fingerprint({"0180": 2, "0114": 1}) != expected


@pytest.mark.parametrize("read", [reference.population, reference.snapshot])
def test_a_year_without_figures_is_explained(read: object) -> None:
    assert callable(read)
    with pytest.raises(NotFoundError) as caught:
        read(2025)
    assert str(caught.value) == "Det finns ingen folkmängd för 2025; åren 1950 till 2024 finns."


def test_a_code_without_a_series_is_explained() -> None:
    with pytest.raises(NotFoundError, match="Det finns ingen folkmängd för koden 0199"):
        reference.series("0199")


def test_altered_figures_are_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    altered = {**reference.population(2013), "0180": 1}
    monkeypatch.setattr(reference, "population", lambda year: altered)
    reference.snapshot.cache_clear()
    with pytest.raises(DamagedError, match="Folkmängden för 2013 är ändrad"):
        reference.snapshot(2013)
    reference.snapshot.cache_clear()
