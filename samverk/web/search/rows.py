"""What was found as rows: a title and a passage with the words marked, where it stands, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from html import escape
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from samverk.agreements.queries.searching import Hit, Shown
from samverk.agreements.queries.situations import Answer
from samverk.lib.collation import sort_key
from samverk.lib.search.marking import holds, marked
from samverk.lib.search.query import Wanted
from samverk.lib.search.stems import folded, stem, words
from samverk.reference import municipalities as reference
from samverk.rules.finding import Finding, Status
from samverk.rules.wording import Language, Text, say
from samverk.web.agreements.sheet import anchor
from samverk.web.frame import Along, kept_along
from samverk.web.markup import status
from samverk.web.moment import DAY_PARAMETER
from samverk.web.shapes import Shape

PASSAGE = 220
"""Letters of a passage."""


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """Something found. ``lang``: of its words when it is not the page's; ``status``: what a provision does now.

    Title and passage are written out, with the words found marked.
    """

    href: str
    title: SafeString
    passage: SafeString
    agreement: str
    when: str
    lang: str
    status: Status | None = None


_WORDS_OF_THE_AGREEMENT = ("clause", "original")


def items(found: Iterable[Row], kind: str) -> SafeString:
    """The rows as list items. Through a template they would cost as much as the whole frame of the page."""
    law = ' class="law"' if kind in _WORDS_OF_THE_AGREEMENT else ""
    return mark_safe("".join(_item(one, "sv" if kind == "original" else one.lang, law) for one in found))  # noqa: S308 - escaped


def _item(one: Row, lang: str, law: str) -> str:
    said = f' lang="{lang}"' if lang else ""
    titled = f' lang="{one.lang}"' if one.lang else ""
    passage = f"<p{said}{law}>{one.passage}</p>" if one.passage else ""
    about = escape(one.agreement) + (f", {escape(one.when)}" if one.when else "")
    state = status(one.status) if one.status else ""
    meta = f'<p class="meta">{state}<small>{about}</small></p>' if about or state else ""
    return f'<li><h3{titled}><a href="{escape(one.href)}">{one.title}</a></h3>{passage}{meta}</li>'


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
        title=_written(title, wanted, reads),
        passage=_written(body, wanted, reads, PASSAGE),
        agreement=hit.short_en if language == "en" else hit.short_sv,
        when=say("lydelsen {day}", "wording of {day}", day=day).in_language(language) if day is not None else "",
        lang=lang,
    )


def _written(text: str, wanted: Sequence[Wanted], language: Language, length: int = 0) -> SafeString:
    pieces = marked(text, wanted, language, length)
    return mark_safe("".join(f"<mark>{escape(one.text)}</mark>" if one.found else escape(one.text) for one in pieces))  # noqa: S308 - escaped


def _day(hit: Hit, today: date) -> date | None:
    """The day to look at an entry on: None for one that stands there today."""
    if hit.from_day is None or (hit.from_day <= today and (hit.to_day is None or today < hit.to_day)):
        return None
    return hit.from_day


def _href(hit: Hit, day: date | None) -> str:
    query = f"?{urlencode({DAY_PARAMETER: day.isoformat()})}" if day is not None else ""
    return _LINKS[hit.kind](hit.agreement, hit.ref, query)


@cache
def _pages_of(name: str) -> tuple[str, str]:
    """What stands before and after an agreement's name in the address of such a page of it: looked up once."""
    before, _, after = reverse(name, args=["AVTAL"]).partition("AVTAL")
    return before, after


def _page(name: str, agreement: str) -> str:
    before, after = _pages_of(name)
    return f"{before}{agreement}{after}"


def _reading(agreement: str, ref: str, query: str) -> str:
    try:
        return reverse("reading", args=[agreement, ref]) + query
    except NoReverseMatch:
        return reverse("readback", args=[agreement]) + query


_LINKS: dict[str, Callable[[str, str, str], str]] = {
    "clause": lambda agreement, ref, query: f"{_page('agreement', agreement)}{query}#{anchor(ref)}",
    "original": lambda agreement, ref, query: f"{_page('original', agreement)}{query}#{anchor(ref)}",
    "rule": lambda agreement, ref, query: f"{_page('agreement', agreement)}{query}#n-{ref}",
    "reading": _reading,
    "document": lambda agreement, ref, query: reverse("document", args=[agreement, ref]) + query,
    "fact": lambda agreement, ref, _query: f"{_page('facts', agreement)}?uppgift={ref}#u{ref}",
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


@dataclass(frozen=True, slots=True)
class State(Shape):
    """What an agreement says today, in words."""

    agreement: str
    short: str
    said: tuple[Said, ...]


def state(answer: Answer, short: str, language: Language) -> State:
    """What the agreement's provisions say on the day of the answer. ``short``: what it is called."""
    return State(answer.agreement, short, _said(answer.key, answer.evaluation.situation.as_of, language, Along(answer)))


def findings(of: State, wanted: Sequence[Wanted], language: Language) -> Iterator[tuple[str, Row]]:
    """What of it has every word, with the provision; leads to why."""
    for one in of.said:
        if holds(f"{one.label} {one.headline} {one.detail}", wanted, language):
            yield (
                one.rule,
                Row(
                    href=reverse("why", args=[of.agreement, one.key]),
                    title=_written(one.headline, wanted, language),
                    passage=_written(f"{one.label}. {one.detail}".rstrip(". ") + ".", wanted, language, PASSAGE),
                    agreement=of.short,
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
        found = [reference.municipality(code) for code in _meant(looked_for)]
        for one in sorted(found, key=lambda one: sort_key(one.name)):
            county = reference.county(one.county_code).name.in_language(language)
            yield Row(
                href=reverse("municipality", args=[one.code]),
                title=_written(one.presented_name, looked_for, "sv"),
                passage=_written(f"{one.code}, {county}", looked_for, "sv"),
                agreement="",
                when="",
                lang="sv",
            )
        if found:
            return


def _meant(wanted: Sequence[Wanted]) -> frozenset[str]:
    """The codes of the municipalities that have every word, in any of the ways it may stand."""
    known = _codes()
    having = [
        frozenset().union(*(known.get(stem, _NOBODY) for stem in word.exact | word.near))
        | (frozenset.intersection(*(known.get(stem, _NOBODY) for stem in word.parts)) if word.parts else _NOBODY)
        for word in wanted
        if not word.exact & _EVERY
    ]
    return frozenset.intersection(*having) if having else _NOBODY


_NOBODY: frozenset[str] = frozenset()
_EVERY = frozenset({"kommun", "stad", "län", "municipality", "county"})
"""What is said of every municipality, and so tells none of them."""


@cache
def _codes() -> dict[str, frozenset[str]]:
    """The codes of municipalities by each stem of name, code and county."""
    found: dict[str, set[str]] = {}
    for one in reference.municipalities().values():
        about = f"{one.name} {one.presented_name} {one.code} {reference.county(one.county_code).name.sv}"
        for word, _, _ in words(about):
            found.setdefault(stem(word, "sv"), set()).add(one.code)
    return {each: frozenset(codes) for each, codes in found.items()}


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
    "document": Text("Handlingar", "Documents"),
}
"""The kinds in the order of the page."""
