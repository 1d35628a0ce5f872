"""Reads of signing in: which sessions are open, which second steps someone has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now  # noqa: TID251 - sessions end by the database's clock, see lib.sessions
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from samverk.accounts.models import SignIn, User


@dataclass(frozen=True, slots=True)
class SecondStep:
    """A second step someone has set up: ``kind`` totp, webauthn or recovery_codes; ``name`` as its owner calls it."""

    id: int
    kind: str
    name: str
    made_at: datetime
    used_at: datetime | None


def live_keys() -> QuerySet[Session, str]:
    """The keys of the sessions that have not ended."""
    return Session.objects.filter(expire_date__gt=Now()).values_list("session_key", flat=True)


def sign_ins_of(user: User) -> list[SignIn]:
    """The sessions someone is signed in to, the latest first (one query)."""
    return list(user.sign_ins.filter(session_key__in=live_keys()).order_by("-signed_in_at", "-id"))


def second_steps_of(user: User) -> list[SecondStep]:
    """Everything someone can take the second step with, in the order it was set up (one query)."""
    rows = Authenticator.objects.filter(user=user).order_by("id")
    return [SecondStep(row.pk, row.type, row.data.get("name", ""), row.created_at, row.last_used_at) for row in rows]


def user_to_reset(address: str) -> User:
    """The active user with this address, however it is typed. When there is none: somebody who is not saved (pk 0), so
    that whoever asks can do the same work for both.
    """
    email = address.strip().lower()
    return User.objects.filter(email=email, is_active=True).first() or User(pk=0, email=email)


def user_with_address(address: str) -> User | None:
    """The user with this address, also one whose account is closed."""
    return User.objects.filter(email=address.strip().lower()).first()


def password_token(user: User) -> tuple[str, str]:
    """What a link to choose a password carries: the number of the user, and a token that is good until the password
    has been changed, or PASSWORD_RESET_TIMEOUT has passed.
    """
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


def user_of_token(number: str, token: str) -> User | None:
    """The active user whose token it is; None when it is nobody's, or is over."""
    try:
        pk = int(urlsafe_base64_decode(number).decode("ascii"))
    except ValueError:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 2**63 else None
    return user if user is not None and default_token_generator.check_token(user, token) else None


def has_second_step(user: User) -> bool:
    """Whether there is a second step to take at sign-in: an app for codes, or a passkey. Reserve codes are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())
