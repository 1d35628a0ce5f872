"""mutmut on the rules, without the changes that cannot be behaviour. `scripts/mutate.sh` calls it; docs/mutation.md.

Left out: other words in a sentence (whole findings are compared elsewhere), the upper- and lower-case twin of a change
to a name, and the type named in a cast. What mypy refuses counts as noticed, for nothing is merged that it refuses.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import libcst as cst
from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.mutation import file_mutation, mutators

PREFIX = "samverk.rules."
TYPES = ("--output=json", "--strict", "--no-warn-unused-ignores", "--config-file=", "--explicit-package-bases")


def _changed_string(node: cst.BaseString) -> Iterable[cst.BaseString]:
    """One change of a name; none of a sentence or of an empty string."""
    text = node.evaluated_value if isinstance(node, cst.SimpleString) else ""
    return list(mutators.operator_string(node))[:1] if text and " " not in text else []


def _trim() -> None:
    operators: list[Any] = list(mutators.mutation_operators)
    trimmed = [(kind, _changed_string if made is mutators.operator_string else made) for kind, made in operators]
    mutators.mutation_operators[:] = trimmed  # type: ignore[index]  # declared a sequence, made a list
    file_mutation.NEVER_MUTATE_FUNCTION_CALLS.add("cast")


def _narrow(patterns: list[str]) -> None:
    """Make changes only in the modules that the patterns (``samverk.rules.notice*``) are of; in all without any."""
    wanted = [f"samverk/rules/{pattern.removeprefix(PREFIX).replace('.', '/')}.py" for pattern in patterns]
    files = [path.as_posix() for one in wanted or ["samverk/rules/**/*.py"] for path in sorted(Path().glob(one))]
    config().only_mutate = files
    config().type_check_command = [sys.executable, "-m", "mypy", *files, *TYPES]


if __name__ == "__main__":
    _trim()
    if sys.argv[1:2] == ["run"]:
        _narrow(sys.argv[2:])
    cli(prog_name="mutmut")
