"""Values of files become the frozen types, and what does not fit is said with its path."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

import pytest

from samverk.rules.parsing import build, converter, file_keys, option_faults, parameter
from samverk.rules.problems import Fault, dotted, nearest
from samverk.rules.provisions import (
    KINDS,
    AdoptionRound,
    Appointment,
    ApportionmentKey,
    Duty,
    Meeting,
    Membership,
    Provision,
    Relation,
    RenegotiationRule,
    Scope,
    Term,
    Withdrawal,
)
from samverk.rules.values import ClassOf, KeyUpdate, Period, Quota, RoundResponse, RoundStep, Window
from samverk.rules.wording import Text


@pytest.mark.parametrize(
    ("kind", "name", "value", "expected"),
    [
        (Withdrawal, "period", "P12M", Period(12, "M")),
        (Withdrawal, "period", "open", "open"),
        (Withdrawal, "clock", "last_receipt", "last_receipt"),
        (Withdrawal, "not_before", "2026-01-31", date(2026, 1, 31)),
        (Withdrawal, "not_before", date(2026, 1, 31), date(2026, 1, 31)),
        (Term, "start", "per_party", "per_party"),
        (Term, "start", "2014-04-15", date(2014, 4, 15)),
        (RenegotiationRule, "suspends_obligations", False, False),
        (RenegotiationRule, "suspends_obligations", "open", "open"),
        (Meeting, "quota", {"per": "year", "min": 2}, Quota("year", 2)),
        (
            Duty, "quota", {"per": "year", "min": 1, "window": {"from": "04-01", "to": "04-30"}},
            Quota("year", 1, None, Window("04-01", "04-30")),
        ),
        (Duty, "evidence", ["ledger", "minutes"], ("ledger", "minutes")),
        (Appointment, "from", "parties", "parties"),
        (Membership, "class", {"county": "01"}, ClassOf("01")),
        (Relation, "with", ["actor:a"], ("actor:a",)),
        (ApportionmentKey, "update", {"month": 4}, KeyUpdate(4)),
        (ApportionmentKey, "table", {"weights": {"0186": 2, "0114": 1}}, None),
        (Scope, "include", [{"sv": "barn", "en": "children"}], (Text("barn", "children"),)),
        (AdoptionRound, "response", {"to": "role:r", "channel": "post"}, RoundResponse("role:r", "post")),
        (AdoptionRound, "steps", [{"id": "a", "act": "b", "with": "c"}], (RoundStep("a", "b", with_="c"),)),
        (Duty, "basis", {"b": "2", "a": "1"}, {"a": "1", "b": "2"}),
    ],
)  # fmt: skip
def test_parameter(kind: type[Provision], name: str, value: object, expected: object) -> None:
    found = parameter(kind, name, value)
    if expected is None:
        assert list(found.weights.items()) == [("0114", 1), ("0186", 2)]
    else:
        assert found == expected
        assert type(found) is type(expected)
    assert option_faults(kind, name, value) == ()


@pytest.mark.parametrize(
    ("kind", "name", "value", "at", "expected"),
    [
        (Withdrawal, "period", "12M", "period", "a period such as P12M, P30D, P2W or P1Y or “open”"),
        (Withdrawal, "period", "P12M\n", "period", "a period such as P12M, P30D, P2W or P1Y or “open”"),
        (Withdrawal, "period", 12, "period", "a period such as P12M, P30D, P2W or P1Y or “open”"),
        (Withdrawal, "not_before", "2026-02-29", "not_before", "a date that exists, YYYY-MM-DD"),
        (Withdrawal, "not_before", "20260228", "not_before", "a date that exists, YYYY-MM-DD"),
        (Withdrawal, "not_before", datetime(2026, 1, 1), "not_before", "a date that exists, YYYY-MM-DD"),  # noqa: DTZ001 - no zone wanted
        (Meeting, "regular", 1, "regular", "true or false"),
        (Meeting, "quota", {"per": "year", "min": True}, "quota.min", "a whole number"),
        (Meeting, "quota", {"per": "year", "min": "2"}, "quota.min", "a whole number"),
        (Meeting, "quota", {"per": "week"}, "quota.per", "one of “year”, “half_year”, “quarter”, “month”, “term”"),
        (Meeting, "quota", {"min": 2}, "quota", "one of “year”, “half_year”, “quarter”, “month”, “term”"),
        (Meeting, "quota", {"per": "year", "mim": 2}, "quota", "a table { … }"),
        (Meeting, "quota", 2, "quota", "a table { … }"),
        (Duty, "evidence", ["ledger", "rumour"], "evidence[2]", "one of “decision”"),
        (Duty, "evidence", "ledger", "evidence", "a list in which each item is"),
        (Duty, "act", "", "act", "a text that is not empty"),
        (Duty, "basis", {"a": 1}, "basis.a", "a text that is not empty"),
        (Scope, "include", ["barn"], "include[1]", "a text in both languages"),
        (Scope, "include", [{"sv": "barn"}], "include[1]", "a text that is not empty"),
        (Scope, "include", [{"sv": "a", "en": "b", "de": "c"}], "include[1]", "a text in both languages"),
        (AdoptionRound, "steps", [{"id": "a"}], "steps[1]", "a text that is not empty"),
    ],
)
def test_what_does_not_fit_is_a_fault_at_its_path(
    kind: type[Provision], name: str, value: object, at: str, expected: str
) -> None:
    faults = option_faults(kind, name, value)
    assert [dotted(fault.at) for fault in faults] == [at]
    assert faults[0].expected.en.startswith(expected)
    with pytest.raises(ValueError, match="expected"):
        parameter(kind, name, value)


def test_an_unknown_parameter_is_an_error() -> None:
    with pytest.raises(ValueError, match="meeting has no parameter from_"):
        parameter(Meeting, "from_", "x")


def test_all_faults_of_a_table_are_found_at_once() -> None:
    faults: list[Fault] = []
    table = {"label": {"sv": "A"}, "cite": ["1", 2], "bdy": "body:x", "quota": {"per": "yeer"}}
    assert build(Meeting, table, ("rule", "m"), faults, supplied={"id": "m"}) is None
    problems = [fault.problem("a.toml", 3, "1") for fault in faults]
    known = ", ".join(entry.keys[0] for entry in file_keys(Meeting) if entry.field != "id")
    assert [(fault.code, dotted(fault.at)) for fault in faults] == [
        ("missing_key", "rule.m.label"),
        ("wrong_value", "rule.m.cite[2]"),
        ("wrong_value", "rule.m.quota.per"),
        ("unknown_key", "rule.m"),
    ]
    assert [problem.found.sv for problem in problems] == [
        "”en” saknas i rule.m.label.",
        "rule.m.cite[2] är talet 2.",
        "rule.m.quota.per är ”yeer”.",
        "Nyckeln ”bdy” i rule.m är okänd.",
    ]
    periods = "något av ”year”, ”half_year”, ”quarter”, ”month”, ”term”"
    assert problems[2].sentence().endswith(f"{periods}. Menade du ”year”?")
    assert problems[3].sentence().endswith(f"Här får stå: {known}. Menade du ”body”?")
    assert problems[3].sentence("en").startswith("The key “bdy” in rule.m is unknown. Allowed here: label,")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_of_every_kind_can_be_read(kind: type[Any]) -> None:
    entries = file_keys(kind)
    assert [entry.field for entry in entries] == [item.name for item in fields(kind)]
    assert not any(key.endswith("_") for entry in entries for key in entry.keys)


def test_an_annotation_the_vocabulary_does_not_use_is_refused() -> None:
    with pytest.raises(TypeError, match="no way to read"):
        converter(complex)


@pytest.mark.parametrize(
    ("word", "choices", "meant"),
    [
        ("peroid", ["period", "clock"], "period"),
        ("P12", ["period"], None),
        ("lednings-grupp", ["ledningsgrupp", "styrgrupp"], "ledningsgrupp"),
        ("x", [], None),
        ("CLOCK", ["clock"], "clock"),
    ],
)
def test_the_word_that_was_probably_meant(word: str, choices: list[str], meant: str | None) -> None:
    assert nearest(word, choices) == meant
