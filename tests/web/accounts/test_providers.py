"""The pages where an administrator sets up an organisation's sign-in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from samverk.accounts.actions.organisations import add_provider
from samverk.accounts.models import IdentityProvider, Role, SamlServer, Trace, User
from samverk.accounts.policy import system
from samverk.parties.models import Organisation
from tests.integrations.saml_idp import Idp, idp, listening, needs_xmlsec, pair, posted

pytestmark = [needs_xmlsec, pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]

ALL = "/installningar/organisationer/"
ONE = f"{ALL}sollentuna/"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def municipality() -> Iterator[Idp]:
    with idp() as made:
        yield made


@pytest.fixture
def administrator(visitor: Client) -> Client:
    """One who has just signed in, where one municipality is known."""
    name = "Sollentuna kommun"
    Organisation.objects.create(
        code="0163", kind="municipality", name="Sollentuna", presented_name=name, legal_name=name
    )  # fmt: skip
    user = User.objects.create_user("admin@samverk.example", "hemligt-ord", title="Administratör")
    Role.objects.create(user=user, kind="administrator", from_day="2020-01-01")
    visitor.post("/logga-in/", {"username": "admin@samverk.example", "password": "hemligt-ord"})
    return visitor


def set_up(client: Client, municipality: Idp, **given: str) -> int:
    values = {"title": "Sollentuna kommun", "slug": "sollentuna", "address": "", "text": municipality.metadata()}
    return client.post(ALL, values | given).status_code


def page(client: Client, address: str = ONE) -> str:
    return client.get(address, headers={"Accept-Language": "sv"}).content.decode()


def act(client: Client, gor: str, **given: object) -> int:
    return client.post(ONE, {"gor": gor, **given}).status_code


def test_pasted_metadata_sets_up_a_closed_sign_in(administrator: Client, municipality: Idp) -> None:
    assert set_up(administrator, municipality) == 302

    made = IdentityProvider.objects.get()
    assert (made.shape, made.issuer, made.is_open) == ("saml", municipality.entity_id, False)
    assert made.client_id == "http://testserver/logga-in/organisation/sollentuna/metadata/"
    shown = page(administrator)
    assert "Stängd: ingen kan logga in den här vägen." in shown
    assert "http://testserver/logga-in/organisation/sollentuna/saml/" in shown
    assert re.search(r"([0-9A-F]{2}:){31}", shown)
    assert "PRIVATE" not in shown
    assert "Sollentuna kommun" in page(administrator, ALL)
    assert "Sollentuna kommun" not in page(Client(), "/logga-in/")


def test_metadata_is_read_from_an_address_and_again_when_certificates_change(administrator: Client) -> None:
    with listening("localhost") as there:
        administrator.defaults["SERVER_NAME"] = "localhost"
        assert set_up(administrator, there, text="", address=there.entity_id) == 302
        first = SamlServer.objects.get().certificates
        there.keys = pair("nästa")
        (there.folder / "key.pem").write_text(there.keys.key, encoding="ascii")
        (there.folder / "cert.pem").write_text(there.keys.certificate, encoding="ascii")

        assert act(administrator, "metadata", address=there.entity_id, text="") == 302

    assert SamlServer.objects.get().certificates != first
    assert SamlServer.objects.get().metadata_address == there.entity_id


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "Skriv organisationens namn."),
        ({"slug": "å/b"}, "Använd bara bokstäver a–z"),
        ({"text": ""}, "Ange en adress eller klistra in metadata"),
        ({"address": "https://a.example/"}, "Ange en adress eller klistra in metadata"),
        ({"text": "<!DOCTYPE x><x/>"}, "DOCTYPE"),
        ({"text": "", "address": "https://127.0.0.1/metadata"}, "finnas utanför den här datorn"),
        ({"text": "", "address": "http://169.254.169.254/"}, "finnas utanför den här datorn"),
        ({"text": "", "address": "https://finns-inte.invalid/"}, "finnas utanför den här datorn"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_written(
    given: dict[str, str], words: str, administrator: Client, municipality: Idp
) -> None:
    values = {"title": "S", "slug": "s", "address": "", "text": municipality.metadata()} | given
    answer = administrator.post(ALL, values, headers={"Accept-Language": "sv"})

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not IdentityProvider.objects.exists()


def test_a_short_name_is_taken_once(administrator: Client, municipality: Idp) -> None:
    set_up(administrator, municipality)

    assert set_up(administrator, municipality) == 422
    assert set_up(administrator, municipality, slug="SOLLENTUNA") == 422


def test_mapped_tried_opened_and_closed(administrator: Client, municipality: Idp) -> None:
    set_up(administrator, municipality)
    assert act(administrator, "koppla", key="number", value="212000-0134", party="0163") == 302
    assert act(administrator, "koppla", key="domain", value="sollentuna.example", party="0163") == 302
    assert act(administrator, "roll", group="", kind="contact_person", agreement="") == 302
    municipality.sp = administrator.get("/logga-in/organisation/sollentuna/metadata/").content

    # Tried while it is closed, by the administrator alone.
    begin = "/logga-in/organisation/sollentuna/?prova=1"
    assert Client().get(begin).status_code == 404
    asked = municipality.question(administrator.get(begin)["Location"])
    to = asked.assertion_consumer_service_url
    form = posted(municipality.answer(asked.issuer.text, to, asked.id))
    Client().post("/logga-in/organisation/sollentuna/saml/", {"SAMLResponse": form})
    tried = page(administrator, "/logga-in/organisation/sollentuna/svar/")
    assert "Inloggningen fungerar." in tried
    assert "anst7@2120000134" in tried
    assert User.objects.count() == 1
    assert "Administratör" in page(administrator, "/installningar/inloggning/")

    assert act(administrator, "oppna") == 302
    assert "Sollentuna kommun" in page(Client(), "/logga-in/")
    assert act(administrator, "stang") == 302
    assert "Sollentuna kommun" not in page(Client(), "/logga-in/")
    reasons = list(Trace.objects.filter(kind="sign_in_changed").order_by("pk").values_list("reason", "actor"))
    assert [reason for reason, _ in reasons][-2:] == ["Öppnad", "Stängd"]
    assert {actor for _, actor in reasons} == {"Administratör"}


def test_what_is_mapped_can_be_taken_away(administrator: Client, municipality: Idp) -> None:
    set_up(administrator, municipality)
    act(administrator, "koppla", key="domain", value="sollentuna.example", party="0163")
    act(administrator, "roll", group="G", kind="reader", agreement="")
    made = IdentityProvider.objects.get()

    act(administrator, "koppla-ur", rad=made.organisations.get().pk)
    act(administrator, "ingen-roll", rad=made.mapped_roles.get().pk)
    act(administrator, "koppla-ur", rad="x")

    assert (made.organisations.count(), made.mapped_roles.count()) == (0, 0)


def test_rules_and_keys(administrator: Client, municipality: Idp) -> None:
    set_up(administrator, municipality)
    for word in ("andra-steget", "portal", "nasta-nyckel"):
        assert act(administrator, word) == 302
    made = IdentityProvider.objects.get()
    assert (made.asks_second_step, made.saml.starts_itself) == (True, True)
    assert "Börja använda nästa nyckel" in page(administrator)

    for word in ("andra-steget", "portal", "byt-nyckel"):
        assert act(administrator, word) == 302

    made = IdentityProvider.objects.get()
    assert (made.asks_second_step, made.saml.starts_itself) == (False, False)
    assert "Skapa nästa nyckel" in page(administrator)


def test_another_server_s_metadata_and_unknown_acts_change_nothing(administrator: Client, municipality: Idp) -> None:
    set_up(administrator, municipality)
    with idp("https://annan.example") as other:
        assert act(administrator, "metadata", text=other.metadata(), address="") == 422
    assert act(administrator, "förstör") == 422
    assert act(administrator, "roll", group="", kind="administrator", agreement="") == 422
    assert act(administrator, "koppla", key="domain", value="", party="0163") == 422

    assert Trace.objects.filter(kind="sign_in_changed").count() == 1


def test_a_sign_in_by_openid_is_shown_and_closed_here_too(administrator: Client) -> None:
    add_provider(
        slug="sollentuna", title="Sollentuna kommun", issuer="https://a.example", client_id="samverk", secret="hemlis",
        by=system("Prov"), at=NOON,
    )  # fmt: skip

    shown = page(administrator)

    assert "http://testserver/logga-in/organisation/sollentuna/svar/" in shown
    assert "hemlis" not in shown
    assert act(administrator, "portal") == 422
    assert act(administrator, "stang") == 302


def test_keys_of_another_installation_are_said_to_be_lost(administrator: Client, municipality: Idp) -> None:
    set_up(administrator, municipality)
    IdentityProvider.objects.update(secret="annat")

    assert "Nycklarna går inte att öppna" in page(administrator)
    assert administrator.get("/logga-in/organisation/sollentuna/metadata/").status_code == 400


def test_it_is_for_administrators_who_have_proved_who_they_are(visitor: Client, user: User) -> None:
    assert visitor.get(ALL).status_code == 302
    visitor.force_login(user)
    assert visitor.get(ALL)["Location"].startswith("/logga-in/bekrafta/")
    visitor.logout()
    visitor.post("/logga-in/", {"username": user.email, "password": "hemligt-ord"})
    assert visitor.get(ALL).status_code == 403
    assert visitor.get(ONE).status_code == 403
    assert visitor.post(ONE, {"gor": "oppna"}).status_code == 403


def test_one_that_is_not_there(administrator: Client) -> None:
    assert administrator.get(f"{ALL}finns-inte/").status_code == 404
