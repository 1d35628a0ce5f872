"""A forgotten password, and the first password of someone who has been invited: a link by mail, good once for a day."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samverk.accounts.actions.signing_in import end_other_sign_ins, set_password
from samverk.accounts.queries import actor
from samverk.accounts.queries.signing_in import user_of_token, user_to_reset
from samverk.lib import clock
from samverk.outreach.actions.sign_in_letters import ask_for_new_password
from samverk.web.accounts import letters, limits
from samverk.web.accounts.forms import ForgottenPasswordForm, NewPasswordForm
from samverk.web.accounts.origin_address import client_address

_IN_SESSION: Final = "new_password_token"
_HIDDEN: Final = "valj"
"""What stands in the address instead of the token once the session has it: an address ends up in logs."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Asks for the address; says the same whether it has an account or not, and takes as long."""
    if request.method != "POST":
        return _forgotten(request, ForgottenPasswordForm())
    form = ForgottenPasswordForm(request.POST)
    if not form.is_valid():
        return _forgotten(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    address = form.cleaned_data["email"].lower()
    places = (limits.LETTER_FROM_PLACE, client_address(request))
    if not limits.count((limits.LETTER_TO, address), places).allowed:
        return limits.too_many(request)
    user = user_to_reset(address)
    ask_for_new_password(address=address, language=user.language, at=clock.now())
    return render(request, "accounts/letter_sent.html", {"leaves": letters.leaves()})


def _forgotten(request: HttpRequest, form: ForgottenPasswordForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    context = {"form": form, "leaves": letters.leaves()}
    return render(request, "accounts/forgotten_password.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_password(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """The link: its token moves to the session, then the form. Signs nobody in: a second step must not be passed by."""
    if token != _HIDDEN:
        if user_of_token(number, token) is None:
            return render(request, "accounts/link_over.html", status=HTTPStatus.NOT_FOUND)
        request.session[_IN_SESSION] = token
        return redirect("new-password", number, _HIDDEN)
    user = user_of_token(number, request.session.get(_IN_SESSION, ""))
    if user is None:
        return render(request, "accounts/link_over.html", status=HTTPStatus.NOT_FOUND)
    form = NewPasswordForm(user, request.POST or None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "accounts/new_password.html", {"form": form, "account": user}, status=status)
    by = actor(user, clock.today())
    with transaction.atomic():
        set_password(user=user, password=form.cleaned_data["new_password1"], by=by)
        end_other_sign_ins(user=user, keeping="", by=by)
        letters.changed(user, letters.PASSWORD_CHANGED)
    del request.session[_IN_SESSION]
    messages.success(request, _("Lösenordet är sparat. Nu kan du logga in."), extra_tags="ok")
    return redirect("sign-in")
