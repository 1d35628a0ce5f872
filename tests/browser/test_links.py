"""From the letter to the trace: a reminder arrives, its link is followed, the one thing is done, and it shows."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from samverk.accounts.actions import NewRole, create_user
from samverk.accounts.models import RoleKind, User
from samverk.agreements.queries.situations import forget
from samverk.lib import clock
from samverk.ops.demo.filling import BY as DEMO
from samverk.ops.demo.filling import fill
from samverk.outreach.actions.carrying import carrier
from samverk.outreach.actions.reminding import BY, remind
from samverk.outreach.models import Message
from tests.areas.outreach.test_delivery import work
from tests.browser.installation import sign_in, spills
from tests.mail_sink import Sink, sink
from tests.web.filled import NORRORT, NOW

ADDRESS = "kontakt.norrtalje@demo.example"
PICTURES = os.environ.get("SAMVERK_PICTURES", "")


@pytest.fixture
def taken(
    live_server: LiveServer, transactional_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sink]:
    """The demonstration, in which the contact person of Norrtälje has an account; its letters go to a real server."""
    monkeypatch.setenv(clock.PINNED, NOW.date().isoformat())
    forget()
    for _step in fill(NOW):
        pass
    Message.objects.all().delete()
    role = NewRole(kind=RoleKind.CONTACT_PERSON, party="0188", from_day=date(2020, 1, 1))
    create_user(email=ADDRESS, title="Integrationssamordnare, Norrtälje", by=DEMO, at=NOW, roles=(role,))
    with sink() as server:
        settings.MAIL = settings.MAIL | {
            "mode": "smtp", "host": server.host, "port": server.port, "tls": "none", "sender": "samverk@demo.example",
        }  # fmt: skip
        settings.PUBLIC_ADDRESS = live_server.url
        yield server
        through = carrier()
        if through is not None:
            through.close()
    forget()


def picture(page: Page, name: str) -> None:
    """Kept only when somebody wants to look at them: SAMVERK_PICTURES names the folder."""
    if PICTURES:
        for width in (1360, 390, 320):
            for theme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=theme)
                page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{theme}.png", full_page=True)
        page.emulate_media(color_scheme="null")


def link_in(server: Sink) -> str:
    """The link to one act in the letter to the contact person, from both its forms."""
    [letter] = [one for one in server.letters if one["To"] == ADDRESS]
    forms = [part.get_content() for part in letter.iter_parts()]
    found = {found for form in forms for found in re.findall(r"http://[^\s\"<]+/lank/[\w-]+/", form)}
    [link] = map(str, found)
    assert all(link in form for form in forms)
    return link


def test_from_the_letter_to_the_trace(
    page: Page, taken: Sink, accessible: Callable[[], None], console_errors: list[str]
) -> None:
    remind(today=NOW.date(), by=BY, at=NOW)
    work(NOW)
    link = link_in(taken)

    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(link)
    expect(page.get_by_role("heading", name="Intyga: föra informationen vidare hemma")).to_be_visible()
    expect(page.get_by_text("Du gör det här som Integrationssamordnare, Norrtälje")).to_be_visible()
    accessible()
    assert spills(page) == 0
    picture(page, "act")
    page.get_by_role("button", name="Registrera").click()
    expect(page.get_by_role("alert")).to_contain_text("Intygas")
    accessible()
    page.get_by_label("Intygas").select_option("full")
    page.get_by_role("button", name="Registrera").click()
    expect(page.get_by_role("heading", name="Klart")).to_be_visible()
    accessible()
    assert spills(page) == 0
    assert page.context.cookies() == []
    picture(page, "done")

    page.goto(link.replace("/lank/", "/lank/x"))
    expect(page.get_by_role("heading", name="Länken finns inte")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="Länken är använd")).to_be_visible()
    accessible()
    picture(page, "over")
    page.get_by_role("link", name="In English").click()
    expect(page.get_by_role("heading", name="The link has been used")).to_be_visible()
    assert [error for error in console_errors if not re.search("status of (404|410|422)", error)] == []
    console_errors.clear()  # the browser tells of every answer that is no page

    page.set_viewport_size({"width": 1360, "height": 900})
    sign_in(page)
    page.goto(f"/avtal/{NORRORT}/handelser/")
    row = page.get_by_role("row").filter(has_text="Intyg lämnat, Norrtälje").first
    expect(row).to_contain_text("Integrationssamordnare, Norrtälje, genom länk, som kontaktperson")
    page.goto("/utskick/lankar/?visa=alla")
    expect(page.get_by_role("row").filter(has_text="Integrationssamordnare, Norrtälje")).to_contain_text("Använd")
    accessible()
    picture(page, "links")


def test_somebody_is_asked_and_hands_in_a_document(page: Page, taken: Sink, accessible: Callable[[], None]) -> None:
    sign_in(page)
    page.goto("/utskick/lankar/")
    page.get_by_role("link", name="Koordination Norrort", exact=True).last.click()
    page.get_by_role("link", name="Integrationssamordnare, Norrtälje").click()
    page.get_by_label("Vad", exact=True).select_option(label="Lämna in en handling")
    accessible()
    picture(page, "ask")
    page.get_by_role("button", name="Skicka brevet").click()
    expect(page.get_by_text("Brevet ligger i utskicken.")).to_be_visible()
    work(clock.now())
    page.reload()
    expect(page.get_by_role("row").filter(has_text="Integrationssamordnare, Norrtälje")).to_contain_text("Ute")
    accessible()
    picture(page, "links-out")

    page.context.clear_cookies()
    page.goto(link_in(taken))
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "Protokoll.txt", "mimeType": "text/plain", "buffer": "Nämnden beslutade.".encode()}
    )
    page.get_by_label("Slag").select_option("minutes")
    accessible()
    picture(page, "hand-in")
    page.get_by_role("button", name="Lämna in").click()
    expect(page.get_by_role("heading", name="Klart")).to_be_visible()

    sign_in(page)
    page.goto(f"/avtal/{NORRORT}/handlingar/")
    page.get_by_role("link", name="Protokoll", exact=True).first.click()
    expect(page.get_by_text("genom länk, som kontaktperson")).to_be_visible()
    assert User.objects.get(email=ADDRESS).sign_ins.count() == 0
