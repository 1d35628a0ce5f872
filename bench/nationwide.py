"""A thousand generated agreements: every counted window in one statement, against one ORM query for each."""

from __future__ import annotations

from collections.abc import Iterator

from bench.databases import on_each
from bench.measure import Row

TARGET = 100


def rows() -> Iterator[Row]:
    """One row for each database."""
    for name, found in on_each("bench.nationwide_part"):
        yield _row(name, found)


def _row(name: str, found: dict[str, float]) -> Row:
    each, at_once, windows = found["each"], found["at_once"], found["windows"]
    faster = each * windows / at_once
    return Row(
        f"{found['agreements']:,} agreements, {windows:,} windows, set-based on {name} against one ORM query each",
        f"≥ {TARGET}× faster, equal findings",
        f"{faster:.0f}×, {'equal' if found['equal'] else 'NOT EQUAL'}",
        faster >= TARGET and bool(found["equal"]),
        f"{at_once:.1f} s at once, {at_once / windows * 1e6:.1f} µs each; {each * 1e6:.0f} µs each one by one",
        "prototype: 170× SQLite, 107× PostgreSQL",
    )
