"""A calendar file read back by icalendar, and by a reader of our own made from RFC 5545 alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from samverk.integrations.calendar_event import CalendarEvent
from samverk.integrations.calendar_file import calendar_file
from tests.integrations.calendars import events_in, lines_of, property_of

SWEDEN = ZoneInfo("Europe/Stockholm")
MODIFIED = datetime(2026, 11, 6, 8, 0, 1, tzinfo=UTC)
WHOLE = CalendarEvent(
    uid="a", sequence=12, modified=MODIFIED, first=date(2026, 4, 1), last=date(2026, 4, 30),
    summary="Nya befolkningstal, enligt § 10; från SCB", description="Minst en gång om året\nFörvaltande kommun",
    url="https://samverk.example/avtal/x/#p10", categories=("Norrort",),
)  # fmt: skip
TIMED = CalendarEvent(
    uid="b", sequence=12, modified=MODIFIED, first=date(2026, 12, 3), last=date(2026, 12, 3), summary="Möte",
    starts=datetime(2026, 12, 3, 13, tzinfo=SWEDEN), ends=datetime(2026, 12, 3, 15, tzinfo=SWEDEN),
    place="Sollentuna, rum 4",
)  # fmt: skip


def test_a_whole_day_event_has_an_exclusive_end_and_everything_it_was_given() -> None:
    (found,) = events_in(calendar_file("Årshjul", [WHOLE], uid="k"))

    assert found == {
        "UID": "a", "SEQUENCE": "12", "DTSTAMP": "20261106T080001Z", "LAST-MODIFIED": "20261106T080001Z",
        "DTSTART;VALUE=DATE": "20260401", "DTEND;VALUE=DATE": "20260501",
        "SUMMARY": "Nya befolkningstal, enligt § 10; från SCB",
        "DESCRIPTION": "Minst en gång om året\nFörvaltande kommun", "URL": "https://samverk.example/avtal/x/#p10",
        "CATEGORIES": "Norrort", "STATUS": "CONFIRMED", "TRANSP": "TRANSPARENT",
    }  # fmt: skip


def test_a_meeting_has_swedish_time_with_its_rules_in_the_file() -> None:
    data = calendar_file("Årshjul", [TIMED], uid="k")
    (found,) = events_in(data)
    (parsed,) = Calendar.from_ical(data).walk("VEVENT")

    assert found["DTSTART;TZID=Europe/Stockholm"] == "20261203T130000"
    assert found["DTEND;TZID=Europe/Stockholm"] == "20261203T150000"
    assert found["LOCATION"] == "Sollentuna, rum 4"
    assert parsed.decoded("dtstart").astimezone(UTC) == datetime(2026, 12, 3, 12, tzinfo=UTC)
    assert "BEGIN:VTIMEZONE" in lines_of(data)
    assert "BEGIN:VTIMEZONE" not in lines_of(calendar_file("Årshjul", [WHOLE], uid="k"))


@pytest.mark.parametrize("year", [1997, 2013, 2014, 2026, 2027, 2037])
def test_the_rules_of_time_in_the_file_are_those_of_sweden(year: int) -> None:
    """The offset of every day at noon, by icalendar's reading of our rules."""
    found = Calendar.from_ical(calendar_file("Årshjul", [TIMED], uid="k"))
    ours = found.timezones[0].to_tz()
    noons = [datetime(year, 1, 1, 12, tzinfo=SWEDEN) + timedelta(days=number) for number in range(365)]

    assert [noon for noon in noons if noon.replace(tzinfo=ours).utcoffset() != noon.utcoffset()] == []


def test_what_is_called_off_says_so_and_keeps_its_name() -> None:
    (found,) = events_in(calendar_file("Årshjul", [replace_(TIMED, cancelled=True)], uid="k"))
    assert (found["UID"], found["STATUS"]) == ("b", "CANCELLED")


def replace_(event: CalendarEvent, **changes: object) -> CalendarEvent:
    return replace(event, **changes)  # type: ignore[arg-type]  # its own fields


def test_the_calendar_says_what_it_is_called_and_how_often_to_ask() -> None:
    data = calendar_file("Årshjul: Norrort", [], uid="k")

    assert property_of(data, "X-WR-CALNAME") == "Årshjul: Norrort"
    assert property_of(data, "UID") == "k"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in lines_of(data)
    assert "X-PUBLISHED-TTL:PT12H" in lines_of(data)
    assert lines_of(data)[0] == "BEGIN:VCALENDAR"


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n,;\\åäöÅÄÖ§"), max_size=200)


@given(st.lists(st.tuples(WORDS, WORDS, st.dates(date(2013, 1, 1), date(2030, 1, 1)), st.integers(0, 400)), max_size=5))
def test_any_words_and_days_come_back_as_they_were(given_: list[tuple[str, str, date, int]]) -> None:
    """By both readers; lines are at most 75 octets, and the bytes are the same each time."""
    events = [
        CalendarEvent(
            uid=f"u{number}", sequence=1, modified=MODIFIED, first=first, last=first + timedelta(days=length),
            summary=summary, description=description,
        )
        for number, (summary, description, first, length) in enumerate(given_)
    ]  # fmt: skip
    data = calendar_file("Årshjul", reversed(events), uid="k")
    expected = {
        event.uid: (event.summary, event.description, event.first, event.last + timedelta(days=1)) for event in events
    }
    own = {
        found["UID"]: (
            found["SUMMARY"],
            found.get("DESCRIPTION", ""),
            datetime.strptime(found["DTSTART;VALUE=DATE"], "%Y%m%d").date(),  # noqa: DTZ007 - a day
            datetime.strptime(found["DTEND;VALUE=DATE"], "%Y%m%d").date(),  # noqa: DTZ007 - a day
        )
        for found in events_in(data)
    }
    theirs = {
        str(found["uid"]): (
            str(found["summary"]),
            str(found.get("description", "")),
            found.decoded("dtstart"),
            found.decoded("dtend"),
        )
        for found in Calendar.from_ical(data).walk("VEVENT")
    }

    assert own == expected
    assert theirs == expected
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data == calendar_file("Årshjul", events, uid="k")
