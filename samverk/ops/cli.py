"""``samverk``: the command line of the product. Each command is a module, imported only when it is asked for.

That is what lets ``samverk ask`` answer without Django: nothing here may import a command at the top.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple, Protocol, cast

from samverk import __version__
from samverk.ops.refused import WRONG_USE, Refused, language_of
from samverk.rules.wording import Language, Text

INTERRUPTED = 130
"""Exit code: stopped with Ctrl-C, as shells count it."""

BROKEN = 70
"""Exit code: a fault in the program itself (EX_SOFTWARE)."""


class Command(Protocol):
    """What a command's module holds. ``run`` gives the exit code."""

    def run(self, argv: Sequence[str]) -> int: ...


class Entry(NamedTuple):
    """A command: its module, whether it works with the database (Django is then started first), what it does."""

    module: str
    database: bool
    about: Text


COMMANDS: dict[str, Entry] = {
    "ask": Entry("samverk.ops.ask", False, Text("fråga en överenskommelse", "ask an agreement")),
    "check": Entry(
        "samverk.ops.check", False, Text("granska överenskommelser som data", "check agreements written as data")
    ),
    "health": Entry(
        "samverk.ops.health",
        False,
        Text("vad en överenskommelse lämnar osagt, med förslag", "what an agreement leaves unsaid, with proposals"),
    ),
    "readback": Entry(
        "samverk.ops.readback",
        False,
        Text("läs upp allt som är inlagt, i hela meningar", "read back all that is entered, in whole sentences"),
    ),
    "demo": Entry(
        "samverk.ops.demo_command", True, Text("fyll installationen med exempel", "fill the installation with examples")
    ),
    "import": Entry(
        "samverk.ops.import_command",
        True,
        Text("läs in avtal, folkmängd eller kommuner från fil", "import agreements, population or municipalities"),
    ),
    "import-text": Entry(
        "samverk.ops.import_text_command",
        False,
        Text("läs in den undertecknade texten (Word, PDF, text)", "import the signed text (Word, PDF, text)"),
    ),
    "export-text": Entry(
        "samverk.ops.export_text_command",
        True,
        Text("skriv ut den undertecknade texten som den lagrats", "print the signed text as it is stored"),
    ),
    "reindex": Entry(
        "samverk.ops.reindex_command", True, Text("bygg sökindexet på nytt", "build the search index again")
    ),
    "serve": Entry("samverk.ops.serve", True, Text("starta webbplatsen", "start the site")),
    "work": Entry(
        "samverk.ops.work",
        True,
        Text("skicka det som väntar", "send what waits"),
    ),
    "remind": Entry(
        "samverk.ops.remind",
        True,
        Text("påminn dem som har något kvar att göra", "remind those who still have something to do"),
    ),
    "erase": Entry(
        "samverk.ops.erase",
        True,
        Text("ta bort personuppgifter vars tid har gått", "remove personal data whose time has passed"),
    ),
    "bounce": Entry(
        "samverk.ops.bounce", True, Text("ta emot en studs från e-postservern", "take a bounce from the mail server")
    ),
    "verify": Entry(
        "samverk.ops.keeping.verify",
        True,
        Text("pröva att allt är som det registrerades", "prove that everything is as it was recorded"),
    ),
    "log": Entry(
        "samverk.ops.log_command", True, Text("skriv ut hela loggen till en fil", "export the whole log to a file")
    ),
    "backup": Entry(
        "samverk.ops.keeping.backup",
        True,
        Text("skriv databasen och handlingarna till en fil", "write the database and the documents to a file"),
    ),
    "restore": Entry(
        "samverk.ops.keeping.restore",
        True,
        Text("återställ en säkerhetskopia i en tom installation", "restore a backup into an empty installation"),
    ),
    "upgrade": Entry(
        "samverk.ops.keeping.upgrade",
        True,
        Text("för databasen till programmets version", "bring the database to the program's version"),
    ),
    "move": Entry(
        "samverk.ops.keeping.move",
        True,
        Text("flytta till en annan databas, till exempel PostgreSQL", "move to another database, such as PostgreSQL"),
    ),
    "units": Entry(
        "samverk.ops.units",
        False,
        Text("skriv det som behövs för att köra som tjänst", "write what is needed to run as a service"),
    ),
    "sbom": Entry(
        "samverk.ops.sbom", False, Text("skriv ut vad programmet består av", "print what the program is made of")
    ),
    "doctor": Entry("samverk.ops.doctor", False, Text("undersök installationen", "examine the installation")),
    "manage": Entry(
        "samverk.ops.manage_command",
        False,
        Text("Djangos egna kommandon, till exempel migrate", "Django's own commands, for example migrate"),
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command named first; the exit code. Whatever goes wrong is said in a sentence, never as a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    _write_any_character()
    try:
        code = _dispatch(words)
        sys.stdout.flush()
    except Refused as refused:
        return _say(refused.text, words, refused.code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has had enough. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED
    except Exception as error:
        # The last resort: a traceback does not help a person at a terminal.
        if os.environ.get("SAMVERK_DEBUG") == "1":
            raise
        return _say(_fault(error), words, BROKEN)
    return code


def _dispatch(words: list[str]) -> int:
    first = words[0] if words else "--help"
    if first in ("--help", "-h", "help"):
        print(overview(language_of(words)))
        return 0
    if first == "--version":
        print(f"samverk {__version__}")
        return 0
    if first not in COMMANDS:
        raise _unknown(first)
    entry = COMMANDS[first]
    if entry.database:
        importlib.import_module("samverk.ops.django_ready").start()
    command = cast(Command, importlib.import_module(entry.module))
    return command.run(words[1:])


def overview(language: Language = "sv") -> str:
    """Every command on a line."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {entry.about.in_language(language)}" for name, entry in COMMANDS.items()]
    head = Text(
        "Samverk: avtal mellan kommuner som själva säger vad som följer av dem.",
        "Samverk: agreements between municipalities that say themselves what follows from them.",
    )
    foot = Text("”samverk KOMMANDO --help” säger mer.", "“samverk COMMAND --help” says more.")
    return "\n".join([head.in_language(language), "", *lines, "", foot.in_language(language)])


def _unknown(word: str) -> Refused:
    # Imported here in the way commands are: only a misspelt word needs it.
    meant = importlib.import_module("samverk.rules.problems").nearest(word, COMMANDS)
    listed = ", ".join(COMMANDS)
    return Refused(
        Text(
            f"Kommandot ”{word}” finns inte. " + (f"Menade du {meant}?" if meant else f"Det finns {listed}."),
            f"There is no command “{word}”. " + (f"Did you mean {meant}?" if meant else f"There are {listed}."),
        ),
        WRONG_USE,
    )


def _fault(error: Exception) -> Text:
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return Text(
        f"Det blev ett fel i Samverk självt ({what}). Kör igen med SAMVERK_DEBUG=1 och skicka det som visas.",
        f"Something is wrong in Samverk itself ({what}). Run again with SAMVERK_DEBUG=1 and send what is shown.",
    )


def _say(text: Text, words: Sequence[str], code: int) -> int:
    print(text.in_language(language_of(words)), file=sys.stderr)
    return code


def _write_any_character() -> None:
    """A terminal that is not UTF-8 shows ? for what it lacks; it must not stop the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            stream.reconfigure(errors="replace")
