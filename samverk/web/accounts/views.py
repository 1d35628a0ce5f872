"""Sign in, sign out, language and theme."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

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
from samverk.accounts.queries import actor
from samverk.lib import clock
from samverk.web.accounts.forms import PreferencesForm, SignInForm
from samverk.web.origin import same_origin
from samverk.web.shell import THEME_COOKIE, THEMES, Shell
from samverk.web.words import page_language

_YEAR = 365 * 24 * 3600


class SignIn(LoginView):
    """Address and password. The language and theme of the account come along to this device."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signed in: on to ``next``, or to the start page."""
        response = super().form_valid(form)
        user = form.get_user()
        remember(response, language=user.language, theme=user.theme)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The form again, with what was wrong."""
        response = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST signs out; GET asks, so that a stray link signs nobody out."""
    if request.method == "POST":
        logout(request)
        return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    return render(request, "accounts/sign_out.html")


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


def remember(response: HttpResponse, *, language: str | None, theme: str | None) -> None:
    """Keeps the choice on the device for a year; None leaves as it is, theme ``system`` forgets the choice."""
    if language:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    if theme in THEMES:
        _keep(response, THEME_COOKIE, theme)
    elif theme:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
