"""Every provision cites words that exist; only what the text is silent about may cite nothing."""

from __future__ import annotations

from typing import Any

from samverk.rules.check.draft import Draft, items, meant, tables
from samverk.rules.problems import TablePath
from samverk.rules.wording import Text

_WORDS = Text(
    "En sökväg som leder till ord i texten: 14, 14/s2, 6/p4 eller 10/p3/s1.",
    "A path that leads to words of the text: 14, 14/s2, 6/p4 or 10/p3/s1.",
)
_SILENT = Text(
    "cite med minst en sökväg, eller silent = true när texten tiger.",
    "cite with at least one path, or silent = true where the text is silent.",
)


def inspect(draft: Draft) -> None:
    """Citations of provisions, plans, measures and of what is not modelled."""
    for key, table in draft.tables("rule"):
        cite = table.get("cite")
        if cite == [] and table.get("silent") is not True:
            found = Text(f"rule.{key} citerar inga ord.", f"rule.{key} cites no words.")
            draft.add(("rule", key, "cite"), found, _SILENT)
        for place, path in enumerate(items(cite)):
            _resolves(draft, ("rule", key, "cite", place), path)
    for key, plan in draft.tables("plan"):
        _resolves(draft, ("plan", key, "cite"), plan.get("cite"))
        for number, measure in tables(plan.get("measure")):
            _resolves(draft, ("plan", key, "measure", number, "cite"), measure.get("cite"))
    for place, row in enumerate(items(draft.merged.get("unmodelled"))):
        if isinstance(row, dict):
            _resolves(draft, ("unmodelled", place, "clause"), row.get("clause"))


def _resolves(draft: Draft, at: TablePath, path: Any) -> None:
    if not isinstance(path, str) or draft.sources.text is None or path in draft.edition.paths():
        return
    found = Text(f"Sökvägen ”{path}” leder ingenstans i texten.", f"The path “{path}” leads nowhere in the text.")
    clause = path.split("/", 1)[0]
    near = [known for known in draft.edition.paths() if known.split("/", 1)[0] == clause]
    hint = _last(clause, near) if near else meant(path, draft.edition.clauses)
    draft.add(at, found, _WORDS, hint)


def _last(clause: str, paths: list[str]) -> Text:
    """What the clause does have, so that the right number is easy to find."""
    known = ", ".join(paths)
    return Text(f"I punkt {clause} finns: {known}.", f"Clause {clause} has: {known}.")
