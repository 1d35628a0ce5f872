"""Who comes after me: named by who leaves, decided by those who give the roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.actions import AccountRefused
from samverk.accounts.actions.succession import NoSuccessor, name_successor, refuse_successor, withdraw_successor
from samverk.accounts.policy import ROLE_NAMES, Actor, Denied, HeldRole, NotAllowed, can_administer, can_end_role
from samverk.accounts.queries import actor, signed_in
from samverk.accounts.queries import succession as queries
from samverk.agreements.queries import listings
from samverk.lib import clock
from samverk.outreach.actions.handing_over import hand_over_and_tell
from samverk.outreach.policy import kept_by
from samverk.outreach.queries.reminders import tasks_of
from samverk.reference.municipalities import municipalities
from samverk.rules.wording import Text
from samverk.web.access.forms import SuccessorForm
from samverk.web.shapes import Shape
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.accounts.models import Role, Succession


@dataclass(frozen=True, slots=True)
class RoleShown(Shape):
    """A role that would be handed over."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Waiting(Shape):
    """A successor that waits for a decision."""

    number: int
    role: str
    where: str
    holder: str
    title: str
    email: str
    from_day: date


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def successor(request: HttpRequest) -> HttpResponse:
    """GET: what would be handed over, and the form. POST: names a successor, or takes it back (``gor`` "angra")."""
    today = clock.today()
    user = signed_in(request.user)
    if user is None:
        raise NotAllowed(_NOBODY)
    asking = actor(user, today, clock.now())
    if request.method == "POST" and request.POST.get("gor") == "angra":
        withdraw_successor(user=user, by=asking, at=clock.now())
        messages.success(request, _("Ingen efterträdare är angiven."), extra_tags="ok")
        return redirect("successor")
    form = SuccessorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            name_successor(user=user, **form.cleaned_data, today=today, by=asking, at=clock.now())
        except NoSuccessor as refusal:
            form.add_error(refusal.field or None, refusal.message.in_language(page_language()))
        else:
            messages.success(request, _("Efterträdaren är angiven. Nu avgör den som ger rollerna."), extra_tags="ok")
            return redirect("successor")
    held = queries.roles_to_hand_over(user, today)
    named = queries.named_by(user)
    titles = _agreements(asking)
    owed = tasks_of([HeldRole(one.kind, one.agreement, one.party, one.body) for one in held], today, titles)
    language = page_language()
    context = {
        "form": form,
        "roles": [RoleShown(ROLE_NAMES[one.kind].in_language(language), _where(one, titles)) for one in held],
        "named": named[0] if named else None,
        "tasks": sorted((debt.due_on, _capital(debt.what.in_language(language))) for debt in owed),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "access/successor.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def undecided(request: HttpRequest) -> HttpResponse:
    """What waits for those who give roles. POST: hands one over (``lamna``) or refuses it (``neka``), by number."""
    asking = actor(request.user, clock.today(), clock.now())
    if can_administer(asking) is not None and not kept_by(asking):
        raise NotAllowed(_NOT_YOURS)
    found = [one for one in queries.undecided() if _may_decide(asking, one)]
    if request.method == "POST":
        _decide(request, {str(one.pk): one for one in found})
        return redirect("successions")
    titles, language = _agreements(asking), page_language()
    rows = [
        Waiting(
            number=one.pk,
            role=ROLE_NAMES[one.role.kind].in_language(language),
            where=_where(one.role, titles),
            holder=one.role.user.title,
            title=one.title,
            email=one.email,
            from_day=one.from_day,
        )
        for one in found
    ]
    return render(request, "access/successions.html", {"rows": rows})


_NOT_YOURS = Denied(
    Text(
        "Vem som tar över en roll avgör den som administrerar Samverk, och i ett avtal strategen.",
        "Who takes over a role is decided by those who administer Samverk, and in an agreement by its strategist.",
    )
)
_NOBODY = Denied(Text("Logga in först.", "Sign in first."))


def _may_decide(asking: Actor, one: Succession) -> bool:
    return can_end_role(asking, user_id="", kind=one.role.kind, agreement=one.role.agreement) is None


def _decide(request: HttpRequest, found: dict[str, Succession]) -> None:
    """Carries out what was asked for; a refusal is told on the page."""
    asking = actor(request.user, clock.today(), clock.now())
    given, refused = found.get(request.POST.get("lamna", "")), found.get(request.POST.get("neka", ""))
    try:
        if given is not None:
            hand_over_and_tell(succession=given, today=clock.today(), by=asking, at=clock.now())
            messages.success(request, _("Rollen är överlämnad. Ett brev ligger i utskicken."), extra_tags="ok")
        elif refused is not None:
            refuse_successor(succession=refused, by=asking, at=clock.now())
            messages.success(request, _("Rollen stannar där den är."), extra_tags="ok")
        else:
            messages.error(request, _("Det är redan avgjort."), extra_tags="late")
    except AccountRefused as refusal:
        messages.error(request, refusal.message.in_language(page_language()), extra_tags="late")
    except NotAllowed as refusal:
        messages.error(request, refusal.denied.reason.in_language(page_language()), extra_tags="late")


def _agreements(asking: Actor) -> dict[str, str]:
    """Short names of the agreements that the one who asks may see."""
    english = page_language() == "en"
    return {one.id: one.short_en if english else one.short_sv for one in listings.visible_to(asking)}


def _where(role: Role, titles: dict[str, str]) -> str:
    known = municipalities().get(role.party)
    found = (titles.get(role.agreement, role.agreement), known.name if known is not None else role.party)
    return ", ".join(part for part in found if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
