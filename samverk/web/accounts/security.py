"""How one signs in: password, second step, reserve codes, and the sessions one is signed in to."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samverk.accounts.actions.signing_in import (
    end_other_sign_ins,
    end_sign_in,
    forgive_tries,
    renew_sign_in,
    set_password,
)
from samverk.accounts.queries import actor
from samverk.accounts.queries.signing_in import second_steps_of, sign_ins_of
from samverk.lib import clock
from samverk.rules.wording import Text
from samverk.web.accounts import letters, limits, passkeys, second_steps
from samverk.web.accounts.confirming import confirmed
from samverk.web.accounts.forms import ChangePasswordForm, CodeForm, PasskeyForm
from samverk.web.accounts.own_words import METHODS
from samverk.web.errors import Missing
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.accounts.models import User

NO_STEP = Text("Det andra steget finns inte, eller är inte ditt.", "There is no such second step, or it is not yours.")
TO_SECURITY = Text("Inloggning och säkerhet", "Sign-in and security")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """GET: all about how one signs in. POST ends a session: ``avsluta`` its number, or "andra" for the others."""
    user = request.user
    if not user.is_authenticated:
        return redirect("sign-in")
    if request.method == "POST":
        return _end(request, user)
    by = actor(user, clock.today())
    steps = second_steps_of(user)
    sessions = [
        {
            "row": row,
            "method": METHODS[row.method].in_language(page_language()),
            "at": row.signed_in_at.astimezone(clock.STOCKHOLM),
            "current": row.session_key == request.session.session_key,
        }
        for row in sign_ins_of(user)
    ]
    context = {
        "has_password": user.has_usable_password(),
        "codes": [step for step in steps if step.kind == "totp"],
        "keys": [step for step in steps if step.kind == "webauthn"],
        "reserve": any(step.kind == "recovery_codes" for step in steps),
        "sessions": sessions,
        "administers": by.is_administrator,
        "others": any(not session["current"] for session in sessions),
    }
    return render(request, "accounts/security.html", context)


def _end(request: HttpRequest, user: User) -> HttpResponse:
    by, wanted = actor(user, clock.today()), request.POST.get("avsluta", "")
    if wanted == "andra":
        ended = end_other_sign_ins(user=user, keeping=request.session.session_key or "", by=by)
    else:
        ended = wanted.isascii() and wanted.isdecimal() and end_sign_in(user=user, sign_in=int(wanted[:18]), by=by)
    if ended:
        messages.success(request, _("Inloggningen är avslutad."), extra_tags="ok")
    else:
        messages.info(request, _("Den inloggningen var redan avslutad."))
    return redirect("security")


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def change_password(request: HttpRequest, user: User) -> HttpResponse:
    """A new password. All other sessions end; this one goes on under a new key."""
    if not user.has_usable_password():
        return redirect("security")
    if request.method != "POST":
        return render(request, "accounts/change_password.html", {"form": ChangePasswordForm(user)})
    counted = limits.count((limits.CODE, str(user.pk)))
    if not counted.allowed:
        return limits.too_many(request)
    form = ChangePasswordForm(user, request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "accounts/change_password.html", {"form": form}, status=status)
    forgive_tries(counted=counted)
    by, before = actor(user, clock.today()), request.session.session_key or ""
    with transaction.atomic():
        set_password(user=user, password=form.cleaned_data["new_password1"], by=by)
        letters.changed(user, letters.PASSWORD_CHANGED)
    update_session_auth_hash(request, user)
    renew_sign_in(user=user, before=before, after=request.session.session_key or "")
    end_other_sign_ins(user=user, keeping=request.session.session_key or "", by=by)
    messages.success(request, _("Lösenordet är bytt. Andra inloggningar är avslutade."), extra_tags="ok")
    return redirect("security")


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def code_app(request: HttpRequest, user: User) -> HttpResponse:
    """An app for codes: GET shows what it needs, POST proves that it has it. One app at a time: a new one replaces."""
    if request.method != "POST":
        secret = second_steps.begin_setup(request.session)
        return _code_page(request, user, secret, CodeForm())
    counted = limits.count((limits.CODE, str(user.pk)))
    if not counted.allowed:
        return limits.too_many(request)
    form, secret_now = CodeForm(request.POST), second_steps.secret_in(request.session)
    if secret_now is None:
        return redirect("code-app")
    if form.is_valid() and _told(user, second_steps.complete_setup, request.session, user, form.cleaned_data["code"]):
        forgive_tries(counted=counted)
        return _added(request, user)
    if form.is_valid():
        form.add_error("code", _("Koden stämmer inte. Kontrollera klockan i telefonen och skriv den kod som visas nu."))
    return _code_page(request, user, secret_now, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _code_page(
    request: HttpRequest, user: User, secret: str, form: CodeForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "setup": second_steps.shown(user, secret)}
    return render(request, "accounts/code_app.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def passkey(request: HttpRequest, user: User) -> HttpResponse:
    """A new passkey: the browser makes it, the page gives it a name."""
    if request.method != "POST":
        return render(request, "accounts/passkey.html", {"form": PasskeyForm()})
    form = PasskeyForm(request.POST)
    if form.is_valid() and _told(user, passkeys.add, user, form.cleaned_data["name"], form.cleaned_data["credential"]):
        return _added(request, user)
    if form.is_valid():
        form.add_error(None, _("Webbläsaren gjorde ingen passernyckel. Försök igen."))
    return render(request, "accounts/passkey.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@confirmed
def passkey_creation(_: HttpRequest, user: User) -> HttpResponse:
    """What the browser needs to make a passkey."""
    return JsonResponse(passkeys.registration_options(user))


def _told(user: User, add: Callable[..., bool], *given: object) -> bool:
    """Set up a second step and queue the letter that says so: both or neither. Whether it was set up."""
    with transaction.atomic():
        done = add(*given)
        if done:
            letters.changed(user, letters.STEP_ADDED)
    return done


def _added(request: HttpRequest, user: User) -> HttpResponse:
    # Sessions signed in to with the password alone are no longer enough.
    end_other_sign_ins(user=user, keeping=request.session.session_key or "", by=actor(user, clock.today()))
    codes = second_steps.first_reserve_codes(user)
    if codes:
        return render(request, "accounts/reserve_codes.html", {"codes": codes, "first": True})
    messages.success(request, _("Det andra steget är klart."), extra_tags="ok")
    return redirect("security")


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def remove_step(request: HttpRequest, user: User, step: int) -> HttpResponse:
    """GET asks, POST takes the second step away."""
    found = next((one for one in second_steps_of(user) if one.id == step and one.kind != "recovery_codes"), None)
    if found is None:
        raise Missing(NO_STEP, way=TO_SECURITY, href=".")
    if request.method != "POST":
        return render(request, "accounts/remove_step.html", {"step": found})
    with transaction.atomic():
        second_steps.remove(user, step)
        letters.changed(user, letters.STEP_REMOVED)
    messages.success(request, _("Det andra steget är borttaget."), extra_tags="ok")
    return redirect("security")


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def reserve_codes(request: HttpRequest, user: User) -> HttpResponse:
    """GET: how many are left. POST: ten new ones, shown this once."""
    if request.method == "POST" and any(step.kind != "recovery_codes" for step in second_steps_of(user)):
        with transaction.atomic():
            codes = second_steps.new_reserve_codes(user)
            letters.changed(user, letters.CODES_RENEWED)
        return render(request, "accounts/reserve_codes.html", {"codes": codes})
    steps = second_steps_of(user)
    context = {"left": second_steps.reserve_codes_left(user), "possible": bool(steps)}
    return render(request, "accounts/reserve_codes.html", context)
