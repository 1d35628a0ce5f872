"""The day's reminders on the demonstration: who gets what, only while it is owed, once, and remembered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoDbBlocker

from samverk.accounts.actions import NewRole, create_user
from samverk.accounts.models import RoleKind
from samverk.accounts.policy import VISITOR, NotAllowed
from samverk.agreements.actions.facts import record_fact
from samverk.ops.demo.filling import BY as DEMO
from samverk.outreach.actions import outbox
from samverk.outreach.actions.reminding import BY, DAILY, ask_for_daily, remind
from samverk.outreach.models import JobRun, Message, Reminder
from samverk.outreach.queries import words
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.reminders import Plan, plan
from samverk.parties.actions.posts import record_post
from samverk.records.models import Event
from tests.areas.outreach.test_delivery import state_of, work
from tests.mail_sink import Sink
from tests.web.filled import NORRORT, NOW, filled

TODAY = NOW.date()
SIGTUNA = "kontakt.sigtuna@demo.example"
UNPAID = "finansiera~party.0191~2026-05-12"


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), filled():
        yield


@pytest.fixture(autouse=True)
def today(demonstration: None, db: None) -> None:
    """In the demonstration, whose own letters are out of the way."""
    Message.objects.all().delete()


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def run(day: date = TODAY) -> int:
    return remind(today=day, by=BY, at=at(day))


def got(found: Plan) -> dict[str, list[tuple[str, int]]]:
    return {
        digest.to.address: [(due.debt.thing, due.step) for due in digest.due]
        for digest in found.digests
        if digest.agreement == NORRORT
    }


def test_the_plan_of_a_day() -> None:
    found = plan(TODAY)

    assert got(found) == {
        SIGTUNA: [(UNPAID, 150)],
        "kontakt.norrtalje@demo.example": [("aterkoppla~party.0188~2025-01-01", 300)],
    }
    # Eleven parties have no contact, so nobody can be asked to confirm theirs.
    nobody = [debt.thing for debt in found.unreachable]
    assert [thing for thing in nobody if not thing.startswith("kontakter~")] == ["utse-ledamot~party.0187~2026-08-01"]
    assert len(nobody) == 12


def test_the_strategist_is_reminded_of_the_bodies_meetings_and_several_things_make_one_letter() -> None:
    """On 1 December two things have thirty days left."""
    found = got(plan(date(2026, 12, 1)))

    assert found["strateg@demo.example"] == [
        ("lg-moten~body.ledningsgrupp~2026-01-01", -30),
        ("uppfoljning~role.strateg~2026-09-01", -30),
    ]


def test_each_gets_one_letter_and_nothing_more_that_day_or_the_next(server: Sink) -> None:
    before = plan(TODAY)
    assert run() == len(before.digests)
    assert run() == 0
    assert run(TODAY + timedelta(days=1)) == 0
    work(at(TODAY))

    assert sorted(letter["To"] for letter in server.letters) == sorted(one.to.address for one in before.digests)
    [letter] = [one for one in server.letters if one["To"] == SIGTUNA]
    assert letter["Subject"] == "Påminnelse: Sigtuna: betala årsavgiften, sista dagen var 11 juni 2026"
    text = next(letter.iter_parts()).get_content()
    assert "Sista dagen var 11\u00a0juni 2026. Koordination Norrort." in text
    assert "http://127.0.0.1:8000/overblick/?avtal=koordination-norrort" in text


def test_who_has_paid_before_the_letter_leaves_gets_none(server: Sink) -> None:
    run()
    message = Message.objects.get(address=SIGTUNA)
    invoice = json.loads(Event.objects.filter(kind="invoice.issued", party="0191").latest("seq").payload)
    record_fact(
        agreement=NORRORT, kind="payment.received", valid_on=TODAY, party="0191", by=DEMO, recorded_at=NOW,
        payload=invoice,
    )  # fmt: skip
    work(at(TODAY))

    assert state_of(message) == ("dropped", words.NOT_CALLED_FOR)
    assert SIGTUNA not in [letter["To"] for letter in server.letters]
    assert SIGTUNA not in got(plan(TODAY + timedelta(days=30)))


def test_who_has_declined_is_not_written_to_and_not_remembered_as_told(server: Sink) -> None:
    outbox.decline(address=SIGTUNA, kind="service", at=at(TODAY))
    run()

    assert not Message.objects.filter(address=SIGTUNA).exists()
    assert not Reminder.objects.filter(address=SIGTUNA).exists()


def test_posts_come_before_accounts_and_an_address_is_written_to_once() -> None:
    create_user(
        email=SIGTUNA, title="Registrator, Sigtuna", by=DEMO, at=datetime(2020, 1, 1, 12, tzinfo=UTC),
        roles=(NewRole(kind=RoleKind.CONTACT_PERSON, from_day=date(2020, 1, 1), party="0191"),),
    )  # fmt: skip

    [digest] = [one for one in plan(TODAY).digests if one.to.address == SIGTUNA]
    assert digest.to.title == "Integrationssamordnare, Sigtuna kommun"


def test_a_post_that_has_ended_or_is_anothers_is_not_written_to() -> None:
    record_post(
        party="0187", agreement=NORRORT, role="kontaktperson", title="Förr", email="forr@demo.example",
        from_day=date(2020, 1, 1), to_day=date(2026, 1, 1), by=DEMO, recorded_at=NOW,
    )  # fmt: skip
    record_post(
        party="0187", agreement="ksl-nyanlanda", role="kontaktperson", title="Annat", email="annat@demo.example",
        from_day=date(2020, 1, 1), by=DEMO, recorded_at=NOW,
    )  # fmt: skip
    addresses = set(got(plan(TODAY)))

    assert addresses & {"forr@demo.example", "annat@demo.example"} == set()


def test_without_a_contact_person_the_partys_other_posts_are_reminded() -> None:
    record_post(
        party="0187", agreement=NORRORT, role="ledamot", title="Socialchef", email="chef.vaxholm@demo.example",
        from_day=date(2020, 1, 1), by=DEMO, recorded_at=NOW,
    )  # fmt: skip

    assert "chef.vaxholm@demo.example" in got(plan(TODAY))


def test_only_the_installation_reminds() -> None:
    with pytest.raises(NotAllowed):
        remind(today=TODAY, by=VISITOR, at=at(TODAY))
    assert Message.objects.count() == 0


def test_the_memory_holds_a_step_once() -> None:
    run()
    row = Reminder.objects.first()
    assert row is not None
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# --- the daily work -------------------------------------------------------------------------------------


def test_the_day_is_ordered_once_and_not_before_six() -> None:
    early = datetime(2026, 11, 21, 4, 59, tzinfo=UTC)

    assert ask_for_daily(at=early) is False
    assert [ask_for_daily(at=early + timedelta(minutes=1)) for _ in range(3)] == [True, False, False]
    assert ask_for_daily(at=early + timedelta(days=1, minutes=1)) is True


def test_the_day_is_done_by_a_worker_and_says_what_it_did(server: Sink) -> None:
    ask_for_daily(at=at(TODAY))
    work(at(TODAY))
    run_ = JobRun.objects.get(name=DAILY)

    assert (run_.day, run_.ended_at, run_.outcome, run_.problem) == (TODAY, at(TODAY), "3 12", "")
    assert len(server.letters) == 3


def test_a_day_that_failed_says_why_and_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CLASSES, "service", None)
    ask_for_daily(at=at(TODAY))
    work(at(TODAY))
    run_ = JobRun.objects.get(name=DAILY)

    assert run_.problem.startswith("AttributeError")
    assert (Message.objects.count(), Reminder.objects.count()) == (0, 0)
