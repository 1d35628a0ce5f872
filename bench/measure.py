"""Measures calls by the processor time they take, turn by turn with what they are compared with.

Another program on the machine disturbs both alike when they take turns, and the median leaves out the worst of it.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

type Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. ``target`` and ``measured`` are as printed; ``met`` None where there is nothing to meet."""

    what: str
    target: str
    measured: str
    met: bool | None = None
    note: str = ""
    peers: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of processor time of one call, and of one call of what it is compared with: medians. ``ratio``: how many
    times as long ours took, the median of the turns, so that what slows a turn down slows both sides of it.
    """

    ours: float
    other: float
    ratio: float


def compare(ours: Call, other: Call, *, rounds: int = 40, repeat: tuple[int, int] = (1, 1)) -> Measured:
    """Medians of ``rounds`` turns; in each, the one is called ``repeat[0]`` times and the other ``repeat[1]``."""
    for _ in range(3):
        _spent(ours, repeat[0])
        _spent(other, repeat[1])
    gc.collect()
    taken = [(_spent(ours, repeat[0]), _spent(other, repeat[1])) for _ in range(rounds)]
    first, second = zip(*taken, strict=True)
    ratios = [mine / theirs for mine, theirs in taken]
    return Measured(statistics.median(first), statistics.median(second), statistics.median(ratios))


def _spent(call: Call, repeat: int) -> float:
    started = time.process_time()
    for _ in range(repeat):
        call()
    return (time.process_time() - started) / repeat


def ratio(what: str, found: float, most: float | None, *, note: str = "", peers: str = "") -> Row:
    """A ratio that is to be at most ``most``; None where there is nothing to meet."""
    if most is None:
        return Row(what, "–", f"{found:.1f}×", None, note, peers)
    return Row(what, f"≤ {most:g}×", f"{found:.1f}×", found <= most, note, peers)


def at_most(what: str, value: float, most: float, unit: str, *, note: str = "", peers: str = "") -> Row:
    """A figure that is to be at most ``most``."""
    return Row(what, f"≤ {most:g} {unit}".strip(), f"{value:.3g} {unit}".strip(), value <= most, note, peers)
