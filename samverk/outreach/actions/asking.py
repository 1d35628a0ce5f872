"""Asking the parties to confirm their contacts: the round and its letters, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from samverk.accounts.policy import Actor
from samverk.outreach.actions.outbox import Recipient, queue
from samverk.outreach.models import Kind, Reminder, State
from samverk.outreach.queries.reminders import bearers_of
from samverk.parties.actions.confirming import open_round


@dataclass(frozen=True, slots=True)
class Asked:
    """How many letters were queued, and the codes of the parties that no address is known for."""

    letters: int
    unreachable: tuple[str, ...]


@transaction.atomic
def ask_to_confirm(*, agreement: str, today: date, last_day: date, by: Actor, at: datetime) -> Asked:
    """Open a round and write to each party's contact persons. The letter counts as the first reminder.

    Errors: NotAllowed, RoundRefused.
    """
    open_round(agreement=agreement, opened_on=today, last_day=last_day, by=by, at=at)
    letters, unreachable = 0, []
    for debt, people in bearers_of(agreement, today):
        code = debt.subject.partition(":")[2]
        if not people:
            unreachable.append(code)
        for person in people:
            message = queue(
                kind=Kind.SERVICE,
                letter="confirm-contacts",
                payload={"agreement": agreement, "thing": debt.thing, "party": code},
                to=Recipient(person.address, person.title, person.language, person.party),
                agreement=agreement,
                by=by,
                at=at,
            )
            if message.state == State.DROPPED:
                continue
            letters += 1
            Reminder.objects.create(
                agreement=agreement, thing=debt.thing, due_on=debt.due_on, address=person.address,
                step=(today - last_day).days, day=today, message=message,
            )  # fmt: skip
    return Asked(letters, tuple(unreachable))
