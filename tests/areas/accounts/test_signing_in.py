"""Tries are counted, sessions listed and ended: also by many at once, on either database."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samverk.accounts.actions.signing_in import (
    Counted,
    Limit,
    Try,
    count_tries,
    end_other_sign_ins,
    end_sign_in,
    forget_sign_in,
    forgive_tries,
    record_sign_in,
    remove_second_steps,
    renew_sign_in,
)
from samverk.accounts.models import Attempt, SignIn, User
from samverk.accounts.policy import Actor, NotAllowed, system
from samverk.accounts.queries.signing_in import sign_ins_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
THREE = Limit("prov", 3, timedelta(minutes=5))


def tried(seconds: int, subject: str = "a", limit: Limit = THREE) -> Counted:
    return count_tries(tries=[Try(limit, subject)], at=NOON + timedelta(seconds=seconds))


@pytest.mark.django_db
def test_the_tries_run_out_and_come_back() -> None:
    allowed = [tried(second).allowed for second in (0, 1, 2, 3, 200, 299, 300, 301, 302)]

    assert allowed == [True, True, True, False, False, False, True, True, True]


@pytest.mark.django_db
def test_one_subject_s_tries_are_not_another_s() -> None:
    assert [tried(0, "a").allowed for _ in range(4)] == [True, True, True, False]
    assert tried(0, "b").allowed


@pytest.mark.django_db
def test_what_was_right_is_forgiven_and_what_was_wrong_is_not() -> None:
    tried(0), tried(1)
    forgive_tries(counted=tried(2))

    assert [tried(3).allowed, tried(4).allowed] == [True, False]


@pytest.mark.django_db
def test_a_refused_try_counts_against_none_of_its_limits() -> None:
    wide = Limit("vid", 5, timedelta(minutes=5))
    for _ in range(9):
        count_tries(tries=[Try(wide, "plats"), Try(THREE, "a")], at=NOON)

    assert Attempt.objects.filter(kind="vid").count() == 3


@pytest.mark.django_db
def test_neither_the_address_nor_the_place_can_be_read_from_the_table() -> None:
    tried(0, "strateg@kommun.example 203.0.113.7")

    assert "strateg" not in str(Attempt.objects.values_list())


@pytest.mark.django_db
def test_old_tries_are_removed() -> None:
    tried(0)
    tried(2 * 24 * 3600, "b")

    assert Attempt.objects.count() == 1


class Windows(TestCase):
    """The law: in no window of its length are more than ``most`` tries allowed, and none is refused without cause."""

    @given(st.lists(st.integers(0, 60), max_size=14), st.integers(1, 4), st.integers(1, 30))
    def test_never_too_many(self, seconds: Sequence[int], most: int, length: int) -> None:
        Attempt.objects.all().delete()
        limit = Limit("lag", most, timedelta(seconds=length))
        let_in: list[int] = []
        for second in sorted(seconds):
            before = sum(1 for other in let_in if second - length < other <= second)
            allowed = tried(second, limit=limit).allowed
            assert allowed == (before < most)
            if allowed:
                let_in.append(second)


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("strateg@kommun.example", "hemligt-ord", title="Strateg, Sollentuna")


def oneself(user: User) -> Actor:
    return Actor(user_id=str(user.pk), label=user.title)


def session() -> str:
    store = SessionStore()
    store.create()
    return str(store.session_key)


def signed_in(user: User, method: str = "password") -> SignIn:
    return record_sign_in(user=user, session_key=session(), method=method, device="Firefox, Windows", at=NOON)


def test_sessions_that_have_ended_leave_the_list(user: User) -> None:
    first, second = signed_in(user), signed_in(user)
    Session.objects.filter(session_key=first.session_key).update(expire_date=NOON - timedelta(days=9999))

    assert sign_ins_of(user) == [second]
    third = signed_in(user)
    assert set(SignIn.objects.all()) == {second, third}


def test_an_ended_session_is_gone_and_not_only_unlisted(user: User) -> None:
    kept, ended = signed_in(user), signed_in(user)

    assert end_sign_in(user=user, sign_in=ended.pk, by=oneself(user)) is True

    assert sign_ins_of(user) == [kept]
    assert set(Session.objects.values_list("session_key", flat=True)) == {kept.session_key}
    assert end_sign_in(user=user, sign_in=ended.pk, by=oneself(user)) is False


def test_all_others_end_and_this_one_stays(user: User) -> None:
    kept = signed_in(user)
    signed_in(user), signed_in(user)

    assert end_other_sign_ins(user=user, keeping=kept.session_key, by=oneself(user)) is True
    assert list(Session.objects.values_list("session_key", flat=True)) == [kept.session_key]
    assert end_other_sign_ins(user=user, keeping=kept.session_key, by=oneself(user)) is False


def test_nobody_ends_another_s_session(user: User) -> None:
    other = User.objects.create_user("annan@kommun.example", "hemligt-ord", title="Annan")
    row = signed_in(user)

    assert end_sign_in(user=other, sign_in=row.pk, by=oneself(other)) is False
    with pytest.raises(NotAllowed):
        end_sign_in(user=user, sign_in=row.pk, by=oneself(other))
    with pytest.raises(NotAllowed):
        end_other_sign_ins(user=user, keeping="", by=oneself(other))
    assert sign_ins_of(user) == [row]


def test_a_session_goes_on_under_another_key_and_is_signed_out_of(user: User) -> None:
    row, after = signed_in(user), session()

    renew_sign_in(user=user, before=row.session_key, after=after)
    assert [one.session_key for one in sign_ins_of(user)] == [after]
    forget_sign_in(session_key=after)
    assert sign_ins_of(user) == []


def test_a_lost_second_step_is_removed_by_an_administrator_alone(user: User) -> None:
    signed_in(user)
    Authenticator.objects.create(user=user, type="totp", data={})

    with pytest.raises(NotAllowed):
        remove_second_steps(user=user, by=oneself(user))
    assert remove_second_steps(user=user, by=system("Prov")) == 1
    assert sign_ins_of(user) == []


def test_a_method_that_is_none_is_refused_by_the_database(user: User) -> None:
    row = signed_in(user)

    with pytest.raises(IntegrityError), transaction.atomic():
        SignIn.objects.filter(pk=row.pk).update(method="gissning")
