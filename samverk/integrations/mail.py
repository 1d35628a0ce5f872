"""Hands letters to a mail server, one at a time over a connection that is kept, or writes them to a folder.

Handing over is split where SMTP splits it: a server takes responsibility for a message with its answer to the final
dot (RFC 5321 6.1). ``commit`` is called just before the dot is sent. Until then a crash means that nothing has left;
after it, that nobody knows (RFC 1047).
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal, Protocol

PATIENCE = 30
"""Seconds to wait for each answer of the server."""

IDLE = 20
"""Seconds after which a kept connection is not trusted any more."""

type Tls = Literal["starttls", "tls", "none"]


class Outcome(StrEnum):
    """What became of an attempt."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    LOST_CLAIM = "lost_claim"


@dataclass(frozen=True, slots=True)
class Handed:
    """``why`` is the server's own words, or what the system said; empty when it was sent."""

    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server to hand over to. ``sender`` is the address in From, ``bounces`` the one failures go back to."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = ""
    sender: str = ""
    bounces: str = ""


class Carrier(Protocol):
    """Something that takes letters."""

    sender: str

    def hand_over(self, letter: EmailMessage, commit: Callable[[], bool]) -> Handed:
        """Hand over one letter; ``commit`` says whether the sender still holds the claim to it."""

    def close(self) -> None:
        """Put everything away."""


def as_bytes(letter: EmailMessage) -> bytes:
    """The letter as it goes over the wire: CRLF, seven bits, no line a server would fold."""
    return letter.as_bytes(policy=SMTP.clone(cte_type="7bit"))


def dotted(content: bytes) -> bytes:
    """With the dots doubled that begin a line, and CRLF at the end (RFC 5321 4.5.2)."""
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


class Refusal(Exception):  # noqa: N818 - named for what happened, as every refusal is
    """The server said no to a step. ``permanent``: it will say the same again."""

    def __init__(self, code: int, answer: bytes, *, permanent: bool) -> None:
        super().__init__(f"{code} {answer.decode('utf-8', 'replace')}".strip())
        self.permanent = permanent


class SmtpCarrier:
    """A mail server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.sender = server.sender
        self._connection: smtplib.SMTP | None = None
        self._used = 0.0

    def hand_over(self, letter: EmailMessage, commit: Callable[[], bool]) -> Handed:
        """Everything up to the dot, ``commit``, the dot, the answer."""
        try:
            connection = self._connected()
            self._announce(connection, letter)
        except Refusal as refusal:
            self._reset()
            return Handed(Outcome.REFUSED if refusal.permanent else Outcome.LATER, str(refusal))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Handed(Outcome.LATER, _said(error))
        if not commit():
            # The connection is dropped without the dot: the server throws the letter away.
            self._drop()
            return Handed(Outcome.LOST_CLAIM)
        return self._finish(connection)

    def trouble(self) -> str:
        """Why the server cannot be used; "" when it answers, and lets us in."""
        try:
            self._connected()
        except (OSError, smtplib.SMTPException) as error:
            return _said(error)
        self.close()
        return ""

    def _finish(self, connection: smtplib.SMTP) -> Handed:
        try:
            connection.send(b".\r\n")
            code, answer = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Handed(Outcome.UNCERTAIN, _said(error))
        self._used = time.monotonic()
        if code == 250:
            return Handed(Outcome.SENT)
        refusal = Refusal(code, answer, permanent=500 <= code < 600)
        if code == 421:
            self._drop()
        return Handed(Outcome.REFUSED if refusal.permanent else Outcome.LATER, str(refusal))

    def _connected(self) -> smtplib.SMTP:
        """The kept connection if it still answers, otherwise a new one."""
        if self._connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                if time.monotonic() - self._used < IDLE or self._connection.noop()[0] == 250:
                    return self._connection
            self.close()
        self._connection = self._new()
        return self._connection

    def _new(self) -> smtplib.SMTP:
        given = self.server
        context = ssl.create_default_context()
        if given.tls == "tls":
            made: smtplib.SMTP = smtplib.SMTP_SSL(given.host, given.port, timeout=PATIENCE, context=context)
        else:
            made = smtplib.SMTP(given.host, given.port, timeout=PATIENCE)
        if made.sock is not None:
            # The dot is sent right after the letter: without this it would wait for the letter to be acknowledged.
            made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if given.tls == "starttls":
                made.starttls(context=context)
            if given.user:
                made.login(given.user, given.password)
        except BaseException:
            made.close()
            raise
        return made

    def _announce(self, connection: smtplib.SMTP, letter: EmailMessage) -> None:
        """Sender, recipient and content. Error: Refusal."""
        connection.ehlo_or_helo_if_needed()
        # A sender that is refused is a setting to mend, not the letter's fault: it waits.
        _accepted(connection.mail(self.server.bounces or self.server.sender, _wishes(connection, letter)), lenient=True)
        notify = ["NOTIFY=FAILURE,DELAY"] if connection.has_extn("dsn") else []
        _accepted(connection.rcpt(str(letter["To"].addresses[0].addr_spec), notify))
        code, answer = connection.docmd("DATA")
        if code != 354:
            raise Refusal(code, answer, permanent=500 <= code < 600)
        connection.send(dotted(as_bytes(letter)))

    def _reset(self) -> None:
        if self._connection is not None:
            try:
                self._connection.rset()
                self._used = time.monotonic()
            except (OSError, smtplib.SMTPException):
                self.close()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Say goodbye, if there is somebody to say it to."""
        if self._connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
            self._drop()


def _wishes(connection: smtplib.SMTP, letter: EmailMessage) -> list[str]:
    """Ask that a bounce names the message (RFC 3461), where the server knows how."""
    if not connection.has_extn("dsn"):
        return []
    token = str(letter["Message-ID"]).strip("<>").partition("@")[0]
    return ["RET=HDRS", f"ENVID={token}"]


def _accepted(answer: tuple[int, bytes], *, lenient: bool = False) -> None:
    code, words = answer
    if not 200 <= code < 300:
        raise Refusal(code, words, permanent=500 <= code < 600 and not lenient)


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
        return f"{error.smtp_code} {words}".strip()
    return str(error) or type(error).__name__


class FolderCarrier:
    """Letters as files (.eml) in a folder, for demonstrations: nothing leaves."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def hand_over(self, letter: EmailMessage, commit: Callable[[], bool]) -> Handed:
        """Write the file beside, ``commit``, move it into place: the same letter twice is one file."""
        name = str(letter["Message-ID"]).strip("<>").partition("@")[0]
        draft = self.folder / f".{name}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_bytes(as_bytes(letter))
        except OSError as error:
            return Handed(Outcome.LATER, error.strerror or str(error))
        if not commit():
            draft.unlink(missing_ok=True)
            return Handed(Outcome.LOST_CLAIM)
        draft.replace(self.folder / f"{name}.eml")
        return Handed(Outcome.SENT)

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a letter is put together from. ``token`` is the first half of its Message-ID."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    token: str
    headers: tuple[tuple[str, str], ...] = ()
    enclosed: tuple[Enclosure, ...] = ()


def compose(parts: Parts, *, sender: str, at: datetime) -> EmailMessage:
    """The letter: plain text first, the same as HTML after it. ``at``: the moment of the Date header."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = f"Samverk <{sender}>"
    letter["To"] = parts.to
    letter["Subject"] = parts.subject
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = f"<{parts.token}@{sender.rpartition('@')[2]}>"
    for name, value in parts.headers:
        letter[name] = value
    letter.set_content(parts.text, cte="quoted-printable")
    letter.add_alternative(parts.html, subtype="html", cte="quoted-printable")
    for file in parts.enclosed:
        main, _, sub = file.media_type.partition("/")
        letter.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    # Last: setting the content takes headers about content away.
    letter["Content-Language"] = parts.language
    return letter
