"""The readings desk in a browser: unfolded on a phone, a decision by keyboard alone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.installation import sign_in, spills
from tests.web.every_page import PAGES
from tests.web.filled import COUNTY

DESK, CLOCK = PAGES["readings"], PAGES["reading"]
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize("address", [DESK, f"/avtal/{COUNTY}/tolkningar/"])
def test_all_that_is_folded_out_fits_a_phone_and_is_accessible(
    address: str, page: Page, accessible: Callable[[], None]
) -> None:
    page.set_viewport_size({"width": 320, "height": 844})
    page.goto(address)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")

    assert spills(page) == 0
    accessible()


def test_an_answer_and_what_it_changes_stand_on_the_same_row(page: Page) -> None:
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(DESK)
    reading = page.locator("#l-t-14-1")
    expect(reading.locator("summary.span .notes")).to_have_text("Dagen då ordföranden fick den")
    reading.locator("summary.span").focus()
    page.keyboard.press("Enter")
    label = reading.get_by_role("heading", name="Dagen som står på den")
    told = reading.get_by_text("Ändrar två besked i dag och en sak framåt.").first
    beside, row = label.bounding_box(), told.bounding_box()

    assert beside is not None
    assert row is not None
    assert abs(beside["y"] - row["y"]) < 8
    assert row["x"] > beside["x"] + 400


def test_the_list_is_narrowed_without_javascript(plain: Page) -> None:
    plain.goto(DESK)
    plain.get_by_label("Läge").select_option("open")
    plain.get_by_role("button", name="Visa", exact=True).click()

    expect(plain.get_by_text("11 av 49 visas.")).to_be_visible()
    expect(plain.locator("li[id^=l-t-]")).to_have_count(11)


def test_a_decision_is_previewed_recorded_and_taken_back_by_keyboard_alone(
    page: Page, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    sign_in(page)
    page.goto(CLOCK)
    page.get_by_role("button", name="Visa vad som ändras").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    accessible()
    console_errors.clear()  # the browser reports the answer 422

    page.get_by_role("radio", name="dagen som står på den").focus()
    page.keyboard.press("Space")
    page.get_by_label("Protokoll").focus()
    page.keyboard.type("LG 2026 § 14")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Det här ändras om beslutet registreras")).to_be_visible()
    accessible()

    page.get_by_role("button", name="Registrera beslutet").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Beslutet är registrerat.")).to_be_visible()
    expect(page.get_by_text(f"Beslutat av ledningsgruppen 21{SPACE}november 2026.")).to_be_visible()
    accessible()

    page.get_by_role("link", name="Rätta eller ta tillbaka beslutet").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/handelser/\d+/ratta/"))
    page.get_by_label("Varför har det inte hänt?").fill("Fel möte.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Uppgiften är tillbakatagen.")).to_be_visible()
    page.goto(CLOCK)
    expect(page.get_by_text("Används tills vidare. Ledningsgruppen kan avgöra det.")).to_be_visible()


def test_on_paper_the_questions_are_there_and_the_tools_are_not(page: Page) -> None:
    page.goto(DESK)
    page.emulate_media(media="print")

    expect(page.locator("#l-t-14-1 h3")).to_be_visible()
    expect(page.get_by_role("button", name="Skriv ut")).to_be_hidden()
