"""Django's sessions in the database, read with one prepared statement.

Every page of someone who has signed in reads their session; through the ORM that alone costs more than writing out
the page. Everything else about sessions is Django's.
"""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db import connections, router

# Judged by the database's clock: a session must end also where Samverk's day is pinned for a demonstration.
_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > CURRENT_TIMESTAMP"


class SessionStore(DatabaseSessionStore):
    """The engine named in settings."""

    def load(self) -> dict[str, Any]:
        """What is kept for the visitor; nothing, and no key, when the session has ended or never was."""
        with connections[router.db_for_read(Session)].cursor() as cursor:
            cursor.execute(_READ, [self.session_key])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(row[0])
        return data
