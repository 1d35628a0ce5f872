"""A thousand generated agreements: every counted window in one statement, against one ORM query for each.

On SQLite, and on a PostgreSQL started for it. Each in a process of its own, with a database of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row

ROOT = Path(__file__).resolve().parents[1]
TARGET = 100
DATABASES: dict[str, list[str]] = {"SQLite": [], "PostgreSQL": [str(ROOT / "scripts" / "with-postgres.sh")]}


def rows() -> Iterator[Row]:
    """One row for each database."""
    for name, under in DATABASES.items():
        with tempfile.TemporaryDirectory() as home:
            done = subprocess.run(
                [*under, sys.executable, "-m", "bench.nationwide_part"],
                cwd=ROOT, env={**os.environ, "SAMVERK_HOME": home}, capture_output=True, text=True, check=False,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)
        yield _row(name, json.loads(done.stdout.splitlines()[-1]))


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
