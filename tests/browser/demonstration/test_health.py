"""The health check and the comparison in a browser: a proposal is copied, folds open by keyboard, all is on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.installation import spills
from tests.web.every_page import PAGES
from tests.web.filled import COUNTY, NORRORT

HEALTH = PAGES["health"]
SIDES = f"{PAGES['compare-agreements']}?a={NORRORT}&b={COUNTY}"


def test_a_proposal_is_copied_with_its_heading_and_says_so(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(HEALTH)
    row = page.locator("#q-disputes summary")
    row.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Kopiera förslaget: Hur löses tvister?")
    button.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Kopierat förslaget: Hur löses tvister?")).to_be_focused()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Tvister\n")
    assert "ska i första hand lösas i ledningsgruppen" in copied


def test_without_javascript_every_proposal_is_there_to_read_and_nothing_offers_to_copy(plain: Page) -> None:
    plain.goto(HEALTH)
    expect(plain.locator("#f-q-disputes")).to_be_hidden()
    plain.locator("#q-disputes summary").click()
    expect(plain.locator("#f-q-disputes")).to_be_visible()
    expect(plain.get_by_role("button", name="Kopiera")).to_have_count(0)
    plain.goto(SIDES)
    expect(plain.locator("#notice")).to_be_visible()


@pytest.mark.parametrize("part", ["", "?visa=oppet", "?visa=besvarat"])
def test_all_that_is_folded_out_fits_a_phone_and_is_accessible(
    part: str, page: Page, accessible: Callable[[], None]
) -> None:
    page.set_viewport_size({"width": 320, "height": 844})
    page.goto(HEALTH + part)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")

    assert spills(page) == 0
    accessible()


def test_on_a_wide_screen_a_question_and_its_state_stand_on_one_line(page: Page) -> None:
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(f"{HEALTH}?visa=oppet")
    row = page.locator("main .act summary").first
    asked, state = (row.locator(part).bounding_box() for part in (".item", ".notes"))

    assert asked is not None
    assert state is not None
    assert asked["y"] == state["y"]
    assert asked["x"] + asked["width"] < state["x"]


def test_what_is_alike_opens_by_keyboard(page: Page) -> None:
    page.goto(SIDES)
    row = page.locator("#term")
    expect(row).to_be_hidden()
    page.locator("summary", has_text="De säger samma sak").first.focus()
    page.keyboard.press("Enter")
    expect(row).to_be_visible()


def test_on_a_phone_the_sides_stand_under_one_another_with_their_names(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(SIDES)
    assert spills(page) == 0
    one, other = (page.locator("#notice h4").nth(place) for place in (0, 1))
    expect(one).to_have_text("Koordination Norrort")
    boxes = [heading.bounding_box() for heading in (one, other)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] == boxes[1]["x"]
    assert boxes[0]["y"] < boxes[1]["y"]
    assert boxes[0]["height"] > 10


def test_on_paper_what_is_folded_is_open_and_nothing_is_to_press(page: Page) -> None:
    page.goto(SIDES)
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)
    box = page.locator("#term").bounding_box()
    assert box is not None
    assert box["height"] > 10
    page.goto(HEALTH)
    page.emulate_media(media="print")
    box = page.locator("#f-q-disputes").bounding_box()
    assert box is not None
    assert box["height"] > 10
    expect(page.get_by_text("De andra skrivs ut från sina egna sidor")).to_be_visible()
    expect(page.get_by_role("button", name="Kopiera")).to_have_count(0)
