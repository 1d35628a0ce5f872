"""Reads of successors: what somebody would hand over, and what waits for a decision."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from samverk.accounts.models import Role, Succession, User


def roles_to_hand_over(user: User, on: date) -> tuple[Role, ...]:
    """The roles somebody gave the user by hand that are held after the day, begun or not. What an organisation's
    sign-in gives and takes follows the organisation. One statement.
    """
    rows = Role.objects.filter(Q(to_day__isnull=True) | Q(to_day__gt=on), user=user, given_through="")
    return tuple(rows.order_by("kind", "agreement", "party", "body", "pk"))


def named_by(user: User) -> tuple[Succession, ...]:
    """What the user has named and nobody has decided. One statement."""
    rows = Succession.objects.filter(role__user=user, outcome="").select_related("role", "role__user")
    return tuple(rows.order_by("pk"))


def undecided() -> tuple[Succession, ...]:
    """Every successor that waits for a decision, the oldest first, with the role and who holds it. One statement."""
    return tuple(Succession.objects.filter(outcome="").select_related("role", "role__user").order_by("named_at", "pk"))


def succession(number: int) -> Succession | None:
    """The one that waits with the number."""
    return Succession.objects.filter(pk=number, outcome="").select_related("role", "role__user").first()
