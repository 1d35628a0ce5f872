"""How the one who asks has proved who they are in this session, as allauth keeps it: one record for each step."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

if TYPE_CHECKING:
    from samverk.accounts.models import User

RECENT: Final = 15 * 60
"""Seconds. Who changes how they sign in has proved who they are within this time."""


def sign_in_method(request: HttpRequest, user: User) -> str:
    """How the session was signed in to: one of ``SignInMethod``."""
    records = _records(request, user)
    if any(record.get("passwordless") for record in records):
        return "passkey"
    if any(record["method"] == "socialaccount" for record in records):
        return "organisation"
    if any(record["method"] == "mfa" for record in records):
        return "password_and_code"
    return "password"


def organisation_signed_in_by(request: HttpRequest) -> str:
    """The slug of the organisation that has vouched for whoever asks; "" when none has."""
    if not request.user.is_authenticated:
        return ""
    return next((str(one["provider"]) for one in _records(request, request.user) if one.get("provider")), "")


def used_passkey_alone(request: HttpRequest, user: User) -> bool:
    """Whether a passkey has proved both who it is and that they hold it: then nothing more is asked for."""
    return any(record.get("passwordless") for record in _records(request, user))


def is_recent(request: HttpRequest, user: User) -> bool:
    """Whether the last proof is fresh enough to change how one signs in."""
    records = _records(request, user)
    return bool(records) and time.time() - records[-1]["at"] < RECENT  # noqa: TID251 - a session's own time, as allauth's


def _records(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = get_authentication_records(request, user)
    return records
