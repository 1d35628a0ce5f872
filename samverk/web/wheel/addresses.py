"""Everyone's own calendar address: made, shown once, replaced, closed."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samverk.accounts.actions import close_calendar_address, make_calendar_address
from samverk.accounts.queries import actor, calendar_made_at
from samverk.lib import clock
from samverk.web.wheel.views import feed_at
from samverk.web.words import page_language


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def calendar_address(request: HttpRequest) -> HttpResponse:
    """GET: whether there is an address, and the buttons. POST ``gor``: "skapa" makes or replaces it, "stang" closes it.

    The new address is shown in the answer itself: it is kept nowhere from where it could be shown again.
    """
    if not request.user.is_authenticated:
        return redirect("sign-in")
    if request.method != "POST":
        return _page(request, {})
    by = actor(request.user, clock.today(), clock.now())
    match request.POST.get("gor"):
        case "skapa":
            secret = make_calendar_address(user=request.user, by=by, at=clock.now())
            made = feed_at(request, reverse("my-wheel-feed", args=[secret]), page_language())
            return _page(request, {"made": made})
        case "stang":
            if close_calendar_address(user=request.user, by=by):
                messages.success(request, _("Adressen är stängd. Kalendrar som använde den får inget mer."))
            return redirect("calendar-address")
        case _:
            wrong = {"wrong": _("Välj att skapa en adress eller att stänga den du har.")}
            return _page(request, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(request: HttpRequest, context: Mapping[str, object], status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    made_at = calendar_made_at(request.user)
    day = made_at.astimezone(clock.STOCKHOLM).date() if made_at is not None else None
    return render(request, "wheel/calendar_address.html", {**context, "made_on": day}, status=status)
