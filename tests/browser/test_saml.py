"""An administrator sets up SAML, and an employee signs in by it: real redirects and a real form between two sites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samverk.accounts.models import IdentityProvider, Role, User
from samverk.parties.models import Organisation
from tests.integrations.saml_idp import Idp, listening, needs_xmlsec

pytestmark = [needs_xmlsec, pytest.mark.urls("tests.web.addresses")]

ALL = "/installningar/organisationer/"


@pytest.fixture
def municipality(live_server: LiveServer) -> Iterator[Idp]:
    """On another site than ours, as the browser counts: the session is not sent along with its form."""
    host = "127.0.0.1" if "localhost" in live_server.url else "localhost"
    with listening(host) as made:
        yield made


@pytest.fixture
def administrator(transactional_db: None) -> User:
    name = "Sollentuna kommun"
    Organisation.objects.create(
        code="0163", kind="municipality", name="Sollentuna", presented_name=name, legal_name=name
    )
    user = User.objects.create_user("admin@samverk.example", "hemligt-ord", title="Administratör")
    Role.objects.create(user=user, kind="administrator", from_day="2020-01-01")
    return user


def by_password(page: Page, then: str) -> None:
    page.goto(f"/logga-in/?next={then}")
    page.get_by_label("E-postadress").fill("admin@samverk.example")
    page.get_by_label("Lösenord").fill("hemligt-ord")
    page.get_by_role("button", name="Logga in").click()


def mapped(page: Page, key: str, value: str) -> None:
    page.get_by_label("Uppgift").select_option(key)
    page.get_by_label("Värde").fill(value)
    page.get_by_label("Part", exact=True).select_option("0163")
    page.get_by_role("button", name="Koppla").click()
    expect(page.get_by_text("Kopplingen är sparad.")).to_be_visible()


def test_set_up_tried_opened_and_signed_in(
    page: Page,
    administrator: User,
    municipality: Idp,
    accessible: Callable[[], None],
    console_errors: list[str],
) -> None:
    by_password(page, ALL)
    accessible()
    page.get_by_label("Organisationens namn").fill("Sollentuna kommun")
    page.get_by_label("Kort namn i adressen").fill("sollentuna")
    page.get_by_role("button", name="Lägg upp").click()
    expect(page.get_by_role("alert")).to_contain_text("Ange en adress eller klistra in metadata")
    accessible()
    assert [error for error in console_errors if "status of 422" not in error] == []
    console_errors.clear()  # the browser tells of every answer that is no page
    page.get_by_label("Adress till organisationens metadata").fill(municipality.entity_id)
    page.get_by_role("button", name="Lägg upp").click()
    expect(page.get_by_text("Inloggningen är upplagd, men stängd.")).to_be_visible()
    mapped(page, "number", "212000-0134")
    mapped(page, "domain", "sollentuna.example")
    accessible()

    # The organisation reads our metadata, the administrator tries and opens.
    municipality.sp = page.request.get("/logga-in/organisation/sollentuna/metadata/").body()
    page.get_by_role("link", name="Prova").click()
    expect(page.get_by_role("heading", name="Kommunens inloggning")).to_be_visible()
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_text("Inloggningen fungerar.")).to_be_visible()
    accessible()
    page.get_by_role("link", name="Tillbaka").click()
    page.get_by_role("button", name="Öppna").click()
    expect(page.get_by_text("Inloggningen är öppen.")).to_be_visible()
    assert User.objects.count() == 1

    # An employee.
    page.context.clear_cookies()
    page.goto("/logga-in/?next=/installningar/")
    page.get_by_role("link", name="Sollentuna kommun").click()
    page.get_by_role("button", name="Logga in").click()
    expect(page).to_have_url(re.compile("/installningar/$"))
    page.goto("/installningar/inloggning/")
    expect(page.get_by_text("du loggar in genom din organisation")).to_be_visible()
    assert User.objects.get(email="strateg@sollentuna.example").title == "Strateg, Sollentuna"

    # Out of here is not out of there, and the page says so.
    page.goto("/logga-ut/")
    expect(page.get_by_text("Du är fortfarande inloggad hos Sollentuna kommun.")).to_be_visible()
    accessible()
    page.get_by_role("button", name="Logga ut").last.click()
    page.goto("/installningar/inloggning/")
    expect(page).to_have_url(re.compile("/logga-in/"))
    assert [error for error in console_errors if "status of 404" not in error] == []
    console_errors.clear()  # these addresses have no start page


def test_one_who_goes_back_and_sends_the_form_again_is_told(page: Page, administrator: User, municipality: Idp) -> None:
    by_password(page, ALL)
    page.get_by_label("Organisationens namn").fill("Sollentuna kommun")
    page.get_by_label("Kort namn i adressen").fill("sollentuna")
    page.get_by_label("Adress till organisationens metadata").fill(municipality.entity_id)
    page.get_by_role("button", name="Lägg upp").click()
    mapped(page, "domain", "sollentuna.example")
    page.get_by_role("button", name="Öppna").click()
    municipality.sp = page.request.get("/logga-in/organisation/sollentuna/metadata/").body()
    municipality.says = {"urn:oid:0.9.2342.19200300.100.1.3": "strateg@sollentuna.example"}
    page.context.clear_cookies()
    forms: list[str] = []
    page.on("request", lambda request: forms.append(request.post_data or "") if "/saml/" in request.url else None)
    page.goto("/logga-in/organisation/sollentuna/?next=/installningar/")
    page.get_by_role("button", name="Logga in").click()
    expect(page).to_have_url(re.compile("/installningar/$"))
    page.context.clear_cookies()

    again = page.request.post(
        "/logga-in/organisation/sollentuna/saml/",
        data=forms[0],
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert again.status == 400
    assert "Svaret har redan använts." in again.text()
    assert IdentityProvider.objects.get().saml_answers.count() == 1
