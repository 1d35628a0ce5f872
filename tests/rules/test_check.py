"""Every kind of mistake is reported, alone and at its place; several mistakes are reported together."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from samverk.rules.check import check, uncited
from samverk.rules.definition import Definition
from samverk.rules.grammar import ID_LISTS, PATTERNS
from samverk.rules.layout import NAMED_TABLES
from samverk.rules.layout import QUESTIONS as ASKABLE
from samverk.rules.parsing import file_keys
from samverk.rules.problems import Problem
from samverk.rules.provisions import KINDS
from samverk.rules.questions import QUESTIONS
from samverk.rules.ruleset import load
from samverk.rules.triggers import TRIGGERS
from tests.rules.definitions import ALL, FIXTURES, FOOD, files, named

TOML, TEXT, PLAN, ASKED = "agreement.toml", "text.sv.md", "action-plan-2026-2028.toml", "scenarios.toml"


@dataclass(frozen=True)
class Slip:
    """One mistake: ``old`` becomes ``new``; the problem stands on the line that then holds ``at``."""

    file: str
    old: str
    new: str
    at: str
    found: str
    clause: str
    hint: str = ""
    also: int = 0


SLIPS = [Slip(**row) for row in tomllib.loads((FIXTURES / "slips.toml").read_text("utf-8"))["slip"]]


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_the_definitions_we_ship_have_no_problems(folder: Path) -> None:
    assert [str(problem) for problem in check(files(folder))] == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.found[:40]}")
def test_one_mistake_is_reported_alone_at_its_place(slip: Slip) -> None:
    source = files(FOOD)
    text = source[slip.file].decode()
    assert text.count(slip.old) == 1, "the slip must hit one place"
    broken = source | {slip.file: text.replace(slip.old, slip.new).encode()}
    problems = check(broken)
    expected = [problem for problem in problems if slip.found in problem.sentence()]
    assert [_place(problem) for problem in expected] == [_line_of(broken, slip)], [str(p) for p in problems]
    assert len(problems) == 1 + slip.also, [str(p) for p in problems]
    assert slip.hint in (expected[0].hint.sv if expected[0].hint else "")
    assert expected[0].sentence("en") != expected[0].sentence("sv")


def _place(problem: Problem) -> tuple[str, int, str]:
    return problem.file, problem.line, problem.clause


def _line_of(broken: dict[str, bytes], slip: Slip) -> tuple[str, int, str]:
    """Where the marker stands: in the file with the slip, or in another that contradicts it; "" is the whole file."""
    if not slip.at:
        return slip.file, 0, slip.clause
    for name in (slip.file, TOML):
        text = broken[name].decode()
        if slip.at in text:
            return name, text[: text.index(slip.at)].count("\n") + 1, slip.clause
    raise AssertionError(f"{slip.at!r} is not in the files")


def test_all_mistakes_are_reported_at_once_by_file_and_line() -> None:
    source = files(FOOD)
    for slip in SLIPS[0], SLIPS[4], SLIPS[16], SLIPS[-1]:
        source[slip.file] = source[slip.file].decode().replace(slip.old, slip.new).encode()
    problems = check(source)
    assert [(p.file, p.line) for p in problems] == sorted((p.file, p.line) for p in problems)
    assert len(problems) == 4
    assert {p.file for p in problems} == {TOML, ASKED}


@pytest.mark.parametrize(
    ("changes", "file", "line", "found"),
    [
        ({TOML: None}, TOML, 0, "Filen saknas"),
        ({TEXT: None}, TEXT, 0, "Filen saknas"),
        ({TEXT: b""}, TEXT, 0, "Filen är tom"),
        ({TOML: b" \n\n"}, TOML, 0, "Filen är tom"),
        ({TEXT: "# Avtal\n\n## 1 Ändamål\n".encode("latin-1")}, TEXT, 3, "ser den ut som Latin-1"),
        ({TEXT: "Ändamål".encode("latin-1")}, TEXT, 1, "inte UTF-8"),
        ({TOML: b"# bara en kommentar\n"}, TOML, 0, "”rule” saknas"),
        ({TOML: b'format = "samverkan/1"\n[agreement]\nid = x\n'}, TOML, 3, "Värdet går inte att läsa"),
        ({TOML: b"a = 1\na = 2\n"}, TOML, 2, "Samma nyckel står två gånger"),
        ({TOML: b"[rule.x]\n[rule.y]\n[rule.x]\n"}, TOML, 3, "Samma tabell står två gånger"),
        ({TOML: b"[party]\n0114 = { name = 'a' }\nx = 0117\n"}, TOML, 3, "tal får inte börja med 0"),
        ({TOML: b"d = 2014-02-30\n"}, TOML, 1, "Datumet finns inte"),
        ({TOML: b'a = "x\n'}, TOML, 1, "inte att läsa som TOML"),
        ({PLAN: b"[[plan\n"}, PLAN, 1, "inte att läsa som TOML"),
        ({ASKED: b"[scenario\n"}, ASKED, 1, "inte att läsa som TOML"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(changes: dict[str, bytes | None], file: str, line: int, found: str) -> None:
    source: dict[str, bytes | None] = {**files(FOOD), **changes}
    problems = check({name: data for name, data in source.items() if data is not None})
    assert any((p.file, p.line) == (file, line) and found in p.sentence() for p in problems), [str(p) for p in problems]


def test_the_same_id_in_two_files_is_reported_with_both_places() -> None:
    source = files(FOOD)
    source["action-plan-b.toml"] = b'[group]\nskolor = { sv = "a", en = "b" }\n[plan.2026-2028]\nstatus = "x"\n'
    problems = check(source)
    assert [(p.file, p.line) for p in problems if "finns redan i agreement.toml" in p.found.sv] == [
        ("action-plan-b.toml", 2)
    ]
    assert any("finns redan i action-plan" in p.found.sv for p in problems)


@pytest.mark.parametrize("broken", [b"plan = 1\n", b"unmodelled = 1\n", b"role = []\n", b"scenario = 1\n"])
def test_a_table_that_is_no_table_is_a_problem(broken: bytes) -> None:
    source = files(FOOD)
    file = ASKED if broken.startswith(b"scenario") else TOML
    toml = source[file].decode()
    rest = toml.partition("[[unmodelled]]")[0] if broken.startswith(b"unmodelled") else toml.replace("[role]", "[roll]")
    problems = check(source | {file: broken + (b"" if file == ASKED else rest.encode())})
    assert any(problem.file == file and "är" in problem.found.sv for problem in problems), problems


def test_other_files_in_the_folder_are_left_alone() -> None:
    assert check(files(FOOD) | {"README.md": b"\xff\xfe", "bild.png": b"\x89PNG"}) == []


def test_a_sentence_nothing_points_at_is_listed_and_is_no_problem() -> None:
    source = files(FOOD)
    toml = (
        source[TOML]
        .decode()
        .replace('cite = ["8/p2"]', 'cite = ["8/p2", "8/p3"]')
        .replace('cite = ["8/s4"]', 'cite = ["8/s3"]')
    )
    definition = _loaded(source | {TOML: toml.encode()})
    edition = definition.text
    assert edition is not None
    assert [(item.path, item.words) for item in uncited(definition, edition)] == [
        ("8/s4", "Kontrollen ska hålla god kvalitet.")
    ]
    assert check(source | {TOML: toml.encode()}) == []


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_every_sentence_of_the_definitions_we_ship_is_cited_or_explained(folder: Path) -> None:
    definition = load(files(folder))
    assert definition.text is not None
    assert uncited(definition, definition.text) == ()


def _loaded(source: dict[str, bytes]) -> Definition:
    return load(source)


def test_the_grammar_speaks_of_parameters_that_exist() -> None:
    for kind, name in (*PATTERNS, *ID_LISTS):
        known = {entry.keys[0] for entry in file_keys(KINDS[kind])}
        assert name.split(".")[0] in known, (kind, name)
    assert set(ID_LISTS.values()) <= set(NAMED_TABLES)


def test_scenarios_may_ask_every_question_there_is() -> None:
    assert set(ASKABLE) == set(QUESTIONS)


def test_the_grammar_knows_every_trigger_the_evaluators_know() -> None:
    words = PATTERNS["duty", "trigger"].split("|")
    assert {word.split(":")[0] for word in words} == set(TRIGGERS)
