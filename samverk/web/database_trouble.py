"""What a failing database means, in plain words, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from samverk.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong and what to do about it. ``passes``: trying again in a moment may be enough."""

    heading: Text
    advice: Text
    passes: bool = False


_NOTHING_WRITTEN: Final = Text("Inget har skrivits till hälften.", "Nothing has been half-written.")


def _trouble(sv: str, en: str, advice_sv: str, advice_en: str, *, passes: bool = False) -> Trouble:
    advice = Text(f"{advice_sv} {_NOTHING_WRITTEN.sv}", f"{advice_en} {_NOTHING_WRITTEN.en}")
    return Trouble(Text(sv, en), advice, passes)


LOCKED: Final = _trouble(
    "Databasen är upptagen",
    "The database is busy",
    "Någon annan skriver just nu. Försök igen om en liten stund.",
    "Someone else is writing just now. Try again in a moment.",
    passes=True,
)
FULL: Final = _trouble(
    "Disken är full",
    "The disk is full",
    "Det går att läsa men inte att spara. Den som sköter servern behöver frigöra plats.",
    "Pages can be read but nothing can be saved. Whoever runs the server needs to free some space.",
)
READ_ONLY: Final = _trouble(
    "Databasen går bara att läsa",
    "The database can only be read",
    "Den som sköter servern behöver ge Samverk rätt att skriva i databasen och dess mapp.",
    "Whoever runs the server needs to let Samverk write to the database and its folder.",
)
OUT_OF_STEP: Final = _trouble(
    "Databasen hör till en annan version av Samverk",
    "The database belongs to another version of Samverk",
    "Den som sköter servern behöver köra ”samverk doctor”, som säger vad som fattas.",
    "Whoever runs the server needs to run “samverk doctor”, which says what is missing.",
)
DAMAGED: Final = _trouble(
    "Databasfilen går inte att läsa",
    "The database file cannot be read",
    "Den som sköter servern behöver återställa den senaste säkerhetskopian.",
    "Whoever runs the server needs to restore the latest backup.",
)
UNREACHABLE: Final = _trouble(
    "Databasen svarar inte",
    "The database does not answer",
    "Försök igen om en liten stund. Går det inte, säg till den som sköter servern.",
    "Try again in a moment. If that does not help, tell whoever runs the server.",
    passes=True,
)

# The start of SQLite's error name, and the start of PostgreSQL's SQLSTATE.
_SQLITE: Final = (
    ("SQLITE_BUSY", LOCKED),
    ("SQLITE_LOCKED", LOCKED),
    ("SQLITE_FULL", FULL),
    ("SQLITE_READONLY", READ_ONLY),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_NOTADB", DAMAGED),
    ("SQLITE_CANTOPEN", UNREACHABLE),
    ("SQLITE_IOERR", UNREACHABLE),
)
_POSTGRESQL: Final = (
    ("55P03", LOCKED),
    ("40P01", LOCKED),
    ("53100", FULL),
    ("25006", READ_ONLY),
    ("42501", READ_ONLY),
    ("42P01", OUT_OF_STEP),
    ("42703", OUT_OF_STEP),
    ("XX001", DAMAGED),
    ("08", UNREACHABLE),
    ("57P", UNREACHABLE),
    ("53300", UNREACHABLE),
)


def explain(error: BaseException) -> Trouble | None:
    """The trouble behind a database error, or None when it is a fault of our own and not of the database's."""
    cause = error.__cause__ or error
    name = getattr(cause, "sqlite_errorname", None)
    if name is not None:
        if str(cause).startswith(("no such table", "no such column")):
            return OUT_OF_STEP
        return next((trouble for start, trouble in _SQLITE if name.startswith(start)), None)
    if hasattr(cause, "sqlstate"):
        # No code at all: the connection never came about, or was lost.
        code = cause.sqlstate
        return next((t for start, t in _POSTGRESQL if code.startswith(start)), None) if code else UNREACHABLE
    return None
