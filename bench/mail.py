"""A thousand letters and ten thousand jobs by two workers, also killed at random: none lost, none twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.databases import on_each
from bench.measure import Row


def rows() -> Iterator[Row]:
    """Four rows for each database."""
    for name, found in on_each("bench.mail_part"):
        for run in found:
            yield _row(name, run)


def _row(name: str, run: dict[str, Any]) -> Row:
    killed = f", {run['killed']} times a worker killed" if run["killed"] else ""
    doubtful = f", {run['uncertain']} shown as uncertain" if run["uncertain"] else ""
    return Row(
        f"{run['number']:,} {run['what']} by two workers on {name}{killed}",
        "none lost, none twice",
        f"{run['lost']} lost, {run['twice']} twice{doubtful}",
        run["lost"] == 0 and run["twice"] == 0,
        f"{run['seconds']:.0f} s, {run['number'] / run['seconds']:.0f} a second",
    )
