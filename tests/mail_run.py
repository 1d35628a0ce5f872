"""Runs of the real worker, several at once and killed at random, against a real mail server; and what came of it.

Used by the tests and, with larger numbers, by the bench. The database is the one Django is connected to, which the
workers must be able to open by ``url``.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from samverk.accounts.policy import system
from samverk.lib import clock
from samverk.outreach.actions.outbox import Recipient, queue
from samverk.outreach.models import Message
from tests.mail_sink import Sink

EXECUTABLE = Path(sys.executable).parent / "samverk"
BY = system("Prov")
PAYLOAD = {
    "subject": {"sv": "Kallelse", "en": "Summons"},
    "paragraphs": [{"sv": "Mötet är på måndag. " * 20, "en": "The meeting is on Monday."}],
}
LEASE = 2
"""Seconds: as short as can be where workers are killed, so that what they held is taken up again soon."""

UNDER_WAY = ("waiting", "claimed", "handed")
OPEN_JOBS = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@dataclass(frozen=True)
class Run:
    """What came of a run: seconds it took, workers killed, and how many were found to be what."""

    seconds: float
    killed: int
    found: Mapping[str, int]


@task
def count(number: int) -> None:
    """A job that can be seen to have been done: each time it writes a row."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO counted (number) VALUES (%s)", [number])


def send(number: int, server: Sink, url: str, home: Path, *, workers: int = 2, kills: int = 0, seed: int = 1) -> Run:
    """Queue letters, let workers send them, and compare what the server took with what the outbox says."""
    now = _past()
    with transaction.atomic():
        for place in range(number):
            queue(kind="service", letter="plain", payload=PAYLOAD, to=Recipient(f"a{place}@example.org", "A"), by=BY,
                  at=now)  # fmt: skip
    environment = _environment(url, home) | {
        "SAMVERK_MAIL": "smtp", "SAMVERK_MAIL_HOST": server.host, "SAMVERK_MAIL_PORT": str(server.port),
        "SAMVERK_MAIL_TLS": "none", "SAMVERK_MAIL_SENDER": "samverk@kommun.example", "SAMVERK_MAIL_LEASE": str(LEASE),
    }  # fmt: skip
    seconds, killed = _until_done(
        environment, _letters_left, patience=_patience(number, kills), workers=workers, kills=kills, seed=seed
    )
    taken = Counter(server.tokens())
    states = {str(token): state for token, state in Message.objects.values_list("token", "state")}
    sent = {token for token, state in states.items() if state == "sent"}
    uncertain = {token for token, state in states.items() if state == "uncertain"}
    found = {
        "taken": len(taken),
        "twice": sum(times - 1 for times in taken.values()),
        "lost": len(sent - set(taken)),
        "uncertain": len(uncertain),
        "uncertain_taken": len(uncertain & set(taken)),
        "other": len(states) - len(sent) - len(uncertain),
    }
    return Run(seconds, killed, found)


def do_jobs(number: int, url: str, home: Path, *, workers: int = 2, kills: int = 0, seed: int = 1) -> Run:
    """Queue jobs that count, let workers do them, and see how often each was done."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counted (number integer NOT NULL)")
    with transaction.atomic():
        for place in range(number):
            count.enqueue(place)
    seconds, killed = _until_done(
        _environment(url, home), _jobs_left, patience=_patience(number, kills), workers=workers, kills=kills, seed=seed
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM counted")
        done = Counter(row[0] for row in cursor.fetchall())
        cursor.execute("DROP TABLE counted")
    found = {
        "done": len(done),
        "twice": sum(times - 1 for times in done.values()),
        "lost": number - len(done),
        "failed": DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count(),
    }
    return Run(seconds, killed, found)


def _past() -> datetime:
    """A moment that has passed for every clock of the run."""
    return clock.now() - timedelta(days=2)


def _environment(url: str, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMVERK_", "DATABASE_URL"))}
    return kept | {"DATABASE_URL": url, "SAMVERK_HOME": str(home), "PYTHONUTF8": "1"}


def _letters_left() -> int:
    return Message.objects.filter(state__in=UNDER_WAY).count()


def _jobs_left() -> int:
    return DBTaskResult.objects.filter(status__in=OPEN_JOBS).count()


def _patience(number: int, kills: int) -> float:
    """Seconds after which something is wrong, on a machine with other work."""
    return 300 + number * 0.3 + kills * 8


def _until_done(
    environment: Mapping[str, str], left: Callable[[], int], patience: float, *, workers: int, kills: int, seed: int
) -> tuple[float, int]:
    """Start workers; while they work, kill one now and then and start another; stop them when nothing is left."""
    chance = random.Random(seed)
    started, killed = time.monotonic(), 0
    running = [_start(environment) for _ in range(workers)]
    strike = time.monotonic() + chance.uniform(0.5, 1.5)
    try:
        while left():
            if time.monotonic() - started > patience:
                raise AssertionError(f"{left()} left after {time.monotonic() - started:.0f} s")
            if killed < kills and time.monotonic() > strike:
                victim = running.pop(chance.randrange(len(running)))
                victim.kill()
                victim.wait()
                killed += 1
                running.append(_start(environment))
                strike = time.monotonic() + chance.uniform(0.5, 1.5)
            time.sleep(0.1)
        seconds = time.monotonic() - started
    finally:
        for worker in running:
            worker.send_signal(signal.SIGTERM)
        ended = [worker.wait(timeout=60) for worker in running]
    assert set(ended) <= {0, -signal.SIGTERM}, ended
    return seconds, killed


def _start(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([EXECUTABLE, "work"], env=dict(environment), stdout=subprocess.DEVNULL)
