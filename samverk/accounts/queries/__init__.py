"""Reads: who someone is, on a day."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import connections, router
from django.db.models import Q, QuerySet

from samverk.accounts.models import CalendarAddress, Role, User
from samverk.accounts.policy import VISITOR, Actor, HeldRole

# In the order of the model's fields, which is the order ``from_db`` takes values in.
_USER_FIELDS = ("id", "password", "email", "title", "language", "theme", "is_active")
_READ_USER = f"SELECT {', '.join(_USER_FIELDS)} FROM accounts_user WHERE id = %s"  # noqa: S608 - names of our own

# Who has no password and comes through an organisation that asks for a second step has taken one there. A role
# without agreement may be used in any agreement, so what one agreement requires of its people holds for it too.
_READ_ROLES = """
    SELECT role.kind, role.agreement, role.party, EXISTS (
        SELECT 1 FROM accounts_second_step_rule rule
        WHERE rule.lifted_at IS NULL AND rule.kind IN ('', role.kind)
            AND (rule.agreement IN ('', role.agreement) OR role.agreement = '')
    ) AND NOT EXISTS (
        SELECT 1 FROM mfa_authenticator step WHERE step.user_id = role.user_id AND step.type IN ('totp', 'webauthn')
    ) AND NOT EXISTS (
        SELECT 1 FROM accounts_identity identity
        JOIN accounts_identity_provider provider ON provider.id = identity.provider_id
        JOIN accounts_user person ON person.id = identity.user_id
        WHERE identity.user_id = role.user_id AND provider.is_open AND provider.asks_second_step
            AND substr(person.password, 1, 1) = '!'
    ) FROM accounts_role role
    WHERE role.user_id = %s AND role.from_day <= %s AND (role.to_day IS NULL OR role.to_day > %s) ORDER BY role.id
"""


def user_by_id(user_id: int) -> User | None:
    """The active user with this id. One prepared statement: every page of someone who has signed in asks."""
    alias = router.db_for_read(User)
    with connections[alias].cursor() as cursor:
        cursor.execute(_READ_USER, [user_id])
        row = cursor.fetchone()
    if row is None or not row[-1]:
        return None
    return User.from_db(alias, _USER_FIELDS, (*row[:-1], True))


def secret_hash(secret: str) -> str:
    """What is kept of the secret in a calendar address. It is long and random, so it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def calendar_made_at(user: object) -> datetime | None:
    """When the address of the user's calendar was made; None when there is none, or for who is no user."""
    if not isinstance(user, User):
        return None
    return CalendarAddress.objects.filter(user=user).values_list("made_at", flat=True).first()


def user_of_calendar(secret: str) -> User | None:
    """The active user whose calendar has this secret in its address."""
    return User.objects.filter(calendar_address__secret_hash=secret_hash(secret), is_active=True).first()


def roles_in_force(on: date) -> QuerySet[Role]:
    """The roles whose half-open interval holds the day."""
    return Role.objects.filter(Q(to_day__isnull=True) | Q(to_day__gt=on), from_day__lte=on)


def actor(user: object, on: date) -> Actor:
    """The user with the roles in force that day (one prepared query); who is not an active user is a visitor.

    One of whom a role requires a second step (``SecondStepRule``), and who has none, is given without any role.
    """
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    connection = connections[router.db_for_read(Role)]
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_READ_ROLES, [user.pk, day, day])
        rows = cursor.fetchall()
    user.lacks_second_step = any(row[3] for row in rows)
    roles = () if user.lacks_second_step else tuple(HeldRole(*row[:3]) for row in rows)
    return Actor(str(user.pk), user.title, roles, lacks_second_step=user.lacks_second_step)


def users_with_roles(on: date) -> list[tuple[User, tuple[HeldRole, ...]]]:
    """Every active user, by address, with the roles in force that day (two queries)."""
    held: dict[int, list[HeldRole]] = {}
    for user_id, kind, agreement, party in roles_in_force(on).values_list("user_id", "kind", "agreement", "party"):
        held.setdefault(user_id, []).append(HeldRole(kind, agreement, party))
    users = User.objects.filter(is_active=True).order_by("email")
    return [(user, tuple(held.get(user.pk, ()))) for user in users]
