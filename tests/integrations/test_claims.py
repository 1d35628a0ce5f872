"""Who somebody is said to be, in the shapes of the servers municipalities have; and no personal identity numbers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.integrations.claims import Person, is_personal_number, person, personal_number_in

ENTRA = {
    "iss": "https://login.microsoftonline.com/1f3c7a52-0000-4000-8000-0000000000aa/v2.0",
    "sub": "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
    "oid": "00000000-0000-0000-66f3-3332eca7ea81",
    "tid": "1F3C7A52-0000-4000-8000-0000000000aa",
    "preferred_username": "Strateg.Samverkan@sollentuna.example",
    "name": "Strateg Samverkan",
    "roles": ["Samverk.Strateg"],
    "groups": ["5b0e1c2d-0000-4000-8000-000000000001"],
    "jobTitle": "Strateg",
    "iat": 1_801_015_678,
    "ver": "2.0",
}
ADFS = {
    "iss": "https://adfs.taby.example/adfs",
    "sub": "c7Zk0jQ=",
    "upn": "SOCCHEF@taby.example",
    "unique_name": "TABY\\socchef",
    "group": "GG-Samverk",
    "title": "Socialchef",
}


def test_entra_id() -> None:
    assert person(ENTRA) == Person(
        "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
        "strateg.samverkan@sollentuna.example",
        "Strateg",
        frozenset({"Samverk.Strateg", "5b0e1c2d-0000-4000-8000-000000000001"}),
        (("tenant", "1f3c7a52-0000-4000-8000-0000000000aa"), ("domain", "sollentuna.example")),
    )
    assert personal_number_in(ENTRA) == ""


def test_adfs() -> None:
    assert person(ADFS) == Person(
        "c7Zk0jQ=", "socchef@taby.example", "Socialchef", frozenset({"GG-Samverk"}), (("domain", "taby.example"),)
    )
    assert personal_number_in(ADFS) == ""


def test_an_affiliation_tells_the_organisation_s_number() -> None:
    claims = {"sub": "x", "orgAffiliation": "anst7@212000-0134", "email": "a@b.example"}

    assert ("number", "2120000134") in person(claims).keys
    assert personal_number_in(claims) == ""


@pytest.mark.parametrize(
    ("claims", "address"),
    [
        ({"email": "A@B.example"}, "a@b.example"),
        ({"email": "a@b.example", "email_verified": False}, ""),
        ({"email": "a@b.example", "email_verified": True}, "a@b.example"),
        ({"email": "inget", "upn": "a@b.example"}, "a@b.example"),
        ({"preferred_username": "TABY\\a"}, ""),
        ({"email": ["a@b.example"]}, "a@b.example"),
        ({"email": {"a": 1}}, ""),
        ({"email": "a@b.example, c@d.example"}, ""),
        ({}, ""),
    ],
)
def test_the_address(claims: dict[str, Any], address: str) -> None:
    assert person({"sub": "x", **claims}).address == address


# Made up by the rule itself: numbers that the tax agency keeps for tests.
NUMBERS = ["189001019802", "18900101-9802", "900101-9802", "9001019802", "900101+9802", "19900161-9809"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("sub", "{}"),
        ("personalIdentityNumber", "{}"),
        ("upn", "{}@kommun.example"),
        ("name", "Någon ({})"),
        ("groups", ["GG", "{}"]),
        ("extra", {"a": {"b": "{}"}}),
    ],
)
def test_a_personal_number_is_found_wherever_it_stands(name: str, form: Any, number: str) -> None:
    def filled(value: Any) -> Any:
        if isinstance(value, str):
            return value.format(number)
        if isinstance(value, list):
            return [filled(part) for part in value]
        return {key: filled(part) for key, part in value.items()}

    assert personal_number_in({"iss": "https://a.example", name: filled(form)}) == name


@pytest.mark.parametrize(
    "text",
    ["212000-0134", "2120000134", "162120000134", "900101-9803", "901301-9802", "08-686 50 00", "0184", "a9001019802b"],
)
def test_other_numbers_are_no_persons(text: str) -> None:
    assert personal_number_in({"orgNumber": text}) == ""


def test_digits_inside_a_made_up_name_are_no_number() -> None:
    assert personal_number_in({"sub": "a 900101-9802 b", "nonce": "9001019802x"}) == ""


@given(st.dates(), st.integers(0, 999), st.booleans())
def test_every_personal_number_is_recognised_and_no_other_last_digit(day: Any, serial: int, coordination: bool) -> None:
    nine = f"{day:%y%m}{day.day + 60 * coordination:02}{serial:03}"
    right = [last for last in range(10) if is_personal_number(f"{nine}{last}")]

    assert len(right) == (0 if day.month == 2 and day.day == 29 and day.year % 4 else 1)
