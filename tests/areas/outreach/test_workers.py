"""Several real workers at once, and killed at random: nothing is lost and nothing is sent or done twice.

The long run, some minutes and hundreds of kills, is for a night: SAMVERK_LONG_RUN=1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import call_command
from django.db import connection

from tests.lib.test_database import as_default, connect
from tests.mail_run import Run, do_jobs, send
from tests.mail_sink import Sink, sink

LONG = "SAMVERK_LONG_RUN"
TIMES = 20 if os.environ.get(LONG) == "1" else 1


@pytest.fixture
def taker() -> Iterator[Sink]:
    with sink() as made:
        yield made


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that other processes can open and this one is connected to."""
    if connection.vendor == "postgresql":
        request.getfixturevalue("transactional_db")
        parts = urlsplit(os.environ["DATABASE_URL"])
        yield urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
        return
    path = tmp_path / "db.sqlite3"
    with request.getfixturevalue("django_db_blocker").unblock(), as_default(connect(path)):
        call_command("migrate", verbosity=0, skip_checks=True)
        yield f"sqlite:///{path}"


def assert_once(run: Run, number: int) -> None:
    """Every letter was taken once, or stands as uncertain and was taken at most once."""
    found = run.found
    assert (found["twice"], found["lost"], found["other"]) == (0, 0, 0), found
    assert found["taken"] - found["uncertain_taken"] + found["uncertain"] == number
    assert found["uncertain"] <= run.killed


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("workers", [2, 3])
def test_letters_are_sent_once_by_several_workers(workers: int, taker: Sink, url: str, tmp_path: Path) -> None:
    run = send(60, taker, url, tmp_path, workers=workers)

    assert_once(run, 60)
    assert run.found["uncertain"] == 0


@pytest.mark.parametrize("seed", range(TIMES))
def test_letters_are_sent_once_by_workers_that_are_killed(seed: int, taker: Sink, url: str, tmp_path: Path) -> None:
    number, kills = (600, 12) if TIMES > 1 else (150, 3)
    run = send(number, taker, url, tmp_path, workers=3, kills=kills, seed=seed)

    assert_once(run, number)


@pytest.mark.parametrize("seed", range(TIMES))
def test_jobs_are_done_once_by_workers_that_are_killed(seed: int, url: str, tmp_path: Path) -> None:
    number, kills = (2000, 12) if TIMES > 1 else (300, 3)
    run = do_jobs(number, url, tmp_path, workers=3, kills=kills, seed=seed)

    assert run.found == {"done": number, "twice": 0, "lost": 0, "failed": 0}
