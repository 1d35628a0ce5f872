"""The map of the parties by keyboard and mouse, the table and the comparison without JavaScript, and all on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.installation import spills
from tests.web.every_page import PAGES
from tests.web.filled import COUNTY

PARTIES = PAGES["parties"]
COUNTY_PARTIES = f"/avtal/{COUNTY}/parter/"


def place(page: Page, name: str) -> Any:
    """A municipality on the map itself, not in its enlargement."""
    return page.get_by_role("group", name="Karta över parterna").get_by_role("link", name=name)


def test_the_map_says_what_it_is_and_where_the_same_stands_in_words(page: Page) -> None:
    page.goto(PARTIES)
    chart = page.get_by_role("group", name="Karta över parterna i Koordination Norrort")
    expect(chart).to_have_accessible_description(re.compile("leder till sin rad i tabellen"))
    expect(chart.get_by_role("link")).to_have_count(15)
    expect(place(page, "Solna: Part, har sagt upp sig, till och med 3\N{NO-BREAK SPACE}mars 2027")).to_have_count(1)


def test_a_municipality_is_reached_by_keyboard_and_leads_to_its_row(page: Page) -> None:
    page.goto(PARTIES)
    page.get_by_role("link", name="Hoppa över kartan").focus()
    page.keyboard.press("Tab")
    expect(place(page, "Upplands Väsby")).to_be_focused()
    width = page.evaluate("getComputedStyle(document.activeElement.querySelector('path')).strokeWidth")
    assert width == "4px"
    page.keyboard.press("Enter")
    expect(page.locator("tr:target")).to_contain_text("Upplands Väsby")


def test_the_map_is_skipped_in_one_step(page: Page) -> None:
    page.goto(PARTIES)
    page.get_by_role("link", name="Hoppa över kartan").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Jämför kommuner")).to_be_focused()


def test_the_enlargement_repeats_no_stop(page: Page) -> None:
    """It is for the eye and the mouse; what it shows is in the map already."""
    page.goto(PARTIES)
    assert page.locator(".inset a").count() > 3
    assert page.locator('.inset a:not([tabindex="-1"])').count() == 0
    page.locator(".inset a", has_text="Sollentuna").click()
    expect(page.locator("tr:target")).to_contain_text("Sollentuna")


def test_the_table_is_narrowed_and_ordered_without_javascript(plain: Page) -> None:
    plain.goto(COUNTY_PARTIES)
    plain.get_by_label("Del").select_option("Södertörn")
    plain.get_by_label("Visa").select_option("saknas")
    plain.get_by_label("Ordna efter").select_option("Läge")
    plain.get_by_role("button", name="Välj").click()
    expect(plain.locator("table.parties tbody tr")).to_have_count(6)
    expect(plain.locator("table.parties tbody tr").first).to_contain_text("Nykvarn")
    plain.get_by_role("link", name="Visa alla").click()
    expect(plain.locator("table.parties tbody tr")).to_have_count(26)


def test_municipalities_are_chosen_and_compared_without_javascript(plain: Page) -> None:
    plain.goto("/kommuner/")
    plain.get_by_role("checkbox", name="Jämför Solna stad").check()
    plain.get_by_role("checkbox", name="Jämför Vaxholms stad").check()
    plain.get_by_role("button", name="Jämför de valda").first.click()
    expect(plain.locator("table.compared thead th")).to_have_text(["Solna stad", "Vaxholms stad"])
    plain.get_by_role("checkbox", name="Solna stad").uncheck()
    plain.get_by_role("button", name="Jämför").first.click()
    expect(plain.get_by_role("alert")).to_contain_text("Bara Vaxholm är vald. Välj minst en kommun till.")


@pytest.mark.parametrize("address", [PARTIES, COUNTY_PARTIES, PAGES["compare-municipalities"]])
def test_on_paper_nothing_is_cut_and_no_tool_is_left(address: str, page: Page) -> None:
    """A4 between its margins is 680 pixels wide."""
    page.set_viewport_size({"width": 680, "height": 960})
    page.goto(address)
    page.emulate_media(media="print")
    assert spills(page) == 0
    for hidden in ("select", "input[type=search]", ".btn", ".mast"):
        assert all(not one.is_visible() for one in page.locator(hidden).all())
    box = page.locator("main table").last.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 680
