"""Search over 100,000 documents and 1,000,000 events, and a register of 100,000 lines, against a plain page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.databases import on_each
from bench.measure import Row, ratio


def rows() -> Iterator[Row]:
    """Seven rows for each database; those without a target in the issue have none here."""
    for name, found in on_each("bench.archive_part"):
        there = f"{found['documents']:,} documents and {found['events']:,} events on {name}"
        yield from _searched(f"p95 of a search over {there}, against a plain page", found, found["search"], most=3)
        lines = f"a register of {found['lines']:,} lines on {name}"
        yield from _searched(f"p95 of a search in {lines}, against a plain page", found, found["register_search"])
        yield from _opened(lines, found, found["register"])
        yield from _opened(f"a history of {found['own_history']:,} events on {name}", found, found["own_events"])


def _searched(what: str, found: dict[str, Any], part: dict[str, Any], most: float | None = None) -> Iterator[Row]:
    for which, words in (("first", "asked for the first time"), ("again", "asked for again")):
        taken = part[which]
        note = (
            f"{words}; {part['questions']} questions: {taken['p95'] * 1e3:.1f} ms, median {taken['median'] * 1e3:.1f} "
            f"ms; the agreement page {found['plain'] * 1e3:.1f} ms"
        )
        times = taken["p95"] / found["plain"]
        yield ratio(what, times, most, note=note)


def _opened(what: str, found: dict[str, Any], part: dict[str, Any]) -> Iterator[Row]:
    before, after = part["before"], part["after"]
    note = f"{part['seconds'] * 1e3:.1f} ms; statements: {before} in the demonstration, {after} here"
    times = part["seconds"] / found["plain"]
    yield Row(f"the page of {what}, against a plain page", "–", f"{times:.1f}×", None, note)
