"""Passkeys: what the browser is asked for, and what is made of its answer.

What passkeys need (allauth's part and fido2) takes 10 MB and is loaded when the first is used.
"""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any, cast

from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from samverk.accounts.models import User


type Options = dict[str, Any]


def registration_options(user: User) -> Options:
    """For a new passkey: one that can be found by itself and that asks for finger, face or code."""
    options: Options = _auth().begin_registration(user, True)
    return options


def sign_in_options(user: User | None) -> Options:
    """For proving that one holds a passkey: one of the user's, or (None) whichever the browser has."""
    options: Options = _auth().begin_authentication(user)
    return options


def add(user: User, name: str, answer: str) -> bool:
    """The new passkey, when the answer belongs to what was asked. Whether it did."""
    auth, credential = _auth(), _read(answer)
    if credential is None:
        return False
    try:
        auth.parse_registration_response(credential)
        verified = auth.complete_registration(credential).is_user_verified()
    except (ValidationError, *_MALFORMED):
        return False
    if not verified:
        return False
    auth.WebAuthn.add(user, name, credential)
    return True


def holder(answer: str, user: User | None) -> Authenticator | None:
    """The passkey that the answer proves: one of the user's, or (None) whoever's it is. None when it proves nothing."""
    auth, credential = _auth(), _read(answer)
    if credential is None:
        return None
    try:
        auth.parse_authentication_response(credential)
        owner = user if user is not None else auth.extract_user_from_response(credential)
        return cast(Authenticator, auth.complete_authentication(owner, credential))
    except (ValidationError, *_MALFORMED):
        return None


def sign_in(request: HttpRequest, key: Authenticator, redirect_url: str) -> HttpResponse:
    """Signed in by the passkey alone: it is both what one has and what one is or knows."""
    flows = importlib.import_module("allauth.mfa.webauthn.internal.flows")
    login = Login(user=key.user, redirect_url=redirect_url)
    return cast(HttpResponse, flows.perform_passwordless_login(request, key, login))


def note(request: HttpRequest, key: Authenticator) -> None:
    """The passkey has proved who it is, as a second step or once more."""
    post_authentication(request, key, reauthenticated=request.user.is_authenticated)


def _read(answer: str) -> dict[str, Any] | None:
    try:
        found = json.loads(answer)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _auth() -> Any:
    return importlib.import_module("allauth.mfa.webauthn.internal.auth")


# What a forged answer can make the parsers stumble over.
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)
