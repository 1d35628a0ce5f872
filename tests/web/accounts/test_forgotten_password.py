"""A forgotten password: the letter, the link, and what neither tells a stranger."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.test import Client
from django.utils.http import urlsafe_base64_encode
from pytest_django import Settings

from samverk.accounts.models import Attempt, User
from tests.web.conftest import SAME_SITE

ASK = "/losenord/glomt/"
NEW = {"new_password1": "fyra gula cyklar i regn", "new_password2": "fyra gula cyklar i regn"}
KNOWN, UNKNOWN = {"email": "Strateg@kommun.example"}, {"email": "ingen@kommun.example"}

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


def delivered() -> list[Any]:
    """The letters, when all have been handed over."""
    for thread in threading.enumerate():
        if thread.name == "letter":
            thread.join(timeout=20)
    return mail.outbox


def link(client: Client) -> str:
    """The address in the letter, without the host."""
    client.post(ASK, KNOWN)
    [letter] = delivered()
    mail.outbox.clear()
    found = re.search(r"http://testserver(/losenord/nytt/\S+/)", letter.body)
    assert found is not None, letter.body
    return found[1]


def opened(client: Client, address: str) -> str:
    """The page behind the link: the token has gone from the address."""
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].endswith("/valj/")
    return str(answer["Location"])


def test_the_letter_leads_to_a_new_password(visitor: Client, user: User) -> None:
    page = opened(visitor, link(visitor))
    assert "strateg@kommun.example" in visitor.get(page).content.decode()

    answer = visitor.post(page, NEW)

    assert answer["Location"] == "/logga-in/"
    user.refresh_from_db()
    assert user.check_password(NEW["new_password1"])
    assert ["lösenord" in letter.subject and letter.to for letter in delivered()] == [["strateg@kommun.example"]]


def test_choosing_a_password_signs_nobody_in(visitor: Client, user: User) -> None:
    visitor.post(opened(visitor, link(visitor)), NEW)

    assert "Strateg, Sollentuna" not in visitor.get("/prov/avtal/").content.decode()


def test_the_letter_is_in_the_language_of_the_account(visitor: Client, user: User) -> None:
    User.objects.update(language="en")
    visitor.post(ASK, KNOWN, headers={"Accept-Language": "sv"})

    [letter] = delivered()

    assert letter.subject == "Choose a new password in Samverk"
    assert "Someone, probably you" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_link_is_good_once(visitor: Client, user: User) -> None:
    address = link(visitor)
    visitor.post(opened(visitor, address), NEW)

    again = Client(headers=SAME_SITE | {"Accept-Language": "sv"}).get(address)

    assert again.status_code == 404
    assert "Länken gäller inte längre" in again.content.decode()


def test_the_link_ends_after_its_time(visitor: Client, user: User, settings: Settings) -> None:
    address = link(visitor)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("change", [r"/nytt/\w+/", r"-.{6}", r"/valj"])
def test_a_link_that_has_been_changed_is_worth_nothing(change: str, visitor: Client, user: User) -> None:
    other = User.objects.create_user("annan@kommun.example", "hemligt-ord", title="Annan")
    address = link(visitor)
    forged = {r"/nytt/\w+/": re.sub(r"/nytt/\w+/", f"/nytt/{_number(other)}/", address),
              r"-.{6}": re.sub(r"-.{6}", "-aaaaaa", address),
              r"/valj": re.sub(r"[^/]+/$", "valj/", address)}[change]  # fmt: skip

    assert Client().get(forged).status_code == 404
    assert Client().post(forged, NEW).status_code == 404
    user.refresh_from_db()
    assert user.check_password("hemligt-ord")


@pytest.mark.parametrize("number", ["", "åäö", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "x" * 400, "MQ=="])
def test_a_number_that_is_none_is_worth_nothing(number: str, visitor: Client, user: User) -> None:
    assert visitor.get(f"/losenord/nytt/{number or '-'}/abc/").status_code == 404


def _number(user: User) -> str:
    return urlsafe_base64_encode(str(user.pk).encode())


def test_a_closed_account_gets_no_letter_and_its_link_is_over(visitor: Client, user: User) -> None:
    address = link(visitor)
    User.objects.update(is_active=False)

    assert visitor.get(address).status_code == 404
    visitor.post(ASK, KNOWN)
    assert delivered() == []


def test_every_session_of_the_account_ends(visitor: Client, member: Client, user: User) -> None:
    elsewhere = Client(headers=SAME_SITE)
    elsewhere.post("/logga-in/", {"username": "strateg@kommun.example", "password": "hemligt-ord"})
    key = elsewhere.cookies["sessionid"].value

    visitor.post(opened(visitor, link(visitor)), NEW)

    assert not Session.objects.filter(session_key=key).exists()
    assert "Strateg, Sollentuna" not in member.get("/prov/avtal/").content.decode()


@pytest.mark.parametrize(
    "password", ["kort", "123456789012345", "password1234", "strateg@kommun.example", "strateg kommun"]
)
def test_a_weak_password_is_refused(password: str, visitor: Client, user: User) -> None:
    page = opened(visitor, link(visitor))

    answer = visitor.post(page, {"new_password1": password, "new_password2": password})

    assert answer.status_code == 422
    user.refresh_from_db()
    assert user.check_password("hemligt-ord")


def test_two_passwords_that_differ_are_refused(visitor: Client, user: User) -> None:
    page = opened(visitor, link(visitor))

    answer = visitor.post(page, NEW | {"new_password2": "något helt annat"}, headers={"Accept-Language": "sv"})

    assert "inte lika" in answer.content.decode()


def test_the_answer_is_the_same_with_and_without_an_account(visitor: Client, user: User) -> None:
    answers = [visitor.post(ASK, given) for given in (KNOWN, UNKNOWN)]

    assert answers[0].content == answers[1].content
    assert answers[0].status_code == answers[1].status_code == 200
    assert [letter.to for letter in delivered()] == [["strateg@kommun.example"]]


class Slow(BaseEmailBackend):
    """A mail server that takes its time: it waits until it is told to go on."""

    go_on = threading.Event()
    asked: list[str] = []

    def send_messages(self, messages: Any) -> int:
        self.asked.extend(message.to[0] for message in messages)
        assert self.go_on.wait(timeout=60)
        return len(messages)


@pytest.fixture
def slow_mail(settings: Settings) -> Iterator[None]:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Slow"}}
    Slow.go_on.clear()
    Slow.asked.clear()
    yield
    Slow.go_on.set()
    delivered()


def test_nobody_waits_for_the_mail_server(slow_mail: None, visitor: Client, user: User) -> None:
    """Were the letter handed over before the page answers, the time it takes would tell who has an account."""
    assert visitor.post(ASK, KNOWN).status_code == 200

    Slow.go_on.set()
    delivered()
    assert Slow.asked == ["strateg@kommun.example"]


def test_letters_to_one_address_are_few_and_the_limit_tells_nothing(visitor: Client, user: User) -> None:
    known = [visitor.post(ASK, KNOWN).status_code for _ in range(5)]
    unknown = [visitor.post(ASK, UNKNOWN).status_code for _ in range(5)]

    assert known == unknown == [200] * 3 + [429] * 2
    assert len(delivered()) == 3
    Attempt.objects.update(at=F("at") - timedelta(hours=2))
    assert visitor.post(ASK, KNOWN).status_code == 200


def test_one_place_cannot_send_letters_to_everybody(visitor: Client) -> None:
    answers = [visitor.post(ASK, {"email": f"n{n}@kommun.example"}).status_code for n in range(22)]

    assert answers == [200] * 20 + [429] * 2


@pytest.mark.parametrize("address", ["", "strateg", "a@b", "strateg@kommun.example\nBcc: alla@kommun.example"])
def test_what_is_no_address_is_told(address: str, visitor: Client) -> None:
    assert visitor.post(ASK, {"email": address}).status_code == 422


def test_the_page_says_when_no_mail_leaves(visitor: Client, settings: Settings) -> None:
    assert "skickar ingen e-post" in visitor.get(ASK, headers={"Accept-Language": "sv"}).content.decode()

    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}

    assert "skickar ingen e-post" not in visitor.get(ASK, headers={"Accept-Language": "sv"}).content.decode()
