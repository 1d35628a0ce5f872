"""What an administrator opens for a while: the form with the reason, and the button that closes it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.actions import OPEN_FOR, AccountRefused, close_content, open_content
from samverk.accounts.policy import can_open_content, require
from samverk.accounts.queries import actor, openings
from samverk.agreements.queries import listings
from samverk.lib import clock
from samverk.web.access.forms import ReasonForm
from samverk.web.agreements.views import look, no_agreement
from samverk.web.origin import same_origin
from samverk.web.words import page_language


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
def open_for_a_while(request: HttpRequest, agreement: str) -> HttpResponse:
    """GET: the form. POST: opens with the reason, or closes what is open (``gor``: "stang").

    The button that closes stands on every page, and so the form carries no token (``origin.same_origin``).
    """
    asking = actor(request.user, clock.today(), clock.now())
    denied = can_open_content(asking)
    if denied is not None:
        look(request, agreement)  # says that there is none, to who may not see it
        require(denied)
    one = listings.agreement(agreement)
    if one is None:
        raise no_agreement(request, agreement)
    now = clock.now()
    opened = next((found for found in openings(asking.user_id, now) if found.agreement == agreement), None)
    if request.method == "POST" and request.POST.get("gor") == "stang":
        if opened is not None:
            close_content(number=opened.number, by=asking, at=now)
        messages.success(request, _("Innehållet är stängt för dig."), extra_tags="ok")
        return redirect("access")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            open_content(agreement=agreement, reason=form.cleaned_data["reason"], by=asking, at=now)
        except AccountRefused as refusal:
            form.add_error("reason", refusal.message.in_language(page_language()))
        else:
            return redirect("agreement", agreement)
    context = {
        "section": "agreements",
        "title": one.short_en if page_language() == "en" else one.short_sv,
        "form": form,
        "minutes": int(OPEN_FOR.total_seconds() // 60),
        "opened": opened,
        "back": reverse("agreement-access", args=[agreement]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "access/open.html", context, status=status)
