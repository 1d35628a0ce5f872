"""Codes of the second step: set up, checked, replaced. The arithmetic is allauth's; no passkey code is loaded here."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from allauth.mfa import app_settings
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from samverk.lib import sealing
from samverk.web.accounts import limits
from samverk.web.accounts.adapters import PURPOSE, SecondStepAdapter

if TYPE_CHECKING:
    from samverk.accounts.models import User

_IN_SESSION: Final = "new_code_secret"
_MANUAL = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


@dataclass(frozen=True, slots=True)
class Setup:
    """What an app for codes needs: the secret in groups of four to type, the same as an address, and as a picture:
    ``modules`` squares to a side, and the path that draws the dark ones.
    """

    secret: str
    address: str
    modules: int
    path: str


def check_code(request: HttpRequest, user: User, code: str) -> bool:
    """Whether the code is one of the app's or an unused reserve code. A right one is used up and noted as a proof."""
    if not _first_use(user, code):
        return False
    for row in Authenticator.objects.filter(user=user, type__in=_MANUAL):
        step = TOTP(row) if row.type == Authenticator.Type.TOTP else RecoveryCodes(row)
        try:
            right = step.validate_code(_bare(code))
        except sealing.Unreadable:
            continue
        if right:
            post_authentication(request, step.instance, reauthenticated=request.user.is_authenticated)
            return True
    return False


def begin_setup(session: SessionBase) -> str:
    """A new secret for an app, kept sealed in the session until a code proves that the app has it."""
    secret: str = generate_totp_secret()
    session[_IN_SESSION] = sealing.seal(secret, purpose=PURPOSE)
    return secret


def secret_in(session: SessionBase) -> str | None:
    """The secret that is being set up."""
    try:
        return sealing.unseal(session.get(_IN_SESSION, ""), purpose=PURPOSE)
    except sealing.Unreadable:
        return None


def complete_setup(session: SessionBase, user: User, code: str) -> bool:
    """The app is the second step from now on, when the code is its own. Whether it was."""
    secret = secret_in(session)
    if secret is None or not validate_totp_code(secret, _bare(code)) or not _first_use(user, code):
        return False
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
        TOTP.activate(user, secret)
    del session[_IN_SESSION]
    return True


def shown(user: User, secret: str) -> Setup:
    """The secret as the page shows it."""
    address: str = SecondStepAdapter().build_totp_url(user, secret)
    # Loaded when the first app is set up. It comes with allauth, as what it draws its own codes with.
    picture = importlib.import_module("qrcode.main").QRCode(border=4)
    picture.add_data(address)
    rows = picture.get_matrix()
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return Setup(" ".join(groups), address, len(rows), "".join(dark))


@transaction.atomic
def new_reserve_codes(user: User) -> list[str]:
    """Ten codes, each good for one sign-in; those that were there before are worth nothing."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def first_reserve_codes(user: User) -> list[str]:
    """Codes for someone who has just set up their first second step; none for who has codes already."""
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists():
        return []
    return new_reserve_codes(user)


def reserve_codes_left(user: User) -> int:
    """How many reserve codes are unused."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return app_settings.RECOVERY_CODE_COUNT - row.data["used_mask"].bit_count() if row is not None else 0


@transaction.atomic
def remove(user: User, step: int) -> bool:
    """The second step is none of theirs any more; with the last one the reserve codes go. Whether there was one."""
    deleted: int = Authenticator.objects.filter(user=user, pk=step).exclude(type=_MANUAL[1]).delete()[0]
    delete_dangling_recovery_codes(user)
    return deleted > 0


def _first_use(user: User, code: str) -> bool:
    return limits.count((limits.CODE_ONCE, f"{user.pk} {_bare(code)}")).allowed


def _bare(code: str) -> str:
    return "".join(code.split())
