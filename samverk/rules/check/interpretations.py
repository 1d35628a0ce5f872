"""Readings and parameters agree both ways: what rests on a reading, what its options are, and that open means open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from samverk.rules.canonical import canonical
from samverk.rules.check.draft import COMMON, Draft, items, meant, one_of
from samverk.rules.parsing import file_keys, option_faults
from samverk.rules.problems import TablePath, shown
from samverk.rules.provisions import Provision
from samverk.rules.values import OPEN
from samverk.rules.wording import Text

_PARAM = re.compile(r"rule\.([^.]+)\.([a-z_]+)")
_OPEN = Text(
    "En öppen läsning ger parametern värdet ”open”, eller en tabell utan tal.",
    "An open reading gives the parameter the value “open”, or a table without numbers.",
)
_TIED = Text("Knyt parametern till en öppen läsning i basis.", "Tie the parameter to an open reading in basis.")


def inspect(draft: Draft) -> None:
    """Basis against readings, readings against provisions, options against types, values against options."""
    for key, table in draft.tables("rule"):
        _basis(draft, key, table)
        _untied_open(draft, key, table)
    for key, table in draft.tables("interpretation"):
        _reading(draft, key, table)


def _ties(table: dict[str, Any]) -> dict[str, Any]:
    basis = table.get("basis")
    return basis if isinstance(basis, dict) else {}


def _basis(draft: Draft, key: str, table: dict[str, Any]) -> None:
    kind = draft.kind_of(key)
    known = _parameters(kind) if kind is not None else []
    for name, reading in _ties(table).items():
        at: TablePath = ("rule", key, "basis", name)
        if kind is not None and name not in known:
            found = Text(f"{kind.kind} har ingen parameter ”{name}”.", f"{kind.kind} has no parameter “{name}”.")
            draft.add(at, found, one_of(known), meant(name, known))
        elif name not in table:
            found = Text(f"rule.{key} har inget värde för ”{name}”.", f"rule.{key} has no value for “{name}”.")
            expected = Text("Ett värde, eller ”open”, för det som vilar på en läsning.",
                            "A value, or “open”, for what rests on a reading.")  # fmt: skip
            draft.add(at, found, expected)
        if isinstance(reading, str) and reading not in draft.table("interpretation"):
            found = Text(f"Läsningen ”{reading}” finns inte.", f"The reading “{reading}” does not exist.")
            choices = draft.table("interpretation")
            draft.add(
                at,
                found,
                Text("En läsning under [interpretation].", "A reading under [interpretation]."),
                meant(reading, choices),
            )


def _parameters(kind: type[Provision]) -> list[str]:
    """The parameters of a kind as they are written in files."""
    return [entry.keys[0] for entry in file_keys(kind) if entry.keys[0] not in (*COMMON, "id")]


def _untied_open(draft: Draft, key: str, table: dict[str, Any]) -> None:
    for name, value in table.items():
        if value == OPEN and name not in _ties(table) and name not in COMMON:
            found = Text(
                f"rule.{key}.{name} är ”open” utan läsning.", f"rule.{key}.{name} is “open” without a reading."
            )
            draft.add(("rule", key, name), found, _TIED)


def _reading(draft: Draft, key: str, table: dict[str, Any]) -> None:
    at: TablePath = ("interpretation", key)
    _labels(draft, at, table)
    param = table.get("param")
    match = _PARAM.fullmatch(param) if isinstance(param, str) else None
    if match is None:
        if isinstance(param, str):
            found = Text(f"param är ”{param}”.", f"param is “{param}”.")
            draft.add((*at, "param"), found, Text("rule.<id>.<parameter>", "rule.<id>.<parameter>"))
        return
    about = _about(draft, at, match.group(1), match.group(2), key)
    _options(draft, at, table, about, match.group(2))
    _values(draft, key, table, match.group(2))


def _about(draft: Draft, at: TablePath, rule: str, name: str, key: str) -> dict[str, type[Provision]]:
    """The provisions the reading is about, with their kinds; what does not fit is reported."""
    tied = {rid: draft.kind_of(rid) for rid, table in draft.tables("rule") if _ties(table).get(name) == key}
    if rule == "*":
        if not tied:
            found = Text(f"Ingen basis knyter ”{name}” till {key}.", f"No basis ties “{name}” to {key}.")
            draft.add((*at, "param"), found, Text(f'basis = {{ {name} = "{key}" }}', f'basis = {{ {name} = "{key}" }}'))
        return {rid: kind for rid, kind in tied.items() if kind is not None and name in _parameters(kind)}
    if rule not in draft.table("rule"):
        found = Text(f"rule.{rule} finns inte.", f"rule.{rule} does not exist.")
        draft.add(
            (*at, "param"),
            found,
            Text("En bestämmelse som finns.", "A provision that exists."),
            meant(rule, draft.table("rule")),
        )
        return {}
    kind = draft.kind_of(rule)
    known = _parameters(kind) if kind is not None else []
    if kind is not None and name not in known:
        found = Text(f"{kind.kind} har ingen parameter ”{name}”.", f"{kind.kind} has no parameter “{name}”.")
        draft.add((*at, "param"), found, one_of(known), meant(name, known))
        return {}
    if rule not in tied:
        found = Text(
            f"basis i rule.{rule} knyter inte ”{name}” till {key}.",
            f"basis of rule.{rule} does not tie “{name}” to {key}.",
        )
        draft.add((*at, "param"), found, Text(f'basis = {{ {name} = "{key}" }}', f'basis = {{ {name} = "{key}" }}'))
    return {rule: kind} if kind is not None else {}


def _labels(draft: Draft, at: TablePath, table: dict[str, Any]) -> None:
    options, labels = table.get("options"), table.get("option_labels")
    if options == []:
        found = Text("Läsningen har inga alternativ.", "The reading has no options.")
        draft.add((*at, "options"), found, Text("Minst ett alternativ.", "At least one option."))
    if isinstance(options, list) and isinstance(labels, list) and len(options) != len(labels):
        found = Text(
            f"{len(options)} alternativ men {len(labels)} namn.", f"{len(options)} options but {len(labels)} labels."
        )
        draft.add((*at, "option_labels"), found, Text("Ett namn för varje alternativ.", "A label for each option."))


def _options(draft: Draft, at: TablePath, table: dict[str, Any], about: dict[str, type[Provision]], name: str) -> None:
    for number, option in enumerate(items(table.get("options"))):
        for kind in dict.fromkeys(about.values()):
            for fault in option_faults(kind, name, option):
                found = Text(f"Alternativet {shown(option).sv} passar inte {kind.kind}.{name}.",
                             f"The option {shown(option).en} does not fit {kind.kind}.{name}.")  # fmt: skip
                expected = Text(f"Väntat: {fault.expected.sv}.", f"Expected: {fault.expected.en}.")
                draft.add((*at, "options", number), found, expected, fault.hint())


def _values(draft: Draft, key: str, table: dict[str, Any], name: str) -> None:
    """Open readings hide no value; settled ones have theirs among the options."""
    settled = {_written(option) for option in items(table.get("options"))}
    for rule, param, value in _resting_on(draft, key):
        at: TablePath = ("rule", rule, param)
        what = Text(f"rule.{rule}.{param} är {shown(value).sv}", f"rule.{rule}.{param} is {shown(value).en}")
        if table.get("status") == "open":
            if not _is_open(value):
                found = Text(f"Läsningen {key} är öppen, men {what.sv}.", f"The reading {key} is open, but {what.en}.")
                draft.add(at, found, _OPEN)
        elif param == name and _written(value) not in settled:
            found = Text(f"{what.sv}, som inte är ett alternativ i {key}.", f"{what.en}, which is no option of {key}.")
            draft.add(at, found, one_of(sorted(settled)))
        elif param != name and value == OPEN:
            found = Text(f"{what.sv}, men läsningen {key} är inte öppen.", f"{what.en}, but the reading {key} is not.")
            draft.add(at, found, _TIED)


def _resting_on(draft: Draft, key: str) -> Iterator[tuple[str, str, Any]]:
    """Every parameter that rests on a reading: provision, name, value as written."""
    for rule, table in draft.tables("rule"):
        for param, reading in _ties(table).items():
            if reading == key and param in table:
                yield rule, param, table[param]


def _written(value: Any) -> str:
    """A value as it can be compared; "" for one that cannot stand in a definition, which is reported elsewhere."""
    try:
        return canonical(value)
    except ValueError:
        return ""


def _is_open(value: Any) -> bool:
    """ "open", or a table that says what is counted without saying how much."""
    if isinstance(value, dict):
        return not any(isinstance(part, int) and not isinstance(part, bool) for part in value.values())
    return bool(value == OPEN)
