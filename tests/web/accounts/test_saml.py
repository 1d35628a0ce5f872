"""Signing in by SAML, against an identity provider that others have written, and what an attacker could send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from samverk.accounts.actions.organisations import map_organisation, map_role, open_provider
from samverk.accounts.actions.saml import add_pair, add_saml_provider, change_pair, let_it_start
from samverk.accounts.models import Identity, IdentityProvider, SamlAnswer, SignIn, Trace, User
from samverk.accounts.policy import system
from samverk.accounts.queries.saml import server_of
from samverk.integrations.saml_metadata import server_in
from tests.integrations.saml_idp import ADFS, ORG_PERSON, SHA1, TRANSIENT, Idp, idp, needs_xmlsec, pair, posted
from tests.web.conftest import SAME_SITE

pytestmark = [needs_xmlsec, pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]

ADMIN = system("Prov")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEGIN = "/logga-in/organisation/sollentuna/"
BACK, ANSWER, METADATA = f"{BEGIN}svar/", f"{BEGIN}saml/", f"{BEGIN}metadata/"
ENTITY, ACS = f"http://testserver{METADATA}", f"http://testserver{ANSWER}"
ADDRESS, AFFILIATION = "urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:1.2.752.201.3.1"


@pytest.fixture
def municipality() -> Iterator[Idp]:
    with idp() as made:
        yield made


@pytest.fixture
def provider(db: None, municipality: Idp, visitor: Client) -> IdentityProvider:
    """Open, with number and domain pointing to one party; each side has read the other's metadata."""
    made = add_saml_provider(
        slug="sollentuna", title="Sollentuna kommun", entity_id=ENTITY, metadata_address="", pair=pair("samverk"),
        server=server_in(municipality.metadata(), near=ENTITY), by=ADMIN, at=NOON,
    )  # fmt: skip
    map_organisation(provider=made, key="number", value="212000-0134", party="0163", by=ADMIN, at=NOON)
    map_organisation(provider=made, key="domain", value="sollentuna.example", party="0163", by=ADMIN, at=NOON)
    map_role(provider=made, group="", kind="contact_person", by=ADMIN, at=NOON)
    open_provider(provider=made, by=ADMIN, at=NOON)
    municipality.sp = visitor.get(METADATA).content
    return made


def question(client: Client, municipality: Idp, **given: str) -> str:
    """Goes to the organisation; the number of the question asked there."""
    return str(municipality.question(client.get(BEGIN, given)["Location"]).id)


def answer(municipality: Idp, number: str | None, **changes: Any) -> str:
    return posted(municipality.answer(changes.pop("entity_id", ENTITY), changes.pop("to", ACS), number, **changes))


def sent(form: str, relay: str = "", client: Client | None = None) -> Any:
    """The form, as a browser sends it from another site: without our session."""
    return (client or Client(headers={"Sec-Fetch-Site": "cross-site"})).post(
        ANSWER, {"SAMLResponse": form, "RelayState": relay}, headers={"Accept-Language": "sv"}
    )


def signed_in(client: Client) -> bool:
    return "Strateg, Sollentuna" in client.get("/prov/avtal/").content.decode()


def test_the_whole_way_there_and_back(visitor: Client, municipality: Idp, provider: IdentityProvider) -> None:
    number = question(visitor, municipality, next="/prov/avtal/?per=2014-04-15")

    on = sent(answer(municipality, number))
    assert (on.status_code, on["Location"], "sessionid" in on.cookies) == (303, BACK, False)
    there = visitor.get(on["Location"])

    assert (there.status_code, there["Location"]) == (302, "/prov/avtal/?per=2014-04-15")
    assert signed_in(visitor)
    user = User.objects.get()
    assert (user.email, user.title) == ("strateg@sollentuna.example", "Strateg, Sollentuna")
    assert not user.has_usable_password()
    assert [(role.kind, role.party) for role in user.roles.all()] == [("contact_person", "0163")]
    assert SignIn.objects.get().method == "organisation"
    assert Identity.objects.values_list("subject").get() == ("anst7@2120000134",)
    kinds = list(Trace.objects.order_by("pk").values_list("kind", "actor"))
    assert kinds[-2:] == [("user_created", "Sollentuna kommun"), ("role_given", "Sollentuna kommun")]


def test_adfs_by_address_and_domain(visitor: Client, municipality: Idp, provider: IdentityProvider) -> None:
    provider.organisations.filter(key="number").delete()
    municipality.sp = b""  # ADFS sends what its rules say
    number = visitor.get(BEGIN)["Location"] and visitor.session["organisation_question"]["question"]

    sent(answer(municipality, number, says=ADFS, name="ABC123"))
    visitor.get(BACK)

    assert User.objects.get().email == "strateg@sollentuna.example"


def test_what_waits_is_sealed_and_gone_once_fetched(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    sent(answer(municipality, question(visitor, municipality)))
    waiting = SamlAnswer.objects.get()
    assert waiting.said
    assert "sollentuna" not in waiting.said

    visitor.get(BACK)

    waiting.refresh_from_db()
    assert waiting.said == ""


def test_the_session_gets_a_new_key(visitor: Client, municipality: Idp, provider: IdentityProvider) -> None:
    number = question(visitor, municipality)
    before = visitor.cookies["sessionid"].value
    sent(answer(municipality, number))

    visitor.get(BACK)

    assert visitor.cookies["sessionid"].value != before


def test_the_same_answer_twice_signs_in_once(visitor: Client, municipality: Idp, provider: IdentityProvider) -> None:
    form = answer(municipality, question(visitor, municipality))
    sent(form)
    visitor.get(BACK)
    visitor.post("/logga-ut/")

    again = sent(form)

    assert again.status_code == 400
    assert "Svaret har redan använts." in again.content.decode()
    assert visitor.get(BACK).status_code == 400
    assert not signed_in(visitor)


def test_a_second_answer_to_the_same_question_is_refused(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    number = question(visitor, municipality)
    assert sent(answer(municipality, number)).status_code == 303

    assert sent(answer(municipality, number)).status_code == 400


def test_a_used_answer_is_kept_in_mind_as_long_as_it_is_good(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    sent(answer(municipality, question(visitor, municipality), lifetime={"minutes": 50}))
    kept = SamlAnswer.objects.get()
    assert kept.expires_at - kept.received_at > timedelta(minutes=55)

    SamlAnswer.objects.update(expires_at=kept.received_at - timedelta(minutes=1))
    sent(answer(municipality, question(visitor, municipality)))

    assert not SamlAnswer.objects.filter(pk=kept.pk).exists()


def test_another_browser_cannot_use_the_answer(visitor: Client, municipality: Idp, provider: IdentityProvider) -> None:
    """Nor can a victim be signed in as the attacker by being made to send the attacker's answer."""
    victim = Client(headers=SAME_SITE)
    question(victim, municipality)
    on = sent(answer(municipality, question(visitor, municipality)), client=victim)

    assert on.status_code == 303
    assert victim.get(BACK).status_code == 400
    assert not signed_in(victim)


def test_an_answer_that_took_too_long_is_refused(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    sent(answer(municipality, question(visitor, municipality)))
    SamlAnswer.objects.update(received_at=SamlAnswer.objects.get().received_at - timedelta(minutes=11))

    assert visitor.get(BACK).status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"sign_assertion": False},
        {"sign_assertion": False, "sign_response": True},
        SHA1,
        {"entity_id": "https://annan.example/"},
        {"to": "http://testserver/logga-in/organisation/annan/saml/"},
        {"lifetime": {"minutes": -30}},
        {"issuer": "https://annan.example/"},
    ],
    ids=str,
)
def test_an_answer_that_does_not_fit_signs_nobody_in(
    changes: dict[str, Any], visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    page = sent(answer(municipality, question(visitor, municipality), **changes))

    assert page.status_code == 400
    assert "Svaret från organisationen gick inte att lita på." in page.content.decode()
    assert visitor.get(BACK).status_code == 400
    assert not SamlAnswer.objects.exists()
    assert not User.objects.exists()


def test_a_changed_answer_signs_nobody_in(visitor: Client, municipality: Idp, provider: IdentityProvider) -> None:
    xml = municipality.answer(ENTITY, ACS, question(visitor, municipality))

    assert sent(posted(xml.replace("strateg@", "chefen@"))).status_code == 400
    assert not User.objects.exists()


def test_what_was_not_asked_for_is_refused_unless_turned_on(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    page = sent(answer(municipality, None))
    assert page.status_code == 400
    assert "Inloggningen började inte här." in page.content.decode()
    assert not User.objects.exists()

    let_it_start(provider=provider, starts_itself=True, by=ADMIN, at=NOON)
    browser = Client(headers={"Sec-Fetch-Site": "cross-site"})
    form = answer(municipality, None)
    assert sent(form, "/prov/avtal/", browser)["Location"] == "/prov/avtal/"
    assert signed_in(browser)
    assert sent(form).status_code == 400


@pytest.mark.parametrize(
    "relay", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:///evil", ""]
)
def test_one_comes_nowhere_else_afterwards(
    relay: str, visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    let_it_start(provider=provider, starts_itself=True, by=ADMIN, at=NOON)
    assert sent(answer(municipality, None), relay)["Location"] == "/"

    number = question(visitor, municipality, next=relay)
    sent(answer(municipality, number), relay)
    assert visitor.get(BACK)["Location"] == "/"


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (ORG_PERSON | {ADDRESS: "a@annan.example"}, "Organisationen är inte känd i Samverk."),
        (ORG_PERSON | {AFFILIATION: "anst7@2120000142"}, "number 2120000142"),
        (ORG_PERSON | {AFFILIATION: "18900101-9802@2120000134"}, "personnummer (uppgiften ”orgAffiliation”)"),
        (ORG_PERSON | {"urn:oid:1.2.752.29.4.13": "189001019802"}, "(uppgiften ”personalIdentityNumber”)"),
        (ORG_PERSON | {"NameID": "189001019802"}, "(uppgiften ”NameID”)"),
    ],
)
def test_who_cannot_come_in_is_told_why(
    says: dict[str, str], words: str, visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    municipality.sp = b""
    number = visitor.get(BEGIN)["Location"] and visitor.session["organisation_question"]["question"]

    page = sent(answer(municipality, number, name=says.get("NameID", "x"), says=says))
    if page.status_code == 303:
        page = visitor.get(BACK, headers={"Accept-Language": "sv"})

    assert page.status_code == 403
    assert words in page.content.decode()
    assert "9802" not in page.content.decode()
    assert not User.objects.exists()
    assert not SamlAnswer.objects.exclude(said="").exists()


def test_a_comment_in_the_address_does_not_make_another(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    says = ORG_PERSON | {ADDRESS: "chef@sollentuna.example.evil.example"}
    xml = municipality.answer(ENTITY, ACS, question(visitor, municipality), says=says)
    sent(posted(xml.replace("chef@sollentuna.example.", "chef@sollentuna.example<!---->.")))

    assert visitor.get(BACK).status_code == 403
    assert not User.objects.exists()


def test_without_an_address_only_one_who_is_known_comes_in(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    says = {name: value for name, value in ORG_PERSON.items() if name != ADDRESS}

    def come() -> Any:
        sent(answer(municipality, question(visitor, municipality), says=says, name_format=TRANSIENT))
        return visitor.get(BACK, headers={"Accept-Language": "sv"})

    assert "”anst7@2120000134” till ett konto" in come().content.decode()

    user = User.objects.create_user("strateg@sollentuna.example", title="Strateg, Sollentuna")
    Identity.objects.create(provider=provider, user=user, subject="anst7@2120000134", made_at=NOON, used_at=NOON)
    assert come().status_code == 302
    assert signed_in(visitor)


def test_our_next_key_stands_in_the_metadata_before_it_is_used(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    assert visitor.get(METADATA).content.decode().count('use="signing"') == 1
    add_pair(provider=provider, pair=pair("nästa"), by=ADMIN, at=NOON)
    assert visitor.get(METADATA).content.decode().count('use="signing"') == 2
    municipality.sp = visitor.get(METADATA).content
    question(visitor, municipality)

    change_pair(provider=provider, by=ADMIN, at=NOON)

    question(visitor, municipality)
    assert visitor.get(METADATA).content.decode().count('use="signing"') == 1
    assert not change_pair(provider=provider, by=ADMIN, at=NOON)


def test_a_second_step_that_one_has_set_up_is_still_taken(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    user = User.objects.create_user("strateg@sollentuna.example", title="Strateg, Sollentuna")
    user.authenticator_set.create(type="totp", data={})  # type: ignore[attr-defined]  # allauth's table
    sent(answer(municipality, question(visitor, municipality)))

    assert visitor.get(BACK)["Location"] == "/logga-in/andra-steget/"
    assert not signed_in(visitor)


def test_signing_out_is_only_out_of_here_and_says_so(
    visitor: Client, municipality: Idp, provider: IdentityProvider
) -> None:
    sent(answer(municipality, question(visitor, municipality)))
    visitor.get(BACK)

    page = visitor.get("/logga-ut/", headers={"Accept-Language": "sv"}).content.decode()

    assert "Du är fortfarande inloggad hos Sollentuna kommun." in page
    visitor.post("/logga-ut/")
    assert not signed_in(visitor)


def test_one_place_cannot_answer_without_end(municipality: Idp, provider: IdentityProvider) -> None:
    statuses = {sent("x").status_code for _ in range(62)}

    assert statuses == {400, 429}


def test_who_is_not_there_answers_nothing(visitor: Client, provider: IdentityProvider) -> None:
    assert visitor.get("/logga-in/organisation/annan/metadata/").status_code == 404
    assert visitor.post("/logga-in/organisation/annan/saml/", {"SAMLResponse": "x"}).status_code == 404
    assert visitor.get(ANSWER).status_code == 405


def test_a_closed_sign_in_is_closed(visitor: Client, municipality: Idp, provider: IdentityProvider) -> None:
    form = answer(municipality, question(visitor, municipality))
    IdentityProvider.objects.update(is_open=False)

    assert sent(form).status_code == 303
    assert visitor.get(BACK).status_code == 404
    assert visitor.get(BEGIN).status_code == 404
    assert not User.objects.exists()


def test_the_metadata_names_what_the_organisation_needs(visitor: Client, provider: IdentityProvider) -> None:
    page = visitor.get(METADATA)

    assert page["Content-Type"] == "application/samlmetadata+xml"
    assert f'entityID="{ENTITY}"' in page.content.decode()
    assert f'Location="{ACS}"' in page.content.decode()
    assert 'WantAssertionsSigned="true"' in page.content.decode()
    assert "PRIVATE" not in page.content.decode()
    assert not re.search(r"displayName|2\.5\.4\.42|1\.2\.752\.29\.4\.13", page.content.decode())
    assert server_of(provider).certificates


def test_the_private_key_is_sealed(provider: IdentityProvider) -> None:
    assert "PRIVATE" not in IdentityProvider.objects.get().secret
