"""Everything that can be wrong with a definition, found at once and said with file, line and clause."""

from __future__ import annotations

from collections.abc import Mapping

from samverk.rules.check.citations import inspect as inspect_citations
from samverk.rules.check.coverage import Uncited, uncited
from samverk.rules.check.draft import draft
from samverk.rules.check.identity import inspect as inspect_identity
from samverk.rules.check.interpretations import inspect as inspect_interpretations
from samverk.rules.check.ranges import inspect as inspect_ranges
from samverk.rules.check.references import inspect as inspect_references
from samverk.rules.check.scenarios import inspect as inspect_scenarios
from samverk.rules.check.visible import inspect as inspect_numbers
from samverk.rules.problems import Problem

__all__ = ["Problem", "Uncited", "check", "uncited"]

_INSPECTIONS = (
    inspect_identity,
    inspect_references,
    inspect_citations,
    inspect_numbers,
    inspect_interpretations,
    inspect_ranges,
    inspect_scenarios,
)


def check(files: Mapping[str, bytes]) -> list[Problem]:
    """All problems of a definition's files (name → bytes), by file and line; an empty list when there is none."""
    found = draft(files)
    for inspect in _INSPECTIONS:
        inspect(found)
    return list(found.problems)
