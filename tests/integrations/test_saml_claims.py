"""Who somebody is said to be by SAML, in the shapes of the servers municipalities have."""

from datetime import UTC, datetime
from typing import Any

import pytest

from samverk.integrations.claims import Person, person, personal_number_in
from samverk.integrations.saml import Believed
from samverk.integrations.saml_claims import claims_of
from tests.integrations.saml_idp import ADFS, ORG_PERSON

PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
MAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"


def said(attributes: dict[str, Any], name: str = "f3a1c2", name_format: str = PERSISTENT) -> dict[str, Any]:
    values = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in attributes.items()}
    return claims_of(Believed("_a", "_q", datetime(2026, 1, 1, tzinfo=UTC), name, name_format, values))


def test_sweden_connect() -> None:
    claims = said(ORG_PERSON, "slump", TRANSIENT)

    assert person(claims) == Person(
        "anst7@2120000134",
        "strateg@sollentuna.example",
        "Strateg, Sollentuna",
        frozenset(),
        (("number", "2120000134"), ("domain", "sollentuna.example")),
    )
    assert personal_number_in(claims) == ""


def test_adfs() -> None:
    assert person(said(ADFS)) == Person(
        "f3a1c2",
        "strateg@sollentuna.example",
        "",
        frozenset({"Samverk.Kontakt"}),
        (("domain", "sollentuna.example"),),
    )


def test_entra_id() -> None:
    microsoft = "http://schemas.microsoft.com"
    claims = said(
        {
            f"{microsoft}/identity/claims/tenantid": "1f3c7a52-0000-4000-8000-0000000000aa",
            f"{microsoft}/ws/2008/06/identity/claims/groups": ["g1", "g2"],
        },
        "Strateg@sollentuna.example",
        MAIL,
    )

    assert person(claims) == Person(
        "Strateg@sollentuna.example",
        "strateg@sollentuna.example",
        "",
        frozenset({"g1", "g2"}),
        (("tenant", "1f3c7a52-0000-4000-8000-0000000000aa"), ("domain", "sollentuna.example")),
    )


@pytest.mark.parametrize(
    ("attributes", "name", "name_format", "subject"),
    [
        ({}, "f3a1c2", PERSISTENT, "f3a1c2"),
        ({}, "f3a1c2", TRANSIENT, ""),
        ({"urn:oid:0.9.2342.19200300.100.1.3": "A@b.example"}, "f3a1c2", TRANSIENT, "a@b.example"),
        ({"urn:oid:1.2.752.201.3.1": ["a@2120000134", "b@2120000142"]}, "f3a1c2", PERSISTENT, "f3a1c2"),
        ({"urn:oid:1.2.752.201.3.1": "a@2120000134"}, "f3a1c2", PERSISTENT, "a@2120000134"),
    ],
)
def test_what_the_organisation_calls_the_person(
    attributes: dict[str, Any], name: str, name_format: str, subject: str
) -> None:
    assert said(attributes, name, name_format)["sub"] == subject


@pytest.mark.parametrize("number", ["NTRSE-2120000134", "2120000134", "162120000134", "212000-0134"])
def test_the_organisation_s_number_however_it_is_written(number: str) -> None:
    assert ("number", "2120000134") in person(said({"urn:oid:2.5.4.97": number})).keys


@pytest.mark.parametrize(
    ("attributes", "name", "where"),
    [
        ({"urn:oid:1.2.752.29.4.13": "189001019802"}, "x", "personalIdentityNumber"),
        ({"urn:oid:1.2.752.201.3.1": "189001019802@2120000134"}, "x", "orgAffiliation"),
        ({"urn:oid:1.2.3": "900101-9802"}, "x", "urn:oid:1.2.3"),
        ({}, "18900101-9802", "NameID"),
    ],
)
def test_a_personal_number_is_found_wherever_it_stands(attributes: dict[str, Any], name: str, where: str) -> None:
    assert personal_number_in(said(attributes, name)) == where
