"""The secret address of a calendar: made, replaced, closed; only its hash is kept."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from samverk.accounts import queries
from samverk.accounts.actions import close_calendar_address, make_calendar_address
from samverk.accounts.models import CalendarAddress, User
from samverk.accounts.policy import VISITOR, Actor, NotAllowed, system

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def user(name: str = "chef") -> User:
    return User.objects.create_user(f"{name}@example.org", title=f"Socialchef {name}")


def as_(one: User) -> Actor:
    return Actor(user_id=str(one.pk), label=one.title)


def test_a_secret_is_long_random_and_kept_as_its_hash_alone() -> None:
    one = user()
    secrets = [make_calendar_address(user=one, by=as_(one), at=AT) for _ in range(20)]

    assert len(set(secrets)) == 20
    assert all(len(secret) == 43 for secret in secrets)
    (kept,) = CalendarAddress.objects.all()
    assert kept.secret_hash == hashlib.sha256(secrets[-1].encode()).hexdigest()
    assert queries.calendar_made_at(one) == AT
    assert str(kept) == f"{one.pk} 2026-11-21"


def test_only_the_latest_secret_finds_the_user() -> None:
    one, other = user(), user("annan")
    old = make_calendar_address(user=one, by=as_(one), at=AT)
    new = make_calendar_address(user=one, by=as_(one), at=AT)
    hers = make_calendar_address(user=other, by=as_(other), at=AT)

    assert [queries.user_of_calendar(secret) for secret in (old, new, hers, "")] == [None, one, other, None]


def test_an_address_is_closed_once() -> None:
    one = user()
    secret = make_calendar_address(user=one, by=as_(one), at=AT)

    assert close_calendar_address(user=one, by=as_(one)) is True
    assert close_calendar_address(user=one, by=as_(one)) is False
    assert queries.user_of_calendar(secret) is None
    assert queries.calendar_made_at(one) is None


@pytest.mark.parametrize("stranger", [VISITOR, system("Prov"), Actor(user_id="0", label="En annan")])
def test_nobody_looks_after_anothers_address(stranger: Actor) -> None:
    one = user()
    secret = make_calendar_address(user=one, by=as_(one), at=AT)

    with pytest.raises(NotAllowed, match="sköter var och en själv"):
        make_calendar_address(user=one, by=stranger, at=AT)
    with pytest.raises(NotAllowed):
        close_calendar_address(user=one, by=stranger)
    assert queries.user_of_calendar(secret) == one


def test_the_table_refuses_two_addresses_an_empty_one_and_one_that_is_taken() -> None:
    one, other = user(), user("annan")
    CalendarAddress.objects.create(user=one, secret_hash="a" * 64, made_at=AT)
    for wrong in ({"user": one, "secret_hash": "b" * 64}, {"user": other, "secret_hash": "a" * 64},
                  {"user": other, "secret_hash": ""}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarAddress.objects.create(made_at=AT, **wrong)


def test_the_address_goes_with_the_account() -> None:
    one = user()
    make_calendar_address(user=one, by=as_(one), at=AT)
    one.delete()
    assert CalendarAddress.objects.count() == 0
