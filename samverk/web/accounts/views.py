"""Sign in, sign out, language and theme."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods

from samverk.accounts.actions import set_preferences
from samverk.accounts.actions.signing_in import Counted, forget_sign_in, forgive_tries
from samverk.accounts.queries import actor
from samverk.accounts.queries.organisations import open_providers, provider_named
from samverk.lib import clock
from samverk.web.accounts import limits, passkeys
from samverk.web.accounts.forms import PreferencesForm, SignInForm
from samverk.web.accounts.origin_address import client_address
from samverk.web.accounts.records import organisation_signed_in_by
from samverk.web.accounts.remembering import remember
from samverk.web.origin import same_origin
from samverk.web.shell import Shell
from samverk.web.words import page_language


class SignIn(LoginView):
    """Address and password, or a passkey. Whoever has a second step takes it before they are in."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    counted = Counted(True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the organisations that sign their own people in."""
        return super().get_context_data(**kwargs) | {"providers": open_providers()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A try: counted before it is made, so that tries at the same moment are counted too."""
        if "credential" in request.POST:
            return self._by_passkey(request.POST["credential"])
        if request.POST.get("username") and request.POST.get("password"):
            self.counted = limits.password_tries(request, request.POST["username"])
            if not self.counted.allowed:
                return limits.too_many(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password is right: on to the second step, or in, to ``next`` or the start page."""
        forgive_tries(counted=self.counted)
        user = form.get_user()
        login = Login(user=user, redirect_url=self.get_success_url())
        return cast(HttpResponse, perform_password_login(self.request, {"email": user.email}, login))

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The form again, with what was wrong."""
        response = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    def _by_passkey(self, answer: str) -> HttpResponse:
        if not limits.count((limits.PASSKEY_FROM_PLACE, client_address(self.request))).allowed:
            return limits.too_many(self.request)
        key = passkeys.holder(answer, None)
        if key is None or not key.user.is_active:
            context = self.get_context_data(form=SignInForm(self.request), passkey_failed=True)
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return passkeys.sign_in(self.request, key, self.get_success_url())


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST signs out; GET asks, so that a stray link signs nobody out."""
    if request.method == "POST":
        forget_sign_in(session_key=request.session.session_key or "")
        logout(request)
        return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    slug = organisation_signed_in_by(request)
    organisation = provider_named(slug, closed_too=True) if slug else None
    return render(request, "accounts/sign_out.html", {"organisation": organisation})


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
def preferences(request: HttpRequest) -> HttpResponse:
    """Language and theme: kept on the device, and on the account of the one who has signed in."""
    if request.method != "POST":
        chosen = {"language": page_language(), "theme": Shell(request).theme or "system"}
        return render(request, "accounts/preferences.html", {"form": PreferencesForm(initial=chosen)})
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "accounts/preferences.html", {"form": form}, status=status)
    language, theme = form.cleaned_data["language"], form.cleaned_data["theme"]
    if request.user.is_authenticated and (language or theme):
        set_preferences(user=request.user, by=actor(request.user, clock.today()), language=language, theme=theme)
    return _saved(request, language, theme)


def _saved(request: HttpRequest, language: str | None, theme: str | None) -> HttpResponse:
    """Back to where the choice was made; the page of its own says, in the new language, that it is done."""
    back = _way_back(request)
    if back is None:
        back = resolve_url("settings")
        with override(language or page_language()):
            messages.success(request, gettext("Valet är sparat."), extra_tags="ok")
    response = HttpResponseRedirect(back, status=HTTPStatus.SEE_OTHER)
    remember(response, language=language, theme=theme)
    return response


def _way_back(request: HttpRequest) -> str | None:
    """The page the form stood on: ``next`` if the form says so, otherwise what the browser says. Only pages of ours."""
    for address in (request.POST.get("next"), request.headers.get("Referer")):
        if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
            return address if urlsplit(address).path != request.path else None
    return None
