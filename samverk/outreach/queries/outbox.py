"""Reads of the outbox: lists, one message with its log, how the work is going."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from samverk.outreach.models import NEEDS_SOMEONE, Declined, JobRun, Message, State, Step, Worker

DIED = "WorkerDied"
"""What a job is recorded with that a worker held when it was killed."""

_NEEDED = Q(state__in=NEEDS_SOMEONE, handled_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many messages need somebody, wait, have been sent, and ended otherwise."""

    needed: int
    waiting: int
    sent: int
    other: int


def messages(agreements: Collection[str] | None, which: str = "") -> QuerySet[Message]:
    """Messages, the latest first; None: every agreement's and those of none. ``which``: "needed", "waiting", "sent"."""
    rows = Message.objects.all() if agreements is None else Message.objects.filter(agreement__in=agreements)
    if which == "needed":
        return rows.filter(_NEEDED)
    if which == "waiting":
        return rows.filter(state__in=(State.WAITING, State.CLAIMED, State.HANDED))
    if which == "sent":
        return rows.filter(state=State.SENT)
    return rows


def counts(agreements: Collection[str] | None) -> Counts:
    """The same as numbers. One statement."""
    found = messages(agreements).aggregate(
        every=Count("pk"),
        needed=Count("pk", filter=_NEEDED),
        waiting=Count("pk", filter=Q(state__in=(State.WAITING, State.CLAIMED, State.HANDED))),
        sent=Count("pk", filter=Q(state=State.SENT)),
    )
    needed, waiting, sent = found["needed"], found["waiting"], found["sent"]
    return Counts(needed, waiting, sent, found["every"] - needed - waiting - sent)


def by_token(token: UUID) -> Message | None:
    """The message, for reading or for an action."""
    return Message.objects.filter(token=token).first()


def declined_by(address: str) -> frozenset[str]:
    """The classes that the address has declined. One statement."""
    return frozenset(Declined.objects.filter(address=address.lower()).values_list("kind", flat=True))


def steps(message: Message) -> tuple[Step, ...]:
    """What has happened to it, oldest first."""
    return tuple(Step.objects.filter(message=message))


def last_run(name: str) -> JobRun | None:
    """The latest run of a daily job, ended or not."""
    return JobRun.objects.filter(name=name).order_by("-day").first()


def last_done(name: str) -> date | None:
    """The latest day whose work was done without a problem."""
    done = JobRun.objects.filter(name=name, ended_at__isnull=False, problem="")
    return done.order_by("-day").values_list("day", flat=True).first()


def worker_seen() -> datetime | None:
    """When a worker last gave a sign of life."""
    return Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def jobs_failed(since: datetime) -> int:
    """Jobs that ended in an error of their own; not those whose worker was killed, which have been replaced."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gte=since)
    return failed.exclude(exception_class_path=DIED).count()
