"""The search: everything the visitor may see that has the words, by kind, the best first."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from samverk.accounts.policy import Actor
from samverk.accounts.queries import actor
from samverk.agreements.queries import listings, searching, situations
from samverk.agreements.queries.searching import Hit, Result, State
from samverk.lib import clock
from samverk.lib.search import query
from samverk.lib.search.vocabulary import Vocabulary
from samverk.rules.wording import Language, Many, say
from samverk.web.frame import Along, kept, kept_along
from samverk.web.search import rows
from samverk.web.search.rows import KIND_NAMES, Row
from samverk.web.shapes import Shape
from samverk.web.words import page_language

FIRST: Final = 5
"""Rows of each kind when all kinds are shown."""

PER_PAGE: Final = 20
MOST: Final = 200
"""Entries that are looked at when one kind is shown. Who gets more needs better words, not more pages."""

MOST_OF_EACH: Final = 25
"""Entries of a kind that are looked at when all kinds are shown: enough to choose the first from."""

FEW: Final = 25
"""Agreements in the installation up to which what follows from each today is searched too, and not only the clauses."""


@dataclass(frozen=True, slots=True)
class Group(Shape):
    """A kind of things found: the rows shown, as list items; how many there are in words, and where all of them are."""

    kind: str
    name: str
    count: str
    items: SafeString
    href: str


@dataclass(frozen=True, slots=True)
class _Pile:
    """All that was found of a kind: rows that are ready, then entries whose words are read when they are shown."""

    ready: tuple[Row, ...]
    hits: tuple[Hit, ...]
    more: bool

    def __len__(self) -> int:
        return len(self.ready) + len(self.hits)

    def __getitem__(self, part: slice) -> list[Row | Hit]:
        found: list[Row | Hit] = [*self.ready, *self.hits]
        return found[part]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q=`` the words, ``&slag=`` one kind only, ``&sida=`` its page."""
    asking = actor(request.user, clock.today(), clock.now())
    language = page_language()
    question = _question(request)
    # Kept by all that it depends on: what was asked, who may see what, what has been written, the day, the language.
    who = (asking.is_system, asking.reaches(), asking.parties())
    now = searching.state(FEW) if question else None
    seen = (who, now.stamp if now is not None else "", clock.today(), language)
    main, example = _page(request.META.get("QUERY_STRING", ""), seen, Along(_Asking(request, asking, seen, now)))
    context = {"section": "search", "question": question, "main": main, "example": example}
    return render(request, "search/search.html", context)


def _question(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "")[: query.LONGEST].split())


@dataclass(frozen=True, slots=True)
class _Asking:
    """Who asks, with what, and how things stand. ``seen``: all that decides what there is to be found."""

    request: HttpRequest
    actor: Actor
    seen: Hashable
    now: State | None


@kept_along
def _page(query_string: str, seen: Hashable, along: Along[_Asking]) -> tuple[SafeString, bool]:  # noqa: ARG001 - what it is kept by
    """The main part of the page, and whether anything in it is an example."""
    asking, request = along.value, along.value.request
    language = page_language()
    question, kind = _question(request), request.GET.get("slag", "")
    kind = kind if kind in KIND_NAMES else ""
    context: dict[str, object] = {"question": question, "kind": kind, "options": _options(kind, language)}
    if question:
        context |= _answered(question, kind, request.GET.get("sida", "1"), asking, language)
    return render_to_string("search/search_main.html", context, request), bool(context.get("example"))


@kept(64)
def _options(chosen: str, language: Language) -> SafeString:
    """The kinds to choose among, as options of the form."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (kind, SafeString(" selected" if kind == chosen else ""), name.in_language(language))
            for kind, name in KIND_NAMES.items()
        ),
    )


def _answered(question: str, kind: str, number: str, asking: _Asking, language: Language) -> dict[str, object]:
    known = searching.vocabulary(asking.now)
    result, piles = _look(question, kind, asking, language, known)
    page: Page[Row | Hit] | None = None
    chosen: dict[str, list[Row | Hit]]
    if kind in piles:
        page = Paginator(piles[kind], PER_PAGE).get_page(number)  # type: ignore[arg-type]  # has a length and slices
        chosen = {kind: list(page.object_list)}
    else:
        chosen = {one: pile[:FIRST] for one, pile in piles.items()}
    written = _written([one for some in chosen.values() for one in some], result, language)
    groups = [
        Group(
            kind=one,
            name=KIND_NAMES[one].in_language(language),
            count=_count(len(piles[one]), more=piles[one].more, most=_most(kind), language=language),
            items=rows.items((written[id(item)] for item in chosen[one]), one),
            href=f"{reverse('search')}?{urlencode({'q': question, 'slag': one})}"
            if len(piles[one]) > FIRST and not kind
            else "",
        )
        for one in KIND_NAMES
        if one in chosen
    ]
    meant = _meant(question, asking.actor, language, known) if not groups else ""
    return {
        "groups": groups,
        "page": page,
        "some": result.some and bool(groups),
        "more": kind in piles and piles[kind].more,
        "most": MOST,
        "meant": meant,
        "meant_href": f"?{urlencode({'q': meant})}" if meant else "",
        "elsewhere_href": f"?{urlencode({'q': question})}" if kind and not groups else "",
        "example": any(group.kind in ("rule", "fact") for group in groups),
    }


def _meant(question: str, asking: Actor, language: Language, known: Vocabulary) -> str:
    """Another spelling that the visitor finds something with; "" for none. No word hints at what must not be seen."""
    other = query.meant(question, known)
    if other and (
        searching.finds(other, asking, known) or any(rows.municipalities(query.wanted(other, known), language))
    ):
        return other
    return ""


def _look(
    question: str, kind: str, asking: _Asking, language: Language, known: Vocabulary
) -> tuple[Result, dict[str, _Pile]]:
    """Everything found, by kind; kinds without anything are left out."""
    kinds = [one for one in searching.KINDS if kind in ("", one)]
    result = searching.search(question, asking.actor, kinds, most=_most(kind), known=known)
    piles = {one: _Pile((), hits, one in result.more) for one, hits in result.hits.items()}
    if kind in ("", "rule") and result.words and asking.now is not None and asking.now.few:
        piles["rule"] = _with_state(piles.get("rule", _Pile((), (), more=False)), result, asking, language)
    if kind in ("", "municipality"):
        piles["municipality"] = _Pile(tuple(rows.municipalities(result.typed, language)), (), more=False)
    return result, {one: pile for one, pile in piles.items() if len(pile)}


def _with_state(pile: _Pile, result: Result, asking: _Asking, language: Language) -> _Pile:
    """What follows today from the agreements the visitor may see, before provisions that say nothing of the words."""
    found: list[Row] = []
    told: set[tuple[str, str]] = set()
    for state in _states(asking.seen, language, Along(asking)):
        for rule, row in rows.findings(state, result.words, language):
            found.append(row)
            told.add((state.agreement, rule))
    left = tuple(hit for hit in pile.hits if (hit.agreement, hit.ref) not in told)
    return _Pile(tuple(found), left, pile.more)


@kept_along
def _states(seen: Hashable, language: Language, along: Along[_Asking]) -> tuple[rows.State, ...]:  # noqa: ARG001 - what it is kept by
    """What each agreement that the visitor may see says today."""
    listed = {one.id: one for one in listings.visible_to(along.value.actor)}
    evaluations = situations.evaluations(list(listed), clock.today())
    return tuple(
        rows.state(answer, listed[agreement].short_en if language == "en" else listed[agreement].short_sv, language)
        for agreement, answer in evaluations.items()
    )


def _written(items: Sequence[Row | Hit], result: Result, language: Language) -> dict[int, Row]:
    """Rows by the identity of what they are made from. One statement."""
    hits = [item for item in items if isinstance(item, Hit)]
    words = searching.shown([hit.id for hit in hits]) if hits else {}
    today = clock.today()
    made = {id(hit): rows.row(hit, words[hit.id], result.words, today, language) for hit in hits if hit.id in words}
    return made | {id(item): item for item in items if isinstance(item, Row)}


def _most(kind: str) -> int:
    return MOST if kind else MOST_OF_EACH


def _count(count: int, *, more: bool, most: int, language: Language) -> str:
    if more:
        return say("fler än {n}", "more than {n}", n=most).in_language(language)
    return say("{n}", "{n}", n=Many(count)).in_language(language) if count > 12 else str(count)
