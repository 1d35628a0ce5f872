"""Reads: who someone is, on a day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connections, router
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from samverk.accounts.models import CalendarAddress, Role, Trace, TraceKind, User
from samverk.accounts.policy import KEEPERS, VISITOR, Actor, HeldRole

# In the order of the model's fields, which is the order ``from_db`` takes values in.
_USER_FIELDS = ("id", "password", "email", "title", "language", "theme", "is_active")
_READ_USER = f"SELECT {', '.join(_USER_FIELDS)} FROM accounts_user WHERE id = %s"  # noqa: S608 - names of our own

# Who has no password and comes through an organisation that asks for a second step has taken one there. A role
# without agreement may be used in any agreement, so what one agreement requires of its people holds for it too.
_READ_ROLES = """
    SELECT role.kind, role.agreement, role.party, role.body, EXISTS (
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


@dataclass(frozen=True, slots=True)
class Opening:
    """An agreement whose content an administrator sees for a while: the row of the trace, and to which moment."""

    number: int
    agreement: str
    until: datetime


def user_by_id(user_id: int) -> User | None:
    """The active user with this id. One prepared statement: every page of someone who has signed in asks."""
    alias = router.db_for_read(User)
    with connections[alias].cursor() as cursor:
        cursor.execute(_READ_USER, [user_id])
        row = cursor.fetchone()
    if row is None or not row[-1]:
        return None
    return User.from_db(alias, _USER_FIELDS, (*row[:-1], True))


def signed_in(user: object) -> User | None:
    """The user of a request; None for a visitor and for a closed account."""
    return user if isinstance(user, User) and user.is_active else None


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


def actor(user: object, on: date, at: datetime | None = None) -> Actor:
    """The user with the roles in force that day (one prepared query); who is not an active user is a visitor.

    ``at``: the moment, for what an administrator has opened for a while (one statement more, for administrators
    alone). Without it nothing is open.

    One of whom a role requires a second step (``SecondStepRule``), and who has none, is given without any role.
    """
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    connection = connections[router.db_for_read(Role)]
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_READ_ROLES, [user.pk, day, day])
        rows = cursor.fetchall()
    user.lacks_second_step = any(row[4] for row in rows)
    roles = () if user.lacks_second_step else tuple(HeldRole(*row[:4]) for row in rows)
    found = Actor(str(user.pk), user.title, roles, lacks_second_step=user.lacks_second_step)
    user.keeps = found.is_administrator or any(role.kind in KEEPERS for role in roles)
    if at is None:
        return found
    user.openings = openings(str(user.pk), at) if found.is_administrator else ()
    return replace(found, opened=frozenset(one.agreement for one in user.openings)) if user.openings else found


def openings(user_id: str, at: datetime) -> tuple[Opening, ...]:
    """What the user has opened and not closed, and whose time has not run out. One statement."""
    closed = Trace.objects.filter(closes=OuterRef("pk"))
    rows = Trace.objects.filter(kind=TraceKind.CONTENT_OPENED, actor_id=user_id, at__lte=at, until__gt=at)
    found = rows.exclude(Exists(closed)).order_by("until", "pk").values_list("pk", "agreement", "until")
    return tuple(Opening(number, agreement, until) for number, agreement, until in found if until is not None)


def openings_shown(user: object, on: date, at: datetime) -> tuple[Opening, ...]:
    """The same, for the frame of a page. Where the page has already asked who its user is, nothing is read."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    if user.openings is None:
        actor(user, on, at)
    return user.openings or ()


def trace_of(agreement: str, most: int) -> tuple[Trace, ...]:
    """The latest that was done with the roles and the content of an agreement, the last first. One statement."""
    return tuple(Trace.objects.filter(agreement=agreement).order_by("-at", "-pk")[:most])


def roles_of(agreement: str) -> tuple[Role, ...]:
    """Every role that names the agreement, with its user, in the order of kinds' names. One statement."""
    found = Role.objects.filter(agreement=agreement).select_related("user")
    return tuple(found.order_by("kind", "party", "body", "from_day", "pk"))


def roles_elsewhere() -> tuple[Role, ...]:
    """Roles that name no agreement: administrators, and those of a party in all its agreements. One statement."""
    return tuple(Role.objects.filter(agreement="").select_related("user").order_by("kind", "party", "from_day", "pk"))


def role(number: int) -> Role | None:
    """The role with its user, or None."""
    return Role.objects.filter(pk=number).select_related("user").first()


def user_by_address(email: str) -> User | None:
    """The active user with the e-mail address, however it is typed."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def users_with_roles(on: date) -> list[tuple[User, tuple[HeldRole, ...]]]:
    """Every active user, by address, with the roles in force that day. One statement."""
    in_force = (Q(roles__to_day__isnull=True) | Q(roles__to_day__gt=on)) & Q(roles__from_day__lte=on)
    rows = User.objects.filter(is_active=True).annotate(
        held=FilteredRelation("roles", condition=in_force),
        held_kind=F("held__kind"),
        held_agreement=F("held__agreement"),
        held_party=F("held__party"),
        held_body=F("held__body"),
    )
    found: dict[int, tuple[User, list[HeldRole]]] = {}
    for row in rows.order_by("email", "held__pk"):
        _user, held = found.setdefault(row.pk, (row, []))
        if row.held_kind is not None:
            held.append(HeldRole(row.held_kind, row.held_agreement, row.held_party, row.held_body))
    return [(user, tuple(held)) for user, held in found.values()]
