"""Every value of a TOML file is found on the line where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samverk.rules.problems import TablePath
from samverk.rules.toml_lines import line_index, line_of
from tests.rules.definitions import ALL

TOML = sorted(path for folder in ALL for path in folder.glob("*.toml"))

TRICKY = '''\
# a = 1
title = "a = [1, # no comment"
'quoted key' = 'x'
"a.b"."c # d" = 1
dotted.inner.deep = true

[one]
list = [
  # a comment ]
  "a", { b = 1, c = [2,
    3] },
  """
long ] } text""",
]
after = 2014-04-15

[one.two]
text = """
[not.a.header]
key = 1
"""
literal = \'\'\'it's "so"\'\'\'

[[rows]]
n = 1
[rows.sub]
x = 1
[[rows]]
n = 2
  [[rows.deep]]
  y = [ [1, 2], [] ]
[rows.sub]
x = 2
'''


def paths(value: Any, at: TablePath = ()) -> Iterator[TablePath]:
    """Every table, key and item of a parsed file."""
    if at:
        yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*at, key))


def test_tricky_spellings_are_found_on_their_lines() -> None:
    index = line_index(TRICKY)
    assert set(index) == set(paths(tomllib.loads(TRICKY)))
    expected: dict[TablePath, int] = {
        ("title",): 2, ("quoted key",): 3, ("a.b",): 4, ("a.b", "c # d"): 4, ("dotted", "inner", "deep"): 5,
        ("one",): 7,
        ("one", "list"): 8, ("one", "list", 0): 10, ("one", "list", 1, "b"): 10, ("one", "list", 1, "c", 1): 11,
        ("one", "list", 2): 12, ("one", "after"): 15, ("one", "two", "literal"): 22, ("rows", 0, "n"): 25,
        ("rows", 0, "sub", "x"): 27, ("rows", 1): 28, ("rows", 1, "n"): 29, ("rows", 1, "deep", 0, "y", 0, 1): 31,
        ("rows", 1, "sub", "x"): 33,
    }  # fmt: skip
    assert {path: index[path] for path in expected} == expected


@pytest.mark.parametrize("path", TOML, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_every_value_of_our_files_is_found_on_a_line_with_its_key(path: Path) -> None:
    text = path.read_text("utf-8")
    lines, index = text.splitlines(), line_index(text)
    assert set(index) == set(paths(tomllib.loads(text)))
    astray = [at for at, line in index.items() if isinstance(at[-1], str) and at[-1] not in lines[line - 1]]
    assert astray == []


def test_what_is_not_in_the_file_has_the_line_of_the_nearest_table_around_it() -> None:
    index = line_index(TRICKY)
    assert line_of(index, ("one", "two", "missing")) == 17
    assert line_of(index, ("nowhere", "at", "all")) == 0
