"""A letter that came back is marked once, and a human sees why."""

from __future__ import annotations

import uuid

import pytest

from samverk.integrations.bounces import Bounce, Fate
from samverk.outreach.actions import outbox
from samverk.outreach.actions.bounces import record_bounce
from samverk.outreach.models import Message
from samverk.outreach.queries import outbox as queries
from tests.areas.outreach.test_delivery import AT, BY, queued, state_of, steps_of, work
from tests.mail_sink import Sink

pytestmark = pytest.mark.django_db


def bounce(message: Message, fate: Fate = "failed") -> Bounce:
    return Bounce(fate, message.token, message.address, "5.2.2 552 Mailbox full")


def test_a_letter_that_came_back_needs_somebody_and_says_why(server: Sink) -> None:
    message = queued()
    work()

    assert record_bounce(bounce=bounce(message), at=AT) == message
    assert state_of(message) == ("bounced", "5.2.2 552 Mailbox full")
    assert steps_of(message) == ["queued", "sent", "bounced"]
    assert queries.counts(["norrort"]).needed == 1
    assert queries.counts(["annat"]).needed == 0


def test_the_same_bounce_twice_changes_nothing(server: Sink) -> None:
    message = queued()
    work()
    for _ in range(2):
        record_bounce(bounce=bounce(message), at=AT)

    assert steps_of(message) == ["queued", "sent", "bounced"]


def test_a_bounce_that_somebody_has_taken_care_of_no_longer_needs_anybody(server: Sink) -> None:
    message = queued()
    work()
    record_bounce(bounce=bounce(message), at=AT)
    outbox.mark_handled(message=message, by=BY, at=AT)

    assert queries.counts(None).needed == 0


@pytest.mark.parametrize("fate", ["delayed", "delivered"])
def test_a_notice_that_is_no_failure_is_a_line_in_the_log(fate: Fate, server: Sink) -> None:
    message = queued()
    work()
    record_bounce(bounce=bounce(message, fate), at=AT)

    assert state_of(message) == ("sent", "")
    assert steps_of(message) == ["queued", "sent", fate]


def test_a_bounce_of_somebody_elses_letter_is_not_ours() -> None:
    assert record_bounce(bounce=Bounce("failed", uuid.uuid4(), "a@example.org", "x"), at=AT) is None
    assert record_bounce(bounce=Bounce("failed", None, "a@example.org", "x"), at=AT) is None


def test_a_bounce_that_comes_before_the_answer_was_written_down_stands(server: Sink) -> None:
    """The worker died after the dot; the bounce tells what became of the letter."""
    message = queued("drop-dot@example.org")
    work()
    record_bounce(bounce=bounce(message), at=AT)

    assert state_of(message)[0] == "bounced"
