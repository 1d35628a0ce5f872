"""Several processes record about the same agreement at once: nobody's fact is lost and the chain is whole."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import call_command
from django.db import connection

from samverk.records import queries
from tests.lib.test_database import as_default, connect

PROCESSES, EACH = 4, 20

RECORDER = f"""
import os, sys, django
django.setup()
from datetime import UTC, date, datetime
from samverk.accounts.policy import system
from samverk.records.actions import record_fact
for number in range({EACH}):
    record_fact(
        agreement="norrort", kind="meeting.held", valid_on=date(2015, 3, 1), by=system("Prov"),
        payload={{"body": "styrgrupp", "note": sys.argv[1], "number": number}},
        recorded_at=datetime(2015, 3, 2, 12, 0, number, tzinfo=UTC),
    )
"""


def record_at_once(database_url: str) -> None:
    environment = os.environ | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "samverk.config.settings"}
    started = [
        subprocess.Popen([sys.executable, "-c", RECORDER, str(name)], env=environment, stderr=subprocess.PIPE)
        for name in range(PROCESSES)
    ]
    errors = [process.communicate(timeout=120)[1].decode() for process in started]
    assert errors == [""] * PROCESSES


def assert_whole() -> None:
    facts = queries.facts("norrort")
    assert queries.verify_chain("norrort") is None
    assert [fact.seq for fact in facts] == list(range(1, PROCESSES * EACH + 1))
    told = {(fact.payload["note"], fact.payload["number"]) for fact in facts}
    assert told == {(str(name), number) for name in range(PROCESSES) for number in range(EACH)}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own test below")
def test_on_sqlite(tmp_path: Path, django_db_blocker: pytest.FixtureRequest) -> None:
    path = tmp_path / "db.sqlite3"
    with django_db_blocker.unblock(), as_default(connect(path)):  # type: ignore[attr-defined]  # pytest-django's fixture is untyped
        call_command("migrate", verbosity=0, skip_checks=True)
        record_at_once(f"sqlite:///{path}")
        assert_whole()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its own test above")
@pytest.mark.django_db(transaction=True)
def test_on_postgresql() -> None:
    parts = urlsplit(os.environ["DATABASE_URL"])

    record_at_once(urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}")))

    assert_whole()
