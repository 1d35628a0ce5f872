"""What the daily work has done: one row a day for each of its parts, where people look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from samverk.outreach.models import JobRun


def begin(name: str, day: date, at: datetime) -> None:
    """One's turn at the day's part: its row is locked until the transaction ends."""
    run, _ = JobRun.objects.get_or_create(name=name, day=day, defaults={"asked_at": at})
    JobRun.objects.select_for_update().get(pk=run.pk)


def end(name: str, day: date, at: datetime, *, outcome: str = "", problem: str = "") -> None:
    """What came of the day's part."""
    _note(name, day, at, outcome=outcome, problem=problem[:500])


def apart(name: str, day: date, at: datetime, work: Callable[[], object]) -> None:
    """Do a part of the daily work whose fault stops none of the others, and is kept where people look."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever it is, a human must see that it was not done
        _note(name, day, at, problem=told(error)[:500])


def told(error: Exception) -> str:
    """A fault as the row says it."""
    return f"{type(error).__name__}: {error}"


def _note(name: str, day: date, at: datetime, **values: str) -> None:
    run, _ = JobRun.objects.get_or_create(name=name, day=day, defaults={"asked_at": at})
    JobRun.objects.filter(pk=run.pk).update(ended_at=max(at, run.asked_at), **values)
