"""Writes: users, their roles, preferences, calendar addresses, and what administrators open for a while."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from samverk.accounts.models import (
    BODY_KINDS,
    CalendarAddress,
    Language,
    Role,
    RoleKind,
    Theme,
    Trace,
    TraceKind,
    User,
)
from samverk.accounts.policy import (
    Actor,
    can_administer,
    can_change_preferences,
    can_end_role,
    can_give_role,
    can_keep_calendar_address,
    can_open_content,
    require,
)
from samverk.accounts.queries import openings, secret_hash
from samverk.rules.wording import Text

SECRET_BYTES: Final = 32
"""As many as make a guess hopeless: 256 bits."""

OPEN_FOR: Final = timedelta(minutes=60)
"""How long an administrator sees what has been opened."""

SHORTEST_REASON: Final = 10
LONGEST_REASON: Final = 500
"""Letters of a reason."""


class AccountRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """A user or role that cannot be. ``message`` says what was found, what is expected and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


class AddressTaken(AccountRefused):
    """The e-mail address already signs somebody in."""


class RoleWithoutScope(AccountRefused):
    """A role that says neither agreement nor party."""


class RoleHeldAlready(AccountRefused):
    """The very same role from the same day."""


class NoReason(AccountRefused):
    """Content is not opened without saying why."""


class NothingOpen(AccountRefused):
    """There is nothing to close: it is closed, or its time has run out."""


class RoleEndsBeforeItStarts(AccountRefused):
    """The last day lies before the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRole:
    """A role to give: from the day, up to but not including ``to_day`` (None = until further notice)."""

    kind: RoleKind
    from_day: date
    to_day: date | None = None
    agreement: str = ""
    party: str = ""
    body: str = ""


@transaction.atomic
def create_user(
    *,
    email: str,
    title: str,
    by: Actor,
    at: datetime,
    password: str | None = None,
    language: Language = Language.SWEDISH,
    roles: tuple[NewRole, ...] = (),
) -> User:
    """A user and its roles. ``title`` is the title of the post, never a person's name. Error: AddressTaken.

    ``at``: the moment that the trace tells, here and in what follows.
    """
    require(can_administer(by))
    if User.objects.filter(email=email.strip().lower()).exists():
        raise AddressTaken(
            Text(
                f"Adressen {email} har redan ett konto. Ge kontot en roll till i stället för att lägga upp ett nytt.",
                f"The address {email} already has an account. Give that account another role instead.",
            )
        )
    user = User.objects.create_user(email, password, title=title, language=language)
    leave_trace(TraceKind.USER_CREATED, by, at, user)
    for role in roles:
        trace_role(TraceKind.ROLE_GIVEN, by, at, _add_role(user, role))
    return user


@transaction.atomic
def give_role(*, user: User, role: NewRole, by: Actor, at: datetime) -> Role:
    """One role more. Errors: NotAllowed, RoleWithoutScope, RoleEndsBeforeItStarts, RoleHeldAlready."""
    require(can_give_role(by, user_id=str(user.pk), kind=role.kind, agreement=role.agreement))
    made = _add_role(user, role)
    trace_role(TraceKind.ROLE_GIVEN, by, at, made)
    return made


@transaction.atomic
def end_role(*, role: Role, last_day: date, by: Actor, at: datetime) -> Role:
    """The role's last day is ``last_day``, that day included. Errors: NotAllowed, RoleEndsBeforeItStarts."""
    to_day = date.fromordinal(last_day.toordinal() + 1)
    asked = {"user_id": str(role.user_id), "kind": role.kind, "agreement": role.agreement}
    longer = role.to_day is not None and to_day > role.to_day
    require(can_give_role(by, **asked) if longer else can_end_role(by, **asked))
    if last_day < role.from_day:
        raise _ends_before_start(role.from_day, last_day)
    role.to_day = to_day
    role.save(update_fields=["to_day"])
    trace_role(TraceKind.ROLE_ENDED, by, at, role)
    return role


@transaction.atomic
def open_content(*, agreement: str, reason: str, by: Actor, at: datetime) -> Trace:
    """For an hour the administrator sees what the agreement holds. Kept in the trace. Errors: NotAllowed, NoReason."""
    require(can_open_content(by))
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise NoReason(
            Text(
                f"Skälet är ”{reason.strip()}”. Skriv en mening om varför innehållet behöver ses; strategen läser den.",
                f"The reason is “{reason.strip()}”. Write a sentence on why the content must be seen; the strategist "
                "reads it.",
            )
        )
    return Trace.objects.create(
        kind=TraceKind.CONTENT_OPENED, at=at, actor=by.label, actor_id=by.user_id, agreement=agreement,
        reason=" ".join(reason.split())[:LONGEST_REASON], until=at + OPEN_FOR,
    )  # fmt: skip


@transaction.atomic
def close_content(*, number: int, by: Actor, at: datetime) -> Trace:
    """What was opened by the actor is closed before its time. Errors: NotAllowed, NothingOpen."""
    require(can_open_content(by))
    found = next((one for one in openings(by.user_id, at) if one.number == number), None)
    if found is None:
        raise NothingOpen(
            Text("Det är redan stängt. Du behöver inte göra något.", "It is already closed. You need do nothing.")
        )
    return Trace.objects.create(
        kind=TraceKind.CONTENT_CLOSED, at=at, actor=by.label, actor_id=by.user_id, agreement=found.agreement,
        closes=found.number,
    )  # fmt: skip


@transaction.atomic
def set_preferences(*, user: User, by: Actor, language: Language | None = None, theme: Theme | None = None) -> User:
    """The user's own language and theme; None leaves as it is."""
    require(can_change_preferences(by, str(user.pk)))
    user.language = language or user.language
    user.theme = theme or user.theme
    user.save(update_fields=["language", "theme"])
    return user


@transaction.atomic
def make_calendar_address(*, user: User, by: Actor, at: datetime) -> str:
    """A new secret for the address of the user's calendar; one that was there before stops working. The secret is
    given here and nowhere else.
    """
    require(can_keep_calendar_address(by, str(user.pk)))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarAddress.objects.update_or_create(user=user, defaults={"secret_hash": secret_hash(secret), "made_at": at})
    return secret


@transaction.atomic
def close_calendar_address(*, user: User, by: Actor) -> bool:
    """The address of the user's calendar stops working. Whether there was one."""
    require(can_keep_calendar_address(by, str(user.pk)))
    deleted, _ = CalendarAddress.objects.filter(user=user).delete()
    return deleted > 0


def _add_role(user: User, role: NewRole) -> Role:
    if role.to_day is not None and role.to_day <= role.from_day:
        raise _ends_before_start(role.from_day, date.fromordinal(role.to_day.toordinal() - 1))
    if (role.kind == RoleKind.ADMINISTRATOR) == bool(role.agreement or role.party):
        raise RoleWithoutScope(
            Text(
                f"Rollen {role.kind} gäller avtalet ”{role.agreement}” och parten ”{role.party}”. "
                "En administratör har ingetdera; alla andra roller behöver minst ett av dem.",
                f"The role {role.kind} is for agreement “{role.agreement}” and party “{role.party}”. "
                "An administrator has neither; every other role needs at least one of them.",
            )
        )
    if (role.kind in BODY_KINDS) != bool(role.body) or (role.body and not role.agreement):
        raise RoleWithoutScope(
            Text(
                f"Rollen {role.kind} gäller organet ”{role.body}” i avtalet ”{role.agreement}”. Ordförande och ledamot "
                "har ett organ i ett avtal; ingen annan roll har något.",
                f"The role {role.kind} is for body “{role.body}” in agreement “{role.agreement}”. A chair and a member "
                "have a body in an agreement; no other role has one.",
            )
        )
    asked = {"kind": role.kind, "agreement": role.agreement, "party": role.party, "body": role.body}
    if Role.objects.filter(user=user, from_day=role.from_day, **asked).exists():
        raise RoleHeldAlready(
            Text(
                f"{user.title} har redan den rollen från {role.from_day}. Avsluta den först om dagarna är fel.",
                f"{user.title} already has that role from {role.from_day}. End it first if its days are wrong.",
            )
        )
    return Role.objects.create(
        user=user,
        kind=role.kind,
        agreement=role.agreement,
        party=role.party,
        body=role.body,
        from_day=role.from_day,
        to_day=role.to_day,
    )


def leave_trace(kind: TraceKind, by: Actor, at: datetime, user: User, **more: Any) -> None:
    """A row of the trace: what was done with the account of ``user``."""
    Trace.objects.create(
        kind=kind, actor=by.label, actor_id=by.user_id, about=user.title, about_id=str(user.pk), at=at, **more
    )


def trace_role(kind: TraceKind, by: Actor, at: datetime, role: Role) -> None:
    """A row of the trace: what was done with a role."""
    leave_trace(
        kind, by, at, role.user, role=role.kind, agreement=role.agreement, party=role.party, body=role.body,
        from_day=role.from_day, to_day=role.to_day,
    )  # fmt: skip


def _ends_before_start(first: date, last: date) -> RoleEndsBeforeItStarts:
    return RoleEndsBeforeItStarts(
        Text(
            f"Rollens sista dag {last} ligger före dess första dag {first}. Ange en dag från och med {first}.",
            f"The role's last day {last} is before its first day {first}. Give a day from {first} onwards.",
        )
    )
