"""Every page of the filled demonstration in a browser, served as an installation serves it.

Accessible in both themes, fits from 320 to 1360 pixels, by keyboard, without JavaScript, light.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import resolve
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.installation import sign_in, spills
from tests.web import every_page
from tests.web.filled import COUNTY

KIB = 1024
AGREEMENT = every_page.PAGES["agreement"]
REGISTER = every_page.PAGES["facts"]
NEW = every_page.PAGES["record-fact"]

# What the strategist sees: every address, and the states of a page that look different.
PAGES = [
    *(address for name, address in every_page.PAGES.items() if name != "start"),
    f"/avtal/{COUNTY}/",
    f"{AGREEMENT}?per=2019-03-15&kand=2020-01-01",
    f"{AGREEMENT}?visa=text",
    f"/avtal/{COUNTY}/handlingsplan/2013-2014/?per=2014-11-12",
    f"/avtal/{COUNTY}/varfor/uppsagning~party.0140~2026-05-18/",
    f"{REGISTER}?uppgift=1231",
    f"{REGISTER}?slag=budget.adopted&part=0114",
    f"{NEW}?slag=decision.adopted",
    f"{every_page.PAGES['health']}?visa=oppet",
    f"{every_page.PAGES['health']}?visa=byggnad",
    f"/avtal/{COUNTY}/halsokontroll/",
    f"/avtal/{COUNTY}/halsokontroll/?visa=besvarat",
    f"/avtal/{COUNTY}/parter/",
    f"/avtal/{COUNTY}/parter/?del=sodertorn&visa=saknas",
    f"{every_page.PAGES['parties']}?per=2027-03-04&ordna=lage",
    "/kommuner/?visa=aterstar&namn=sol",
    "/kommuner/jamfor/",
    "/overblick/?part=0191",
    "/overblick/?avtal=finns-inte",
    "/kommun/2584/",
    "/kommun/0139/?per=2014-01-01",
]
VISITOR = ["/avtal/", AGREEMENT, every_page.PAGES["parties"], "/kommun/0163/", "/logga-in/"]
LOST = ["/finns-inte/", "/avtal/finns-inte/", f"{AGREEMENT}?per=2026-02-30", f"/avtal/{COUNTY}/handelser/ny/"]


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], strategist: Any) -> BrowserContext:
    """What the page of a test opens in: signed in as the strategist."""
    return new_context(storage_state=strategist)


@pytest.fixture
def visitor(new_context: Callable[..., BrowserContext]) -> Page:
    """A page of somebody who has not signed in and has never been here."""
    return new_context().new_page()


def fits(page: Page, *, at: tuple[int, ...] = (1360, 390, 320)) -> None:
    for width in at:
        page.set_viewport_size({"width": width, "height": 844})
        assert spills(page) == 0, f"{page.url} at {width}"


def why_of(page: Page, rule: str) -> Any:
    """The "Varför?" of a note."""
    return page.locator(f"#n-{rule} a.why-btn")


def test_the_list_of_pages_is_complete() -> None:
    shown = {resolve(address.partition("?")[0]).url_name for address in PAGES}

    assert shown == every_page.names() - {"start", *every_page.FILES, *every_page.SECRET}


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_accessible_and_fits(address: str, page: Page, accessible: Callable[[], None]) -> None:
    answer = page.goto(address)

    assert answer is not None
    assert answer.status == 200
    fits(page)
    accessible()


@pytest.mark.parametrize("address", VISITOR)
def test_what_a_visitor_sees_is_accessible_and_fits(
    address: str, context: BrowserContext, page: Page, accessible: Callable[[], None]
) -> None:
    context.clear_cookies()
    page.goto(address)

    fits(page)
    accessible()


@pytest.mark.parametrize("address", LOST)
def test_what_goes_wrong_is_accessible_and_fits(
    address: str, page: Page, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    answer = page.goto(address)

    assert answer is not None
    assert answer.status in (403, 404)
    fits(page)
    accessible()
    console_errors.clear()  # the browser reports the answer


@pytest.mark.parametrize("address", [AGREEMENT, every_page.PAGES["plan"], "/overblick/", f"{NEW}?slag=notice.given"])
def test_the_english_page_is_accessible_and_fits(
    address: str, page: Page, accessible: Callable[[], None], demonstration: str
) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": demonstration}])
    page.goto(address)

    expect(page.locator("html")).to_have_attribute("lang", "en")
    fits(page)
    accessible()


@pytest.mark.parametrize("width", [1360, 390, 320])
def test_an_opened_derivation_is_accessible_and_fits(width: int, page: Page, accessible: Callable[[], None]) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(AGREEMENT)
    why_of(page, "uttrade").click()

    dialog = page.get_by_role("dialog", name="Varför: Solna är part till och med 3 mars 2027")
    expect(dialog).to_be_visible()
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 844
    accessible()


def test_a_form_with_errors_is_accessible_and_leads_to_the_first(
    page: Page, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    page.goto(f"{NEW}?slag=notice.given")
    page.get_by_role("button", name="Registrera").click()

    expect(page.get_by_role("alert")).to_be_focused()
    accessible()
    fits(page)
    page.get_by_role("link", name="Dag: Ange dagen då det hände.").click()
    expect(page.get_by_label("Dag", exact=True)).to_be_focused()
    console_errors.clear()  # the browser reports the answer 422


def test_the_keyboard_opens_a_derivation_and_gets_the_focus_back(page: Page) -> None:
    page.goto(AGREEMENT)
    link = why_of(page, "uttrade")
    dialog = page.get_by_role("dialog")
    link.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()

    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Stäng")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_the_first_stop_skips_to_the_agreement(page: Page) -> None:
    page.goto(AGREEMENT)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Per den")).to_be_focused()


def test_the_day_is_changed_by_keyboard_and_explained(page: Page) -> None:
    page.goto(AGREEMENT)
    day, known = page.get_by_label("Per den"), page.get_by_label("Känt den")
    expect(day).to_have_accessible_description(re.compile("den dag läget gäller"))
    expect(known).to_have_accessible_description(re.compile("som var registrerat då"))
    day.fill("2023-09-30")
    known.fill("2023-09-15")
    known.press("Enter")

    expect(page.locator(".timebar")).to_contain_text("30 september 2023, som det var känt 15 september 2023")
    expect(page.locator("#n-sg-moten")).to_contain_text("tre möten 2023")
    page.get_by_role("link", name="Till i dag").press("Enter")
    expect(page.locator(".timebar")).to_have_count(0)


def test_a_fact_is_recorded_and_withdrawn_by_keyboard_alone(page: Page) -> None:
    page.goto(REGISTER)
    page.get_by_role("link", name="Registrera en händelse").press("Enter")
    page.get_by_label("Vad har hänt?").focus()
    page.keyboard.type("Möte h")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Möte hållet")
    page.get_by_label("Dag", exact=True).fill("2026-11-20")
    page.get_by_label("Organ").focus()
    page.keyboard.type("Styr")
    page.get_by_role("button", name="Registrera").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Uppgiften är registrerad.")

    page.get_by_role("link", name=re.compile("^Rätta uppgift")).first.press("Enter")
    page.get_by_label("Varför har det inte hänt?").fill("Mötet blev inställt")
    page.get_by_role("button", name="Ta tillbaka").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Uppgiften är tillbakatagen.")
    page.goto(AGREEMENT)
    expect(page.locator("#n-sg-moten")).to_contain_text("två möten 2026")


def test_everything_works_without_javascript(plain: Page) -> None:
    sign_in(plain)
    plain.get_by_label("Kommun").select_option("Sigtuna")
    plain.get_by_role("button", name="Visa", exact=True).click()
    plain.get_by_role("link", name=re.compile("Sigtuna: betala årsavgiften")).first.click()
    expect(plain).to_have_url(re.compile(r"/avtal/koordination-norrort/#p\d"))

    plain.get_by_label("Per den").fill("2026-11-20")
    plain.get_by_role("button", name="Visa", exact=True).click()
    expect(plain.locator(".timebar")).to_contain_text("20 november 2026")
    expect(plain.get_by_role("button", name="Skriv ut")).to_have_count(0)
    why_of(plain, "uttrade").click()
    expect(plain).to_have_url(re.compile(r"/varfor/uttrade.*\?per=2026-11-20$"))
    expect(plain.locator("main .why")).to_contain_text("3 mars 2026 + 12 månader")

    plain.get_by_role("link", name=re.compile("^Uppgift 1231")).click()
    expect(plain.locator("tr:target")).to_contain_text("Uppsägning")
    plain.goto(f"{NEW}?slag=meeting.held")
    plain.get_by_role("button", name="Registrera").click()
    expect(plain.get_by_role("alert")).to_contain_text("Ange dagen då det hände.")
    plain.get_by_role("link", name="Till händelserna").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Händelser")


def test_the_menu_of_a_phone_leads_everywhere(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(AGREEMENT)
    menu = page.get_by_role("navigation", name="Huvudmeny")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Meny").press("Enter")
    expect(menu.get_by_role("link", name="Avtalen")).to_have_attribute("aria-current", "true")
    menu.get_by_role("link", name="Kommuner").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kommuner")

    page.goto(AGREEMENT)
    page.get_by_role("button", name="Avtal: Koordination Norrort").press("Enter")
    page.get_by_role("link", name="Länet, nyanlända").press("Enter")
    expect(page).to_have_url(re.compile(f"/avtal/{COUNTY}/$"))


def test_the_agreement_is_swedish_on_the_english_page_and_nothing_else_is(visitor: Page, demonstration: str) -> None:
    visitor.context.add_cookies([{"name": "django_language", "value": "en", "url": demonstration}])
    for address in (AGREEMENT, f"/avtal/{COUNTY}/"):
        visitor.goto(address)
        visitor.evaluate("document.querySelectorAll('[lang=sv]').forEach(part => part.remove())")
        words = set(re.findall(r"[a-zåäöé]+", visitor.locator("body").inner_text().casefold()))
        assert (
            words & {"och", "är", "för", "inte", "som", "till", "den", "av", "har", "ska", "möten", "varför"} == set()
        )


# What came over the wire for a page: address and bytes, head and compressed body; nothing for what was kept.
FETCHED = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(one => one.transferSize > 0).map(one => [one.name, one.transferSize])"""


def fetched(page: Page, address: str) -> dict[str, int]:
    """Go there; what had to be fetched, in bytes."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return dict(page.evaluate(FETCHED))


def test_a_first_visit_is_light(visitor: Page, demonstration: str) -> None:
    sizes = fetched(visitor, AGREEMENT)

    assert [address for address in sizes if not address.startswith(demonstration)] == []
    assert 4 <= len(sizes) <= 8
    assert sum(sizes.values()) <= 120 * KIB


def test_the_next_page_is_light_and_needs_nothing_more(page: Page, demonstration: str) -> None:
    fetched(page, AGREEMENT)
    # A document's page also shows what it is about: a page of the document, as a picture. Passkeys need a script.
    own = re.compile(rf"{re.escape(every_page.FILES['document-page'])}|/passkeys(\.\w+)?\.js")
    sizes = {
        address: {
            name: size
            for name, size in fetched(page, address).items()
            if not own.fullmatch(name.removeprefix(f"{demonstration}/static").removeprefix(demonstration))
        }
        for address in PAGES
    }

    assert {address for address, size in sizes.items() if len(size) != 1} == set()
    weights = {address: sum(size.values()) for address, size in sizes.items()}
    heavy = {address: weight for address, weight in weights.items() if weight > 15 * KIB}
    assert heavy == {}


def test_on_paper_the_text_stands_beside_its_status_with_day_and_version(page: Page) -> None:
    page.goto(f"{AGREEMENT}?per=2026-11-20")
    page.emulate_media(media="print")

    expect(page.get_by_text("Per den 20 november 2026, version 1.0.0.")).to_be_visible()
    for tools in (".mast", "form.bar", ".toc", ".why-btn >> nth=0", ".links"):
        expect(page.locator(tools)).to_be_hidden()
    clause, note = (page.locator(f"#p14 {part}").bounding_box() for part in (".clause", ".notes"))
    assert clause is not None
    assert note is not None
    assert clause["y"] == note["y"]
    assert clause["x"] + clause["width"] <= note["x"]
