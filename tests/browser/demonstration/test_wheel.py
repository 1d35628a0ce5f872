"""The year wheel, the areas and the plan in a browser: by keyboard, on a phone, on one sheet of paper."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.installation import sign_in, spills
from tests.integrations.calendars import events_in
from tests.web.every_page import PAGES
from tests.web.filled import COUNTY

WHEEL, AREAS, PLAN = PAGES["wheel"], PAGES["areas"], PAGES["plan"]


@pytest.mark.parametrize(
    "address",
    [
        WHEEL,
        f"{WHEEL}?ar=2028",
        f"{WHEEL}?ar=1990",
        f"/avtal/{COUNTY}/arshjul/?ar=2013",
        f"/avtal/{COUNTY}/arshjul/?ar=2014",
        "/kommun/0163/arshjul/",
        AREAS,
        f"{AREAS}?per=2014-06-01",
        f"{PLAN}?ordning=omrade&per=2014-11-12",
        f"{PLAN}?ordning=prioritet",
    ],
)
def test_every_state_is_accessible_and_fits(address: str, page: Page, accessible: Callable[[], None]) -> None:
    page.goto(address)
    for width in (1360, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert spills(page) == 0, width
        accessible()


@pytest.mark.parametrize("address", [WHEEL, AREAS, f"{PLAN}?ordning=omrade"])
def test_the_english_page_is_accessible(
    address: str, page: Page, accessible: Callable[[], None], demonstration: str
) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": demonstration}])
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    accessible()


def test_an_arc_leads_to_its_row_by_keyboard(page: Page) -> None:
    # Without gliding: the key is pressed while the page still glides to the arc, quicker than any hand.
    page.emulate_media(reduced_motion="reduce")
    page.goto(WHEEL)
    page.get_by_role("link", name=re.compile(r"^4\. Betala årsavgiften")).focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#r4$"))
    expect(page.locator("#r4")).to_be_in_viewport()
    page.get_by_role("link", name=re.compile(r"^4\. Betala årsavgiften")).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#r5"


def test_every_arc_can_be_clicked_where_it_is_drawn(page: Page) -> None:
    """No entry lies hidden under another: a click on its number leads to its own row."""
    page.goto(WHEEL)
    for number in range(1, 13):
        page.locator(f'.wheel a[href="#r{number}"] g').click()
        expect(page).to_have_url(re.compile(f"#r{number}$"))


def test_the_year_is_turned_without_javascript(plain: Page) -> None:
    plain.goto(WHEEL)
    plain.get_by_role("combobox", name="År").select_option("2027")
    plain.get_by_role("button", name="Visa").click()

    expect(plain.get_by_role("heading", level=1)).to_have_text("Årshjul 2027")
    plain.get_by_role("link", name="2026", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Årshjul 2026")


@pytest.mark.parametrize(
    "address",
    [
        WHEEL,
        f"{WHEEL}?ar=2014",
        f"/avtal/{COUNTY}/arshjul/?ar=2013",
        f"/avtal/{COUNTY}/arshjul/?ar=2014",
        "/kommun/0163/arshjul/",
    ],
)
def test_a_year_prints_on_one_sheet(address: str, page: Page) -> None:
    page.goto(address)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    words = document[0].get_textpage().get_text_bounded()

    assert len(document) == 1
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    assert "Så läser du hjulet" in words
    assert "I din kalender" not in words
    # Shrunk to fit, the body text would be smaller than it is set: 7 points.
    assert smallest(document) >= 6.4


def smallest(document: pypdfium2.PdfDocument) -> float:
    """The smallest height of a capital letter's box of the list, as type size in points."""
    page = document[0].get_textpage()
    heights: list[float] = []
    for index in range(page.count_chars()):
        if page.get_text_range(index, 1) == "U":
            _left, bottom, _right, top = page.get_charbox(index)
            heights.append((top - bottom) / 0.7)
    return min(heights)


def test_an_address_is_made_read_and_closed(page: Page, demonstration: str) -> None:
    sign_in(page)
    page.goto("/arshjul/")
    page.get_by_role("link", name="Min kalenderadress").click()
    page.get_by_role("button", name="Skapa adress").click()
    address = page.get_by_label("Kalenderns adress").input_value()

    with urllib.request.urlopen(address) as answer:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert len(events_in(io.BytesIO(answer.read()).getvalue())) > 20
    page.goto("/installningar/kalender/")
    assert address.rpartition("/")[2] not in page.content()
    page.get_by_role("button", name="Stäng adressen").click()
    expect(page.get_by_role("status")).to_contain_text("Adressen är stängd.")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address)


def test_the_matrix_scrolls_in_its_own_region_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 844})
    page.goto(AREAS)
    region = page.get_by_role("region", name="Tabell över parter och områden")

    region.focus()
    assert region.evaluate("element => element.scrollWidth > element.clientWidth")
    assert spills(page) == 0
