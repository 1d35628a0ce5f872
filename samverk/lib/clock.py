"""The only clock: what day and time it is in Sweden. Called by the faces (pages, API, command line) alone.

Below the faces a day is always an argument, so that any result can be computed again for any day.

For demonstrations and tests SAMVERK_TODAY=YYYY-MM-DD pins the day; the time of day keeps running, so that
things recorded one after the other keep their order.
"""

import os
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PINNED = "SAMVERK_TODAY"


class ClockError(ValueError):
    """SAMVERK_TODAY holds something that is not a day; the text is shown to the administrator as it is."""


def now() -> datetime:
    """The present moment in Swedish time, aware; on the pinned day if one is set."""
    moment = datetime.now(STOCKHOLM)
    pinned = os.environ.get(PINNED)
    if not pinned:
        return moment
    day = _parse(pinned)
    return moment.replace(year=day.year, month=day.month, day=day.day)


def today() -> date:
    """The present calendar day in Sweden; the pinned day if one is set."""
    return now().date()


@cache
def _parse(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # fromisoformat also takes 20240229 and 2024-W09-4; one spelling is enough.
    if day is None or day.isoformat() != text:
        raise ClockError(f"{PINNED} ska vara en dag, till exempel 2024-02-29, men är ”{text}”.")
    return day
