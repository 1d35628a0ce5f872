"""From a file, or from another database, into an empty one; whole or not at all, and compared row by row afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db import transaction

from samverk.lib.archive import tables
from samverk.lib.archive.file import Archive, ArchiveError, TableEntry
from samverk.lib.archive.tables import Node, Sum
from samverk.rules.wording import Text

type Rows = Callable[[str], Iterable[bytes]]


def restore(archive: Archive, alias: str = "default") -> None:
    """Fill an empty database with what the file holds. Error: ArchiveError; then the database is as empty as before."""
    newer = tables.unknown(archive.manifest.migrations)
    if newer:
        raise ArchiveError(_newer(newer[0], archive.manifest.version))
    fill(archive.manifest.migrations, archive.rows, archive.manifest.tables, alias)


def fill(nodes: Iterable[Node], rows: Rows, expected: Mapping[str, TableEntry], alias: str) -> None:
    """Make the tables, load the rows, compare. Error: ArchiveError."""
    nodes = tuple(nodes)
    tables.prepare(nodes, alias)
    full = tables.occupied(alias)
    if full:
        raise ArchiveError(_not_empty(full[0]))
    found = tables.tables(nodes)
    with transaction.atomic(using=alias):
        tables.emptied(found, alias)
        for table in found:
            if table.name in expected:
                tables.load(table, rows(table.name), alias)
        tables.count_on(found, alias)
        for table in found:
            name = table.name
            total = Sum()
            for line in tables.lines(table, alias):
                total.add(line)
            if name in expected and (total.rows, total.hex) != (expected[name].rows, expected[name].sum):
                raise ArchiveError(_differs(name, expected[name].rows, total.rows))


def _newer(node: Node, version: str) -> Text:
    return Text(
        f"Säkerhetskopian är gjord av en nyare version ({version}; {node[0]} {node[1]} finns inte här). "
        "Uppgradera Samverk först.",
        f"The backup was made by a newer version ({version}; {node[0]} {node[1]} is not here). Upgrade Samverk first.",
    )


def _not_empty(table: str) -> Text:
    return Text(
        f"Databasen är inte tom: det finns rader i {table}. Återställ till en tom installation, "
        "till exempel med SAMVERK_HOME satt till en ny mapp.",
        f"The database is not empty: there are rows in {table}. Restore into an empty installation, "
        "for example with SAMVERK_HOME set to a new folder.",
    )


def _differs(table: str, wanted: int, found: int) -> Text:
    return Text(
        f"Efter inläsningen är {table} inte som i källan ({wanted} rader där, {found} här). Ingenting är inläst.",
        f"After loading, {table} is not as in the source ({wanted} rows there, {found} here). Nothing was loaded.",
    )
