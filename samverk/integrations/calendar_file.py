"""A calendar that calendar programs subscribe to: iCalendar (RFC 5545), the same bytes for the same events.

Whole days have an exclusive end, times are in Swedish time with its rules in the file. An event keeps its ``uid``
when it moves; one that has been called off stays with STATUS:CANCELLED, so that programs that have it take it away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import STATUS, TRANSP, Calendar, Event, Timezone, vDuration, vText

from samverk.integrations.calendar_event import CalendarEvent

ZONE: Final = "Europe/Stockholm"
_STOCKHOLM: Final = ZoneInfo(ZONE)
_PRODID: Final = "-//Samverk//Arshjul 1.0//SV"
_REFRESH: Final = vDuration(timedelta(hours=12))
# Summer time as the whole Union has had it since 1996: last Sunday of March to last Sunday of October, at 01.00 UTC.
_RULES: Final = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


def calendar_file(name: str, events: Iterable[CalendarEvent], *, uid: str) -> bytes:
    """The calendar as a file, its events by day and ``uid``."""
    calendar = Calendar.new(name=name, prodid=_PRODID, uid=uid)
    calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vText("PT12H"))
    calendar.add("X-WR-TIMEZONE", ZONE)
    ordered = sorted(events, key=lambda event: (event.first, event.uid))
    if any(event.starts is not None for event in ordered):
        calendar.add_component(Timezone.from_ical(_RULES))
    for event in ordered:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent) -> Event:
    made = Event.new(
        uid=event.uid,
        sequence=event.sequence,
        stamp=event.modified.astimezone(UTC),
        last_modified=event.modified.astimezone(UTC),
        start=event.first if event.starts is None else event.starts.astimezone(_STOCKHOLM),
        summary=event.summary,
        description=event.description or None,
        url=event.url or None,
        location=event.place or None,
        categories=event.categories,
        status=STATUS.CANCELLED if event.cancelled else STATUS.CONFIRMED,
        # Nobody is busy because something is to be done by a day.
        transparency=TRANSP.TRANSPARENT if event.starts is None else TRANSP.OPAQUE,
    )
    if event.starts is None:
        made.add("DTEND", event.last + timedelta(days=1))
    elif event.ends is not None:
        made.add("DTEND", event.ends.astimezone(_STOCKHOLM))
    return made
