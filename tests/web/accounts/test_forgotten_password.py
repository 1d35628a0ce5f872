"""A forgotten password: the letter, the link, and what neither tells a stranger."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlsafe_base64_encode
from pytest_django import Settings

from samverk.accounts.models import Attempt, User
from samverk.accounts.policy import system
from samverk.integrations.mail import Handed, Outcome
from samverk.lib import clock
from samverk.outreach.actions.delivery import deliver_message
from samverk.outreach.actions.erasing import ERASED, erase
from samverk.outreach.actions.outbox import decline
from samverk.outreach.models import Message
from tests.web.conftest import SAME_SITE

ASK = "/losenord/glomt/"
NEW = {"new_password1": "fyra gula cyklar i regn", "new_password2": "fyra gula cyklar i regn"}
KNOWN, UNKNOWN = {"email": "Strateg@kommun.example"}, {"email": "ingen@kommun.example"}

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


class Taken:
    """Takes every letter."""

    sender = "samverk@kommun.example"

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    def hand_over(self, letter: EmailMessage, commit: Callable[[], bool]) -> Handed:
        assert commit()
        self.letters.append(letter)
        return Handed(Outcome.SENT)

    def close(self) -> None:
        """Nothing is open."""


def delivered() -> list[EmailMessage]:
    """The letters that leave when everything that waits is sent."""
    through = Taken()
    for message in Message.objects.filter(state="waiting").order_by("pk"):
        deliver_message(message_id=message.pk, at=clock.now(), by=through)
    return through.letters


def body(letter: EmailMessage) -> str:
    return str(next(letter.iter_parts()).get_content())


def link(client: Client) -> str:
    """The address in the letter, without the host."""
    client.post(ASK, KNOWN)
    [letter] = delivered()
    found = re.search(r"http://127.0.0.1:8000(/losenord/nytt/\S+/)", body(letter))
    assert found is not None, body(letter)
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
    assert ["lösenord" in letter["Subject"] and letter["To"] for letter in delivered()] == ["strateg@kommun.example"]


def test_choosing_a_password_signs_nobody_in(visitor: Client, user: User) -> None:
    visitor.post(opened(visitor, link(visitor)), NEW)

    assert "Strateg, Sollentuna" not in visitor.get("/prov/avtal/").content.decode()


def test_the_letter_is_in_the_language_of_the_account(visitor: Client, user: User) -> None:
    User.objects.update(language="en")
    visitor.post(ASK, KNOWN, headers={"Accept-Language": "sv"})

    [letter] = delivered()

    assert letter["Subject"] == "Choose a new password in Samverk"
    assert "Someone, probably you" in body(letter)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None


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
    assert [letter["To"] for letter in delivered()] == ["strateg@kommun.example"]


def test_asking_does_the_same_work_with_and_without_an_account(visitor: Client, user: User) -> None:
    """The same statements and the same rows: neither the answer, nor the time it takes, nor the outbox tells."""
    done = []
    for given in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as asked:
            visitor.post(ASK, given)
        verbs = [
            " ".join(re.findall(r"SELECT|INSERT INTO \S+|UPDATE \S+|FROM \S+|SAVEPOINT", one["sql"])) for one in asked
        ]
        row = Message.objects.latest("pk")
        done.append((verbs, row.state, row.recipient, row.language, row.payload, row.kind, row.subject, row.text))

    assert done[0] == done[1]
    assert done[0][1] == "waiting"


def test_the_secret_is_in_the_letter_alone(visitor: Client, user: User) -> None:
    token = link(visitor).rstrip("/").rpartition("/")[2]

    [row] = Message.objects.all()
    assert "/losenord/nytt/" in row.text
    assert token not in row.text
    assert token not in str(row.payload)


def test_nobody_declines_letters_about_their_own_sign_in(visitor: Client, user: User) -> None:
    decline(address=user.email, kind="service", at=clock.now())
    visitor.post(ASK, KNOWN)
    decline(address=user.email, kind="service", at=clock.now())

    assert [letter["To"] for letter in delivered()] == [user.email]


def test_a_letter_that_was_asked_for_long_ago_is_not_sent(visitor: Client, user: User) -> None:
    visitor.post(ASK, KNOWN)
    Message.objects.update(created_at=F("created_at") - timedelta(days=2))

    assert delivered() == []
    assert Message.objects.get().state == "dropped"


def test_an_address_without_an_account_is_forgotten_after_a_day(visitor: Client) -> None:
    visitor.post(ASK, UNKNOWN)
    assert delivered() == []
    now = clock.now()
    for hours, known in ((12, "ingen@kommun.example"), (36, ERASED)):
        erase(today=now.date(), by=system("Prov"), at=now + timedelta(hours=hours))
        assert Message.objects.get().address == known


def test_the_change_and_its_letter_are_one(visitor: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(visitor, link(visitor))
    monkeypatch.setattr("samverk.web.accounts.letters.tell_of_change", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        visitor.post(page, NEW)

    user.refresh_from_db()
    assert user.check_password("hemligt-ord")


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

    settings.MAIL = settings.MAIL | {"mode": "smtp"}

    assert "skickar ingen e-post" not in visitor.get(ASK, headers={"Accept-Language": "sv"}).content.decode()
