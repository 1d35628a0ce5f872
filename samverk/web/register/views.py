"""The register of an agreement as a list: by year, direction, day of registering, words and number."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samverk.agreements import policy
from samverk.agreements.queries.managing import manager_under
from samverk.lib import clock
from samverk.outreach.policy import receives_for
from samverk.parties import queries as parties
from samverk.records.queries.register import DIRECTIONS, Lines, Sought, extent
from samverk.web import papers as papers_to_keep
from samverk.web.agreements.views import Seen, see, switcher
from samverk.web.documents.seen import access_of
from samverk.web.register.rows import rows
from samverk.web.shapes import Choice
from samverk.web.words import page_language

PER_PAGE: Final = 50
LONGEST_WORDS: Final = 100


@require_safe
def register(request: HttpRequest, agreement: str) -> HttpResponse:
    """``?ar=`` a year, ``&riktning=`` one way, ``&dag=`` registered on a day, ``&q=`` words or a number, ``&sida=``."""
    seen = see(request, agreement)
    language = page_language()
    keeps = policy.can_register(seen.actor, agreement) is None
    there, total = extent(agreement)
    sought = _sought(request, there)
    secrets = policy.can_see_secrecy(seen.actor, agreement) is None
    lines = Lines(agreement, sought, secrets=secrets, total=total)
    page: Any = Paginator(lines, PER_PAGE).get_page(request.GET.get("sida"))  # type: ignore[arg-type]  # has a length and slices
    year = sought.year or (there[0] if there else 0)
    context = {
        **frame(seen, "register"),
        "manager": name_of(manager_under(seen.answer.evaluation.situation.definition, agreement, seen.moment.today)),
        "moment": seen.moment,
        "rows": rows(page.object_list, language, people=policy.takes_part(seen.actor, access_of(seen))),
        "page": page,
        "total": page.paginator.count,
        "sought": sought,
        "narrowed": sought != Sought(),
        "years": there,
        "directions": [(one, name.in_language(language), one == sought.direction) for one, name in DIRECTIONS.items()],
        "secrets": secrets,
        "new_href": reverse("register-line", args=[agreement]) if keeps and not seen.moment.query else "",
        "ways": _ways(seen, keeps=keeps),
        "today_href": f"?dag={clock.today().isoformat()}" if keeps else "",
        "files": papers_to_keep.links("register-file", [agreement, str(year)], "") if year else (),
        "file_year": year,
        "back": reverse("agreement", args=[agreement]) + seen.moment.query,
    }
    return render(request, "register/register.html", context)


def _ways(seen: Seen, *, keeps: bool) -> list[Choice]:
    """The pages beside the register that the visitor comes into."""
    access, query = access_of(seen), seen.moment.query
    found = []
    if keeps or receives_for(seen.actor, access):
        found.append(("register-inbox", _("Registratorns inkorg")))
    if policy.takes_part(seen.actor, access):
        found.append(("dispatches", _("Expedierat")))
    return [Choice(label=label, href=reverse(name, args=[seen.id]) + query) for name, label in found]


def frame(seen: Seen, page: str) -> dict[str, Any]:
    """What every page of the register shows around what it says."""
    return {
        "section": "agreements",
        "switcher": switcher(seen, page),
        "timebar": seen.moment.timebar(reverse("register", args=[seen.id])),
        "title": seen.answer.evaluation.situation.definition.short.in_language(page_language()),
    }


def name_of(code: str) -> str:
    """What an organisation calls itself; "" for none. One statement."""
    found = parties.organisation(code) if code else None
    return found.presented_name if found is not None else code


def _sought(request: HttpRequest, there: list[int]) -> Sought:
    """What the address narrows the list to; what is not understood is left out."""
    given = request.GET
    year = given.get("ar", "")
    direction = given.get("riktning", "")
    return Sought(
        year=int(year) if year in {str(one) for one in there} else 0,
        direction=direction if direction in DIRECTIONS else "",
        words=" ".join(given.get("q", "").replace("\0", " ").split())[:LONGEST_WORDS],
        recorded_on=_day(given.get("dag", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
