"""The yearly round: who is asked, who is reminded until they have answered, and what the answer is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoDbBlocker

from samverk.accounts.policy import Actor, HeldRole, NotAllowed, system
from samverk.ops.demo.norrort import PARTIES
from samverk.outreach.actions.asking import ask_to_confirm
from samverk.outreach.actions.reminding import BY as DAILY
from samverk.outreach.actions.reminding import remind
from samverk.outreach.models import Message, Reminder
from samverk.outreach.queries import words
from samverk.outreach.queries.reminders import plan
from samverk.parties.actions.confirming import NothingToConfirm, RoundRefused, confirm_posts, open_round
from samverk.parties.models import ContactRound, PostTrace
from samverk.parties.queries import rounds
from tests.areas.outreach.test_delivery import state_of, work
from tests.mail_sink import Sink
from tests.web.filled import NORRORT, NOW, filled

TODAY = NOW.date()
AT = datetime(2026, 11, 21, 7, tzinfo=UTC)
LAST = TODAY + timedelta(days=30)
STRATEGIST = Actor("1", "Strateg", (HeldRole("strategist", NORRORT),))
SIGTUNA = "kontakt.sigtuna@demo.example"
CONTACT = Actor("2", "Kontaktperson, Sigtuna", (HeldRole("contact_person", party="0191"),))


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), filled():
        yield


@pytest.fixture(autouse=True)
def today(demonstration: None, db: None) -> None:
    """In the demonstration, whose own letters are out of the way."""
    Message.objects.all().delete()


def ask() -> None:
    ask_to_confirm(agreement=NORRORT, today=TODAY, last_day=LAST, by=STRATEGIST, at=AT)


def asked_on(day: date) -> dict[str, int]:
    """The addresses that are to be reminded of the round, and at which step."""
    return {
        digest.to.address: due.step
        for digest in plan(day).digests
        for due in digest.due
        if due.debt.thing.startswith("kontakter~")
    }


def test_each_party_gets_the_question_and_the_answer_ends_it(server: Sink) -> None:
    done = ask_to_confirm(agreement=NORRORT, today=TODAY, last_day=LAST, by=STRATEGIST, at=AT)

    assert done.letters == Message.objects.count() == Reminder.objects.count()
    asked = {one.party for one in Message.objects.all()}
    assert {"0188", "0191", "0123", "0160"} <= asked
    assert sorted({*asked, *done.unreachable}) == sorted(PARTIES)
    assert asked.isdisjoint(done.unreachable)
    confirm_posts(party="0188", agreements=[NORRORT], by=system("Norrtälje"), at=AT)
    work(AT)

    [letter] = [one for one in server.letters if one["To"] == SIGTUNA]
    assert letter["Subject"] == "Stämmer kontaktuppgifterna för Sigtuna?"
    said = next(letter.iter_parts()).get_content()
    assert "Svara senast 21\u00a0december 2026." in said
    assert "http://127.0.0.1:8000/kommun/0191/kontakter/" in said
    answered = Message.objects.get(address="kontakt.norrtalje@demo.example")
    assert state_of(answered) == ("dropped", words.NOT_CALLED_FOR)


def test_who_owes_the_answer_is_reminded_by_the_cadence_until_it_has_come() -> None:
    ask()

    assert asked_on(TODAY) == asked_on(TODAY + timedelta(days=6)) == {}
    assert asked_on(LAST - timedelta(days=7))[SIGTUNA] == -7
    assert asked_on(LAST + timedelta(days=1))[SIGTUNA] == 1
    confirm_posts(party="0191", agreements=[NORRORT], by=CONTACT, at=AT)
    assert SIGTUNA not in asked_on(LAST - timedelta(days=7))
    assert asked_on(LAST - timedelta(days=7)) != {}


def test_the_reminder_leads_to_the_contacts(server: Sink) -> None:
    ask()
    Message.objects.all().delete()
    day = LAST - timedelta(days=7)
    remind(today=day, by=DAILY, at=AT)
    work(AT)

    [letter] = [one for one in server.letters if one["To"] == SIGTUNA]
    assert "/kommun/0191/kontakter/" in next(letter.iter_parts()).get_content()


def test_an_answer_to_an_earlier_round_is_none_to_this_one() -> None:
    assert len(rounds([NORRORT])[NORRORT].answers) == 4

    ask()

    assert rounds([NORRORT])[NORRORT].answers == {}
    assert confirm_posts(party="0191", agreements=[NORRORT], by=CONTACT, at=AT) == (NORRORT,)
    answer = rounds([NORRORT])[NORRORT].answers["0191"]
    assert (answer.at, answer.by) == (AT, "Kontaktperson, Sigtuna")
    with pytest.raises(NothingToConfirm, match="inget att bekräfta"):
        confirm_posts(party="0191", agreements=[NORRORT], by=CONTACT, at=AT)


def test_a_round_that_cannot_be_leaves_nothing() -> None:
    before = ContactRound.objects.count()
    for last in (TODAY, TODAY + timedelta(days=6), TODAY + timedelta(days=93)):
        with pytest.raises(RoundRefused, match="Välj en dag från 2026-11-28 till 2027-02-21"):
            ask_to_confirm(agreement=NORRORT, today=TODAY, last_day=last, by=STRATEGIST, at=AT)
    ask()
    with pytest.raises(RoundRefused, match="redan öppnad i dag"):
        ask()

    assert ContactRound.objects.count() == before + 1
    assert len(set(Message.objects.values_list("address", flat=True))) == Message.objects.count()


def test_only_the_partys_own_confirm_and_only_keepers_ask() -> None:
    ask()
    before = PostTrace.objects.count()
    with pytest.raises(NotAllowed):
        confirm_posts(party="0184", agreements=[NORRORT], by=CONTACT, at=AT)
    with pytest.raises(NotAllowed):
        open_round(agreement=NORRORT, opened_on=TODAY, last_day=LAST, by=CONTACT, at=AT)

    assert PostTrace.objects.count() == before


def test_no_letter_without_its_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction: when a letter cannot be queued, there is no round either."""
    before = ContactRound.objects.count()
    monkeypatch.setattr("samverk.outreach.actions.asking.queue", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ask()

    assert (ContactRound.objects.count(), Message.objects.count()) == (before, 0)
