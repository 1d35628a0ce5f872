"""The pages for what went wrong: not found, not allowed, not understood, broken, and a database that cannot answer.

Each says what happened and what to do. A view that knows why raises ``Missing`` or lets a refusal of the areas
(``NotAllowed``) through; the middleware turns the latter into a page, or into the sign-in page for a visitor.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from samverk.accounts.policy import NotAllowed
from samverk.rules.wording import Text
from samverk.web.database_trouble import explain
from samverk.web.words import page_language


class Missing(Http404):
    """No such agreement, day, municipality … ``reason`` says what was asked for; ``way`` leads on."""

    def __init__(self, reason: Text, *, way: Text | None = None, href: str = "") -> None:
        super().__init__(reason.sv)
        self.reason = reason
        self.way = way
        self.href = href


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400: the address or the form cannot be understood."""
    return render(request, "errors/400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in or not, this is not for the one who asks."""
    reason = exception.denied.reason if isinstance(exception, NotAllowed) else None
    context = {"reason": _said(reason)}
    return render(request, "errors/403.html", context, status=HTTPStatus.FORBIDDEN)


def form_from_elsewhere(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: the form's token is missing or old."""
    return render(request, "errors/csrf.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the reason when the view knew one."""
    context: dict[str, str] = {}
    if isinstance(exception, Missing):
        context = {"reason": _said(exception.reason), "way": _said(exception.way), "href": exception.href}
    return render(request, "errors/404.html", context, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 in plain words when it is the database that cannot answer, otherwise 500. Neither page reads anything."""
    error = sys.exception()
    trouble = explain(error) if isinstance(error, DatabaseError) else None
    if trouble is None:
        return render(request, "errors/500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    context = {"heading": _said(trouble.heading), "advice": _said(trouble.advice)}
    response = render(request, "errors/503.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if trouble.passes:
        response["Retry-After"] = "10"
    return response


def _said(text: Text | None) -> str:
    return text.in_language(page_language()) if text is not None else ""


class Refusals:
    """Middleware: a refusal by a policy becomes a page. A visitor is asked to sign in first, and then comes back.

    An address with a sign that no text can hold leads nowhere: PostgreSQL would refuse to look for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            return not_found(request, Http404())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Only refusals; everything else is left to Django."""
        if not isinstance(exception, NotAllowed):
            return None
        if request.method in ("GET", "HEAD") and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return forbidden(request, exception)
