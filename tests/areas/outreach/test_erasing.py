"""Erasure: what goes, on which day, and what stands; and the answer to who asks what there is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samverk.accounts.actions import NewRole, create_user, end_role
from samverk.accounts.actions.succession import name_successor, withdraw_successor
from samverk.accounts.models import Role, RoleKind, SignIn, Succession, Trace, User
from samverk.accounts.policy import VISITOR, Actor, NotAllowed, system
from samverk.lib.retention import ACCOUNT, CONTACT, LETTER, PERIODS, SUCCESSOR
from samverk.ops import erase as command
from samverk.outreach.actions import erasing
from samverk.outreach.actions.erasing import ERASED, ERASURE, Erased, erase
from samverk.outreach.actions.outbox import Recipient, decline, queue, stop
from samverk.outreach.actions.reminding import ask_for_daily
from samverk.outreach.models import Declined, JobRun, Message, Step
from samverk.outreach.queries.subject_access import everything_about
from samverk.parties.actions.posts import end_post, record_post
from samverk.parties.models import ContactPost, Organisation, PostTrace
from tests.areas.outreach.test_delivery import PLAIN, work

pytestmark = pytest.mark.django_db

BY = system("Prov")
TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 7, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, 12, tzinfo=UTC)
ADDRESS = "registrator@example.org"
NOTHING = Erased(0, 0, 0, 0, 0, 0)


def someone(to_day: date | None, *, at: datetime = LONG_AGO) -> User:
    role = NewRole(kind=RoleKind.REGISTRAR, from_day=date(2020, 1, 1), to_day=to_day, party="0187")
    return create_user(email=ADDRESS, title="Registrator, Vaxholm", by=BY, at=at, roles=(role,))


def contact(to_day: date | None) -> ContactPost:
    Organisation.objects.get_or_create(
        code="0187", defaults={"kind": "municipality", "name": "Vaxholm", "presented_name": "Vaxholms stad",
                               "legal_name": "Vaxholms kommun", "county": "01"},
    )  # fmt: skip
    return record_post(
        party="0187", role="registrator", title="Registrator", email=ADDRESS, from_day=date(2020, 1, 1),
        to_day=to_day, by=BY, recorded_at=LONG_AGO,
    )  # fmt: skip


def letter(at: datetime) -> Message:
    to = Recipient(ADDRESS, "Registrator, Vaxholm")
    return queue(kind="statutory", letter="plain", payload=PLAIN, to=to, by=BY, at=at, agreement="norrort")


def run(day: date = TODAY) -> Erased:
    return erase(today=day, by=BY, at=AT)


# --- accounts -------------------------------------------------------------------------------------------


def test_an_account_goes_a_year_after_its_last_role_and_its_name_stands() -> None:
    user = someone(TODAY - ACCOUNT + timedelta(days=1))
    SignIn.objects.create(user=user, session_key="k", method="password", signed_in_at=LONG_AGO)
    assert run() == NOTHING

    assert run(TODAY + timedelta(days=1)).accounts == 1

    assert (User.objects.count(), Role.objects.count(), SignIn.objects.count()) == (0, 0, 0)
    told = list(Trace.objects.order_by("pk").values_list("kind", "about", "about_id", "actor"))
    number = str(user.pk)
    assert told == [
        ("user_created", "Registrator, Vaxholm", number, "Prov"),
        ("role_given", "Registrator, Vaxholm", number, "Prov"),
        ("user_erased", "Registrator, Vaxholm", number, "Prov"),
    ]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.none(), st.integers(-900, 900)), max_size=3), st.integers(-900, 0))
def test_nobody_is_removed_before_the_time_has_passed_since_everything(ends: list[int | None], made: int) -> None:
    """Whatever roles there are: an account goes only when the last of them, and its making, lie a year back."""
    with transaction.atomic():
        at = AT + timedelta(days=made)
        user = create_user(email=ADDRESS, title="Någon", by=BY, at=at)
        for place, days in enumerate(ends):
            to_day = None if days is None else TODAY + timedelta(days=days)
            Role.objects.create(user=user, kind="reader", party=f"{place}", from_day=date(2000, 1, 1), to_day=to_day)
        run()
        gone = not User.objects.exists()
        transaction.set_rollback(True)

    last = max([made, *(9999 if days is None else days for days in ends)])
    assert gone == (last <= -ACCOUNT.days)


def test_an_account_without_roles_that_nobody_knows_the_age_of_is_left() -> None:
    User.objects.create_user("okand@example.org", None, title="Okänd")

    assert run() == NOTHING


def test_a_named_successor_goes_a_year_after_it_was_decided() -> None:
    user = someone(None)
    own = Actor(str(user.pk), user.title)
    name_successor(user=user, email="ny@example.org", title="Ny", from_day=TODAY, today=date(2025, 1, 1), by=own,
                   at=AT - SUCCESSOR - timedelta(days=2))  # fmt: skip
    assert run() == NOTHING
    withdraw_successor(user=user, by=own, at=AT - SUCCESSOR - timedelta(seconds=1))

    assert run().successors == 1
    assert Succession.objects.count() == 0


# --- contacts and letters -------------------------------------------------------------------------------


def test_a_contact_goes_a_year_after_its_last_day_and_the_trace_has_no_address() -> None:
    ended = end_post(post=contact(None), last_day=TODAY - CONTACT, by=BY, recorded_at=AT)
    assert ended.to_day == TODAY - CONTACT + timedelta(days=1)
    assert run() == NOTHING

    assert run(TODAY + timedelta(days=1)).contacts == 1

    assert ContactPost.objects.count() == 0
    assert list(PostTrace.objects.values_list("what", "title")) == [
        ("recorded", "Registrator"),
        ("ended", "Registrator"),
    ]
    assert not [field.name for field in PostTrace._meta.get_fields() if field.name in ("email", "phone")]


def test_a_letter_keeps_its_words_and_loses_its_address() -> None:
    old, new = letter(AT - LETTER - timedelta(seconds=2)), letter(AT - LETTER)
    waiting = letter(AT - LETTER - timedelta(days=1))
    for one in (old, new):
        stop(message=one, by=BY, at=one.created_at + timedelta(seconds=1))
    Step.objects.filter(message=old).update(note=f"550 {ADDRESS} unknown")

    assert run().letters == 1
    assert run().letters == 0

    for one in (old, new, waiting):
        one.refresh_from_db()
    assert (old.address, new.address, waiting.address) == (ERASED, ADDRESS, ADDRESS)
    assert (old.recipient, old.payload) == ("Registrator, Vaxholm", PLAIN)
    assert set(Step.objects.filter(message=old).values_list("note", flat=True)) == {""}


def test_a_no_is_remembered_while_the_address_is_in_use() -> None:
    contact(None)
    for address in (ADDRESS, "borta@example.org"):
        decline(address=address, kind="service", at=AT - LETTER - timedelta(days=1))

    assert run().declined == 1
    assert list(Declined.objects.values_list("address", flat=True)) == [ADDRESS]


# --- the daily work -------------------------------------------------------------------------------------


def test_the_daily_work_erases_and_says_so() -> None:
    contact(date(2021, 1, 1))
    ask_for_daily(at=AT)
    work(AT)

    assert JobRun.objects.get(name=ERASURE).outcome == "1 0 0 0 0 0"
    assert ContactPost.objects.count() == 0


def test_a_fault_leaves_everything_and_stops_no_reminders(monkeypatch: pytest.MonkeyPatch) -> None:
    contact(date(2021, 1, 1))
    someone(date(2021, 1, 1))

    def broken(**_: Any) -> int:
        raise DatabaseError("no room")

    monkeypatch.setattr(erasing, "erase_successions", broken)
    ask_for_daily(at=AT)
    work(AT)

    found = {one.name: one for one in JobRun.objects.all()}
    assert found[ERASURE].problem == "DatabaseError: no room"
    assert (found["remind"].problem, found["remind"].ended_at) == ("", AT)
    assert (ContactPost.objects.count(), User.objects.count()) == (1, 1)


def test_the_command_shows_before_it_removes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMVERK_TODAY", TODAY.isoformat())
    contact(date(2021, 1, 1))

    assert command.run(["--preview"]) == 0
    assert ContactPost.objects.count() == 1
    assert command.run([]) == 0
    assert ContactPost.objects.count() == 0
    assert [line.partition(".")[0] for line in capsys.readouterr().out.splitlines()] == ["Kontakter: 1"] * 2


def test_only_those_who_run_the_installation_erase() -> None:
    with pytest.raises(NotAllowed):
        erase(today=TODAY, by=VISITOR, at=AT)
    assert JobRun.objects.count() == 0


def test_the_trace_is_still_protected_after_its_change() -> None:
    someone(None)
    for change in ("UPDATE accounts_trace SET actor = 'x'", "DELETE FROM accounts_trace"):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            connection.cursor().execute(change)


def test_every_time_has_words_in_both_languages() -> None:
    assert all(one.what.en and one.since.en and one.then.en for one in PERIODS)
    assert {one.time for one in PERIODS} >= {CONTACT, ACCOUNT, LETTER, None}


# --- what there is about somebody -----------------------------------------------------------------------


def test_who_asks_gets_everything_and_nothing_of_anybody_else() -> None:
    user = someone(None)
    contact(None)
    letter(AT)
    decline(address=ADDRESS, kind="newsletter", at=AT)
    other = create_user(email="annan@example.org", title="Någon annan", by=BY, at=AT)
    end_role(role=Role.objects.get(user=user), last_day=TODAY, by=Actor(str(user.pk), user.title), at=AT)

    found = everything_about("Registrator@Example.org")

    assert found["account"] == [
        {"email": ADDRESS, "title": "Registrator, Vaxholm", "language": "sv", "theme": "system", "is_active": True}
    ]
    assert {name: len(rows) for name, rows in found.items() if rows} == {
        "account": 1, "roles": 1, "trace": 3, "contacts": 1, "letters": 1, "declined": 1,
    }  # fmt: skip
    assert found["roles"][0]["to_day"] == "2026-11-22"
    told = json.dumps(found)
    assert other.email not in told
    assert user.password not in told


def test_the_command_answers_for_an_address_without_an_account_and_refuses_an_unknown_one() -> None:
    contact(None)
    out = StringIO()
    call_command("subject_access", ADDRESS, stdout=out)

    assert [row["title"] for row in json.loads(out.getvalue())["contacts"]] == ["Registrator"]
    with pytest.raises(CommandError, match="Det finns inget om adressen"):
        call_command("subject_access", "ingen@example.org", stdout=out)
