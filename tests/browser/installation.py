"""An installation filled and served by its own commands, for tests in a browser."""

from __future__ import annotations

import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.ops.terminal import Terminal
from tests.web.filled import NOW


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the filled demonstration, on a day that does not change."""
    terminal = Terminal(folder)
    today = {"SAMVERK_TODAY": NOW.date().isoformat()}
    filled = terminal.run("demo", **today)
    assert filled.returncode == 0, filled.stderr
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    server = terminal.start("serve", "--port", str(port), **today)
    assert server.stdout is not None
    assert str(port) in server.stdout.readline(), server.stderr and server.stderr.read()
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=20)


def sign_in(page: Page) -> None:
    """As the strategist of Koordination Norrort."""
    page.goto("/logga-in/")
    page.get_by_label("E-postadress").fill("strateg@demo.example")
    page.get_by_label("Lösenord").fill("samverk-strateg")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/overblick/$"))


def spills(page: Page) -> int:
    """How many pixels of the page lie beside the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
