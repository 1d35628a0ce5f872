"""Queueing a message in the transaction of the act it follows from, and what a human does with it afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from samverk.accounts.models import User
from samverk.accounts.policy import Actor, can_change_preferences, require
from samverk.outreach.actions.delivery import lease, poke
from samverk.outreach.models import NEEDS_SOMEONE, Declined, Kind, Message, State, Step
from samverk.outreach.policy import can_queue, can_send_again, can_stop
from samverk.outreach.queries import words
from samverk.outreach.queries.addresses import is_address
from samverk.outreach.queries.classes import ALWAYS, CLASSES
from samverk.rules.wording import Text


class MailRefused(Exception):  # noqa: N818 - named for what happened, as every refusal is
    """Something that cannot be done with a message; ``message`` says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


class NoAddress(MailRefused):
    """What is to be written to is no mail address."""


class TooLate(MailRefused):
    """It has left, or ended in some other way."""


class NothingToMend(MailRefused):
    """It has not failed."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a letter goes: the address, the title of the post, the language ("sv" or "en")."""

    address: str
    title: str
    language: str = "sv"
    party: str = ""


@transaction.atomic
def queue(
    *,
    kind: str,
    letter: str,
    payload: Mapping[str, Any],
    to: Recipient,
    by: Actor,
    at: datetime,
    agreement: str = "",
    send_at: datetime | None = None,
    token: uuid.UUID | None = None,
) -> Message:
    """Put a letter in the outbox. It leaves at ``send_at``, or when the class's time for regret has passed.

    ``token``: the letter's identity, where the caller has one; otherwise it gets one that nobody can guess.

    Called inside the transaction of the act: no act without its letter, no letter without its act. Errors: NotAllowed,
    NoAddress.
    """
    require(can_queue(by, agreement=agreement))
    return put(
        kind=kind, letter=letter, payload=payload, to=to, by=by, at=at, agreement=agreement, send_at=send_at,
        token=token,
    )  # fmt: skip


def put(
    *,
    kind: str,
    letter: str,
    payload: Mapping[str, Any],
    to: Recipient,
    by: Actor,
    at: datetime,
    agreement: str = "",
    send_at: datetime | None = None,
    token: uuid.UUID | None = None,
) -> Message:
    """The same for an act that has asked already whether it may. Inside its transaction. Error: NoAddress."""
    if not is_address(to.address):
        raise NoAddress(
            Text(
                f"”{to.address}” är ingen e-postadress. Ange en adress, till exempel namn@kommun.example.",
                f"“{to.address}” is no mail address. Give one, for example name@kommun.example.",
            )
        )
    due = send_at or at + CLASSES[kind].delay
    address = to.address.strip().lower()
    may_decline = kind != Kind.STATUTORY and letter not in ALWAYS
    declined = may_decline and Declined.objects.filter(address=address, kind=kind).exists()
    message = Message.objects.create(
        kind=kind, letter=letter, agreement=agreement, party=to.party, address=address, recipient=to.title,
        language=to.language, payload=dict(payload), token=token or uuid.uuid4(), created_at=at, created_by=by.label,
        created_by_id=by.user_id, send_at=due, poke_after=due + lease(),
        state=State.DROPPED if declined else State.WAITING, ended_at=at if declined else None,
        problem=words.DECLINED if declined else "",
    )  # fmt: skip
    Step.objects.create(message=message, at=at, what="queued", by=by.label, note=message.problem)
    if not declined:
        poke(message.pk, kind, due if due > at else None)
    return message


@transaction.atomic
def stop(*, message: Message, by: Actor, at: datetime) -> None:
    """Take back a message that has not left. Errors: NotAllowed, TooLate."""
    require(can_stop(by, agreement=message.agreement, kind=message.kind))
    stopped = Message.objects.filter(pk=message.pk, state=State.WAITING).update(
        state=State.STOPPED, ended_at=at, problem=""
    )
    if not stopped:
        raise TooLate(
            Text(
                "Brevet går inte att stoppa: det har redan lämnat Samverk eller är på väg ut. Se vad som står om det.",
                "The letter cannot be stopped: it has left Samverk or is on its way out. See what is said about it.",
            )
        )
    Step.objects.create(message=message, at=at, what="stopped", by=by.label)


@transaction.atomic
def send_again(*, message: Message, by: Actor, at: datetime) -> None:
    """Start over with what failed, bounced, was stopped or is uncertain. Errors: NotAllowed, NothingToMend.

    It keeps its Message-ID: a server that did take it the first time can see that it is the same.
    """
    require(can_send_again(by, agreement=message.agreement))
    again = Message.objects.filter(pk=message.pk, state__in=(*NEEDS_SOMEONE, State.STOPPED)).update(
        state=State.WAITING, attempts=0, claim=None, ended_at=None, problem="", handled_at=None,
        handled_by="", send_at=at, poke_after=at + lease(),
    )  # fmt: skip
    if not again:
        raise NothingToMend(
            Text(
                "Brevet väntar redan på att skickas, eller har kommit fram. Det behöver inte skickas igen.",
                "The letter already waits to be sent, or has arrived. It need not be sent again.",
            )
        )
    Step.objects.create(message=message, at=at, what="again", by=by.label)
    poke(message.pk, message.kind)


@transaction.atomic
def mark_handled(*, message: Message, by: Actor, at: datetime) -> None:
    """Say that somebody has taken care of what went wrong, in another way. Errors: NotAllowed, NothingToMend."""
    require(can_send_again(by, agreement=message.agreement))
    handled = Message.objects.filter(pk=message.pk, state__in=NEEDS_SOMEONE, handled_at=None).update(
        handled_at=at, handled_by=by.label
    )
    if not handled:
        raise NothingToMend(
            Text(
                "Brevet har inget fel som väntar på någon.",
                "The letter has no fault that waits for somebody.",
            )
        )
    Step.objects.create(message=message, at=at, what="handled", by=by.label)


@transaction.atomic
def decline(*, address: str, kind: str, at: datetime) -> bool:
    """An address wants no more of a class; what waits for it is dropped. Whether that was news.

    Whoever holds the signed link may do this: nobody else is asked, as RFC 8058 wants it.
    """
    if not CLASSES[kind].declinable:
        return False
    _, made = Declined.objects.get_or_create(address=address.lower(), kind=kind, defaults={"at": at})
    waiting = Message.objects.filter(address=address.lower(), kind=kind, state=State.WAITING)
    for message in waiting.exclude(letter__in=ALWAYS):
        if Message.objects.filter(pk=message.pk, state=State.WAITING).update(
            state=State.DROPPED, ended_at=at, problem=words.DECLINED
        ):
            Step.objects.create(message=message, at=at, what=State.DROPPED, note=words.DECLINED)
    return made


@transaction.atomic
def take_back_decline(*, address: str, kind: str) -> bool:
    """The address wants the class again. Whether it had been declined."""
    return bool(Declined.objects.filter(address=address.lower(), kind=kind).delete()[0])


@transaction.atomic
def choose_mail(*, user: User, wanted: Collection[str], by: Actor, at: datetime) -> None:
    """Which classes somebody wants, of those that can be declined; what waits of the others is dropped.

    Error: NotAllowed.
    """
    require(can_change_preferences(by, str(user.pk)))
    for kind, one in CLASSES.items():
        if not one.declinable:
            continue
        if kind in wanted:
            take_back_decline(address=user.email, kind=kind)
        else:
            decline(address=user.email, kind=kind, at=at)


@transaction.atomic
def hold_after_restore(*, at: datetime, by: Actor) -> int:
    """Whatever waited when a backup was made may have been sent since: a human decides. How many. Error: NotAllowed."""
    require(can_queue(by, agreement=""))
    waited = list(Message.objects.filter(state__in=(State.WAITING, State.CLAIMED, State.HANDED)))
    for message in waited:
        Message.objects.filter(pk=message.pk).update(
            state=State.UNCERTAIN, ended_at=at, lease_until=None, problem=words.RESTORED
        )
        Step.objects.create(message=message, at=at, what=State.UNCERTAIN, by=by.label, note=words.RESTORED)
    return len(waited)
