"""What a page weighs for a visitor: bytes and requests as Chromium gets them from the server."""

from __future__ import annotations

import os
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, sync_playwright

from bench.filled import COUNTY, NORRORT
from bench.measure import Row, at_most
from bench.process import serving

FIRST, NEXT = f"/avtal/{NORRORT}/", f"/avtal/{COUNTY}/"


def rows() -> Iterator[Row]:
    """A first load with nothing kept, then another page."""
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        context = browser.new_context(locale="sv-SE")
        first, requests = _loaded(context, server.address + FIRST)
        following, _ = _loaded(context, server.address + NEXT)
        browser.close()
    peers = "113 KiB/5 to 2,184 KiB/35"
    yield at_most("first load of the agreement page: everything, compressed, with headers", first / 1024, 120, "KiB")
    yield at_most("requests on a first load", requests, 8, "", peers=peers)
    yield at_most("the next page (the county agreement), compressed, with headers", following / 1024, 15, "KiB")


def _loaded(context: BrowserContext, address: str) -> tuple[float, int]:
    """Bytes on the wire and number of requests answered by the server, until the network is quiet."""
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.close()
    fetched = [size for size in sizes if size > 0]
    return sum(fetched), len(fetched)
