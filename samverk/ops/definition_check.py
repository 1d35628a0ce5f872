"""What can be said about a definition before anybody relies on it: its faults, its examples, what is uncited.

The examples are asked through the same function as ``samverk ask``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samverk.ops.world import Names, population
from samverk.reference.corpus import Located
from samverk.reference.municipalities import Municipality, municipalities
from samverk.rules import sources
from samverk.rules.check import Uncited, check, uncited
from samverk.rules.definition import Definition
from samverk.rules.grammar import CODE
from samverk.rules.layout import SCENARIOS_FILE
from samverk.rules.problems import Problem, shown
from samverk.rules.questions import QuestionError, ask
from samverk.rules.ruleset import load
from samverk.rules.sources import Sources
from samverk.rules.wording import Text, say


@dataclass(frozen=True, slots=True)
class Report:
    """A definition examined. ``failed``: examples that do not hold, as problems at their lines; ``examples``: how many
    there are. With ``problems`` nothing else is known.
    """

    located: Located
    problems: tuple[Problem, ...]
    failed: tuple[Problem, ...] = ()
    definition: Definition | None = None
    examples: int = 0
    uncited: tuple[Uncited, ...] = ()

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Everything to put right."""
        return (*self.problems, *self.failed)

    def summary(self) -> Text:
        """How much there is of what."""
        provisions = len(self.definition.rules) if self.definition else 0
        readings = len(self.definition.readings) if self.definition else 0
        return say(
            "{provisions} bestämmelser, {readings} läsningar, {held} av {examples} räknade exempel stämmer",
            "{provisions} provisions, {readings} readings, {held} of {examples} worked examples hold",
            provisions=provisions, readings=readings, held=self.examples - len(self.failed), examples=self.examples,
        )  # fmt: skip


def examine(located: Located) -> Report:
    """Check the files, then the examples if the files can be read."""
    read = sources.read(located.files)
    problems = (*check(located.files), *_not_in_the_register(read))
    if problems:
        return Report(located, problems)
    definition = load(located.files)
    rows = read.scenarios.get("scenario", [])
    failed = [
        Problem(*read.place(("scenario", number), SCENARIOS_FILE), "", _named(row, found), expected)
        for number, row in enumerate(rows)
        for found, expected in disagreements(definition, row)
    ]
    missed = uncited(definition, definition.text) if definition.text is not None else ()
    return Report(located, (), tuple(failed), definition, len(rows), missed)


def _not_in_the_register(read: Sources) -> Iterator[Problem]:
    """Parties whose code is no municipality's, or another municipality's than the one named: sums would go astray."""
    table = read.merged.get("party")
    for code, party in table.items() if isinstance(table, dict) else ():
        name = party.get("name") if isinstance(party, dict) else None
        known = municipalities().get(code)
        if not re.fullmatch(CODE, code) or not isinstance(name, str):
            continue  # said by check
        if known is None:
            found = Text(f"Ingen kommun har koden {code}.", f"No municipality has the code {code}.")
            yield Problem(*read.place(("party", code)), "", found, _code_of(name))
        elif known.name.casefold() not in name.casefold():
            found = Text(
                f"Koden {code} är {known.presented_name}, inte ”{name}”.",
                f"The code {code} is {known.presented_name}, not “{name}”.",
            )
            yield Problem(*read.place(("party", code)), "", found, _code_of(name))


def _code_of(name: str) -> Text:
    """The code of the municipality that is named, where there is one such."""
    words = name.casefold()
    codes = [code for code, item in municipalities().items() if words in _forms(item)]
    if len(codes) != 1:
        return Text("Väntat: kommunkoden enligt SCB.", "Expected: Statistics Sweden's code of the municipality.")
    return Text(f"Väntat: {codes[0]} för {name}.", f"Expected: {codes[0]} for {name}.")


def _forms(item: Municipality) -> tuple[str, ...]:
    return item.name.casefold(), item.legal_name.casefold(), item.presented_name.casefold()


def disagreements(definition: Definition, row: Mapping[str, Any]) -> Iterator[tuple[Text, Text]]:
    """What an example says and what follows instead: (found, expected). At most one."""
    try:
        answer = ask(definition, row["ask"], row.get("given", {}), population=population, names=Names()).as_json()
    except QuestionError as error:
        if row.get("expect_error", "\0") not in str(error):
            yield _refused(error.message), _wanted(row)
        return
    if "expect_error" in row:
        yield _answered(answer["value"]), _wanted(row)
        return
    found = _like(row["expect"], answer)
    if found != row["expect"]:
        yield _answered(_apart(found, row["expect"])), _expected(_apart(row["expect"], found))
        return
    cited = [item["clause"] for item in answer["because"]]
    missing = [path for path in row.get("because", []) if path not in cited]
    if missing:
        yield (
            say("Svaret stöder sig på {cited}.", "The answer rests on {cited}.", cited=cited or ["–"]),
            say("Väntat: också {missing}.", "Expected: also {missing}.", missing=missing),
        )


def _like(expected: Any, answer: Mapping[str, Any]) -> Any:
    """The part of the answer that the expectation speaks of: its value, or what a table names of value and answer."""
    value = answer["value"]
    if not isinstance(expected, dict):
        return value
    own = value if isinstance(value, dict) else {}
    return {key: own[key] if key in own else answer.get(key) for key in expected}


def _apart(one: Any, other: Any) -> Any:
    """What of one value is not in the other: of tables the keys, of lists the places, that differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _apart(item, other.get(key)) for key, item in one.items() if item != other.get(key)}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [_apart(left, right) for left, right in zip(one, other, strict=True) if left != right]
    return one


def _named(row: Mapping[str, Any], found: Text) -> Text:
    return Text(f"”{row['name']['sv']}”: {found.sv}", f"“{row['name']['en']}”: {found.en}")


def _answered(value: object) -> Text:
    words = _spelt(value)
    return Text(f"Svaret är {words.sv}.", f"The answer is {words.en}.")


def _refused(message: Text) -> Text:
    return Text(f"Frågan går inte att besvara: {message.sv}", f"The question cannot be answered: {message.en}")


def _wanted(row: Mapping[str, Any]) -> Text:
    if "expect_error" in row:
        words = row["expect_error"]
        return Text(f"Väntat: ett nej med orden ”{words}”.", f"Expected: a refusal with the words “{words}”.")
    return _expected(row["expect"])


def _expected(value: object) -> Text:
    expected = _spelt(value)
    return Text(f"Väntat: {expected.sv}.", f"Expected: {expected.en}.")


def _spelt(value: object) -> Text:
    """A value in a sentence, tables and lists with what they hold."""
    if isinstance(value, dict):
        words = "; ".join(f"{key} = {_spelt(item).sv}" for key, item in value.items())
        return Text(words, words)
    if isinstance(value, list):
        words = ", ".join(_spelt(item).sv for item in value) or "[]"
        return Text(words, words)
    return Text("inget", "nothing") if value is None else shown(value)
