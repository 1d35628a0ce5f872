"""Reads: who someone is, on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from samverk.accounts.models import Role, User
from samverk.accounts.policy import VISITOR, Actor, HeldRole


def roles_in_force(on: date) -> QuerySet[Role]:
    """The roles whose half-open interval holds the day."""
    return Role.objects.filter(Q(to_day__isnull=True) | Q(to_day__gt=on), from_day__lte=on)


def actor(user: object, on: date) -> Actor:
    """The user with the roles in force that day (one query); anyone who is not an active user is a visitor."""
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    rows = roles_in_force(on).filter(user=user).order_by("pk").values_list("kind", "agreement", "party")
    return Actor(user_id=str(user.pk), label=user.title, roles=tuple(HeldRole(*row) for row in rows))


def users_with_roles(on: date) -> list[tuple[User, tuple[HeldRole, ...]]]:
    """Every active user, by address, with the roles in force that day (two queries)."""
    held: dict[int, list[HeldRole]] = {}
    for user_id, kind, agreement, party in roles_in_force(on).values_list("user_id", "kind", "agreement", "party"):
        held.setdefault(user_id, []).append(HeldRole(kind, agreement, party))
    users = User.objects.filter(is_active=True).order_by("email")
    return [(user, tuple(held.get(user.pk, ()))) for user in users]
