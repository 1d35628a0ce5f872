"""Reads what mail servers send back: delivery status notifications (RFC 3464), and older forms as far as they name the
message. Nothing is guessed: a notification that does not name a message of ours is said to be unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Literal
from uuid import UUID

type Fate = Literal["failed", "delayed", "delivered", "unknown"]

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NAMED = re.compile(rf"(?im)^\s*Message-ID:\s*<({_UUID})@")
_FATES: dict[str, Fate] = {
    "failed": "failed",
    "delayed": "delayed",
    "delivered": "delivered",
    "relayed": "delivered",
    "expanded": "delivered",
}


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a notification says. ``token``: of the message it is about; None when it names none of ours.
    ``why``: the other server's words, with its status ("5.1.1 550 No such user").
    """

    fate: Fate
    token: UUID | None
    recipient: str
    why: str


def read_bounce(content: bytes) -> Bounce:
    """What a mail that came back says. ``fate`` is "unknown" for a mail that is no notification."""
    mail = message_from_bytes(content, policy=default)
    token = _token(mail)
    for block in _blocks(mail):
        action = _field(block, "Action").lower()
        if action:
            fate = _FATES.get(action, "unknown")
            return Bounce(fate, token, _address(_field(block, "Final-Recipient")), _why(block))
    # Without a report: some servers say it in a header of their own and return the letter.
    refused = str(mail.get("X-Failed-Recipients", ""))
    if refused and token is not None:
        return Bounce("failed", token, refused.strip(), _first_lines(mail))
    return Bounce("unknown", token, "", "")


def _blocks(mail: Message) -> Iterator[Message]:
    """The groups of fields of a message/delivery-status part: the first is about the message, the others about each
    recipient.
    """
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            yield from (block for block in payload if isinstance(block, Message)) if isinstance(payload, list) else ()


def _token(mail: EmailMessage) -> UUID | None:
    """From the envelope's name (RFC 3461 ENVID), else from the Message-ID of the letter that came back with it."""
    for block in _blocks(mail):
        named = re.fullmatch(_UUID, _field(block, "Original-Envelope-Id").lower())
        if named:
            return UUID(named[0])
    for text in _returned(mail):
        found = _NAMED.search(text)
        if found:
            return UUID(found[1])
    return None


def _returned(mail: EmailMessage) -> Iterator[str]:
    """The heads of letters inside, and running text, in the order they stand; never the notification's own head."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and isinstance(inner[0], Message):
                yield f"Message-ID: {_field(inner[0], 'Message-ID')}"
        elif part.get_content_type() in ("text/rfc822-headers", "text/plain"):
            payload = part.get_payload(decode=True)
            yield payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _address(value: str) -> str:
    """``rfc822; someone@example.org`` without its type."""
    return value.partition(";")[2].strip() if ";" in value else value.strip()


def _why(block: Message) -> str:
    diagnostic = _address(_field(block, "Diagnostic-Code"))
    status = _field(block, "Status")
    return f"{status} {diagnostic}".strip()[:500]


def _first_lines(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    return " ".join(text.split())[:300]
