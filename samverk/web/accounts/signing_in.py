"""The second step at sign-in, and what the browser needs to ask for a passkey."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from allauth.account.stages import LoginStageController
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samverk.accounts.actions.signing_in import forgive_tries
from samverk.accounts.queries.signing_in import second_steps_of
from samverk.web.accounts import limits, passkeys, second_steps
from samverk.web.accounts.adapters import SecondStepStage
from samverk.web.accounts.forms import CodeForm
from samverk.web.accounts.origin_address import client_address
from samverk.web.origin import same_origin

if TYPE_CHECKING:
    from samverk.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """Asked for once the password is right: a code or a passkey. Without that, back to the sign-in page."""
    stage = _stage(request)
    if stage is None:
        return redirect("sign-in")
    user: User = stage.login.user
    if request.method != "POST":
        return _page(request, user, CodeForm())
    counted = limits.count((limits.CODE, str(user.pk)))
    if not counted.allowed:
        return limits.too_many(request)
    form = CodeForm(request.POST)
    if not _is_proved(request, user, form):
        return _page(request, user, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    forgive_tries(counted=counted)
    return cast(HttpResponse, stage.exit())


@require_POST
@same_origin
@never_cache
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser hands to the passkey: a challenge that is good once, kept in the session."""
    if not limits.count((limits.PASSKEY_FROM_PLACE, client_address(request))).allowed:
        return limits.too_many(request)
    stage = _stage(request)
    user = request.user if request.user.is_authenticated else stage.login.user if stage is not None else None
    return JsonResponse(passkeys.sign_in_options(user))


def _stage(request: HttpRequest) -> Any:
    """The sign-in that waits for its second step, or None."""
    return LoginStageController.enter(request, SecondStepStage.key)


def _is_proved(request: HttpRequest, user: User, form: CodeForm) -> bool:
    if "credential" in request.POST:
        key = passkeys.holder(request.POST["credential"], user)
        if key is not None:
            passkeys.note(request, key)
        return key is not None
    if not form.is_valid():
        return False
    if second_steps.check_code(request, user, form.cleaned_data["code"]):
        return True
    form.add_error("code", _("Koden stämmer inte, eller är redan använd. Vänta på nästa kod i appen och skriv den."))
    return False


def _page(request: HttpRequest, user: User, form: CodeForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    kinds = {step.kind for step in second_steps_of(user)}
    context = {
        "form": form,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "has_code": bool(kinds - {Authenticator.Type.WEBAUTHN}),
        "passkey_failed": status != HTTPStatus.OK and "credential" in request.POST,
    }
    return render(request, "accounts/second_step.html", context, status=status)
