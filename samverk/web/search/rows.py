"""What was found as rows: a title and a passage with the words marked, where it stands, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from samverk.agreements.queries.searching import Hit, Shown
from samverk.agreements.queries.situations import Answer
from samverk.lib.collation import sort_key
from samverk.lib.search.marking import Piece, has_every, holds, marked
from samverk.lib.search.query import Wanted
from samverk.lib.search.stems import folded, stem, words
from samverk.reference import municipalities as reference
from samverk.rules.finding import Finding, Status
from samverk.rules.wording import Language, Text, say
from samverk.web.agreements.sheet import anchor
from samverk.web.frame import Along, kept_along
from samverk.web.moment import DAY_PARAMETER
from samverk.web.shapes import Shape

PASSAGE = 220
"""Letters of a passage."""


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """Something found. ``lang``: of its words when it is not the page's; ``status``: what a provision does now."""

    href: str
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    agreement: str
    when: str
    lang: str
    status: Status | None = None


def row(hit: Hit, text: Shown, wanted: Sequence[Wanted], today: date, language: Language) -> Row:
    """An entry of the index as a row."""
    signed = hit.kind == "original"
    title, body = (text.title_en, text.body_en) if language == "en" else (text.title_sv, text.body_sv)
    lang = ""
    if language == "en" and (signed or not holds(f"{title} {body}", wanted, "en")):
        # The word stands in the Swedish text: that is what is shown.
        title, body, lang = text.title_sv, text.body_sv, "sv"
    reads: Language = "sv" if lang else language
    day = _day(hit, today)
    return Row(
        href=_href(hit, day),
        title=marked(title, wanted, reads),
        passage=marked(body, wanted, reads, PASSAGE),
        agreement=hit.short_en if language == "en" else hit.short_sv,
        when=say("lydelsen {day}", "wording of {day}", day=day).in_language(language) if day is not None else "",
        lang=lang,
    )


def _day(hit: Hit, today: date) -> date | None:
    """The day to look at an entry on: None for one that stands there today."""
    if hit.from_day is None or (hit.from_day <= today and (hit.to_day is None or today < hit.to_day)):
        return None
    return hit.from_day


def _href(hit: Hit, day: date | None) -> str:
    query = f"?{urlencode({DAY_PARAMETER: day.isoformat()})}" if day is not None else ""
    return _LINKS[hit.kind](hit.agreement, hit.ref, query)


def _reading(agreement: str, ref: str, query: str) -> str:
    try:
        return reverse("reading", args=[agreement, ref]) + query
    except NoReverseMatch:
        return reverse("readback", args=[agreement]) + query


_LINKS: dict[str, Callable[[str, str, str], str]] = {
    "clause": lambda agreement, ref, query: f"{reverse('agreement', args=[agreement])}{query}#{anchor(ref)}",
    "original": lambda agreement, ref, query: f"{reverse('original', args=[agreement])}{query}#{anchor(ref)}",
    "rule": lambda agreement, ref, query: f"{reverse('agreement', args=[agreement])}{query}#n-{ref}",
    "reading": _reading,
    "fact": lambda agreement, ref, _query: f"{reverse('facts', args=[agreement])}?uppgift={ref}#u{ref}",
}


# --- findings ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said(Shape):
    """A finding of today as words: what it is about, and the state as a sentence."""

    key: str
    rule: str
    status: Status
    label: str
    headline: str
    detail: str


def findings(answer: Answer, short: str, wanted: Sequence[Wanted], language: Language) -> Iterator[tuple[str, Row]]:
    """What the agreement's provisions say today that has every word, with the provision; leads to why."""
    for one in _said(answer.key, answer.evaluation.situation.as_of, language, Along(answer)):
        if holds(f"{one.label} {one.headline} {one.detail}", wanted, language):
            yield (
                one.rule,
                Row(
                    href=reverse("why", args=[answer.agreement, one.key]),
                    title=marked(one.headline, wanted, language),
                    passage=marked(f"{one.label}. {one.detail}".rstrip(". ") + ".", wanted, language, PASSAGE),
                    agreement=short,
                    when="",
                    lang="",
                    status=one.status,
                ),
            )


@kept_along
def _said(key: tuple[str, ...], as_of: date, language: Language, along: Along[Answer]) -> tuple[Said, ...]:  # noqa: ARG001 - what it is kept by
    evaluation = along.value.evaluation

    def said(finding: Finding) -> Said:
        headline = finding.headline.in_language(language)
        return Said(
            key=finding.key,
            rule=finding.rule,
            status=finding.status,
            label=evaluation.situation.definition.rules[finding.rule].label.in_language(language),
            headline=headline[:1].upper() + headline[1:],
            detail=finding.detail.in_language(language) if finding.detail is not None else "",
        )

    return tuple(said(one) for rule in evaluation.situation.definition.rules for one in evaluation.current(rule))


# --- municipalities ---------------------------------------------------------------------------------------


def municipalities(wanted: Sequence[Wanted], language: Language) -> Iterator[Row]:
    """The municipalities whose name, code or county has every word; without dots when there are none otherwise."""
    for looked_for in (tuple(wanted), tuple(_without_dots(one) for one in wanted)):
        found = [one for one in reference.municipalities().values() if _is_meant(one, looked_for)]
        for one in sorted(found, key=lambda one: sort_key(one.name)):
            county = reference.county(one.county_code).name.in_language(language)
            yield Row(
                href=reverse("municipality", args=[one.code]),
                title=marked(one.presented_name, looked_for, "sv"),
                passage=marked(f"{one.code}, {county}", looked_for, "sv"),
                agreement="",
                when="",
                lang="sv",
            )
        if found:
            return


def _is_meant(one: reference.Municipality, wanted: Sequence[Wanted]) -> bool:
    telling = [word for word in wanted if not word.exact & _EVERY]
    return bool(telling) and has_every(_stems_of(one.code), telling)


_EVERY = frozenset({"kommun", "stad", "län", "municipality", "county"})
"""What is said of every municipality, and so tells none of them."""


@cache
def _stems_of(code: str) -> frozenset[str]:
    one = reference.municipality(code)
    about = f"{one.name} {one.presented_name} {one.code} {reference.county(one.county_code).name.sv}"
    return frozenset(stem(word, "sv") for word, _, _ in words(about))


@cache
def _plain_names() -> dict[str, frozenset[str]]:
    """The stems of words in names, by the word as it is typed without å, ä and ö."""
    found: dict[str, set[str]] = {}
    for one in reference.municipalities().values():
        for word, _, _ in words(one.presented_name):
            found.setdefault(folded(word), set()).add(stem(word, "sv"))
    return {plain: frozenset(stems) for plain, stems in found.items()}


def _without_dots(one: Wanted) -> Wanted:
    """The word with every name it may stand for, typed without dots."""
    return replace(one, near=one.near | _plain_names().get(one.word, frozenset()))


KIND_NAMES: dict[str, Text] = {
    "clause": Text("Punkter i avtalen", "Clauses of agreements"),
    "original": Text("Originalens ord", "Words of the originals"),
    "rule": Text("Läget", "State"),
    "municipality": Text("Kommuner", "Municipalities"),
    "reading": Text("Tolkningar", "Readings"),
    "fact": Text("Händelser", "Facts"),
}
"""The kinds in the order of the page."""
