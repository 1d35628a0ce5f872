"""What the installation came with: Python, time zones, reference data, the corpus. Needs no settings, no database."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from samverk import __version__
from samverk.lib import clock
from samverk.ops.definition_check import Report, examine
from samverk.ops.diagnosis import Line, note, well, wrong
from samverk.reference import corpus, sources
from samverk.reference.errors import NotFoundError

OLDEST = (3, 12)
RELEASED = 2025
"""No clock that is right can show an earlier year."""


def python() -> Iterator[Line]:
    """The interpreter, and the version of Samverk."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST:
        yield wrong(
            f"Python {version} är för gammalt.",
            f"Python {version} is too old.",
            "Installera Python 3.12 eller senare.",
            "Install Python 3.12 or later.",
        )
    else:
        yield well(f"Samverk {__version__} på Python {version}", f"Samverk {__version__} on Python {version}")


def time() -> Iterator[Line]:
    """The clock: Swedish time is known, the day is not pinned, the year is possible."""
    try:
        ZoneInfo(clock.STOCKHOLM.key)
        now = clock.now()
    except ZoneInfoNotFoundError:
        yield wrong(
            "Datorn känner inte till svensk tid.",
            "The computer does not know Swedish time.",
            "Installera Pythonpaketet tzdata.",
            "Install the Python package tzdata.",
        )
    except clock.ClockError as error:
        yield wrong(str(error), str(error), f"Rätta eller ta bort {clock.PINNED}.", f"Mend or remove {clock.PINNED}.")
    else:
        yield from _moment(f"{now:%Y-%m-%d %H.%M}", now.year)


def _moment(now: str, year: int) -> Iterator[Line]:
    if os.environ.get(clock.PINNED):
        yield note(
            f"Dagens datum är låst; klockan visar {now}.",
            f"The day is pinned; the clock shows {now}.",
            f"Ta bort {clock.PINNED} om det inte är en förevisning.",
            f"Remove {clock.PINNED} unless this is a demonstration.",
        )
    elif year < RELEASED:
        yield wrong(
            f"Klockan går fel: den visar {now}.",
            f"The clock is wrong: it shows {now}.",
            "Ställ datorns klocka. Alla frister räknas från den.",
            "Set the computer's clock. Every deadline is counted from it.",
        )
    else:
        yield well(f"Klockan visar {now} svensk tid", f"The clock shows {now} Swedish time")


def reference() -> Iterator[Line]:
    """Municipalities, population and the other data that ships with the product."""
    damaged = sources.damaged()
    for text in damaged:
        yield wrong(text.sv, text.en, "Installera om Samverk.", "Reinstall Samverk.")
    if not damaged:
        count = len(sources.sources())
        yield well(
            f"{count} filer med officiella uppgifter är som de levererades",
            f"{count} files of official data are as they were delivered",
        )


def agreements() -> Iterator[Line]:
    """Every agreement of the corpus, with its worked examples."""
    try:
        ids = corpus.agreement_ids()
    except NotFoundError as error:
        yield wrong(error.text.sv, error.text.en, "Installera om Samverk.", "Reinstall Samverk.")
        return
    for agreement in ids:
        yield _agreement(agreement, examine(corpus.locate(agreement)))


def _agreement(agreement: str, report: Report) -> Line:
    faults = len(report.problems) + len(report.failed)
    if faults:
        return wrong(
            f"{agreement}: {faults} fel",
            f"{agreement}: {faults} faults",
            f"Se dem med ”samverk check {agreement}”.",
            f"See them with “samverk check {agreement}”.",
        )
    summary = report.summary()
    return well(f"{agreement}: {summary.sv}", f"{agreement}: {summary.en}")


EXAMINATIONS: tuple[Callable[[], Iterator[Line]], ...] = (python, time, reference, agreements)
