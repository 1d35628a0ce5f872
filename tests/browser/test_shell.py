"""The frame and the parts in a browser: accessible at every width, by keyboard, without JavaScript, on paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from samverk.accounts.models import User

pytestmark = pytest.mark.urls("tests.web.addresses")

PAGES = ["/komponenter/", "/komponenter/varfor/", "/logga-in/", "/installningar/", "/logga-ut/", "/prov/avtal/"]
WIDTHS = [1360, 390, 320]
# WCAG 1.4.12: what a reader may set without anything being lost.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""


@pytest.fixture
def user(transactional_db: None) -> User:
    return User.objects.create_user("strateg@kommun.example", "hemligt-ord", title="Strateg, Upplands-Bro")


def sign_in(page: Page, user: User) -> None:
    page.goto("/logga-in/?next=/installningar/")
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord").fill("hemligt-ord")
    page.get_by_role("button", name="Logga in").click()
    expect(page).to_have_url(re.compile("/installningar/$"))


def spills(page: Page) -> int:
    """How many pixels of the page lie beside the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_fits(address: str, width: int, page: Page, accessible: Callable[[], None]) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)

    accessible()
    assert spills(page) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_with_errors_is_accessible_and_the_summary_has_the_focus(
    width: int, page: Page, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/logga-in/")
    page.get_by_role("button", name="Logga in").click()

    expect(page.get_by_role("alert")).to_be_focused()
    accessible()
    page.get_by_role("link", name="Lösenord: Skriv ditt lösenord.").click()
    expect(page.get_by_label("Lösenord")).to_be_focused()
    expect(page.get_by_label("Lösenord")).to_have_accessible_description("Skriv ditt lösenord.")
    console_errors.clear()  # the browser reports the answer 422


@pytest.mark.parametrize("width", WIDTHS)
def test_what_opens_is_accessible_and_fits(width: int, page: Page, user: User, accessible: Callable[[], None]) -> None:
    sign_in(page, user)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/komponenter/")
    openers = ["Avtal: Koordination Norrort", "Varför? Solna lämnar"]
    openers.append("Meny" if width < 992 else "Strateg, Upplands-Bro")
    for name in openers:
        page.get_by_role("button", name=name).click()
        expect(page.locator(":popover-open")).to_be_visible()
        accessible()
        assert spills(page) == 0
        box = page.locator(":popover-open").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        page.keyboard.press("Escape")
        expect(page.locator(":popover-open")).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_lost_with_wide_text_spacing(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/komponenter/")
    # Through the object model: the pages forbid inline styles, also to a test.
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }", SPACING
    )

    assert spills(page) == 0


def test_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/logga-in/")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-postadress")).to_be_focused()


def test_the_menu_of_a_phone_works_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/prov/avtal/")
    menu = page.get_by_role("navigation", name="Huvudmeny")
    expect(menu).to_be_hidden()

    page.get_by_role("button", name="Meny").focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link", name="Avtalen")).to_have_attribute("aria-current", "page")
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Överblick")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.get_by_role("button", name="Meny")).to_be_focused()


def test_a_derivation_opens_and_closes_by_keyboard_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/komponenter/")
    why = page.get_by_role("button", name="Varför? Solna lämnar")
    why.focus()
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog", name="Varför 3 mars 2026?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Stäng")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(why).to_be_focused()


def test_an_address_with_a_derivation_in_it_opens_it(page: Page) -> None:
    page.goto("/komponenter/#why-exit")

    expect(page.get_by_role("dialog", name="Varför 3 mars 2026?")).to_be_visible()


def test_the_theme_changes_at_once_and_stays(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/prov/avtal/")
    page.evaluate("window.same = true")
    with page.expect_response("**/installningar/") as saved:
        page.get_by_role("button", name="Byt till mörkt").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Byt till ljust")).to_be_focused()
    assert page.evaluate("window.same") is True
    assert saved.value.status == 303
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_theme_button_offers_the_other_theme_than_the_device_s(page: Page) -> None:
    for scheme, offered, hidden in (("light", "mörkt", "ljust"), ("dark", "ljust", "mörkt")):
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        page.goto("/prov/avtal/")

        expect(page.get_by_role("button", name=f"Byt till {offered}")).to_be_visible()
        expect(page.get_by_role("button", name=f"Byt till {hidden}")).to_have_count(0)


def test_everything_works_without_javascript(browser: Browser, base_url: str, user: User) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="sv-SE", color_scheme="light")
    page = context.new_page()
    sign_in(page, user)

    page.goto("/komponenter/?a=1")
    expect(page.get_by_role("button", name="Skriv ut")).to_have_count(0)
    page.get_by_role("button", name="Varför? Solna lämnar").click()
    expect(page.get_by_role("dialog", name="Varför 3 mars 2026?")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Byt till mörkt").click()
    expect(page).to_have_url(f"{base_url}/komponenter/?a=1")
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    page.get_by_role("button", name="In English").click()
    expect(page).to_have_url(f"{base_url}/komponenter/?a=1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Components")
    page.get_by_role("button", name="Strateg, Upplands-Bro").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/prov/avtal/")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()

    user.refresh_from_db()
    assert (user.language, user.theme) == ("en", "dark")
    context.close()


def test_a_derivation_elsewhere_opens_in_place_and_without_javascript_on_its_own_page(
    page: Page, browser: Browser, base_url: str
) -> None:
    page.goto("/komponenter/")
    page.get_by_role("link", name="Varför? Sigtuna").click()
    expect(page.locator("#why-elsewhere:popover-open")).to_contain_text("Räknas från")
    expect(page).to_have_url(re.compile("/komponenter/$"))
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Varför? Sigtuna").click()
    expect(page.get_by_role("dialog", name="Varför 3 mars 2026?")).to_be_visible()

    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="sv-SE")
    plain = context.new_page()
    plain.goto("/komponenter/")
    plain.get_by_role("link", name="Varför? Sigtuna").click()
    expect(plain).to_have_url(re.compile("/komponenter/varfor/$"))
    expect(plain.locator("main .why")).to_be_visible()
    context.close()


def test_a_first_visit_makes_few_requests_and_only_to_us(page: Page, base_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/komponenter/")
    page.wait_for_load_state("networkidle")

    assert len(asked) <= 8
    assert [url for url in asked if not url.startswith(base_url)] == []


def test_both_faces_are_ours(page: Page) -> None:
    page.goto("/komponenter/")
    page.evaluate("document.fonts.ready")

    faces = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family)")
    assert sorted(face.strip('"') for face in faces) == ["Samverk Sans", "Samverk Serif"]


def test_on_paper_there_is_the_matter_and_not_the_tools(page: Page) -> None:
    page.goto("/komponenter/")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")

    expect(page.locator(".mast")).to_be_hidden()
    expect(page.get_by_role("button", name="Lägg in beslutet")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Solna lämnar 3 mars 2026").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgba(0, 0, 0, 0)",
        "rgb(255, 255, 255)",
    )
