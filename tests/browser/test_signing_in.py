"""Passkeys and codes as people use them, with the authenticator that Chromium has for tests."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from samverk.accounts.models import Role, User
from tests.web.accounts.apps import code_of

pytestmark = pytest.mark.urls("tests.web.addresses")

SECURITY = "/installningar/inloggning/"


@pytest.fixture
def user(transactional_db: None) -> User:
    return User.objects.create_user("strateg@kommun.example", "hemligt-ord", title="Strateg, Upplands-Bro")


@pytest.fixture
def authenticator(page: Page) -> Iterator[CDPSession]:
    """A passkey's home: built in, with a finger that is always there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield session
    session.detach()


def by_password(page: Page) -> None:
    page.goto("/logga-in/?next=/installningar/")
    page.get_by_label("E-postadress").fill("strateg@kommun.example")
    page.get_by_label("Lösenord").fill("hemligt-ord")
    page.get_by_role("button", name="Logga in").click()


def signed_in(page: Page) -> None:
    expect(page).to_have_url(re.compile("/installningar/$"))


def sign_out(page: Page) -> None:
    """As in another browser: the passkey stays, the session does not."""
    page.context.clear_cookies()


def new_passkey(page: Page) -> None:
    by_password(page)
    signed_in(page)
    page.goto(f"{SECURITY}passernyckel/")
    page.get_by_label("Vad du kallar den").fill("Tjänstetelefonen")
    page.get_by_role("button", name="Skapa passernyckel").click()
    expect(page.get_by_role("heading", name="Reservkoder")).to_be_visible()


def test_a_passkey_is_made_and_signs_in_without_a_password(
    page: Page, user: User, authenticator: CDPSession, accessible: Callable[[], None]
) -> None:
    new_passkey(page)
    accessible()
    page.goto(SECURITY)
    expect(page.get_by_text("Passernyckel: Tjänstetelefonen")).to_be_visible()
    accessible()
    sign_out(page)

    page.goto("/logga-in/?next=/installningar/")
    page.get_by_role("button", name="Använd en passernyckel").click()

    signed_in(page)


def test_a_passkey_is_the_second_step_after_the_password(
    page: Page, user: User, authenticator: CDPSession, accessible: Callable[[], None]
) -> None:
    new_passkey(page)
    sign_out(page)
    by_password(page)
    expect(page.get_by_role("heading", name="Andra steget")).to_be_visible()
    accessible()

    page.get_by_role("button", name="Använd en passernyckel").click()

    signed_in(page)


def test_a_code_is_the_second_step_after_the_password(page: Page, user: User, accessible: Callable[[], None]) -> None:
    by_password(page)
    signed_in(page)
    page.goto(f"{SECURITY}kod/")
    accessible()
    secret = page.locator("code").inner_text()
    page.get_by_role("textbox", name="Kod").fill(code_of(secret))
    page.get_by_role("button", name="Klart").click()
    expect(page.get_by_role("heading", name="Dina koder")).to_be_visible()
    sign_out(page)
    by_password(page)

    page.get_by_role("textbox", name="Kod").fill(code_of(secret, steps=1))
    page.get_by_role("button", name="Fortsätt").click()

    signed_in(page)


# What the page answers is sent again as it was, with one thing changed, or after it has been used.
FORGERIES: dict[str, Callable[[dict[str, object]], dict[str, object]]] = {
    "signature": lambda answer: answer | {"response": {**_response(answer), "signature": "MEUCIQ"}},
    "challenge": lambda answer: answer | {"response": {**_response(answer), "clientDataJSON": "e30"}},
    "identity": lambda answer: answer | {"id": "AAAA", "rawId": "AAAA"},
}


def _response(answer: dict[str, object]) -> dict[str, object]:
    response = answer["response"]
    assert isinstance(response, dict)
    return response


def answer_of(page: Page) -> dict[str, object]:
    """What the passkey answers on the sign-in page, kept from being sent."""
    page.goto("/logga-in/")
    page.evaluate("HTMLFormElement.prototype.submit = () => {}")
    page.get_by_role("button", name="Använd en passernyckel").click()
    field = page.locator("form[data-passkey] input[name=credential]")
    expect(field).to_have_value(re.compile("signature"))
    answer: dict[str, object] = json.loads(field.input_value())
    return answer


def send(page: Page, answer: dict[str, object]) -> int:
    """The answer, sent to the sign-in page by the browser that has the session it was asked for in."""
    status: int = page.evaluate(
        """async (answer) => {
            const body = new FormData(document.querySelector("form[data-passkey]"));
            body.set("credential", JSON.stringify(answer));
            return (await fetch("/logga-in/", { method: "POST", body, redirect: "manual" })).status;
        }""",
        answer,
    )
    return status


@pytest.mark.parametrize("part", FORGERIES)
def test_a_forged_answer_signs_nobody_in(
    part: str, page: Page, user: User, authenticator: CDPSession, console_errors: list[str]
) -> None:
    new_passkey(page)
    sign_out(page)
    answer = answer_of(page)

    assert send(page, FORGERIES[part](answer)) == 422
    page.goto("/installningar/")
    expect(page.get_by_role("link", name="Logga in").first).to_be_visible()
    console_errors.clear()  # the browser reports the answer


def test_an_answer_that_has_been_used_signs_nobody_in(
    page: Page, user: User, authenticator: CDPSession, console_errors: list[str]
) -> None:
    new_passkey(page)
    sign_out(page)
    answer = answer_of(page)
    assert send(page, answer) == 0  # an answer that leads on, which the script is not told more about
    sign_out(page)
    page.goto("/logga-in/")

    assert send(page, answer) == 422
    console_errors.clear()  # the browser reports the answer


def test_what_an_administrator_requires_holds_for_the_administrator_too(
    page: Page, user: User, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    Role.objects.create(user=user, kind="administrator", from_day="2014-01-01")
    by_password(page)
    signed_in(page)
    page.goto("/installningar/krav/")
    accessible()
    page.get_by_label("Roll").select_option("administrator")
    page.get_by_role("button", name="Kräv ett andra steg").click()

    expect(page.get_by_text("Ditt uppdrag kräver ett andra steg").first).to_be_visible()
    accessible()
    console_errors.clear()  # the browser reports that the page of requirements is no longer theirs


def test_without_an_authenticator_the_page_says_what_to_do(page: Page, user: User) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/logga-in/")

    page.get_by_role("button", name="Använd en passernyckel").click()

    expect(page.get_by_text("Webbläsaren fick ingen passernyckel.")).to_be_visible()
