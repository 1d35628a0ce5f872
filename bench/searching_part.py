"""The measurement of ``bench.searching`` on the database the environment names; prints what it found as JSON.

Five hundred agreements of twelve clauses with words by chance, as rare and as common as words are, each twenty times;
beside them the demonstration. Asked for as a visitor asks.
"""

from __future__ import annotations

import json
import random
import re
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from urllib.parse import quote

from django.db import connection

from bench.databases import seconds
from bench.filled import NORRORT, fill
from bench.pages import caller
from samverk.agreements.actions.indexing import Found, _store
from samverk.agreements.models import Agreement, SearchEntry, SearchKind
from samverk.reference.corpus import locate
from samverk.reference.municipalities import municipalities
from samverk.rules.wording import Text
from samverk.web import frame

TEMPLATES, COPIES, CLAUSES, SENTENCES = 500, 20, 12, 6
WORDS = 12
QUESTIONS, TIMES, TURNS = 100, 5, 3

PLAIN = "/installningar/"
"""A page of which nothing is kept: read from the database and written out every time, as a new search is."""


def main() -> None:
    """Generate, ask, compare."""
    fill()
    call = caller()
    # Before there are ten thousand agreements: what other pages cost then is another question.
    kept = statistics.median(_undisturbed(call, f"/avtal/{NORRORT}/") for _ in range(20))
    plain = statistics.median(_undisturbed(call, PLAIN) for _ in range(20))
    chance = random.Random(3)
    words = _vocabulary(chance)
    _generate(chance, words)
    addresses = _addresses(_questions(chance, words))
    for address in _addresses(_questions(random.Random(7), words)):
        call(address)  # a worker that has been at work for a while: reads the vocabulary, among other things
    first = sorted(_first(call, addresses))
    again = sorted(_undisturbed(call, address) for address in addresses)
    print(
        json.dumps(
            {
                "agreements": TEMPLATES * COPIES,
                "entries": SearchEntry.objects.count(),
                "questions": len(addresses),
                "first": {"p95": first[len(first) * 95 // 100], "median": statistics.median(first)},
                "again": {"p95": again[len(again) * 95 // 100], "median": statistics.median(again)},
                "kept": kept,
                "plain": plain,
            }
        )
    )


def _addresses(questions: Iterable[str]) -> list[str]:
    return [f"/sok/?q={quote(question)}" for question in dict.fromkeys(questions)]


def _first(call: Callable[[str], None], addresses: Sequence[str]) -> list[float]:
    """Seconds of each when nothing has been kept of it; the quickest of a few times, with all the others between."""
    turns = []
    for _ in range(TURNS):
        frame.forget()
        call(f"/avtal/{NORRORT}/")
        turns.append([_once(call, address) for address in addresses])
    return [min(taken) for taken in zip(*turns, strict=True)]


def _undisturbed(call: Callable[[str], None], address: str) -> float:
    """Seconds of the quickest of a few times: what other programs on the machine did not get in the way of."""
    return min(_once(call, address) for _ in range(TIMES))


def _once(call: Callable[[str], None], address: str) -> float:
    """Seconds of one call."""
    started = seconds()
    call(address)
    return seconds() - started


def _vocabulary(chance: random.Random) -> list[str]:
    """The words of the corpus and their compounds, the commonest first."""
    text = "".join(locate(name).files["text.sv.md"].decode() for name in (NORRORT, "ksl-nyanlanda"))
    plain = sorted({word.lower() for word in re.findall(r"[^\W\d_]{4,}", text)})
    chance.shuffle(plain)
    joined = {f"{chance.choice(plain)}{chance.choice(plain)}" for _ in range(8000)}
    names = [one.presented_name for one in municipalities().values()]
    return [*plain, *names, *sorted(joined)]


def _generate(chance: random.Random, words: list[str]) -> None:
    weights = list(accumulate(1 / (place + 20) for place in range(len(words))))
    for number in range(TEMPLATES):
        name = f"genererat-{number:03d}"
        Agreement.objects.create(id=name, title=name, short_sv=f"Avtal {number}", short_en=f"Agreement {number}")
        _store(name, [_clause(chance, words, weights, place) for place in range(CLAUSES)])
    _multiply()


def _clause(chance: random.Random, words: list[str], weights: list[float], place: int) -> Found:
    def sentence(length: int) -> str:
        return " ".join(chance.choices(words, cum_weights=weights, k=length)).capitalize()

    says = ". ".join(sentence(WORDS) for _ in range(SENTENCES))
    heading = sentence(2)
    return Found(SearchKind.CLAUSE, str(place + 1), place, Text(heading, heading), Text(f"{says}.", f"{says}."))


# Filling an index row by row takes minutes; what is measured is reading it.
_INDEX = {
    "sqlite": (
        ["DROP TRIGGER agreements_search_fts_insert"],
        [
            "INSERT INTO agreements_search_fts (agreements_search_fts) VALUES ('rebuild')",
            "INSERT INTO agreements_search_fts (agreements_search_fts) VALUES ('optimize')",  # as every night
        ],
    ),
    "postgresql": (
        ["DROP INDEX agreements_search_words"],
        ["CREATE INDEX agreements_search_words ON agreements_search_entry USING gin (words) WITH (fastupdate = off)"],
    ),
}


def _multiply() -> None:
    """Every generated agreement as many times as it takes, by the database itself; then their index."""
    kept = [str(field.column) for field in SearchEntry._meta.concrete_fields]
    listed = ", ".join(column for column in kept if column not in ("id", "agreement_id"))
    before, after = _INDEX[connection.vendor]
    copies = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < %s)"
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        cursor.execute(
            f"INSERT INTO agreements_agreement (id, title, short_sv, short_en, visibility) {copies} "
            "SELECT id || '-' || n, title, short_sv, short_en, visibility FROM agreements_agreement, copy "
            "WHERE id LIKE 'genererat-%%'",
            [COPIES - 1],
        )
        cursor.execute(
            f"INSERT INTO agreements_search_entry (agreement_id, {listed}) {copies} "
            f"SELECT agreement_id || '-' || n, {listed} FROM agreements_search_entry, copy "
            "WHERE agreement_id LIKE 'genererat-%%' ORDER BY n, id",
            [COPIES - 1],
        )
        for statement in (*after, "ANALYZE"):
            cursor.execute(statement)


def _questions(chance: random.Random, words: list[str]) -> Iterator[str]:
    """One word or two, common and rare; some misspelt, some without their dots."""
    weights = list(accumulate(1 / (place + 200) for place in range(len(words))))
    dots = str.maketrans("åäö", "aao")
    for number in range(QUESTIONS):
        one, other = chance.choices(words, cum_weights=weights, k=2)
        match number % 5:
            case 0 | 1:
                yield one
            case 2:
                yield f"{one} {other}"
            case 3:
                yield one.translate(dots)
            case _:
                yield one[:-2] + one[-1]


if __name__ == "__main__":
    main()
