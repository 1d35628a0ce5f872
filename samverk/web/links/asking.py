"""Asking somebody at a party for one thing, by a letter with a link: first whom, then what."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import ROLE_NAMES, require
from samverk.lib import clock
from samverk.outreach import policy
from samverk.outreach.actions.links import Ask, ask_by_link
from samverk.outreach.actions.outbox import MailRefused
from samverk.outreach.queries.letters import HANDS_IN
from samverk.outreach.queries.links import HAND_IN, kinds_for, roles_to_ask
from samverk.rules.facts import FACT_KINDS
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.links.forms import AskForm
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.accounts.models import Role

USUAL: Final = timedelta(days=14)
LONGEST: Final = timedelta(days=90)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, agreement: str) -> HttpResponse:
    """Without ``vem`` the posts to choose from; with it the form, whose POST puts a letter in the outbox."""
    seen = see(request, agreement)
    require(policy.can_ask_by_link(seen.actor, agreement=agreement))
    situation = seen.answer.evaluation.situation
    codes = {*situation.membership, *situation.definition.parties}
    roles = roles_to_ask(agreement, codes, clock.today())
    role = next((one for one in roles if str(one.pk) == request.GET.get("vem", "")), None)
    if role is None:
        return _choose(request, seen, roles)
    language, today = page_language(), clock.today()
    named = ((kind, HANDS_IN if kind == HAND_IN else FACT_KINDS[kind].name) for kind in kinds_for(role, agreement))
    kinds = sorted(((kind, name.in_language(language)) for kind, name in named), key=lambda pair: pair[1])
    data = request.POST if request.method == "POST" else None
    form = AskForm(kinds, today, today + LONGEST, data, today + USUAL)
    if request.method == "POST" and form.is_valid() and _asked(seen, role, form):
        messages.success(
            request, _("Brevet ligger i utskicken. Länken börjar gälla när det har gått."), extra_tags="ok"
        )
        return redirect("links")
    context = {**_frame(seen), "form": form, "who": _who(seen, role)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "links/ask.html", context, status=status)


def _asked(seen: Seen, role: Role, form: AskForm) -> bool:
    said = form.cleaned_data
    try:
        ask_by_link(agreement=seen.id, ask=Ask(role, said["kind"], said["last_day"]), by=seen.actor, at=clock.now())
    except MailRefused as refusal:
        form.add_error(None, refusal.message.in_language(page_language()))
        return False
    return True


def _choose(request: HttpRequest, seen: Seen, roles: tuple[Role, ...]) -> HttpResponse:
    here = reverse("ask-by-link", args=[seen.id])
    people = [(f"{here}?vem={role.pk}", *_who(seen, role)) for role in roles]
    return render(request, "links/ask.html", {**_frame(seen), "people": people})


def _who(seen: Seen, role: Role) -> tuple[str, str]:
    """The title of the post, and its role and party."""
    party = seen.answer.evaluation.situation.name(role.party).in_language(page_language())
    return role.user.title, f"{ROLE_NAMES[role.kind].in_language(page_language())}, {party}"


def _frame(seen: Seen) -> dict[str, object]:
    return {"section": "agreements", "switcher": switcher(seen, ""), "back": reverse("links")}
