"""Documents in a browser: files chosen and added, a PDF looked at, the file saved, versions without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.installation import spills
from tests.integrations.papers import pdf
from tests.web.every_page import PAGES

LIST, NEW, DOCUMENT = PAGES["documents"], PAGES["add-document"], PAGES["document"]


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], demonstration: str, strategist: Any) -> dict[str, Any]:
    """Addresses are those of the demonstration; signed in."""
    return {**browser_context_args, "base_url": demonstration, "storage_state": strategist}


def fits(page: Page) -> None:
    for width in (1360, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert spills(page) == 0, (page.url, width)


def test_from_the_files_to_the_page_and_back_to_the_same_bytes(
    page: Page, tmp_path: Path, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    """Two good files and an empty one: what was refused is said, what was kept is looked at and saved."""
    data = pdf("\n".join(f"Rad {n} i svaret" for n in range(90)))
    files = {"svar på remissen.pdf": data, "bilaga.txt": b"Bilagans ord", "tom.docx": b""}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    page.goto(LIST)
    page.get_by_role("link", name="Lägg in handlingar").click()
    accessible()
    fits(page)
    page.get_by_label("Filer").set_input_files([tmp_path / name for name in files])
    page.get_by_label("Slag").select_option(label="Brev eller svar")
    page.get_by_label("Vems handling").select_option(label="Solna")
    page.get_by_label("Vem får se den").select_option(label="De som deltar i samarbetet")
    page.get_by_role("button", name="Lägg in").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("tom.docx är tom.")
    expect(alert).to_contain_text("Inlagt: svar på remissen.pdf, bilaga.txt.")
    accessible()
    # The refusal is an answer with the status 422, which the browser writes in its console.
    console_errors[:] = [error for error in console_errors if "422" not in error]

    page.goto(LIST)
    page.get_by_role("link", name="svar på remissen").click()
    picture = page.get_by_role("img", name=re.compile("Sida 1 av 2"))
    expect(picture).to_be_visible()
    drawn = picture.element_handle()
    page.wait_for_function("image => image.complete && image.naturalWidth === 900", arg=drawn)
    accessible()
    fits(page)
    page.get_by_role("link", name="Nästa sida").press("Enter")
    expect(page.get_by_role("heading", name="Sida 2 av 2")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("link", name=re.compile("^Hämta")).click()
    saved = saving.value
    assert saved.suggested_filename == "svar på remissen.pdf"
    assert Path(saved.path()).read_bytes() == data


def test_a_file_that_calls_itself_a_picture_runs_nothing(page: Page, tmp_path: Path) -> None:
    """It is saved, not shown; opened inside our site all the same it may run nothing."""
    path = tmp_path / "bild.png"
    path.write_bytes(b"<!doctype html><script>document.title='ran'</script><h1>Hej</h1>")
    page.goto(NEW)
    page.get_by_label("Filer").set_input_files(path)
    page.get_by_label("Slag").select_option(label="Annan handling")
    page.get_by_role("button", name="Lägg in").press("Enter")
    page.get_by_role("link", name="bild", exact=True).click()
    expect(page.get_by_text("Filens namn stämmer inte med innehållet: .png – Webbsida")).to_be_visible()
    address = page.get_by_role("link", name=re.compile("^Hämta")).get_attribute("href")
    assert address is not None

    with page.expect_download() as saving:
        page.evaluate("address => { location.href = address }", address)

    assert saving.value.suggested_filename == "bild.png"
    assert "ran" not in page.title()


def test_a_document_gets_a_version_and_is_withdrawn_without_javascript(
    plain: Page, tmp_path: Path, strategist: Any
) -> None:
    plain.context.add_cookies(strategist["cookies"])
    (tmp_path / "notis.txt").write_text("Första lydelsen")
    (tmp_path / "notis 2.txt").write_text("Andra lydelsen")
    plain.goto(NEW)
    plain.get_by_label("Filer").set_input_files(tmp_path / "notis.txt")
    plain.get_by_label("Slag").select_option(label="Annan handling")
    plain.get_by_label("Titel").fill("En notis")
    plain.get_by_role("button", name="Lägg in").click()
    expect(plain.get_by_text("Handlingen är inlagd.")).to_be_visible()
    plain.get_by_role("link", name="En notis").click()
    plain.get_by_label("Fil", exact=True).set_input_files(tmp_path / "notis 2.txt")
    plain.get_by_role("button", name="Lägg in versionen").click()
    expect(plain.get_by_text("Andra lydelsen")).to_be_visible()
    plain.get_by_label("Varför ska den inte gälla?").fill("Ersatt av protokollet")
    plain.get_by_role("button", name="Dra tillbaka").click()
    expect(plain.get_by_role("heading", name=re.compile("^Tillbakadragen 2026"))).to_be_visible()
    expect(plain.get_by_text("Ersatt av protokollet").first).to_be_visible()


def test_on_paper_there_are_no_forms(page: Page) -> None:
    page.emulate_media(media="print")
    for address, told, form in (
        (PAGES["register-entry"], "Raden", "Rätta raden"), (DOCUMENT, "Versioner", "Dra tillbaka handlingen"),
        (PAGES["agreement-access"], "Roller", "Ge en roll"),
    ):  # fmt: skip
        page.goto(address)
        expect(page.get_by_role("heading", name=told, exact=True)).to_be_visible()
        expect(page.locator("h2", has_text=form)).to_be_hidden()
