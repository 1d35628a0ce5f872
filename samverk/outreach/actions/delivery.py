"""From waiting to sent: claim, render, hand over, record. Every step is one update that says what it expects to find.

A worker may die between any two of them. What the row then says decides what follows (docs/decisions/0021): a claim
that died before the final dot is taken up again, one that died after it is uncertain and is left to a human, since no
machine can know whether the server took the letter.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from samverk.integrations.mail import Carrier, Handed, Outcome, compose
from samverk.lib.clock import STOCKHOLM
from samverk.outreach.actions.carrying import carrier
from samverk.outreach.actions.leaving import keep_links
from samverk.outreach.models import Message, State, Step
from samverk.outreach.queries import words
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.letters import Rendered, parts_of, render
from samverk.outreach.queries.outbox import DIED

RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 720, 1440, 1440))
"""The wait after each attempt that came to nothing; after the last one a human takes over (some four days)."""

SWEPT = 500
"""Messages taken care of in one round of ``recover``."""


def lease() -> timedelta:
    """How long a claim holds without a sign of life."""
    return timedelta(seconds=settings.MAIL["lease"])


@task(queue_name="mail", takes_context=True)
def deliver(context: Any, message_id: int) -> str:
    """The job of one message. A message that is not due, not waiting or not there is left alone."""
    return deliver_message(message_id=message_id, at=context.task_result.started_at)


def deliver_message(*, message_id: int, at: datetime, by: Carrier | None = None) -> str:
    """Try to hand over a message; the state it is left in, or "" when there was nothing to do."""
    through = by or carrier()
    if through is None:
        return ""
    message = _claimed(message_id, at)
    if message is None:
        return ""
    try:
        rendered = render(message, day_of(at))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one letter must not stop the others
        return _later(message, f"{type(error).__name__}: {error}", at)
    if rendered is None:
        return _end(message, State.DROPPED, words.NOT_CALLED_FOR, at)
    return _handed_over(message, rendered, through, at)


def _claimed(message_id: int, at: datetime) -> Message | None:
    """The message, if it was waiting and due and is now ours."""
    found = Message.objects.filter(pk=message_id, state=State.WAITING, send_at__lte=at).first()
    if found is None:
        return None
    found.claim, found.attempts = uuid.uuid4(), found.attempts + 1
    taken = Message.objects.filter(pk=message_id, state=State.WAITING, attempts=found.attempts - 1).update(
        state=State.CLAIMED, claim=found.claim, lease_until=at + lease(), attempts=found.attempts
    )
    return found if taken else None


def _handed_over(message: Message, rendered: Rendered, through: Carrier, at: datetime) -> str:
    letter = compose(parts_of(message, rendered, through.sender), sender=through.sender, at=at)

    def commit() -> bool:
        own = Message.objects.filter(pk=message.pk, state=State.CLAIMED, claim=message.claim)
        with transaction.atomic():
            handed = own.update(state=State.HANDED, subject=rendered.subject[:200], text=rendered.kept)
            if handed and rendered.links:
                keep_links(message=message, links=rendered.links, at=at)
        return bool(handed)

    handed = through.hand_over(letter, commit)
    return _recorded(message, handed, at)


def _recorded(message: Message, handed: Handed, at: datetime) -> str:
    match handed.outcome:
        case Outcome.SENT:
            return _end(message, State.SENT, "", at)
        case Outcome.REFUSED:
            return _end(message, State.FAILED, handed.why, at)
        case Outcome.UNCERTAIN:
            return _end(message, State.UNCERTAIN, handed.why, at)
        case Outcome.LATER:
            return _later(message, handed.why, at)
        case Outcome.LOST_CLAIM:
            return ""


def _end(message: Message, state: State, problem: str, at: datetime) -> str:
    """Finished for now. What was recovered as uncertain while the server took its time is known after all."""
    return _move(
        message, (State.CLAIMED, State.HANDED, State.UNCERTAIN), at, state,
        problem=problem[:500], lease_until=None, ended_at=at,
    )  # fmt: skip


def _later(message: Message, why: str, at: datetime) -> str:
    if message.attempts > len(RETRIES):
        return _end(message, State.FAILED, why, at)
    again = at + RETRIES[message.attempts - 1]
    with transaction.atomic():
        moved = _move(
            message, (State.CLAIMED, State.HANDED), at, State.WAITING, what="later",
            problem=why[:500], lease_until=None, send_at=again, poke_after=again + lease(),
        )  # fmt: skip
        if moved:
            poke(message.pk, message.kind, again)
    return moved


def _move(
    message: Message, expected: tuple[State, ...], at: datetime, state: State, *, what: str = "", **changes: Any
) -> str:
    """The new state if the message still was ours, else "". The log is written with it."""
    with transaction.atomic():
        own = Message.objects.filter(pk=message.pk, claim=message.claim, state__in=expected)
        if not own.update(state=state, **changes):
            return ""
        Step.objects.create(message=message, at=at, what=what or state, note=changes.get("problem", ""))
    return str(state)


def poke(message_id: int, kind: str, run_after: datetime | None = None) -> None:
    """Give a message a job; called in the transaction that makes it wait. One too many does no harm."""
    job = deliver.using(priority=CLASSES[kind].priority)
    if run_after is not None:
        job = job.using(run_after=run_after)
    Message.objects.filter(pk=message_id).update(job=job.enqueue(message_id).id)


def recover(*, at: datetime) -> int:
    """Take up what dead workers left, and give a job to whatever waits without one. How many messages it concerned."""
    _bury(at)
    return _taken_up(at) + _uncertain(at) + _poked(at)


def _taken_up(at: datetime) -> int:
    """Claims that died before the dot: nothing had left."""
    count = 0
    for message in Message.objects.filter(state=State.CLAIMED, lease_until__lte=at)[:SWEPT]:
        if message.attempts > len(RETRIES):
            count += bool(_end(message, State.FAILED, words.DIED_TOO_OFTEN, at))
            continue
        with transaction.atomic():
            moved = _move(
                message, (State.CLAIMED,), at, State.WAITING, what="interrupted",
                lease_until=None, poke_after=at + lease(),
            )  # fmt: skip
            if moved:
                poke(message.pk, message.kind)
                count += 1
    return count


def _uncertain(at: datetime) -> int:
    died = Message.objects.filter(state=State.HANDED, lease_until__lte=at)[:SWEPT]
    return sum(
        bool(
            _move(
                message, (State.HANDED,), at, State.UNCERTAIN,
                problem=words.DIED_HANDED, lease_until=None, ended_at=at,
            )
        )
        for message in died
    )  # fmt: skip


def _poked(at: datetime) -> int:
    """Waiting and due, but its job is gone: the worker that had it died, or mail was not set up then."""
    if carrier() is None:
        return 0
    has_job = DBTaskResult.objects.filter(pk=OuterRef("job"), status__in=_OPEN)
    waiting = Message.objects.filter(~Exists(has_job), state=State.WAITING, poke_after__lte=at)
    count = 0
    for pk, kind, seen in waiting.values_list("pk", "kind", "poke_after")[:SWEPT]:
        with transaction.atomic():
            if Message.objects.filter(pk=pk, state=State.WAITING, poke_after=seen).update(poke_after=at + lease()):
                poke(pk, kind)
                count += 1
    return count


_OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def _bury(at: datetime) -> None:
    """Jobs whose worker died. The message they were for gets another; this only says what became of them."""
    died = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - lease())
    died.update(status=TaskResultStatus.FAILED, finished_at=at, exception_class_path=DIED)


def day_of(at: datetime) -> date:
    """The calendar day in Sweden."""
    return at.astimezone(STOCKHOLM).date()
