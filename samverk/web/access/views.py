"""Who has which role: those of an agreement, those of the installation; giving one, and ending it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts import queries
from samverk.accounts.actions import AccountRefused, end_role, give_role
from samverk.accounts.policy import (
    Actor,
    Denied,
    NotAllowed,
    can_administer,
    can_end_role,
    can_give_role,
    can_see_roles,
    require,
    system,
)
from samverk.accounts.queries import actor
from samverk.agreements.queries import listings, situations
from samverk.lib import clock
from samverk.outreach.policy import can_export_log
from samverk.parties.queries import presented_municipalities, short_names
from samverk.rules.wording import Text
from samverk.web.access.forms import IN_AN_AGREEMENT, OUTSIDE, LastDayForm, RoleForm
from samverk.web.access.rows import Names, role_rows, trace_rows
from samverk.web.agreements.views import look
from samverk.web.errors import Missing
from samverk.web.shapes import Choice
from samverk.web.words import page_language

LATEST = 50
"""Rows of the trace that are shown."""

_NOT_YOURS = Denied(
    Text(
        "Behörigheter sköts av den som administrerar Samverk, och i ett avtal av strategen.",
        "Rights are looked after by those who administer Samverk, and in an agreement by its strategist.",
    )
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def access(request: HttpRequest) -> HttpResponse:
    """The agreements whose roles one looks after; for an administrator also the roles of the whole installation."""
    asking = actor(request.user, clock.today(), clock.now())
    administers = can_administer(asking) is None
    kept = [one for one in listings.visible_to(system("Behörigheter")) if can_see_roles(asking, one.id) is None]
    if not administers and not kept:
        raise NotAllowed(_NOT_YOURS)
    language = page_language()
    context: dict[str, Any] = {
        "agreements": [
            Choice(
                label=one.short_en if language == "en" else one.short_sv,
                href=reverse("agreement-access", args=[one.id]),
                current=False,
            )
            for one in kept
        ],
        "administers": administers,
    }
    if not administers:
        require(_NOT_YOURS if request.method == "POST" else None)
        return render(request, "access/access.html", context)
    names = Names(presented_municipalities(), {})
    return _page(request, asking, "", names, context)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_access(request: HttpRequest, agreement: str) -> HttpResponse:
    """Every role in the agreement, what has been done with them, and a form that gives one more."""
    asking = actor(request.user, clock.today(), clock.now())
    if can_see_roles(asking, agreement) is not None:
        look(request, agreement)  # says that there is none, to who may not see it
        raise NotAllowed(_NOT_YOURS)
    one = listings.agreement(agreement)
    if one is None:
        look(request, agreement)
        raise NotAllowed(_NOT_YOURS)
    language = page_language()
    names = _names(agreement)
    found = queries.trace_of(agreement, LATEST)
    context = {
        "section": "agreements",
        "title": one.short_en if language == "en" else one.short_sv,
        "trace": trace_rows(found, names, language),
        "managing": ", ".join(names.parties.get(code, code) for code in sorted(names.managing)),
        "back": reverse("access"),
        "exports": can_export_log(asking, agreement=agreement) is None,
        "agreement": agreement,
        "open_href": reverse("open-content", args=[agreement]) if can_administer(asking) is None else "",
    }
    return _page(request, asking, agreement, names, context)


def _names(agreement: str) -> Names:
    """What parties and bodies of the agreement are called, and who manages it today."""
    answer = situations.evaluation(agreement, clock.today())
    if answer is None:
        return Names({}, {})
    language = page_language()
    situation = answer.evaluation.situation
    known = short_names()
    codes = {*situation.membership, *situation.definition.parties}
    managed_by = {role.id for role in situation.definition.roles.values() if role.held_by == "party" and role.max == 1}
    held = listings.holdings(on=clock.today(), agreement_id=agreement)
    return Names(
        parties={code: known.get(code, code) for code in sorted(codes, key=lambda code: known.get(code, code))},
        bodies={one.id: one.name.in_language(language) for one in situation.definition.bodies.values()},
        managing=frozenset(
            (one.holder or one.party).removeprefix("party:")
            for one in held
            if not one.is_seat and one.what in managed_by
        ),
    )


def _page(request: HttpRequest, asking: Actor, agreement: str, names: Names, context: dict[str, Any]) -> HttpResponse:
    """The roles and the form; a POST gives a role. The roles that can be given are those the asking may give."""
    language = page_language()
    offered = IN_AN_AGREEMENT if agreement else OUTSIDE
    kinds = tuple(kind for kind in offered if can_give_role(asking, user_id="", kind=kind, agreement=agreement) is None)
    data = request.POST if request.method == "POST" else None
    form = RoleForm(kinds, names.parties, names.bodies, language, data, initial={"from_day": clock.today().isoformat()})
    if request.method == "POST" and form.is_valid() and _given(form, asking, agreement):
        messages.success(request, _("Rollen är given."), extra_tags="ok")
        return redirect(request.path)
    held = queries.roles_of(agreement) if agreement else queries.roles_elsewhere()
    rows = role_rows(held, names, asking, clock.today(), language)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    template = "access/agreement.html" if agreement else "access/access.html"
    return render(request, template, {**context, "rows": rows, "form": form}, status=status)


def _given(form: RoleForm, asking: Actor, agreement: str) -> bool:
    """Gives the role; a refusal is said in the form."""
    user = queries.user_by_address(form.cleaned_data["email"])
    if user is None:
        form.add_error("email", _("Ingen loggar in med den adressen. Be den som administrerar lägga upp kontot."))
        return False
    try:
        give_role(user=user, role=form.role(agreement), by=asking, at=clock.now())
    except AccountRefused as refusal:
        form.add_error(None, refusal.message.in_language(page_language()))
        return False
    except NotAllowed as refusal:
        form.add_error(None, refusal.denied.reason.in_language(page_language()))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, number: int) -> HttpResponse:
    """The last day of a role. A role that one may not end answers as one that is not there."""
    asking = actor(request.user, clock.today(), clock.now())
    role = queries.role(number)
    if role is None or can_end_role(asking, user_id=str(role.user_id), kind=role.kind, agreement=role.agreement):
        raise Missing(Text(f"Det finns ingen roll {number} här.", f"There is no role {number} here."))
    back = reverse("agreement-access", args=[role.agreement]) if role.agreement else reverse("access")
    if can_see_roles(asking, role.agreement) is not None:
        back = reverse("start")  # somebody who leaves a role of their own
    form = LastDayForm(request.POST if request.method == "POST" else None, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            end_role(role=role, last_day=form.cleaned_data["last_day"], by=asking, at=clock.now())
        except AccountRefused as refusal:
            form.add_error("last_day", refusal.message.in_language(page_language()))
        except NotAllowed as refusal:
            form.add_error("last_day", refusal.denied.reason.in_language(page_language()))
        else:
            said = _("%(vem)s har rollen till och med %(dag)s.")
            done = {"vem": role.user.title, "dag": form.cleaned_data["last_day"].isoformat()}
            messages.success(request, said % done, extra_tags="ok")
            return redirect(back)
    names = _names(role.agreement) if role.agreement else Names(short_names(), {})
    row = role_rows([role], names, asking, clock.today(), page_language())[0]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "access/end.html", {"row": row, "form": form, "back": back}, status=status)
