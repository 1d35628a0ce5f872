"""Several processes try at the same moment: together they get no more tries than one would."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import call_command
from django.db import connection

from samverk.accounts.models import Attempt
from tests.lib.test_database import as_default, connect

PROCESSES, EACH, MOST = 4, 10, 5

# Each waits until all are ready: the parent closes their standard input for all of them.
TRIER = f"""
import sys, django
django.setup()
from datetime import UTC, datetime, timedelta
from django.db import connection
from samverk.accounts.actions.signing_in import Limit, Try, count_tries
connection.ensure_connection()
limit = Limit("prov", {MOST}, timedelta(minutes=5))
print("ready", flush=True)
sys.stdin.read()
at = datetime(2026, 3, 1, 12, tzinfo=UTC)
print(sum(count_tries(tries=[Try(limit, "a")], at=at).allowed for _ in range({EACH})))
"""


def allowed_at_once(database_url: str) -> int:
    environment = os.environ | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "samverk.config.settings"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    started = [
        subprocess.Popen([sys.executable, "-c", TRIER], env=environment, text=True, **pipes)  # type: ignore[call-overload]  # the pipes as one
        for _ in range(PROCESSES)
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in started:
        process.stdin.close()
    allowed = 0
    for process in started:
        allowed += int(process.stdout.read())
        assert process.stderr.read() == ""
        process.wait(timeout=120)
        process.stdout.close(), process.stderr.close()
    return allowed


def assert_held(allowed: int) -> None:
    assert 1 <= allowed <= MOST
    assert Attempt.objects.filter(kind="prov").count() == allowed


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own test below")
def test_on_sqlite(tmp_path: Path, django_db_blocker: pytest.FixtureRequest) -> None:
    path = tmp_path / "db.sqlite3"
    with django_db_blocker.unblock(), as_default(connect(path)):  # type: ignore[attr-defined]  # pytest-django's fixture is untyped
        call_command("migrate", verbosity=0, skip_checks=True)
        assert_held(allowed_at_once(f"sqlite:///{path}"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its own test above")
@pytest.mark.django_db(transaction=True)
def test_on_postgresql() -> None:
    parts = urlsplit(os.environ["DATABASE_URL"])

    assert_held(allowed_at_once(urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))))
