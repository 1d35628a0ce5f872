"""Two agreements side by side, and two versions of one: what each says, and where they differ."""

from __future__ import annotations

from samverk.rules.comparison.parameters import Comparison, Mark, Side, compare
from samverk.rules.comparison.versions import (
    FindingChange,
    ProvisionChange,
    ReadingChange,
    finding_changes,
    provision_changes,
    reading_changes,
)
from samverk.rules.comparison.wordings import ClauseChange, Run, clause_changes

__all__ = [
    "ClauseChange",
    "Comparison",
    "FindingChange",
    "Mark",
    "ProvisionChange",
    "ReadingChange",
    "Run",
    "Side",
    "clause_changes",
    "compare",
    "finding_changes",
    "provision_changes",
    "reading_changes",
]
