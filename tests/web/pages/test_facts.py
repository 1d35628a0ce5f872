"""The register of facts: recorded, corrected, withdrawn, never changed; refused with a reason."""

from __future__ import annotations

import pytest
from django.test import Client

from samverk.records.models import Event
from tests.web.filled import NORRORT, signed_in
from tests.web.pages.test_agreement import text

FACTS = f"/avtal/{NORRORT}/handelser/"
NEW = FACTS + "ny/"


def test_a_recorded_meeting_shows_on_the_next_page(strategist: Client) -> None:
    answer = strategist.post(f"{NEW}?slag=meeting.held", {"valid_on": "2026-11-20", "body": "styrgrupp"})
    assert answer.headers["Location"] == FACTS
    assert "Uppgiften är registrerad." in text(strategist, FACTS)
    assert "Styrgruppen har haft tre möten 2026" in text(strategist, f"/avtal/{NORRORT}/")


def test_a_fact_is_corrected_by_a_new_one(strategist: Client) -> None:
    strategist.post(f"{NEW}?slag=meeting.held", {"valid_on": "2026-11-20", "body": "styrgrupp"})
    seq = Event.objects.filter(agreement=NORRORT).latest("seq").seq
    answer = strategist.post(f"{FACTS}{seq}/ratta/", {"valid_on": "2026-11-19", "body": "styrgrupp"})
    assert answer.status_code == 302
    page = text(strategist, FACTS)
    assert f"Rättar uppgift {seq}" in page
    assert f"Rättad av uppgift {seq + 1}" in page
    assert "Styrgruppen har haft tre möten 2026" in text(strategist, f"/avtal/{NORRORT}/")


def test_a_fact_is_withdrawn_with_a_reason(strategist: Client) -> None:
    strategist.post(f"{NEW}?slag=meeting.held", {"valid_on": "2026-11-20", "body": "styrgrupp"})
    seq = Event.objects.filter(agreement=NORRORT).latest("seq").seq
    strategist.post(f"{FACTS}{seq}/ratta/", {"withdraw": "1", "reasons": ""})
    assert "Styrgruppen har haft tre möten 2026" in text(strategist, f"/avtal/{NORRORT}/")
    strategist.post(f"{FACTS}{seq}/ratta/", {"withdraw": "1", "reasons": "Mötet blev inställt"})
    assert "Styrgruppen har haft två möten 2026" in text(strategist, f"/avtal/{NORRORT}/")


def test_an_adopted_reading_is_no_longer_an_assumption(strategist: Client) -> None:
    """N-14: the management group adopts the reading that the letter's own date counts."""
    answer = strategist.post(f"{NEW}?slag=interpretation.adopted", {"valid_on": "2026-11-20", "option": "t-14-1#1"})
    assert answer.status_code == 302
    assert "Solna är part till och med 26 februari 2027" in text(strategist, f"/avtal/{NORRORT}/")


@pytest.mark.parametrize(
    ("kind", "form", "words"),
    [
        ("meeting.held", {"valid_on": "", "body": "styrgrupp"}, "Ange dagen då det hände."),
        ("meeting.held", {"valid_on": "2026-11-31", "body": "styrgrupp"}, "år-månad-dag"),
        ("meeting.held", {"valid_on": "2026-11-20"}, "Fyll i det här."),
        ("meeting.held", {"valid_on": "2031-01-01", "body": "styrgrupp"}, "2031"),
        ("notice.given", {"valid_on": "2026-11-20"}, "Välj vilken part det gäller."),
        ("payment.received", {"valid_on": "2026-11-20", "party": "0191", "year": "x", "amount": "1"}, "heltal"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_a_reason(
    kind: str, form: dict[str, str], words: str, strategist: Client
) -> None:
    before = Event.objects.count()
    answer = strategist.post(f"{NEW}?slag={kind}", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Event.objects.count() == before


def test_who_may_not_record_is_told_so(visitor: Client) -> None:
    assert visitor.get(NEW).status_code == 302
    assert signed_in("lasare").get(NEW).status_code == 403
    answer = signed_in("registrator").post(f"{NEW}?slag=meeting.held", {"valid_on": "2026-11-20", "body": "styrgrupp"})
    assert answer.status_code == 403


def test_the_register_can_be_narrowed_and_paged(strategist: Client) -> None:
    page = text(strategist, FACTS + "?slag=invoice.issued&part=0191")
    assert "13 uppgifter" in page
    assert "Möte hållet, " not in page
    assert "sida=2" in strategist.get(FACTS).content.decode()


def test_an_unknown_fact_gets_a_way_on(strategist: Client) -> None:
    assert "Till händelserna" in text(strategist, f"{FACTS}999999/ratta/", status=404)
