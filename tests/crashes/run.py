"""A run: people work in a demonstration, and SIGKILL comes at moments nobody has chosen. Then it is all compared."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.crashes.browser import Browser
from tests.crashes.found import Found, compare, letters
from tests.crashes.people import COUNTY, DAY, NORRORT, Ledger, Person
from tests.crashes.processes import STARTING, Processes, kill, later, until
from tests.mail_sink import Sink, sink
from tests.ops.installations import Installation
from tests.ops.terminal import EXECUTABLE

DRAINING = 240
"""Seconds that the letters get to leave once nobody is killed any more."""

PEOPLE = (
    ("strateg", NORRORT, ("upload", "dispatch")),
    ("strateg", NORRORT, ("dispatch", "register", "correct")),
    ("forbund", COUNTY, ("upload", "dispatch", "register", "correct")),
    ("forvaltningschef", NORRORT, ("upload",)),
    ("registrator", NORRORT, ("receive",)),
)
"""Account, agreement, acts. Two of them are the same person in two browsers."""

HITS = ("server", "child", "worker", "everything", "server", "child", "worker", "mail")
"""What is killed: the server with its processes, one of them, a worker, all there is, a run of reminders."""


@dataclass(frozen=True)
class Outcome:
    """What came of a run: kills by what was killed, how it compares, and what ``samverk verify`` said at the end."""

    kills: Counter[str]
    found: Found
    seconds: float
    verified: tuple[int, str]


def crash(installation: Installation, *, kills: int, seed: int = 1) -> Outcome:
    """Fill a demonstration and kill that many times while people work; then let what waits be done, and compare."""
    started = time.monotonic()
    _fill(installation)
    before = {token for token, state in letters(installation).items() if state == "sent"}
    ledger = Ledger()
    with sink() as server:
        processes = Processes(installation, server)
        try:
            processes.wait()
            strikes = Strikes(processes, ledger, server, random.Random(seed), _people(ledger, processes.port, seed))
            strikes.strike(kills)
            _calm(processes, strikes)
            _drain(installation)
            found = compare(
                installation, ledger, Browser(processes.port), taken=server.tokens(), before=before,
                reminded=strikes.reminded,
            )  # fmt: skip
            assert processes.stop() <= {0, -signal.SIGTERM}
        finally:
            ledger.over.set()
            processes.clear()
    done = installation.run("verify")
    return Outcome(strikes.struck, found, time.monotonic() - started, (done.returncode, done.stdout + done.stderr))


def _fill(installation: Installation) -> None:
    done = subprocess.run(
        [str(EXECUTABLE), "demo"], env=installation.environment() | {"SAMVERK_TODAY": DAY}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _people(ledger: Ledger, port: int, seed: int) -> list[Person]:
    """Signed in, and at work."""
    made = [
        Person(ledger, port, name=f"p{place}", account=account, agreement=agreement, ways=ways, seed=seed)
        for place, (account, agreement, ways) in enumerate(PEOPLE)
    ]
    for person in made:
        person.sign_in()
    for person in made:
        person.start()
    return made


@dataclass
class Strikes:
    """The kills. ``reminded``: the days whose reminders were killed, and how many each was to give."""

    processes: Processes
    ledger: Ledger
    server: Sink
    chance: random.Random
    people: Sequence[Person]
    struck: Counter[str] = field(default_factory=Counter)
    reminded: dict[str, int] = field(default_factory=dict)

    def strike(self, kills: int) -> None:
        """So many times, in an order by chance; what was killed is started again at once."""
        hits = [HITS[place % len(HITS)] for place in range(kills)]
        self.chance.shuffle(hits)
        for hit in hits:
            assert not self.gave_up(), self.gave_up()
            self._one(hit)
            self.struck[hit] += 1
            self.processes.wait()

    def gave_up(self) -> list[str]:
        """Why people do not work any more, where they should."""
        return [repr(one.problem) for one in self.people if one.problem is not None or not one.is_alive()]

    def _one(self, hit: str) -> None:
        """Aimed at the moments after somebody sent a form, or after a letter left."""
        if hit == "mail":
            self._mail()
            return
        if hit == "worker":
            taken = len(self.server.letters)
            until(lambda: len(self.server.letters) > taken)
            time.sleep(self.chance.uniform(0, 0.2))
            self.processes.kill_worker(self.chance)
            return
        self.ledger.posting.clear()
        self.ledger.posting.wait(3)
        time.sleep(self.chance.uniform(0, 0.3))
        if hit == "child":
            self.processes.kill_child(self.chance)
        elif hit == "server":
            self.processes.kill_server()
        else:
            self.processes.kill_everything()

    def _mail(self) -> None:
        """The reminders of a day of their own, killed on the way, and then once more."""
        day = later(DAY, 10 + 3 * len(self.reminded))
        self.reminded[day] = self.processes.preview(day)
        running = self.processes.remind(day)
        time.sleep(self.chance.uniform(0.4, 2.0))
        kill(running)
        assert self.processes.remind(day).wait(timeout=STARTING) == 0


def _calm(processes: Processes, strikes: Strikes) -> None:
    """Everybody finishes what they are at; then the workers live to the day of the last reminders."""
    strikes.ledger.over.set()
    for person in strikes.people:
        person.join(timeout=STARTING)
    assert not any(person.is_alive() for person in strikes.people)
    problems = [repr(person.problem) for person in strikes.people if person.problem is not None]
    assert not problems, problems
    processes.stop()
    processes.day_of_work = later(max(strikes.reminded, default=DAY), 1)
    processes.wait()


def _drain(installation: Installation) -> None:
    """Until every letter has left, or has ended in another way."""
    waiting = "SELECT count(*) FROM outreach_message WHERE state IN ('waiting', 'claimed', 'handed')"
    until(lambda: installation.sql(waiting) == [(0,)], DRAINING)
