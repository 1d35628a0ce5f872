"""Swedish order and case are the same in Python, on SQLite and on PostgreSQL."""

import random

import pytest
from django.db import connection

from samverk.lib.collation import SVENSKA, compare, sort_key

IN_ORDER = [
    "Ale",
    "Arboga",
    "Västerås",
    "Wien",
    "Übersee",
    "Ystad",
    "Zinkgruvan",
    "Åre",
    "ÅRE",
    "Älmhult",
    "Örebro",
    "österåker",
    "Österåker",
]
LETTERS = " -.,:/&'()0123456789abcdefghijklmnopqrstuvwxyzåäöABCDVWXYZÅÄÖéÉèÈüÜæÆøØñçóáíëïâêôçščžłđð"


def test_names_sort_as_in_a_swedish_register() -> None:
    assert sorted(random.Random(1).sample(IN_ORDER, len(IN_ORDER)), key=sort_key) == IN_ORDER


def test_compare_agrees_with_the_key() -> None:
    assert [compare("Å", "Ä"), compare("Ä", "Å"), compare("Ö", "Ö")] == [-1, 1, 0]


def test_strings_that_look_alike_but_differ_are_never_equal() -> None:
    assert compare("é", "e\u0301") != 0


def rows(sql: str, parameters: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_the_database_sorts_like_python() -> None:
    chance = random.Random(20140415)
    words = sorted({"".join(chance.choices(LETTERS, k=chance.randint(1, 7))) for _ in range(400)})
    table = " UNION ALL ".join(["SELECT CAST(%s AS text) AS name"] * len(words))

    found = rows(f"SELECT name FROM ({table}) AS names ORDER BY name COLLATE {SVENSKA}", words)

    assert found == sorted(words, key=sort_key)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "pattern", "matches"),
    [
        ("ÅRE", "åre", True),
        ("Upplands Väsby", "%VÄSBY%", True),
        ("Upplands Väsby", "%ands vä%", True),
        ("Upplands Väsby", "%vaes%", False),
        ("Upplands Väsby", "%s_v%", True),
        ("100 % av allt", r"%0 \%%", True),
        ("Täby", "t_by", True),
        ("Täby", "t_", False),
        ("100 %", r"%\%", True),
        ("100 kr", r"%\%", False),
        ("a.b", "a_b", True),
        ("axb", "a.b", False),
        ("rad ett\nrad två", "%två", True),
    ],
)
def test_search_is_blind_to_case_in_every_letter(text: str, pattern: str, matches: bool) -> None:
    # Django's icontains and friends: LIKE on SQLite, UPPER … LIKE UPPER on PostgreSQL.
    sql = {
        "sqlite": r"SELECT %s LIKE %s ESCAPE '\'",
        "postgresql": r"SELECT UPPER(%s::text) LIKE UPPER(%s) ESCAPE '\'",
    }[connection.vendor]

    assert [bool(value) for value in rows(sql, [text, pattern])] == [matches]


@pytest.mark.django_db
def test_nothing_is_like_null() -> None:
    assert rows("SELECT CAST(NULL AS text) LIKE %s", ["%"]) == [None]
