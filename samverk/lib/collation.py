"""Swedish sorting and case, the same on SQLite and PostgreSQL: `db_collation=SVENSKA` on a column.

PostgreSQL gets a collation of that name from ICU (locale sv-SE); SQLite gets a function of that name which
follows the same order for the letters, digits and marks that occur in Swedish names. SQLite also gets a LIKE
that knows that Å and å are one letter, so that `icontains` finds the same rows on both.

The order is frozen: indexes on SQLite are stored in it. A change needs a migration that runs REINDEX.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from operator import ne
from typing import Any, cast

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SVENSKA = "svenska"

# ICU's order of what is not a letter or a digit, then digits, then the Swedish alphabet.
_ORDER = " _-–—,;:!?.'‘’\"“”()[]{}§@*/\\&#%`´^+<=>|~$€0123456789abcdefghijklmnopqrstuvwxyzåäö"
_RANK = {character: rank for rank, character in enumerate(_ORDER, start=1)}
_OTHER = len(_ORDER) + 1

# Letters that Swedish filing puts with another letter, in the order they follow it there.
_FILED_UNDER = {"ä": "æę", "d": "đð", "h": "ħ", "l": "ł", "s": "ß", "y": "üű", "ö": "øőœô"}
_FILED_AS = {letter: home for home, letters in _FILED_UNDER.items() for letter in letters}
_FILED_AS["ß"] = "ss"
# Accents as ICU weighs them: acute, grave, breve, circumflex, caron, ring, diaeresis, double acute, tilde,
# dot, cedilla, macron, dot below, line below, ogonek; then the letters filed under another.
_ACCENTS = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0327\u0304\u0323\u0331\u0328"
_WEIGHT = {mark: weight for weight, mark in enumerate(_ACCENTS + "".join(_FILED_UNDER.values()), start=1)}

type SortKey = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], str]


@lru_cache(maxsize=4096)
def sort_key(text: str) -> SortKey:
    """A key to sort Swedish text by: letters, then accents, then small before capital, then code points."""
    small_text = text.lower()
    ranks = tuple(map(_RANK.get, small_text))
    if None not in ranks:  # nearly all names: nothing but what the order itself names, each sign for itself
        return cast("tuple[int, ...]", ranks), (0,) * len(text), tuple(map(ne, text, small_text)), text
    primary: list[int] = []
    accents: list[int] = []
    capitals: list[bool] = []
    for character in unicodedata.normalize("NFC", text):
        small = character.lower()
        base, accent = _base(small)
        for letter in base:
            rank = _RANK.get(letter)
            primary.append(_OTHER + ord(letter) if rank is None else rank)
            accents.append(accent)
            capitals.append(character != small)
    return tuple(primary), tuple(accents), tuple(capitals), text


def compare(left: str, right: str) -> int:
    """-1, 0 or 1, as SQLite wants it."""
    a, b = sort_key(left), sort_key(right)
    return (a > b) - (a < b)


def _base(small: str) -> tuple[str, int]:
    """The letter or letters that `small` is filed under, and the weight of its accent (0: none)."""
    if small in _RANK:
        return small, 0
    if small in _FILED_AS:
        return _FILED_AS[small], _WEIGHT[small]
    parts = unicodedata.normalize("NFD", small)
    return parts[0], sum(_WEIGHT.get(mark, ord(mark)) for mark in parts[1:])


def teach_sqlite(connection: BaseDatabaseWrapper, **_: object) -> None:
    """On a new connection: the collation and LIKE, if it is SQLite."""
    if connection.vendor == "sqlite":
        database = connection.connection
        database.create_collation(SVENSKA, compare)
        database.create_function("like", 2, _like, deterministic=True)
        database.create_function("like", 3, _like, deterministic=True)


def teach_postgresql(using: str, **_: Any) -> None:
    """Before migrations: the collation, if it is PostgreSQL and does not have it.

    Not a migration: then every area's first one would have to depend on it, and one that forgot would work
    on SQLite and fail on PostgreSQL.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE COLLATION IF NOT EXISTS {SVENSKA} (provider = icu, locale = 'sv-SE')")


def _like(pattern: str | None, text: Any, escape: str | None = None) -> bool | None:
    """SQL's `text LIKE pattern ESCAPE escape`, case-blind for every letter and not only A–Z."""
    if pattern is None or text is None:
        return None
    return _test(str(pattern), escape)(str(text))


@lru_cache(maxsize=256)
def _test(pattern: str, escape: str | None) -> Callable[[str], bool]:
    """What a text is asked. Called for every row: "contains this word" is asked without a regular expression."""
    inside = pattern[1:-1]
    if len(pattern) > 2 and pattern[0] == pattern[-1] == "%" and not {"%", "_", escape} & set(inside):
        wanted = inside.upper()
        return lambda text: wanted in text.upper()
    compiled = _compiled(pattern, escape)
    return lambda text: compiled.match(text) is not None


def _compiled(pattern: str, escape: str | None) -> re.Pattern[str]:
    parts: list[str] = []
    characters = iter(pattern)
    for character in characters:
        if character == escape:
            parts.append(re.escape(next(characters, "")))
        elif character == "%":
            parts.append(".*")
        elif character == "_":
            parts.append(".")
        else:
            parts.append(re.escape(character))
    return re.compile("".join(parts) + r"\Z", re.IGNORECASE | re.DOTALL)
