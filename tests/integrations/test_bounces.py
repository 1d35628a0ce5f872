"""Mails that come back, as different servers write them: what became of which message, or that it is none of ours."""

from __future__ import annotations

from textwrap import dedent
from uuid import UUID

import pytest

from samverk.integrations.bounces import Bounce, read_bounce

TOKEN = UUID("0b5e1f7c-3b0a-4b52-9a67-1f3f5f0b6f11")
OWN = UUID("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee")


def notification(fields: str, *, envelope: str = "", returned: str = "", kind: str = "text/rfc822-headers") -> bytes:
    """A report of three parts: words, fields, what came back. Its own Message-ID looks like one of ours."""
    text = dedent(
        f"""\
        From: Mail Delivery System <MAILER-DAEMON@mx.example>
        To: studs@kommun.example
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <{OWN}@mx.example.org>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org
        ENVELOPE

        FIELDS

        --b
        Content-Type: {kind}

        RETURNED

        --b--
        """
    )
    text = text.replace("ENVELOPE\n", f"Original-Envelope-Id: {envelope}\n" if envelope else "")
    return text.replace("FIELDS", dedent(fields).strip()).replace("RETURNED", returned.strip()).encode()


HEADERS = f"From: Samverk <samverk@kommun.example>\nMessage-ID: <{TOKEN}@kommun.example>\nSubject: Kallelse\n"
FAILED = """
Final-Recipient: rfc822; chef@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <chef@example.org>: Recipient address
    rejected: User unknown
"""
WHY = "5.1.1 550 5.1.1 <chef@example.org>: Recipient address rejected: User unknown"


def test_the_message_is_known_by_the_name_of_its_envelope() -> None:
    mail = notification(FAILED, envelope=str(TOKEN), returned="From: x")

    assert read_bounce(mail) == Bounce("failed", TOKEN, "chef@example.org", WHY)


def test_the_message_is_known_by_the_headers_that_came_back() -> None:
    assert read_bounce(notification(FAILED, returned=HEADERS)) == Bounce("failed", TOKEN, "chef@example.org", WHY)


def test_the_message_is_known_by_the_letter_that_came_back() -> None:
    mail = notification(FAILED, returned=f"{HEADERS}\nHej!\n", kind="message/rfc822")

    assert read_bounce(mail) == Bounce("failed", TOKEN, "chef@example.org", WHY)


@pytest.mark.parametrize(
    ("action", "fate"),
    [("delayed", "delayed"), ("delivered", "delivered"), ("relayed", "delivered"), ("something-new", "unknown")],
)
def test_not_every_notification_is_a_failure(action: str, fate: str) -> None:
    mail = notification(FAILED.replace("failed", action), envelope=str(TOKEN))

    assert (read_bounce(mail).fate, read_bounce(mail).token) == (fate, TOKEN)


def test_an_old_server_that_returns_the_letter_in_running_text() -> None:
    mail = dedent(
        f"""\
        From: Mail Delivery Subsystem <mailer-daemon@example.org>
        X-Failed-Recipients: chef@example.org
        Subject: Delivery Status Notification (Failure)
        Content-Type: text/plain; charset=utf-8

        Delivery to the following recipient failed permanently: chef@example.org

        ----- Original message -----
        Message-ID: <{TOKEN}@kommun.example>
        Subject: Kallelse
        """
    ).encode()

    found = read_bounce(mail)
    assert (found.fate, found.token, found.recipient) == ("failed", TOKEN, "chef@example.org")
    assert found.why.startswith("Delivery to the following recipient failed permanently")


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"From: chef@example.org\nSubject: Sv: Kallelse\n\nTack!\n",
        b"\xff\xfe\x00 not a mail at all",
        f"From: a@example.org\nSubject: Re\nIn-Reply-To: <{TOKEN}@kommun.example>\n\nVi kommer.\n".encode(),
        notification(FAILED.replace("Action: failed", "")),
    ],
)
def test_what_is_no_notification_is_unknown(mail: bytes) -> None:
    assert read_bounce(mail).fate == "unknown"


def test_a_notification_about_somebody_elses_letter_names_none_of_ours() -> None:
    mail = notification(FAILED, returned="Message-ID: <20261121.4711@annan.example>\n")

    assert (read_bounce(mail).fate, read_bounce(mail).token) == ("failed", None)


def test_a_notification_cut_short_still_tells_what_it_can() -> None:
    mail = notification(FAILED, envelope=str(TOKEN), returned=HEADERS)

    assert read_bounce(mail[: mail.index(b"--b--") - 40]).token == TOKEN
