"""Guessing: how often, from where, and what it tells. And that nobody learns which addresses have accounts."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db.models import F
from django.test import Client

from samverk.accounts.models import Attempt, User
from tests.web.conftest import SAME_SITE

SIGN_IN = "/logga-in/"
RIGHT = {"username": "strateg@kommun.example", "password": "hemligt-ord"}
WRONG = RIGHT | {"password": "fel"}

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.addresses")]


def at(place: str) -> Client:
    """A browser somewhere on the network, behind our web server."""
    return Client(headers=SAME_SITE | {"X-Forwarded-For": place})


def statuses(client: Client, given: dict[str, str], times: int) -> list[int]:
    return [client.post(SIGN_IN, given).status_code for _ in range(times)]


def test_five_wrong_passwords_and_then_a_wait(user: User) -> None:
    assert statuses(at("198.51.100.1"), WRONG, 7) == [422] * 5 + [429] * 2


def test_the_right_password_does_not_help_until_the_wait_is_over(user: User) -> None:
    client = at("198.51.100.1")
    statuses(client, WRONG, 5)

    assert statuses(client, RIGHT, 1) == [429]
    Attempt.objects.update(at=F("at") - timedelta(minutes=6))
    assert statuses(client, RIGHT, 1) == [302]


def test_the_page_says_so_and_when_to_come_back(user: User) -> None:
    client = at("198.51.100.1")
    statuses(client, WRONG, 5)

    answer = client.post(SIGN_IN, WRONG, headers={"Accept-Language": "sv"})

    assert "För många försök" in answer.content.decode()
    assert answer["Retry-After"] == "300"


def test_a_right_password_does_not_use_up_the_tries(user: User) -> None:
    for _ in range(9):
        assert statuses(at("198.51.100.1"), RIGHT, 1) == [302]


def test_right_passwords_in_between_do_not_hide_wrong_ones(user: User) -> None:
    client = at("198.51.100.1")
    for _ in range(5):
        statuses(client, WRONG, 1)
        statuses(at("198.51.100.1"), RIGHT, 1)

    assert statuses(client, WRONG, 1) == [429]


def test_the_owner_elsewhere_is_not_locked_out_by_one_who_guesses(user: User) -> None:
    statuses(at("198.51.100.1"), WRONG, 6)

    assert statuses(at("203.0.113.7"), RIGHT, 1) == [302]


def test_guesses_from_many_places_stop_at_the_account(user: User) -> None:
    allowed = [status for place in range(12) for status in statuses(at(f"198.51.100.{place}"), WRONG, 5)]

    assert allowed.count(422) == 30
    assert allowed[30:] == [429] * 30


def test_one_place_cannot_try_one_password_at_every_address(user: User) -> None:
    allowed = [statuses(at("198.51.100.1"), WRONG | {"username": f"n{n}@kommun.example"}, 1)[0] for n in range(65)]

    assert allowed == [422] * 60 + [429] * 5


def test_a_visitor_cannot_get_new_tries_by_claiming_to_be_elsewhere(user: User) -> None:
    allowed = [
        Client(headers=SAME_SITE | {"X-Forwarded-For": f"192.0.2.{n}, 198.51.100.1"}).post(SIGN_IN, WRONG).status_code
        for n in range(7)
    ]

    assert allowed == [422] * 5 + [429] * 2


def test_the_limit_is_the_same_for_an_address_without_an_account(user: User) -> None:
    known = statuses(at("198.51.100.1"), WRONG, 7)
    unknown = statuses(at("198.51.100.2"), WRONG | {"username": "ingen@kommun.example"}, 7)

    assert known == unknown


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a password is hashed: that is what takes time, on purpose."""
    done: list[str] = []
    honest = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, *args: Any, **kwargs: Any) -> str:
        done.append(password)
        return honest(self, password, *args, **kwargs)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return done


def test_every_refusal_takes_the_same_work(user: User, hashed: list[str]) -> None:
    """An address without an account, a closed one, one without a password: one password is hashed for each."""
    User.objects.create_user("stangd@kommun.example", "hemligt-ord", title="Stängd", is_active=False)
    User.objects.create_user("utan@kommun.example", None, title="Utan lösenord")
    work = {}
    for name in ("strateg", "ingen", "stangd", "utan"):
        hashed.clear()
        statuses(at("198.51.100.1"), WRONG | {"username": f"{name}@kommun.example"}, 1)
        work[name] = len(hashed)

    assert work == {"strateg": 1, "ingen": 1, "stangd": 1, "utan": 1}
