"""A definition is the same whether read from its files or from its canonical JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from samverk.rules.canonical import canonical, digest
from samverk.rules.definition import Commitment, Measure, MeasureActor
from samverk.rules.problems import DefinitionError
from samverk.rules.provisions import KINDS, Duty
from samverk.rules.ruleset import from_canonical, load
from samverk.rules.values import Period, Quota
from samverk.rules.wording import Text
from tests.rules.definitions import ALL, FOOD, RESCUE, files, named


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_rebuilt_from_canonical_json_a_definition_is_the_same_in_every_respect(folder: Path) -> None:
    source = files(folder)
    loaded = load(source)
    rebuilt = from_canonical(loaded.canonical, source["text.sv.md"].decode())
    assert rebuilt == loaded
    assert repr(rebuilt) == repr(loaded)  # the order of rules, readings and their parts as well


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_the_hash_is_of_the_canonical_json(folder: Path) -> None:
    definition = load(files(folder))
    assert definition.sha256 == digest(definition.canonical)
    assert canonical(json.loads(definition.canonical)) == definition.canonical


def test_the_hash_follows_provisions_order_and_text_but_not_comments_scenarios_or_line_endings() -> None:
    source = files(FOOD)
    first = load(source).sha256
    toml, text = source["agreement.toml"], source["text.sv.md"]
    same = (
        source | {"agreement.toml": b"# en kommentar till\n" + toml},
        source | {"scenarios.toml": b"\n"} | {"README.md": b"annat"},
        {name: data.replace(b"\n", b"\r\n") for name, data in source.items()},
        source | {"text.sv.md": b"\xef\xbb\xbf" + text},
    )
    changed = (
        source | {"agreement.toml": toml.replace(b'period = "P6M"', b'period = "P7M"')},
        source | {"text.sv.md": text.replace(b"likv\xc3\xa4rdig", b"lika")},
        source | {"agreement.toml": _swapped(toml.decode()).encode()},
    )
    del same[1]["scenarios.toml"]
    assert [load(other).sha256 for other in same] == [first] * 4
    assert first not in [load(other).sha256 for other in changed]


def _swapped(toml: str) -> str:
    """The same definition with two provisions in the other order."""
    start, end = toml.index("[rule.syfte]"), toml.index("[rule.omfattning]")
    after = toml.index("[rule.parter]")
    return toml[:start] + toml[end:after] + toml[start:end] + toml[after:]


def test_the_text_must_be_the_one_the_json_was_made_with() -> None:
    definition = load(files(FOOD))
    with pytest.raises(ValueError, match="not the one"):
        from_canonical(definition.canonical, "# Något annat\n")


def test_without_the_text_a_definition_has_no_edition() -> None:
    definition = from_canonical(load(files(FOOD)).canonical)
    assert definition.text is None
    assert definition.rules == load(files(FOOD)).rules


def test_the_fixture_has_every_kind_of_provision() -> None:
    assert {rule.kind for rule in load(files(FOOD)).rules.values()} == set(KINDS)


def test_what_the_files_say_is_what_the_definition_holds() -> None:
    found = load(files(FOOD))
    rule = found.rules["chef"]
    assert isinstance(rule, Duty)
    assert (rule.id, rule.grace, rule.cite, rule.label) == (
        "chef", Period(3, "M"), ("5/s4", "5/s5"), Text("Ha en kontrollchef", "Have a head of control"),
    )  # fmt: skip
    assert found.parties == {"1470": "Vara kommun", "1445": "Essunga kommun", "1444": "Grästorps kommun"}
    assert found.clauses["12"].name == Text("punkt 12", "clause 12")
    assert found.clauses["12"].mark == Text("p. 12", "p. 12")
    assert found.clauses["0"].name == Text("Bakgrund", "Background")
    assert found.clauses["B"].mark == Text("Bilaga", "Annex")
    assert found.readings["t-lag"].chosen is True
    assert found.readings["t-ater"].chosen is None
    assert found.readings["t-lagakraft"].label_of("required") == Text("ja", "yes")
    assert found.bodies["kontrollrad"].seat_role == "ledamot"
    assert found.not_modelled[0].covers == ("L-0",)
    assert found.valid_from == date(2026, 1, 1)
    assert found.reference == "KS 2025/417"


def test_an_action_plan_in_its_own_file_is_part_of_the_definition() -> None:
    plan = load(files(FOOD)).plans["2026-2028"]
    assert (plan.from_, plan.to, plan.dated) == (date(2026, 1, 1), date(2028, 12, 31), date(2025, 11, 12))
    assert plan.measures[0] == Measure(
        number=1,
        group="skolor",
        title=Text("Se över köken i skolor och förskolor", "Review the kitchens of schools and pre-schools"),
        how=Text("Inspektioner enligt schema.", "Scheduled inspections."),
        result=Text("Säkra kök.", "Safe kitchens."),
        cite="B/p1",
        actors=(MeasureActor("role:kontrollchef", "lead"), MeasureActor("Skolornas kökschefer", "informed")),
        areas=("1",),
        commitments=(
            Commitment("inspect", Text("inspektioner", "inspections"), quota=Quota("month", 4), by="role:kontrollchef"),
        ),
        indicators=("avvikelser",),
        covers=("L-B1",),
    )


def test_order_is_the_order_of_the_file() -> None:
    found = load(files(RESCUE))
    assert list(found.rules)[:3] == ["andamal", "parter", "tid"]
    assert list(found.clauses) == list("ABCDEF")


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_no_part_of_a_definition_is_left_at_its_default_by_accident(folder: Path) -> None:
    """Every top-level table of the files has reached the field that holds it."""
    found = load(files(folder))
    held = json.loads(found.canonical)["definition"]
    field_of = {"clause": "clauses", "party": "parties", "role": "roles", "body": "bodies", "actor": "actors",
                "area": "areas", "subregion": "subregions", "goal": "goals", "indicator": "indicators",
                "group": "groups", "rule": "rules", "plan": "plans", "interpretation": "readings",
                "unmodelled": "not_modelled"}  # fmt: skip
    assert {field_of[name] for name in held if name in field_of} <= {item.name for item in fields(found)}
    for name, field in field_of.items():
        assert len(getattr(found, field)) == len(held.get(name, ())), name


def test_every_problem_is_in_the_error() -> None:
    broken = files(FOOD) | {"text.sv.md": b"", "action-plan-2026-2028.toml": b"[plan\n"}
    with pytest.raises(DefinitionError) as caught:
        load(broken)
    assert [(p.file, p.line) for p in caught.value.problems] == [("action-plan-2026-2028.toml", 1), ("text.sv.md", 0)]
    assert str(caught.value).count("\n") == 1
