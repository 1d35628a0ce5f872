"""Saying no to more letters of a class, from the link in one of them: without signing in, and never by looking.

The page only asks (link scanners open every link); the POST does it. Mail programs send that POST themselves when the
recipient presses their own button (RFC 8058): without cookies and without our token, so none is asked for. The secret
in the address is what counts, and all it can do is this and its opposite.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from samverk.lib import clock
from samverk.outreach.actions.outbox import decline, take_back_decline
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.letters import declined_in
from samverk.rules.wording import Text
from samverk.web.errors import Missing
from samverk.web.words import page_language


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def decline_mail(request: HttpRequest, secret: str) -> HttpResponse:
    """GET asks, POST declines, POST with ``angra`` takes it back."""
    named = declined_in(secret)
    if named is None or named[1] not in CLASSES:
        raise Missing(
            Text(
                "Länken är inte hel. Kopiera hela adressen ur brevet.",
                "The link is not whole. Copy the whole address from the letter.",
            )
        )
    address, kind = named
    done = ""
    if request.method == "POST":
        back = "angra" in request.POST
        if back:
            take_back_decline(address=address, kind=kind)
        else:
            decline(address=address, kind=kind, at=clock.now())
        done = "back" if back else "declined"
    context = {"address": address, "kind": CLASSES[kind].name.in_language(page_language()), "done": done}
    return render(request, "outreach/decline.html", context)
