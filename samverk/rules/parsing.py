"""From the values of TOML and JSON to the frozen types of the vocabulary, guided by the types' annotations alone.

Reflection is done once for each annotation and kept. A trailing underscore is dropped in files (``from_`` is written
``from``); texts in two languages are a table ``{ sv, en }`` or stand side by side in it (``SPELLING``). Whatever does
not fit becomes a ``Fault``; reading goes on, so that all faults are reported at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from collections.abc import Mapping as MappingType
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin

from samverk.rules.frozen import MISSING, fields, frozen, is_frozen
from samverk.rules.layout import SPELLING
from samverk.rules.problems import Fault, TablePath, nearest
from samverk.rules.provisions import Provision
from samverk.rules.values import Period
from samverk.rules.wording import Text

type Convert = Callable[[object, TablePath, list[Fault]], Any]


@frozen
class Converter:
    """How a value of one annotation is read, and what to say when it does not fit."""

    convert: Convert
    expected: Text
    choices: tuple[str, ...] = ()


@frozen
class FileKey:
    """One field of a type as it stands in a file: ``key``, or two keys for a text in two languages."""

    field: str
    keys: tuple[str, ...]
    converter: Converter
    required: bool
    annotation: Any


def parameter(rule_type: type[Provision], name: str, value: object) -> Any:
    """The typed value of one parameter, ``name`` as written in files. Error: ValueError when it does not fit."""
    faults: list[Fault] = []
    result = _entry(rule_type, name).converter.convert(value, (name,), faults)
    if faults:
        raise ValueError(f"{rule_type.kind}.{name} = {value!r}: expected {faults[0].expected.en}")
    return result


def option_faults(rule_type: type[Provision], name: str, value: object) -> tuple[Fault, ...]:
    """Why a value does not fit a parameter; empty when it does. Error: ValueError for an unknown parameter."""
    faults: list[Fault] = []
    _entry(rule_type, name).converter.convert(value, (name,), faults)
    return tuple(faults)


def _entry(rule_type: type[Provision], name: str) -> FileKey:
    for entry in file_keys(rule_type):
        if entry.keys == (name,):
            return entry
    raise ValueError(f"{rule_type.kind} has no parameter {name}")


def build[T](
    kind: type[T],
    table: object,
    at: TablePath,
    faults: list[Fault],
    *,
    supplied: Mapping[str, object] | None = None,
    ignore: tuple[str, ...] = (),
) -> T | None:
    """A value of a dataclass from a table, or None with the faults added.

    ``supplied`` are fields that come from elsewhere (the id is the key of the table), ``ignore`` keys read elsewhere.
    """
    given = supplied or {}
    if not isinstance(table, dict):
        faults.append(Fault(at, "wrong_value", table, _TABLE))
        return None
    before = len(faults)
    values = dict(given)
    known: list[str] = list(ignore)
    for entry in file_keys(kind):
        if entry.field in given:
            continue
        known += entry.keys
        _read(entry, table, at, faults, values)
    _unknown(table, at, known, faults)
    return _assembled(kind, values) if len(faults) == before else None


def _assembled[T](kind: type[T], values: dict[str, Any]) -> T:
    """The value, without its constructor: a definition has few values of each of many types, and writing a constructor
    costs more than the values do.
    """
    made = object.__new__(kind)
    for item in fields(kind):
        if item.name in values:
            value = values[item.name]
        else:
            value = item.default if item.default_factory is MISSING else item.default_factory()
        object.__setattr__(made, item.name, value)
    return made


def _unknown(table: dict[str, Any], at: TablePath, known: list[str], faults: list[Fault]) -> None:
    """Keys that are not known. One that is a misspelling of a missing key is one fault, not two."""
    lacking = {fault.value: fault for fault in faults if fault.code == "missing_key" and fault.at == at}
    for key in table:
        if key not in known:
            meant = nearest(key, map(str, lacking))
            if meant is not None:
                faults.remove(lacking.pop(meant))
            faults.append(Fault(at, "unknown_key", key, _TABLE, tuple(known)))


def _read(entry: FileKey, table: dict[str, Any], at: TablePath, faults: list[Fault], values: dict[str, Any]) -> None:
    present = [key for key in entry.keys if key in table]
    if not present:
        if entry.required:
            faults += (missing(key, at, entry.converter.expected) for key in entry.keys)
    elif len(entry.keys) == 1:
        key = entry.keys[0]
        values[entry.field] = entry.converter.convert(table[key], (*at, key), faults)
    else:
        faults += (missing(key, at, entry.converter.expected) for key in entry.keys if key not in present)
        words = [WORDS.convert(table.get(key, "–"), (*at, key), faults) for key in entry.keys]
        values[entry.field] = Text(*words)


def missing(key: str, at: TablePath, expected: Text) -> Fault:
    """The fault of a key that must be there."""
    return Fault(at, "missing_key", key, expected)


_KEYS: dict[type, tuple[FileKey, ...]] = {}


def file_keys(kind: type[Any]) -> tuple[FileKey, ...]:
    """The fields of a dataclass as they are written in files, in the order of the type; worked out once."""
    if kind not in _KEYS:
        _KEYS[kind] = _reflect(kind)
    return _KEYS[kind]


def _reflect(kind: type[Any]) -> tuple[FileKey, ...]:
    hints = _annotations(kind)
    spelt = SPELLING.get(kind, {})
    return tuple(
        FileKey(
            item.name,
            spelt.get(item.name, (item.name.removesuffix("_"),)),
            WORDS if item.name in spelt else converter(hints[item.name]),
            item.required,
            hints[item.name],
        )
        for item in fields(kind)
    )


_EVALUATED: dict[tuple[str, str], Any] = {}


def _annotations(kind: type[Any]) -> dict[str, Any]:
    """The annotations of a class and those it inherits, each spelling evaluated once in each module."""
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        for name, text in getattr(base, "__annotations__", {}).items():
            spelling = (base.__module__, text)
            if spelling not in _EVALUATED:
                names = vars(sys.modules[base.__module__])
                _EVALUATED[spelling] = eval(text, names)  # noqa: S307 -- our own annotations, as the interpreter does
            found[name] = _EVALUATED[spelling]
    return found


@cache
def converter(annotation: Any) -> Converter:
    """How values of an annotation are read. Error: TypeError for an annotation the vocabulary does not use."""
    if isinstance(annotation, TypeAliasType):
        return converter(annotation.__value__)
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return _literal(args)
    if origin in (Union, UnionType):
        return _union(tuple(converter(arg) for arg in args if arg is not NoneType))
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return _list(converter(args[0]))
    if origin in (dict, MappingType):
        return _mapping(converter(args[1]))
    if isinstance(annotation, type) and is_frozen(annotation):
        return _table(annotation)
    raise TypeError(f"no way to read {annotation!r} from a file")


def _wrong(at: TablePath, value: object, expected: Text, choices: tuple[str, ...] = ()) -> Fault:
    return Fault(at, "wrong_value", value, expected, choices)


def _plain(kind: type, expected: Text) -> Converter:
    def convert(value: object, at: TablePath, faults: list[Fault]) -> Any:
        if type(value) is not kind or value == "" or (kind is int and not _exact(value)):
            faults.append(_wrong(at, value, expected))
        return value

    return Converter(convert, expected)


def _exact(value: object) -> bool:
    """Whether every reader of JSON keeps the value: integers up to 2^53 - 1, no decimals, no times of day."""
    if isinstance(value, dict | list):
        return all(_exact(part) for part in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) or (isinstance(value, int) and abs(value) < 2**53)


def _date(value: object, at: TablePath, faults: list[Fault]) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and len(value) == len("2014-04-15"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    faults.append(_wrong(at, value, _DATE))
    return date.min


def _period(value: object, at: TablePath, faults: list[Fault]) -> Period:
    try:
        return Period.parse(value if isinstance(value, str) else "")
    except ValueError:
        faults.append(_wrong(at, value, _PERIOD))
        return Period(0, "D")


def _literal(words: tuple[Any, ...]) -> Converter:
    choices = tuple(str(word) for word in words)
    listed, listed_en = (", ".join(f"{mark}{word}”" for word in choices) for mark in "”“")
    one = len(choices) == 1
    expected = Text(listed if one else f"något av {listed}", listed_en if one else f"one of {listed_en}")

    def convert(value: object, at: TablePath, faults: list[Fault]) -> Any:
        if not any(value == word and type(value) is type(word) for word in words):
            faults.append(_wrong(at, value, expected, choices))
        return value

    return Converter(convert, expected, choices)


def _union(members: tuple[Converter, ...]) -> Converter:
    if len(members) == 1:
        return members[0]
    expected = Text(" eller ".join(m.expected.sv for m in members), " or ".join(m.expected.en for m in members))
    choices = tuple(choice for member in members for choice in member.choices)

    def convert(value: object, at: TablePath, faults: list[Fault]) -> Any:
        inner: list[Fault] = []
        for member in members:
            tried: list[Fault] = []
            result = member.convert(value, at, tried)
            if not tried:
                return result
            if any(fault.code != "wrong_value" or fault.at != at for fault in tried):
                inner = tried  # the value has this member's shape; its own faults say more than "neither"
        faults.extend(inner or [_wrong(at, value, expected, choices)])
        return None

    return Converter(convert, expected, choices)


def _list(item: Converter) -> Converter:
    expected = Text(f"en lista där varje del är {item.expected.sv}", f"a list in which each item is {item.expected.en}")

    def convert(value: object, at: TablePath, faults: list[Fault]) -> Any:
        if not isinstance(value, list | tuple):
            faults.append(_wrong(at, value, expected))
            return ()
        return tuple(item.convert(part, (*at, number), faults) for number, part in enumerate(value))

    return Converter(convert, expected)


def _mapping(item: Converter) -> Converter:
    expected = Text(
        f"en tabell där varje värde är {item.expected.sv}", f"a table in which each value is {item.expected.en}"
    )

    def convert(value: object, at: TablePath, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            faults.append(_wrong(at, value, expected))
            return {}
        # Sorted, so that a definition rebuilt from canonical JSON is the same in every respect.
        return {key: item.convert(value[key], (*at, key), faults) for key in sorted(value)}

    return Converter(convert, expected)


def _table(kind: type) -> Converter:
    def convert(value: object, at: TablePath, faults: list[Fault]) -> Any:
        return build(kind, value, at, faults)

    return Converter(convert, _TABLE)


def _text(value: object, at: TablePath, faults: list[Fault]) -> Text:
    """A text in both languages; whoever leaves one out leaves out readers."""
    if not isinstance(value, dict):
        faults.append(_wrong(at, value, _BOTH))
        return Text("", "")
    faults += (missing(key, at, WORDS.expected) for key in ("sv", "en") if key not in value)
    faults += (Fault(at, "unknown_key", key, _BOTH, ("sv", "en")) for key in value if key not in ("sv", "en"))
    return Text(*(WORDS.convert(value.get(key, "–"), (*at, key), faults) for key in ("sv", "en")))


def _json(kind: type, expected: Text) -> Converter:
    """Kept as it is: the options of a reading are typed by the parameter they are options for."""

    def convert(value: object, at: TablePath, faults: list[Fault]) -> Any:
        if not isinstance(value, kind) or not _exact(value):
            faults.append(_wrong(at, value, expected))
        return in_key_order(value)

    return Converter(convert, expected)


def in_key_order(value: Any) -> Any:
    """The same JSON value with its keys sorted, as canonical JSON has them."""
    if isinstance(value, dict):
        return {key: in_key_order(value[key]) for key in sorted(value)}
    return [in_key_order(part) for part in value] if isinstance(value, list) else value


_TABLE = Text("en tabell { … }", "a table { … }")
_LIST = Text("en lista [ … ]", "a list [ … ]")
_BOTH = Text('en text på båda språken, { sv = "…", en = "…" }', 'a text in both languages, { sv = "…", en = "…" }')
_DATE = Text("ett datum som finns, ÅÅÅÅ-MM-DD", "a date that exists, YYYY-MM-DD")
_PERIOD = Text("en tid som P12M, P30D, P2W eller P1Y", "a period such as P12M, P30D, P2W or P1Y")
WORDS = _plain(str, Text("en text som inte är tom", "a text that is not empty"))
_SIMPLE: dict[Any, Converter] = {
    str: WORDS,
    int: _plain(int, Text("ett heltal", "a whole number")),
    bool: _plain(bool, Text("true eller false", "true or false")),
    date: Converter(_date, _DATE),
    Period: Converter(_period, _PERIOD),
    Text: Converter(_text, _BOTH),
    list[Any]: _json(list, _LIST),
    dict[str, Any]: _json(dict, _TABLE),
}
