"""Users, roles over time, preferences: actions, queries, and the constraints of the tables."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from samverk.accounts import queries
from samverk.accounts.actions import (
    AddressTaken,
    NewRole,
    RoleEndsBeforeItStarts,
    RoleWithoutScope,
    create_user,
    end_role,
    give_role,
    set_preferences,
)
from samverk.accounts.models import Language, Role, RoleKind, Theme, User
from samverk.accounts.policy import VISITOR, Actor, HeldRole, NotAllowed, system

pytestmark = pytest.mark.django_db

ADMIN = system("Prov")
DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def strategist(**changes: Any) -> NewRole:
    values: dict[str, Any] = {"kind": RoleKind.STRATEGIST, "from_day": DAY, "agreement": "norrort"}
    return NewRole(**(values | changes))


def user(**changes: Any) -> User:
    values: dict[str, Any] = {"email": "strateg@example.org", "title": "Strateg, Lidingö", "by": ADMIN, "at": NOW}
    return create_user(**(values | changes))


def test_a_user_signs_in_with_the_address_however_it_is_typed() -> None:
    made = user(email=" Strateg@Example.ORG ", password="en lång och krånglig mening")

    assert authenticate(username="STRATEG@example.org", password="en lång och krånglig mening") == made
    assert authenticate(username="strateg@example.org", password="fel") is None
    assert str(made) == "Strateg, Lidingö"


def test_a_user_without_a_password_cannot_sign_in_with_one() -> None:
    user()

    assert authenticate(username="strateg@example.org", password="") is None


def test_an_address_is_used_once_also_in_capitals() -> None:
    user()

    with pytest.raises(AddressTaken, match="har redan ett konto"):
        user(email="STRATEG@EXAMPLE.ORG")


def test_a_role_counts_from_its_first_day_to_its_last() -> None:
    made = user(roles=(strategist(to_day=date(2026, 6, 1)),))

    held = {
        day: queries.actor(made, day).roles
        for day in map(date.fromisoformat, ("2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01"))
    }

    role = (HeldRole("strategist", "norrort", ""),)
    assert list(held.values()) == [(), role, role, ()]


def test_an_actor_is_read_with_one_statement(django_assert_num_queries: Any) -> None:
    made = user(roles=(strategist(), strategist(kind=RoleKind.READER)))

    with django_assert_num_queries(1):
        actor = queries.actor(made, DAY)

    assert (actor.user_id, actor.label, len(actor.roles)) == (str(made.pk), "Strateg, Lidingö", 2)


def test_who_is_not_an_active_user_is_a_visitor() -> None:
    gone = user()
    gone.is_active = False

    assert [queries.actor(who, DAY) for who in (AnonymousUser(), gone, None)] == [VISITOR] * 3


def test_users_are_listed_with_their_roles_in_one_statement(django_assert_num_queries: Any) -> None:
    for name in ("b", "a"):
        user(email=f"{name}@example.org", roles=(strategist(),))

    with django_assert_num_queries(1):
        found = queries.users_with_roles(DAY)

    assert [(row.email, len(roles)) for row, roles in found] == [("a@example.org", 1), ("b@example.org", 1)]


def test_a_role_is_ended_on_its_last_day() -> None:
    role = give_role(user=user(), role=strategist(), by=ADMIN, at=NOW)

    assert end_role(role=role, last_day=date(2026, 3, 31), by=ADMIN, at=NOW).to_day == date(2026, 4, 1)
    with pytest.raises(RoleEndsBeforeItStarts, match="2026-02-28 ligger före dess första dag 2026-03-01"):
        end_role(role=role, last_day=date(2026, 2, 28), by=ADMIN, at=NOW)


@pytest.mark.parametrize(
    ("role", "error"),
    [
        (strategist(agreement=""), RoleWithoutScope),
        (strategist(kind=RoleKind.ADMINISTRATOR), RoleWithoutScope),
        (strategist(to_day=DAY), RoleEndsBeforeItStarts),
    ],
)
def test_a_role_that_cannot_be_is_refused_and_the_user_with_it(role: NewRole, error: type[Exception]) -> None:
    with pytest.raises(error):
        user(roles=(role,))

    assert User.objects.count() == 0


def test_everyone_sets_their_own_preferences_and_nobody_elses() -> None:
    mine, other = user(), user(email="annan@example.org")
    me = queries.actor(mine, DAY)

    set_preferences(user=mine, by=me, language=Language.ENGLISH, theme=Theme.DARK)
    set_preferences(user=mine, by=me)

    assert User.objects.values_list("language", "theme").get(pk=mine.pk) == ("en", "dark")
    with pytest.raises(NotAllowed):
        set_preferences(user=other, by=me, theme=Theme.DARK)


@pytest.mark.parametrize("who", [VISITOR, Actor("7", "Strateg", (HeldRole("strategist", "annat"),))])
def test_only_administrators_keep_users(who: Actor) -> None:
    made = user()
    held = Role(user=made, kind=RoleKind.READER, agreement="norrort", from_day=DAY)

    with pytest.raises(NotAllowed):
        user(email="ny@example.org", by=who)
    with pytest.raises(NotAllowed):
        give_role(user=made, role=strategist(), by=who, at=NOW)
    with pytest.raises(NotAllowed):
        end_role(role=held, last_day=DAY, by=who, at=NOW)


def refused(row: User | Role) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save(force_insert=True)
    return str(caught.value)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("accounts_user_email_lower", {"email": "Strateg@example.org"}),
        ("accounts_user_has_title", {"title": ""}),
        ("accounts_user_language", {"language": "fi"}),
        ("accounts_user_theme", {"theme": "sepia"}),
    ],
)
def test_the_user_constraint_holds(constraint: str, changes: dict[str, str]) -> None:
    assert constraint in refused(User(**({"email": "a@example.org", "title": "Strateg", "password": "!"} | changes)))


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("accounts_role_kind", {"kind": "king"}),
        ("accounts_role_to_after_from", {"to_day": DAY}),
        ("accounts_role_scope", {"agreement": ""}),
        ("accounts_role_scope", {"kind": "administrator"}),
        ("accounts_role_scope", {"kind": "administrator", "agreement": "", "party": "0186"}),
    ],
)
def test_the_role_constraint_holds(constraint: str, changes: dict[str, Any]) -> None:
    values: dict[str, Any] = {"kind": "strategist", "agreement": "norrort", "from_day": DAY}

    assert constraint in refused(Role(user=user(), **(values | changes)))


def test_a_role_is_given_once_from_a_day() -> None:
    made = user(roles=(strategist(),))

    message = refused(Role(user=made, kind="strategist", agreement="norrort", from_day=DAY))

    assert "accounts_role" in message
