"""Two agreements side by side, and what differs between two versions of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from samverk.accounts.queries import actor
from samverk.agreements.queries import listings, recorded, situations
from samverk.agreements.queries.recorded import Recorded
from samverk.agreements.queries.situations import Answer
from samverk.agreements.queries.versions import definition_of
from samverk.lib import clock
from samverk.reference.municipalities import municipalities
from samverk.rules.comparison import (
    Mark,
    clause_changes,
    compare,
    finding_changes,
    provision_changes,
    reading_changes,
)
from samverk.rules.comparison.parameters import MARKS
from samverk.rules.wording import Language, Text
from samverk.web import moment as moments
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.comparison import changes
from samverk.web.comparison.sides import parts
from samverk.web.errors import Missing
from samverk.web.frame import Along, body
from samverk.web.health.rows import Place
from samverk.web.moment import Moment
from samverk.web.shapes import Shape
from samverk.web.words import page_language


@dataclass(frozen=True, slots=True)
class Option(Shape):
    """Something to choose in a list."""

    value: str
    label: str
    chosen: bool


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The two agreements named in the address side by side; without them, the choice."""
    language = page_language()
    asked = [request.GET.get(name, "") for name in ("a", "b")]
    asking = actor(request.user, clock.today(), clock.now())
    listed = listings.visible_to(asking)
    known = [one.id for one in listed]
    if hidden := next((one for one in asked if one and one not in known), ""):
        see(request, hidden)  # says why it is not shown
    wanted = _filled(asked, known)
    context: dict[str, Any] = {
        "section": "agreements",
        "options": [_options(listed, chosen, language) for chosen in wanted],
        "enough": len(listed) > 1,
    }
    if len(listed) > 1:
        # Whoever sees an agreement sees what has happened in it, and may ask what was known when.
        moment = moments.read(request, may_look_back=True)
        answers = situations.evaluations(wanted, moment.day, moment.known_at)
        both = [answers[agreement] for agreement in wanted]
        key = (both[0].key, both[1].key, moment, language)
        context |= {
            "timebar": moment.timebar(f"{request.path}?a={wanted[0]}&b={wanted[1]}"),
            "moment": moment,
            "main": body("comparison/agreements_main.html", key, Along(lambda: _sides(both, moment, language))),
        }
    return render(request, "comparison/agreements.html", context)


def _filled(wanted: list[str], known: list[str]) -> list[str]:
    """What was asked for; when nothing was, the first two there are. The same twice is the agreement and another."""
    one = wanted[0] or next((item for item in known if item != wanted[1]), "")
    other = wanted[1] if wanted[1] != one else ""
    return [one, other or next((item for item in known if item != one), "")]


def _options(listed: tuple[listings.Listed, ...], chosen: str, language: Language) -> tuple[Option, ...]:
    return tuple(Option(one.id, one.short_en if language == "en" else one.short_sv, one.id == chosen) for one in listed)


def _sides(both: list[Answer], moment: Moment, language: Language) -> dict[str, Any]:
    definitions = [answer.evaluation.situation.definition for answer in both]
    found = compare(definitions[0], definitions[1], {code: item.name for code, item in municipalities().items()})
    one, other = (
        Place(answer.agreement, definition, moment.day_query, language)
        for answer, definition in zip(both, definitions, strict=True)
    )
    marks: list[Mark] = [item.mark for item in found]
    return {
        "parts": tuple(parts(found, (one, other))),
        "names": tuple(definition.short.in_language(language) for definition in definitions),
        "counts": tuple((MARKS[mark].in_language(language), marks.count(mark)) for mark in MARKS if mark in marks),
    }


# --- versions --------------------------------------------------------------------------------------------


@require_safe
def versions(request: HttpRequest, agreement: str) -> HttpResponse:
    """Every version of the agreement, and what differs between two of them."""
    seen = see(request, agreement)
    language = page_language()
    every = recorded.versions(agreement, seen.moment.known_at)
    here = reverse("versions", args=[agreement])
    context: dict[str, Any] = {
        "section": "agreements",
        "switcher": switcher(seen, "versions"),
        "timebar": seen.moment.timebar(here),
        "title": seen.answer.evaluation.situation.definition.short.in_language(language),
        "moment": seen.moment,
        "every": every,
        "in_use": seen.answer.sha256,
        "back": reverse("agreement", args=[agreement]) + seen.moment.query,
    }
    if len(every) > 1:
        old, new = _chosen(request, every, seen.answer.sha256, here + seen.moment.query)
        key = (seen.answer.key, old.sha256, new.sha256, seen.moment, language)
        context |= {
            "choices": [_versions(every, old), _versions(every, new)],
            "main": body("comparison/versions_main.html", key, Along(lambda: _changes(seen, old, new, language))),
        }
    return render(request, "comparison/versions.html", context)


def _chosen(request: HttpRequest, every: tuple[Recorded, ...], in_use: str, here: str) -> tuple[Recorded, Recorded]:
    """The two asked for; otherwise the one in use and the one before it. Error: Missing for one there is not."""
    at = next((place for place, item in enumerate(every) if item.sha256 == in_use), len(every) - 1) or 1
    found = []
    for name, otherwise in (("fran", every[at - 1]), ("till", every[at])):
        wanted = request.GET.get(name, "")
        item = next((item for item in every if item.version == wanted), None) if wanted else otherwise
        if item is None:
            reason = Text(f"Avtalet har ingen version {wanted}.", f"The agreement has no version {wanted}.")
            raise Missing(reason, way=Text("Alla versioner", "All versions"), href=here)
        found.append(item)
    return found[0], found[1]


def _versions(every: tuple[Recorded, ...], chosen: Recorded) -> tuple[Option, ...]:
    return tuple(Option(item.version, item.version, item.version == chosen.version) for item in every)


def _changes(seen: Seen, old: Recorded, new: Recorded, language: Language) -> dict[str, Any]:
    was, now = definition_of(old.sha256), definition_of(new.sha256)
    names = {code: item.name for code, item in municipalities().items()}
    before, after = (
        recorded.under(seen.answer, item.sha256, seen.moment.day, seen.moment.known_at) for item in (old, new)
    )
    words = clause_changes(was.text, now.text) if was.text is not None and now.text is not None else ()
    places = [Place(seen.id, definition, seen.moment.day_query, language) for definition in (was, now)]
    follows = finding_changes(before, after)
    provisions = provision_changes(was, now, names)
    readings = reading_changes(was, now, names)
    clauses = tuple(changes.clauses(words, was, now, language))
    in_use = new.sha256 == seen.answer.sha256
    shown = follows[: changes.LONGEST]
    return {
        "old": old,
        "new": new,
        "clauses": clauses,
        "same": sum(1 for item in words if item.kind == "same"),
        "provisions": tuple(changes.provisions(provisions, places[0], places[1])),
        "readings": tuple(changes.readings(readings, language)),
        "consequences": tuple(changes.consequences(shown, places[1], in_use)),
        "follows": len(follows),
        "more": len(follows) - len(shown),
        "day": seen.moment.day,
    }
