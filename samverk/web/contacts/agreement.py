"""How all parties of an agreement are reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from samverk.accounts.policy import require
from samverk.lib import clock
from samverk.parties.policy import can_see_posts
from samverk.parties.queries import GENERAL_ROLES, Post, posts, short_names
from samverk.rules.wording import Language
from samverk.web.agreements.views import Seen, look, switcher
from samverk.web.shapes import Shape
from samverk.web.words import page_language


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


@require_safe
def agreement_contacts(request: HttpRequest, agreement: str) -> HttpResponse:
    """The parties of today with their contacts, for those who take part."""
    seen = look(request, agreement)
    situation = seen.answer.evaluation.situation
    require(can_see_posts(seen.actor, agreement=agreement, parties=frozenset(situation.membership)))
    language = page_language()
    found = posts(on=clock.today(), agreement=agreement)
    names = short_names()
    parties = sorted(situation.parties_on(clock.today()), key=list(names).index)
    context = {
        "section": "agreements",
        "switcher": switcher(seen, "agreement-contacts"),
        "title": situation.definition.short.in_language(language),
        "rows": [_row(seen, code, names, found, language) for code in parties],
    }
    return render(request, "contacts/agreement.html", context)


def _row(seen: Seen, code: str, names: Mapping[str, str], found: tuple[Post, ...], language: Language) -> PartyRow:
    own = tuple(
        Reached(_role(seen, one.role, language), one.title, one.email, one.phone) for one in found if one.party == code
    )
    return PartyRow(names.get(code, code), reverse("party-contacts", args=[code]), own)


def _role(seen: Seen, role: str, language: Language) -> str:
    """What the agreement calls a role or a body; otherwise what it is in general."""
    definition = seen.answer.evaluation.situation.definition
    named = definition.roles.get(role) or definition.bodies.get(role)
    name = named.name if named is not None else GENERAL_ROLES.get(role)
    return name.in_language(language) if name is not None else role
