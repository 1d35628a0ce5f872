"""Fees in a browser: derivations by keyboard, the April update without JavaScript, on a phone and on paper (N-10c)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from samverk.ops.demo.norrort import PARTIES
from samverk.reference.population import population
from samverk.reference.population_file import Row, format_population
from tests.browser.installation import sign_in, spills
from tests.web.every_page import PAGES
from tests.web.filled import COUNTY

FEES, YEAR, CORRECT = PAGES["fees"], PAGES["fees-of-year"], PAGES["fees-update"]
NEXT = CORRECT.replace("2026", "2027")
THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    "address",
    [FEES, YEAR, FEES + "2027/", f"{FEES}2026/?per=2026-02-01", f"/avtal/{COUNTY}/avgifter/", CORRECT, NEXT,
     f"{CORRECT}?kommun=0160&invanare=78744", f"{CORRECT}?kommun=0160&invanare="],
)  # fmt: skip
def test_every_state_is_accessible_and_fits(
    address: str, page: Page, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    sign_in(page)
    page.goto(address)

    for width in (1360, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert spills(page) == 0, width
        accessible()
    console_errors.clear()  # a choice that does not hold is answered 422


def test_the_english_page_is_accessible_and_fits(
    page: Page, accessible: Callable[[], None], demonstration: str
) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": demonstration}])
    page.goto(YEAR)

    expect(page.get_by_role("heading", level=1)).to_have_text("Fees 2022")
    page.set_viewport_size({"width": 320, "height": 844})
    assert spills(page) == 0
    accessible()


def test_a_number_opens_its_derivation_by_keyboard(page: Page) -> None:
    page.goto(YEAR)
    number = page.get_by_role("link", name=re.compile("^102 785"))
    number.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"1{THIN}640{THIN}000\u00a0kr × 48{THIN}162 ÷ 768{THIN}458")
    expect(dialog).to_contain_text("En krona av det som blev över")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(number).to_be_focused()


def test_a_figure_is_corrected_by_keyboard_alone(page: Page) -> None:
    sign_in(page)
    page.goto(FEES)
    page.get_by_role("link", name="Rätta folkmängden").press("Enter")
    page.get_by_label("Kommun").focus()
    page.keyboard.type("Täb")
    page.get_by_label("Rätt antal invånare").fill("78744")
    page.get_by_role("button", name="Visa rättelsen").press("Enter")
    expect(page.get_by_text("En kommun betalar mer och 14 mindre.")).to_be_visible()
    page.get_by_role("button", name="Rätta folkmängden").press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Folkmängden för 2026 är fastställd.")
    correction = page.get_by_role("region", name=re.compile("Rättelse 21")).last
    expect(correction.get_by_role("row", name=re.compile("^Täby"))).to_contain_text(f"+2{THIN}096")
    assert spills(page) == 0


def test_the_april_update_without_javascript(plain: Page, tmp_path: Path) -> None:
    """A file with a fault is told, the older snapshot is looked at and fixed."""
    sign_in(plain)
    plain.goto(NEXT)
    file = tmp_path / "folk.csv"
    file.write_bytes(format_population(Row(code, 2026, population(2024)[code]) for code in PARTIES))
    plain.get_by_label("Fil med folkmängd").set_input_files(file)
    plain.get_by_role("button", name=re.compile("^Läs filen")).click()
    expect(plain.get_by_role("alert")).to_contain_text("rad 2, kolumn ar: hittade året 2026")

    plain.get_by_label("Uttag").select_option(index=0)
    plain.get_by_role("button", name="Visa vad som ändras", exact=True).click()
    expect(plain.get_by_text("Det här är en förhandsvisning.")).to_be_visible()
    plain.get_by_label("Underlag").fill("dnr 2027/14")
    plain.get_by_role("button", name="Fastställ folkmängden").click()
    expect(plain.get_by_role("status")).to_contain_text("Folkmängden för 2027 är fastställd.")
    expect(plain.get_by_text("Avgiften för 2027 väntar på budget för 2027.")).to_be_visible()


def test_the_spreadsheet_is_fetched_from_the_page(page: Page) -> None:
    page.goto(YEAR)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta kalkylblad").click()
    assert download.value.suggested_filename == "avgifter-2022-koordination-norrort.xlsx"


def test_on_paper_every_sum_stands_without_tools(page: Page) -> None:
    page.goto(f"{YEAR}?per=2026-11-20")
    page.emulate_media(media="print")

    expect(page.get_by_text("Per den 20 november 2026. Utskrivet 21 november 2026.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^102 785"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^13 146,38"))).to_be_visible()  # of the overrun
    for tools in (".mast", ".head .bar", ".seg"):
        expect(page.locator(tools).first).to_be_hidden()
