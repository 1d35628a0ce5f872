"""What is wrong with the database, in plain words: absent, older, newer, locked, full, read-only, damaged.

``explain`` reads an error that has happened; ``inspect`` asks a database before it is used. Neither changes anything.
What was being written when it happened is rolled back by the transaction it was part of.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import DatabaseError, Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from samverk.rules.wording import Text

LEAST_FREE = 20_000_000
"""Bytes. With less left on the disk the database counts as full: a backup or a WAL file soon fills it."""


class Kind(StrEnum):
    """The troubles a database can have."""

    ABSENT = "absent"
    OLDER = "older"
    NEWER = "newer"
    LOCKED = "locked"
    FULL = "full"
    READ_ONLY = "read_only"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and what the one who runs the installation can do about it."""

    kind: Kind
    message: Text


# The low byte of SQLite's error codes; sqlite.org/rescode.html.
_SQLITE: dict[int, Kind] = {
    sqlite3.SQLITE_BUSY: Kind.LOCKED,
    sqlite3.SQLITE_LOCKED: Kind.LOCKED,
    sqlite3.SQLITE_READONLY: Kind.READ_ONLY,
    sqlite3.SQLITE_PERM: Kind.READ_ONLY,
    sqlite3.SQLITE_FULL: Kind.FULL,
    sqlite3.SQLITE_IOERR: Kind.DAMAGED,
    sqlite3.SQLITE_CORRUPT: Kind.DAMAGED,
    sqlite3.SQLITE_NOTADB: Kind.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: Kind.UNREACHABLE,
}
# PostgreSQL's SQLSTATE, whole or by class; postgresql.org/docs/current/errcodes-appendix.html.
_POSTGRESQL: dict[str, Kind] = {
    "25006": Kind.READ_ONLY,
    "42501": Kind.READ_ONLY,
    "53100": Kind.FULL,
    "53200": Kind.FULL,
    "55P03": Kind.LOCKED,
    "40P01": Kind.LOCKED,
    "42P01": Kind.OLDER,
    "42703": Kind.OLDER,
    "3D000": Kind.ABSENT,
    "08": Kind.UNREACHABLE,
    "28": Kind.UNREACHABLE,
    "53": Kind.UNREACHABLE,
    "57": Kind.UNREACHABLE,
    "XX": Kind.DAMAGED,
}


def explain(error: BaseException, name: str = "") -> Trouble | None:
    """The trouble behind an error from the database, or None when it is of another sort. ``name``: which database."""
    if not isinstance(error, Error | sqlite3.Error):
        return None
    for cause in _causes(error):
        kind = _kind(cause)
        if kind is not None:
            return trouble(kind, name)
    return None


def inspect(alias: str = "default") -> Trouble | None:
    """The first thing wrong with a database: can it be opened, is it as old as the program, can it be written to.

    Writes nothing that stays.
    """
    connection = connections[alias]
    name = database_name(connection)
    path = sqlite_path(connection)
    if path is not None and not path.exists():
        return trouble(Kind.ABSENT, name)
    try:
        return _schema_trouble(connection, name) or _space_trouble(path, name) or _write_trouble(connection, name)
    except (Error, sqlite3.Error) as error:
        return explain(error, name) or trouble(Kind.DAMAGED, name)


def database_name(connection: BaseDatabaseWrapper) -> str:
    """What the database is called in a sentence: its file, or its name at its host. Never a password."""
    settings = connection.settings_dict
    host = settings.get("HOST") or "localhost"
    return str(settings["NAME"]) if connection.vendor == "sqlite" else f"{settings['NAME']} ({host})"


def sqlite_path(connection: BaseDatabaseWrapper) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL and for a database given as an address."""
    if connection.vendor != "sqlite":
        return None
    name = str(connection.settings_dict["NAME"])
    return None if name.startswith(("file:", ":memory:")) or not name else Path(name)


def trouble(kind: Kind, name: str = "", what: str = "") -> Trouble:
    """The sentence for a kind of trouble. ``what``: the migration that tells, where there is one."""
    words = _WORDS[kind]
    sv = words.sv.format(name=name or "till Samverk", what=what or "något")
    en = words.en.format(name=name or "of Samverk", what=what or "something")
    return Trouble(kind, Text(sv, en))


# A megabyte on SQLite: a file that is nearly full still has a free page or two.
_PROBE = {
    "sqlite": "CREATE TABLE samverk_probe AS SELECT zeroblob(1000000) AS content",
    "postgresql": "CREATE TABLE samverk_probe (content text)",
}


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, nearest first."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__


def _kind(error: BaseException) -> Kind | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_ERROR and str(error).startswith(("no such table", "no such column")):
            return Kind.OLDER
        return None if code is None else _SQLITE.get(code & 0xFF)
    state = getattr(error, "sqlstate", "")
    if state:
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    # psycopg gives no SQLSTATE when there was no server to give one.
    return Kind.UNREACHABLE if state is None and type(error).__name__ == "OperationalError" else None


def _schema_trouble(connection: BaseDatabaseWrapper, name: str) -> Trouble | None:
    """Older or newer than the program, by comparing the migrations of both."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    applied = set(loader.applied_migrations)
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    unknown = sorted(applied - set(loader.disk_migrations) - replaced)
    if unknown:
        return trouble(Kind.NEWER, name, ".".join(unknown[0]))
    waiting = sorted(set(loader.graph.nodes) - applied)
    if waiting:
        return trouble(Kind.OLDER if applied else Kind.ABSENT, name, ".".join(waiting[0]))
    return None


def _space_trouble(path: Path | None, name: str) -> Trouble | None:
    if path is not None and shutil.disk_usage(path.parent).free < LEAST_FREE:
        return trouble(Kind.FULL, name)
    return None


def _write_trouble(connection: BaseDatabaseWrapper, name: str) -> Trouble | None:
    """Try to write, and take it back."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(_PROBE[connection.vendor])
            transaction.set_rollback(True, using=connection.alias)
    except DatabaseError as error:
        return explain(error, name) or trouble(Kind.READ_ONLY, name)
    return None


_WORDS = {
    Kind.ABSENT: Text(
        "Databasen {name} finns inte eller är tom. Skapa den med ”samverk upgrade”.",
        "The database {name} does not exist or is empty. Create it with “samverk upgrade”.",
    ),
    Kind.OLDER: Text(
        "Databasen {name} är äldre än programmet: {what} saknas. "
        "Kör ”samverk upgrade”, som tar en säkerhetskopia först.",
        "The database {name} is older than the program: {what} is missing. "
        "Run “samverk upgrade”, which makes a backup first.",
    ),
    Kind.NEWER: Text(
        "Databasen {name} är nyare än programmet, som inte känner till {what}. "
        "Installera den version av Samverk som användes senast, eller återställ en äldre säkerhetskopia.",
        "The database {name} is newer than the program, which does not know {what}. "
        "Install the version of Samverk that was used last, or restore an older backup.",
    ),
    Kind.LOCKED: Text(
        "Databasen {name} är upptagen av ett annat program. Inget sparades. "
        "Försök igen om en stund. Hjälper det inte, stäng det program som har databasen öppen.",
        "The database {name} is in use by another program. Nothing was saved. "
        "Try again in a moment. If that does not help, close the program that has the database open.",
    ),
    Kind.FULL: Text(
        "Det finns inte plats för mer i {name}: disken eller databasen är full. Inget sparades. "
        "Frigör utrymme och försök igen.",
        "There is no room for more in {name}: the disk or the database is full. Nothing was saved. "
        "Free some space and try again.",
    ),
    Kind.READ_ONLY: Text(
        "Databasen {name} går att läsa men inte att skriva i. Inget sparades. "
        "Ge den användare som kör Samverk rätt att skriva i databasen, och för en fil även i dess mapp.",
        "The database {name} can be read but not written to. Nothing was saved. "
        "Let the user that runs Samverk write to the database and, for a file, to its folder.",
    ),
    Kind.DAMAGED: Text(
        "Databasen {name} är skadad, eller något annat än en databas. Inget sparades. "
        "Flytta undan den och återställ den senaste säkerhetskopian.",
        "The database {name} is damaged, or something else than a database. Nothing was saved. "
        "Move it aside and restore the latest backup.",
    ),
    Kind.UNREACHABLE: Text(
        "Databasen {name} går inte att öppna. Inget sparades. "
        "Kontrollera att servern är igång, att mappen finns och att adressen i DATABASE_URL stämmer.",
        "The database {name} cannot be opened. Nothing was saved. "
        "Check that the server is running, that the folder exists and that the address in DATABASE_URL is right.",
    ),
}
