"""The daily erasure: everything personal whose time has passed, all of it or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from samverk.accounts.actions.erasing import erase_accounts, erase_successions
from samverk.accounts.models import User
from samverk.accounts.policy import Actor, require, system
from samverk.lib.retention import CONTACT, LETTER, TRY
from samverk.outreach.actions import runs
from samverk.outreach.actions.mailing import discard_mailing
from samverk.outreach.models import UNDER_WAY, Declined, Mailing, Message, Reminder, State, Step
from samverk.outreach.policy import can_run_daily
from samverk.outreach.queries.sign_in_letters import NEW_PASSWORD
from samverk.parties.actions.posts import remove_ended_posts
from samverk.parties.models import ContactPost

ERASURE: Final = "erase"
ERASED: Final = "gallrad@samverk.invalid"
"""What stands for an address that has been removed. Nothing can be sent there (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many of each."""

    contacts: int
    accounts: int
    successors: int
    letters: int
    reminders: int
    declined: int


@transaction.atomic
def erase(*, today: date, by: Actor, at: datetime) -> Erased:
    """Remove what has been kept long enough (``lib.retention``) and note that it was done. Error: NotAllowed.

    Run twice a day it finds nothing the second time.
    """
    require(can_run_daily(by))
    done = Erased(
        contacts=remove_ended_posts(ended_before=today - CONTACT, by=by),
        accounts=erase_accounts(today=today, by=by, at=at),
        successors=erase_successions(by=by, at=at),
        letters=_letters(at) + _drafts(by, at),
        reminders=Reminder.objects.filter(day__lt=today - LETTER).delete()[0],
        declined=_declined(at),
    )
    counts = (done.contacts, done.accounts, done.successors, done.letters, done.reminders, done.declined)
    runs.end(ERASURE, today, at, outcome=" ".join(map(str, counts)))
    return done


def _letters(at: datetime) -> int:
    """Letters keep what they said and to which post; the address goes, and what servers said of it."""
    old = Message.objects.filter(ended_at__lt=at - LETTER).exclude(address=ERASED)
    old = old.exclude(state__in=(State.WAITING, *UNDER_WAY))
    # An address that somebody typed, and that had no account: no reason to know it.
    typed = Message.objects.filter(letter=NEW_PASSWORD, state=State.DROPPED, ended_at__lt=at - TRY)
    old = old | typed.exclude(address=ERASED)
    numbers = list(old.values_list("pk", flat=True))
    Step.objects.filter(message__in=numbers).update(note="")
    return Message.objects.filter(pk__in=numbers).update(address=ERASED, problem="")


def _drafts(by: Actor, at: datetime) -> int:
    """Drafts of letters to many that nobody has touched; the trace says that they are gone."""
    old = list(Mailing.objects.filter(sent_at__isnull=True, changed_at__lt=at - LETTER))
    for row in old:
        discard_mailing(mailing=row, version=row.version, by=system(by.label), at=at)
    return len(old)


def _declined(at: datetime) -> int:
    """A no is remembered as long as there is an address to keep quiet to."""
    known = set(User.objects.values_list("email", flat=True))
    known |= {email.lower() for email in ContactPost.objects.exclude(email="").values_list("email", flat=True)}
    old = Declined.objects.filter(at__lt=at - LETTER)
    gone = [row.pk for row in old if row.address not in known]
    return Declined.objects.filter(pk__in=gone).delete()[0]
