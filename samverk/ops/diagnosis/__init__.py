"""What can be wrong with an installation: ``material`` it came with, ``installation`` the folder and the database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from samverk.rules.wording import Text


class Level(Enum):
    """How serious it is. A note is something to know about; only what is wrong makes the doctor fail."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: what was found and, unless all is well, what to do."""

    level: Level
    what: Text
    advice: Text | None = None


def well(sv: str, en: str) -> Line:
    """All is well."""
    return Line(Level.WELL, Text(sv, en))


def note(sv: str, en: str, do_sv: str, do_en: str) -> Line:
    """Something to know about."""
    return Line(Level.NOTE, Text(sv, en), Text(do_sv, do_en))


def wrong(sv: str, en: str, do_sv: str, do_en: str) -> Line:
    """Something to put right."""
    return Line(Level.WRONG, Text(sv, en), Text(do_sv, do_en))
