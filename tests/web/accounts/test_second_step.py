"""The second step: set up, asked for, used once, lost, taken away."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import F
from django.test import Client
from pytest_django import Settings

from samverk.accounts.models import Attempt, User
from tests.web.accounts.apps import code_of
from tests.web.conftest import SAME_SITE

SIGN_IN, STEP = "/logga-in/", "/logga-in/andra-steget/"
SECURITY, APP, RESERVE = (
    "/installningar/inloggning/",
    "/installningar/inloggning/kod/",
    "/installningar/inloggning/reservkoder/",
)
RIGHT = {"username": "strateg@kommun.example", "password": "hemligt-ord"}

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


def signed_in(client: Client) -> bool:
    return "Strateg, Sollentuna" in client.get("/prov/avtal/").content.decode()


def shown(client: Client, address: str) -> str:
    return client.get(address, headers={"Accept-Language": "sv"}).content.decode()


def set_up(client: Client) -> tuple[str, list[str]]:
    """Signs in, adds an app; its secret and the reserve codes."""
    client.post(SIGN_IN, RIGHT)
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", shown(client, APP))[0]
    page = client.post(APP, {"code": code_of(secret)}, headers={"Accept-Language": "sv"}).content.decode()
    return secret, re.findall(r"<code>(\d{8})</code>", page)


@pytest.fixture
def other() -> Client:
    """Another browser of the same person."""
    return Client(headers=SAME_SITE)


def forget_tries() -> None:
    """As when the time of the limits has passed."""
    Attempt.objects.update(at=F("at") - timedelta(hours=2))


def test_an_app_is_set_up_with_ten_reserve_codes(visitor: Client, user: User) -> None:
    _, codes = set_up(visitor)

    assert len(set(codes)) == 10
    assert "App för koder" in shown(visitor, SECURITY)


def test_a_wrong_code_sets_nothing_up(visitor: Client, user: User) -> None:
    visitor.post(SIGN_IN, RIGHT)
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", shown(visitor, APP))[0]

    answer = visitor.post(APP, {"code": code_of(secret, steps=40)})

    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_a_code_without_a_secret_starts_afresh(visitor: Client, user: User) -> None:
    visitor.post(SIGN_IN, RIGHT)

    assert visitor.post(APP, {"code": "123456"})["Location"] == APP


def test_the_password_alone_no_longer_signs_in(visitor: Client, other: Client, user: User) -> None:
    secret, _ = set_up(visitor)

    answer = other.post(SIGN_IN, RIGHT | {"next": "/prov/avtal/"})
    assert answer["Location"] == STEP
    assert not signed_in(other)
    assert "Andra steget" in shown(other, STEP)

    answer = other.post(STEP, {"code": code_of(secret, steps=1)})
    assert answer["Location"] == "/prov/avtal/"
    assert signed_in(other)


def test_the_second_step_is_nothing_without_the_first(visitor: Client, other: Client, user: User) -> None:
    secret, _ = set_up(visitor)

    assert other.get(STEP)["Location"] == SIGN_IN
    assert other.post(STEP, {"code": code_of(secret)})["Location"] == SIGN_IN
    assert not signed_in(other)


def test_the_session_gets_a_new_key_after_the_second_step_too(visitor: Client, other: Client, user: User) -> None:
    secret, _ = set_up(visitor)
    other.post(SIGN_IN, RIGHT)
    before = other.cookies["sessionid"].value

    other.post(STEP, {"code": code_of(secret, steps=1)})

    assert other.cookies["sessionid"].value != before
    stale = Client(headers=SAME_SITE)
    stale.cookies["sessionid"] = before
    assert not signed_in(stale)


def test_a_code_that_has_been_used_is_refused(visitor: Client, other: Client, user: User) -> None:
    secret, _ = set_up(visitor)
    code = code_of(secret, steps=1)
    other.post(SIGN_IN, RIGHT)
    other.post(STEP, {"code": code})
    replayer = Client(headers=SAME_SITE)
    replayer.post(SIGN_IN, RIGHT)

    answer = replayer.post(STEP, {"code": f" {code[:3]} {code[3:]}"})

    assert answer.status_code == 422
    assert not signed_in(replayer)


def test_a_reserve_code_is_good_once(visitor: Client, other: Client, user: User) -> None:
    _, codes = set_up(visitor)
    other.post(SIGN_IN, RIGHT)
    assert other.post(STEP, {"code": codes[3]}).status_code == 302
    assert signed_in(other)
    again = Client(headers=SAME_SITE)
    again.post(SIGN_IN, RIGHT)
    forget_tries()

    assert again.post(STEP, {"code": codes[3]}).status_code == 422
    assert again.post(STEP, {"code": codes[4]}).status_code == 302
    assert "8 reservkoder kvar" in shown(visitor, RESERVE)


def test_new_reserve_codes_replace_the_old(visitor: Client, other: Client, user: User) -> None:
    _, old = set_up(visitor)

    page = visitor.post(RESERVE, headers={"Accept-Language": "sv"}).content.decode()

    new = re.findall(r"<code>(\d{8})</code>", page)
    assert len(new) == 10
    assert not set(new) & set(old)
    other.post(SIGN_IN, RIGHT)
    assert other.post(STEP, {"code": old[0]}).status_code == 422
    assert other.post(STEP, {"code": new[0]}).status_code == 302


def test_reserve_codes_are_only_for_those_with_a_second_step(visitor: Client, user: User) -> None:
    visitor.post(SIGN_IN, RIGHT)

    visitor.post(RESERVE)

    assert not Authenticator.objects.exists()


def test_another_person_s_code_is_refused(visitor: Client, other: Client, user: User) -> None:
    secret, codes = set_up(visitor)
    someone = User.objects.create_user("annan@kommun.example", "hemligt-ord", title="Annan")
    Authenticator.objects.create(user=someone, type="webauthn", data={"name": "x", "credential": {}})
    other.post(SIGN_IN, RIGHT | {"username": someone.email})

    assert other.post(STEP, {"code": code_of(secret, steps=1)}).status_code == 422
    assert other.post(STEP, {"code": codes[0]}).status_code == 422
    assert "Annan" not in other.get("/prov/avtal/").content.decode()


def test_codes_cannot_be_guessed_at_length(visitor: Client, other: Client, user: User) -> None:
    secret, _ = set_up(visitor)
    other.post(SIGN_IN, RIGHT)

    answers = [other.post(STEP, {"code": f"{number:06}"}).status_code for number in range(12)]

    assert answers == [422] * 10 + [429] * 2
    assert other.post(STEP, {"code": code_of(secret, steps=1)}).status_code == 429
    assert not signed_in(other)


def test_the_secrets_are_sealed_in_the_database(visitor: Client, user: User) -> None:
    secret, _ = set_up(visitor)

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret.replace(" ", "") not in kept
    assert "gAAAA" in kept


def test_after_another_key_no_code_fits_and_no_page_breaks(
    visitor: Client, other: Client, user: User, settings: Settings
) -> None:
    secret, codes = set_up(visitor)
    settings.SECRET_KEY = "en helt annan nyckel som också är minst femtio tecken lång"
    other.post(SIGN_IN, RIGHT)

    assert other.post(STEP, {"code": code_of(secret, steps=1)}).status_code == 422
    assert other.post(STEP, {"code": codes[0]}).status_code == 422


def test_a_second_step_is_removed_after_a_question(visitor: Client, other: Client, user: User) -> None:
    set_up(visitor)
    row = Authenticator.objects.get(type="totp")
    address = f"{SECURITY}ta-bort/{row.pk}/"

    assert "Ta bort det andra steget" in shown(visitor, address)
    assert Authenticator.objects.count() == 2
    visitor.post(address)

    assert not Authenticator.objects.exists()
    assert other.post(SIGN_IN, RIGHT)["Location"] == "/"


def test_another_person_s_second_step_cannot_be_removed(visitor: Client, other: Client, user: User) -> None:
    set_up(visitor)
    someone = User.objects.create_user("annan@kommun.example", "hemligt-ord", title="Annan")
    other.post(SIGN_IN, RIGHT | {"username": someone.email})
    address = f"{SECURITY}ta-bort/{Authenticator.objects.get(type='totp').pk}/"

    assert other.get(address).status_code == 404
    assert other.post(address).status_code == 404
    assert Authenticator.objects.count() == 2


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x", '{"id": "a", "response": {}}', '{"response": 1}', "9" * 5000]
)
def test_a_forged_passkey_opens_nothing(answer: str, visitor: Client, other: Client, user: User) -> None:
    set_up(visitor)
    other.post("/logga-in/passernyckel/")

    assert other.post(SIGN_IN, {"credential": answer}).status_code == 422
    other.post(SIGN_IN, RIGHT)
    assert other.post(STEP, {"credential": answer}).status_code == 422
    assert not signed_in(other)
