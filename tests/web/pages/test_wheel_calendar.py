"""The calendars of the wheel: names that stay, what is called off, and who may read which."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from samverk.accounts.actions import make_calendar_address
from samverk.accounts.models import CalendarAddress, Role, User
from samverk.accounts.policy import system
from samverk.accounts.queries import actor
from samverk.agreements.actions.facts import record_fact, withdraw_fact
from samverk.agreements.models import Agreement, Visibility
from samverk.web.wheel.feed import times_of
from tests.integrations.calendars import events_in, property_of
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

FEED = f"/avtal/{NORRORT}/arshjul.ics"
ADDRESS = "/installningar/kalender/"
TODAY = NOW.date()
BY = system("Prov")


def events(client: Client, address: str = FEED) -> dict[str, dict[str, str]]:
    """The events by their names, read by a reader of our own; icalendar must read the same ones."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:500]
    found = {event["UID"]: event for event in events_in(answer.content)}
    theirs = {str(event["uid"]): str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert {uid: event["SUMMARY"] for uid, event in found.items()} == theirs
    assert len(found) == len(events_in(answer.content))
    return found


def told(client: Client, address: str = FEED) -> dict[str, tuple[str, str]]:
    """First and last day of each event that holds, by its words."""
    return {
        event["SUMMARY"]: (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"])
        for event in events(client, address).values()
        if event["STATUS"] == "CONFIRMED" and event.get("DTSTART;VALUE=DATE", "").startswith("2026")
    }


def plan(day: date, *, corrects: int | None = None, after: int = 0, **payload: Any) -> int:
    """Record a planned meeting of the steering group; its number."""
    fact = record_fact(
        agreement=NORRORT, kind="meeting.planned", valid_on=day, payload={"body": "styrgrupp", **payload}, by=BY,
        recorded_at=NOW + timedelta(minutes=after), corrects=corrects,
    )  # fmt: skip
    return fact.seq


def of_steering_group(client: Client, address: str = FEED) -> dict[str, dict[str, str]]:
    return {uid: event for uid, event in events(client, address).items() if event["SUMMARY"] == "Möte: Styrgruppen"}


def test_the_calendar_of_an_agreement(visitor: Client) -> None:
    """N-8, N-10, N-11: long windows by their last day, the month of April as it is, the planned meeting."""
    assert told(visitor) == {
        "Klart: Nya befolkningstal i april": ("20260401", "20260501"),
        "Sista dag: Betala årsavgiften": ("20260611", "20260612"),
        "Möte: Ledningsgruppen": ("20261203", "20261204"),
        "Klart: Ledningsgruppen beslutar budgeten": ("20261231", "20270101"),
        "Sista dag: Ledningsgruppens möte": ("20261231", "20270101"),
        "Klart: Styrgruppens möten": ("20261231", "20270101"),
        "Klart: Ledningsgruppen tar fram handlingsplanen": ("20261231", "20270101"),
        "Klart: Sprida information, bland annat nyhetsbrev": ("20261231", "20270101"),
        "Sista dag: Intyg om åtagandena 2026": ("20261231", "20270101"),
        "Sista dag: Följa upp och utvärdera före årsskiftet": ("20261231", "20270101"),
    }


def test_an_event_says_whom_it_concerns_and_leads_to_its_clause(visitor: Client) -> None:
    found = {event["SUMMARY"]: event for event in events(visitor).values()}
    budget = found["Sista dag: Ledningsgruppens möte"]

    assert budget["URL"] == f"http://testserver/avtal/{NORRORT}/#p8"
    lines = ["Minst en gång om året", "Ledningsgruppen", "Koordination Norrort, punkt 8.", "Står i texten."]
    assert budget["DESCRIPTION"].splitlines() == lines
    planned = found["Möte: Ledningsgruppen"]["DESCRIPTION"]
    assert planned.splitlines() == ["Ledningsgruppen", "Koordination Norrort, punkt 8."]
    assert budget["CATEGORIES"] == "Koordination Norrort"


def test_sequence_and_time_come_from_the_head_of_the_chain(visitor: Client) -> None:
    before = {event["SEQUENCE"] for event in events(visitor).values()}
    seq = plan(date(2026, 12, 10))
    after = events(visitor).values()

    assert before == {str(seq - 1)}
    assert {event["SEQUENCE"] for event in after} == {str(seq)}
    assert {event["LAST-MODIFIED"] for event in after} == {"20261121T110000Z"}


def test_a_meeting_that_is_moved_keeps_its_name(visitor: Client) -> None:
    """Moved twice, then given a time and a place."""
    first = plan(date(2026, 12, 10))
    (uid,) = of_steering_group(visitor)
    second = plan(date(2026, 12, 14), corrects=first, after=1)
    plan(date(2026, 12, 15), corrects=second, after=2, time="13.00–15.30", place="Täby")
    ((moved, event),) = of_steering_group(visitor).items()

    assert moved == uid
    assert event["DTSTART;TZID=Europe/Stockholm"] == "20261215T130000"
    assert event["DTEND;TZID=Europe/Stockholm"] == "20261215T153000"
    assert (event["LOCATION"], event["STATUS"], event["TRANSP"]) == ("Täby", "CONFIRMED", "OPAQUE")


def test_a_meeting_that_is_called_off_is_cancelled(visitor: Client) -> None:
    seq = plan(date(2026, 12, 10))
    (uid,) = of_steering_group(visitor)
    withdraw_fact(
        agreement=NORRORT, seq=seq, reasons="Inställt", on=TODAY, by=BY, recorded_at=NOW + timedelta(minutes=1)
    )
    ((same, event),) = of_steering_group(visitor).items()

    assert (same, event["STATUS"]) == (uid, "CANCELLED")


def test_two_meetings_of_a_group_have_two_names(visitor: Client) -> None:
    plan(date(2026, 12, 10))
    plan(date(2027, 2, 10), after=1)
    assert len(of_steering_group(visitor)) == 2


def test_what_no_longer_binds_is_called_off(visitor: Client) -> None:
    """N-14: Ekerö leaves; what it was to attest the year after its last day is taken away."""
    address = "/kommun/0125/arshjul.ics"
    before = events(visitor, address)
    for kind, payload, party in (
        ("notice.given", {"dated": "2026-11-20", "sent": "2026-11-20", "form": "written"}, "0125"),
        ("notice.received", {"notice_party": "0125", "by": "body:ledningsgrupp.chair"}, "0163"),
    ):
        record_fact(
            agreement=NORRORT, kind=kind, valid_on=date(2026, 11, 20), payload=payload, party=party, by=BY,
            recorded_at=NOW,
        )  # fmt: skip
    after = events(visitor, address)
    gone = {uid: event for uid, event in after.items() if event["STATUS"] == "CANCELLED"}

    assert gone
    assert set(gone) <= set(before)
    assert set(before) <= set(after)
    assert {before[uid]["STATUS"] for uid in gone} == {"CONFIRMED"}
    assert all(event["DTSTART;VALUE=DATE"] > "20271120" for event in gone.values())
    assert "Sista dagen som part (Koordination Norrort)" in {
        event["SUMMARY"] for event in after.values() if event["STATUS"] == "CONFIRMED"
    }


def test_english_is_asked_for_in_the_address(visitor: Client) -> None:
    found = {event["SUMMARY"] for event in events(visitor, f"{FEED}?sprak=en").values()}
    assert any(one.startswith("Last day: ") for one in found)
    assert not any(one.startswith(("Sista dag", "Klart", "Möte")) for one in found)
    swedish = visitor.get(FEED, headers={"Accept-Language": "en"}).content
    assert b"Sista dag: " in swedish


def test_the_same_event_has_the_same_name_in_both_languages(visitor: Client) -> None:
    assert set(events(visitor)) == set(events(visitor, f"{FEED}?sprak=en"))


def test_what_has_not_changed_is_not_sent_again(visitor: Client) -> None:
    first = visitor.get(FEED)
    again = visitor.get(FEED, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Content-Disposition"] == f'attachment; filename="arshjul-{NORRORT}.ics"'
    plan(date(2026, 12, 10))
    changed = visitor.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_the_page_says_where_the_calendar_is(visitor: Client) -> None:
    page = visitor.get(f"/avtal/{NORRORT}/arshjul/").content.decode()

    assert f'value="http://testserver{FEED}" readonly' in page
    assert f'href="webcal://testserver{FEED}"' in page
    english = visitor.get(f"/avtal/{NORRORT}/arshjul/", headers={"Accept-Language": "en"}).content.decode()
    assert f'value="http://testserver{FEED}?sprak=en" readonly' in english


@pytest.mark.parametrize(
    ("told_", "starts", "ends"),
    [
        ("13.00–15.00", (13, 0), (15, 0)), ("13:00-15:30", (13, 0), (15, 30)), ("kl. 9.15", (9, 15), None),
        ("15.00–13.00", (15, 0), None), ("25.00", None, None), ("13.75", None, None), ("förmiddag", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_a_time_as_people_write_it(told_: str, starts: tuple[int, int] | None, ends: tuple[int, int] | None) -> None:
    found = times_of(date(2026, 7, 1), told_)
    assert tuple((one.hour, one.minute) if one is not None else None for one in found) == (starts, ends)
    assert all(one.utcoffset() == timedelta(hours=2) for one in found if one is not None)


# --- secret addresses -----------------------------------------------------------------------------------


def secret_of(client: Client) -> str:
    """Make an address; its path."""
    page = client.post(ADDRESS, {"gor": "skapa"})
    assert page.status_code == 200
    return page.content.decode().split('value="http://testserver')[1].split('"')[0].partition("?")[0]


def test_an_address_is_made_shown_once_and_read_without_signing_in(visitor: Client) -> None:
    client = signed_in("forvaltningschef")
    path = secret_of(client)
    found = {event["SUMMARY"] for event in events(visitor, path).values()}

    assert "Klart: Betala årsavgiften (Koordination Norrort)" in found
    assert not any("Sprida information" in one for one in found)
    assert property_of(visitor.get(path).content, "X-WR-CALNAME") == "Årshjul: Socialchef, Täby"
    secret = path.removeprefix("/arshjul/").removesuffix(".ics")
    assert len(secret) >= 43
    again = client.get(ADDRESS).content.decode()
    assert secret not in again
    assert "Byt till en ny adress" in again
    assert not CalendarAddress.objects.filter(secret_hash__contains=secret).exists()


def test_a_new_address_ends_the_old_one_and_closing_ends_both(visitor: Client) -> None:
    client = signed_in("forvaltningschef")
    old = secret_of(client)
    new = secret_of(client)

    assert (visitor.get(old).status_code, visitor.get(new).status_code) == (404, 200)
    answer = client.post(ADDRESS, {"gor": "stang"}, follow=True)
    assert "Adressen är stängd." in answer.content.decode()
    assert visitor.get(new).status_code == 404
    assert "Ingen kalender har den här adressen." in text(visitor, new, status=404)
    assert CalendarAddress.objects.count() == 0


def test_nobody_elses_address_is_touched(visitor: Client) -> None:
    hers, his = signed_in("forvaltningschef"), signed_in("kontaktperson")
    path = secret_of(hers)
    his.post(ADDRESS, {"gor": "stang"})
    secret_of(his)

    assert visitor.get(path).status_code == 200
    assert "Du har ingen adress ännu." in text(signed_in("registrator"), ADDRESS)


def test_an_address_shows_no_more_than_its_owner_may_see(visitor: Client) -> None:
    """The agreement is closed: who takes part still sees it, the staff of the other one does not."""
    Agreement.objects.filter(pk=NORRORT).update(visibility=Visibility.PARTIES)
    own = {event["SUMMARY"] for event in events(visitor, secret_of(signed_in("forvaltningschef"))).values()}
    other = visitor.get(secret_of(signed_in("forbund"))).content.decode()

    assert any("Koordination Norrort" in one for one in own)
    assert "Norrort" not in other
    assert "Norrort" not in visitor.get("/kommun/0160/arshjul.ics").content.decode()
    assert visitor.get(FEED).status_code == 404


def test_an_address_shows_nothing_when_the_posts_have_ended(visitor: Client) -> None:
    path = secret_of(signed_in("forvaltningschef"))
    Role.objects.filter(user__email__startswith="forvaltningschef").update(to_day=TODAY)
    assert events(visitor, path) == {}


def test_an_address_of_somebody_who_has_no_account_any_more_is_gone(visitor: Client) -> None:
    path = secret_of(signed_in("forvaltningschef"))
    User.objects.filter(email__startswith="forvaltningschef").update(is_active=False)
    assert visitor.get(path).status_code == 404


def test_a_secret_calendar_is_not_kept_by_anyone_on_the_way(visitor: Client) -> None:
    answer = visitor.get(secret_of(signed_in("forvaltningschef")))
    assert answer.headers["Cache-Control"] == "private, no-cache"
    page = signed_in("forvaltningschef").post(ADDRESS, {"gor": "skapa"})
    assert "no-store" in page.headers["Cache-Control"]


def test_the_language_is_that_of_the_account_unless_the_address_says_otherwise(visitor: Client) -> None:
    path = secret_of(signed_in("forvaltningschef"))
    User.objects.filter(email__startswith="forvaltningschef").update(language="en")

    assert property_of(visitor.get(path).content, "X-WR-CALNAME").startswith("Year wheel")
    assert property_of(visitor.get(f"{path}?sprak=sv").content, "X-WR-CALNAME").startswith("Årshjul")


def test_an_act_that_is_neither_is_answered_in_words() -> None:
    client = signed_in("forvaltningschef")
    answer = client.post(ADDRESS, {"gor": "annat"})

    assert answer.status_code == 422
    assert "Välj att skapa en adress eller att stänga den du har." in answer.content.decode()
    assert CalendarAddress.objects.count() == 0


def test_a_form_from_elsewhere_makes_no_address() -> None:
    user = User.objects.get(email="forvaltningschef@demo.example")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post(ADDRESS, {"gor": "skapa"}).status_code == 403
    assert CalendarAddress.objects.count() == 0


def test_guessing_finds_nothing(visitor: Client) -> None:
    """Neither the hash itself, nor an empty secret, nor another's beginning."""
    user = User.objects.get(email="forvaltningschef@demo.example")
    secret = make_calendar_address(user=user, by=actor(user, TODAY), at=datetime(2026, 11, 21, tzinfo=NOW.tzinfo))
    stored = CalendarAddress.objects.get(user=user).secret_hash

    assert [
        visitor.get(f"/arshjul/{guess}.ics").status_code for guess in (stored, secret[:-1], secret.lower(), "0")
    ] == [404] * 4
    assert visitor.get(f"/arshjul/{secret}.ics").status_code == 200


def test_the_calendar_of_the_county(visitor: Client) -> None:
    """K-8c, K-6g: what the county's agreement asks of each year."""
    found = {event["SUMMARY"] for event in events(visitor, f"/avtal/{COUNTY}/arshjul.ics").values()}
    assert "Sista dag: Se till att arbetet följs upp varje år" in found
