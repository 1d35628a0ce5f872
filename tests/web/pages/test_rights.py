"""Roles given and ended in the browser, and what an administrator opens for a while: shown on every page, and kept."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samverk.accounts.models import Role, RoleKind, Trace, User
from samverk.agreements.actions.definitions import set_visibility
from samverk.agreements.models import Visibility
from samverk.lib import clock
from samverk.ops.demo.accounts import ACCOUNTS
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in
from tests.web.matrix.people import BY
from tests.web.pages.test_agreement import text

PAGE = f"/avtal/{NORRORT}/behorigheter/"
OPEN = f"/behorigheter/oppna/{NORRORT}/"
REASON = "Felsökning av avgiften"
GIVEN = {"email": "lasare@demo.example", "kind": "body_member", "body": "styrgrupp", "from_day": "2026-12-01"}


@pytest.fixture
def closed(today: None) -> None:
    """Koordination Norrort shown only to those who take part."""
    set_visibility(agreement=NORRORT, visibility=Visibility.PARTIES, by=BY)


def test_the_strategist_gives_a_role_and_it_is_told(strategist: Client) -> None:
    answer = strategist.post(PAGE, GIVEN | {"last_day": "2026-12-31"})

    assert answer.status_code == 302
    role = Role.objects.get(kind="body_member", user__email="lasare@demo.example")
    assert (role.agreement, role.body, role.to_day) == (NORRORT, "styrgrupp", date(2027, 1, 1))
    page = text(strategist, PAGE)
    assert "Rollen är given." in page
    assert (
        "Revisor, Norrtälje lasare@demo.example Ledamot i organ Styrgruppen 2026-12-01–2026-12-31 börjar gälla" in page
    )
    assert "Roll given Strateg, Koordination Norrort Revisor, Norrtälje Ledamot i organ, Styrgruppen" in page


def test_the_strategist_ends_a_role_on_a_day(strategist: Client) -> None:
    role = Role.objects.get(kind="body_chair")
    assert f'href="/behorigheter/roll/{role.pk}/"' in strategist.get(PAGE).content.decode()

    early = strategist.post(f"/behorigheter/roll/{role.pk}/", {"last_day": "2010-01-01"})
    assert early.status_code == 422
    assert "ligger före dess första dag" in early.content.decode()
    answer = strategist.post(f"/behorigheter/roll/{role.pk}/", {"last_day": "2026-11-20"})

    assert answer.headers["Location"] == PAGE
    page = text(strategist, PAGE)
    assert (
        "Ordförande i styrgruppen ordforande@demo.example Ordförande i organ Styrgruppen 2014-01-01–2026-11-20 avslutad"
        in page
    )
    assert text(signed_in("ordforande"), f"/avtal/{NORRORT}/handelser/ny/", status=403)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "ingen@demo.example"}, "Ingen loggar in med den adressen."),
        ({"body": ""}, "Välj vilket organ rollen gäller."),
        ({"kind": "representative", "body": ""}, "Välj vilken part rollen gäller."),
        ({"kind": "reader"}, "ingen annan roll har något"),
        ({"kind": "administrator"}, "Välj ett av alternativen i listan."),
        ({"from_day": "i går"}, "Skriv dagen som år-månad-dag"),
        ({"last_day": "2026-11-01"}, "Sista dagen ligger före den första."),
        ({"party": "0127"}, "Välj ett av alternativen i listan."),
        ({"email": "strateg@demo.example"}, "Ingen ger sig själv en roll"),
    ],
)
def test_a_role_that_cannot_be_is_refused_in_words(wrong: dict[str, str], words: str, strategist: Client) -> None:
    before = Role.objects.count(), Trace.objects.count()

    answer = strategist.post(PAGE, GIVEN | wrong)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert (Role.objects.count(), Trace.objects.count()) == before


def test_what_the_form_does_not_ask_for_is_not_taken(strategist: Client) -> None:
    """No field of the table is filled by being sent along."""
    sent = GIVEN | {"agreement": COUNTY, "user": "1", "user_id": "1", "to_day": "2099-01-01", "id": "1", "by": "x"}

    assert strategist.post(PAGE, sent).status_code == 302

    role = Role.objects.get(kind="body_member", user__email="lasare@demo.example")
    assert (role.agreement, role.user.email, role.to_day) == (NORRORT, "lasare@demo.example", None)


def test_a_strategist_of_another_municipality_than_the_managing_one_is_asked_about(strategist: Client) -> None:
    assert "Förvaltande kommun i dag: Sollentuna." in text(strategist, PAGE)
    assert "Ska rollen avslutas?" not in text(strategist, PAGE)

    sent = {"email": "lasare@demo.example", "kind": "controller", "party": "0186", "from_day": "2026-11-01"}
    strategist.post(PAGE, sent)

    assert "Förvaltande kommun är Sollentuna. Ska rollen avslutas?" in text(strategist, PAGE)


def test_an_administrator_gives_a_role_for_a_party_in_all_its_agreements() -> None:
    client = signed_in("administrator")
    sent = {"email": "lasare@demo.example", "kind": "registrar", "party": "0127", "from_day": "2026-11-01"}

    assert client.post("/behorigheter/", sent).status_code == 302

    assert Role.objects.filter(kind="registrar", agreement="", party="0127", user__email="lasare@demo.example").exists()
    assert "Registrator Botkyrka kommun" in text(client, "/behorigheter/")


def test_an_administrator_sees_a_closed_agreement_for_an_hour_with_a_banner_all_the_while(
    closed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("administrator")
    inside = [f"/avtal/{NORRORT}/", f"/avtal/{NORRORT}/original/", "/overblick/", "/installningar/", "/kommuner/"]
    assert [client.get(address).status_code for address in inside] == [404, 404, 200, 200, 200]
    assert client.post(OPEN, {"reason": "kort"}).status_code == 422

    opened = client.post(OPEN, {"reason": REASON})

    assert opened.headers["Location"] == f"/avtal/{NORRORT}/"
    for address in [*inside, "/finns-inte/"]:
        page = client.get(address)
        assert page.status_code == (404 if address == "/finns-inte/" else 200), address
        assert "som administratör till klockan" in page.content.decode(), address
    assert "som administratör till klockan" not in signed_in("strateg").get("/overblick/").content.decode()
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(inside[0]).status_code == 404
    assert "som administratör till klockan" not in client.get("/overblick/").content.decode()


def test_the_button_on_every_page_closes_what_was_opened(closed: None) -> None:
    client = signed_in("administrator")
    client.post(OPEN, {"reason": REASON})
    button = re.search(r'<form method="post" action="([^"]+)"><button class="link" name="gor" value="stang">', (
        client.get("/overblick/").content.decode()
    ))  # fmt: skip
    assert button is not None

    assert client.post(button[1], {"gor": "stang"}).status_code == 302

    assert client.get(f"/avtal/{NORRORT}/").status_code == 404
    assert client.post(button[1], {"gor": "stang"}).status_code == 302
    assert Trace.objects.filter(kind="content_closed").count() == 1


def test_the_strategist_reads_who_opened_when_and_why(strategist: Client) -> None:
    signed_in("administrator").post(OPEN, {"reason": REASON})

    page = text(strategist, PAGE)

    assert re.search(r"2026-11-21 \d\d.\d\d Innehållet öppnat Administratör till \d\d.\d\d, " + REASON, page)
    assert text(signed_in("controller"), PAGE, status=403)


def test_a_form_from_elsewhere_opens_nothing() -> None:
    client = signed_in("administrator")

    answer = client.post(OPEN, {"reason": REASON}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert not Trace.objects.filter(kind="content_opened").exists()


def test_every_role_has_an_account_in_the_demonstration_and_a_line_in_the_trace() -> None:
    assert {role.kind for account in ACCOUNTS for role in account.roles} == set(RoleKind)
    assert Trace.objects.filter(kind="role_given").count() == sum(len(account.roles) for account in ACCOUNTS)
    assert set(Trace.objects.values_list("at", flat=True)) == {NOW}


@pytest.mark.parametrize("address", ["/behorigheter/", PAGE])
def test_the_pages_are_english_too(address: str) -> None:
    page = text(signed_in("administrator"), address, "en")

    assert "Rights" in page
    assert "Give the role" in page


def test_the_number_of_statements_does_not_grow_with_the_roles(strategist: Client) -> None:
    def statements() -> int:
        strategist.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            strategist.get(PAGE)
        return len(asked)

    few = statements()
    for number in range(30):
        made = User.objects.create_user(f"n{number}@demo.example", title=f"Nummer {number}")
        Role.objects.create(user=made, kind="reader", agreement=NORRORT, from_day=NOW.date())

    assert statements() == few <= 12
