"""From the outbox to a real mail server: once, with the headers of its class, and again when it did not work."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from samverk.accounts.policy import VISITOR, NotAllowed, system
from samverk.outreach.actions import outbox
from samverk.outreach.actions.delivery import RETRIES, deliver_message, recover
from samverk.outreach.actions.outbox import NoAddress, NothingToMend, Recipient, TooLate, queue
from samverk.outreach.actions.working import run_next
from samverk.outreach.models import Declined, Kind, Message, State, Step
from samverk.outreach.queries import words
from samverk.outreach.queries.letters import declined_in
from tests.mail_sink import Sink

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
BY = system("Prov")
PLAIN: dict[str, Any] = {
    "subject": {"sv": "Kallelse till möte", "en": "Summons to a meeting"},
    "paragraphs": [{"sv": "Hej! Mötet är på måndag, i Älvsjö.", "en": "Hello! The meeting is on Monday."}],
    "way": {"label": {"sv": "Till mötet", "en": "To the meeting"}, "href": "/avtal/"},
}


def queued(address: str = "chef@example.org", *, kind: str = Kind.SERVICE, language: str = "sv") -> Message:
    to = Recipient(address, "Socialchef", language)
    return queue(kind=kind, letter="plain", payload=PLAIN, to=to, by=BY, at=AT, agreement="norrort")


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.problem


def steps_of(message: Message) -> list[str]:
    return list(Step.objects.filter(message=message).values_list("what", flat=True))


def work(at: datetime = AT) -> int:
    """All jobs that are due."""
    done = 0
    while run_next(worker="prov", at=at):
        done += 1
    return done


def test_a_letter_is_handed_over_once_in_both_forms(server: Sink) -> None:
    message = queued()

    assert work() == 1

    assert state_of(message) == ("sent", "")
    assert steps_of(message) == ["queued", "sent"]
    [letter] = server.letters
    assert letter["To"] == "chef@example.org"
    assert letter["From"] == "Samverk <samverk@kommun.example>"
    assert letter["Subject"] == "Kallelse till möte"
    assert letter["Message-ID"] == f"<{message.token}@kommun.example>"
    text, html = (part.get_content().replace("\r\n", "\n") for part in letter.iter_parts())
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert "Hej! Mötet är på måndag, i Älvsjö." in text
    assert '<html lang="sv">' in html
    assert "<h1>Kallelse till möte</h1>" in html
    assert 'href="http://127.0.0.1:8000/avtal/"' in html
    assert message.text == text


def test_the_letter_is_in_the_language_of_the_recipient(server: Sink) -> None:
    queued(language="en")
    work()

    [letter] = server.letters
    assert (letter["Subject"], letter["Content-Language"]) == ("Summons to a meeting", "en")


def test_each_class_has_its_own_headers_and_delay(server: Sink, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://samverk.example"
    messages = {kind: queued(f"{kind}@example.org", kind=kind) for kind in Kind.values}
    delays = {kind: message.send_at - AT for kind, message in messages.items()}
    work(AT + timedelta(hours=1))
    headers = {
        letter["To"].addresses[0].username: (
            letter["Auto-Submitted"], "List-Unsubscribe" in letter, letter["List-Unsubscribe-Post"], letter["List-Id"]
        )
        for letter in server.letters
    }  # fmt: skip

    assert delays == {
        "statutory": timedelta(minutes=10), "service": timedelta(0), "newsletter": timedelta(minutes=30)
    }  # fmt: skip
    assert headers == {
        "statutory": (None, False, None, None),
        "service": ("auto-generated", True, "List-Unsubscribe=One-Click", None),
        "newsletter": ("auto-generated", True, "List-Unsubscribe=One-Click", "<norrort.kommun.example>"),
    }


def test_a_statutory_notice_goes_first(server: Sink) -> None:
    for kind in (Kind.NEWSLETTER, Kind.SERVICE, Kind.STATUTORY):
        queued(f"{kind}@example.org", kind=kind)
    work(AT + timedelta(hours=1))

    assert [letter["To"].addresses[0].username for letter in server.letters] == ["statutory", "service", "newsletter"]


def test_nothing_leaves_before_its_time_and_it_can_be_taken_back(server: Sink) -> None:
    message = queued(kind=Kind.STATUTORY)
    assert work(AT + timedelta(minutes=9)) == 0
    outbox.stop(message=message, by=BY, at=AT + timedelta(minutes=9))
    work(AT + timedelta(minutes=11))

    assert state_of(message) == ("stopped", "")
    assert server.letters == []


def test_what_has_left_cannot_be_taken_back(server: Sink) -> None:
    message = queued()
    work()

    with pytest.raises(TooLate, match="redan lämnat"):
        outbox.stop(message=message, by=BY, at=AT)
    assert steps_of(message) == ["queued", "sent"]


def test_no_act_without_its_letter_and_no_letter_without_its_act() -> None:
    def act() -> None:
        with transaction.atomic():
            queued()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()

    assert (Message.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "problem"),
    [("later", "451 4.7.1 Try again later"), ("full", "452 4.2.2 Mailbox full")],
)
def test_what_is_refused_for_now_is_tried_again_with_longer_and_longer_waits(
    name: str, problem: str, server: Sink
) -> None:
    message = queued(f"{name}@example.org")
    at, waits = AT, []
    for _ in range(len(RETRIES)):
        work(at)
        assert state_of(message) == ("waiting", problem)
        assert work(message.send_at - timedelta(seconds=1)) == 0
        waits.append(message.send_at - at)
        at = message.send_at
    work(at)

    assert tuple(waits) == RETRIES
    assert state_of(message) == ("failed", problem)
    assert steps_of(message) == ["queued", *["later"] * len(RETRIES), "failed"]
    assert server.letters == []


@pytest.mark.parametrize(
    ("name", "problem"),
    [("nobody", "550 5.1.1 No such user"), ("never", "554 5.6.0 Refused by policy")],
)
def test_what_is_refused_for_good_is_not_tried_again(name: str, problem: str, server: Sink) -> None:
    message = queued(f"{name}@example.org")
    after = queued("chef@example.org")
    work()

    assert state_of(message) == ("failed", problem)
    assert state_of(after) == ("sent", "")
    assert work(AT + timedelta(days=30)) == 0


def test_a_connection_that_breaks_before_the_dot_loses_nothing(server: Sink) -> None:
    message = queued("drop-rcpt@example.org")
    after = queued("chef@example.org")
    work()

    assert state_of(message)[0] == "waiting"
    assert message.problem != ""
    assert state_of(after) == ("sent", "")


def test_a_connection_that_breaks_after_the_dot_is_left_to_a_human(server: Sink) -> None:
    message = queued("drop-dot@example.org")
    work()

    assert state_of(message)[0] == "uncertain"
    assert len(server.letters) == 1
    assert work(AT + timedelta(days=30)) + recover(at=AT + timedelta(days=30)) == 0


def test_a_server_that_is_away_makes_letters_wait(settings: Settings) -> None:
    settings.MAIL = settings.MAIL | {
        "mode": "smtp", "host": "127.0.0.1", "port": 1, "tls": "none", "sender": "samverk@kommun.example",
    }  # fmt: skip
    message = queued()
    work()

    assert state_of(message) == ("waiting", "[Errno 111] Connection refused")


def test_a_sender_that_is_refused_is_a_setting_to_mend(server: Sink, settings: Settings) -> None:
    settings.MAIL = settings.MAIL | {"bounces": "unwanted@kommun.example"}
    message = queued()
    work()

    assert state_of(message) == ("waiting", "550 5.7.1 Sender not allowed")


def test_a_line_that_is_a_dot_does_not_end_the_letter(server: Sink) -> None:
    payload = PLAIN | {"paragraphs": [{"sv": "före\n.\n..\nefter", "en": "x"}]}
    to = Recipient("chef@example.org", "Socialchef")
    queue(kind=Kind.SERVICE, letter="plain", payload=payload, to=to, by=BY, at=AT)
    work()

    [letter] = server.letters
    text = next(letter.iter_parts()).get_content()
    assert "före\n.\n..\nefter" in text.replace("\r\n", "\n")


def test_without_mail_letters_wait_and_go_when_it_has_been_set_up(settings: Settings) -> None:
    message = queued()
    work()
    recover(at=AT + timedelta(days=2))
    assert (state_of(message), work(AT + timedelta(days=2))) == (("waiting", ""), 0)

    settings.MAIL = settings.MAIL | {
        "mode": "folder",
        "folder": settings.SAMVERK_HOME / "prov",
        "sender": "a@b.example",
    }
    assert recover(at=AT + timedelta(days=2)) == 1
    assert work(AT + timedelta(days=2)) == 1
    assert state_of(message)[0] == "sent"
    assert (settings.SAMVERK_HOME / "prov" / f"{message.token}.eml").read_bytes().startswith(b"From: Samverk")


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(server: Sink) -> None:
    broken = queue(
        kind=Kind.SERVICE, letter="finns-inte", payload={}, to=Recipient("a@example.org", "A"), by=BY, at=AT
    )  # fmt: skip
    whole = queued()
    work()

    assert state_of(broken) == ("waiting", "KeyError: 'finns-inte'")
    assert state_of(whole)[0] == "sent"


# --- workers that die ----------------------------------------------------------------------------------


def left_in(message: Message, state: State) -> None:
    """As a worker leaves it that dies there."""
    Message.objects.filter(pk=message.pk).update(
        state=state, claim=uuid.uuid4(), lease_until=AT + timedelta(minutes=5), attempts=1
    )
    DBTaskResult.objects.update(status="RUNNING", started_at=AT)


def test_a_claim_that_died_before_the_dot_is_taken_up_again(server: Sink) -> None:
    message = queued()
    left_in(message, State.CLAIMED)

    assert recover(at=AT + timedelta(minutes=4)) == 0
    recover(at=AT + timedelta(minutes=6))
    work(AT + timedelta(minutes=6))

    assert state_of(message) == ("sent", "")
    assert steps_of(message) == ["queued", "interrupted", "sent"]
    assert len(server.letters) == 1


def test_a_claim_that_died_after_the_dot_is_left_to_a_human(server: Sink) -> None:
    message = queued()
    left_in(message, State.HANDED)
    recover(at=AT + timedelta(minutes=6))
    work(AT + timedelta(minutes=6))

    assert state_of(message) == ("uncertain", words.DIED_HANDED)
    assert server.letters == []


def test_a_letter_that_kills_every_worker_is_given_up(server: Sink) -> None:
    message = queued()
    at = AT
    for _ in range(len(RETRIES) + 1):
        Message.objects.filter(pk=message.pk).update(
            state=State.CLAIMED, claim=uuid.uuid4(), lease_until=at, attempts=message.attempts + 1
        )
        message.refresh_from_db()
        recover(at=at)
        message.refresh_from_db()

    assert state_of(message) == ("failed", words.DIED_TOO_OFTEN)


def test_a_job_that_is_gone_is_replaced(server: Sink) -> None:
    message = queued()
    DBTaskResult.objects.all().delete()

    assert recover(at=AT + timedelta(minutes=6)) == 1
    assert recover(at=AT + timedelta(minutes=6)) == 0
    work(AT + timedelta(minutes=6))

    assert state_of(message)[0] == "sent"


def test_a_long_queue_gets_no_second_jobs(server: Sink) -> None:
    """However long the letters have waited for their turn."""
    for number in range(5):
        queued(f"chef{number}@example.org")

    assert recover(at=AT + timedelta(hours=1)) == 0
    assert work(AT + timedelta(hours=1)) == 5
    assert len(server.letters) == 5


def test_one_job_too_many_sends_nothing_twice(server: Sink) -> None:
    message = queued()

    assert [deliver_message(message_id=message.pk, at=AT) for _ in range(3)] == ["sent", "", ""]
    assert len(server.letters) == 1


# --- what a human does ---------------------------------------------------------------------------------


def test_what_failed_is_sent_again_or_taken_care_of(server: Sink) -> None:
    failed, other = queued("nobody@example.org"), queued("nobody@example.org")
    work()
    outbox.mark_handled(message=other, by=BY, at=AT)
    Message.objects.filter(pk=failed.pk).update(address="chef@example.org")
    outbox.send_again(message=failed, by=BY, at=AT)
    work()

    assert state_of(failed)[0] == "sent"
    assert (state_of(other)[0], other.handled_by) == ("failed", "Prov")
    assert steps_of(other) == ["queued", "failed", "handled"]
    with pytest.raises(NothingToMend):
        outbox.mark_handled(message=other, by=BY, at=AT)
    with pytest.raises(NothingToMend):
        outbox.send_again(message=failed, by=BY, at=AT)


def test_an_uncertain_letter_keeps_its_identity_when_it_is_sent_again(server: Sink) -> None:
    message = queued("drop-dot@example.org")
    work()
    Message.objects.filter(pk=message.pk).update(address="chef@example.org")
    message.refresh_from_db()
    outbox.send_again(message=message, by=BY, at=AT)
    work()

    assert server.tokens() == [str(message.token)] * 2


def test_who_has_declined_gets_no_more_of_the_class_but_notices_all_the_same(server: Sink) -> None:
    waiting = queued()
    assert outbox.decline(address="Chef@example.org", kind=Kind.SERVICE, at=AT) is True
    assert outbox.decline(address="chef@example.org", kind=Kind.SERVICE, at=AT) is False
    assert outbox.decline(address="chef@example.org", kind=Kind.STATUTORY, at=AT) is False
    later, notice = queued(), queued(kind=Kind.STATUTORY)
    work(AT + timedelta(hours=1))

    assert [state_of(one) for one in (waiting, later, notice)] == [
        ("dropped", words.DECLINED), ("dropped", words.DECLINED), ("sent", "")
    ]  # fmt: skip
    assert outbox.take_back_decline(address="chef@example.org", kind=Kind.SERVICE) is True
    assert Declined.objects.count() == 0


def test_the_link_to_decline_names_the_address_and_the_class_and_cannot_be_made_up(server: Sink) -> None:
    queued()
    work()
    [letter] = server.letters
    secret = letter["List-Unsubscribe"].rstrip("/>").rpartition("/")[2]

    assert declined_in(secret) == ("chef@example.org", "service")
    assert declined_in(secret[:-1] + ("a" if secret[-1] != "a" else "b")) is None
    assert declined_in("x") is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "chef",
        "a@example.org, b@example.org",
        "Chef <a@example.org>",
        "a@example.org\nBcc: b@example.org",
        "å@example.org",
    ],
)
def test_a_letter_goes_to_one_plain_address(address: str) -> None:
    with pytest.raises(NoAddress, match="är ingen e-postadress"):
        queued(address)
    assert Message.objects.count() == 0


def test_a_subject_of_several_lines_becomes_one(server: Sink) -> None:
    payload = PLAIN | {"subject": {"sv": "Kallelse\nBcc: annan@example.org", "en": "x"}}
    queue(kind="service", letter="plain", payload=payload, to=Recipient("a@example.org", "A"), by=BY, at=AT)
    work()

    [letter] = server.letters
    assert letter["Subject"] == "Kallelse Bcc: annan@example.org"
    assert letter["Bcc"] is None
    assert server.envelopes[0][1] == ["a@example.org"]


def test_what_a_letter_holds_is_not_taken_for_markup(server: Sink) -> None:
    payload = PLAIN | {"paragraphs": [{"sv": "<script>x</script> {{ content }}", "en": "x"}]}
    queue(kind="service", letter="plain", payload=payload, to=Recipient("a@example.org", "A"), by=BY, at=AT)
    work()

    text, html = (part.get_content() for part in server.letters[0].iter_parts())
    assert "<script>x</script> {{ content }}" in text
    assert "<p>&lt;script&gt;x&lt;/script&gt; {{ content }}</p>" in html


def test_a_stranger_queues_stops_and_mends_nothing() -> None:
    message = queued()
    for act in (
        lambda: queue(kind="service", letter="plain", payload=PLAIN, to=Recipient("a@example.org", "A"), by=VISITOR,
                      at=AT, agreement="norrort"),
        lambda: outbox.stop(message=message, by=VISITOR, at=AT),
        lambda: outbox.send_again(message=message, by=VISITOR, at=AT),
        lambda: outbox.mark_handled(message=message, by=VISITOR, at=AT),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "borta"}, {"kind": "reklam"}, {"language": "de"}, {"address": ""}, {"state": "claimed"},
        {"state": "sent"}, {"handled_by": "x"}, {"lease_until": AT},
    ],
)  # fmt: skip
def test_the_database_refuses_a_message_that_cannot_be(wrong: dict[str, Any]) -> None:
    message = queued()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**wrong)
