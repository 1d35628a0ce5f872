"""A thousand generated agreements: every counted window in one statement, against one ORM query for each.

Twelve parties and thirty duties each (twenty of every party, ten joint), ten years, 65 % yearly, 20 % half-yearly and
15 % quarterly. Nine windows of ten have the act they ask for. On SQLite here, and on PostgreSQL by running this module
once more under a temporary server.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import django

from bench.measure import Row

ROOT = Path(__file__).resolve().parents[1]
AGREEMENTS = int(os.environ.get("BENCH_AGREEMENTS", "1000"))
PARTIES, OF_EACH, JOINT, YEARS, FIRST = 12, 20, 10, 10, 2016
AS_OF = date(FIRST + YEARS, 1, 1)
STEPS = (12,) * 13 + (6,) * 4 + (3,) * 3
SAMPLE = 1500
TARGET = 100


def rows() -> Iterator[Row]:
    """One row for each database."""
    yield from _one("SQLite", [])
    yield from _one("PostgreSQL", [str(ROOT / "scripts" / "with-postgres.sh")])


def _one(name: str, prefix: list[str]) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "SAMVERK_HOME": home}
        done = subprocess.run(
            [*prefix, sys.executable, "-m", "bench.nationwide"],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode != 0:
        yield Row(
            f"{AGREEMENTS} agreements on {name}", f"≥ {TARGET}×", "not measured", False, done.stderr.strip()[-200:]
        )
        return
    found = json.loads(done.stdout.strip().splitlines()[-1])
    faster = found["one_by_one"] / found["at_once"]
    yield Row(
        f"{found['windows']:,} windows of {AGREEMENTS} agreements set-based on {name}, against one ORM query each",
        f"≥ {TARGET}×, equal", f"{faster:.0f}×, {'equal' if found['equal'] else 'NOT EQUAL'}",
        faster >= TARGET and found["equal"],
        f"{found['at_once']:.1f} s at once; {found['one_by_one'] / found['windows'] * 1e6:.0f} µs each one by one",
    )  # fmt: skip


def main() -> None:
    """Generate, evaluate both ways, compare, and print what was found as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samverk.config.settings")
    django.setup()
    from bench.nationwide_data import generate, one_by_one, tally_of  # noqa: PLC0415 - they need Django started

    expected = generate(random.Random(1), AGREEMENTS)
    started = time.perf_counter()
    found = tally_of(AS_OF)
    at_once = time.perf_counter() - started
    each = one_by_one(random.Random(2), SAMPLE)
    windows = sum(expected.values())
    print(
        json.dumps(
            {"windows": windows, "at_once": at_once, "one_by_one": each * windows, "equal": Counter(found) == expected}
        )
    )


def step_windows(step: int) -> Iterator[tuple[int, date, date]]:
    """Windows of a calendar in the years measured: number, first day, first day after."""
    for win in range(FIRST * 12, (FIRST + YEARS) * 12, step):
        start, stop = date(win // 12, win % 12 + 1, 1), date((win + step) // 12, (win + step) % 12 + 1, 1)
        yield win, start, stop


def middle(start: date, stop: date) -> date:
    """A day inside a window."""
    return start + timedelta(days=(stop - start).days // 2)


if __name__ == "__main__":
    main()
