"""From a definition to its read-back: every provision, reading, plan and omission, none left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from samverk.rules.clauses import Edition
from samverk.rules.definition import Definition, JsonValue, Reading, ReadingStatus
from samverk.rules.frozen import replace
from samverk.rules.parsing import file_keys, parameter
from samverk.rules.provisions import Provision
from samverk.rules.readback.document import (
    Citation,
    ClauseRead,
    NotModelledRead,
    OptionRead,
    ProvisionRead,
    ReadBack,
    ReadingRead,
    Statement,
)
from samverk.rules.readback.kinds import SENTENCES
from samverk.rules.readback.named import named
from samverk.rules.readback.names import Names
from samverk.rules.readback.plans import read_plan
from samverk.rules.readback.speaking import dated, sentences
from samverk.rules.readback.words import KINDS
from samverk.rules.wording import Text, say

STATUSES: Mapping[ReadingStatus, Text] = {
    "open": Text("öppen", "open"),
    "provisional": Text("preliminär", "provisional"),
    "adopted": Text("beslutad", "adopted"),
}
_SILENT = Text("Texten säger inget om detta.", "The text says nothing of this.")
_FROM = dated("Bestämmelsen gäller från den {x}.", "The provision holds from {x}.")
_TO = dated("Bestämmelsen gäller till och med den {x}.", "The provision holds to {x}.")


def read_back(
    definition: Definition,
    edition: Edition | None = None,
    municipalities: Mapping[str, str] | None = None,
    decided: Mapping[str, Text] | None = None,
) -> ReadBack:
    """The whole encoding in sentences. ``edition``: the wording on screen (else the definition's own).

    ``municipalities``: names by code, for municipalities that are not listed as parties. ``decided``: by
    reading, a sentence about the decision on it, where the facts hold one.
    """
    names = Names(definition, edition or definition.text, municipalities or {})
    return ReadBack(
        title=definition.title,
        short=definition.short,
        version=definition.version,
        sha256=definition.sha256,
        valid_from=definition.valid_from,
        opening=tuple(_opening(definition)),
        named=named(names),
        clauses=tuple(_clauses(names)),
        silent=tuple(_provision(rule, names) for rule in definition.rules.values() if not rule.cite),
        readings=tuple(_reading(item, names, (decided or {}).get(item.id)) for item in definition.readings.values()),
        plans=tuple(read_plan(plan, names) for plan in definition.plans.values()),
    )


def _opening(definition: Definition) -> Iterator[Text]:
    yield Text(
        "Så här är överenskommelsen uppfattad. Under varje bestämmelse står var i texten den finns. En mening som inte "
        "följer av orden säger vilken läsning den vilar på.",
        "This is how the agreement is understood. Under each provision stands where in the text it is found. "
        "A sentence that does not follow from the words names the reading it rests on.",
    )
    yield say(
        "Version {v}, tidigast från den {day}.", "Version {v}, from {day} at the earliest.",
        v=definition.version, day=definition.valid_from,
    )  # fmt: skip
    if definition.reference is not None:
        yield say("Diarienummer: {x}.", "Registry number: {x}.", x=definition.reference)


def _clauses(names: Names) -> Iterator[ClauseRead]:
    held = names.definition
    for clause in held.clauses.values():
        rules = tuple(rule for rule in held.rules.values() if rule.cite and _clause_id(rule.cite[0]) == clause.id)
        rows = tuple(row for row in held.not_modelled if _clause_id(row.clause) == clause.id)
        yield ClauseRead(
            clause,
            tuple(_provision(rule, names) for rule in rules),
            tuple(NotModelledRead(Citation(row.clause, names.place(row.clause)), row.reason) for row in rows),
        )


def _clause_id(path: str) -> str:
    return path.split("/", 1)[0]


def _provision(rule: Provision, names: Names) -> ProvisionRead:
    return ProvisionRead(
        id=rule.id,
        kind=rule.kind,
        kind_name=KINDS[rule.kind],
        label=rule.label,
        cites=tuple(Citation(path, names.place(path)) for path in rule.cite),
        places=names.places(rule.cite) if rule.cite else None,
        statements=tuple(statements(rule, names)),
    )


def statements(rule: Provision, names: Names) -> Iterator[Statement]:
    """A sentence for everything the provision says, in reading order; then when the provision holds."""
    keys = {entry.field: entry.keys[0] for entry in file_keys(type(rule))}
    if rule.silent:
        yield Statement(("silent",), _SILENT)
    for told, text in sentences(SENTENCES[rule.kind], rule, names):
        parameters = tuple(keys[field] for field in told)
        readings = dict.fromkeys(rule.basis[name] for name in parameters if name in rule.basis)
        yield Statement(parameters, text, tuple(readings))
    for field, day, speak in (("valid_from", rule.valid_from, _FROM), ("valid_to", rule.valid_to, _TO)):
        if day is not None:
            yield Statement((field,), speak(day, names))


def _reading(reading: Reading, names: Names, decided: Text | None) -> ReadingRead:
    rules = names.definition.rules.values()
    return ReadingRead(
        id=reading.id,
        question=reading.question,
        why=reading.why,
        options=tuple(
            OptionRead(option_words(reading, option, names), reading.status != "open" and option == reading.chosen)
            for option in reading.options
        ),
        decides=names.of(reading.decides),
        status=reading.status,
        status_name=STATUSES[reading.status],
        concerns=tuple(rule.label for rule in rules if reading.id in rule.basis.values()),
        decided=decided,
    )


def option_words(reading: Reading, option: JsonValue, names: Names) -> Text:
    """The option's label; without one, the sentence it would give."""
    if reading.option_labels:
        return reading.label_of(option)
    rule_id, _, name = reading.param.removeprefix("rule.").rpartition(".")
    rules = names.definition.rules
    about = rules.get(rule_id) or next((rule for rule in rules.values() if rule.basis.get(name) == reading.id), None)
    if about is None:
        return reading.label_of(option)
    field = next(entry.field for entry in file_keys(type(about)) if entry.keys[0] == name)
    varied = replace(about, **{field: parameter(type(about), name, option)})
    said = next((s.text for s in statements(varied, names) if name in s.parameters), reading.label_of(option))
    return Text(said.sv.removesuffix("."), said.en.removesuffix("."))
