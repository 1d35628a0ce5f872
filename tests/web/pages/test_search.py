"""The search page: what is found is shown by kind with its words marked, and leads to the right place and day."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samverk.accounts.policy import system
from samverk.agreements.actions.definitions import import_definition, import_edition, set_visibility
from samverk.agreements.models import EditionKind, Visibility
from samverk.lib import clock
from samverk.rules.wording import NBSP
from samverk.web import frame
from samverk.web.search.views import FEW, FIRST, PER_PAGE
from tests.areas.agreements.world import files
from tests.web.filled import COUNTY, NORRORT, signed_in
from tests.web.pages.test_agreement import text

BY = system("Prov")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a test takes back leaves the last entry's number as it was: pages of the test before would be shown."""
    frame.forget()


def page(client: Client, question: str, **more: str) -> str:
    """The page as it is sent."""
    query = "&".join(f"{key}={quote(value)}" for key, value in {"q": question, **more}.items())
    answer = client.get(f"/sok/?{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode()).replace(NBSP, " ")


def groups(html: str) -> dict[str, str]:
    """The parts of the page by kind."""
    parts = re.findall(r'<section class="sec found" aria-labelledby="h-(\w+)">(.*?)</section>', html, re.DOTALL)
    return dict(parts)


def test_everything_that_has_the_word_is_shown_by_kind_with_the_word_marked(visitor: Client) -> None:
    found = groups(page(visitor, "uppsägningen"))

    assert list(found) == ["clause", "rule", "reading", "fact"]
    assert all(re.search("<mark>[Uu]ppsägning", body) for body in found.values())
    assert f'href="/avtal/{NORRORT}/#p14"' in found["clause"]
    assert f'href="/avtal/{COUNTY}/#p9"' in found["clause"]
    assert re.search(rf'href="/avtal/{NORRORT}/handelser/\?uppgift=(\d+)#u\1"', found["fact"])
    assert re.search(rf'href="/avtal/{NORRORT}/tolkningar/[\w-]+/"', found["reading"])


def test_every_link_leads_to_a_page_that_is_there(strategist: Client) -> None:
    for question in ("uppsägning solna", "grupp", "avgift", "täby", "strateg", "möte 2019"):
        for href in re.findall(r'<h3[^>]*><a href="([^"]+)"', page(strategist, question)):
            address, _, fragment = href.partition("#")
            answer = strategist.get(address)
            assert answer.status_code == 200, href
            if fragment:
                assert f'id="{fragment}"' in answer.content.decode(), href


def test_the_state_of_today_is_found_and_says_why(visitor: Client) -> None:
    state = groups(page(visitor, "solna uppsägning"))["rule"]

    assert "<mark>Solna</mark> är part till och med 3 mars 2027" in state
    assert 'data-s="notice"' in state
    assert f'href="/avtal/{NORRORT}/varfor/' in state


def test_in_an_installation_with_many_agreements_the_provisions_are_found(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samverk.web.search.views.FEW", 1)
    assert FEW > 1
    state = groups(page(visitor, "uppsägning"))["rule"]
    assert f'href="/avtal/{NORRORT}/#n-uttrade"' in state
    assert "/varfor/" not in state


@pytest.mark.parametrize("typed", ["Täby", "täbys", "taby", "0160"])
def test_a_municipality_is_found_by_name_and_code(typed: str, visitor: Client) -> None:
    found = groups(page(visitor, typed, slag="municipality"))["municipality"]
    assert 'href="/kommun/0160/"' in found
    assert found.count("<li>") == 1


def test_letters_with_dots_are_kept_apart_while_there_is_something_to_find(visitor: Client) -> None:
    habo = groups(page(visitor, "habo"))["municipality"]
    assert 'href="/kommun/0643/"' in habo
    assert 'href="/kommun/0305/"' not in habo
    assert 'href="/kommun/0305/"' in groups(page(visitor, "håbo"))["municipality"]


def test_a_slip_is_answered_with_a_word_that_finds_something(visitor: Client) -> None:
    html = page(visitor, "stategen")
    assert "Inget hittades." in html
    assert 'Menade du <a href="?q=strategen" lang="sv">strategen</a>?' in html
    assert groups(page(visitor, "strategen"))


def test_nothing_found_says_what_to_do(visitor: Client) -> None:
    html = page(visitor, "rymdraketernas")
    assert "Inget hittades." in html
    assert "Pröva ett annat ord" in html
    assert "Menade du" not in html
    assert "Sök bland allt" in page(visitor, "täby", slag="original")


def test_no_question_is_answered_with_what_can_be_asked(visitor: Client) -> None:
    html = text(visitor, "/sok/")
    assert "Sök bland avtalens punkter" in html
    assert "Inget hittades" not in html
    assert "Sök bland avtalens punkter" in text(visitor, "/sok/?q=%20%20")


def test_words_that_nothing_has_together_find_what_has_some(visitor: Client) -> None:
    html = page(visitor, "uppsägning rymdraket")
    assert "Inget har alla orden." in html
    assert "uppsägning" in groups(html)["reading"].lower()


def test_the_first_of_each_kind_lead_to_all_of_it_page_by_page(visitor: Client) -> None:
    first = groups(page(visitor, "möte"))["fact"]
    assert first.count("<li>") == FIRST
    (href,) = re.findall(r'<a class="more" href="([^"]+)"', first)
    assert href == "/sok/?q=m%C3%B6te&slag=fact"
    whole = groups(page(visitor, "möte", slag="fact"))
    assert list(whole) == ["fact"]
    assert whole["fact"].count("<li>") == PER_PAGE
    assert "sida=2" in whole["fact"]
    second = groups(page(visitor, "möte", slag="fact", sida="2"))["fact"]
    assert set(re.findall(r"uppgift=\d+", second)).isdisjoint(re.findall(r"uppgift=\d+", whole["fact"]))


@pytest.mark.parametrize(
    "more", [{"slag": "finns-inte"}, {"sida": "x"}, {"slag": "fact", "sida": "-9"}, {"slag": "fact", "sida": "999"}]
)
def test_what_the_address_cannot_mean_is_left_out(more: dict[str, str], visitor: Client) -> None:
    assert groups(page(visitor, "möte", **more))


@pytest.mark.parametrize(
    "question",
    [
        "' OR 1=1 --",
        '"',
        "NEAR(",
        "AND OR NOT",
        "a*",
        "& | !",
        "\\",
        "<script>alert(1)</script>",
        "%",
        "\u0000x",
        "å" * 5000,
    ],
)
def test_no_question_breaks_the_search(question: str, visitor: Client) -> None:
    answer = visitor.get(f"/sok/?q={quote(question)}")
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_a_question_is_shown_escaped(visitor: Client) -> None:
    answer = visitor.get("/sok/?q=%3Cb%3Euppsägning")
    assert "<b>uppsägning" not in answer.content.decode()


def test_words_of_another_version_lead_to_its_day(visitor: Client) -> None:
    newer = files(
        text=("ska meddela det i skrift", "ska meddela det muntligen"), version='"9.0.0"', valid_from="2030-01-01"
    )
    import_definition(files=newer, by=BY, recorded_at=clock.now())

    found = groups(page(visitor, "meddela muntligen"))["clause"]

    assert f'href="/avtal/{NORRORT}/?per=2030-01-01#p14"' in found
    assert "lydelsen 1 januari 2030" in found
    assert f'href="/avtal/{NORRORT}/#p14"' in groups(page(visitor, "meddela skrift"))["clause"]


def original() -> None:
    words = files()["text.sv.md"].decode().replace("strategen", "kvastskaftet")
    version = "1.0.0"
    import_edition(
        agreement=NORRORT,
        version=version,
        kind=EditionKind.ORIGINAL,
        language="sv",
        text=words,
        by=BY,
        recorded_at=clock.now(),
    )


@pytest.mark.parametrize("who", ["besökare", "forbund"])
def test_who_takes_no_part_finds_no_signed_words_and_no_hint_of_them(who: str, visitor: Client) -> None:
    original()
    client = visitor if who == "besökare" else signed_in(who)
    for question in ("kvastskaftet", "kvastskafte", "kvatskaftet"):
        html = page(client, question)
        assert "Inget hittades." in html
        assert "Menade du" not in html
    assert "kvastskaft" in groups(page(signed_in("strateg"), "kvastskaftet"))["original"]
    # Nobody is told what a word of a signed wording may have been meant as: the vocabulary is one for all.
    assert "Menade du" not in page(signed_in("strateg"), "kvatskaftet")


@pytest.mark.parametrize("who", ["besökare", "forbund"])
def test_a_closed_agreement_is_neither_found_nor_counted(who: str, visitor: Client) -> None:
    set_visibility(agreement=NORRORT, visibility=Visibility.PARTIES, by=BY)
    client = visitor if who == "besökare" else signed_in(who)
    for question in ("uppsägning", "grupp", "möte", "solna", "avgift"):
        html = page(client, question)
        assert f"/avtal/{NORRORT}/" not in html
        assert "<small>Koordination Norrort" not in html
    assert f"/avtal/{NORRORT}/" in page(signed_in("strateg"), "uppsägning")


def statements(client: Client, question: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        page(client, question)
    return len(asked)


def test_what_was_found_is_kept_until_something_is_written_or_somebody_else_asks(
    visitor: Client, strategist: Client
) -> None:
    before = page(strategist, "möte mars 2031")
    # Anybody who writes on the same PostgreSQL server, as other tests do, lets go of what is kept: one time of many.
    assert min(statements(strategist, "möte mars 2031") for _ in range(10)) <= 4
    assert page(strategist, "möte mars 2031") == before
    form = {"valid_on": "2026-11-20", "body": "natverk"}
    assert strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=meeting.held", form).status_code == 302
    found = groups(page(strategist, "möte 20 november 2026"))["fact"]
    assert found.count("<li>") == 1
    original()
    assert "original" in groups(page(strategist, "uppsägning"))
    assert "original" not in groups(page(visitor, "uppsägning"))
    set_visibility(agreement=NORRORT, visibility=Visibility.PARTIES, by=BY)
    assert f"/avtal/{NORRORT}/" not in page(visitor, "uppsägning")


def test_the_field_is_on_every_page_and_in_the_menu(visitor: Client) -> None:
    html = visitor.get("/avtal/").content.decode()
    assert html.count('<form class="seek') == 2
    assert html.count('action="/sok/"') == 2
    assert visitor.get("/sok/?q=x").content.decode().count('class="seek wide"') == 0


def test_the_english_page_finds_english_and_shows_swedish_words_as_swedish(visitor: Client) -> None:
    answer = text(visitor, "/sok/?q=withdrawal+notice", "en")
    assert "Clauses of agreements" in answer or "State" in answer
    visitor.cookies["django_language"] = "en"
    html = page(visitor, "flyktingar")
    assert '<h3 lang="sv">' in groups(html)["clause"]


@pytest.mark.parametrize("question", ["uppsägning", "uppsägning rymdraket", "stategen", "flyktingmotagning norort"])
def test_what_nobody_has_asked_before_needs_few_statements(question: str, strategist: Client) -> None:
    page(strategist, "strateg")
    # Another blank makes another address, of which nothing is kept. Whoever writes on the same PostgreSQL server, as
    # other tests do, lets go of what is kept of the agreements: one time of many.
    assert 4 < min(statements(strategist, question + " " * number) for number in range(10)) <= 12
