"""Writes: of whom a second step is required."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from samverk.accounts.actions import AccountRefused
from samverk.accounts.models import RoleKind, SecondStepRule
from samverk.accounts.policy import Actor, can_administer, require
from samverk.rules.wording import Text


class RuleWithoutScope(AccountRefused):
    """A rule that says neither role nor agreement, or names a role that is none."""


@transaction.atomic
def require_second_step(*, kind: str = "", agreement: str = "", by: Actor, at: datetime) -> SecondStepRule:
    """From now on those who hold the role, in the agreement, act without roles until they have a second step. What is
    required already stays as it is. Error: RuleWithoutScope.
    """
    require(can_administer(by))
    if not (kind or agreement) or (kind and kind not in RoleKind.values):
        raise RuleWithoutScope(
            Text(
                f"Kravet gäller rollen ”{kind}” och avtalet ”{agreement}”. Ange minst ett, och en roll som finns.",
                f"The rule is for the role “{kind}” and the agreement “{agreement}”. Give at least one.",
            )
        )
    rule, _ = SecondStepRule.objects.get_or_create(
        kind=kind, agreement=agreement, lifted_at=None, defaults={"set_at": at, "set_by": by.label}
    )
    return rule


@transaction.atomic
def lift_second_step(*, rule: int, by: Actor, at: datetime) -> bool:
    """The rule holds no longer. Whether there was one in force with this number."""
    require(can_administer(by))
    in_force = SecondStepRule.objects.filter(pk=rule, lifted_at__isnull=True)
    return in_force.update(lifted_at=at, lifted_by=by.label) > 0
