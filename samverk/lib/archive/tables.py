"""Rows of every table as lines of JSON, written and read through the models as they were at a given migration.

A row is a list of values in the order of ``columns``: null, true, numbers and text as they are; days, moments (UTC),
decimals and UUIDs as text; bytes as base64; the same on both databases.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

type Node = tuple[str, str]
type Field = models.Field[Any, Any]

LEFT_OUT = frozenset({"django_session", "accounts_sign_in", "accounts_attempt"})
"""Who happens to be signed in, or to try, is no part of what an installation knows."""

MADE_BY_MIGRATING = frozenset({"django_content_type", "auth_permission"})
"""Rows that ``migrate`` itself puts into an empty database; the archive's take their place."""

BATCH = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is after certain migrations: its name, its columns, its rows."""

    name: str
    fields: tuple[Field, ...]
    manager: models.Manager[models.Model]

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in the order of the model."""
        return [str(field.column) for field in self.fields]


def applied(alias: str = "default") -> tuple[Node, ...]:
    """The migrations a database has been through, in alphabetical order."""
    return tuple(sorted(MigrationLoader(connections[alias]).applied_migrations))


def unknown(nodes: Iterable[Node]) -> list[Node]:
    """Those migrations that this version of Samverk does not have: what they made is newer than the program."""
    loader = MigrationLoader(None)
    return sorted(set(nodes) - set(loader.disk_migrations))


def tables(nodes: Iterable[Node]) -> list[Table]:
    """The tables as they are after the given migrations, in order of name."""
    loader = MigrationLoader(None)
    known = [node for node in nodes if node in loader.graph.nodes]
    state = loader.project_state(known).apps
    found = [_table(model) for model in state.get_models(include_auto_created=True)]
    return sorted((table for table in found if table.name not in LEFT_OUT), key=lambda table: table.name)


def _table(model: type[models.Model]) -> Table:
    meta = model._meta  # noqa: SLF001 - Django's documented way to ask a model
    return Table(meta.db_table, tuple(meta.concrete_fields), model._base_manager)  # noqa: SLF001 - documented too


def count(table: Table, alias: str = "default") -> int:
    """How many rows a table has."""
    return table.manager.using(alias).count()


def lines(table: Table, alias: str = "default") -> Iterator[bytes]:
    """Every row as a line of JSON, in order of the primary key."""
    names = [field.attname for field in table.fields]
    rows = table.manager.using(alias).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=2000):
        values = [_plain(field, value) for field, value in zip(table.fields, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(table: Table, rows: Iterable[bytes], alias: str = "default") -> None:
    """Put lines of JSON into a table. To be called inside a transaction."""
    connection = connections[alias]
    quoted = ", ".join(connection.ops.quote_name(name) for name in table.columns)
    marks = ", ".join(["%s"] * len(table.fields))
    into = connection.ops.quote_name(table.name)
    statement = f"INSERT INTO {into} ({quoted}) VALUES ({marks})"  # noqa: S608 - names of our own tables
    with connection.cursor() as cursor:
        for some in batched(rows, BATCH):
            cursor.executemany(statement, [_values(table.fields, json.loads(line), connection) for line in some])


def _values(fields: Iterable[Field], row: list[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    return [
        field.get_db_prep_save(value if isinstance(field, models.JSONField) else field.to_python(value), connection)
        for field, value in zip(fields, row, strict=True)
    ]


def _plain(field: Field, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str) or isinstance(field, models.JSONField):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return str(value)


class Sum:
    """A fingerprint of rows in any order: the sum of the SHA-256 of each. The databases sort text differently."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, line: bytes) -> bytes:
        """Count a line; the line back."""
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest())) % 2**256
        return line

    @property
    def hex(self) -> str:
        """64 hexadecimal digits."""
        return f"{self._sum:064x}"


@contextmanager
def reading(alias: str = "default") -> Iterator[None]:
    """One moment of the database, for as long as it is read, without stopping those who write."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # deferred: Django's own transactions would take the write lock
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def prepare(nodes: Iterable[Node], alias: str = "default") -> None:
    """Make the tables of an empty database as they are after the given migrations."""
    wanted = set(nodes)
    graph = MigrationLoader(None).graph
    for app in sorted({app for app, _ in wanted}):
        of_app = [node for node in wanted if node[0] == app and node in graph.nodes]
        last = [n for n in of_app if not any(c.key in of_app for c in graph.node_map[n].children)]
        for _, name in last:
            call_command("migrate", app, name, database=alias, verbosity=0, interactive=False)


def emptied(found: Iterable[Table], alias: str = "default") -> None:
    """Remove what migrating itself has put there."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for table in found:
            if table.name in MADE_BY_MIGRATING:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 - our own


def count_on(found: Iterable[Table], alias: str = "default") -> None:
    """Let the numbers of new rows go on after those that were loaded (PostgreSQL; SQLite does by itself)."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        models_of = [table.manager.model for table in found]
        for statement in connection.ops.sequence_reset_sql(no_style(), models_of):
            cursor.execute(statement)


def occupied(alias: str = "default") -> list[str]:
    """Tables that already hold something which migrating did not put there."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    ignored = LEFT_OUT | MADE_BY_MIGRATING
    held = (table for table in tables(applied(alias)) if table.name in there and table.name not in ignored)
    return [table.name for table in held if count(table, alias)]
