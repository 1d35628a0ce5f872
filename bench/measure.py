"""Measures a call by the processor time it takes: the median of many rounds, so that a busy machine disturbs little."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. ``target`` and ``measured`` are as printed; ``met`` None where there is nothing to meet."""

    what: str
    target: str
    measured: str
    met: bool | None = None
    note: str = ""


def cpu(call: Callable[[], object], *, rounds: int = 40, warm: int = 3, repeat: int = 1) -> float:
    """Seconds of processor time of one call: the median of ``rounds``, each of ``repeat`` calls."""
    for _ in range(warm):
        call()
    taken = []
    gc.collect()
    for _ in range(rounds):
        started = time.process_time()
        for _ in range(repeat):
            call()
        taken.append((time.process_time() - started) / repeat)
    return statistics.median(taken)


def wall(call: Callable[[], object], *, rounds: int = 15, warm: int = 2) -> float:
    """Seconds on the clock, for what another process or the disk takes part in: the median of ``rounds``."""
    for _ in range(warm):
        call()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def ratio(what: str, value: float, against: float, most: float, *, note: str = "") -> Row:
    """A ratio that is to be at most ``most``."""
    found = value / against
    return Row(what, f"≤ {most:g}×", f"{found:.1f}×", found <= most, note)


def at_most(what: str, value: float, most: float, unit: str, *, note: str = "") -> Row:
    """A figure that is to be at most ``most``."""
    return Row(what, f"≤ {most:g} {unit}".strip(), f"{value:.4g} {unit}".strip(), value <= most, note)
