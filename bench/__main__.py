"""Runs every measurement on a freshly filled demonstration, prints the table and keeps it in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

from bench import (
    archive,
    around,
    crash,
    evaluation,
    importing,
    mail,
    nationwide,
    pages,
    process,
    recording,
    rights,
    searching,
    weight,
)
from bench.filled import TODAY, fill
from bench.measure import Row

TABLE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
PARTS = {
    "pages": pages.rows,
    "around": around.rows,
    "rights": rights.rows,
    "weight": weight.rows,
    "process": process.rows,
    "evaluation": evaluation.rows,
    "recording": recording.rows,
    "importing": importing.rows,
    "searching": searching.rows,
    "archive": archive.rows,
    "nationwide": nationwide.rows,
    "mail": mail.rows,
    "crash": crash.rows,
}


def main(wanted: list[str]) -> int:
    """Everything in one run, or only the parts named; the exit code says whether every target was met."""
    started = time.monotonic()
    fill()
    found: list[Row] = []
    for part in wanted or PARTS:
        for row in PARTS[part]():
            print(f"{time.monotonic() - started:4.0f} s  {row.what}: {row.measured} ({row.target})", file=sys.stderr)
            found.append(row)
    text = _table(found)
    print(text)
    if not wanted:
        TABLE.write_text(_document(text), encoding="utf-8")
    return 0 if all(row.met is not False for row in found) else 1


def _table(rows: list[Row]) -> str:
    lines = ["| what | to reach | measured | | what peers do |", "|---|---|---|---|---|"]
    for row in rows:
        mark = {True: "met", False: "**missed**", None: ""}[row.met]
        note = f" ({row.note})" if row.note else ""
        lines.append(f"| {row.what}{note} | {row.target} | {row.measured} | {mark} | {row.peers} |")
    return "\n".join(lines)


def _document(table: str) -> str:
    # The day is the machine's own: SAMVERK_TODAY is pinned for what is measured.
    day = time.strftime("%Y-%m-%d")
    software = (
        f"Python {platform.python_version()}, {_version('git', 'rev-parse', '--short', 'HEAD')} of the code, the "
        f"demonstration's history until {TODAY}, SQLite where nothing else is said."
    )
    return "\n".join(
        [
            "# Speed and size",
            "",
            "Written by `make bench`. Everything is a ratio within one run: two things measured turn by turn, by the",
            "processor time they take, medians of many turns. The machine is noisy and so are the figures, by a tenth",
            "or two; nothing here is a test. Figures of peers are from a machine of the same kind. One part alone:",
            f"`.venv/bin/python -m bench PART`, which is one of {', '.join(PARTS)}.",
            "",
            f"Measured {day} on {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f} from other work;",
            software,
            "",
            table,
            "",
        ]
    )


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1].strip() if found else platform.machine()


def _version(*command: str) -> str:
    done = subprocess.run(command, cwd=TABLE.parent, capture_output=True, text=True, check=False)
    return f"commit {done.stdout.strip()}" if done.returncode == 0 else "an unknown commit"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
