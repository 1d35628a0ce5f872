"""``samverk move DATABASE_URL``: everything into another, empty database, compared row by row. The old one is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from samverk.lib import database
from samverk.lib.archive import restoring, tables
from samverk.lib.archive.file import ArchiveError, TableEntry
from samverk.lib.archive.tables import Sum
from samverk.ops import django_ready, integrity
from samverk.ops.arguments import LANG, Position, Usage
from samverk.ops.refused import FAILED, WRONG_USE, Refused, language_of
from samverk.rules.wording import Text, thousands

TARGET = "target"
USAGE = Usage(
    "move",
    Text(
        "Flyttar allt till en annan, tom databas och jämför rad för rad. Den gamla databasen lämnas som den är. "
        "Stäng webbplatsen först, och sätt DATABASE_URL till den nya när det är klart.",
        "Moves everything to another, empty database and compares row by row. The old database is left as it is. "
        "Close the site first, and set DATABASE_URL to the new one when it is done.",
    ),
    (Position(Text("DATABASE_URL", "DATABASE_URL"), Text("den nya databasen", "the new database")),),
    (LANG,),
)


def run(argv: Sequence[str]) -> int:
    """Move. Error: Refused; then the new database is empty and the old one as before."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    places = list(integrity.places())
    if places:
        raise Refused(places[0], FAILED)
    with django_ready.said_plainly(), _target(given.words[0]):
        rows = _move()
        name = database.database_name(connections[TARGET])
    told = Text(
        f"{thousands(rows)} rader flyttade till {name} och jämförda en för en. Sätt DATABASE_URL till den.",
        f"{thousands(rows)} rows moved to {name} and compared one by one. Set DATABASE_URL to it.",
    )
    print(told.in_language(given.language))
    return 0


@contextmanager
def _target(url: str) -> Iterator[None]:
    """The other database, for as long as it is needed."""
    try:
        told = settings.DATABASE_FROM_URL("DATABASE_URL", url, settings.SAMVERK_HOME)
    except ImproperlyConfigured as error:
        raise Refused(Text(str(error), str(error)), WRONG_USE) from error
    connections.databases[TARGET] = {**connections.databases["default"], "TEST": {}, **told}
    try:
        if _same():
            raise Refused(Text("Det är samma databas som används nu.", "That is the database in use now."), WRONG_USE)
        yield
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.databases[TARGET]


def _same() -> bool:
    keys = ("ENGINE", "NAME", "HOST", "PORT")
    here, there = connection.settings_dict, connections[TARGET].settings_dict
    return all(str(here.get(key) or "") == str(there.get(key) or "") for key in keys)


def _move() -> int:
    # Before the source is held still: migrations of others touch the default database too (allauth's, which put the
    # addresses of its own, empty table in small letters), and that is the source.
    tables.prepare(tables.applied(), TARGET)
    with tables.reading():
        nodes = tables.applied()
        known = {table.name: table for table in tables.tables(nodes)}
        expected = {}
        for name, table in known.items():
            total = Sum()
            for line in tables.lines(table):
                total.add(line)
            expected[name] = TableEntry(total.rows, total.hex)

        def rows(name: str) -> Iterable[bytes]:
            return tables.lines(known[name])

        try:
            restoring.fill(nodes, rows, expected, TARGET)
        except ArchiveError as error:
            raise Refused(error.text, FAILED) from error
    return sum(entry.rows for entry in expected.values())
