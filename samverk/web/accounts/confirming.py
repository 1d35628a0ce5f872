"""Proving once more who one is, before changing how one signs in: a forgotten open window must not be enough."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Concatenate
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samverk.accounts.actions.signing_in import forgive_tries
from samverk.accounts.queries.signing_in import second_steps_of
from samverk.web.accounts import limits, passkeys, second_steps
from samverk.web.accounts.forms import CodeForm, ConfirmPasswordForm
from samverk.web.accounts.records import is_recent
from samverk.web.origin import way_back

if TYPE_CHECKING:
    from samverk.accounts.models import User


def confirmed[**P](view: Callable[Concatenate[HttpRequest, User, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, given the user, for one who has proved who they are in the last quarter of an hour."""

    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("sign-in")
        if not is_recent(request, request.user):
            return redirect(f"{reverse('confirm-identity')}?{urlencode({'next': request.path})}")
        return view(request, request.user, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def confirm_identity(request: HttpRequest) -> HttpResponse:
    """The password, a code or a passkey; then on to ``next``."""
    user = request.user
    if not user.is_authenticated:
        return redirect("sign-in")
    if request.method != "POST":
        return _page(request, user)
    counted = limits.count((limits.CODE, str(user.pk)))
    if not counted.allowed:
        return limits.too_many(request)
    wrong = _prove(request, user)
    if wrong:
        return _page(request, user, wrong)
    forgive_tries(counted=counted)
    return redirect(way_back(request, reverse("security")))


def _prove(request: HttpRequest, user: User) -> str:
    """What was wrong, or "" when it is proved."""
    if "credential" in request.POST:
        key = passkeys.holder(request.POST["credential"], user)
        if key is None:
            return _("Passernyckeln gick inte att använda. Försök igen, eller välj ett annat sätt.")
        passkeys.note(request, key)
        return ""
    if "code" in request.POST:
        right = second_steps.check_code(request, user, request.POST["code"])
        return "" if right else _("Koden stämmer inte, eller är redan använd. Vänta på nästa kod och skriv den.")
    if user.check_password(request.POST.get("password", "")):
        reauthenticate_by_password(request)
        return ""
    return _("Lösenordet stämmer inte.")


def _page(request: HttpRequest, user: User, wrong: str = "") -> HttpResponse:
    kinds = {step.kind for step in second_steps_of(user)}
    context = {
        "wrong": wrong,
        "password_form": ConfirmPasswordForm() if user.has_usable_password() else None,
        "code_form": CodeForm() if Authenticator.Type.TOTP in kinds else None,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "next": way_back(request, ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "accounts/confirm.html", context, status=status)
