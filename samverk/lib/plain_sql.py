"""Days and moments to and from plain SQL statements, where the ORM's own conversion is not at hand.

SQLite keeps both as text, moments in UTC without a time zone: a plain column comes back as a naive value, an
expression (MAX) as the text itself. PostgreSQL has types for both.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection


def day_to_db(day: date | None) -> Any:
    """A calendar day as a parameter."""
    return connection.ops.adapt_datefield_value(day)


def moment_to_db(moment: datetime) -> Any:
    """An aware moment as a parameter."""
    return connection.ops.adapt_datetimefield_value(moment)


def day_from_db(value: Any) -> date:
    """A calendar day from a result row."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def moment_from_db(value: Any) -> datetime:
    """A moment in UTC from a result row."""
    moment: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def with_marks(statement: str, *counts: int) -> str:
    """The statement with parameter marks where it says ``(...)``, as many as each count says; for IN with a list.

    A count of 0 gives a list that nothing is in.
    """
    for count in counts:
        statement = statement.replace("(...)", f"({', '.join(['%s'] * count) or 'NULL'})", 1)
    return statement
