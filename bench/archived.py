"""An installation with many papers: documents and events that can be searched for, and a register of many lines.

Fifty agreements with words by chance, as rare and as common as words are, each twenty times: 100,000 documents of a
page each and 1,000,000 events. Norrort's register gets 100,000 lines and its history 5,000 events more. What no page
that is measured reads is not there: the documents and events of the generated agreements are entries of the search
alone, and the lines of the register have no events in its chain, so that `samverk verify` would rightly refuse them.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from django.db import connection

from bench.filled import NORRORT
from samverk.accounts.policy import system
from samverk.agreements.actions.facts import record_facts
from samverk.agreements.actions.indexing import Found, _entry, _store
from samverk.agreements.models import Agreement, SearchEntry, SearchKind
from samverk.records.actions import NewFact
from samverk.records.models import RegisterEntry
from samverk.reference.municipalities import municipalities
from samverk.rules.facts import FACT_KINDS
from samverk.rules.wording import Text

LESS = max(1, int(os.environ.get("BENCH_ARCHIVE_LESS", "1")))
"""So many times less of everything, to try something out."""

TEMPLATES, COPIES = 50, 20
DOCUMENTS, EVENTS = 100 // LESS, 1_000 // LESS
LINES, OWN_EVENTS = 100_000 // LESS, 5_000 // LESS
WORDS_OF_A_PAGE = 250
YEARS = range(2013, 2024)
BY = system("Mätningen")


class Words:
    """Words by chance: ``said(n)``. The commonest come first in what is given."""

    def __init__(self, chance: random.Random, words: list[str]) -> None:
        self._chance, self._words = chance, words
        self._weights = list(accumulate(1 / (place + 20) for place in range(len(words))))

    def said(self, length: int) -> str:
        """A sentence without its full stop."""
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=length)).capitalize()


def generate(chance: random.Random, vocabulary: list[str]) -> None:
    """All of it, and the statistics that the database plans by."""
    words = Words(chance, vocabulary)
    for number in range(TEMPLATES):
        # A word of progress: it takes minutes.
        print(f"agreement {number + 1} of {TEMPLATES}", file=sys.stderr)
        name = f"arkiv-{number:03d}"
        Agreement.objects.create(id=name, title=name, short_sv=f"Avtal {number}", short_en=f"Agreement {number}")
        _store(name, list(_documents(chance, words)), learn=False)
        made = (_entry(name, one, {}) for one in _events(chance, words))
        SearchEntry.objects.bulk_create(made, batch_size=2000)
    multiply("arkiv", COPIES)
    _lines(chance, words)
    _own_events()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _documents(chance: random.Random, words: Words) -> Iterator[Found]:
    """Half of them are for those who take part alone."""
    for number in range(DOCUMENTS):
        title, says = words.said(4), words.said(WORDS_OF_A_PAGE)
        restricted = chance.random() < 0.5
        yield Found(
            SearchKind.DOCUMENT, f"{number:012d}", number, Text(title, title), Text(says, ""),
            Text("Rapport", "Report"), restricted=restricted,
        )  # fmt: skip


def _events(chance: random.Random, words: Words) -> Iterator[Found]:
    kinds = [kind.name for kind in FACT_KINDS.values()]
    names = [one.presented_name for one in municipalities().values()]
    for number in range(1, EVENTS + 1):
        kind, name, year = chance.choice(kinds), chance.choice(names), chance.choice(YEARS)
        said = words.said(4)
        title = Text(f"{kind.sv}, {name}", f"{kind.en}, {name}")
        yield Found(SearchKind.FACT, str(number), number, title, Text(f"{year}, {said}", f"{year}, {said}"))


# Filling an index row by row takes minutes; what is measured is reading it.
_INDEX = {
    "sqlite": (
        ["DROP TRIGGER agreements_search_fts_insert"],
        ["INSERT INTO agreements_search_fts (agreements_search_fts) VALUES ('rebuild')"],
    ),
    "postgresql": (
        ["DROP INDEX agreements_search_words", "SET maintenance_work_mem = '512MB'"],
        ["CREATE INDEX agreements_search_words ON agreements_search_entry USING gin (words) WITH (fastupdate = off)"],
    ),
}


def multiply(prefix: str, copies: int) -> None:
    """Every generated agreement as many times as it takes, by the database itself; then their index."""
    kept = [str(field.column) for field in SearchEntry._meta.concrete_fields]
    listed = ", ".join(column for column in kept if column not in ("id", "agreement_id"))
    before, after = _INDEX[connection.vendor]
    numbers = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < %s)"
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        cursor.execute(
            f"INSERT INTO agreements_agreement (id, title, short_sv, short_en, visibility) {numbers} "
            "SELECT id || '-' || n, title, short_sv, short_en, visibility FROM agreements_agreement, copy "
            "WHERE id LIKE %s",
            [copies - 1, f"{prefix}-%"],
        )
        cursor.execute(
            f"INSERT INTO agreements_search_entry (agreement_id, {listed}) {numbers} "
            f"SELECT agreement_id || '-' || n, {listed} FROM agreements_search_entry, copy "
            "WHERE agreement_id LIKE %s ORDER BY n, id",
            [copies - 1, f"{prefix}-%"],
        )
        for statement in after:
            cursor.execute(statement)


def _lines(chance: random.Random, words: Words) -> None:
    """Lines of earlier years, without what the chain of the register says of them."""
    names = [one.presented_name for one in municipalities().values()]
    each = LINES // len(YEARS)
    for year in YEARS:
        made = (
            RegisterEntry(
                organisation="0163", year=year, number=number, agreement=NORRORT,
                direction=chance.choice(("in", "out")), day=date(year, 1, 1) + timedelta(days=number * 364 // each),
                counterpart=chance.choice(names), subject=words.said(8), nonce="x",
                recorded_at=datetime(year, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=number), actor="Registrator",
            )
            for number in range(1, each + 1)
        )  # fmt: skip
        RegisterEntry.objects.bulk_create(made, batch_size=500)


def _own_events() -> None:
    """Meetings of the network, recorded as facts are."""
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    facts = [
        NewFact(
            kind="meeting.held", valid_on=date(2015, 1, 1) + timedelta(days=number % 4_000), recorded_at=at,
            payload={"body": "natverk", "number": number},
        )
        for number in range(OWN_EVENTS)
    ]  # fmt: skip
    record_facts(agreement=NORRORT, facts=facts, by=BY)
