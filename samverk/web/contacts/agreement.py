"""How all parties of an agreement are reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import require
from samverk.lib import clock
from samverk.outreach.actions.asking import ask_to_confirm
from samverk.parties.actions.posts import PostRefused
from samverk.parties.policy import can_open_round, can_see_posts
from samverk.parties.queries import GENERAL_ROLES, Post, Round, posts, rounds, short_names
from samverk.rules.wording import Language
from samverk.web.agreements.views import Seen, look, switcher
from samverk.web.contacts.forms import RoundForm
from samverk.web.shapes import Shape
from samverk.web.words import page_language

USUAL: Final = timedelta(days=30)
"""How long the parties have when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Reached(Shape):
    """One contact of a party."""

    role: str
    title: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class PartyRow(Shape):
    """A party and its contacts."""

    name: str
    href: str
    contacts: tuple[Reached, ...]
    confirmed_at: datetime | None
    confirmed_by: str
    late: bool


@dataclass(frozen=True, slots=True)
class RoundShown(Shape):
    """The newest round: its days, how many have confirmed of how many, whether its last day has passed."""

    opened_on: date
    last_day: date
    confirmed: int
    asked: int
    over: bool


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_contacts(request: HttpRequest, agreement: str) -> HttpResponse:
    """The parties of today with their contacts, for those who take part. A POST asks the parties to confirm them."""
    seen = look(request, agreement)
    situation = seen.answer.evaluation.situation
    require(can_see_posts(seen.actor, agreement=agreement, parties=frozenset(situation.membership)))
    language = page_language()
    may_ask = can_open_round(seen.actor, agreement=agreement)
    if request.method == "POST":
        require(may_ask)
    usual = clock.today() + USUAL
    form = RoundForm(request.POST if request.method == "POST" else None, initial={"last_day": usual.isoformat()})
    if request.method == "POST" and form.is_valid() and _asked(request, seen, form):
        return redirect("agreement-contacts", agreement)
    found = posts(on=clock.today(), agreement=agreement)
    asked = rounds([agreement]).get(agreement)
    names = short_names()
    parties = sorted(situation.parties_on(clock.today()), key=list(names).index)
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "agreement-contacts"),
        "title": situation.definition.short.in_language(language),
        "rows": [_row(seen, code, names, found, asked) for code in parties],
        "round": _shown(asked, parties),
        "form": form if may_ask is None else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "contacts/agreement.html", context, status=status)


def _asked(request: HttpRequest, seen: Seen, form: RoundForm) -> bool:
    """Opens the round; a refusal is said in the form."""
    last_day, today = form.cleaned_data["last_day"], clock.today()
    try:
        done = ask_to_confirm(agreement=seen.id, today=today, last_day=last_day, by=seen.actor, at=clock.now())
    except PostRefused as refusal:
        form.add_error("last_day", refusal.message.in_language(page_language()))
        return False
    said = _("Rundan är öppnad. Brev i utskicken: %(brev)d. Parter utan adress: %(utan)d.")
    messages.success(request, said % {"brev": done.letters, "utan": len(done.unreachable)}, extra_tags="ok")
    return True


def _shown(asked: Round | None, parties: Sequence[str]) -> RoundShown | None:
    if asked is None:
        return None
    confirmed = sum(code in asked.answers for code in parties)
    return RoundShown(asked.opened_on, asked.last_day, confirmed, len(parties), asked.last_day < clock.today())


def _row(seen: Seen, code: str, names: Mapping[str, str], found: tuple[Post, ...], asked: Round | None) -> PartyRow:
    language = page_language()
    own = tuple(
        Reached(_role(seen, one.role, language), one.title, one.email, one.phone) for one in found if one.party == code
    )
    answer = asked.answers.get(code) if asked is not None else None
    return PartyRow(
        name=names.get(code, code),
        href=reverse("party-contacts", args=[code]),
        contacts=own,
        confirmed_at=answer.at.astimezone(clock.STOCKHOLM) if answer is not None else None,
        confirmed_by=answer.by if answer is not None else "",
        late=asked is not None and answer is None and asked.last_day < clock.today(),
    )


def _role(seen: Seen, role: str, language: Language) -> str:
    """What the agreement calls a role or a body; otherwise what it is in general."""
    definition = seen.answer.evaluation.situation.definition
    named = definition.roles.get(role) or definition.bodies.get(role)
    name = named.name if named is not None else GENERAL_ROLES.get(role)
    return name.in_language(language) if name is not None else role
