"""What is kept between two commands is read back as it was, and nothing else is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from samverk.ops import kept
from samverk.rules.facts import Fact
from samverk.rules.intervals import Interval
from samverk.rules.ruleset import load
from samverk.rules.values import Period
from samverk.rules.wording import Text
from tests.rules.definitions import ALL, files, named


@pytest.mark.parametrize("folder", ALL, ids=named)
def test_a_definition_comes_back_equal(folder: Path) -> None:
    definition = load(files(folder))

    back = kept.unpack(kept.pack(definition))

    assert back == definition
    assert list(back.rules) == list(definition.rules)
    assert back.text.paths() == (definition.text.paths() if definition.text else None)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        "å",
        date(2024, 2, 29),
        (),
        [],
        {},
        ("t",),
        ["d", 1],
        {"m": ["l", ("t", None)]},
        Text("ett", "one"),
        Period(6, "M"),
        Interval(date(2014, 4, 15), None),
        (Interval(date(2014, 4, 15), date(2015, 1, 1)), {"a": Text("b", "c")}),
    ],
    ids=repr,
)
def test_every_kind_of_value_comes_back_as_it_was(value: object) -> None:
    back = kept.unpack(kept.pack(value))

    assert back == value
    assert type(back) is type(value)


def test_a_type_that_is_not_listed_is_refused() -> None:
    with pytest.raises(kept.NotKeepableError, match="pathlib"):
        kept.pack(Path("/"))
    with pytest.raises(kept.NotKeepableError, match=r"facts\.Fact"):
        kept.pack(Fact(1, "meeting.held", date(2020, 1, 1), None))  # type: ignore[arg-type]  # never looked at


@pytest.mark.parametrize(
    "names",
    [["os.system"], ["definition.load"], ["definition.Any"], ["values.OPEN"], ["definition.Definition.of_kind"]],
    ids=str,
)
def test_a_name_that_is_no_type_of_the_rules_is_refused(names: list[str]) -> None:
    with pytest.raises((LookupError, AttributeError, ValueError)):
        kept.unpack(json.dumps([names, [0, 1]]))


def test_a_value_with_too_few_fields_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        kept.unpack(json.dumps([["values.Period"], [0, 6]]))
