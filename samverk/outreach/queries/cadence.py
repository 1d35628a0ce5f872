"""When somebody is reminded of something: 30, 7 and 1 days before its last day, 1, 7, 30, 60, 90 … days after it.

A pure decision, of days and of what has been told before. A day on which nothing ran is made up for by one reminder,
not by all that were missed. Nobody is told the same thing twice within five days, so the reminder of the day after a
last day comes on the fourth when the one of the day before was sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BEFORE = (-30, -7, -1)
AFTER = (1, 7, 30)
EVERY = 30
"""Days between reminders once the last of ``AFTER`` has passed."""

APART = 5
"""Days that must lie between two reminders of the same thing to the same person."""


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that was given: for which last day, which step, on what day."""

    due_on: date
    step: int
    day: date


def step_on(due_on: date, today: date, *, dated: bool = True) -> int | None:
    """The step in force on a day, as days from the last day; None before the first.

    ``dated`` False: there is no last day, only a day since which something is missing; then steps come after it alone.
    """
    days = (today - due_on).days
    if days > AFTER[-1]:
        return days - days % EVERY
    steps = (*BEFORE, *AFTER) if dated else AFTER
    return max((step for step in steps if step <= days), default=None)


def reminder_due(due_on: date, today: date, told: Iterable[Told], *, dated: bool = True) -> int | None:
    """The step to remind of today, or None. ``told``: what this person has been told of this thing before."""
    step = step_on(due_on, today, dated=dated)
    if step is None:
        return None
    before = tuple(told)
    if any(one.due_on == due_on and one.step >= step for one in before):
        return None
    if any((today - one.day).days < APART for one in before):
        return None
    return step
