"""The measurement of ``bench.archive`` on the database the environment names; prints what it found as JSON."""

from __future__ import annotations

import json
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.archived import LINES, YEARS, generate
from bench.filled import NORRORT, fill
from bench.pages import _count, _signed_in, caller
from bench.searching_part import _once, _questions, _undisturbed, _vocabulary
from samverk.agreements.models import SearchEntry, SearchKind
from samverk.records.models import Event

AGREEMENT = f"/avtal/{NORRORT}/"
REGISTER, EVENTS = f"{AGREEMENT}diarium/", f"{AGREEMENT}handelser/"
NUMBERS = 10

type Call = Callable[[str], None]


def main() -> None:
    """What pages cost before; generate; ask, and compare."""
    fill()
    call = caller()
    plain = statistics.median(_undisturbed(call, AGREEMENT) for _ in range(20))
    before = {page: _count(_signed_in(), page) for page in (REGISTER, EVENTS)}
    chance = random.Random(3)
    words = _vocabulary(chance)
    generate(chance, words)
    call("/sok/?q=samverkan")  # reads the vocabulary, once for a process
    questions = list(dict.fromkeys(_questions(chance, words)))
    there = SearchEntry.objects
    print(
        json.dumps(
            {
                "plain": plain,
                "documents": there.filter(kind=SearchKind.DOCUMENT).count(),
                "events": there.filter(kind=SearchKind.FACT).count(),
                "lines": LINES,
                "own_history": Event.objects.filter(agreement=NORRORT).count(),
                "search": _asked(call, [f"/sok/?q={quote(one)}" for one in questions]),
                "register_search": _asked(call, [f"{REGISTER}?q={quote(one)}" for one in _of_register(questions)]),
                "register": _opened(call, REGISTER, before[REGISTER]),
                "own_events": _opened(call, EVENTS, before[EVENTS]),
            }
        )
    )


def _of_register(questions: list[str]) -> Iterator[str]:
    """The same words, and some numbers."""
    yield from questions
    yield from (f"{YEARS[number % len(YEARS)]}/{number * 31 + 1}" for number in range(NUMBERS))


def _asked(call: Call, addresses: list[str]) -> dict[str, Any]:
    """Seconds of each the first time, and again; the slowest is told with its statements on standard error."""
    first = {address: _once(call, address) for address in addresses}
    again = sorted(_undisturbed(call, address) for address in addresses)
    slowest = max(first, key=lambda address: first[address])
    _tell(slowest, first[slowest])
    sorted_ = sorted(first.values())
    return {
        "questions": len(addresses),
        "first": {"p95": sorted_[len(sorted_) * 95 // 100], "median": statistics.median(sorted_)},
        "again": {"p95": again[len(again) * 95 // 100], "median": statistics.median(again)},
    }


def _opened(call: Call, address: str, statements: int) -> dict[str, Any]:
    """Seconds of a page that has been shown before, and its statements, before and after."""
    call(address)
    found = statistics.median(_undisturbed(call, address) for _ in range(5))
    return {"seconds": found, "before": statements, "after": _count(_signed_in(), address)}


def _tell(address: str, taken: float) -> None:
    client = _signed_in()
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{address}%20")
    told = sorted(captured.captured_queries, key=lambda one: -float(one["time"]))
    print(
        f"{address}: {taken:.3f} s",
        *(f"  {one['time']} s {one['sql'][:700]}" for one in told[:4]),
        sep="\n",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
