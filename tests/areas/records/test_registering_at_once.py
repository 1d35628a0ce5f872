"""Several processes register at once, and some of them die: every number is given once and none is missing."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import call_command
from django.db import connection

from samverk.records import queries
from samverk.records.models import RegisterEntry
from samverk.records.queries.register import register_chain, register_unlike_chain
from tests.lib.test_database import as_default, connect

PROCESSES, EACH, KILLED = 4, 20, 2

# Who is to die does so in the middle of a transaction that has been given a number.
REGISTRAR = f"""
import os, signal, sys, django
django.setup()
from datetime import UTC, date, datetime
from django.db import transaction
from samverk.accounts.policy import system
from samverk.records.actions.register import NewLine, add_line
name, dies = sys.argv[1], sys.argv[2] == "dies"
for number in range({EACH}):
    line = NewLine(direction="in", day=date(2026, 3, 1), counterpart=name, subject=str(number))
    with transaction.atomic():
        add_line(
            organisation="0163", agreement="norrort", line=line, by=system("Prov"),
            recorded_at=datetime(2026, 3, 2, 12, 0, number, tzinfo=UTC),
        )
        if dies and number == {EACH} // 2:
            os.kill(os.getpid(), signal.SIGKILL)
"""


def register_at_once(database_url: str) -> None:
    environment = os.environ | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "samverk.config.settings"}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", REGISTRAR, str(name), "dies" if name < KILLED else "lives"],
            env=environment, stderr=subprocess.PIPE,
        )
        for name in range(PROCESSES)
    ]  # fmt: skip
    errors = [process.communicate(timeout=180)[1].decode() for process in started]
    assert errors == [""] * PROCESSES
    assert [process.returncode for process in started] == [-9] * KILLED + [0] * (PROCESSES - KILLED)


def assert_whole() -> None:
    rows = list(RegisterEntry.objects.order_by("number").values_list("number", "counterpart", "subject"))
    kept = {(str(name), str(n)) for name in range(PROCESSES) for n in range(EACH // 2 if name < KILLED else EACH)}
    assert [number for number, _, _ in rows] == list(range(1, len(kept) + 1))
    assert {(name, subject) for _, name, subject in rows} == kept
    assert queries.verify_chain(register_chain("0163")) is None
    assert list(register_unlike_chain()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own test below")
def test_on_sqlite(tmp_path: Path, django_db_blocker: pytest.FixtureRequest) -> None:
    path = tmp_path / "db.sqlite3"
    with django_db_blocker.unblock(), as_default(connect(path)):  # type: ignore[attr-defined]  # pytest-django's fixture is untyped
        call_command("migrate", verbosity=0, skip_checks=True)
        register_at_once(f"sqlite:///{path}")
        assert_whole()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its own test above")
@pytest.mark.django_db(transaction=True)
def test_on_postgresql() -> None:
    parts = urlsplit(os.environ["DATABASE_URL"])

    register_at_once(urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}")))

    assert_whole()
