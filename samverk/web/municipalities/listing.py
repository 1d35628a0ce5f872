"""Every municipality bound by something today: narrowed by name, agreement and what is left to do, county by county."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from samverk.accounts.queries import actor
from samverk.agreements.queries import listings, situations
from samverk.agreements.queries.situations import Answer
from samverk.lib import clock
from samverk.parties.queries import presented_municipalities
from samverk.reference.municipalities import counties
from samverk.rules.finding import Finding
from samverk.rules.summary import by_party
from samverk.rules.wording import Language
from samverk.web.agreements.sheet import Count
from samverk.web.frame import Along, body, kept_along
from samverk.web.municipalities.views import QUIET
from samverk.web.shapes import Choice, Shape
from samverk.web.words import STATUS, page_language

# With more rows than this they stand county by county.
MOST_TOGETHER: Final = 40
_LEFT: Final = "aterstar"
_TEMPLATE: Final = "municipalities/list_main.html"


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A municipality in the list."""

    code: str
    name: str
    href: str
    agreements: tuple[str, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class County(Shape):
    """Rows under the name of their county, "" where all stand together; ``id`` is where the list of counties leads."""

    id: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to; empty strings mean everything."""

    name: str = ""
    agreement: str = ""
    left: bool = False

    def holds(self, name: str) -> bool:
        """Whether a name fits; the agreement and what is left are seen to where they are looked up."""
        return self.name.casefold() in name.casefold()


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """Every municipality bound today by an agreement the visitor may see, in Swedish order."""
    today = clock.today()
    language = page_language()
    listed = listings.visible_to(actor(request.user, today, clock.now()))
    answers = list(situations.evaluations([one.id for one in listed], today).values())
    keys = tuple(answer.key for answer in answers)
    bound = _bound((keys, today), Along(answers))
    names = {code: name for code, name in presented_municipalities().items() if code in bound}
    narrowed = _read(request.GET, [one.id for one in listed])

    def main() -> dict[str, Any]:
        chosen = [answer for answer in answers if narrowed.agreement in ("", answer.agreement)]
        rows = tuple(_rows(chosen, names, narrowed, today, language))
        return {
            "counties": _by_county(rows, language),
            "shown": len(rows),
            "all": len(names),
            "narrowed": narrowed,
            "is_narrow": narrowed != Narrowed(),
            "agreements": tuple(_choice(one, narrowed, language) for one in listed),
        }

    key = (keys, today, narrowed, tuple(names.items()), listed, language)
    context = {
        "section": "municipalities",
        # What somebody has searched for is not kept: there is no end to it.
        "main": render_to_string(_TEMPLATE, main()) if narrowed.name else body(_TEMPLATE, key, Along(main)),
        "example": bool(names),
    }
    return render(request, "municipalities/list.html", context)


def _read(given: QueryDict, known: Collection[str]) -> Narrowed:
    agreement = given.get("avtal", "")
    name = " ".join(given.get("namn", "").split())[:60]
    return Narrowed(name, agreement if agreement in known else "", given.get("visa") == _LEFT)


@kept_along
def _bound(key: tuple[Any, date], along: Along[Sequence[Answer]]) -> frozenset[str]:
    """Everybody bound on the day by one of the agreements."""
    _, day = key
    return frozenset(code for answer in along.value for code in answer.evaluation.situation.parties_on(day))


def _choice(one: listings.Listed, narrowed: Narrowed, language: Language) -> Choice:
    label = one.short_en if language == "en" else one.short_sv
    return Choice(label=label, href=one.id, current=one.id == narrowed.agreement)


def _rows(
    answers: Sequence[Answer], names: Mapping[str, str], narrowed: Narrowed, day: date, language: Language
) -> Iterable[Row]:
    """The rows in the order of ``names``, which is Swedish."""
    found = [
        (answer, frozenset(answer.evaluation.situation.parties_on(day)), by_party(answer.evaluation))
        for answer in answers
    ]
    for code, name in names.items():
        mine = [(answer, own.get(code, ())) for answer, bound, own in found if code in bound]
        counts = _counts(item for _answer, own in mine for item in own)
        if mine and narrowed.holds(name) and (counts or not narrowed.left):
            short = tuple(answer.evaluation.situation.definition.short.in_language(language) for answer, _own in mine)
            yield Row(code, name, reverse("municipality", args=[code]), short, counts)


def _counts(findings: Iterable[Finding]) -> tuple[Count, ...]:
    """How many there are of each status that somebody has to do something about, or that is coming."""
    tally = dict.fromkeys(STATUS, 0)
    for finding in findings:
        tally[finding.status] += 1
    return tuple(Count(status, n) for status, n in tally.items() if n and status not in QUIET)  # type: ignore[arg-type]  # STATUS has exactly the statuses


def _by_county(rows: Sequence[Row], language: Language) -> tuple[County, ...]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.code[:2], []).append(row)
    if len(rows) <= MOST_TOGETHER or len(found) < 2:
        return (County("", "", tuple(rows)),) if rows else ()
    return tuple(
        County(f"l-{county}", counties()[county].name.in_language(language), tuple(these))
        for county, these in sorted(found.items())
    )
