"""Everyone's own choice of which letters to get."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import can_change_preferences, require
from samverk.accounts.queries import actor, signed_in
from samverk.lib import clock
from samverk.outreach.actions.outbox import choose_mail
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.outbox import declined_by
from samverk.web.shapes import Shape
from samverk.web.words import page_language


@dataclass(frozen=True, slots=True)
class Class(Shape):
    """A class of letters: its name, and whether one gets it. ``settled``: nobody can decline it."""

    key: str
    name: str
    gets: bool
    settled: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: HttpRequest) -> HttpResponse:
    """Which classes of letters one gets; a POST says which of those that can be declined (``slag``)."""
    asking = actor(request.user, clock.today(), clock.now())
    require(can_change_preferences(asking, asking.user_id))
    user = signed_in(request.user)
    assert user is not None  # noqa: S101 - has just been required
    if request.method == "POST":
        choose_mail(user=user, wanted=request.POST.getlist("slag"), by=asking, at=clock.now())
        messages.success(request, _("Ditt val är sparat."), extra_tags="ok")
        return redirect("mail-choices")
    declined = declined_by(user.email)
    language = page_language()
    context = {
        "address": user.email,
        "classes": [
            Class(str(key), one.name.in_language(language), gets=key not in declined, settled=not one.declinable)
            for key, one in CLASSES.items()
        ],
    }
    return render(request, "personal/mail_choices.html", context)
