"""One job at a time, taken from the database so that no other worker takes it too.

A job of the queue ``default`` works in the database alone: it is taken, done and recorded in one transaction, so a
worker that dies has done nothing, and the next one does it. A job of the queue ``mail`` reaches outside: it is marked
as taken first, and what becomes of it is the business of the message's own state (``delivery``).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from samverk.outreach.models import Worker

TOGETHER = "default"
FORGOTTEN = timedelta(days=1)
"""Workers not seen for so long are no longer listed."""

type Job = DBTaskResult[Any, Any]


def sign_of_life(*, name: str, started_at: datetime, at: datetime) -> None:
    """Say that a worker is there."""
    Worker.objects.update_or_create(name=name, defaults={"started_at": started_at, "seen_at": at})
    Worker.objects.filter(seen_at__lt=at - FORGOTTEN).delete()


def leave(*, name: str) -> None:
    """A worker that stops in order takes its sign down."""
    Worker.objects.filter(name=name).delete()


def run_next(*, worker: str, at: datetime) -> bool:
    """Do the most urgent job there is; whether there was one. A job that fails is recorded as failed."""
    with transaction.atomic():
        job = _ready(at).select_for_update(skip_locked=True).first()
        if job is None:
            return False
        job.status, job.started_at = TaskResultStatus.RUNNING, at
        job.worker_ids = [*job.worker_ids, worker]
        if job.queue_name == TOGETHER:
            _do(job, at)
            return True
        job.save(update_fields=["status", "started_at", "worker_ids"])
    _do(job, at)
    return True


def _ready(at: datetime) -> QuerySet[Job]:
    due = Q(run_after=get_date_max()) | Q(run_after__lte=at)
    return DBTaskResult.objects.filter(due, status=TaskResultStatus.READY)


def _do(job: Job, at: datetime) -> None:
    """Run the job and record what became of it. In a savepoint where a transaction is open."""
    try:
        if job.queue_name == TOGETHER:
            with transaction.atomic():
                value = _called(job)
        else:
            value = _called(job)
    except Exception as error:  # noqa: BLE001 - whatever a job raises, the worker goes on with the next
        job.status, job.return_value = TaskResultStatus.FAILED, None
        job.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
        job.traceback = "".join(format_exception(error))
    else:
        job.status, job.return_value = TaskResultStatus.SUCCESSFUL, value
    job.finished_at = at
    job.save()


def _called(job: Job) -> Any:
    task, result = job.task, job.task_result
    if task.takes_context:
        return task.call(TaskContext(task_result=result), *result.args, **result.kwargs)
    return task.call(*result.args, **result.kwargs)
