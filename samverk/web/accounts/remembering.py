"""Language and theme, kept on the device."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from samverk.web.shell import THEME_COOKIE, THEMES

_YEAR = 365 * 24 * 3600


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
