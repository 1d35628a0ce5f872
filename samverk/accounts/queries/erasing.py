"""Reads: accounts whose time has passed."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from samverk.accounts.models import Role, Trace, TraceKind, User
from samverk.lib.clock import STOCKHOLM
from samverk.lib.retention import ACCOUNT


def accounts_to_erase(today: date) -> tuple[User, ...]:
    """Accounts without a role in force or to come, whose last role ended, or which were made, at least the time ago.

    An account without a role of which nobody knows when it was made is left: somebody must look. Two statements.
    """
    before = today - ACCOUNT
    live = Role.objects.filter(Q(to_day__isnull=True) | Q(to_day__gt=before), user=OuterRef("pk"))
    users = tuple(User.objects.filter(~Exists(live)).order_by("pk"))
    made = dict(
        Trace.objects.filter(kind=TraceKind.USER_CREATED, about_id__in=[str(user.pk) for user in users])
        .order_by("at")
        .values_list("about_id", "at")
    )
    with_roles = set(Role.objects.filter(user__in=users).values_list("user_id", flat=True))

    def is_due(user: User) -> bool:
        at = made.get(str(user.pk))
        if at is None:
            return user.pk in with_roles
        return at.astimezone(STOCKHOLM).date() <= before

    return tuple(user for user in users if is_due(user))
