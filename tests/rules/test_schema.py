"""The published schema is made from the types, takes our definitions and refuses what the loader refuses."""

from __future__ import annotations

import json
import re
import tomllib
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from samverk.rules.provisions import KINDS
from samverk.rules.schema import json_schema, schema_text
from samverk.rules.sources import read
from tests.rules.definitions import ALL, FOOD, ROOT, files, named

SCHEMA: dict[str, Any] = json.loads((ROOT / "samverk/rules/agreement.schema.json").read_text("utf-8"))


def test_the_committed_schema_is_the_one_the_types_give() -> None:
    assert schema_text() == (ROOT / "samverk/rules/agreement.schema.json").read_text("utf-8"), (
        "run .venv/bin/python scripts/write_schema.py"
    )


def test_the_schema_is_valid_json_schema_2020_12() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_our_definitions_follow_the_schema(folder: Path) -> None:
    errors = Draft202012Validator(SCHEMA).iter_errors(read(files(folder)).merged)
    assert [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in errors] == []


@pytest.mark.parametrize(
    ("path", "value", "wrong_at"),
    [
        (("rule", "uttrade", "period"), "12M", "rule.uttrade.period"),
        (("rule", "uttrade", "clock"), "full_moon", "rule.uttrade.clock"),
        (("rule", "uttrade", "addressees"), "somebody", "rule.uttrade.addressees"),
        (("rule", "uttrade", "surprise"), 1, "rule.uttrade"),
        (("rule", "uttrade", "kind"), "exit", "rule.uttrade.kind"),
        (("rule", "register", "due"), "30 juni", "rule.register.due"),
        (("rule", "rad-moten", "quota"), {"per": "year", "min": -1}, "rule.rad-moten.quota.min"),
        (("rule", "rad-moten", "quota"), {"min": 1}, "rule.rad-moten.quota"),
        (("rule", "rad-moten", "label"), {"sv": "Möten"}, "rule.rad-moten.label"),
        (("rule", "nyckel", "update"), {"month": 13}, "rule.nyckel.update.month"),
        (("rule", "avgift", "invoice"), {"by": "the host"}, "rule.avgift.invoice.by"),
        (("rule", "syfte", "cite"), ["punkt 1, första meningen"], "rule.syfte.cite.0"),
        (("rule", "Stor Bokstav"), {"kind": "purpose"}, "rule"),
        (("party", "470"), {"name": "Vara"}, "party"),
        (("agreement", "version"), "1.0", "agreement.version"),
        (("interpretation", "t-lag", "param"), "omfattning", "interpretation.t-lag.param"),
        (("plan", "2026-2028", "measure", "1", "areas"), [1], "plan.2026-2028.measure.1.areas.0"),
        (("extra",), {}, ""),
    ],
)
def test_the_schema_refuses(path: tuple[str, ...], value: object, wrong_at: str) -> None:
    changed = deepcopy(read(files(FOOD)).merged)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    errors = list(Draft202012Validator(SCHEMA).iter_errors(changed))
    assert wrong_at in {".".join(map(str, error.absolute_path)) for error in errors}


def test_every_table_and_kind_says_what_it_is() -> None:
    kinds = [SCHEMA["$defs"][f"rule-{name}"] for name in KINDS]
    tables = [entry["additionalProperties"] for entry in SCHEMA["properties"].values() if "propertyNames" in entry]
    described = [entry for entry in (*kinds, *tables) if "$ref" not in entry]
    assert [entry["description"] for entry in described if not entry.get("description")] == []
    assert json_schema()["$defs"]["rule"]["properties"]["kind"]["enum"] == list(KINDS)


def test_the_readme_shows_an_example_of_every_kind_that_follows_the_schema() -> None:
    readme = (ROOT / "corpus/README.md").read_text("utf-8")
    blocks = re.findall(r"^```toml\n(\[rule\..*?)^```$", readme, re.DOTALL | re.MULTILINE)
    rules = {key: rule for block in blocks for key, rule in as_json(tomllib.loads(block))["rule"].items()}
    validator = Draft202012Validator({"$ref": "#/$defs/rule", "$defs": SCHEMA["$defs"]})
    assert {key: [error.message for error in validator.iter_errors(rule)] for key, rule in rules.items()} == {
        key: [] for key in rules
    }
    assert {rule["kind"] for rule in rules.values()} == set(KINDS)


def as_json(value: Any) -> Any:
    """TOML's dates as texts."""
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
