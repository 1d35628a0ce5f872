"""What is wrong with a definition, said so that the person who wrote it can put it right.

A ``Fault`` is found where a value is read and knows only the table path; a ``Problem`` adds file, line and clause.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

type TablePath = tuple[str | int, ...]
type FaultCode = Literal["unknown_key", "missing_key", "wrong_value"]


@frozen
class Fault:
    """A value that does not fit its type. ``at`` is the path of keys to it; ``choices`` are words that would fit.

    For an unknown key ``value`` is the key, for a missing one it is the key that should be there.
    """

    at: TablePath
    code: FaultCode
    value: object
    expected: Text
    choices: tuple[str, ...] = ()

    def problem(self, file: str, line: int, clause: str) -> Problem:
        """The fault as a problem at its place."""
        where = dotted(self.at) or file
        if self.code == "unknown_key":
            found = Text(
                f"Nyckeln ”{self.value}” i {where} är okänd.", f"The key “{self.value}” in {where} is unknown."
            )
            words = ", ".join(self.choices)
            expected = Text(f"Här får stå: {words}.", f"Allowed here: {words}.")
        elif self.code == "missing_key":
            found = Text(f"”{self.value}” saknas i {where}.", f"“{self.value}” is missing in {where}.")
            expected = Text(f"Här ska stå {self.expected.sv}.", f"It must be given: {self.expected.en}.")
        else:
            value = shown(self.value)
            found = Text(f"{where} är {value.sv}.", f"{where} is {value.en}.")
            expected = Text(f"Väntat: {self.expected.sv}.", f"Expected: {self.expected.en}.")
        return Problem(file, line, clause, found, expected, self.hint())

    def hint(self) -> Text | None:
        """The word that was probably meant."""
        if self.code == "missing_key" or not isinstance(self.value, str):
            return None
        meant = nearest(self.value, self.choices)
        return Text(f"Menade du ”{meant}”?", f"Did you mean “{meant}”?") if meant else None


@frozen
class Problem:
    """One thing to put right. ``line`` counts from 1; 0 means the file as a whole. ``clause`` is "" when none."""

    file: str
    line: int
    clause: str
    found: Text
    expected: Text
    hint: Text | None = None

    def sentence(self, language: str = "sv") -> str:
        """One or two sentences without file and line: found, expected, and the hint when there is one."""
        found, expected = self.found.in_language(language), self.expected.in_language(language)
        words = f"{found} {expected}"
        return f"{words} {self.hint.in_language(language)}" if self.hint else words

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.sentence()}"


class DefinitionError(ValueError):
    """A definition that cannot be read; ``problems`` lists everything that is wrong, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file and line."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.file, p.line, p.clause, p.found.sv, p.expected.sv)))


def shown(value: object) -> Text:
    """A value of a file as it is called in a sentence."""
    if isinstance(value, bool):
        word = str(value).lower()
        return Text(f"värdet {word}", f"the value {word}")
    if isinstance(value, str):
        short = value if len(value) <= 60 else value[:57] + "…"
        return Text(f"”{short}”", f"“{short}”")
    if isinstance(value, int | float):
        return Text(f"talet {value}", f"the number {value}")
    if isinstance(value, date):
        return Text(f"datumet {value.isoformat()}", f"the date {value.isoformat()}")
    if isinstance(value, list | tuple):
        return Text(f"en lista med {len(value)} delar", f"a list of {len(value)} items")
    if isinstance(value, dict):
        keys = ", ".join(map(str, value)) or "–"
        return Text(f"en tabell ({keys})", f"a table ({keys})")
    return Text("något annat", "something else")


def dotted(at: TablePath) -> str:
    """A table path as it is written in the file: ``rule.uttrade.period``, ``options[2]``."""
    out = ""
    for part in at:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice a misspelt word was probably meant to be: at most a third of its letters away."""
    limit = max(1, len(word) // 3)
    ranked = sorted((_distance(word.lower(), choice.lower()), choice) for choice in choices)
    return ranked[0][1] if ranked and ranked[0][0] <= limit else None


def _distance(first: str, second: str) -> int:
    """Edits between two words: insert, delete, replace, swap neighbours (optimal string alignment)."""
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first, 1):
        row = [i]
        for j, b in enumerate(second, 1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
