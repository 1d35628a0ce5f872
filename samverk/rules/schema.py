"""The published JSON Schema (2020-12) of a definition, made from the frozen types so that the two cannot differ.

It describes the merged tables of ``agreement.toml`` and ``action-plan*.toml`` as JSON: dates are texts YYYY-MM-DD.
What a schema cannot say (references, visible numbers, readings both ways) is what ``check`` adds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Mapping as MappingType
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin

from samverk.rules import grammar
from samverk.rules.definition import Commitment, Measure, NotModelled, Plan, Reading
from samverk.rules.frozen import is_frozen
from samverk.rules.layout import FORMAT, NAMED_TABLES, Header
from samverk.rules.parsing import FileKey, file_keys
from samverk.rules.provisions import KINDS, Provision
from samverk.rules.readback.kinds import SENTENCES
from samverk.rules.values import DAY_PATTERN, PERIOD_PATTERN, KeyUpdate, Period, Window
from samverk.rules.wording import Text

type Schema = dict[str, Any]

_STRING: Schema = {"type": "string", "minLength": 1}
_BOTH: Schema = {
    "type": "object",
    "description": "The same words in Swedish and English.",
    "properties": {"sv": _STRING, "en": _STRING},
    "required": ["sv", "en"],
    "additionalProperties": False,
}
_PATHS: Schema = {"type": "array", "items": {"$ref": "#/$defs/path"}}
_COVERS: Schema = {"type": "array", "items": {"type": "string", "pattern": f"^({grammar.COVERS})$"}}
_SIMPLE: Mapping[Any, Schema] = {
    str: _STRING,
    int: {"type": "integer", "minimum": 0},
    bool: {"type": "boolean"},
    date: {"$ref": "#/$defs/date"},
    Period: {"$ref": "#/$defs/period"},
    Text: {"$ref": "#/$defs/text"},
    list[Any]: {"type": "array"},
    dict[str, Any]: {"type": "object"},
}
# Fields whose type says less than is known about them.
_FIELDS: Mapping[tuple[type, str], Schema] = {
    (Provision, "cite"): _PATHS,
    (Provision, "covers"): _COVERS,
    (Measure, "cite"): {"$ref": "#/$defs/path"},
    (Measure, "covers"): _COVERS,
    (Commitment, "covers"): _COVERS,
    (Plan, "cite"): {"$ref": "#/$defs/path"},
    (NotModelled, "clause"): {"$ref": "#/$defs/path"},
    (NotModelled, "covers"): _COVERS,
    (Header, "id"): {"type": "string", "pattern": f"^({grammar.ID})$"},
    (Header, "version"): {"type": "string", "pattern": f"^({grammar.VERSION})$"},
    (Header, "text"): {"const": "text.sv.md"},
    (Reading, "param"): {"type": "string", "pattern": rf"^rule\.({grammar.ID}|\*)\.[a-z_]+$"},
    (Reading, "decides"): {"type": "string", "pattern": f"^(all_parties|(body|role|actor):{grammar.ID})$"},
    (Reading, "options"): {
        "type": "array",
        "minItems": 1,
        "items": {"type": ["string", "integer", "boolean", "array", "object"]},
    },
    (Window, "from"): {"type": "string", "pattern": DAY_PATTERN},
    (Window, "to"): {"type": "string", "pattern": DAY_PATTERN},
    (KeyUpdate, "month"): {"type": "integer", "minimum": 1, "maximum": 12},
}
_DEFS: Schema = {
    "text": _BOTH,
    "date": {"type": "string", "pattern": f"^{grammar.DAY}$", "format": "date", "description": "A calendar day."},
    "period": {"type": "string", "pattern": PERIOD_PATTERN, "description": "A length of time: P12M, P30D, P2W, P1Y."},
    "path": {
        "type": "string",
        "pattern": f"^({grammar.PATH})$",
        "description": "A place in the text: 14 (a clause), 14/s2 (its second sentence), 6/p4 (its fourth list item).",
    },
}


def json_schema() -> Schema:
    """The schema of a whole definition."""
    defs = dict(_DEFS)
    properties: Schema = {"format": {"const": FORMAT}, "agreement": _object(Header, defs)}
    for name, kind in NAMED_TABLES.items():
        properties[name] = _named(_object(kind, defs, without=("id",)), _keys_of(name))
    properties["rule"] = _named({"$ref": "#/$defs/rule"}, grammar.ID)
    properties["plan"] = _named(_plan(defs), grammar.ID)
    properties["interpretation"] = _named(_object(Reading, defs, without=("id", "chosen")), grammar.ID)
    properties["unmodelled"] = {"type": "array", "items": _object(NotModelled, defs)}
    defs["rule"] = _rule(defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "samverkan/1 agreement definition",
        "description": _paragraph(__doc__),
        "type": "object",
        "properties": properties,
        "required": ["format", "agreement", "clause", "rule"],
        "additionalProperties": False,
        "$defs": defs,
    }


def schema_text() -> str:
    """The schema as it is published and committed."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def _keys_of(table: str) -> str:
    return {"clause": r"[0-9A-ZÅÄÖa-zåäö.]+", "party": grammar.CODE}.get(table, grammar.ID)


def _named(entry: Schema, key: str) -> Schema:
    return {"type": "object", "propertyNames": {"pattern": f"^({key})$"}, "additionalProperties": entry}


def _plan(defs: Schema) -> Schema:
    plan = _object(Plan, defs, without=("id", "measures"))
    plan["properties"]["measure"] = _named(_object(Measure, defs, without=("number",)), r"\d+")
    return plan


def _rule(defs: Schema) -> Schema:
    """One schema for each kind, chosen by ``kind``."""
    for name, kind in KINDS.items():
        entry = _object(kind, defs, without=("id",), rule=name)
        entry["properties"] = {"kind": {"const": name}, **entry["properties"]}
        entry["required"] = ["kind", *entry["required"]]
        defs[f"rule-{name}"] = entry
    return {
        "type": "object",
        "description": _paragraph(Provision.__doc__),
        "required": ["kind"],
        "properties": {"kind": {"enum": list(KINDS)}},
        "allOf": [
            {"if": {"properties": {"kind": {"const": name}}}, "then": {"$ref": f"#/$defs/rule-{name}"}}
            for name in KINDS
        ],
    }


def _object(kind: type[Any], defs: Schema, without: tuple[str, ...] = (), rule: str = "") -> Schema:
    """The table of a dataclass; ``rule`` is the kind of provision, whose parameters have patterns."""
    entries = [entry for entry in file_keys(kind) if entry.field not in without]
    return {
        "type": "object",
        "description": _paragraph(kind.__doc__),
        "properties": {key: _property(kind, entry, defs, rule) for entry in entries for key in entry.keys},
        "required": [key for entry in entries if entry.required for key in entry.keys],
        "additionalProperties": False,
    }


def _property(kind: type[Any], entry: FileKey, defs: Schema, rule: str) -> Schema:
    said = _said(rule, entry.field)
    if said:
        return {"description": said, **_plain_property(kind, entry, defs, rule)}
    return _plain_property(kind, entry, defs, rule)


def _said(rule: str, field: str) -> str:
    """What each word of a parameter means, in the sentences the read-back gives it."""
    speaker = SENTENCES[rule].get(field) if rule in SENTENCES else None
    if not isinstance(speaker, Mapping):
        return ""
    return " ".join(
        f"{str(word).lower() if isinstance(word, bool) else word}: {text.en}" for word, text in speaker.items()
    )


def _plain_property(kind: type[Any], entry: FileKey, defs: Schema, rule: str) -> Schema:
    name = entry.keys[0]
    for owner in (kind, Provision):
        if (owner, name) in _FIELDS and issubclass(kind, owner):
            return _FIELDS[owner, name]
    return _STRING if len(entry.keys) == 2 else _schema(entry.annotation, defs, f"{rule}.{name}" if rule else "")


def _schema(annotation: Any, defs: Schema, where: str) -> Schema:
    """``where`` is "kind.parameter" (and ".field" inside it), for the pattern of a text."""
    if isinstance(annotation, TypeAliasType):
        return _schema(annotation.__value__, defs, where)
    if annotation is str and (pattern := _pattern(where)):
        return {"type": "string", "pattern": pattern}
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return {"const": args[0]} if len(args) == 1 else {"enum": list(args)}
    if origin in (Union, UnionType):
        members = [_schema(arg, defs, where) for arg in args if arg is not NoneType]
        return members[0] if len(members) == 1 else {"anyOf": members}
    if origin is tuple:
        return {"type": "array", "items": _schema(args[0], defs, where)}
    if origin in (dict, MappingType):
        return {"type": "object", "additionalProperties": _schema(args[1], defs, where)}
    return _shared(annotation, defs, where)


def _shared(kind: type[Any], defs: Schema, where: str) -> Schema:
    """A dataclass inside another: defined once, or in place where the kind of provision gives its texts patterns."""
    if not is_frozen(kind):
        raise TypeError(f"no schema for {kind!r}")
    if any(f"{a}.{b}".startswith(f"{where}.") for a, b in grammar.PATTERNS):
        return _object(kind, defs, rule=where)
    name = kind.__name__
    if name not in defs:
        defs[name] = {}  # so that a type that holds itself ends
        defs[name] = _object(kind, defs)
    return {"$ref": f"#/$defs/{name}"}


def _pattern(where: str) -> str | None:
    kind, _, name = where.partition(".")
    pattern = grammar.PATTERNS.get((kind, name))
    if pattern is None and (kind, name) in grammar.ID_LISTS:
        pattern = grammar.ID
    return f"^({pattern}|open)$" if pattern is not None else None


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n", 1)[0].split())
