"""Of whom a second step is required: set and lifted by those who administer Samverk."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samverk.accounts.actions.requiring import RuleWithoutScope, lift_second_step, require_second_step
from samverk.accounts.policy import ROLE_NAMES, Actor, can_administer, require
from samverk.accounts.queries import actor
from samverk.accounts.queries.requiring import rules_in_force, titles_lacking
from samverk.agreements.queries import listings
from samverk.lib import clock
from samverk.web.accounts.forms import RequirementForm
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.agreements.queries.listings import Listed


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def requirements(request: HttpRequest) -> HttpResponse:
    """GET: what is required and who lacks it. POST adds a requirement, or lifts one (``upphav`` its number)."""
    by = actor(request.user, clock.today(), clock.now())
    require(can_administer(by))
    agreements = listings.visible_to(by)
    form = _form(request, agreements)
    if request.method != "POST":
        return _page(request, form, agreements)
    if "upphav" in request.POST:
        return _lift(request, by)
    if not form.is_valid():
        return _page(request, form, agreements, HTTPStatus.UNPROCESSABLE_ENTITY)
    kind, agreement = form.cleaned_data["kind"], form.cleaned_data["agreement"]
    try:
        require_second_step(kind=kind, agreement=agreement, by=by, at=clock.now())
    except RuleWithoutScope:
        form.add_error(None, _("Välj en roll, ett avtal eller båda."))
        return _page(request, form, agreements, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Kravet gäller nu."), extra_tags="ok")
    return redirect("second-step-rules")


def _lift(request: HttpRequest, by: Actor) -> HttpResponse:
    number = request.POST["upphav"]
    if number.isascii() and number.isdecimal() and lift_second_step(rule=int(number[:18]), by=by, at=clock.now()):
        messages.success(request, _("Kravet är upphävt."), extra_tags="ok")
    else:
        messages.info(request, _("Det kravet gällde inte längre."))
    return redirect("second-step-rules")


def _form(request: HttpRequest, agreements: tuple[Listed, ...]) -> RequirementForm:
    language = page_language()
    kinds = [(str(kind), name.in_language(language)) for kind, name in ROLE_NAMES.items()]
    given = request.POST if request.method == "POST" else None
    return RequirementForm(given, kinds=kinds, agreements=list(_names(agreements).items()))


def _names(agreements: tuple[Listed, ...]) -> dict[str, str]:
    language = page_language()
    return {one.id: one.short_en if language == "en" else one.short_sv for one in agreements}


def _page(
    request: HttpRequest, form: RequirementForm, agreements: tuple[Listed, ...], status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    language = page_language()
    names = _names(agreements)
    rows = [
        {
            "rule": rule,
            "kind": ROLE_NAMES[rule.kind].in_language(language) if rule.kind else "",
            "agreement": names.get(rule.agreement, rule.agreement),
            "since": rule.set_at.astimezone(clock.STOCKHOLM).date(),
        }
        for rule in rules_in_force()
    ]
    context = {"form": form, "rows": rows, "lacking": titles_lacking(clock.today())}
    return render(request, "accounts/requirements.html", context, status=status)
