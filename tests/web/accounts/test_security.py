"""Everyone's own page about how they sign in: the list of sessions, the password, and the fresh proof it takes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samverk.accounts.actions.signing_in import record_sign_in
from samverk.accounts.models import SignIn, User
from samverk.lib import clock
from samverk.web.accounts import records
from samverk.web.accounts.devices import device
from tests.web.conftest import SAME_SITE

SIGN_IN, SECURITY = "/logga-in/", "/installningar/inloggning/"
PASSWORD, CONFIRM = f"{SECURITY}losenord/", "/logga-in/bekrafta/"
RIGHT = {"username": "strateg@kommun.example", "password": "hemligt-ord"}
NEW = {
    "old_password": "hemligt-ord",
    "new_password1": "fyra gula cyklar i regn",
    "new_password2": "fyra gula cyklar i regn",
}
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


def browser(user_agent: str = FIREFOX, **given: Any) -> Client:
    """A browser that has signed in."""
    client = Client(headers=SAME_SITE | {"User-Agent": user_agent, "Accept-Language": "sv"})
    client.post(SIGN_IN, RIGHT | given)
    return client


def signed_in(client: Client) -> bool:
    return "Strateg, Sollentuna" in client.get("/prov/avtal/").content.decode()


def test_the_list_tells_the_sessions_apart(user: User) -> None:
    browser("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Mobile Safari/604.1")
    page = browser().get(SECURITY).content.decode()

    assert "Firefox, Windows <b>(den här)</b>" in page
    assert "Safari, iPhone<br>" in page
    assert page.count('name="avsluta"') == 2  # the other one, and all others


def test_another_session_is_ended_from_here(user: User) -> None:
    there, here = browser(), browser()
    row = SignIn.objects.earliest("pk")

    here.post(SECURITY, {"avsluta": str(row.pk)})

    assert not signed_in(there)
    assert signed_in(here)


def test_all_others_are_ended_from_here(user: User) -> None:
    others, here = [browser(), browser()], browser()

    here.post(SECURITY, {"avsluta": "andra"})

    assert [signed_in(client) for client in (*others, here)] == [False, False, True]


def test_another_person_s_session_cannot_be_ended(user: User) -> None:
    victim = browser()
    User.objects.create_user("annan@kommun.example", "hemligt-ord", title="Annan")
    row = SignIn.objects.get()
    attacker = browser(username="annan@kommun.example")

    attacker.post(SECURITY, {"avsluta": str(row.pk)})
    attacker.post(SECURITY, {"avsluta": "andra"})

    assert signed_in(victim)


@pytest.mark.parametrize("wanted", ["", "x", "-1", "0", "9" * 40, "²", "1; DROP TABLE"])
def test_a_session_that_is_none_changes_nothing(wanted: str, user: User) -> None:
    here = browser()

    assert here.post(SECURITY, {"avsluta": wanted})["Location"] == SECURITY
    assert signed_in(here)


def test_signing_out_leaves_the_list(user: User) -> None:
    browser().post("/logga-ut/")

    assert not SignIn.objects.exists()


def test_a_long_list_costs_no_more_questions(user: User) -> None:
    here = browser()
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            here.get(SECURITY)
        costs.append(len(asked))
        for _more in range(5):
            browser()

    assert costs[0] == costs[1] <= 12


def test_a_new_password_ends_the_others_and_not_this_one(user: User) -> None:
    there, here = browser(), browser()
    before = here.cookies["sessionid"].value

    answer = here.post(PASSWORD, NEW)

    assert answer["Location"] == SECURITY
    assert [signed_in(there), signed_in(here)] == [False, True]
    assert here.cookies["sessionid"].value != before
    assert [row.session_key for row in SignIn.objects.all()] == [here.cookies["sessionid"].value]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"old_password": "fel"}, "nuvarande lösenord"),
        ({"new_password2": "något annat långt"}, "inte lika"),
        ({"new_password1": "kort", "new_password2": "kort"}, "12"),
        ({"new_password1": "", "new_password2": ""}, "Skriv ett nytt lösenord."),
    ],
)
def test_what_is_wrong_with_a_new_password_is_told(change: dict[str, str], words: str, user: User) -> None:
    here = browser()

    answer = here.post(PASSWORD, NEW | change)

    assert answer.status_code == 422
    assert words in answer.content.decode() or "gamla lösenordet" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password("hemligt-ord")


def test_the_old_password_cannot_be_guessed_at_length(user: User) -> None:
    here = browser()

    answers = [here.post(PASSWORD, NEW | {"old_password": "fel"}).status_code for _ in range(12)]

    assert answers == [422] * 10 + [429] * 2


def stale(client: Client) -> None:
    """As a quarter of an hour later."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= records.RECENT + 1
    session.save()


@pytest.mark.parametrize("way", ["losenord/", "kod/", "passernyckel/", "reservkoder/", "ta-bort/1/"])
def test_a_window_left_open_is_not_enough(way: str, user: User) -> None:
    here = browser()
    stale(here)

    answer = here.post(SECURITY + way, NEW)

    assert answer["Location"] == f"{CONFIRM}?next={SECURITY.replace('/', '%2F')}{way.replace('/', '%2F')}"
    user.refresh_from_db()
    assert user.check_password("hemligt-ord")


def test_the_password_once_more_leads_on(user: User) -> None:
    here = browser()
    stale(here)

    wrong = here.post(f"{CONFIRM}?next={PASSWORD}", {"password": "fel"})
    assert (wrong.status_code, "Lösenordet stämmer inte." in wrong.content.decode()) == (422, True)
    assert here.get(PASSWORD).status_code == 302
    assert here.post(f"{CONFIRM}?next={PASSWORD}", {"password": "hemligt-ord"})["Location"] == PASSWORD
    assert here.get(PASSWORD).status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_proof_leads_nowhere_else(elsewhere: str, user: User) -> None:
    here = browser()

    answer = here.post(f"{CONFIRM}?{'next=' + elsewhere}", {"password": "hemligt-ord"})

    assert answer["Location"] == SECURITY


def test_the_proof_cannot_be_guessed_at_length(user: User) -> None:
    here = browser()

    answers = [here.post(CONFIRM, {"password": "fel"}).status_code for _ in range(12)]

    assert answers == [422] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537 (KHTML, like Gecko) Chrome/141 Safari/537", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/141 Safari/537 Edg/141", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537 Chrome/141 Mobile Safari/537", "Chrome, Android"),
        ("curl/8", ""),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_in_two_words(user_agent: str, name: str) -> None:
    assert device(user_agent) == name


def test_rows_without_a_session_are_not_shown(user: User) -> None:
    record_sign_in(user=user, session_key="borta", method="password", device="Gammal", at=clock.now())
    SignIn.objects.update(signed_in_at=F("signed_in_at") - timedelta(days=40))

    assert "Gammal" not in browser().get(SECURITY).content.decode()
