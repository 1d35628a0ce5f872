"""A party and what the one who asks may see and keep of its contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from samverk.accounts.policy import Actor, require
from samverk.accounts.queries import actor
from samverk.agreements.queries import listings, situations
from samverk.agreements.queries.situations import Answer
from samverk.lib import clock
from samverk.parties.policy import can_keep_posts, can_see_contacts
from samverk.parties.queries import GENERAL_ROLES, organisation
from samverk.reference import municipalities as reference
from samverk.reference.errors import NotFoundError
from samverk.rules.wording import Language, Text
from samverk.web.errors import Missing


@dataclass(frozen=True, slots=True)
class Seen:
    """The party, who asks, and the agreements that both have a part in, by id with their short names.

    ``places``: those agreements, and "" for contacts in general. ``kept``: those of them whose contacts the one who
    asks may keep.
    """

    code: str
    name: str
    actor: Actor
    shared: Mapping[str, str]
    answers: Mapping[str, Answer]
    places: tuple[str, ...]
    kept: tuple[str, ...]

    def place(self, agreement: str, general: str) -> str:
        """The short name of the agreement; ``general`` for none."""
        return self.shared.get(agreement, agreement) if agreement else general

    def roles(self, agreement: str, language: Language) -> dict[str, str]:
        """What a contact can be: the roles and bodies of the agreement, then what every organisation has."""
        answer = self.answers.get(agreement)
        found: dict[str, str] = {}
        if answer is not None:
            definition = answer.evaluation.situation.definition
            found |= {one.id: one.name.in_language(language) for one in definition.roles.values()}
            found |= {one.id: one.name.in_language(language) for one in definition.bodies.values()}
        for role, name in GENERAL_ROLES.items():
            found.setdefault(role, name.in_language(language))
        return {role: name[:1].upper() + name[1:] for role, name in found.items()}


def see(request: HttpRequest, code: str, language: Language) -> Seen:
    """The party for the one who asks. Errors: Missing, NotAllowed."""
    asking = actor(request.user, clock.today(), clock.now())
    shared = {one.id: _name(one, language) for one in listings.shared_with(asking, code)}
    require(can_see_contacts(asking, party=code, shared=bool(shared)))
    name = _presented(code)
    answers = situations.evaluations(list(shared), clock.today()) if shared else {}
    places = (*shared, "")
    kept = tuple(place for place in places if can_keep_posts(asking, agreement=place, party=code) is None)
    return Seen(code, name, asking, shared, answers, places, kept)


def _presented(code: str) -> str:
    """What the party calls itself. Error: Missing."""
    try:
        return reference.municipality(code).presented_name
    except NotFoundError:
        found = organisation(code)
    if found is None:
        raise Missing(Text(f"Det finns ingen organisation {code} här.", f"There is no organisation {code} here."))
    return found.presented_name


def _name(one: listings.Listed, language: Language) -> str:
    return one.short_en if language == "en" else one.short_sv
