""" "Varför?": the words a value rests on, what went in, the arithmetic, the readings, and the receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from samverk.rules import readings
from samverk.rules.definition import Definition
from samverk.rules.evaluate import Evaluation, findings_of
from samverk.rules.facts import FACT_KINDS, SUPPOSED_FROM, Fact
from samverk.rules.finding import Alternative, Finding
from samverk.rules.situation import Situation, situation
from samverk.rules.wording import Language, Text, say
from samverk.rules.wording import day as day_words
from samverk.web.agreements import questions
from samverk.web.agreements.sheet import anchor
from samverk.web.shapes import Chip, Given, Question, Quote, Shape, Why
from samverk.web.words import origin_words

LONGEST_ALTERNATIVES = 12


@dataclass(frozen=True, slots=True)
class Sibling(Shape):
    """Another finding of the same provision: for another party, body or period."""

    who: str
    heading: str
    status: str
    href: str
    current: bool


def chips(
    agreement: str, definition: Definition, cites: tuple[str, ...], query: str, language: Language
) -> tuple[Chip, ...]:
    """A mark for each clause cited, once, in the order cited."""
    clauses = dict.fromkeys(cite.split("/", 1)[0] for cite in cites)
    page = reverse("agreement", args=[agreement]) + query
    return tuple(
        Chip(mark=definition.clauses[clause].mark.in_language(language), href=f"{page}#{anchor(clause)}")
        for clause in clauses
        if clause in definition.clauses
    )


@dataclass(frozen=True, slots=True)
class Register:
    """Where a fact is looked up, "" for those who may not see the facts; and whether who recorded it is shown."""

    href: str
    people: bool


def why(
    agreement: str, evaluation: Evaluation, finding: Finding, query: str, language: Language, *, register: Register
) -> Why:
    """The derivation of a finding, in the language of the page."""
    definition = evaluation.situation.definition
    heading = finding.headline.in_language(language)
    found = finding.alternatives or alternatives(evaluation, finding)
    moving, quiet = _questions(evaluation, finding, found, language)
    return Why(
        id="varfor",
        question=say("Varför: {heading}", "Why: {heading}", heading=heading).in_language(language),
        quotes=tuple(_quotes(agreement, definition, finding, query, language)),
        given=tuple(_given(evaluation.situation, finding, register, language)),
        sum=tuple(_sum(finding, language)),
        result=heading,
        others=tuple(_others(found, definition, language)),
        questions=moving,
        quiet=quiet,
        receipt=_receipt(finding, language),
    )


def _quotes(
    agreement: str, definition: Definition, finding: Finding, query: str, language: Language
) -> Iterator[Quote]:
    for cite in finding.cites:
        (chip,) = chips(agreement, definition, (cite,), query, language) or (None,)
        words = definition.text.words(cite) if definition.text is not None else None
        if chip is not None:
            yield Quote(text=words or "", chip=chip)


def _given(prepared: Situation, finding: Finding, register: Register, language: Language) -> Iterator[Given]:
    by_seq = {fact.seq: fact for fact in prepared.facts}
    for item in finding.inputs:
        fact = by_seq.get(item.fact) if item.fact is not None else None
        if fact is not None:
            yield _fact_row(prepared, fact, register, language)
            continue
        source = item.source.in_language(language) if item.source is not None else ""
        value = item.worded.in_language(language) if item.worded is not None else item.value
        given = questions.basis_of(finding) if item.basis == "assumed" else item.basis
        yield Given(label=item.label.in_language(language), value=value, basis=given, source=source)


def _fact_row(prepared: Situation, fact: Fact, register: Register, language: Language) -> Given:
    kind = FACT_KINDS[fact.kind].name.in_language(language)
    who = f" ({prepared.name(fact.party).in_language(language)})" if fact.party else ""
    if fact.supposed:
        only = Text("Tänk om, inte registrerat", "What if, not recorded").in_language(language)
        return Given(label=f"{kind}{who}", value=day_words(fact.valid_on, language), basis="assumed", source=only)
    source = say(
        "Uppgift {seq}, registrerad {day}{by}",
        "Fact {seq}, recorded {day}{by}",
        seq=str(fact.seq),
        day=fact.recorded_at.date(),
        by=say(" av {actor}", " by {actor}", actor=fact.actor) if fact.actor and register.people else Text("", ""),
    )
    way = f", {said}" if (said := origin_words(fact.origin)) else ""
    example = Text(" · exempel", " · example").in_language(language) if fact.example else ""
    return Given(
        label=f"{kind}{who}",
        value=day_words(fact.valid_on, language),
        basis="fact",
        source=source.in_language(language) + way + example,
        href=f"{register.href}?uppgift={fact.seq}#u{fact.seq}" if register.href else "",
    )


def _sum(finding: Finding, language: Language) -> Iterator[str]:
    for step in finding.steps:
        text = step.text.in_language(language)
        yield f"{text}: {step.result}" if step.result else text
    for missing in finding.missing:
        yield missing.in_language(language)


def _others(found: Sequence[Alternative], definition: Definition, language: Language) -> Iterator[str]:
    """What several readings give together: those of one alone stand at their question."""
    for item in found[:LONGEST_ALTERNATIVES]:
        if "+" not in item.reading:
            continue
        reads = [definition.readings[one].id for one in item.reading.split("+")]
        value = item.text.in_language(language) if item.text is not None else str(item.value)
        yield f"{' + '.join(reads)}: {value}"


def _questions(
    evaluation: Evaluation, finding: Finding, found: Sequence[Alternative], language: Language
) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """The readings the value rests on: those that would change it, and those that would not."""
    prepared = evaluation.situation
    telling = {item.reading for item in found if _differs(item, finding)}
    moving: list[Question] = []
    quiet: list[Question] = []
    for use in finding.readings:
        shown = questions.question(
            prepared, prepared.definition.readings[use.id], language, alternatives=found, value=finding.value
        )
        (moving if use.id in telling else quiet).append(shown)
    return tuple(moving), tuple(quiet)


def _differs(item: Alternative, finding: Finding) -> bool:
    return item.value is None or item.value != finding.value or item.verdict not in (None, finding.verdict)


def alternatives(evaluation: Evaluation, finding: Finding) -> tuple[Alternative, ...]:
    """What the same facts give for the same subject under every other option of each reading in use."""
    prepared = evaluation.situation
    rule = prepared.definition.rules[finding.rule]
    found = []
    for reading, option in readings.others(prepared.definition, finding.readings):
        if option == "open":
            continue
        other = situation(
            prepared.definition, prepared.facts, as_of=prepared.as_of, known_at=prepared.known_at, names=prepared.names,
            options={reading.id: option},
        )  # fmt: skip
        same = [item for item in findings_of(other, other.definition.rules[rule.id]) if item.key == finding.key]
        if same and (same[0].verdict, same[0].value) != (finding.verdict, finding.value):
            found.append(Alternative(reading.id, option, same[0].value, same[0].verdict, same[0].headline))
    return tuple(found)


def _receipt(finding: Finding, language: Language) -> str:
    receipt = finding.receipt
    known = receipt.known_at
    text = say(
        "Kvitto: avtalsdefinition {sha}, {engine}, per den {as_of}{known}. Uppgifter: {facts}.",
        "Receipt: definition {sha}, {engine}, as of {as_of}{known}. Facts: {facts}.",
        sha=receipt.definition_sha256[:16],
        engine=receipt.engine,
        as_of=receipt.as_of or Text("ingen dag", "no day"),
        known=say(", känt {day}", ", known {day}", day=known.date()) if known is not None else Text("", ""),
        facts=[str(seq) for seq in finding.because if seq < SUPPOSED_FROM] or Text("inga", "none"),
    )
    return text.in_language(language)


def siblings(
    agreement: str, evaluation: Evaluation, finding: Finding, query: str, language: Language
) -> tuple[Sibling, ...]:
    """Every finding of the same provision, the latest period first."""
    found = evaluation.by_rule[finding.rule]
    ordered = sorted(
        found,
        key=lambda item: item.period.start if item.period else item.since or evaluation.situation.as_of,
        reverse=True,
    )
    return tuple(
        Sibling(
            who=evaluation.situation.name(item.subject).in_language(language),
            heading=item.headline.in_language(language),
            status=item.status,
            href=reverse("why", args=[agreement, item.key]) + query,
            current=item.key == finding.key,
        )
        for item in ordered
    )
