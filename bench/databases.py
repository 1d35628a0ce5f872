"""A measurement on SQLite, and on a PostgreSQL started for it: each in a process with a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
DATABASES: dict[str, list[str]] = {"SQLite": [], "PostgreSQL": [str(ROOT / "scripts" / "with-postgres.sh")]}


def seconds() -> float:
    """What the time is, for measuring: SQLite works in this process and is measured by its processor time, PostgreSQL
    in processes of its own, so that only the clock on the wall sees it.
    """
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def on_each(module: str) -> Iterator[tuple[str, Any]]:
    """The name of the database, and what ``python -m module`` printed last there, as JSON. Error: RuntimeError."""
    for name, under in DATABASES.items():
        with tempfile.TemporaryDirectory() as home:
            done = subprocess.run(
                [*under, sys.executable, "-m", module],
                cwd=ROOT, env={**os.environ, "SAMVERK_HOME": home}, capture_output=True, text=True, check=False,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)
        yield name, json.loads(done.stdout.splitlines()[-1])
