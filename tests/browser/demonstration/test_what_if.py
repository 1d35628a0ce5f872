"""What if, in a browser: without JavaScript, by keyboard alone, on a phone and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.installation import spills
from tests.web.filled import COUNTY, NORRORT

PAGE = f"/avtal/{NORRORT}/tank-om/"
SPACE = "\N{NO-BREAK SPACE}"
TABY = f"Tänk om: Täby lämnar 30{SPACE}juni 2027. Inget är registrerat."
EVERYTHING = (
    f"{PAGE}?tank=lamnar:0163:2027-02-28&tank=gar-med:0184:2028-01-01&tank=tillvaxt:4&tank=budget:2029:2500000"
    "&tank=nyckel:2028:storlek=0-1,25000-2,50000-3&tank=lasning:t-10-4:full_year"
)


def test_a_visitor_supposes_looks_around_and_gives_it_up_without_javascript(plain: Page) -> None:
    plain.goto(PAGE)
    plain.get_by_label("Part", exact=True).select_option(label="Täby")
    plain.get_by_label("Dag", exact=True).first.fill("2027-06-30")
    plain.get_by_role("button", name="Räkna").click()

    expect(plain).to_have_url(re.compile(r"tank=lamnar:0160:2027-06-30#resultat$"))
    bar = plain.get_by_role("complementary", name="Tänk om")
    expect(bar).to_contain_text(TABY)
    expect(plain.get_by_role("heading", name="Avgifter 2027")).to_be_visible()

    plain.get_by_role("link", name="Avtalet den dagen").click()
    expect(bar).to_contain_text(TABY)
    expect(plain.get_by_text("13 parter.").first).to_be_visible()
    plain.get_by_role("link", name="Parter", exact=True).click()
    expect(bar).to_contain_text(TABY)

    plain.get_by_role("link", name="Sluta tänka om").click()
    expect(bar).to_have_count(0)
    expect(plain).to_have_url(re.compile(rf"/avtal/{NORRORT}/parter/\?per=2027-07-01$"))


def test_one_is_added_and_another_removed_by_keyboard_alone(
    page: Page, console_errors: list[str], accessible: Callable[[], None]
) -> None:
    page.goto(f"{PAGE}?tank=lamnar:0160:2027-06-30")
    field = page.get_by_label("Eller: procent mer varje år")
    field.focus()
    page.keyboard.type("fyra")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("”fyra” är inget procenttal.")
    expect(field).to_have_value("fyra")
    accessible()
    console_errors.clear()  # the browser reports the answer 422

    field.fill("4")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ta bort Budgeten växer 4 procent om året")).to_be_visible()
    page.get_by_role("link", name=f"Ta bort Täby lämnar 30{SPACE}juni 2027").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tank-om/\?tank=tillvaxt:4$"))


@pytest.mark.parametrize("address", [PAGE, EVERYTHING, f"/avtal/{COUNTY}/tank-om/?tank=sager-upp:0180:2026-12-01"])
def test_it_fits_a_phone_with_everything_unfolded_and_is_accessible(
    address: str, page: Page, accessible: Callable[[], None]
) -> None:
    for width in (320, 390, 1360):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        assert spills(page) == 0, width
        for label in ("Part", "Dagen är", "Fråga och svar"):
            expect(page.get_by_label(label, exact=True)).to_be_visible()
    accessible()


def test_the_bar_stands_on_every_page_of_the_agreement_and_is_accessible(
    page: Page, accessible: Callable[[], None]
) -> None:
    page.set_viewport_size({"width": 320, "height": 844})
    page.goto(f"/avtal/{NORRORT}/?per=2027-07-01&tank=lamnar:0160:2027-06-30&tank=tillvaxt:4")
    expect(page.get_by_role("complementary", name="Tänk om")).to_be_visible()
    expect(page.get_by_role("complementary", name="Visad dag")).to_be_visible()
    assert spills(page) == 0
    accessible()


def test_on_paper_what_is_supposed_is_said_and_the_form_is_not_there(page: Page) -> None:
    page.goto(f"{PAGE}?tank=lamnar:0160:2027-06-30")
    page.emulate_media(media="print")

    expect(page.get_by_text(TABY)).to_be_visible()
    expect(page.get_by_role("button", name="Räkna")).to_be_hidden()
    expect(page.get_by_role("heading", name="Avgifter 2027")).to_be_visible()
