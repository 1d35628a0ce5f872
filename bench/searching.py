"""Search over ten thousand generated agreements, against a plain page, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

from bench.databases import on_each
from bench.measure import Row, ratio


def rows() -> Iterator[Row]:
    """One row for each database."""
    for name, found in on_each("bench.searching_part"):
        note = (
            f"{found['questions']} questions, {found['entries']:,} entries: {found['p95'] * 1e3:.1f} ms, median "
            f"{found['median'] * 1e3:.1f} ms; the agreement page {found['plain'] * 1e3:.1f} ms"
        )
        what = f"p95 of a search over the clauses of {found['agreements']:,} agreements on {name}, against a plain page"
        yield ratio(what, found["p95"] / found["plain"], 3, note=note)
