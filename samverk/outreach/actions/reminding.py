"""The daily work: remind those who owe something, and remember it. All of a day's reminders or none."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from samverk.accounts.policy import Actor, require, system
from samverk.agreements.actions.indexing import tidy_index
from samverk.lib.clock import STOCKHOLM
from samverk.outreach.actions import runs
from samverk.outreach.actions.asking import ASKING, open_due_rounds
from samverk.outreach.actions.erasing import ERASURE, erase
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
    at, on = context.task_result.started_at, date.fromisoformat(day)
    runs.apart(ERASURE, on, at, lambda: erase(today=on, by=system("Gallring"), at=at))
    runs.apart(ASKING, on, at, lambda: open_due_rounds(today=on, by=system("Årlig kontaktrunda"), at=at))
    try:
        with transaction.atomic():
            count = remind(today=on, by=BY, at=at)
            _clean(at)
        tidy_index()
    except Exception as error:  # noqa: BLE001 - whatever it is, a human must see that the day's work was not done
        runs.end(DAILY, on, at, problem=runs.told(error))
        return "failed"
    return str(count)


@transaction.atomic
def remind(*, today: date, by: Actor, at: datetime) -> int:
    """Queue a letter to each who is to be reminded today; how many. Run twice, it sends nothing twice.

    Only one at a time: the row of the day's run is locked until the end. Error: NotAllowed.
    """
    require(can_run_daily(by))
    runs.begin(DAILY, today, at)
    found = plan(today)
    sent = [digest for digest in found.digests if not digest.declined]
    for digest in sent:
        _remind(digest, today, at)
    runs.end(DAILY, today, at, outcome=f"{len(sent)} {len(found.unreachable)}")
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


def _clean(at: datetime) -> None:
    """Jobs that were done a week ago say nothing that the outbox does not say better."""
    done = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    DBTaskResult.objects.filter(status__in=done, finished_at__lt=at - KEPT).delete()
