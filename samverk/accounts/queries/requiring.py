"""Reads: of whom a second step is required, and who lacks one."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q

from samverk.accounts.models import Identity, Role, SecondStepRule, User


def rules_in_force() -> list[SecondStepRule]:
    """What is required now, in the order it was set."""
    return list(SecondStepRule.objects.filter(lifted_at__isnull=True).order_by("set_at", "id"))


def is_second_step_required(role: Role) -> bool:
    """Whether those who hold the role must have a second step. Nobody passes it by with a link (one query)."""
    rules = SecondStepRule.objects.filter(Q(kind="") | Q(kind=role.kind), lifted_at__isnull=True)
    return (rules.filter(agreement__in=("", role.agreement)) if role.agreement else rules).exists()


def titles_lacking(on: date) -> list[tuple[str, str]]:
    """Title and address of those who hold a role in force that requires a second step and have none (one query)."""
    rule = SecondStepRule.objects.filter(Q(kind="") | Q(kind=OuterRef("kind")), lifted_at__isnull=True)
    in_agreement = rule.filter(Q(agreement="") | Q(agreement=OuterRef("agreement")))
    required = Exists(in_agreement) | (Q(agreement="") & Exists(rule))
    in_force = Q(to_day__isnull=True) | Q(to_day__gt=on)
    held = Role.objects.filter(required, in_force, from_day__lte=on, user=OuterRef("pk"))
    step = Authenticator.objects.filter(user=OuterRef("pk"), type__in=("totp", "webauthn"))
    asked_there = Identity.objects.filter(user=OuterRef("pk"), provider__is_open=True, provider__asks_second_step=True)
    taken_there = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) & Exists(asked_there)
    lacking = User.objects.filter(~taken_there, Exists(held), ~Exists(step), is_active=True)
    return list(lacking.order_by("email").values_list("title", "email"))
