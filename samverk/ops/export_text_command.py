"""``samverk export-text``: the signed wording as it is stored, byte for byte."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from samverk.agreements.queries import versions
from samverk.lib import clock
from samverk.ops import django_ready
from samverk.ops.arguments import LANG, Option, Position, Usage
from samverk.ops.refused import FAILED, Refused, language_of, why_not
from samverk.rules.wording import Text

USAGE = Usage(
    "export-text",
    Text(
        "Skriver ut originallydelsen av ett avtal som den är lagrad. Texten går att läsa in igen.",
        "Prints the original wording of an agreement as it is stored. The text can be imported again.",
    ),
    (Position(Text("AVTAL", "AGREEMENT"), Text("avtalets id", "the agreement's id")),),
    (
        Option("to", Text("skriv till en fil i stället", "write to a file instead"), value=Text("FIL", "FILE")),
        LANG,
    ),
)


def run(argv: Sequence[str]) -> int:
    """Print the text, or write it to a file. Error: Refused."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    text = _text(given.words[0]).encode()
    if "to" not in given.values:
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
        return 0
    path = Path(given.values["to"])
    try:
        path.write_bytes(text)
    except OSError as error:
        why = why_not(error)
        raise Refused(
            Text(f"{path} går inte att skriva: {why.sv}.", f"{path} cannot be written: {why.en}."), FAILED
        ) from error
    return 0


def _text(agreement: str) -> str:
    with django_ready.said_plainly():
        found = versions.wording(agreement, clock.today())
        words = versions.original(agreement, found.sha256) if found is not None else None
    if found is None:
        raise Refused(Text(f"Det finns inget avtal ”{agreement}”.", f"There is no agreement “{agreement}”."), FAILED)
    if words is None:
        raise Refused(
            Text(
                f"Originalet till {agreement} är inte inläst. Läs in det: samverk import-text FIL --into {agreement}.",
                f"The original of {agreement} has not been imported. "
                f"Import it: samverk import-text FILE --into {agreement}.",
            ),
            FAILED,
        )
    return words.text
