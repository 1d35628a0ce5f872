"""From the files of a definition, or from its canonical JSON, to a ``Definition``. Both ways give equal definitions.

The canonical document holds the merged tables, the order of their ids (JSON objects have none, and a reader wants the
order of the author) and the hash of the text. Its own hash is the definition's identity; scenarios are tests of a
definition and no part of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from samverk.rules import sources
from samverk.rules.canonical import canonical, digest
from samverk.rules.clauses import Edition
from samverk.rules.definition import ClauseInfo, Definition, Measure, NotModelled, Plan, Reading
from samverk.rules.layout import FORMAT, NAMED_TABLES, TABLES, ClauseTable, Header
from samverk.rules.parsing import build, file_keys, in_key_order, missing
from samverk.rules.problems import DefinitionError, Fault, TablePath
from samverk.rules.provisions import KINDS, Provision
from samverk.rules.text import parse_text
from samverk.rules.wording import Text


def load(files: Mapping[str, bytes]) -> Definition:
    """The definition in a folder's files (name → bytes). Error: DefinitionError with everything that cannot be read.

    References, citations and numbers are the business of ``check``; loading must be quick.
    """
    found = sources.read(files, scenarios=False)
    edition, problems = parse_text(found.text or "")
    found.problems += problems if found.text is not None else ()
    faults: list[Fault] = []
    parts = typed(found.merged, faults) if found.has_agreement else {}
    found.report(faults)
    if found.problems or found.text is None:
        raise DefinitionError(found.problems)
    document = canonical(_document(found.merged, digest(found.text)))
    return Definition(**parts, canonical=document, sha256=digest(document), text=edition)


def from_canonical(document: str, text: str | None = None) -> Definition:
    """The definition whose ``canonical`` this is, with the edition of its text. Error: DefinitionError, ValueError.

    ``text`` must be the text the document was made with; ValueError otherwise.
    """
    read = json.loads(document)
    if text is not None and digest(_normal(text)) != read["text_sha256"]:
        raise ValueError("the text is not the one the definition was made with")
    found = sources.Sources({}, merged=_in_order(read["definition"], read["order"]))
    faults: list[Fault] = []
    parts = typed(found.merged, faults)
    found.report(faults)
    if found.problems:
        raise DefinitionError(found.problems)
    edition: Edition | None = parse_text(text)[0] if text is not None else None
    return Definition(**parts, canonical=document, sha256=digest(document), text=edition)


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _document(merged: Mapping[str, Any], text_sha256: str) -> dict[str, Any]:
    order = {name: list(table) for name, table in merged.items() if name in TABLES}
    return {"definition": merged, "order": order, "text_sha256": text_sha256}


def _in_order(merged: dict[str, Any], order: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        name: {key: table[key] for key in order[name]} if name in order else table for name, table in merged.items()
    }


def typed(merged: dict[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """The parts of a ``Definition``; unreadable entries are left out and their faults added."""
    allowed = ("format", "agreement", *TABLES, "unmodelled")
    faults += (Fault((), "unknown_key", key, _TABLES, allowed) for key in merged if key not in allowed)
    if "format" not in merged:
        faults.append(missing("format", (), Text(f"”{FORMAT}”", f"“{FORMAT}”")))
    elif merged["format"] != FORMAT:
        faults.append(Fault(("format",), "wrong_value", merged["format"], Text(f"”{FORMAT}”", f"“{FORMAT}”")))
    for name in ("agreement", "clause", "rule"):
        if name not in merged:
            faults.append(missing(name, (), Text(f"tabellen [{name}]", f"the table [{name}]")))
    header = build(Header, merged["agreement"], ("agreement",), faults) if "agreement" in merged else None
    return (
        _of_header(header)
        | _entities(merged, header, faults)
        | {
            "rules": rules(merged, faults),
            "readings": _readings(merged, faults),
            "plans": _plans(merged, faults),
            "not_modelled": _not_modelled(merged, faults),
        }
    )


def _of_header(header: Header | None) -> dict[str, Any]:
    if header is None:
        return {}
    names = ("id", "title", "short", "version", "valid_from", "reference")
    return {name: getattr(header, name) for name in names}


def _entries(merged: Mapping[str, Any], name: str, faults: list[Fault]) -> dict[str, Any]:
    table = merged.get(name, {})
    if isinstance(table, dict):
        return table
    faults.append(Fault((name,), "wrong_value", table, _TABLES))
    return {}


def _entities(merged: Mapping[str, Any], header: Header | None, faults: list[Fault]) -> dict[str, Any]:
    read: dict[str, dict[str, Any]] = {}
    for name, kind in NAMED_TABLES.items():
        with_id = any(entry.field == "id" for entry in file_keys(kind))
        built: dict[str, Any] = {
            key: build(kind, table, (name, key), faults, supplied={"id": key} if with_id else None)
            for key, table in _entries(merged, name, faults).items()
        }
        read[name] = {key: entry for key, entry in built.items() if entry is not None}
    return {
        "clauses": {key: _clause(key, table, header) for key, table in read["clause"].items()} if header else {},
        "parties": {code: party.name for code, party in read["party"].items()},
        "roles": read["role"],
        "bodies": read["body"],
        "actors": read["actor"],
        "areas": read["area"],
        "subregions": {key: entry.name for key, entry in read["subregion"].items()},
        "subregion_members": {key: entry.members for key, entry in read["subregion"].items() if entry.members},
        "goals": {key: entry.name for key, entry in read["goal"].items()},
        "indicators": {key: entry.name for key, entry in read["indicator"].items()},
        "groups": {key: entry.name for key, entry in read["group"].items()},
    }


def _clause(clause_id: str, table: ClauseTable, header: Header) -> ClauseInfo:
    """Operative clauses are called by the agreement's pattern, the others by their heading."""
    operative = table.kind == "operative"
    name = table.name or (_pattern(header.clause_name, clause_id) if operative else table.heading)
    mark = table.mark or (_pattern(header.clause_mark, clause_id) if operative else table.heading)
    return ClauseInfo(clause_id, table.kind, table.heading, table.summary, name, mark)


def _pattern(pattern: Text | str, clause_id: str) -> Text:
    both = Text(pattern, pattern) if isinstance(pattern, str) else pattern
    return Text(both.sv.replace("{n}", clause_id), both.en.replace("{n}", clause_id))


def rules(merged: Mapping[str, Any], faults: list[Fault]) -> dict[str, Provision]:
    """The provisions that can be read, in the order of the file."""
    found: dict[str, Provision] = {}
    for key, table in _entries(merged, "rule", faults).items():
        at: TablePath = ("rule", key)
        kind = table.get("kind") if isinstance(table, dict) else None
        if isinstance(table, dict) and kind is None:
            faults.append(missing("kind", at, _KIND))
        elif isinstance(table, dict) and (not isinstance(kind, str) or kind not in KINDS):
            faults.append(Fault((*at, "kind"), "wrong_value", kind, _KIND, tuple(KINDS)))
        else:
            rule = build(KINDS[kind] if kind else Provision, table, at, faults, supplied={"id": key}, ignore=("kind",))
            if rule is not None:
                found[key] = rule
    return found


def _readings(merged: Mapping[str, Any], faults: list[Fault]) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for key, table in _entries(merged, "interpretation", faults).items():
        chosen = value_in_use(merged, key, table)
        reading = build(Reading, table, ("interpretation", key), faults, supplied={"id": key, "chosen": chosen})
        if reading is not None:
            found[key] = reading
    return found


def value_in_use(merged: Mapping[str, Any], reading: str, table: Any) -> Any:
    """The value, as in the file, of the parameter a reading is about; None while the reading is open.

    "rule.*.grace" means every provision that ties its grace to the reading; the first of them tells.
    """
    if not isinstance(table, dict) or table.get("status") == "open":
        return None
    _, _, rest = str(table.get("param", "")).partition(".")
    rule_id, _, name = rest.rpartition(".")
    all_rules = merged.get("rule", {})
    tied = (
        [rule for rule in all_rules.values() if _ties(rule, name, reading)]
        if rule_id == "*"
        else [all_rules.get(rule_id)]
    )
    return in_key_order(next((rule.get(name) for rule in tied if isinstance(rule, dict)), None))


def _ties(rule: Any, name: str, reading: str) -> bool:
    return isinstance(rule, dict) and isinstance(rule.get("basis"), dict) and rule["basis"].get(name) == reading


def _plans(merged: Mapping[str, Any], faults: list[Fault]) -> dict[str, Plan]:
    found: dict[str, Plan] = {}
    for key, table in _entries(merged, "plan", faults).items():
        at: TablePath = ("plan", key)
        measures = _measures(table, at, faults) if isinstance(table, dict) else ()
        plan = build(Plan, table, at, faults, supplied={"id": key, "measures": measures}, ignore=("measure",))
        if plan is not None:
            found[key] = plan
    return found


def _measures(table: dict[str, Any], at: TablePath, faults: list[Fault]) -> tuple[Measure, ...]:
    found: list[Measure] = []
    for number, measure in _entries(table, "measure", faults).items():
        place = (*at, "measure", number)
        if not number.isdecimal():
            faults.append(Fault(place, "wrong_value", number, Text("insatsens nummer", "the number of the measure")))
            continue
        built = build(Measure, measure, place, faults, supplied={"number": int(number)})
        if built is not None:
            found.append(built)
    return tuple(sorted(found, key=lambda measure: measure.number))


def _not_modelled(merged: Mapping[str, Any], faults: list[Fault]) -> tuple[NotModelled, ...]:
    rows = merged.get("unmodelled", [])
    if not isinstance(rows, list):
        faults.append(
            Fault(("unmodelled",), "wrong_value", rows, Text("tabeller [[unmodelled]]", "tables [[unmodelled]]"))
        )
        return ()
    built = [build(NotModelled, row, ("unmodelled", number), faults) for number, row in enumerate(rows)]
    return tuple(row for row in built if row is not None)


_TABLES = Text("en tabell", "a table")
_KIND = Text(f"en av sorterna {', '.join(KINDS)}", f"one of the kinds {', '.join(KINDS)}")
