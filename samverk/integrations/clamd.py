"""Asks ClamAV's daemon whether a file is infected, by its own protocol (INSTREAM: clamd(8), "COMMANDS").

The file is sent over the socket, so the daemon needs no right to read our folder and may run on another machine.
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path
from typing import Final

PIECE: Final = 1 << 16
SECONDS: Final = 120
"""How long one answer may take. A file of a hundred megabytes takes a tenth of it."""


class ScanFailed(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """The daemon did not answer, or not in a way that can be relied on. The text says what came, for the log."""


def infection(address: str, path: Path) -> str | None:
    """What the file is infected with, or None. ``address``: ``unix:/path`` or ``tcp:host:port``. Error: ScanFailed."""
    try:
        with _connected(address) as channel, path.open("rb") as file:
            channel.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                channel.sendall(struct.pack("!L", len(piece)) + piece)
            channel.sendall(struct.pack("!L", 0))
            said = _answer(channel)
    except OSError as error:
        raise ScanFailed(str(error)) from error
    if said == "stream: OK":
        return None
    if said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix("FOUND").strip() or "?"
    raise ScanFailed(said or "no answer")


def version(address: str) -> str:
    """What the daemon calls itself, with the age of its signatures. Error: ScanFailed."""
    try:
        with _connected(address) as channel:
            channel.sendall(b"zVERSION\0")
            said = _answer(channel)
    except OSError as error:
        raise ScanFailed(str(error)) from error
    if not said.startswith("ClamAV"):
        raise ScanFailed(said or "no answer")
    return said


def _connected(address: str) -> socket.socket:
    kind, _, rest = address.partition(":")
    if kind == "unix":
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        channel.settimeout(SECONDS)
        try:
            channel.connect(rest)
        except OSError:
            channel.close()
            raise
        return channel
    host, _, port = rest.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _answer(channel: socket.socket) -> str:
    """One answer, to its closing zero; never more than a few lines. What is broken off is no answer."""
    said = b""
    while b"\0" not in said and len(said) < PIECE and (piece := channel.recv(PIECE)):
        said += piece
    whole, ended, _ = said.partition(b"\0")
    return whole.decode("utf-8", errors="replace").strip() if ended else ""
