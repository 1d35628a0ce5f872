"""A definition under inspection: what could be read of it, and the problems found so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from samverk.rules import sources
from samverk.rules.clauses import Edition
from samverk.rules.definition import Plan, Reading
from samverk.rules.problems import Fault, Problem, TablePath, in_order, nearest
from samverk.rules.provisions import KINDS, Provision
from samverk.rules.ruleset import typed
from samverk.rules.sources import Sources
from samverk.rules.text import parse_text
from samverk.rules.wording import Text

# Keys of a rule that are no parameters of its kind.
COMMON = ("kind", "label", "cite", "basis", "covers", "silent", "valid_from", "valid_to")


@dataclass
class Draft:
    """``merged`` are the tables as written (JSON values); ``rules``, ``readings`` and ``plans`` what fits its type."""

    sources: Sources
    edition: Edition
    rules: Mapping[str, Provision] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    found: list[Problem] = field(default_factory=list)

    @property
    def merged(self) -> dict[str, Any]:
        return self.sources.merged

    @property
    def problems(self) -> tuple[Problem, ...]:
        return in_order((*self.sources.problems, *self.found))

    def table(self, name: str) -> dict[str, Any]:
        """A top-level table; empty when it is missing or no table."""
        table = self.merged.get(name)
        return table if isinstance(table, dict) else {}

    def tables(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The entries of a top-level table that are tables themselves."""
        return iter(tables(self.merged.get(name)))

    def kind_of(self, rule_id: str) -> type[Provision] | None:
        """The type of a provision by its kind as written, or None."""
        table = self.table("rule").get(rule_id)
        kind = table.get("kind") if isinstance(table, dict) else None
        return KINDS.get(kind) if isinstance(kind, str) else None

    def add(self, at: TablePath, found: Text, expected: Text, hint: Text | None = None) -> None:
        """A problem at a value of the merged tables."""
        file, line = self.sources.place(at)
        self.found.append(Problem(file, line, self.sources.clause_of(at), found, expected, hint))

    def add_fault(self, fault: Fault) -> None:
        """A value that does not fit its type."""
        self.found.append(fault.problem(*self.sources.place(fault.at), self.sources.clause_of(fault.at)))

    def add_text(self, line: int, clause: str, found: Text, expected: Text) -> None:
        """A problem in the text."""
        self.found.append(Problem("text.sv.md", line, clause, found, expected))


def draft(files: Mapping[str, bytes]) -> Draft:
    """Read as much as can be read."""
    read = sources.read(files)
    edition, problems = parse_text(read.text or "")
    read.problems += problems if read.text is not None else ()
    faults: list[Fault] = []
    if not read.has_agreement:
        read.merged = {}
    parts = typed(read.merged, faults) if read.has_agreement else {}
    read.report(faults)
    known = {name: parts.get(name, {}) for name in ("rules", "readings", "plans")}
    return Draft(read, edition, **known)


def meant(word: str, choices: Iterable[str]) -> Text | None:
    """A hint with the choice that was probably meant."""
    near = nearest(word, choices)
    return Text(f"Menade du ”{near}”?", f"Did you mean “{near}”?") if near else None


def one_of(words: Iterable[str]) -> Text:
    """What would have fitted, as a sentence."""
    listed = ", ".join(words) or "–"
    return Text(f"Väntat: något av {listed}.", f"Expected: one of {listed}.")


def items(value: Any) -> list[Any]:
    """The items of a list; none when it is something else, which is reported where its type is read."""
    return value if isinstance(value, list) else []


def tables(value: Any) -> list[tuple[str, dict[str, Any]]]:
    """The tables inside a table, with their keys."""
    return [(key, part) for key, part in value.items() if isinstance(part, dict)] if isinstance(value, dict) else []


def leaves(value: Any, at: TablePath = ()) -> Iterator[tuple[TablePath, str]]:
    """Every text in a JSON value with its path."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, (*at, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from leaves(part, (*at, number))
