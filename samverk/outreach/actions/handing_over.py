"""Handing a role over with what goes with it: the contacts at the old address, and a letter that tells what waits."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction

from samverk.accounts.actions.succession import HandedOver, hand_over
from samverk.accounts.models import Succession
from samverk.accounts.policy import Actor, system
from samverk.outreach.actions.outbox import Recipient, queue
from samverk.outreach.models import Kind
from samverk.parties.actions.posts import PostRefused, Reachable, change_post
from samverk.parties.queries import posts_at


@transaction.atomic
def hand_over_and_tell(*, succession: Succession, today: date, by: Actor, at: datetime) -> HandedOver:
    """The role, the contacts of its party that had the old holder's address, and a letter to the new one.

    What is owed follows the role: it is derived, and reminders go to who holds it. Errors: as ``hand_over``.
    """
    before = succession.role.user
    done = hand_over(succession=succession, today=today, by=by, at=at)
    role = done.role
    for post in posts_at(before.email, role.party, role.agreement, role.from_day):
        # Whoever may give the role decides this with it; the trace names them.
        reach = Reachable(role.user.title if post.title == before.title else post.title, role.user.email)
        with suppress(PostRefused):  # it stays as it is, and is asked about in the next round
            change_post(post=post, reach=reach, from_day=role.from_day, by=system(by.label), recorded_at=at)
    queue(
        kind=Kind.SERVICE,
        letter="succession",
        payload={"role": role.pk, "after": before.title, "new": done.is_new},
        to=Recipient(role.user.email, role.user.title, role.user.language, role.party),
        agreement=role.agreement,
        by=by,
        at=at,
    )
    return done
