"""Writing to many in a browser: a draft, two who change it at once, the preview, sending and taking back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.installation import spills
from tests.web.every_page import PAGES

LIST, DRAFT = PAGES["mailings"], PAGES["check-mailing"].removesuffix("granska/")


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], demonstration: str, strategist: Any) -> dict[str, Any]:
    """Addresses are those of the demonstration; signed in."""
    return {**browser_context_args, "base_url": demonstration, "storage_state": strategist}


def fits(page: Page) -> None:
    for width in (1360, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert spills(page) == 0, (page.url, width)


def test_from_the_outbox_to_letters_that_are_taken_back(page: Page, accessible: Callable[[], None]) -> None:
    page.goto("/utskick/")
    page.locator("section:has(> .sec-h #h-skriv)").get_by_role("link", name="Koordination Norrort").first.click()
    page.get_by_role("link", name="Skriv ett utskick").click()
    page.get_by_role("radio", name="Nyhetsbrev").check()
    page.get_by_role("checkbox", name="Parternas registratorer (1)").check()
    page.get_by_text("Välj enskilda mottagare").click()
    accessible()
    fits(page)
    page.get_by_label("Ärende").fill("Nytt från styrgruppen")
    page.get_by_role("textbox", name="Text").fill("Hej!\n\n## Beslut\n\n- budgeten\n- [mötet](https://example.org/)")
    page.get_by_role("button", name="Spara och granska").click()

    expect(page.get_by_role("heading", name="Så får Registrator, Vaxholm brevet")).to_be_visible()
    expect(page.get_by_role("link", name="mötet")).to_have_attribute("href", "https://example.org/")
    accessible()
    fits(page)
    page.get_by_role("button", name="Skicka till 1 mottagare").click()

    expect(page.get_by_role("cell", name="Väntar")).to_be_visible()
    accessible()
    fits(page)
    page.get_by_role("button", name="Ta tillbaka det som inte har lämnat").click()
    expect(page.get_by_role("cell", name="Stoppat")).to_be_visible()
    accessible()


def test_two_who_write_at_once_see_both_texts_without_javascript(
    new_context: Callable[..., BrowserContext], accessible: Callable[[], None], page: Page, console_errors: list[str]
) -> None:
    other = new_context(java_script_enabled=False).new_page()
    for one in (other, page):
        one.goto(DRAFT)
    other.get_by_label("Ärende").fill("Den andras ärende")
    other.get_by_role("button", name="Spara utkast").click()
    expect(other.get_by_text("Utkastet är sparat.")).to_be_visible()

    page.get_by_label("Ärende").fill("Mitt ärende")
    page.get_by_role("button", name="Spara utkast").click()

    expect(page.get_by_role("heading", name="Någon annan har ändrat utkastet")).to_be_visible()
    expect(page.get_by_text("Den andras ärende")).to_be_visible()
    expect(page.get_by_label("Ärende")).to_have_value("Mitt ärende")
    accessible()
    fits(page)
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.get_by_text("Utkastet är sparat.")).to_be_visible()
    # The refusal is an answer with the status 409, which the browser writes in its console.
    console_errors[:] = [error for error in console_errors if "409" not in error]
