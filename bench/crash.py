"""Server and workers killed two hundred times while people work over HTTP: nothing lost, doubled or half done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.databases import on_each
from bench.measure import Row


def rows() -> Iterator[Row]:
    """A row for each database."""
    for name, run in on_each("bench.crash_part"):
        yield _row(name, run)


def _row(name: str, run: dict[str, Any]) -> Row:
    what = f"SIGKILL {run['kills']} times in the middle of uploads, dispatches, registering and mail runs on {name}"
    measured = (
        f"{len(run['wrong'])} lost, doubled or half done; `samverk verify` {'clean' if run['clean'] else 'not clean'}"
    )
    note = (
        f"{run['done']} acts answered, {run['cut']} cut off, {run['resent']} sent again until answered; "
        f"{run['letters']} letters, {run['uncertain']} shown as uncertain; {run['seconds'] / 60:.0f} min"
    )
    return Row(what, "none; clean", measured, not run["wrong"] and run["clean"], note)
