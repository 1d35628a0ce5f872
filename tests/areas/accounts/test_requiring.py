"""A second step that is required: who is covered, what they are without it, and that it comes back."""

from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from samverk.accounts.actions import NewRole, create_user
from samverk.accounts.actions.requiring import RuleWithoutScope, lift_second_step, require_second_step
from samverk.accounts.models import RoleKind, SecondStepRule, User
from samverk.accounts.policy import Actor, NotAllowed, system
from samverk.accounts.queries import actor
from samverk.accounts.queries.requiring import rules_in_force, titles_lacking

pytestmark = pytest.mark.django_db

ADMIN, DAY = system("Prov"), date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

MADE_AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def person(kind: RoleKind, *, agreement: str = "", party: str = "", to_day: date | None = None) -> User:
    role = NewRole(kind=kind, from_day=date(2014, 1, 1), agreement=agreement, party=party, to_day=to_day)
    number = User.objects.count()
    return create_user(email=f"n{number}@kommun.example", title=f"Nr {number}", by=ADMIN, roles=(role,), at=MADE_AT)


def required(kind: str = "", agreement: str = "") -> SecondStepRule:
    return require_second_step(kind=kind, agreement=agreement, by=ADMIN, at=NOON)


# What is required, and of which role: in agreement a, in agreement b, of a party in all agreements, the administrator.
@pytest.mark.parametrize(
    ("rule", "covered"),
    [
        (("strategist", ""), "a b"),
        (("", "a"), "a party admin"),
        (("strategist", "a"), "a"),
        (("reader", "a"), "party"),
        (("administrator", ""), "admin"),
        (("registrar", ""), ""),
    ],
)
def test_whom_a_rule_covers(rule: tuple[str, str], covered: str) -> None:
    people = {
        "a": person(RoleKind.STRATEGIST, agreement="a"),
        "b": person(RoleKind.STRATEGIST, agreement="b"),
        "party": person(RoleKind.READER, party="0184"),
        "admin": person(RoleKind.ADMINISTRATOR),
    }
    required(*rule)

    lacking = {name for name, user in people.items() if actor(user, DAY).lacks_second_step}

    assert lacking == set(covered.split())
    assert {people[name].email for name in lacking} == {address for _, address in titles_lacking(DAY)}


def test_without_the_step_no_role_is_left_and_with_it_all_are() -> None:
    user = person(RoleKind.STRATEGIST, agreement="a")
    before = actor(user, DAY)
    required("strategist")

    assert actor(user, DAY) == Actor(str(user.pk), user.title, (), lacks_second_step=True)
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    assert actor(user, DAY).roles == ()
    Authenticator.objects.create(user=user, type="totp", data={})
    assert actor(user, DAY) == before


def test_a_role_that_has_ended_requires_nothing() -> None:
    user = person(RoleKind.STRATEGIST, agreement="a", to_day=DAY)
    required("strategist")

    assert not actor(user, DAY).lacks_second_step
    assert actor(user, date(2026, 2, 28)).lacks_second_step


def test_a_lifted_rule_requires_nothing_and_is_kept() -> None:
    user, rule = person(RoleKind.STRATEGIST, agreement="a"), required("strategist")

    assert lift_second_step(rule=rule.pk, by=ADMIN, at=NOON) is True

    assert not actor(user, DAY).lacks_second_step
    assert (SecondStepRule.objects.get().lifted_by, rules_in_force()) == ("Prov", [])
    assert lift_second_step(rule=rule.pk, by=ADMIN, at=NOON) is False
    assert required("strategist").pk != rule.pk


def test_requiring_twice_is_requiring_once() -> None:
    assert required("strategist") == required("strategist")


@pytest.mark.parametrize(("kind", "agreement"), [("", ""), ("chef", "")])
def test_a_rule_for_nobody_is_refused(kind: str, agreement: str) -> None:
    with pytest.raises(RuleWithoutScope):
        required(kind, agreement)


def test_only_administrators_require_and_lift() -> None:
    rule, someone = required("strategist"), actor(person(RoleKind.REGISTRAR, party="0184"), DAY)

    with pytest.raises(NotAllowed):
        require_second_step(kind="reader", by=someone, at=NOON)
    with pytest.raises(NotAllowed):
        lift_second_step(rule=rule.pk, by=someone, at=NOON)


def test_the_one_who_asks_is_still_read_in_one_question() -> None:
    user = person(RoleKind.STRATEGIST, agreement="a")
    required("strategist")

    with CaptureQueriesContext(connection) as asked:
        actor(user, DAY)

    assert len(asked) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "", "agreement": ""},
        {"kind": "chef"},
        {"kind": "reader", "lifted_by": "Prov"},
        {"kind": "reader", "lifted_at": NOON},
        {"kind": "strategist"},
    ],
)
def test_the_database_refuses_what_cannot_be(fields: dict[str, object]) -> None:
    required("strategist")

    with pytest.raises(IntegrityError), transaction.atomic():
        SecondStepRule.objects.create(set_at=NOON, set_by="Prov", **fields)
