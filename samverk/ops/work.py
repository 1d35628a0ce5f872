"""``samverk work``: does what waits (mail, reminders, other jobs) until Ctrl-C or SIGTERM. Several may run at once."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from types import FrameType

from django.db import Error, close_old_connections

from samverk.lib import clock, database
from samverk.ops.arguments import LANG, Option, Usage
from samverk.ops.refused import FAILED, Refused, language_of
from samverk.ops.serve import BLOCKING
from samverk.outreach.actions.carrying import carrier
from samverk.outreach.actions.delivery import recover
from samverk.outreach.actions.reminding import ask_for_daily
from samverk.outreach.actions.working import leave, run_next, sign_of_life
from samverk.rules.wording import Language, Text

USAGE = Usage(
    "work",
    Text(
        "Skickar det som väntar på att skickas, och det dagliga arbetet när det är dags. Avsluta med Ctrl-C.",
        "Sends what waits to be sent, and does the daily work when it is time. Stop with Ctrl-C.",
    ),
    (),
    (
        Option("once", Text("gör det som väntar nu och sluta sedan", "do what waits now and then stop")),
        LANG,
    ),
)

ROUND = 5.0
"""Seconds between looks at what dead workers left behind, and at whether the daily work is due."""

IDLE = 0.5
"""Seconds to rest when there is nothing to do."""

TROUBLED = 10.0
"""Seconds to rest when the database cannot be reached."""


def run(argv: Sequence[str]) -> int:
    """Look at the database, then work until told to stop; the job in hand is finished first."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    trouble = database.inspect()
    if trouble is not None and trouble.kind in BLOCKING:
        raise Refused(trouble.message, FAILED)
    once = "once" in given.flags
    worker = Worker(given.language)
    worker.listen()
    if not once:
        _say(given.language, _begun())
    worker.work(once=once)
    if not once:
        _say(given.language, Text("Arbetet är avslutat.", "Work has stopped."))
    return 0


def _begun() -> Text:
    if carrier() is None:
        return Text(
            "Samverk arbetar. E-post är inte inställd: brev väntar i utskicken (avsluta med Ctrl-C)",
            "Samverk works. Mail is not set up: letters wait in the outbox (stop with Ctrl-C)",
        )
    return Text("Samverk arbetar (avsluta med Ctrl-C)", "Samverk works (stop with Ctrl-C)")


def _say(language: Language, text: Text) -> None:
    print(text.in_language(language), flush=True)


class Worker:
    """The loop. ``stop`` may be called from a signal: it only lowers a flag."""

    def __init__(self, language: Language) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}"
        self.language = language
        self.going = True
        self.started_at = clock.now()

    def listen(self) -> None:
        """Stop in order on SIGTERM and Ctrl-C."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """After the job in hand. Told a second time: at once."""
        self.going = False
        signal.signal(number, signal.SIG_DFL)

    def work(self, *, once: bool = False) -> None:
        """Until stopped; with ``once`` until nothing is due."""
        looked = 0.0
        while self.going:
            try:
                close_old_connections()
                if time.monotonic() - looked >= ROUND or not looked:
                    looked = time.monotonic()
                    self._look_around()
                if run_next(worker=self.name, at=clock.now()):
                    continue
            except Error as error:
                if once:
                    raise
                self._complain(error)
                continue
            if once:
                break
            time.sleep(IDLE)
        leave(name=self.name)

    def _look_around(self) -> None:
        at = clock.now()
        sign_of_life(name=self.name, started_at=self.started_at, at=at)
        ask_for_daily(at=at)
        recover(at=at)

    def _complain(self, error: Error) -> None:
        """A database that is away for a while is waited for."""
        trouble = database.explain(error)
        said = trouble.message.in_language(self.language) if trouble is not None else str(error)
        print(said, file=sys.stderr, flush=True)
        until = time.monotonic() + TROUBLED
        while self.going and time.monotonic() < until:
            time.sleep(IDLE)
