"""``samverk bounce < brev``: takes a mail that came back. Meant for the mail server's alias of the bounce address."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from samverk.integrations.bounces import read_bounce
from samverk.lib import clock
from samverk.ops import django_ready
from samverk.ops.arguments import LANG, Position, Usage
from samverk.ops.refused import FAILED, Refused, language_of, why_not
from samverk.outreach.actions.bounces import record_bounce
from samverk.rules.wording import Text

USAGE = Usage(
    "bounce",
    Text(
        "Läser ett brev som har kommit tillbaka, från en fil eller från standard in, och visar det på sidan Utskick.",
        "Reads a letter that has come back, from a file or standard input, and shows it on the page Outgoing mail.",
    ),
    (
        Position(
            Text("FIL", "FILE"), Text("brevet; annars läses standard in", "the letter; otherwise standard input"),
            optional=True,
        ),
    ),
    (LANG,),
)  # fmt: skip

LARGEST = 5_000_000
"""Bytes. Of anything larger only the beginning is read: the report comes first."""


def run(argv: Sequence[str]) -> int:
    """Read, find the message, write it down. A mail that is no bounce of ours is a refusal, so that it is not lost."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    found = read_bounce(_content(given.words))
    with django_ready.said_plainly():
        message = record_bounce(bounce=found, at=clock.now())
    if message is None:
        raise Refused(
            Text(
                "Brevet är ingen studs på något som Samverk har skickat. Läs det som vanlig post.",
                "The letter is no bounce of anything that Samverk has sent. Read it as ordinary mail.",
            ),
            FAILED,
        )
    said = Text(
        f"Utskick {message.pk}: {message.state}. {found.why}", f"Message {message.pk}: {message.state}. {found.why}"
    )
    print(said.in_language(given.language))
    return 0


def _content(words: Sequence[str]) -> bytes:
    if not words:
        return sys.stdin.buffer.read(LARGEST)
    path = Path(words[0])
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        why = why_not(error)
        said = Text(f"{path} går inte att läsa: {why.sv}.", f"{path} cannot be read: {why.en}.")
        raise Refused(said) from error
