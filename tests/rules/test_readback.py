"""The read-back says everything a definition says, in both languages, and says nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin, get_type_hints

import pytest

from samverk.reference.municipalities import counties
from samverk.rules.definition import Commitment, Definition, Measure, Plan
from samverk.rules.parsing import file_keys
from samverk.rules.provisions import KINDS, Duty, Meeting, Provision
from samverk.rules.readback import as_text, read_back
from samverk.rules.readback.composing import statements
from samverk.rules.readback.kinds import SENTENCES
from samverk.rules.readback.names import Names
from samverk.rules.readback.words import COUNTIES, EVIDENCE
from samverk.rules.readback.words import KINDS as KIND_NAMES
from samverk.rules.ruleset import load
from samverk.rules.values import ClassOf, InvoiceRule, KeyUpdate, Period, Quota, Seats, WeightTable, Window
from samverk.rules.wording import Text
from tests.rules.definitions import ALL, FOOD, RESCUE, files, named

HOUSE = load(files(FOOD))
SAID_ELSEWHERE = {"id", "label", "cite", "basis", "covers", "silent", "valid_from", "valid_to"}


def _with(entry: Any, field: str, value: object) -> Any:
    return replace(entry, **{field: value})


def said(rule: Provision) -> tuple[str, str]:
    """Everything the provision says, in Swedish and in English."""
    found = [statement.text for statement in statements(rule, Names(HOUSE, HOUSE.text, {}))]
    return " ".join(text.sv for text in found), " ".join(text.en for text in found)


def other_values(annotation: Any, value: Any) -> Iterator[Any]:
    """Other values of a type than this one: every word of a literal, one of each other shape."""
    if isinstance(annotation, TypeAliasType):
        yield from other_values(annotation.__value__, value)
    elif get_origin(annotation) is Literal:
        yield from (word for word in get_args(annotation) if word != value)
    elif get_origin(annotation) in (Union, UnionType):
        for member in get_args(annotation):
            if member is not NoneType:
                yield from other_values(member, value)
    elif get_origin(annotation) is tuple:
        item = get_args(annotation)[0]
        yield from ((part,) for part in other_values(item, value[0] if value else None) if (part,) != value)
    elif is_dataclass(annotation) and isinstance(annotation, type):
        yield from other_tables(annotation, value)
    elif annotation in _SIMPLE:
        yield from (other for other in _SIMPLE[annotation] if other != value)
    else:
        raise AssertionError(f"no other value of {annotation}")


_SIMPLE: dict[Any, tuple[Any, ...]] = {
    str: ("2027-03-01", "rule:tid.start", "assessed:something", "scb:other", "invoice_issued", "role:kontaktperson"),
    int: (3, 8),
    bool: (True, False),
    date: (date(2031, 5, 17),),
    Period: (Period(7, "W"), Period(1, "D"), Period(0, "D")),
    Text: (Text("något annat", "something else"),),
    dict[str, int]: ({"1470": 17},),
}


def other_tables(kind: type, value: Any) -> Iterator[Any]:
    """The same table with one field changed; for a missing table, one with its required fields."""
    hints = get_type_hints(kind)
    if kind is Period or kind is WeightTable:
        tables = (WeightTable({"1470": 17}), WeightTable({"0-999": 1, "1000-": 2}))
        yield from ((Period(7, "W"), Period(1, "D")) if kind is Period else tables)
        return
    if value is None:
        needed = {entry.field: _some(entry.field, hints[entry.field]) for entry in file_keys(kind) if entry.required}
        yield kind(**needed)
        return
    for item in fields(value):
        for other in other_values(hints[item.name], getattr(value, item.name)):
            yield _with(value, item.name, other)


def _some(field: str, annotation: Any) -> Any:
    """A value for a required field: month-days for windows, otherwise the first there is."""
    if field in ("from_", "to"):
        return "03-01"
    return next(other_values(annotation, None))


def example(kind: type[Provision]) -> Provision:
    """A provision of the kind from the fixture."""
    return next(rule for rule in HOUSE.rules.values() if type(rule) is kind)


CASES = [
    (kind, entry.field) for kind in KINDS.values() for entry in file_keys(kind) if entry.field not in SAID_ELSEWHERE
]


@pytest.mark.parametrize(("kind", "field"), CASES, ids=lambda part: getattr(part, "kind", part))
def test_no_parameter_is_left_out(kind: type[Provision], field: str) -> None:
    """Each value a parameter can have gives words of its own, in both languages."""
    rule = example(kind)
    heard: dict[tuple[str, str], Any] = {said(rule): getattr(rule, field)}
    for other in _fitting(kind, field, getattr(rule, field)):
        words = said(_with(rule, field, other))
        assert words not in heard, f"{field}: {other!r} sounds like {heard[words]!r}"
        if field != "steps":  # a step has a sentence of its own in each language
            assert words[0] not in {sv for sv, _ in heard}, f"{field}: {other!r} in Swedish"
            assert words[1] not in {en for _, en in heard}, f"{field}: {other!r} in English"
        heard[words] = other
    assert len(heard) > 1 or _has_one_word(kind, field)


def _has_one_word(kind: type[Provision], field: str) -> bool:
    """Parameters whose type allows a single word."""
    return (kind.kind, field) in {
        ("withdrawal", "who"), ("renegotiation", "who"), ("renegotiation", "others_must"),
        ("apportionment_key", "method"), ("membership", "parties"), ("areas", "areas"),
    }  # fmt: skip


# Texts that a parameter's grammar allows, where any text at all would not do.
_GRAMMAR: dict[tuple[str, str], tuple[str, ...]] = {
    ("membership", "parties"): (),
    ("membership", "closes"): ("never", "open", "2027-03-01"),
    ("entry", "not_before"): ("none", "2027-03-01"),
    ("entry", "signature_equivalent"): ("adoption_decision",),
    ("areas", "areas"): (),
    ("fee", "total"): ("none", "open", "adopted_budget"),
    ("cost_event", "amount"): ("recognised_cost", "recognised_winddown_cost"),
    ("plan", "review_at"): ("year_end", "open"),
    ("apportionment_key", "fixed_share"): ("35%", "1/3", "open"),
    ("relation", "actors"): ("actor:*",),
    ("renegotiation", "condition"): ("assessed:other",),
    ("duty", "condition"): ("assessed:other", "indicator:avvikelser", "indicator:avvikelser.top_quartile"),
}


def _fitting(kind: type[Provision], field: str, value: Any) -> Iterator[Any]:
    if (kind.kind, field) in _GRAMMAR:
        yield from (other for other in _GRAMMAR[kind.kind, field] if other != value)
        return
    hints = get_type_hints(kind)
    seen: list[Any] = []
    for other in other_values(hints[field], value):
        if other not in seen and not _says_the_same(kind, field, other):
            seen.append(other)
            yield other


def _says_the_same(kind: type[Provision], field: str, value: Any) -> bool:
    """Values that differ without a difference to anybody, or that the grammar does not allow."""
    if (kind.kind, field) == ("adoption_round", "steps"):
        return bool(value[0].id != "forslag")  # the id of a step is for machines
    if (kind.kind, field) == ("membership", "class_"):
        return bool(value.county == "01" and value.all) or value.county not in (None, *COUNTIES)
    if (kind.kind, field) in (("duty", "quota"), ("meeting", "quota"), ("power", "quota")):
        return value.window is not None and not re.fullmatch(r"\d\d-\d\d", value.window.from_ + "")
    if (kind.kind, field) == ("apportionment_key", "update"):
        return not 1 <= value.month <= 12
    return (kind.kind, field) == ("duty", "evidence") and value == ("attestation",)


def test_every_parameter_of_every_kind_has_a_sentence() -> None:
    for name, kind in KINDS.items():
        told = [field for key in SENTENCES[name] for field in ((key,) if isinstance(key, str) else key)]
        assert sorted(told) == sorted(entry.field for entry in file_keys(kind) if entry.field not in SAID_ELSEWHERE), (
            name
        )


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_every_parameter_with_a_value_is_in_a_statement(folder: Path) -> None:
    definition = load(files(folder))
    names = Names(definition, definition.text, {})
    for rule in definition.rules.values():
        told = {name for statement in statements(rule, names) for name in statement.parameters}
        given = {e.keys[0] for e in file_keys(type(rule)) if getattr(rule, e.field) not in (None, False, ())}
        assert given - told <= {"id", "label", "cite", "basis", "covers", "above_max"}, rule.id


@pytest.mark.parametrize("folder", ALL, ids=named)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_nothing_is_left_of_the_machine_in_the_words(folder: Path, language: str) -> None:
    text = as_text(read_back(load(files(folder))), language)
    assert not re.search(r"[a-z]_[a-z]|\bNone\b|[{}<>]|  \.| ,|\.\.|\bP\d+[DWMY]\b|role:|body:|rule:|actor:", text)
    assert all(len(line) <= 96 for line in text.splitlines() if " " in line.strip())
    assert text.endswith("\n")


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_every_provision_reading_measure_and_omission_is_in_the_document(folder: Path) -> None:
    definition = load(files(folder))
    document = read_back(definition)
    read = [rule.id for part in document.clauses for rule in part.provisions] + [rule.id for rule in document.silent]
    assert sorted(read) == sorted(definition.rules)
    assert [reading.id for reading in document.readings] == list(definition.readings)
    assert [len(plan.measures) for plan in document.plans] == [len(p.measures) for p in definition.plans.values()]
    assert sum(len(part.not_modelled) for part in document.clauses) == len(definition.not_modelled)
    assert [part.clause.id for part in document.clauses] == list(definition.clauses)


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_each_settled_reading_has_one_option_in_use_and_an_open_one_none(folder: Path) -> None:
    for reading in read_back(load(files(folder))).readings:
        in_use = [option for option in reading.options if option.in_use]
        assert len(in_use) == (0 if reading.status == "open" else 1), reading.id
        assert len({option.text for option in reading.options}) == len(reading.options), reading.id
        assert reading.concerns, reading.id


def test_a_statement_names_the_readings_it_rests_on() -> None:
    rule = next(r for part in read_back(HOUSE).clauses for r in part.provisions if r.id == "uttrade")
    rests = {statement.parameters: statement.readings for statement in rule.statements}
    assert rests["who", "form", "addressees"] == ()
    assert rests["period", "clock"] == ()
    assert rests["revocable",] == ("t-ater",)
    assert rule.places == Text("punkt 12, första och andra meningen", "clause 12, first and second sentence")


def test_the_exit_of_the_rescue_service_reads_as_a_lawyer_would_say_it() -> None:
    rule = next(r for part in read_back(load(files(RESCUE))).clauses for r in part.provisions if r.id == "lamna")
    assert [statement.text.sv for statement in rule.statements] == [
        "Varje part får lämna; uppsägningen ska vara skriftlig och lämnas till ordföranden i samverkansrådet.",
        "Uppsägningstiden är 90 dagar och räknas från den dag uppsägningen skickades.",
        "Finns inte samma datum i slutmånaden räknas ingen dag ut, utan frågan ställs.",
        "Den uträknade dagen är den sista dagen som part.",
        "Dagen flyttas inte när den är en helgdag.",
        "Den som säger upp lämnar; för de andra gäller överenskommelsen vidare.",
        "En uppsägning kan inte tas tillbaka.",
    ]


def _changed(definition: Definition) -> Iterator[tuple[str, Definition]]:
    """The definition with one thing outside the provisions changed."""
    for table in ("roles", "bodies", "actors", "areas"):
        for key, entry in getattr(definition, table).items():
            for field, other in _varied(entry):
                yield (
                    f"{table}.{key}.{field}",
                    _with(definition, table, getattr(definition, table) | {key: other}),
                )
    plan = definition.plans["2026-2028"]
    for field, other in _varied(plan, "measures"):
        yield f"plan.{field}", replace(definition, plans={plan.id: other})
    for number, measure in enumerate(plan.measures):
        for field, changed in _varied_measure(measure):
            measures = (*plan.measures[:number], changed, *plan.measures[number + 1 :])
            yield f"measure.{field}", replace(definition, plans={plan.id: replace(plan, measures=measures)})
    for rid, reading in definition.readings.items():
        for field in ("question", "why"):
            readings = {**definition.readings, rid: _with(reading, field, Text("annat", "other"))}
            yield f"reading.{rid}.{field}", replace(definition, readings=readings)
    row = definition.not_modelled[0]
    other_row = (replace(row, reason=Text("annat", "other")), *definition.not_modelled[1:])
    yield "unmodelled.reason", replace(definition, not_modelled=other_row)
    yield "reference", replace(definition, reference="KS 2026/1")
    yield "version", replace(definition, version="2.0.0")


def _varied(entry: Any, *without: str) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(type(entry))
    for item in fields(entry):
        if item.name not in ("id", "covers", "number", "cite", "basis", *without):
            for other in other_values(hints[item.name], getattr(entry, item.name)):
                if (type(entry), item.name) != (Plan, "status"):
                    yield item.name, _with(entry, item.name, other)


def _varied_measure(measure: Measure) -> Iterator[tuple[str, Measure]]:
    for field, other in _varied(measure, "commitments", "actors", "areas", "indicators", "group"):
        yield field, other
    for field, value in (("group", "annan"), ("areas", ("2",)), ("indicators", ("annat",)), ("actors", ())):
        yield field, _with(measure, field, value)
    item = measure.commitments[0]
    for field, commitment in _varied(item, "quota"):
        yield f"commitment.{field}", replace(measure, commitments=(commitment,))
    yield "commitment.basis", replace(measure, commitments=(replace(item, basis={"quota": "t-h"}),))
    assert isinstance(item, Commitment)


def texts(part: Any) -> Iterator[Text]:
    """Every text of a document, in reading order."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from texts(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def test_nothing_outside_the_provisions_is_left_out() -> None:
    before = [(text.sv, text.en) for text in texts(read_back(HOUSE))]
    for what, changed in _changed(HOUSE):
        after = [(text.sv, text.en) for text in texts(read_back(changed))]
        assert [sv for sv, _ in after] != [sv for sv, _ in before], what
        assert [en for _, en in after] != [en for _, en in before], what


@pytest.mark.parametrize("folder", ALL, ids=named)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_plain_text_holds_every_text_of_the_document(folder: Path, language: str) -> None:
    document = read_back(load(files(folder)))
    plain = " ".join(as_text(document, language).split())
    rules = [rule for part in document.clauses for rule in part.provisions] + list(document.silent)
    printed = [text for rule in rules for text in texts((rule.label, rule.places, rule.statements))]
    printed += texts(tuple(part.not_modelled for part in document.clauses))
    printed += texts((document.opening, document.named, document.readings, document.plans))
    words = [" ".join(text.in_language(language).split()) for text in printed]
    assert [said for said in words if said not in plain] == []


def test_counties_are_called_what_the_register_calls_them() -> None:
    assert {code: county.name for code, county in counties().items()} == COUNTIES


def test_every_kind_and_evidence_has_a_name() -> None:
    assert list(KIND_NAMES) == list(KINDS)
    evidence = get_type_hints(KINDS["duty"])["evidence"]
    assert set(EVIDENCE) == set(get_args(get_args(evidence)[0].__value__))


def test_an_imported_original_gives_its_own_places() -> None:
    """The places follow the edition on screen: the same path may be an item in one and a paragraph in the other."""
    assert HOUSE.text is not None
    flat = replace(HOUSE.text, clauses={key: replace(c, blocks=()) for key, c in HOUSE.text.clauses.items()})
    own = read_back(HOUSE).clauses[8].provisions[0].places
    imported = read_back(HOUSE, flat).clauses[8].provisions[0].places
    assert own == Text("punkt 8, första ledet i listan", "clause 8, first list item")
    assert imported == Text("punkt 8, första stycket", "clause 8, first paragraph")


def test_municipalities_that_are_no_listed_parties_are_named_when_their_names_are_given() -> None:
    plan = HOUSE.plans["2026-2028"]
    item = replace(plan.measures[1].commitments[0], parties=("0180",))
    changed = replace(HOUSE, plans={plan.id: replace(plan, measures=(replace(plan.measures[1], commitments=(item,)),))})
    assert "kommunen med kod 0180" in as_text(read_back(changed))
    assert "med Stockholm" in as_text(read_back(changed, municipalities={"0180": "Stockholm"}))


@pytest.mark.parametrize(
    ("kind", "field", "value", "sentence"),
    [
        ("membership", "class_", ClassOf(all=True), "Alla landets kommuner kan bli parter."),
        ("membership", "class_", ClassOf("14"), "Kommunerna i Västra Götalands län kan bli parter."),
        ("entry", "not_before", "rule:uttrade.start", "Ingen är bunden före den dag bestämmelsen ”Utträde sex"),
        ("apportionment_key", "update", KeyUpdate(4), "Nya tal tas fram i april varje år."),
        ("fee", "invoice", InvoiceRule("role:vardkommun"), "Fakturan skickas av den som är värdkommun."),
        ("chair", "elected_by", None, "Kontrollrådet har en ordförande."),
        (
            "chair",
            "ex_officio",
            "role:vardkommun",
            "är ordförande i kontrollrådet om inte kontrollrådet väljer en annan.",
        ),
        ("meeting", "quota", Quota("year", max=2), "Kontrollrådet ska mötas högst två gånger per år."),
        ("meeting", "quota", Quota("year"), "Hur många gånger per år kontrollrådet möts är inte bestämt;"),
        ("composition", "seats", Seats(min=1), "Kontrollrådet består av minst en ledamot."),
        ("composition", "seats", Seats(min=1, max=5), "Kontrollrådet består av minst en och högst fem ledamöter."),
        ("composition", "seats", Seats(), "Kontrollrådet består av ett antal som inte är bestämt."),
        ("power", "act", "keep_quality", "Kontrollrådet ska göra det som rubriken säger (”keep quality”)"),
        ("duty", "trigger", "role_changed:vardkommun", "när rollen ”Värdkommun” går över till någon annan."),
        ("duty", "with_", "actor:okänd", "tillsammans med ”okänd”"),
        ("cost_event", "trigger", "role_abolished:kontrollchef", "Det gäller när rollen ”Kontrollchef” avslutas."),
    ],
)
def test_rarer_values_are_read_as_people_would_say_them(kind: str, field: str, value: object, sentence: str) -> None:
    rule = example(KINDS[kind])
    assert sentence in said(_with(rule, field, value))[0]


def test_a_duty_due_the_day_it_is_set_off_says_so() -> None:
    rule = HOUSE.rules["uppgifter"]
    assert isinstance(rule, Duty)
    same_day, undecided = said(replace(rule, within=Period(0, "D"))), said(replace(rule, within="open"))
    assert "Det ska göras samma dag som ett beslut fattas." in same_day[0]
    assert "Det ska göras när ett beslut fattas; inom vilken tid är en öppen fråga." in undecided[0]


def test_windows_are_read_as_days() -> None:
    rule = example(KINDS["meeting"])
    assert isinstance(rule, Meeting)
    quota = replace(rule.quota, window=Window("04-01", "04-30"))
    assert "från den 1 april till den 30 april" in said(replace(rule, quota=quota))[0]
