"""``/.well-known/security.txt``: where somebody who has found a weakness turns (RFC 9116)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samverk.lib import clock

HOLDS = timedelta(days=90)
"""A finder may trust the address for so long. It is written anew each time it is read."""


@require_safe
def security_text(request: HttpRequest) -> HttpResponse:
    """The contact of the installation; 404 where none is set."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (clock.now() + HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until.isoformat()}",
        "Preferred-Languages: sv, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
