"""The round that opens itself: once a year and agreement, also when the daily work has been off or runs twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.accounts.actions import NewRole, create_user
from samverk.accounts.models import RoleKind
from samverk.accounts.policy import Actor, NotAllowed, system
from samverk.agreements.queries.situations import forget
from samverk.outreach.actions import asking
from samverk.outreach.actions.asking import ASKING, a_year_after, due_rounds, open_due_rounds
from samverk.outreach.actions.reminding import ask_for_daily
from samverk.outreach.models import JobRun, Message, Reminder
from samverk.parties.actions import load_reference
from samverk.parties.actions.confirming import open_round
from samverk.parties.models import ContactRound
from tests.areas.agreements.papers import prepared
from tests.areas.agreements.world import BY, IMPORTED, NORRORT, SOLNA, STRATEGIST
from tests.areas.outreach.test_delivery import work
from tests.areas.outreach.test_workers import url

__all__ = ["url"]

DAILY = system("Årlig kontaktrunda")
TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 7, tzinfo=UTC)


@contextmanager
def filled() -> Iterator[None]:
    """The agreement between Lidingö and Solna, brought here in 2014; a contact person in Solna."""
    with prepared():
        load_reference(by=BY)
        create_user(
            email="kontakt@solna.example", title="Samordnare", by=BY, at=IMPORTED,
            roles=(NewRole(kind=RoleKind.CONTACT_PERSON, from_day=date(2020, 1, 1), party=SOLNA),),
        )  # fmt: skip
        yield


@pytest.fixture
def agreement(db: None) -> Iterator[None]:
    with filled():
        yield


def opened() -> list[tuple[date, date, str]]:
    return list(ContactRound.objects.order_by("opened_on").values_list("opened_on", "last_day", "opened_by"))


def run(day: date) -> tuple[str, ...]:
    return open_due_rounds(today=day, by=DAILY, at=datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


@pytest.mark.django_db
@pytest.mark.usefixtures("agreement")
def test_years_without_the_daily_work_give_one_round_with_its_whole_time() -> None:
    assert run(TODAY) == (NORRORT,)
    assert run(TODAY) == ()

    assert opened() == [(TODAY, TODAY + timedelta(days=30), "Årlig kontaktrunda")]
    assert [one.address for one in Message.objects.all()] == ["kontakt@solna.example"]
    assert [(one.day, one.step) for one in Reminder.objects.all()] == [(TODAY, -30)]


@pytest.mark.django_db
@pytest.mark.usefixtures("agreement")
def test_the_next_opens_a_year_after_the_latest_whoever_opened_that() -> None:
    first = date(2026, 2, 10)
    open_round(agreement=NORRORT, opened_on=first, last_day=date(2026, 3, 10), by=STRATEGIST, at=AT)

    assert run(date(2027, 2, 9)) == ()
    assert run(date(2027, 3, 20)) == (NORRORT,)
    assert run(date(2028, 3, 19)) == ()
    assert run(date(2028, 3, 20)) == (NORRORT,)


@pytest.mark.django_db
@pytest.mark.usefixtures("agreement")
def test_an_agreement_that_has_just_come_here_or_binds_nobody_is_left_alone() -> None:
    assert due_rounds(a_year_after(IMPORTED.date()) - timedelta(days=1)) == ()
    assert due_rounds(date(2015, 6, 1)) == (NORRORT,)
    assert due_rounds(date(2014, 1, 1)) == ()


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_a_year_is_the_same_day_of_the_next(day: date) -> None:
    later = a_year_after(day)
    assert (later.year, later.month) == (day.year + 1, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


@pytest.mark.django_db
@pytest.mark.usefixtures("agreement")
def test_only_the_installation_opens_rounds_by_itself() -> None:
    for by in (STRATEGIST, Actor("", "")):
        with pytest.raises(NotAllowed):
            open_due_rounds(today=TODAY, by=by, at=AT)
    assert opened() == []


@pytest.mark.django_db
@pytest.mark.usefixtures("agreement")
def test_the_daily_job_opens_it_and_reminds_all_the_same_when_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ask_to_confirm", lambda **_: 1 / 0)
    ask_for_daily(at=AT)
    work(AT)
    failed = JobRun.objects.get(name=ASKING)
    assert "ZeroDivisionError" in failed.problem
    assert JobRun.objects.get(name="remind").problem == ""
    assert opened() == []

    monkeypatch.undo()
    tomorrow = AT + timedelta(days=1)
    ask_for_daily(at=tomorrow)
    work(tomorrow)
    assert [day for day, _, _ in opened()] == [tomorrow.date()]
    # The question is the first reminder: no other about the same comes with it.
    assert Reminder.objects.filter(thing__startswith="kontakter~").count() == 1


TICKER = """
import sys, django
django.setup()
from datetime import datetime
from samverk.outreach.actions.asking import open_due_rounds
from samverk.outreach.actions.reminding import ask_for_daily
from samverk.outreach.actions.working import run_next
from samverk.accounts.policy import system
at = datetime.fromisoformat(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
open_due_rounds(today=at.date(), by=system("Prov"), at=at)
ask_for_daily(at=at)
while run_next(worker=sys.argv[2], at=at):
    pass
"""


@pytest.fixture
def shared(url: str) -> Iterator[str]:
    """The address of a database that other processes share, with the agreement in it."""
    forget()
    with filled():
        yield url
    forget()


@pytest.mark.django_db(transaction=True)
def test_two_tickers_at_the_same_moment_open_one(shared: str, tmp_path: Path) -> None:
    environment = os.environ | {
        "DATABASE_URL": shared, "SAMVERK_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "samverk.config.settings",
        "SAMVERK_STATIC": "plain",
    }  # fmt: skip
    for day in (TODAY, TODAY + timedelta(days=400)):
        at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC).isoformat()
        running = [
            subprocess.Popen(
                [sys.executable, "-c", TICKER, at, str(name)], env=environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
            for name in range(2)
        ]  # fmt: skip
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        for process in running:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        for process in running:
            _out, errors = process.communicate(timeout=240)
            assert process.returncode == 0, errors

    assert [day for day, _, _ in opened()] == [TODAY, TODAY + timedelta(days=400)]
    assert Message.objects.filter(letter="confirm-contacts").count() == 2
