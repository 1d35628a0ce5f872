"""Installations of their own for commands that change everything: a folder, and a database in it or on the server."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg

from tests.ops.terminal import Terminal

SERVER = os.environ.get("DATABASE_URL", "")
ON_POSTGRESQL = SERVER.startswith("postgres")

type Result = subprocess.CompletedProcess[str]


class Installation:
    """A folder, and a database in it or on the server."""

    def __init__(self, home: Path, url: str = "") -> None:
        self.home = home
        self.url = url
        self._terminal = Terminal(home)

    @property
    def _database(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url} if self.url else {}

    def environment(self) -> dict[str, str]:
        """What a process needs to work in it."""
        return self._terminal.environment(**self._database)

    def run(self, *words: str) -> Result:
        return self._terminal.run(*words, **self._database)

    def start(self, *words: str) -> subprocess.Popen[str]:
        return self._terminal.start(*words, **self._database)

    def sql(self, *statements: str) -> list[tuple[object, ...]]:
        """As somebody with access to the database and no respect for it; the rows of the last statement."""
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as server:
                rows = [server.execute(statement) for statement in statements][-1]
                return list(rows.fetchall()) if rows.description else []
        with closing(sqlite3.connect(self.home / "db.sqlite3", autocommit=True)) as file:
            file.create_collation("svenska", lambda a, b: (a > b) - (a < b))
            return list([file.execute(statement) for statement in statements][-1].fetchall())
