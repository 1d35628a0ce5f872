"""A real server and real workers on an installation, to be killed: all at once, one by one, and started again.

The server's day is DAY and the workers' the day after, so that letters leave at once and not after the time for regret.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from tests.crashes.browser import Away, Browser, CutOff
from tests.crashes.people import DAY
from tests.mail_sink import Sink
from tests.ops.installations import Installation
from tests.ops.terminal import EXECUTABLE

LEASE = 3
"""Seconds after which what a killed worker held is taken up again."""

WORKERS = 2
STARTING = 120
"""Seconds that a process gets to start and answer, on a machine with other work."""

type Process = subprocess.Popen[bytes]


class Processes:
    """The server and the workers, each the leader of a group of its own; what they say goes to ``crash.log``.

    ``ended``: how often the server gave up by itself.
    """

    def __init__(self, installation: Installation, server: Sink) -> None:
        self.installation = installation
        self.port = _free_port()
        self.day_of_work = later(DAY, 1)
        self.server: Process | None = None
        self.workers: list[Process] = []
        self.ended = 0
        self._log = (installation.home / "crash.log").open("ab")
        self._mail = {
            "SAMVERK_MAIL": "smtp", "SAMVERK_MAIL_HOST": server.host, "SAMVERK_MAIL_PORT": str(server.port),
            "SAMVERK_MAIL_TLS": "none", "SAMVERK_MAIL_SENDER": "samverk@kommun.example",
            "SAMVERK_MAIL_LEASE": str(LEASE),
        }  # fmt: skip

    def start(self) -> None:
        """What is not running, as whatever looks after services does (``Restart=on-failure``)."""
        if self.has_ended():
            self.ended += 1
            self.kill_server()
        if self.server is None:
            self.server = self._start(DAY, "serve", "--workers", "2", "--port", str(self.port))
        while len(self.workers) < WORKERS:
            self.workers.append(self._start(self.day_of_work, "work"))

    def has_ended(self) -> bool:
        """Whether the server has given up: one of its processes died twice within seconds. It says so by its code."""
        if self.server is None or self.server.poll() is None:
            return False
        assert self.server.returncode == 1, f"the server ended with {self.server.returncode}"
        return True

    def wait(self) -> None:
        """Until the server answers."""
        deadline = time.monotonic() + STARTING
        while time.monotonic() < deadline:
            self.start()
            try:
                Browser(self.port).get("/avtal/")
            except (Away, CutOff):
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server does not answer")

    def remind(self, day: str) -> Process:
        """A run of the day's reminders."""
        return self._start(day, "remind")

    def preview(self, day: str) -> int:
        """How many would be reminded on the day."""
        done = subprocess.run(
            [str(EXECUTABLE), "remind", "--preview"], env=self.installation.environment() | {"SAMVERK_TODAY": day},
            capture_output=True, text=True, check=False, timeout=STARTING,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return sum("<" in line and not line.startswith(" ") for line in done.stdout.splitlines())

    def kill_server(self) -> None:
        """With every process of it."""
        if self.server is not None:
            kill(self.server)
        self.server = None

    def kill_child(self, chance: random.Random) -> None:
        """One of the processes that answer, as soon as there is one. The server starts another, or gives up."""
        self.wait()
        assert self.server is not None
        for pid in chance.sample(found := _children(self.server.pid), min(1, len(found))):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill_worker(self, chance: random.Random) -> None:
        """One of them."""
        kill(self.workers.pop(chance.randrange(len(self.workers))))

    def kill_everything(self) -> None:
        """The server and every worker."""
        self.kill_server()
        while self.workers:
            kill(self.workers.pop())

    def stop(self) -> set[int]:
        """In order; the exit codes."""
        running = [one for one in (self.server, *self.workers) if one is not None]
        for one in running:
            one.send_signal(signal.SIGTERM)
        ended = {one.wait(timeout=60) for one in running}
        self.server, self.workers = None, []
        return ended

    def clear(self) -> None:
        """Leave nothing running, whatever happened."""
        self.kill_everything()
        self._log.close()

    def _start(self, day: str, *words: str) -> Process:
        return subprocess.Popen(
            [str(EXECUTABLE), *words], env=self.installation.environment() | self._mail | {"SAMVERK_TODAY": day},
            stdout=self._log, stderr=self._log, start_new_session=True,
        )  # fmt: skip


def kill(process: Process) -> None:
    """With its whole group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(happened: Callable[[], bool], seconds: float = 3) -> None:
    """Wait for something, but not for ever."""
    deadline = time.monotonic() + seconds
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.02)


def later(day: str, days: int) -> str:
    """A day so many days after another."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _children(pid: int) -> list[int]:
    """The processes that a process has started and that are there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = path.read_text().rsplit(")", 1)[1].split()[:2]
            if int(parent) == pid and state != "Z":
                found.append(int(path.parent.name))
    return sorted(found)


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
