"""``samverk log``: the whole log as one file: facts, documents, rights and mail."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from samverk.agreements.queries import listings
from samverk.ops import django_ready
from samverk.ops.arguments import LANG, Option, Position, Usage
from samverk.ops.refused import FAILED, Refused, language_of, why_not
from samverk.outreach.queries import log
from samverk.rules.wording import Text

USAGE = Usage(
    "log",
    Text(
        "Skriver ut hela loggen: uppgifter, åtgärder med handlingar, behörigheter och utskick. Varje rad säger vem, i "
        "vilka roller, när, varifrån och vad, och i kedjorna kontrollsumman. Utan avtal: hela installationen.",
        "Prints the whole log: facts, acts on documents, rights and mail. Each row says who, in which roles, when, "
        "from where and what, and in the chains the hash. Without an agreement: the whole installation.",
    ),
    (Position(Text("AVTAL", "AGREEMENT"), Text("avtalets id", "the agreement's id"), optional=True),),
    (
        Option("form", Text("jsonl (förvalt) eller csv", "jsonl (default) or csv"), value=Text("FORM", "FORM"),
               choices=tuple(log.FORMS)),
        Option("to", Text("skriv till en fil i stället", "write to a file instead"), value=Text("FIL", "FILE")),
        LANG,
    ),
)  # fmt: skip


def run(argv: Sequence[str]) -> int:
    """Print the log, or write it to a file. Error: Refused."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    agreement = given.words[0] if given.words else None
    with django_ready.said_plainly():
        if agreement is not None and listings.agreement(agreement) is None:
            raise Refused(
                Text(f"Det finns inget avtal ”{agreement}”.", f"There is no agreement “{agreement}”."), FAILED
            )
        lines = log.FORMS[given.values.get("form", "jsonl")](log.rows(agreement, papers="all"))
        if "to" not in given.values:
            sys.stdout.writelines(lines)
            return 0
        path = Path(given.values["to"])
        _write(path, lines)
        print(Text(f"{path}: skriven", f"{path}: written").in_language(given.language))
    return 0


def _write(path: Path, lines: Iterator[str]) -> None:
    """Whole or not at all: the file gets its name when the last line is in it."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            out.writelines(lines)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        why = why_not(error)
        raise Refused(
            Text(f"{path} går inte att skriva: {why.sv}.", f"{path} cannot be written: {why.en}."), FAILED
        ) from error
