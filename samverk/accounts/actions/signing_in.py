"""Writes of signing in: tries that are counted, sessions that are listed and ended, passwords, lost second steps."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from samverk.accounts.models import Attempt, SignIn, SignInMethod, User
from samverk.accounts.policy import Actor, can_administer, can_keep_sign_ins, require
from samverk.accounts.queries.signing_in import live_keys

KEPT: Final = timedelta(days=1)
"""Tries older than this count for nothing and are removed."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` tries of a kind at one subject within a time."""

    kind: str
    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Try:
    """A limit, and what is tried: an address, a place on the network, an account."""

    limit: Limit
    subject: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Whether the try may be made, and the rows that count it."""

    allowed: bool
    rows: tuple[int, ...] = ()


def count_tries(*, tries: Sequence[Try], at: datetime) -> Counted:
    """Counts a try against each of the limits; refused when one of them is passed.

    Not one transaction, on purpose: each row is there for all to see before the rows are counted, so that of tries made
    at the same moment in several processes never more than ``most`` pass, on either database. A try that is refused is
    not counted, or one who keeps trying would never be let in again.
    """
    Attempt.objects.filter(at__lt=at - KEPT).delete()
    rows = tuple(
        Attempt.objects.create(kind=one.limit.kind, subject_hash=_subject_hash(one), at=at).pk for one in tries
    )
    passed = [one for one in tries if _made(one, at) > one.limit.most]
    if passed:
        Attempt.objects.filter(pk__in=rows).delete()
        return Counted(False)
    return Counted(True, rows)


def forgive_tries(*, counted: Counted) -> None:
    """A try that was right is no try: its rows go. Those that were wrong before it stay until their time is out."""
    Attempt.objects.filter(pk__in=counted.rows).delete()


def _made(one: Try, at: datetime) -> int:
    of_one = Attempt.objects.filter(kind=one.limit.kind, subject_hash=_subject_hash(one))
    return of_one.filter(at__gt=at - one.limit.within).count()


def _subject_hash(one: Try) -> str:
    """Keyed, so that nobody with the table can find out who tried by guessing addresses."""
    said = f"{one.limit.kind}\n{one.subject}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


@transaction.atomic
def record_sign_in(*, user: User, session_key: str, method: str, device: str, at: datetime) -> SignIn:
    """A session that someone has just signed in to, by a ``SignInMethod``. Rows of ended sessions go."""
    user.sign_ins.exclude(session_key__in=live_keys()).delete()
    fields = {"user": user, "method": SignInMethod(method), "device": device, "signed_in_at": at}
    return SignIn.objects.update_or_create(session_key=session_key, defaults=fields)[0]


@transaction.atomic
def renew_sign_in(*, user: User, before: str, after: str) -> None:
    """The session goes on under another key."""
    SignIn.objects.filter(user=user, session_key=before).update(session_key=after)


@transaction.atomic
def forget_sign_in(*, session_key: str) -> None:
    """The session has been signed out of."""
    SignIn.objects.filter(session_key=session_key).delete()


@transaction.atomic
def end_sign_in(*, user: User, sign_in: int, by: Actor) -> bool:
    """The session is signed out, wherever it is. Whether there was one of the user's own with this number."""
    require(can_keep_sign_ins(by, str(user.pk)))
    return _end(user, [row.session_key for row in user.sign_ins.filter(pk=sign_in)])


@transaction.atomic
def end_other_sign_ins(*, user: User, keeping: str, by: Actor) -> bool:
    """Every session of the user but the one kept ("" keeps none). Whether there was any."""
    require(can_keep_sign_ins(by, str(user.pk)))
    return _end(user, [row.session_key for row in user.sign_ins.exclude(session_key=keeping)])


def _end(user: User, keys: list[str]) -> bool:
    Session.objects.filter(session_key__in=keys).delete()
    deleted, _ = user.sign_ins.filter(session_key__in=keys).delete()
    return deleted > 0


@transaction.atomic
def set_password(*, user: User, password: str, by: Actor) -> User:
    """A new password for oneself, already checked against the rules. Every session that rested on the old one ends."""
    require(can_keep_sign_ins(by, str(user.pk)))
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


@transaction.atomic
def remove_second_steps(*, user: User, by: Actor) -> int:
    """For someone who has lost both the telephone and the reserve codes: they sign in with the password alone, and set
    up a new second step. All their sessions end. How many were removed.
    """
    require(can_administer(by))
    deleted: int = Authenticator.objects.filter(user=user).delete()[0]
    _end(user, [row.session_key for row in user.sign_ins.all()])
    return deleted
