"""The page of a party's contacts: by agreement, with what has been done with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samverk.accounts.policy import require
from samverk.agreements.queries import listings
from samverk.lib import clock
from samverk.parties.actions.confirming import confirm_posts
from samverk.parties.actions.posts import PostRefused
from samverk.parties.policy import can_keep_posts
from samverk.parties.queries import posts_of, rounds, trace_of_posts
from samverk.web.contacts.rows import ContactRow, contact_rows, trace_rows
from samverk.web.contacts.seen import Seen, see
from samverk.web.shapes import Shape
from samverk.web.words import page_language

if TYPE_CHECKING:
    from samverk.parties.models import ContactPost
    from samverk.rules.wording import Language

LATEST = 30
"""Rows of the trace that are shown."""


@dataclass(frozen=True, slots=True)
class Mission(Shape):
    """A role or a seat that the agreement names, who of the party has it, since when."""

    what: str
    title: str
    since: date


@dataclass(frozen=True, slots=True)
class Group(Shape):
    """The contacts of the party in one agreement, or in general."""

    id: str
    name: str
    contacts: tuple[ContactRow, ...]
    ended: tuple[ContactRow, ...]
    missions: tuple[Mission, ...]
    add_href: str


@dataclass(frozen=True, slots=True)
class Question(Shape):
    """A round that the party has not answered: in which agreement, by when, whether that day has passed."""

    name: str
    last_day: date
    late: bool


@require_http_methods(["GET", "HEAD", "POST"])
def party_contacts(request: HttpRequest, code: str) -> HttpResponse:
    """How the party is reached, for those who share an agreement with it. A POST says that all of it is right."""
    language = page_language()
    seen = see(request, code, language)
    if request.method == "POST":
        return _confirm(request, seen)
    asked = rounds([place for place in seen.kept if place])
    posts = posts_of(code, seen.places)
    held = listings.holdings(on=clock.today(), party=code)
    roles = {place: seen.roles(place, language) for place in seen.places}
    context = {
        "section": "municipalities",
        "name": seen.name,
        "back": reverse("municipality", args=[code]),
        "groups": [_group(seen, place, posts, held, language) for place in seen.places],
        "trace": trace_rows(trace_of_posts(code, seen.places, LATEST), roles),
        "questions": [
            Question(seen.place(one.agreement, ""), one.last_day, one.last_day < clock.today())
            for one in asked.values()
            if code not in one.answers and _is_bound(seen, one.agreement)
        ],
    }
    return render(request, "contacts/party.html", context)


def _is_bound(seen: Seen, agreement: str) -> bool:
    """Whether the party is bound today by the agreement: who has left is asked nothing."""
    situation = seen.answers[agreement].evaluation.situation
    return seen.code in situation.parties_on(clock.today())


def _confirm(request: HttpRequest, seen: Seen) -> HttpResponse:
    code = seen.code
    kept = [place for place in seen.kept if place]
    if not kept:
        require(can_keep_posts(seen.actor, agreement=next(iter(seen.shared), ""), party=code))
    try:
        confirm_posts(party=code, agreements=kept, by=seen.actor, at=clock.now())
    except PostRefused as refusal:
        messages.error(request, refusal.message.in_language(page_language()), extra_tags="late")
    else:
        messages.success(request, _("Tack! Kontakterna är bekräftade."), extra_tags="ok")
    return redirect("party-contacts", code)


def _group(
    seen: Seen, place: str, posts: tuple[ContactPost, ...], held: tuple[listings.Held, ...], language: Language
) -> Group:
    code, kept = seen.code, place in seen.kept
    own = [one for one in posts if one.agreement == place]
    rows = contact_rows(own, seen.roles(place, language), clock.today(), kept=kept)
    return Group(
        id=place or "allmant",
        name=seen.place(place, _("I alla avtal")),
        contacts=tuple(row for row in rows if row.state != "ended"),
        ended=tuple(row for row in rows if row.state == "ended"),
        missions=_missions(seen, place, held, language),
        add_href=f"{reverse('add-contact', args=[code])}?{urlencode({'avtal': place})}" if kept else "",
    )


def _missions(seen: Seen, place: str, held: tuple[listings.Held, ...], language: Language) -> tuple[Mission, ...]:
    """What the agreement's own facts say that somebody of the party has."""
    answer = seen.answers.get(place)
    if answer is None:
        return ()
    name = answer.evaluation.situation.name
    found = [
        Mission(name(f"{'body' if one.is_seat else 'role'}:{one.what}").in_language(language), one.title, one.from_day)
        for one in held
        if one.agreement == place
    ]
    return tuple(sorted(found, key=lambda one: (one.what, one.title, one.since)))
