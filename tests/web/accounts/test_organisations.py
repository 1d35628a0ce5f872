"""Signing in by one's organisation, against an OpenID provider that others have written, and against a hostile one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.test import Client
from oidc_provider_mock import User as Somebody
from oidc_provider_mock import run_server_in_thread

from samverk.accounts.actions.organisations import add_provider, map_organisation, map_role
from samverk.accounts.models import Attempt, Identity, IdentityProvider, SignIn, User
from samverk.accounts.policy import system
from samverk.integrations.openid import Question
from tests.integrations.hostile import Provider, hostile
from tests.web.conftest import SAME_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]

ADMIN = system("Prov")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEGIN, BACK = "/logga-in/organisation/sollentuna/", "/logga-in/organisation/sollentuna/svar/"
PEOPLE = [
    Somebody(
        sub="a1b2",
        claims={"email": "strateg@sollentuna.example", "title": "Strateg, Sollentuna", "roles": ["Samverk.Strateg"]},
    ),
    Somebody(sub="utan-domän", claims={"email": "någon@annan.example"}),
    Somebody(sub="med-nummer", claims={"email": "a@sollentuna.example", "personnummer": "19900101-9802"}),
    Somebody(sub="900101-9802", claims={"email": "b@sollentuna.example"}),
    Somebody(sub="utan-adress", claims={"upn": "SOLLENTUNA\\a"}),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The organisation's server: an OpenID provider written by others."""
    with run_server_in_thread(user_claims=PEOPLE) as running:
        yield f"http://localhost:{running.server_port}"


def mapped(issuer: str) -> IdentityProvider:
    provider = add_provider(
        slug="sollentuna",
        title="Sollentuna kommun",
        issuer=issuer,
        client_id="samverk",
        secret="hemlighet",
        by=ADMIN,
        at=NOON,
    )
    map_organisation(provider=provider, key="domain", value="sollentuna.example", party="0163", by=ADMIN, at=NOON)
    map_role(provider=provider, group="Samverk.Strateg", kind="contact_person", by=ADMIN, at=NOON)
    return provider


@pytest.fixture
def provider(db: None, server: str) -> IdentityProvider:
    return mapped(server)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """None: the address it points to is what we want to know."""


def there(client: Client, somebody: str, *, then: str = "", **form: str) -> str:
    """Goes to the organisation and signs in there; the address on our site that one is sent back to."""
    address = client.get(BEGIN, {"next": then} if then else {})["Location"]
    request = Request(address, urlencode({"sub": somebody, **form}).encode(), method="POST")
    try:
        build_opener(_Stay).open(request, timeout=20)
    except HTTPError as answer:
        parts = urlsplit(answer.headers["Location"])
        answer.close()
        return f"{parts.path}?{parts.query}"
    raise AssertionError("the provider sends nobody back")


def signed_in(client: Client) -> bool:
    return "Strateg, Sollentuna" in client.get("/prov/avtal/").content.decode()


def test_the_whole_way_there_and_back(visitor: Client, provider: IdentityProvider) -> None:
    answer = visitor.get(there(visitor, "a1b2", then="/prov/avtal/?per=2014-04-15"))

    assert (answer.status_code, answer["Location"]) == (302, "/prov/avtal/?per=2014-04-15")
    assert signed_in(visitor)
    user = User.objects.get()
    assert (user.email, user.title) == ("strateg@sollentuna.example", "Strateg, Sollentuna")
    assert [(role.kind, role.party) for role in user.roles.all()] == [("contact_person", "0163")]
    assert SignIn.objects.get().method == "organisation"


def test_nothing_but_the_made_up_name_is_kept(visitor: Client, provider: IdentityProvider) -> None:
    visitor.get(there(visitor, "a1b2"))

    assert Identity.objects.values_list("subject").get() == ("a1b2",)


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_one_comes_nowhere_else_afterwards(then: str, visitor: Client, provider: IdentityProvider) -> None:
    assert visitor.get(there(visitor, "a1b2", then=then))["Location"] == "/"


def test_the_session_gets_a_new_key(visitor: Client, provider: IdentityProvider) -> None:
    back = there(visitor, "a1b2")
    before = visitor.cookies["sessionid"].value

    visitor.get(back)

    assert visitor.cookies["sessionid"].value != before


def test_the_same_way_back_twice_signs_in_once(visitor: Client, provider: IdentityProvider) -> None:
    back = there(visitor, "a1b2")
    visitor.get(back)
    visitor.post("/logga-ut/")

    assert visitor.get(back).status_code == 400
    assert not signed_in(visitor)


def test_another_browser_cannot_use_the_way_back(visitor: Client, provider: IdentityProvider) -> None:
    """Nor can a victim be signed in as the attacker by being given the attacker's way back."""
    back, victim = there(visitor, "a1b2"), Client(headers=SAME_SITE)
    assert victim.get(back).status_code == 400
    there(victim, "a1b2")

    assert victim.get(back).status_code == 400
    assert not signed_in(victim)


def test_a_way_back_that_took_too_long_is_refused(visitor: Client, provider: IdentityProvider) -> None:
    back = there(visitor, "a1b2")
    session = visitor.session
    session["organisation_question"] = session["organisation_question"] | {"at": 0}
    session.save()

    assert visitor.get(back).status_code == 400


def test_a_way_back_to_another_organisation_is_refused(
    visitor: Client, provider: IdentityProvider, server: str
) -> None:
    other = add_provider(slug="taby", title="Täby", issuer=server, client_id="annan", secret="x", by=ADMIN, at=NOON)
    back = there(visitor, "a1b2").replace("/sollentuna/", f"/{other.slug}/")

    assert visitor.get(back).status_code == 400


def test_one_who_changes_their_mind_is_told(visitor: Client, provider: IdentityProvider) -> None:
    answer = visitor.get(there(visitor, "a1b2", action="deny"), headers={"Accept-Language": "sv"})

    assert answer.status_code == 400
    assert "Inloggningen gick inte" in answer.content.decode()


@pytest.mark.parametrize(
    ("somebody", "words"),
    [
        ("utan-domän", "Organisationen är inte känd i Samverk. Inloggningen sade: domain annan.example"),
        ("med-nummer", "Organisationen skickade ett personnummer (uppgiften ”personnummer”)."),
        ("900101-9802", "Organisationen skickade ett personnummer (uppgiften ”sub”)."),
        ("utan-adress", "Organisationen är inte känd i Samverk."),
    ],
)
def test_who_cannot_come_in_is_told_why(somebody: str, words: str, visitor: Client, provider: IdentityProvider) -> None:
    answer = visitor.get(there(visitor, somebody), headers={"Accept-Language": "sv"})

    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert "9802" not in answer.content.decode()
    assert not User.objects.exists()


def test_the_sign_in_page_offers_the_organisations(visitor: Client, provider: IdentityProvider) -> None:
    page = visitor.get("/logga-in/", {"next": "/avtal/?a=1&b=2"}).content.decode()

    assert f'href="{BEGIN}?next=/avtal/%3Fa%3D1%26b%3D2"' in page
    assert "hemlighet" not in page


def test_a_server_that_does_not_answer_is_said(visitor: Client, provider: IdentityProvider) -> None:
    IdentityProvider.objects.update(issuer="http://localhost:9")

    answer = visitor.get(BEGIN, headers={"Accept-Language": "sv"})

    assert answer.status_code == 400
    assert "svarar inte som den ska" in answer.content.decode()


def test_one_place_cannot_ask_without_end(visitor: Client, provider: IdentityProvider) -> None:
    statuses = {visitor.get(BEGIN).status_code for _ in range(62)}

    assert statuses == {302, 429}
    assert Attempt.objects.count() == 60


def test_a_second_step_that_one_has_set_up_is_still_taken(visitor: Client, provider: IdentityProvider) -> None:
    visitor.get(there(visitor, "a1b2"))
    User.objects.get().authenticator_set.create(type="totp", data={})  # type: ignore[attr-defined]  # allauth's table
    other = Client(headers=SAME_SITE)

    assert other.get(there(other, "a1b2"))["Location"] == "/logga-in/andra-steget/"
    assert not signed_in(other)


@pytest.fixture
def evil() -> Iterator[Provider]:
    with hostile() as made:
        yield made


@pytest.mark.parametrize(
    "claims", [{"nonce": "en annan"}, {"iss": "https://evil.example"}, {"aud": "annan"}, {"exp": 1}, {}]
)
def test_an_answer_that_does_not_fit_signs_nobody_in(claims: dict[str, Any], visitor: Client, evil: Provider) -> None:
    mapped(evil.client.issuer)
    asked = parse_qs(urlsplit(visitor.get(BEGIN)["Location"]).query)
    evil.question = Question(asked["state"][0], asked["nonce"][0], "")
    evil.claims = claims

    answer = visitor.get(BACK, {"state": asked["state"][0], "code": "abc"})

    assert answer.status_code == (302 if claims == {} else 400)
    assert User.objects.exists() == (claims == {})
