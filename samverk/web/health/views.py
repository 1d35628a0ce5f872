"""What an agreement leaves unsaid, and what hangs loose in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samverk.reference.municipalities import municipalities
from samverk.rules.health import CONSEQUENCES, Health, examine, inner
from samverk.rules.health.inner import in_use
from samverk.rules.wording import Language, say
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.frame import Along, body
from samverk.web.health.rows import COUNTED, STATES, Place, groups, loose
from samverk.web.shapes import Choice
from samverk.web.words import page_language


@require_safe
def health(request: HttpRequest, agreement: str) -> HttpResponse:
    """Every question an agreement should answer, and what this one makes of it on the day."""
    seen = see(request, agreement)
    language = page_language()

    def main() -> dict[str, Any]:
        return _main(seen, language)

    context = {
        "section": "agreements",
        "switcher": switcher(seen, "health"),
        "timebar": seen.moment.timebar(reverse("health", args=[agreement])),
        "title": seen.answer.evaluation.situation.definition.short.in_language(language),
        "main": body("health/health_main.html", (seen.answer.key, seen.moment, language), Along(main)),
    }
    return render(request, "health/health.html", context)


def _main(seen: Seen, language: Language) -> dict[str, Any]:
    evaluation = seen.answer.evaluation
    definition = evaluation.situation.definition
    names = {code: item.name for code, item in municipalities().items()}
    found = examine(definition, names)
    place = Place(seen.id, definition, seen.moment.query, language)
    remarks = (*inner(definition, names), *in_use(evaluation))
    return {
        "short": definition.short.in_language(language),
        "lead": _lead(found, language),
        "groups": tuple(groups(found, place)),
        "loose": tuple(loose(remarks, place)),
        "loose_count": len(remarks),
        "counts": tuple((STATES[state][1], _(COUNTED[state]), count) for state, count in found.counts.items()),
        "consequences": tuple(_consequences(found, language)),
        "links": tuple(_links(seen)),
    }


def _lead(found: Health, language: Language) -> str:
    counts, arising = found.counts, len(found.rows) - len(found.beside)
    return say(
        "Avtalet svarar på {settled} av {all} frågor som avtal om samverkan bör svara på. Om {silent} säger det inget, "
        "{open} är öppna och {assumed} vilar på något som Samverk antar.",
        "The agreement answers {settled} of {all} questions that cooperation agreements should answer. It is silent on "
        "{silent}, {open} are open and {assumed} rest on something Samverk assumes.",
        settled=len(found.settled),
        all=arising,
        silent=counts.get("silent", 0),
        open=counts.get("open", 0),
        assumed=counts.get("assumed", 0),
    ).in_language(language)


def _consequences(found: Health, language: Language) -> list[tuple[str, str, int]]:
    """How many questions are left of each consequence, the gravest first."""
    left = [row.question.consequence for row in found.unsettled]
    return [
        (consequence, words.in_language(language), left.count(consequence))
        for consequence, words in CONSEQUENCES.items()
        if consequence in left
    ]


def _links(seen: Seen) -> list[Choice]:
    query = seen.moment.query
    other = next((one.id for one in seen.listed if one.id != seen.id), "")
    compare = f"{reverse('compare-agreements')}?a={seen.id}" + (f"&b={other}" if other else "")
    return [
        Choice(label=_("Jämför med ett annat avtal"), href=compare),
        Choice(label=_("Jämför versioner"), href=reverse("versions", args=[seen.id]) + query),
        Choice(label=_("Tolkningar"), href=reverse("readings", args=[seen.id]) + query),
    ]
