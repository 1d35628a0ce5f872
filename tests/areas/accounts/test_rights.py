"""Roles given and ended, what an administrator opens for a while, and the trace of both."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from samverk.accounts import queries
from samverk.accounts.actions import (
    OPEN_FOR,
    NewRole,
    NoReason,
    NothingOpen,
    RoleHeldAlready,
    RoleWithoutScope,
    close_content,
    create_user,
    end_role,
    give_role,
    open_content,
)
from samverk.accounts.models import Role, RoleKind, Trace, TraceKind, User
from samverk.accounts.policy import VISITOR, Actor, HeldRole, NotAllowed, can_open_content, can_see_roles, system

pytestmark = pytest.mark.django_db

BY = system("Prov")
DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STRATEGIST = Actor("90", "Strateg", (HeldRole("strategist", "norrort"),))
STAFF = Actor("91", "Förbundet", (HeldRole("association_staff", "norrort"),))
ELSEWHERE = Actor("92", "Strateg, annat", (HeldRole("strategist", "annat"),))
CONTACT = Actor("93", "Kontaktperson", (HeldRole("contact_person", "norrort", "0186"),))
ADMINISTRATOR = Actor("94", "Administratör", (HeldRole("administrator"),))


def user(name: str = "ny", **changes: Any) -> User:
    values: dict[str, Any] = {"email": f"{name}@example.org", "title": f"Post {name}", "by": BY, "at": NOW}
    return create_user(**(values | changes))


def role(kind: RoleKind = RoleKind.READER, **changes: Any) -> NewRole:
    values: dict[str, Any] = {"kind": kind, "from_day": DAY, "agreement": "norrort"}
    return NewRole(**(values | changes))


def administrator() -> tuple[User, Actor]:
    made = user("drift", roles=(NewRole(kind=RoleKind.ADMINISTRATOR, from_day=DAY),))
    return made, queries.actor(made, DAY, NOW)


# --- who gives and ends -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "given"),
    [
        (BY, {"reader", "strategist", "administrator", "elsewhere", "everywhere"}),
        (ADMINISTRATOR, {"reader", "strategist", "administrator", "elsewhere", "everywhere"}),
        (STRATEGIST, {"reader", "strategist"}),
        (STAFF, {"reader", "strategist"}),
        (ELSEWHERE, {"elsewhere"}),
        (CONTACT, set()),
        (VISITOR, set()),
    ],
    ids=lambda one: one.label if isinstance(one, Actor) else "",
)
def test_roles_are_given_and_ended_by_those_who_run_the_installation_or_the_agreement(
    by: Actor, given: set[str]
) -> None:
    asked = {
        "reader": role(),
        "strategist": role(RoleKind.STRATEGIST),
        "administrator": role(RoleKind.ADMINISTRATOR, agreement=""),
        "elsewhere": role(agreement="annat"),
        "everywhere": role(agreement="", party="0186"),
    }
    someone = user()
    allowed = {name for name, one in asked.items() if done(give_role, user=someone, role=one, by=by, at=NOW)}

    assert allowed == given
    Role.objects.all().delete()
    held = {name: give_role(user=someone, role=one, by=BY, at=NOW) for name, one in asked.items()}
    ended = {name for name, one in held.items() if done(end_role, role=one, last_day=DAY, by=by, at=NOW)}
    assert ended == given


def done(act: Any, **given: Any) -> bool:
    try:
        act(**given)
    except NotAllowed:
        return False
    return True


def test_nobody_gives_or_prolongs_a_role_of_their_own_but_everyone_may_leave_one() -> None:
    own, by = administrator()
    held = give_role(user=own, role=role(to_day=date(2026, 5, 1)), by=BY, at=NOW)

    with pytest.raises(NotAllowed, match="Ingen ger sig själv en roll"):
        give_role(user=own, role=role(RoleKind.STRATEGIST), by=by, at=NOW)
    with pytest.raises(NotAllowed, match="förlänger sin egen"):
        end_role(role=held, last_day=date(2026, 5, 1), by=by, at=NOW)
    assert end_role(role=held, last_day=date(2026, 4, 1), by=by, at=NOW).to_day == date(2026, 4, 2)


@pytest.mark.parametrize("kind", RoleKind)
def test_every_role_counts_from_its_first_day_to_its_last_and_not_after(kind: RoleKind) -> None:
    scope: dict[str, Any] = (
        {"agreement": "", "body": ""} if kind == RoleKind.ADMINISTRATOR else {"agreement": "norrort", "body": ""}
    )
    scope["body"] = "styrgrupp" if kind in (RoleKind.BODY_CHAIR, RoleKind.BODY_MEMBER) else ""
    made = user(roles=(NewRole(kind=kind, from_day=DAY, **scope),))
    end_role(role=Role.objects.get(), last_day=date(2026, 5, 31), by=BY, at=NOW)

    days = ("2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01")
    held = {HeldRole(kind, scope["agreement"], "", scope["body"])}
    assert [set(queries.actor(made, date.fromisoformat(day)).roles) for day in days] == [set(), held, held, set()]


@pytest.mark.parametrize(
    "wrong",
    [
        role(RoleKind.BODY_CHAIR),
        role(RoleKind.BODY_MEMBER, agreement="", party="0186", body="styrgrupp"),
        role(RoleKind.READER, body="styrgrupp"),
    ],
)
def test_a_role_in_a_body_names_the_body_of_an_agreement_and_no_other_role_does(wrong: NewRole) -> None:
    someone = user()

    with pytest.raises(RoleWithoutScope, match="Ordförande och ledamot har ett organ"):
        give_role(user=someone, role=wrong, by=BY, at=NOW)
    with pytest.raises(IntegrityError, match="accounts_role_body"), transaction.atomic():
        Role.objects.create(
            user=someone, kind=wrong.kind, agreement=wrong.agreement, party=wrong.party, body=wrong.body, from_day=DAY
        )


def test_the_same_role_from_the_same_day_is_refused() -> None:
    someone = user(roles=(role(),))

    with pytest.raises(RoleHeldAlready, match="har redan den rollen från 2026-03-01"):
        give_role(user=someone, role=role(), by=BY, at=NOW)


def test_each_change_leaves_who_when_and_what() -> None:
    someone = user("a")
    held = give_role(user=someone, role=role(RoleKind.REPRESENTATIVE, party="0186"), by=STRATEGIST, at=NOW + MINUTE)
    end_role(role=held, last_day=DAY, by=STAFF, at=NOW + 2 * MINUTE)

    kept = ("at", "kind", "actor", "actor_id", "about", "about_id", "role", "party", "from_day", "to_day")
    about = ("Post a", str(someone.pk))
    what = ("representative", "0186", DAY)
    assert list(Trace.objects.order_by("pk").values_list(*kept)) == [
        (NOW, "user_created", "Prov", "", *about, "", "", None, None),
        (NOW + MINUTE, "role_given", "Strateg", "90", *about, *what, None),
        (NOW + 2 * MINUTE, "role_ended", "Förbundet", "91", *about, *what, date(2026, 3, 2)),
    ]
    assert [one.kind for one in queries.trace_of("norrort", 9)] == ["role_ended", "role_given"]
    assert [one.kind for one in queries.trace_of("norrort", 1)] == ["role_ended"]


def test_a_refused_change_leaves_no_trace() -> None:
    someone = user()
    before = Trace.objects.count()

    with pytest.raises(NotAllowed):
        give_role(user=someone, role=role(), by=CONTACT, at=NOW)

    assert Trace.objects.count() == before
    assert not Role.objects.exists()


@pytest.mark.parametrize("change", ["UPDATE accounts_trace SET actor = 'x'", "DELETE FROM accounts_trace"])
def test_the_trace_only_grows(change: str) -> None:
    user()

    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(change)


# --- opened for a while -----------------------------------------------------------------------------------


def test_an_administrator_sees_for_an_hour_what_was_opened_with_a_reason() -> None:
    made, by = administrator()
    assert by.opened == frozenset()

    row = open_content(agreement="norrort", reason="  Felsökning av  avgiften ", by=by, at=NOW)

    assert (row.reason, row.until) == ("Felsökning av avgiften", NOW + OPEN_FOR)
    moments = (NOW - MINUTE, NOW, NOW + OPEN_FOR - MINUTE, NOW + OPEN_FOR)
    opened = [queries.actor(made, DAY, at).opened for at in moments]
    assert opened == [frozenset(), {"norrort"}, {"norrort"}, frozenset()]
    assert queries.actor(made, DAY).opened == frozenset()
    assert queries.actor(user("annan"), DAY, NOW).opened == frozenset()


def test_what_is_opened_ends_with_the_role_and_when_it_is_closed() -> None:
    made, by = administrator()
    row = open_content(agreement="norrort", reason="Felsökning av avgiften", by=by, at=NOW)
    end_role(role=Role.objects.get(), last_day=DAY, by=by, at=NOW)
    assert queries.actor(made, date(2026, 3, 2), NOW).opened == frozenset()

    close_content(number=row.pk, by=by, at=NOW + MINUTE)

    assert queries.actor(made, DAY, NOW + MINUTE).opened == frozenset()
    assert [one.kind for one in queries.trace_of("norrort", 9)] == ["content_closed", "content_opened"]
    with pytest.raises(NothingOpen, match="redan stängt"):
        close_content(number=row.pk, by=by, at=NOW + 2 * MINUTE)


def test_nobody_closes_what_another_opened() -> None:
    _, by = administrator()
    row = open_content(agreement="norrort", reason="Felsökning av avgiften", by=by, at=NOW)

    with pytest.raises(NothingOpen):
        close_content(number=row.pk, by=ADMINISTRATOR, at=NOW + MINUTE)


@pytest.mark.parametrize("reason", ["", "   ", "för att   "])
def test_nothing_is_opened_without_a_reason(reason: str) -> None:
    _, by = administrator()

    with pytest.raises(NoReason, match="Skriv en mening"):
        open_content(agreement="norrort", reason=reason, by=by, at=NOW)


@pytest.mark.parametrize("who", [VISITOR, STRATEGIST, CONTACT, BY], ids=lambda who: who.label)
def test_only_a_person_who_administers_opens_content(who: Actor) -> None:
    with pytest.raises(NotAllowed):
        open_content(agreement="norrort", reason="Felsökning av avgiften", by=who, at=NOW)
    with pytest.raises(NotAllowed):
        close_content(number=1, by=who, at=NOW)
    assert can_open_content(ADMINISTRATOR) is None


def test_the_trace_is_read_by_those_who_run_the_agreement_and_the_installation() -> None:
    everyone = (VISITOR, CONTACT, ELSEWHERE, STAFF, STRATEGIST, ADMINISTRATOR)

    assert [who for who in everyone if can_see_roles(who, "norrort") is None] == [STAFF, STRATEGIST, ADMINISTRATOR]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": TraceKind.CONTENT_OPENED, "agreement": "a", "actor_id": "1", "reason": "", "until": NOW + MINUTE},
        {"kind": TraceKind.CONTENT_OPENED, "agreement": "a", "actor_id": "1", "reason": "x", "until": NOW},
        {"kind": TraceKind.CONTENT_OPENED, "agreement": "", "actor_id": "1", "reason": "x", "until": NOW + MINUTE},
        {"kind": TraceKind.CONTENT_CLOSED},
        {"kind": TraceKind.ROLE_GIVEN, "closes": 1},
        {"kind": "annat"},
        {"kind": TraceKind.ROLE_GIVEN, "actor": ""},
    ],
)
def test_the_database_refuses_a_trace_that_tells_too_little(wrong: dict[str, Any]) -> None:
    values: dict[str, Any] = {"at": NOW, "actor": "Prov"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Trace.objects.create(**(values | wrong))
