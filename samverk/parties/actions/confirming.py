"""Writes: the yearly round in which parties confirm that their contacts are right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from samverk.accounts.policy import Actor, require
from samverk.parties.actions.posts import PostRefused
from samverk.parties.models import ContactRound, PostAct, PostTrace
from samverk.parties.policy import can_keep_posts, can_open_round
from samverk.parties.queries import rounds
from samverk.rules.wording import Text

SHORTEST: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=92)
"""How long the parties have to answer."""


class RoundRefused(PostRefused):
    """A round that cannot be opened."""

    field = "last_day"


class NothingToConfirm(PostRefused):
    """Nobody has asked, or the answer is there."""


@transaction.atomic
def open_round(*, agreement: str, opened_on: date, last_day: date, by: Actor, at: datetime) -> ContactRound:
    """Ask the parties of the agreement to confirm by the day. Whoever opens it sees to it that they are told.

    ``opened_on``: the day it is. Errors: NotAllowed, RoundRefused.
    """
    require(can_open_round(by, agreement=agreement))
    first, last = opened_on + SHORTEST, opened_on + LONGEST
    if not first <= last_day <= last:
        raise RoundRefused(
            Text(
                f"Sista dagen är {last_day}. Välj en dag från {first} till {last}, så att alla hinner svara.",
                f"The last day is {last_day}. Choose a day from {first} to {last}, so that all have time to answer.",
            )
        )
    try:
        with transaction.atomic():
            return ContactRound.objects.create(
                agreement=agreement, opened_at=at, opened_by=by.label, opened_on=opened_on, last_day=last_day
            )
    except IntegrityError as error:
        raise RoundRefused(
            Text(
                "En runda är redan öppnad i dag. Följ den i stället.",
                "A round has already been opened today. Follow that one instead.",
            )
        ) from error


@transaction.atomic
def confirm_posts(*, party: str, agreements: Collection[str], by: Actor, at: datetime) -> tuple[str, ...]:
    """All is right: the party's contacts in the agreements that have asked and not been answered; which they were.

    Errors: NotAllowed, NothingToConfirm.
    """
    for agreement in agreements:
        require(can_keep_posts(by, agreement=agreement, party=party))
    open_ = [one for one, asked in rounds(agreements).items() if party not in asked.answers and asked.opened_at <= at]
    if not open_:
        raise NothingToConfirm(
            Text(
                "Det finns inget att bekräfta: ingen har frågat, eller så är det redan gjort.",
                "There is nothing to confirm: nobody has asked, or it has been done.",
            )
        )
    PostTrace.objects.bulk_create(
        PostTrace(at=at, what=PostAct.CONFIRMED, actor=by.label, actor_id=by.user_id, party=party, agreement=agreement)
        for agreement in sorted(open_)
    )
    return tuple(sorted(open_))
