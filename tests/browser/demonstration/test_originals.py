"""The signed document in a browser: chosen, followed while it is read, put right by keyboard, shown. And the search."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from samverk.reference.corpus import locate
from tests.browser.installation import spills
from tests.web.every_page import PAGES
from tests.web.filled import NORRORT

ORIGINAL, NEW = PAGES["original"], PAGES["import-original"]
WIDTHS = (1360, 390, 320)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], demonstration: str, strategist: Any) -> dict[str, Any]:
    """Addresses are those of the demonstration; signed in."""
    return {**browser_context_args, "base_url": demonstration, "storage_state": strategist}


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A text with the clauses of Koordination Norrort, one of them under another number."""
    words = locate(NORRORT).files["text.sv.md"].decode()
    path = tmp_path / "avtalet.txt"
    path.write_text(words.replace("## 15 ", "## 16 ", 1), encoding="utf-8")
    return path


def choose(page: Page, path: Path) -> None:
    page.goto(NEW)
    if (cancel := page.get_by_role("button", name="Avbryt och ta bort dokumentet")).count():
        cancel.click()
        page.goto(NEW)
    page.get_by_label("Avtalets text").set_input_files(path)
    page.get_by_role("button", name="Läs filen").click()


def fits(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert spills(page) == 0, (page.url, width)


def test_from_the_file_to_the_original_beside_the_plain_text(
    page: Page, text: Path, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    choose(page, text)
    expect(page.get_by_role("heading", name="Granska läsningen")).to_be_visible()
    expect(page.get_by_text("Punkt 16 hör inte till avtalet.")).to_be_visible()
    accessible()
    fits(page)

    fix = page.get_by_role("link", name="Rätta rubriken 16")
    fix.focus()
    page.keyboard.press("Enter")
    number = page.get_by_label("Punktens nummer")
    expect(number).to_be_focused()
    accessible()
    number.fill("15")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Texten passar avtalet.")).to_be_visible()
    page.get_by_role("button", name="Lagra som originallydelse").click()

    expect(page).to_have_url(re.compile(f"{ORIGINAL}$"))
    expect(page.get_by_text("Originalet är lagrat.")).to_be_visible()
    accessible()
    fits(page)
    anchored = page.locator("#p14 .anchored small a").first
    anchored.click()
    expect(page.locator(":target")).to_have_class("cited")
    assert console_errors == []


def test_a_correction_shows_the_place_it_was_made_at_without_a_script(
    new_context: Callable[..., BrowserContext], text: Path
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    choose(page, text)
    page.goto(f"{NEW}?rad=2.0")
    page.get_by_role("button", name="Hör inte till texten").click()
    expect(page).to_have_url(re.compile(r"#r2-0$"))
    expect(page.locator("#oplacerat .stray")).to_have_count(1)
    page.get_by_role("button", name="Ångra senaste rättelsen").click()
    expect(page.locator("#oplacerat .stray")).to_have_count(0)


def test_a_long_reading_is_followed_by_itself(
    page: Page, tmp_path: Path, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    long = tmp_path / "lang.txt"
    long.write_text("Kommunerna ska tillsammans ta hand om skogen och vägarna i hela området.\n\n" * 120_000)
    choose(page, long)
    expect(page.get_by_role("heading", name="Läser dokumentet")).to_be_visible()
    accessible()
    fits(page)
    expect(page.get_by_role("heading", name="Filen lästes inte in")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("går att granska här")).to_be_visible()
    console_errors.clear()  # a refusal is a 422, which the browser tells


@pytest.mark.parametrize("address", ["/sok/", "/sok/?q=grupp", "/sok/?q=stategen", "/sok/?q=möte&slag=fact&sida=2"])
def test_every_state_of_the_search_is_accessible_and_fits(
    address: str, page: Page, accessible: Callable[[], None]
) -> None:
    page.goto(address)
    accessible()
    fits(page)


def test_the_search_by_keyboard_from_any_page(page: Page) -> None:
    page.goto("/avtal/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("uppsagning")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sok/\?q=uppsagning$"))
    expect(page.locator("mark").first).to_have_text(re.compile("ppsägning", re.IGNORECASE))
    page.locator(".found h3 a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/avtal/.+#p\d+$"))


def test_the_search_on_a_phone_is_in_the_menu(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/avtal/")
    page.get_by_role("button", name="Meny").click()
    page.locator("#meny").get_by_role("searchbox").fill("avgift")
    page.locator("#meny").get_by_role("button", name="Sök").click()
    expect(page).to_have_url(re.compile(r"/sok/\?q=avgift$"))
