"""An event of a calendar, as those who make calendars tell it; ``calendar_file`` writes it.

On its own, because the library that writes calendars takes 10 MB that most workers never need.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from samverk.rules.frozen import frozen

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"


@frozen(kw_only=True)
class CalendarEvent:
    """An event. ``first`` and ``last`` are whole days, both inside; ``starts`` and ``ends`` replace them where
    the time is known. Moments are aware.
    """

    uid: str
    sequence: int
    modified: datetime
    first: date
    last: date
    summary: str
    description: str = ""
    url: str = ""
    place: str = ""
    categories: tuple[str, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    cancelled: bool = False
