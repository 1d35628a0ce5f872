"""Letters as a mail program shows them: accessible, in both languages, and readable on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from playwright.sync_api import Page

from samverk.outreach.models import Message
from samverk.outreach.queries.letters import render
from tests.browser.installation import spills

SUBJECT = {"sv": "Kallelse till styrgruppens möte", "en": "Summons to the steering group"}
PAYLOAD = {
    "subject": SUBJECT,
    "paragraphs": [{"sv": "Mötet är på måndag.", "en": "The meeting is on Monday."}],
    "way": {"label": {"sv": "Till avtalet", "en": "To the agreement"}, "href": "/avtal/"},
}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["statutory", "service", "newsletter"])
def test_a_letter_is_accessible(kind: str, language: str, page: Page, accessible: Callable[[], None]) -> None:
    message = Message(
        kind=kind, letter="plain", address="chef@example.org", recipient="Socialchef", language=language,
        payload=PAYLOAD, token=UUID(int=1),
    )  # fmt: skip
    rendered = render(message, date(2026, 11, 21))
    assert rendered is not None

    page.set_viewport_size({"width": 320, "height": 600})
    page.set_content(rendered.html)

    accessible()
    assert spills(page) == 0
    assert page.locator("h1").inner_text() == SUBJECT[language]
    assert page.locator("a", has_text="vböj" if language == "sv" else "ecline").count() == (kind != "statutory")
