"""The demonstration when a second step is required: what is shown without one, and the way to it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from samverk.accounts.actions.requiring import require_second_step
from samverk.accounts.models import SecondStepRule
from samverk.accounts.policy import system
from samverk.lib import clock
from samverk.records.models import Event
from tests.web import every_page
from tests.web.accounts.apps import code_of
from tests.web.filled import NORRORT, signed_in
from tests.web.pages.test_access import TABLE, WHO, came

RULES, SECURITY = "/installningar/krav/", "/installningar/inloggning/"
WHY = "Ditt uppdrag kräver ett andra steg när du loggar in."
GIVEN = {"username": "strateg@demo.example", "password": "samverk-strateg"}
FACT = {"valid_on": "2026-11-20", "body": "styrgrupp"}


@pytest.fixture
def required(today: None) -> None:
    """Of everybody in Koordination Norrort."""
    require_second_step(agreement=NORRORT, by=system("Prov"), at=clock.now())


def test_without_it_every_address_answers_as_to_one_without_a_role(required: None) -> None:
    """What a visitor comes in to is shown; where a visitor is asked to sign in, one without a role is refused or sees
    a page of their own.
    """
    client = signed_in("strateg")
    own = {
        "overview", "my-wheel", "calendar-address", "security", "confirm-identity", "my-data", "my-data-file",
        "successor", "mail-choices",
    }  # fmt: skip
    asked_before_it_is_looked_for = {"change-contact"}
    expected = {}
    for name, row in TABLE.items():
        visitor, strategist = row.split()[WHO.index("besökare")], row.split()[WHO.index("strateg")]
        same = visitor == "on" or name in own or strategist in ("on", "404")
        as_visitor = strategist if same and name not in asked_before_it_is_looked_for else visitor
        expected[name] = "no" if as_visitor == "in" else as_visitor

    assert {name: came(client, address) for name, address in every_page.EVERY.items()} == expected


def test_the_pages_say_why(required: None) -> None:
    client = signed_in("strateg")

    for address in ("/overblick/", f"/avtal/{NORRORT}/", SECURITY):
        page = client.get(address, headers={"Accept-Language": "sv"}).content.decode()
        assert WHY in page, address
        assert f'href="{SECURITY}"' in page


def test_nothing_can_be_recorded_without_it_and_the_refusal_says_why(required: None) -> None:
    before = Event.objects.count()

    answer = signed_in("strateg").post(f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held", FACT)

    assert (answer.status_code, Event.objects.count()) == (403, before)
    assert WHY in answer.content.decode()


def test_those_it_does_not_concern_notice_nothing(required: None) -> None:
    client = signed_in("forbund")

    assert WHY not in client.get("/overblick/", headers={"Accept-Language": "sv"}).content.decode()


def test_signing_in_leads_to_setting_it_up_and_then_all_is_as_before(required: None) -> None:
    client = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "sv"})
    assert client.post("/logga-in/", GIVEN | {"next": "/overblick/"})["Location"] == SECURITY
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", client.get(f"{SECURITY}kod/").content.decode())[0]

    client.post(f"{SECURITY}kod/", {"code": code_of(secret)})

    page = client.get("/overblick/").content.decode()
    assert WHY not in page
    assert came(client, every_page.PAGES["record-fact"]) == "200"


def test_a_session_from_before_ends_when_the_step_is_set_up(required: None) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "sv"}
    old, client = Client(headers=headers), Client(headers=headers)
    for one in (old, client):
        one.post("/logga-in/", GIVEN)
    secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", client.get(f"{SECURITY}kod/").content.decode())[0]

    client.post(f"{SECURITY}kod/", {"code": code_of(secret)})

    assert came(old, "/overblick/") == "in"


def test_an_administrator_requires_and_lifts(today: None) -> None:
    client = signed_in("administrator")

    client.post(RULES, {"kind": "strategist", "agreement": NORRORT})
    page = client.get(RULES, headers={"Accept-Language": "sv"}).content.decode()
    assert "Strateg, Koordination Norrort" in page
    assert "strateg@demo.example" in page
    client.post(RULES, {"upphav": str(SecondStepRule.objects.get().pk)})

    assert "strateg@demo.example" not in client.get(RULES).content.decode()


@pytest.mark.parametrize(
    "given", [{}, {"kind": "chef"}, {"agreement": "finns-inte"}, {"kind": "strategist", "agreement": "x" * 90}]
)
def test_a_requirement_that_is_none_is_refused(given: dict[str, str], today: None) -> None:
    answer = signed_in("administrator").post(RULES, given)

    assert answer.status_code == 422
    assert not SecondStepRule.objects.exists()


@pytest.mark.parametrize("who", ["strateg", "lasare"])
def test_nobody_else_requires_or_lifts(who: str, required: None) -> None:
    client = signed_in(who)

    assert client.post(RULES, {"kind": "reader"}).status_code == 403
    assert client.post(RULES, {"upphav": str(SecondStepRule.objects.get().pk)}).status_code == 403
    assert SecondStepRule.objects.filter(lifted_at=None).count() == 1
