"""However a definition is mangled, checking and loading say what is wrong and never fall over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.check import check
from samverk.rules.problems import DefinitionError, Problem
from samverk.rules.ruleset import load
from tests.rules.definitions import FOOD, files

SOURCE = files(FOOD)
NAMES = [name for name in sorted(SOURCE) if name.endswith((".toml", ".md"))]
LINES = {name: SOURCE[name].decode().splitlines() for name in NAMES}
VALUES = (
    "1", "-1", "1.5", "true", '""', '"x"', '"open"', "[]", "[1]", '["x"]', "[[]]", "{}", "{ a = 1 }", "[{}]",
    "2026-01-01", "12:30:00", "99999999999999999999", '{ sv = "a" }', "nonsense", "",
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn) -> dict[str, bytes]:
    """The fixture with one to three lines lost, doubled, moved or given another value."""
    source = dict(SOURCE)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(NAMES))
        lines = source[name].decode().splitlines()
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["lose", "double", "value", "value", "value", "swap"])):
            case "lose":
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], lines[place]
            case _:
                key = lines[place].partition("=")[0]
                lines[place] = f"{key}= {draw(st.sampled_from(VALUES))}"
        source[name] = "\n".join(lines).encode()
    return source


def settles(source: dict[str, bytes]) -> None:
    """Problems have a file of the folder, a line within it and sentences in both languages."""
    problems = check(source)
    for problem in problems:
        assert problem.file in source
        assert 0 <= problem.line <= source[problem.file].count(b"\n") + 2
        assert problem.sentence("sv").strip()
        assert problem.sentence("en").strip()
    assert refused(source) <= set(problems)


def refused(source: dict[str, bytes]) -> set[Problem]:
    """What loading says is wrong; nothing when it loads."""
    try:
        load(source)
    except DefinitionError as error:
        return set(error.problems)
    return set()


@given(mangled())
def test_a_mangled_definition_gives_problems_and_no_crash(source: dict[str, bytes]) -> None:
    settles(source)


@pytest.mark.parametrize("value", VALUES)
def test_every_value_of_the_agreement_replaced_by_another_sort_of_value(value: str) -> None:
    """All the places at once, file by file: a table may become a number, a list a text."""
    for name in NAMES:
        keys = [line.partition("=")[0] for line in LINES[name]]
        spoilt = [f"{key}= {value}" if " = " in line and not line.startswith("#") else line
                  for key, line in zip(keys, LINES[name], strict=True)]  # fmt: skip
        settles(SOURCE | {name: "\n".join(spoilt).encode()})


@given(st.dictionaries(st.sampled_from([*NAMES, "action-plan-x.toml", "annat.txt"]), st.binary(max_size=200)))
def test_bytes_of_any_kind_give_problems_and_no_crash(source: dict[str, bytes]) -> None:
    problems = check(source)
    assert {"agreement.toml", "text.sv.md"} <= {problem.file for problem in problems}
    with pytest.raises(DefinitionError):
        load(source)
