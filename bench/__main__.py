"""Runs every measurement on a freshly filled demonstration, prints the table and keeps it in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def main() -> int:
    """Everything, in one run; the exit code says whether every target was met."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SAMVERK_HOME": home, "DJANGO_SETTINGS_MODULE": "samverk.config.settings"}
        os.environ.setdefault("SAMVERK_TODAY", "2026-11-21")
        found = list(_measured(home))
    text = _table(found)
    print(text)
    TABLE.write_text(_document(text), encoding="utf-8")
    return 0 if all(row.met is not False for row in found) else 1


def _measured(home: str) -> Iterator[Row]:
    import django  # noqa: PLC0415 - the settings are read from the environment set above

    django.setup()
    from bench import evaluation, nationwide, pages, process  # noqa: PLC0415 - they need Django started
    from bench.filled import fill  # noqa: PLC0415 - it needs Django started

    fill()
    for part in (pages.rows(), process.rows(home), evaluation.rows(), nationwide.rows()):
        for row in part:
            print(f"{row.what}: {row.measured} ({row.target})", file=sys.stderr, flush=True)
            yield row


def _table(rows: list[Row]) -> str:
    lines = ["| what | to reach | measured | |", "|---|---|---|---|"]
    for row in rows:
        mark = {True: "met", False: "**missed**", None: ""}[row.met]
        note = f" ({row.note})" if row.note else ""
        lines.append(f"| {row.what}{note} | {row.target} | {row.measured} | {mark} |")
    return "\n".join(lines)


def _document(table: str) -> str:
    day = datetime.now().astimezone().date()
    return "\n".join(
        [
            "# Speed and size",
            "",
            "Written by `make bench`: ratios within one run, by processor time, medians of many rounds. Never a test:",
            "the machines are noisy.",
            "",
            f"Measured {day} on {os.cpu_count()} cores, Python {platform.python_version()}, SQLite.",
            "",
            table,
            "",
        ]
    )


if __name__ == "__main__":
    from bench.measure import Row

    sys.exit(main())
