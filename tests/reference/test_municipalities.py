"""The list of municipalities is whole, and the readers give it as it stands in the file."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from samverk.reference import municipalities as reference
from samverk.reference.errors import NotFoundError
from samverk.reference.organisation_number import fault, luhn_holds
from samverk.reference.sources import keys

DATA = Path(reference.__file__).parent / "data"

COUNTIES = [
    "01",
    "03",
    "04",
    "05",
    "06",
    "07",
    "08",
    "09",
    "10",
    "12",
    "13",
    "14",
    "17",
    "18",
    "19",
    "20",
    "21",
    "22",
    "23",
    "24",
    "25",
]


def test_there_are_290_municipalities_and_21_counties() -> None:
    assert len(reference.municipalities()) == 290
    assert list(reference.counties()) == COUNTIES


def test_every_code_is_four_figures_and_begins_with_its_county() -> None:
    for code, municipality in reference.municipalities().items():
        assert code == municipality.code
        assert re.fullmatch(r"[0-9]{4}", code)
        assert municipality.county_code == code[:2]
        assert code[:2] in reference.counties()


def test_codes_come_in_order_and_names_are_unique() -> None:
    assert list(reference.municipalities()) == sorted(reference.municipalities())
    assert max(Counter(m.name for m in reference.municipalities().values()).values()) == 1


def test_every_legal_name_ends_in_kommun_and_fifteen_call_themselves_something_else() -> None:
    everyone = reference.municipalities().values()
    assert [m.code for m in everyone if not m.legal_name.endswith(" kommun")] == []
    other = {m.name: m.presented_name for m in everyone if m.presented_name != m.legal_name}
    assert len(other) == 15
    assert other["Lidingö"] == "Lidingö stad"
    assert other["Gotland"] == "Region Gotland"
    assert other["Stockholm"] == "Stockholms stad"


def test_organisation_numbers_are_well_formed_unique_and_complete_in_stockholm_county() -> None:
    given = {m.code: m.organisation_number for m in reference.municipalities().values() if m.organisation_number}
    assert {code: fault(number) for code, number in given.items() if fault(number)} == {}
    assert len(set(given.values())) == len(given) == 272
    assert all(m.organisation_number for m in reference.in_county("01"))
    assert given["0186"] == "212000-0191"


def test_every_source_key_is_explained() -> None:
    used = {m.name_source for m in reference.municipalities().values()}
    used |= {m.number_source for m in reference.municipalities().values() if m.number_source}
    assert used == set(keys())
    for m in reference.municipalities().values():
        assert (m.organisation_number is None) == (m.number_source is None)


@pytest.mark.parametrize("filename", ["municipalities.csv", "counties.csv", "sub_regions.csv"])
def test_our_own_files_can_be_split_at_commas(filename: str) -> None:
    """The readers split at commas without the csv module, for speed; this is what makes that right."""
    text = (DATA / filename).read_text(encoding="utf-8")
    assert '"' not in text
    assert "\r" not in text
    assert list(csv.reader(text.splitlines())) == [line.split(",") for line in text.splitlines()]


def test_stockholm_county_is_divided_into_one_fifteen_and_ten() -> None:
    regions = reference.sub_regions()
    assert {name: len(region.codes) for name, region in regions.items()} == {
        "stockholm": 1, "norrort": 15, "sodertorn": 10,
    }  # fmt: skip
    divided = [code for region in regions.values() for code in region.codes]
    assert sorted(divided) == [m.code for m in reference.in_county("01")]


def test_a_municipality_knows_its_sub_region() -> None:
    region = reference.sub_region_of("0163")
    assert region is not None
    assert region.id == "norrort"
    assert reference.sub_region_of("1480") is None


def test_looking_up_a_code_gives_the_municipality() -> None:
    assert reference.municipality("0184").presented_name == "Solna stad"
    assert reference.county("14").name.sv == "Västra Götalands län"
    assert reference.county("14").name.en == "Västra Götaland County"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("114", "Kommunkoden 114 saknar inledande nolla; Upplands Väsby har koden 0114."),
        ("0199", "Det finns ingen kommun med koden 0199. En kod har fyra siffror, till exempel 0180 för Stockholm."),
        ("", "Det finns ingen kommun med koden . En kod har fyra siffror, till exempel 0180 för Stockholm."),
    ],
)
def test_an_unknown_code_is_explained(code: str, sentence: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        reference.municipality(code)
    assert str(caught.value) == sentence
    assert caught.value.text.en


def test_an_unknown_county_is_explained() -> None:
    with pytest.raises(NotFoundError, match="Det finns inget län med koden 02"):
        reference.in_county("02")


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("212000-0191", None),
        ("212000-0192", "kontrollsiffran"),
        ("2120000191", "NNNNNN-NNNN"),
        ("21200-00191", "NNNNNN-NNNN"),
        ("21200x-0191", "NNNNNN-NNNN"),
        ("٢12000-0191", "NNNNNN-NNNN"),
        ("810101-0191", "personnummer"),
    ],
)
def test_a_faulty_organisation_number_is_told(number: str, wrong: str | None) -> None:
    told = fault(number)
    assert told is None if wrong is None else told is not None and wrong in told


def test_luhn_finds_every_single_wrong_figure() -> None:
    number = "2120000191"
    others = {
        number[:i] + figure + number[i + 1 :] for i in range(10) for figure in "0123456789" if figure != number[i]
    }
    assert luhn_holds(number)
    assert len(others) == 90
    assert not any(map(luhn_holds, others))
