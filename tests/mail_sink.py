"""A real mail server for tests: takes letters, and refuses, delays or hangs up as the recipient's name asks it to.

``later@`` is refused for now at RCPT, ``nobody@`` for good; ``full@`` for now after the content, ``never@`` for good;
``drop-rcpt@`` hangs up at RCPT, ``drop-dot@`` after the final dot without an answer. Everything else is taken.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """What has been taken, in order. ``host`` and ``port``: where it listens."""

    host: str = "127.0.0.1"
    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str], list[str]]] = field(default_factory=list)
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def tokens(self) -> list[str]:
        """The first half of the Message-ID of each letter taken."""
        return [str(letter["Message-ID"]).strip("<>").partition("@")[0] for letter in self.letters]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: Any
    ) -> Any:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("unwanted@"):
            return "550 5.7.1 Sender not allowed"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        name = address.partition("@")[0]
        if name == "drop-rcpt":
            _hang_up(server)
            return "421 Bye"
        if name == "later":
            return "451 4.7.1 Try again later"
        if name == "nobody":
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        name = envelope.rcpt_tos[0].partition("@")[0]
        if name == "full":
            return "452 4.2.2 Mailbox full"
        if name == "never":
            return "554 5.6.0 Refused by policy"
        content = envelope.original_content or b""
        letter = message_from_bytes(content, policy=default)
        with self.lock:
            self.letters.append(letter)
            self.envelopes.append((envelope.mail_from or "", envelope.rcpt_tos, envelope.mail_options))
        if name == "drop-dot":
            _hang_up(server)
        return "250 2.0.0 Taken"


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


@contextmanager
def sink() -> Iterator[Sink]:
    """A sink that listens on a free port until the end of the block."""
    made = Sink()
    with socket.socket() as tried:
        tried.bind((made.host, 0))
        made.port = tried.getsockname()[1]
    controller = Controller(made, hostname=made.host, port=made.port)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()
