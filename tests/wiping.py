"""Lets a test that commits (live_server, transactional_db) empty the tables that otherwise only grow.

Only here: the product has no way around its own protection. The triggers are put back in the same transaction.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

_flush = BaseDatabaseOperations.execute_sql_flush


def pytest_configure() -> None:
    """Wrap the one method through which Django's test cases empty the database."""

    def flush(self: Any, sql_list: Iterable[str]) -> None:
        with unprotected(self.connection):
            _flush(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]  # that is the point


@contextmanager
def unprotected(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without our triggers, inside one transaction."""
    lift, restore = _sqlite(connection) if connection.vendor == "sqlite" else _postgresql(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in lift:
            cursor.execute(statement)
        yield
        for statement in restore:
            cursor.execute(statement)


def _sqlite(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    found = _rows(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return [f"DROP TRIGGER {name}" for name, _ in found], [sql for _, sql in found]


def _postgresql(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    found = _rows(connection, "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    return (
        [f"ALTER TABLE {table} DISABLE TRIGGER USER" for (table,) in found],
        [f"ALTER TABLE {table} ENABLE TRIGGER USER" for (table,) in found],
    )


def _rows(connection: BaseDatabaseWrapper, query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
