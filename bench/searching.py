"""Search over ten thousand generated agreements, against a plain page, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

from bench.databases import on_each
from bench.measure import Row, ratio


def rows() -> Iterator[Row]:
    """Two rows for each database: asked for the first time, and again, when the page is kept."""
    for name, found in on_each("bench.searching_part"):
        for which, words in (("first", "nothing kept of it, the worker worn in"), ("again", "asked for again")):
            part = found[which]
            note = (
                f"{words}; {found['questions']} questions, {found['entries']:,} entries: {part['p95'] * 1e3:.1f} ms, "
                f"median {part['median'] * 1e3:.1f} ms; the agreement page {found['plain'] * 1e3:.1f} ms"
            )
            what = f"p95 of a search over {found['agreements']:,} agreements' clauses on {name}, against a plain page"
            yield ratio(what, part["p95"] / found["plain"], 3, note=note)
