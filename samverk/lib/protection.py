"""SQL that differs between the databases, as one migration step; and tables that only grow.

``VendorSQL`` runs its statements on the database at hand. ``append_only`` gives the triggers that stop UPDATE, DELETE
and (PostgreSQL) TRUNCATE, with a message that says what to do instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

type Statements = Mapping[str, Sequence[str]]

VENDORS = ("sqlite", "postgresql")


class VendorSQL(Operation):
    """Statements per vendor, forwards and backwards. Both vendors must be given; an empty list says "nothing"."""

    reversible = True

    def __init__(self, forwards: Statements, backwards: Statements, describe: str) -> None:
        for statements in (forwards, backwards):
            if set(statements) != set(VENDORS):
                raise ValueError(f"statements for {sorted(statements)}; expected {VENDORS}")
        self.forwards = forwards
        self.backwards = backwards
        self.title = describe

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that the models show."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the statements."""
        self._run(self.forwards, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the statements that take it back."""
        self._run(self.backwards, schema_editor)

    def describe(self) -> str:
        """What `migrate --plan` shows."""
        return self.title

    @staticmethod
    def _run(statements: Statements, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            # params=None: the statement is sent as it is, so a % needs no doubling.
            schema_editor.execute(statement, params=None)


def append_only(table: str, message: str) -> tuple[Statements, Statements]:
    """Statements that protect a table, and those that lift the protection again. The message must hold no quote."""
    return (
        {"sqlite": _sqlite(table, message), "postgresql": _postgresql(table, message)},
        {
            "sqlite": [f"DROP TRIGGER IF EXISTS {name}" for name in sqlite_triggers(table)],
            "postgresql": [
                *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in postgresql_triggers(table)),
                f"DROP FUNCTION IF EXISTS {table}_only_grows()",
            ],
        },
    )


def sqlite_triggers(table: str) -> tuple[str, ...]:
    """Names of the triggers that protect the table on SQLite."""
    return tuple(f"{table}_no_{verb}" for verb in ("update", "delete"))


def postgresql_triggers(table: str) -> tuple[str, ...]:
    """Names of the triggers that protect the table on PostgreSQL."""
    return tuple(f"{table}_no_{verb}" for verb in ("update", "delete", "truncate"))


def missing_triggers(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """Triggers that should protect the table and do not.

    SQLite copies a table when a migration alters it and forgets its triggers: `samverk doctor` and a test ask here.
    """
    wanted = sqlite_triggers(table) if connection.vendor == "sqlite" else postgresql_triggers(table)
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    else:
        query = (
            "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal AND tgenabled <> 'D'"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in present]


def _sqlite(table: str, message: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table}: {message}'); END"
        for name, verb in zip(sqlite_triggers(table), ("UPDATE", "DELETE"), strict=True)
    ]


def _postgresql(table: str, message: str) -> list[str]:
    update, delete, truncate = postgresql_triggers(table)
    call = f"EXECUTE FUNCTION {table}_only_grows()"
    stop = f"RAISE EXCEPTION '{table}: {message}' USING ERRCODE = 'restrict_violation'"
    return [
        f"CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {stop}; END $$",
        f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} FOR EACH ROW {call}",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} FOR EACH ROW {call}",
        f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
    ]
