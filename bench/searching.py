"""Search over ten thousand generated agreements, against a plain page, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.databases import on_each
from bench.measure import Row, ratio


def rows() -> Iterator[Row]:
    """For each database: a new search against a page that is written out every time, one asked again against a page
    that is kept too; and, for what it says, a new search against a page that is kept.
    """
    for name, found in on_each("bench.searching_part"):
        what = f"p95 of a search over {found['agreements']:,} agreements' clauses on {name}"
        yield _row(f"{what}, asked for the first time, against a plain page", found, "first", "plain", 3)
        yield _row(f"{what}, asked again, against a page that is kept", found, "again", "kept", 3)
        yield _row(f"{what}, asked for the first time, against a page that is kept", found, "first", "kept", None)


def _row(what: str, found: dict[str, Any], which: str, against: str, most: float | None) -> Row:
    part, other = found[which], found[against]
    page = {"plain": "one's own settings, of which nothing is kept", "kept": "the agreement page, kept"}[against]
    note = (
        f"{found['questions']} questions, {found['entries']:,} entries: {part['p95'] * 1e3:.1f} ms, "
        f"median {part['median'] * 1e3:.1f} ms; {page}: {other * 1e3:.1f} ms"
    )
    return ratio(what, part["p95"] / other, most, note=note)
