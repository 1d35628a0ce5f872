"""Asking the parties to confirm their contacts: the round and its letters, in one transaction.

Once a year it is done by the daily work, in every agreement: a year after the latest round, or after the agreement
came here. Where the daily work has been off for longer, one round is opened when it runs again, with its whole time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from samverk.accounts.policy import Actor, require
from samverk.agreements.queries.listings import imported_on, parties_of_many
from samverk.outreach.actions import runs
from samverk.outreach.actions.outbox import Recipient, queue
from samverk.outreach.models import Kind, Reminder, State
from samverk.outreach.policy import can_run_daily
from samverk.outreach.queries.reminders import bearers_of
from samverk.parties.actions.confirming import open_round
from samverk.parties.queries import rounds

ASKING: Final = "ask"
"""What the daily run is called that opens the rounds."""

ANSWERED_IN: Final = timedelta(days=30)
"""How long the parties have in a round that opened itself."""


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


@transaction.atomic
def open_due_rounds(*, today: date, by: Actor, at: datetime) -> tuple[str, ...]:
    """Open a round in each agreement with parties where a year has passed since the latest; which they were.

    Only one at a time: the row of the day's run is locked until the end. Run twice, it opens nothing twice. Errors:
    NotAllowed, RoundRefused.
    """
    require(can_run_daily(by))
    runs.begin(ASKING, today, at)
    due = due_rounds(today)
    for agreement in due:
        ask_to_confirm(agreement=agreement, today=today, last_day=today + ANSWERED_IN, by=by, at=at)
    runs.end(ASKING, today, at, outcome=f"{len(due)}")
    return due


def due_rounds(today: date) -> tuple[str, ...]:
    """The agreements in which the yearly round is to open."""
    since = imported_on()
    latest = rounds(list(since))
    since |= {agreement: asked.opened_on for agreement, asked in latest.items()}
    due = [agreement for agreement, day in since.items() if a_year_after(day) <= today]
    bound = parties_of_many(due, today)
    return tuple(sorted(agreement for agreement in due if bound[agreement]))


def a_year_after(day: date) -> date:
    """The same day of the next year; 28 February after 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)
