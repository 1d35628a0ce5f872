"""The agreements of the corpus: checked, complete to the last requirement, and in our own words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from samverk.ops.definition_check import examine
from samverk.reference import corpus
from samverk.rules.check import check
from samverk.rules.definition import Definition
from samverk.rules.readback import as_text, read_back
from samverk.rules.ruleset import from_canonical, load
from scripts import coverage

ROOT = Path(__file__).resolve().parents[2]
AGREEMENTS = ("koordination-norrort", "ksl-nyanlanda")
ORIGINALS = ROOT.parent / "shared" / "originals"
ORIGINAL_OF = {"koordination-norrort": "norrort.txt", "ksl-nyanlanda": "ksl.txt"}
REQUIREMENTS = tomllib.loads((ROOT / "docs" / "requirements.toml").read_text(encoding="utf-8"))["requirement"]


def definition(agreement: str) -> Definition:
    return load(corpus.locate(agreement).files)


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_check_passes(agreement: str) -> None:
    """Paths, numbers, references, readings, both languages (rules decision 1)."""
    assert [str(problem) for problem in check(corpus.locate(agreement).files)] == []


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_scenario_holds(agreement: str) -> None:
    """The worked examples that those who signed can read give what they say."""
    report = examine(corpus.locate(agreement))
    assert [str(problem) for problem in report.faults] == []
    rows = tomllib.loads(corpus.locate(agreement).files["scenarios.toml"].decode())["scenario"]
    assert len(rows) >= 25


@pytest.mark.parametrize("row", REQUIREMENTS, ids=lambda row: row["id"])
def test_every_requirement_is_modelled_or_says_why_not(row: dict[str, Any]) -> None:
    """Each id read out of the agreements is covered by a provision, a measure or a reason."""
    assert coverage.places(row["id"]), f"{row['id']}: {row['summary_sv']}"


def test_no_provision_covers_a_requirement_that_does_not_exist() -> None:
    known = {row["id"] for row in REQUIREMENTS}
    assert {rid for agreement in AGREEMENTS for rid in coverage.covered(definition(agreement))} - known == set()


def test_all_twenty_one_kinds_are_used() -> None:
    """The vocabulary is as large as the agreements need, and no larger."""
    used = {rule.kind for agreement in AGREEMENTS for rule in definition(agreement).rules.values()}
    assert len(used) == 21


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_what_is_left_out_has_a_reason_in_both_languages(agreement: str) -> None:
    for item in definition(agreement).not_modelled:
        assert item.reason.sv
        assert item.reason.en
        assert item.reason.sv != item.reason.en


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_readings_say_question_options_and_who_decides(agreement: str) -> None:
    for reading in definition(agreement).readings.values():
        assert reading.question.sv
        assert reading.question.en
        assert reading.decides
        assert reading.options
        assert (reading.chosen is None) == (reading.status == "open") or reading.chosen in reading.options


def test_the_action_plan_has_its_thirteen_measures() -> None:
    """H-0a, H-0c, H-0d: in order of priority, each with how and expected result."""
    (plan,) = definition("ksl-nyanlanda").plans.values()
    assert [measure.number for measure in plan.measures] == list(range(1, 14))
    groups = [measure.group for measure in plan.measures]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [9, 3, 1]
    assert all(measure.how.sv and measure.result.sv and measure.actors for measure in plan.measures)


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_the_database_s_form_gives_the_same_definition(agreement: str) -> None:
    files = corpus.locate(agreement).files
    loaded = load(files)
    assert from_canonical(loaded.canonical, files["text.sv.md"].decode()) == loaded


@pytest.mark.parametrize("agreement", AGREEMENTS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_whole_encoding_can_be_read_back(agreement: str, language: str) -> None:
    read = definition(agreement)
    text = as_text(read_back(read), language)
    assert [rid for rid in read.readings if rid not in text] == []
    labels = [rule.label.in_language(language) for rule in read.rules.values()]
    assert [label for label in labels if label not in text] == []


def sentences(text: str) -> set[str]:
    """Sentences of some length, without case, spaces and signs."""
    joined = re.sub(r"-\n(?=[a-zåäö])", "", text)
    parts = re.split(r"(?<=[.!?:])\s+|\n\s*\n|\uf0b7", " ".join(joined.split(" ")))
    bare = (re.sub(r"[^a-zåäö0-9]+", " ", part.lower()).strip() for part in parts)
    return {part for part in bare if len(part.split()) >= 6}


@pytest.mark.parametrize("agreement", AGREEMENTS)
@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the signed originals are not on this machine")
def test_no_sentence_is_copied_from_the_signed_original(agreement: str) -> None:
    """The repository ships our own plain-language edition (rules decision 1)."""
    text = corpus.locate(agreement).files["text.sv.md"].decode()
    ours = sentences(re.sub(r"^#.*$", "", text, flags=re.MULTILINE))  # a title and a heading are names
    theirs = sentences((ORIGINALS / ORIGINAL_OF[agreement]).read_text(encoding="utf-8"))
    assert ours & theirs == set()


def test_the_coverage_table_is_up_to_date() -> None:
    """docs/coverage.md lists each requirement with the provision, the feature and the tests."""
    assert coverage.TABLE.read_text(encoding="utf-8") == coverage.table(), "run `make docs`"


def test_every_requirement_has_a_test() -> None:
    assert [row["id"] for row in REQUIREMENTS if not coverage.tests_of(row["id"])] == []
