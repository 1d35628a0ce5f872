"""Whatever a definition points at must exist, and words must be words the evaluators know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from samverk.rules import grammar
from samverk.rules.check.draft import COMMON, Draft, items, leaves, meant, one_of, tables
from samverk.rules.parsing import file_keys
from samverk.rules.problems import TablePath
from samverk.rules.wording import Text

_DECIDERS = re.compile(f"all_parties|(body|role|actor):{grammar.ID}")

_CHAIRS = ("ex_officio", "elected_by", "rotates")


def inspect(draft: Draft) -> None:
    """Provisions, roles, bodies, areas, readings, plans."""
    for key, table in draft.tables("rule"):
        _rule(draft, key, table)
    for name in ("role", "body", "area", "subregion"):
        for key, table in draft.tables(name):
            _entity(draft, name, key, table)
    for key, table in draft.tables("interpretation"):
        _reading(draft, key, table)
    for key, table in draft.tables("plan"):
        for number, measure in tables(table.get("measure")):
            _measure(draft, ("plan", key, "measure", number), measure)


def _rule(draft: Draft, key: str, table: dict[str, Any]) -> None:
    kind = table.get("kind")
    if not isinstance(kind, str):
        return
    basis = table.get("basis")
    tied = basis if isinstance(basis, dict) else {}
    for name, value in table.items():
        if name not in COMMON:
            _value(draft, (kind, name), ("rule", key, name), value, may_be_open=name in tied)
    if kind in ("fee", "cost_event"):
        _key(draft, ("rule", key), table)
    if kind == "apportionment_key" and table.get("weights") == "population" and table.get("form") != "table":
        _figures(draft, ("rule", key), table)
    if kind == "chair" and not any(way in table for way in _CHAIRS):
        found = Text("Ordförandeskapet säger inte hur någon blir ordförande.", "The chair does not say who gets it.")
        draft.add(("rule", key), found, one_of(_CHAIRS))


def _figures(draft: Draft, at: TablePath, table: dict[str, Any]) -> None:
    """Who weighs by population says which figures, and of which day: otherwise nobody can compute the same sum."""
    lacking = [name for name in ("series", "select") if name not in table]
    if lacking:
        names = " och ".join(lacking), " and ".join(lacking)
        found = Text(f"Nyckeln väger efter folkmängd men saknar {names[0]}.", f"A population key lacks {names[1]}.")
        expected = Text(
            "Väntat: series (vilken serie) och select (vilken dags siffror); select = ”open” med basis när texten "
            "inte säger det.",
            "Expected: series (which series) and select (the figures of which day); select = “open” with basis where "
            "the text does not say.",
        )
        draft.add(at, found, expected)


def _key(draft: Draft, at: TablePath, table: dict[str, Any]) -> None:
    """Money is split by a key; which one may be left out only where there is no choice."""
    keys = [f"rule:{name}" for name, rule in draft.tables("rule") if rule.get("kind") == "apportionment_key"]
    named = table.get("key")
    if isinstance(named, str) and named != "open" and named not in keys and named[5:] in draft.table("rule"):
        found = Text(f"”{named}” är ingen fördelningsnyckel.", f"“{named}” is no apportionment key.")
        draft.add((*at, "key"), found, one_of(keys))
    elif named is None and len(keys) > 1 and table.get("total") != "none":
        found = Text(
            f"Det finns {len(keys)} fördelningsnycklar, och ”key” säger inte vilken som gäller.",
            f"There are {len(keys)} apportionment keys, and “key” does not say which applies.",
        )
        draft.add(at, found, one_of(keys))


def _value(draft: Draft, parameter: tuple[str, str], at: TablePath, value: Any, *, may_be_open: bool) -> None:
    kind, first = parameter
    for inner, text in leaves(value):
        name = ".".join([first, *(part for part in inner if isinstance(part, str))])
        pattern, table = grammar.PATTERNS.get((kind, name)), grammar.ID_LISTS.get((kind, name))
        if table is not None:
            _exists(draft, (*at, *inner), table, text)
        elif pattern is not None and not re.fullmatch(pattern, text) and not (may_be_open and text == "open"):
            _unknown_word(draft, (*at, *inner), text, pattern)
        else:
            _resolve(draft, (*at, *inner), text)


def _unknown_word(draft: Draft, at: TablePath, text: str, pattern: str) -> None:
    words = list(_spelt_out(pattern))
    found = Text(f"”{text}” är inget som får stå här.", f"“{text}” may not stand here.")
    draft.add(at, found, one_of(words), meant(text, words))


def _spelt_out(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern as people write them."""
    plain = pattern.replace(grammar.ID, "<id>").replace(grammar.CODE, "<kommunkod>").replace(grammar.DAY, "ÅÅÅÅ-MM-DD")
    plain = plain.replace("(chair|members)", "chair/members").replace(
        "(chair|ledger|role:<id>\\.employment)", "chair/ledger/role"
    )
    plain = plain.replace("(municipalities|authorities|organisations)", "municipalities/authorities/organisations")
    plain = plain.replace("(\\*|<id>)", "*")
    for word in plain.split("|"):
        yield (
            word.replace("\\", "")
            .replace("d{1,3}%", "20%")
            .replace("[a-z0-9_]+", "<ord>")
            .replace("[a-z0-9-]+", "<ord>")
        )


def _resolve(draft: Draft, at: TablePath, text: str) -> None:
    for table, name in grammar.references(text):
        _exists(draft, at, table, name)


def _exists(draft: Draft, at: TablePath, table: str, name: str) -> None:
    if name in draft.table(table) or (table == "party" and _may_join(draft, name)):
        return
    found = Text(f"”{name}” finns inte under [{table}].", f"“{name}” does not exist under [{table}].")
    draft.add(at, found, one_of(draft.table(table)), meant(name, draft.table(table)))


def _may_join(draft: Draft, code: str) -> bool:
    """In an open class any municipality of it may be named; a county's codes begin with the county's."""
    for _, rule in draft.tables("rule"):
        circle = rule.get("class")
        if rule.get("kind") == "membership" and rule.get("mode") == "open_class" and isinstance(circle, dict):
            county = circle.get("county")
            return re.fullmatch(grammar.CODE, code) is not None and (not county or code.startswith(str(county)))
    return False


def _entity(draft: Draft, name: str, key: str, table: dict[str, Any]) -> None:
    for field in ("holder", "employer"):
        if isinstance(table.get(field), str):
            _resolve(draft, (name, key, field), table[field])
    if isinstance(table.get("seat_role"), str):
        _exists(draft, (name, key, "seat_role"), "role", table["seat_role"])
    for number, actor in enumerate(items(table.get("actors"))):
        _exists(draft, (name, key, "actors", number), "actor", str(actor))
    for number, code in enumerate(items(table.get("members"))):
        _exists(draft, (name, key, "members", number), "party", str(code))


def _reading(draft: Draft, key: str, table: dict[str, Any]) -> None:
    at: TablePath = ("interpretation", key)
    decides = table.get("decides")
    if isinstance(decides, str) and not _DECIDERS.fullmatch(decides):
        found = Text(f"”{decides}” kan inte besluta om en läsning.", f"“{decides}” cannot decide on a reading.")
        draft.add((*at, "decides"), found, one_of(("all_parties", *(f"body:{body}" for body in draft.table("body")))))
    elif isinstance(decides, str):
        _resolve(draft, (*at, "decides"), decides)
    _, _, rest = str(table.get("param", "")).partition(".")
    rule_id, _, name = rest.rpartition(".")
    kind = draft.kind_of(rule_id)
    if kind is not None and any(entry.keys == (name,) for entry in file_keys(kind)):
        for number, option in enumerate(items(table.get("options"))):
            _value(draft, (kind.kind, name), (*at, "options", number), option, may_be_open=False)


def _measure(draft: Draft, at: TablePath, table: dict[str, Any]) -> None:
    if isinstance(table.get("group"), str):
        _exists(draft, (*at, "group"), "group", table["group"])
    for name, known in (("areas", "area"), ("indicators", "indicator")):
        for number, key in enumerate(items(table.get(name))):
            _exists(draft, (*at, name, number), known, str(key))
    for number, actor in enumerate(items(table.get("actors"))):
        if isinstance(actor, dict) and isinstance(actor.get("actor"), str):
            _actor(draft, (*at, "actors", number, "actor"), actor["actor"])
    for number, commitment in enumerate(items(table.get("commitments"))):
        if isinstance(commitment, dict):
            _commitment(draft, (*at, "commitments", number), commitment)


def _commitment(draft: Draft, at: TablePath, table: dict[str, Any]) -> None:
    for name in ("body", "by", "chair"):
        if isinstance(table.get(name), str):
            _actor(draft, (*at, name), table[name])
    for number, code in enumerate(items(table.get("parties"))):
        _exists(draft, (*at, "parties", number), "party", str(code))


def _actor(draft: Draft, at: TablePath, name: str) -> None:
    """An actor's id, a reference, a municipality code; anything with a space or a capital letter is a name in words."""
    if ":" in name:
        _resolve(draft, at, name)
    elif re.fullmatch(grammar.CODE, name):
        _exists(draft, at, "party", name)
    elif re.fullmatch(grammar.ID, name):
        _exists(draft, at, "actor", name)
