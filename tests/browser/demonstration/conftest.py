"""For tests that walk the filled demonstration. Each file has one of its own: some of them record things in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.installation import served, sign_in


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an installation filled and served by its own commands, on a day that does not change."""
    with served(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture(scope="module")
def strategist(browser: Browser, demonstration: str) -> Any:
    """The cookies of the strategist of Koordination Norrort."""
    context = browser.new_context(base_url=demonstration, locale="sv-SE")
    page = context.new_page()
    sign_in(page)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], demonstration: str) -> dict[str, Any]:
    """Addresses are those of the demonstration."""
    return {**browser_context_args, "base_url": demonstration}


@pytest.fixture
def plain(new_context: Callable[..., BrowserContext]) -> Page:
    """A visitor's page without JavaScript."""
    return new_context(java_script_enabled=False).new_page()
