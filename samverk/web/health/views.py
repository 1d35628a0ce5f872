"""What an agreement leaves unsaid, and what hangs loose in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samverk.reference.municipalities import municipalities
from samverk.rules.health import Health, examine, inner
from samverk.rules.health.inner import in_use
from samverk.rules.wording import Language, say
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.frame import Along, body
from samverk.web.health.rows import COUNTED, STATES, Group, Place, answered, left, loose
from samverk.web.shapes import Choice
from samverk.web.words import page_language

# The parts of the check, as ``?visa=`` calls them. The first is shown when nothing, or something else, is asked for.
SILENT, UNSURE, ANSWERED, LOOSE = PARTS = ("tyst", "oppet", "besvarat", "byggnad")
PARAMETER: Final = "visa"


@require_safe
def health(request: HttpRequest, agreement: str) -> HttpResponse:
    """What an agreement is silent on; one step away what is unsure in it, what it answers and what is odd."""
    seen = see(request, agreement)
    language = page_language()
    asked = request.GET.get(PARAMETER, "")
    part = asked if asked in PARTS else SILENT

    def main() -> dict[str, Any]:
        return _main(seen, language, part)

    context = {
        "section": "agreements",
        "switcher": switcher(seen, "health"),
        "timebar": seen.moment.timebar(reverse("health", args=[agreement])),
        "title": seen.answer.evaluation.situation.definition.short.in_language(language),
        "main": body("health/health_main.html", (seen.answer.key, seen.moment, language, part), Along(main)),
    }
    return render(request, "health/health.html", context)


def _main(seen: Seen, language: Language, part: str) -> dict[str, Any]:
    evaluation = seen.answer.evaluation
    definition = evaluation.situation.definition
    names = {code: item.name for code, item in municipalities().items()}
    found = examine(definition, names)
    place = Place(seen.id, definition, seen.moment.query, language)
    remarks = (*inner(definition, names), *in_use(evaluation))
    parts = tuple(_parts(seen, found, len(remarks), part))
    return {
        "short": definition.short.in_language(language),
        "lead": _lead(found, language),
        "about": _about(part),
        "printed": _printed(parts),
        "parts": parts,
        "groups": tuple(_groups(found, place, part)),
        "silent": part == SILENT,
        "loose": tuple(loose(remarks, place)) if part == LOOSE else (),
        "loose_count": len(remarks),
        "counts": tuple((STATES[state][1], _(COUNTED[state]), count) for state, count in found.counts.items()),
        "compare": _compare(seen),
    }


def _parts(seen: Seen, found: Health, remarks: int, part: str) -> Iterator[Choice]:
    """The parts with how much there is in each."""
    counts = found.counts
    silent = counts.get("silent", 0)
    words = {
        SILENT: (_("Säger inget"), silent),
        UNSURE: (_("Öppet eller antaget"), len(found.unsettled) - silent),
        ANSWERED: (_("Svarar"), len(found.settled)),
        LOOSE: (_("Lösa trådar"), remarks),
    }
    here, query = reverse("health", args=[seen.id]), seen.moment.query
    for name, (label, count) in words.items():
        asked = "" if name == SILENT else f"{'&' if query else '?'}{urlencode({PARAMETER: name})}"
        yield Choice(label=f"{label} ({count})", href=here + query + asked, current=name == part)


def _printed(parts: tuple[Choice, ...]) -> str:
    """What is on the paper, and where the rest is."""
    this = next(one.label for one in parts if one.current)
    others = ", ".join(one.label for one in parts if not one.current)
    return _("Här är en del av hälsokontrollen: %(this)s. De andra skrivs ut från sina egna sidor: %(others)s.") % {
        "this": this,
        "others": others,
    }


def _about(part: str) -> str:
    """What a part is, in a sentence."""
    return {
        SILENT: _("En lucka är inget fel. Den är något att bestämma nästa gång avtalet ändras, helst innan någon "
                  "behöver svaret."),
        UNSURE: _("Här säger texten något, men det går att läsa på flera sätt eller räcker inte hela vägen. "
                  "Så länge ingen har bestämt räknar Samverk på det som står bredvid."),
        ANSWERED: _("Här står svaret i texten, eller i ett beslut av dem som får bestämma."),
        LOOSE: _("Det här är inga frågor att svara på, utan sådant som hänger löst i avtalet: ord som inte används "
                 "och regler som väntar på något."),
    }[part]  # fmt: skip


def _groups(found: Health, place: Place, part: str) -> Iterator[Group]:
    if part == SILENT:
        yield from left(found, place, ("silent",))
    elif part == UNSURE:
        yield from left(found, place, ("open", "assumed"))
    elif part == ANSWERED:
        yield from answered(found, place)


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


def _compare(seen: Seen) -> str:
    other = next((one.id for one in seen.near.agreements if one.id != seen.id), "")
    return f"{reverse('compare-agreements')}?a={seen.id}" + (f"&b={other}" if other else "")
