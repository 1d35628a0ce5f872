"""Where the numbers of a year's fee come from: what a file says of itself, so that it can be explained in ten years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samverk.rules.fees import uses_of
from samverk.rules.finding import ENGINE
from samverk.rules.wording import Language, Text, kronor
from samverk.rules.wording import day as day_words
from samverk.web.fees.book import Book
from samverk.web.fees.rows import parse
from samverk.web.fees.seen import is_example
from samverk.web.fees.steps import is_decided, source_of

_SETTLED = {
    "adopted": Text("beslutat", "decided"),
    "provisional": Text("antaget", "assumed"),
    "open": Text("öppet", "open"),
}


def sources(book: Book, day: date) -> Iterator[tuple[str, str]]:
    """Labels and values, in order."""
    found, language = book.found, book.language
    definition = found.terms.situation.definition
    yield _l("Avtal", "Agreement", language), f"{definition.title} ({definition.version})"
    yield _l("Läget per den", "As of", language), day_words(day, language)
    if is_example(book.fixed.situation, book.year):
        invented = Text("Beslut och belopp är påhittade.", "Decisions and sums are made up.").in_language(language)
        yield _l("Exempel", "Example", language), invented
    if book.supposed:
        yield _l("Tänk om", "What if", language), book.supposed
    budget = found.round.budget
    if budget is not None and not is_decided(found):
        only = Text("antaget", "supposed").in_language(language)
        yield _l("Budget", "Budget", language), f"{kronor(int(budget.payload['amount']))} ({only})"
    elif budget is not None:
        body = budget.payload.get("body")
        who = found.terms.situation.name(f"body:{body}").in_language(language) if body else ""
        decided = ", ".join(part for part in (who, day_words(budget.valid_on, language)) if part)
        yield _l("Budget", "Budget", language), f"{kronor(int(budget.payload['amount']))} ({decided})"
    yield from _figures(book)
    yield from _readings(book)
    yield _l("Avtalets definition, SHA-256", "Definition, SHA-256", language), definition.sha256
    yield _l("Räknat av", "Computed by", language), ENGINE


def _figures(book: Book) -> Iterator[tuple[str, str]]:
    figures, language = book.found.round.figures, book.language
    if figures is None:
        return
    payload = figures.fact.payload
    yield _l("Folkmängd", "Population", language), source_of(book.found.key, figures.fact)
    if payload.get("reference_date"):
        yield _l("Folkmängd den", "Population on", language), day_words(parse(str(payload["reference_date"])), language)
    yield _l("Fastställd", "Fixed on", language), day_words(figures.fact.valid_on, language)
    yield _l("Uppgift nr", "Fact no.", language), str(figures.fact.seq)
    if payload.get("sha256"):
        yield _l("Siffrornas SHA-256", "SHA-256 of the figures", language), str(payload["sha256"])


def _readings(book: Book) -> Iterator[tuple[str, str]]:
    """Each question the text leaves, with the answer in use and whether it has been decided."""
    terms, language = book.found.terms, book.language
    definition = terms.situation.definition
    for use in uses_of(definition, terms.fee, book.found.key):
        reading = definition.readings[use.id]
        label = reading.label_of(use.option).in_language(language) if use.status != "open" else "–"
        settled = _SETTLED[use.status].in_language(language)
        yield reading.question.in_language(language), f"{label} ({settled}, {use.id})"


def _l(sv: str, en: str, language: Language) -> str:
    return Text(sv, en).in_language(language)
