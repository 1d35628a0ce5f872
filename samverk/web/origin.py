"""Accepts a form only from our own pages, by what the browser itself says about where it comes from.

For the few forms that stand on every page (language, theme, sign out). Django's token would do, but a token in every
page sets a cookie for every visitor, differs on every load, and so no page could be cached or answered with "not
changed". Browsers tell where a POST comes from: ``Sec-Fetch-Site`` over HTTPS and on localhost, ``Origin`` everywhere.
All other forms use the token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt


def same_origin[**P](view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, with a POST from anywhere else refused (403). GET is let through: it must not change anything."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD") and not is_same_origin(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this. Silence is no."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.get_host()


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Where an act was offered (``?next=``), when that is a page of ours; otherwise the page given."""
    asked = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours else otherwise
