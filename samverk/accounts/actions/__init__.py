"""Writes: users, their roles, preferences and calendar addresses."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from samverk.accounts.models import CalendarAddress, Language, Role, RoleKind, Theme, User
from samverk.accounts.policy import (
    Actor,
    can_administer,
    can_change_preferences,
    can_keep_calendar_address,
    require,
)
from samverk.accounts.queries import secret_hash
from samverk.rules.wording import Text

SECRET_BYTES: Final = 32
"""As many as make a guess hopeless: 256 bits."""


class AccountRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """A user or role that cannot be. ``message`` says what was found, what is expected and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


class AddressTaken(AccountRefused):
    """The e-mail address already signs somebody in."""


class RoleWithoutScope(AccountRefused):
    """A role that says neither agreement nor party."""


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


@transaction.atomic
def create_user(
    *,
    email: str,
    title: str,
    by: Actor,
    password: str | None = None,
    language: Language = Language.SWEDISH,
    roles: tuple[NewRole, ...] = (),
) -> User:
    """A user and its roles. ``title`` is the title of the post, never a person's name. Error: AddressTaken."""
    require(can_administer(by))
    if User.objects.filter(email=email.strip().lower()).exists():
        raise AddressTaken(
            Text(
                f"Adressen {email} har redan ett konto. Ge kontot en roll till i stället för att lägga upp ett nytt.",
                f"The address {email} already has an account. Give that account another role instead.",
            )
        )
    user = User.objects.create_user(email, password, title=title, language=language)
    for role in roles:
        _add_role(user, role)
    return user


@transaction.atomic
def give_role(*, user: User, role: NewRole, by: Actor) -> Role:
    """One role more. Errors: RoleWithoutScope, RoleEndsBeforeItStarts."""
    require(can_administer(by))
    return _add_role(user, role)


@transaction.atomic
def end_role(*, role: Role, last_day: date, by: Actor) -> Role:
    """The role's last day is ``last_day``, that day included. Error: RoleEndsBeforeItStarts."""
    require(can_administer(by))
    if last_day < role.from_day:
        raise _ends_before_start(role.from_day, last_day)
    role.to_day = date.fromordinal(last_day.toordinal() + 1)
    role.save(update_fields=["to_day"])
    return role


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
    return Role.objects.create(
        user=user,
        kind=role.kind,
        agreement=role.agreement,
        party=role.party,
        from_day=role.from_day,
        to_day=role.to_day,
    )


def _ends_before_start(first: date, last: date) -> RoleEndsBeforeItStarts:
    return RoleEndsBeforeItStarts(
        Text(
            f"Rollens sista dag {last} ligger före dess första dag {first}. Ange en dag från och med {first}.",
            f"The role's last day {last} is before its first day {first}. Give a day from {first} onwards.",
        )
    )
