"""Writes: accounts and successors whose time has passed are removed. The trace stands, under the titles of posts."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from samverk.accounts.models import SignIn, Succession, Trace, TraceKind, User
from samverk.accounts.policy import Actor, can_administer, require
from samverk.accounts.queries.erasing import accounts_to_erase
from samverk.lib.retention import SUCCESSOR


@transaction.atomic
def erase_accounts(*, today: date, by: Actor, at: datetime) -> int:
    """Remove the accounts whose last role ended long enough ago, with roles, second steps and sessions; how many.

    Error: NotAllowed.
    """
    require(can_administer(by))
    found = accounts_to_erase(today)
    for user in found:
        keys = SignIn.objects.filter(user=user).values_list("session_key", flat=True)
        Session.objects.filter(session_key__in=list(keys)).delete()
        Trace.objects.create(
            kind=TraceKind.USER_ERASED, at=at, actor=by.label, actor_id=by.user_id, about=user.title,
            about_id=str(user.pk),
        )  # fmt: skip
    User.objects.filter(pk__in=[user.pk for user in found]).delete()
    return len(found)


@transaction.atomic
def erase_successions(*, by: Actor, at: datetime) -> int:
    """Remove successors that were decided about long enough ago; how many. Error: NotAllowed."""
    require(can_administer(by))
    return Succession.objects.filter(decided_at__lt=at - SUCCESSOR).delete()[0]
