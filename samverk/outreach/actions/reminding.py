"""The daily work: remind those who owe something, and remember it. All of a day's reminders or none."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from samverk.accounts.policy import Actor, require, system
from samverk.agreements.actions.indexing import tidy_index
from samverk.outreach.actions.asking import asking_failed, open_due_rounds
from samverk.outreach.actions.delivery import STOCKHOLM
from samverk.outreach.actions.erasing import erase, erasure_failed
from samverk.outreach.actions.outbox import Recipient, queue
from samverk.outreach.models import JobRun, Kind, Reminder
from samverk.outreach.policy import can_run_daily
from samverk.outreach.queries.reminders import Digest, plan

DAILY = "remind"
NOT_BEFORE = time(6, 0)
"""Reminders are waiting when people come to work."""

KEPT = timedelta(days=7)
"""How long jobs that are done are kept."""

BY = system("Påminnelser")


def ask_for_daily(*, at: datetime) -> bool:
    """Order the day's work if it is time and nobody has. Several workers may ask at once: one row a day."""
    here = at.astimezone(STOCKHOLM)
    if here.time() < NOT_BEFORE or JobRun.objects.filter(name=DAILY, day=here.date()).exists():
        return False
    try:
        with transaction.atomic():
            JobRun.objects.create(name=DAILY, day=here.date(), asked_at=at)
            daily.enqueue(here.date().isoformat())
    except IntegrityError:
        return False
    return True


@task(takes_context=True)
def daily(context: Any, day: str) -> str:
    """The job of a day. What goes wrong is kept where people look; nothing half-done remains."""
    at = context.task_result.started_at
    _erase(date.fromisoformat(day), at)
    _ask(date.fromisoformat(day), at)
    try:
        with transaction.atomic():
            count = remind(today=date.fromisoformat(day), by=BY, at=at)
            _clean(at)
        tidy_index()
    except Exception as error:  # noqa: BLE001 - whatever it is, a human must see that the day's work was not done
        _ended(day, at, problem=f"{type(error).__name__}: {error}")
        return "failed"
    return str(count)


def _erase(day: date, at: datetime) -> None:
    """What has been kept long enough goes. A fault there stops no reminders, and is kept where people look."""
    try:
        erase(today=day, by=system("Gallring"), at=at)
    except Exception as error:  # noqa: BLE001 - whatever it is, a human must see that it was not done
        erasure_failed(day=day, at=at, problem=f"{type(error).__name__}: {error}")


def _ask(day: date, at: datetime) -> None:
    """The yearly rounds that are due. A fault there stops no reminders, and is kept where people look."""
    try:
        open_due_rounds(today=day, by=system("Årlig kontaktrunda"), at=at)
    except Exception as error:  # noqa: BLE001 - whatever it is, a human must see that it was not done
        asking_failed(day=day, at=at, problem=f"{type(error).__name__}: {error}")


@transaction.atomic
def remind(*, today: date, by: Actor, at: datetime) -> int:
    """Queue a letter to each who is to be reminded today; how many. Run twice, it sends nothing twice.

    Only one at a time: the row of the day's run is locked until the end. Error: NotAllowed.
    """
    require(can_run_daily(by))
    run, _ = JobRun.objects.get_or_create(name=DAILY, day=today, defaults={"asked_at": at})
    JobRun.objects.select_for_update().get(pk=run.pk)
    found = plan(today)
    sent = [digest for digest in found.digests if not digest.declined]
    for digest in sent:
        _remind(digest, today, at)
    _ended(today.isoformat(), at, outcome=f"{len(sent)} {len(found.unreachable)}")
    return len(sent)


def _remind(digest: Digest, today: date, at: datetime) -> None:
    to = digest.to
    message = queue(
        kind=Kind.SERVICE,
        letter="reminder",
        payload={"things": [[due.debt.agreement, due.debt.thing] for due in digest.due]},
        to=Recipient(to.address, to.title, to.language, to.party),
        agreement=digest.agreement,
        by=BY,
        at=at,
    )
    Reminder.objects.bulk_create(
        Reminder(
            agreement=due.debt.agreement, thing=due.debt.thing, due_on=due.debt.due_on, address=to.address,
            step=due.step, day=today, message=message,
        )
        for due in digest.due
    )  # fmt: skip


def _ended(day: str, at: datetime, *, outcome: str = "", problem: str = "") -> None:
    run, _ = JobRun.objects.get_or_create(name=DAILY, day=date.fromisoformat(day), defaults={"asked_at": at})
    JobRun.objects.filter(pk=run.pk).update(ended_at=max(at, run.asked_at), outcome=outcome, problem=problem[:500])


def _clean(at: datetime) -> None:
    """Jobs that were done a week ago say nothing that the outbox does not say better."""
    done = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    DBTaskResult.objects.filter(status__in=done, finished_at__lt=at - KEPT).delete()
