"""Letters that somebody writes to many: drafts, who gets them, sending, taking back, and what the register says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from samverk.accounts.actions import NewRole, create_user
from samverk.accounts.models import RoleKind, User
from samverk.accounts.policy import Actor, HeldRole, NotAllowed
from samverk.outreach.actions.delivery import deliver_message
from samverk.outreach.actions.mailing import (
    REGRET,
    ChangedMeanwhile,
    Draft,
    MailingRefused,
    change_mailing,
    discard_mailing,
    outcomes,
    send_mailing,
    take_back_mailing,
    write_mailing,
)
from samverk.outreach.actions.outbox import TooLate, choose_mail, decline
from samverk.outreach.models import Declined, Mailing, MailingAct, MailingTo, Message
from samverk.outreach.queries.log import rows
from samverk.outreach.queries.mailings import recipients
from samverk.outreach.queries.readers import digest, readers
from samverk.parties.actions import load_reference
from samverk.parties.actions.posts import record_post
from samverk.records.models import RegisterEntry
from tests.areas.agreements.papers import prepared
from tests.areas.agreements.world import BY, LIDINGO, NORRORT, NOW, REGISTRAR, SOLNA, STRATEGIST
from tests.mail_sink import Sink

pytestmark = pytest.mark.django_db

REG, KONTAKT, CHEF = "registrator@solna.example", "kontakt@solna.example", "chef@solna.example"
LATER = NOW + timedelta(minutes=1)
EVERYONE = ("registrator", "kontaktperson", "forvaltningschef")


@pytest.fixture(autouse=True)
def agreement(db: None) -> Iterator[None]:
    """The agreement between Lidingö and Solna; three people in Solna, nobody in Lidingö, a member of the group."""
    with prepared():
        load_reference(by=BY)
        for email, kind in ((REG, RoleKind.REGISTRAR), (CHEF, RoleKind.HEAD_OF_ADMINISTRATION)):
            create_user(
                email=email, title=kind.label, by=BY, at=NOW,
                roles=(NewRole(kind=kind, from_day=date(2020, 1, 1), party=SOLNA),),
            )  # fmt: skip
        create_user(
            email="ledamot@forbundet.example", title="Ledamot", by=BY, at=NOW,
            roles=(NewRole(kind=RoleKind.BODY_MEMBER, from_day=date(2020, 1, 1), agreement=NORRORT, body="styrgrupp"),),
        )  # fmt: skip
        record_post(
            party=SOLNA, agreement=NORRORT, role="kontaktperson", title="Samordnare", email=KONTAKT,
            from_day=date(2020, 1, 1), by=BY, recorded_at=NOW,
        )  # fmt: skip
        yield


def written(**more: Any) -> Mailing:
    values = {"kind": "service", "subject": "Ny tid", "text": "Hej\n\n## Se", "groups": ("kontaktperson",)} | more
    return write_mailing(agreement=NORRORT, draft=Draft(**values), by=STRATEGIST, at=NOW)


def send(row: Mailing, **more: Any) -> Mailing:
    values: dict[str, Any] = {"version": row.version, "seen": digest(outcomes(row, LATER)), "by": STRATEGIST} | more
    return send_mailing(mailing=row, at=LATER, **values)


def told(row: Mailing) -> list[tuple[str, str, str]]:
    return [(one.party, one.address, one.missed) for one in outcomes(row, LATER)]


def deliver(server: Sink) -> list[Any]:
    for message in Message.objects.order_by("pk"):
        deliver_message(message_id=message.pk, at=message.send_at)
    return list(server.letters)


# --- who ------------------------------------------------------------------------------------------------


def test_readers_are_found_by_task() -> None:
    assert [(one.group, one.party, one.address) for one in readers(NORRORT, NOW.date())] == [
        ("forvaltningschef", SOLNA, CHEF),
        ("kontaktperson", SOLNA, KONTAKT),
        ("organ:styrgrupp", "", "ledamot@forbundet.example"),
        ("registrator", SOLNA, REG),
    ]


def test_a_service_letter_goes_to_the_chosen_and_says_who_it_misses() -> None:
    row = written(groups=("kontaktperson", "organ:styrgrupp"), chosen=(f"{SOLNA}/forvaltningschef/{CHEF}",))
    decline(address=KONTAKT, kind="service", at=NOW)

    assert told(row) == [
        ("", "ledamot@forbundet.example", ""), (SOLNA, CHEF, ""), (SOLNA, KONTAKT, "declined"),
        (LIDINGO, "", "no_address"),
    ]  # fmt: skip


def test_a_statutory_notice_goes_to_the_registrar_of_each_party_it_concerns() -> None:
    decline(address=KONTAKT, kind="service", at=NOW)
    decline(address=KONTAKT, kind="newsletter", at=NOW)

    assert told(written(kind="statutory")) == [
        (SOLNA, REG, ""), (SOLNA, KONTAKT, ""), (LIDINGO, "", "no_address"),
    ]  # fmt: skip
    only = written(kind="statutory", groups=(), chosen=(f"{SOLNA}/forvaltningschef/{CHEF}",))
    assert told(only) == [(SOLNA, CHEF, ""), (SOLNA, REG, "")]


# --- drafts ---------------------------------------------------------------------------------------------


def test_a_form_sent_twice_makes_one_draft() -> None:
    token = uuid4()
    draft = Draft(kind="service", subject="a", text="")
    made = [write_mailing(agreement=NORRORT, draft=draft, by=STRATEGIST, at=NOW, token=token) for _ in range(2)]

    assert made[0].pk == made[1].pk
    with pytest.raises(MailingRefused):
        write_mailing(agreement="ett-annat", draft=draft, by=BY, at=NOW, token=token)


def test_nobody_overwrites_what_they_have_not_read() -> None:
    row = written()
    mine, theirs = (Draft(kind="service", subject=who, text=who) for who in ("mitt", "ditt"))
    change_mailing(mailing=Mailing.objects.get(), draft=theirs, version=1, by=BY, at=LATER)

    with pytest.raises(ChangedMeanwhile) as conflict:
        change_mailing(mailing=row, draft=mine, version=1, by=STRATEGIST, at=LATER)
    assert conflict.value.now is not None
    assert (conflict.value.now.subject, conflict.value.now.version) == ("ditt", 2)
    for act in (
        lambda: discard_mailing(mailing=row, version=1, by=STRATEGIST, at=LATER),
        lambda: send(row, version=1),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()

    assert change_mailing(mailing=row, draft=mine, version=2, by=STRATEGIST, at=LATER).subject == "mitt"
    discard_mailing(mailing=row, version=3, by=STRATEGIST, at=LATER)
    assert not Mailing.objects.exists()
    assert [one.what for one in MailingAct.objects.order_by("pk")] == ["written", "changed", "changed", "discarded"]


@pytest.mark.parametrize("wrong", [{"kind": "annat"}, {"subject": "  "}])
def test_what_cannot_be_a_draft_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(MailingRefused):
        written(**wrong)
    assert not Mailing.objects.exists()


# --- sending --------------------------------------------------------------------------------------------


def test_sending_queues_each_letter_once_and_leaves_time_to_regret(server: Sink) -> None:
    row = written(groups=EVERYONE)
    done = [send(row), send(row, seen="vad som helst")]

    assert done[0].sent_at == done[1].sent_at == LATER
    assert [(one.kind, one.send_at, one.agreement) for one in Message.objects.all()] == [
        ("service", LATER + REGRET, NORRORT)
    ] * 3
    assert sorted(one["To"] for one in deliver(server)) == [CHEF, KONTAKT, REG]
    text = Message.objects.get(address=KONTAKT).text
    for words in ("Hej", "Se\n--", "Strateg, för Koordination Norrort", "Avböj fler brev"):
        assert words in text
    assert [one.state for one in recipients(row) if one.letter] == ["sent"] * 3


def test_a_newsletter_can_be_declined_by_one_press(server: Sink, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://samverk.kommun.example"
    send(written(kind="newsletter"))

    letter = deliver(server)[0]

    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].startswith("<https://samverk.kommun.example/utskick/avboj/")
    assert letter["Precedence"] == "bulk"


def test_a_statutory_notice_is_entered_in_the_register_with_its_letters(server: Sink) -> None:
    row = send(written(kind="statutory"))

    assert row.entry is not None
    entry = row.entry
    assert (entry.direction, entry.subject, entry.day) == ("out", "Ny tid", LATER.date())
    assert "Lidingö" in entry.counterpart
    assert "Solna" in entry.counterpart
    letters = deliver(server)
    assert len(letters) == 2
    assert all(one["List-Unsubscribe"] is None for one in letters)
    assert f"SAM {entry.year}/{entry.number}" in Message.objects.first().text  # type: ignore[union-attr]  # there are two


def test_nothing_is_half_done_when_the_register_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    row = written(kind="statutory")

    def refuse(**_given: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("samverk.outreach.actions.mailing.register_line", refuse)
    with pytest.raises(RuntimeError):
        send(row)
    row.refresh_from_db()
    assert (row.sent_at, Message.objects.count(), RegisterEntry.objects.count()) == (None, 0, 0)


@pytest.mark.parametrize("days", [-1, 93])
def test_a_day_that_has_been_or_is_far_away_is_refused(days: int) -> None:
    with pytest.raises(MailingRefused):
        send(written(), leaves_at=LATER + timedelta(days=days))
    assert not Message.objects.exists()


def test_a_chosen_moment_holds_and_the_register_says_it() -> None:
    leaves = LATER + timedelta(days=3)
    row = send(written(kind="statutory"), leaves_at=leaves)

    assert {one.send_at for one in Message.objects.all()} == {leaves}
    assert row.entry is not None
    assert row.entry.subject == f"Ny tid (skickas {leaves.date()})"


def test_who_it_goes_to_is_who_was_shown() -> None:
    row = written()
    shown = digest(outcomes(row, LATER))
    decline(address=KONTAKT, kind="service", at=LATER)

    with pytest.raises(MailingRefused, match="ändrats"):
        send(row, seen=shown)
    with pytest.raises(MailingRefused, match="Ingen"):
        send(row)
    with pytest.raises(MailingRefused, match="Skriv något"):
        send(written(text=" "))
    assert not Message.objects.exists()


# --- taking back ----------------------------------------------------------------------------------------


def test_what_has_not_left_is_taken_back_and_the_register_says_so(server: Sink) -> None:
    row = send(written(kind="statutory"))
    first = Message.objects.order_by("pk")[0]
    deliver_message(message_id=first.pk, at=first.send_at)

    assert take_back_mailing(mailing=row, by=STRATEGIST, at=LATER) == 1
    assert sorted(one.state for one in Message.objects.all()) == ["sent", "stopped"]
    last = RegisterEntry.objects.latest("pk")
    assert (last.revision, last.subject) == (2, "Ny tid (återtaget för 1 av 2 mottagare)")
    row.refresh_from_db()
    assert row.taken_back_by == "Strateg"
    with pytest.raises(TooLate):
        take_back_mailing(mailing=row, by=STRATEGIST, at=LATER)
    assert len(server.letters) == 1


# --- kept -----------------------------------------------------------------------------------------------


def test_what_was_sent_is_never_changed() -> None:
    row = send(written())
    for change in (
        lambda: Mailing.objects.filter(pk=row.pk).update(text="annat"),
        lambda: Mailing.objects.filter(pk=row.pk).delete(),
        lambda: MailingTo.objects.update(title="annan"),
        lambda: MailingAct.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    row.refresh_from_db()
    assert (row.text, row.chosen) == ("Hej\n\n## Se", [])


def test_the_log_tells_every_act_and_never_the_words() -> None:
    take_back_mailing(mailing=send(written()), by=STRATEGIST, at=LATER)

    log = [one for one in rows(NORRORT, papers="all") if one["part"] == "mail" and "count" in str(one["details"])]
    assert [(one["what"], one["actor"], one["origin"]) for one in log] == [
        (what, "Strateg", "account") for what in ("written", "sent", "taken_back")
    ]
    assert "Hej" not in str(log)


# --- who may --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "by", [REGISTRAR, Actor("9", "Strateg", (HeldRole("strategist", "ett-annat"),)), Actor("", "")], ids=str
)
def test_only_those_who_run_the_agreement_write(by: Actor) -> None:
    row = written()
    draft = Draft(kind="service", subject="x", text="x")
    for act in (
        lambda: write_mailing(agreement=NORRORT, draft=draft, by=by, at=NOW),
        lambda: change_mailing(mailing=row, draft=draft, version=1, by=by, at=NOW),
        lambda: discard_mailing(mailing=row, version=1, by=by, at=NOW),
        lambda: send(row, by=by),
        lambda: take_back_mailing(mailing=row, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Message.objects.exists()


def test_everyone_chooses_their_own_letters_and_nobody_anothers() -> None:
    user = User.objects.get(email=CHEF)
    own = Actor(str(user.pk), user.title)
    row = send(written(groups=EVERYONE))
    choose_mail(user=user, wanted=["newsletter"], by=own, at=LATER)

    assert list(Declined.objects.values_list("address", "kind")) == [(CHEF, "service")]
    assert {one.address: one.state for one in recipients(row) if one.letter}[CHEF] == "dropped"
    with pytest.raises(NotAllowed):
        choose_mail(user=user, wanted=[], by=STRATEGIST, at=LATER)
    choose_mail(user=user, wanted=["service", "newsletter"], by=own, at=LATER)
    assert not Declined.objects.exists()
