"""For tests in Chromium: the check for accessibility, in both themes."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

# WCAG 2.2 at levels A and AA, with everything the earlier versions demanded.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = Axe()


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Addresses are written from the root, `page.goto("/")`; the server runs in a thread of the test."""
    return live_server.url


@pytest.fixture(scope="session")
def browser(base_url: str, browser: Browser) -> Browser:
    """Started after the server and so closed before it: a server that stops first leaves the connections open."""
    return browser


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it is: rule, what it wants, and the first places."""
    found = AXE.run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']][:3]} {page.url}" for rule in found
    ]


@pytest.fixture
def accessible(page: Page) -> Callable[[], None]:
    """Call it on a loaded page: fails with every violation, in the light theme and in the dark."""

    def check() -> None:
        found = {}
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            found[theme] = violations(page)
        page.emulate_media(color_scheme="null")
        assert found == {"light": [], "dark": []}

    return check
