"""The health check as a page: what an agreement leaves unsaid, with what Samverk assumes and a wording to paste."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.accounts.policy import system
from samverk.agreements.actions.definitions import import_definition
from samverk.agreements.queries.situations import forget
from samverk.reference import corpus
from samverk.rules.health import CATALOGUE
from tests.web.filled import COUNTY, NORRORT, NOW, signed_in
from tests.web.pages.test_agreement import text

PAGE = f"/avtal/{NORRORT}/halsokontroll/"
COUNTY_PAGE = f"/avtal/{COUNTY}/halsokontroll/"
PARTS = ("", "?visa=oppet", "?visa=besvarat", "?visa=byggnad")
UNSURE, ANSWERED = f"{PAGE}?visa=oppet", f"{PAGE}?visa=besvarat"
KIB = 1024


@pytest.mark.parametrize("page", [PAGE, COUNTY_PAGE])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_question_is_asked_in_one_part_and_says_why(page: str, language: str, visitor: Client) -> None:
    shown = "".join(text(visitor, page + part, language) for part in PARTS)
    for question in CATALOGUE:
        assert question.asks.in_language(language) in shown
        assert question.why.in_language(language) in shown


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("", "Avtalet svarar på 16 av 57 frågor"),
        ("", "Hur löses tvister?"),
        ("", "Lag: kommunallagen (2017:725) 9 kap. 38 §"),
        ("?visa=oppet", "Samverk räknar med: dagen då ordföranden fick den."),  # N-14: from which day
        ("?visa=oppet", "Inget svar används: Samverk visar läget utan att döma."),  # N-8: how the bodies decide
        ("?visa=byggnad", "Kommunförbundet Stockholms län heter i dag Storsthlm."),  # N-9.1
        ("?visa=byggnad", "Styrgruppen: ett sorts beslut väntar på en regel."),
    ],
)
def test_the_page_says_what_is_left_and_what_is_assumed(part: str, sentence: str, visitor: Client) -> None:
    assert sentence in text(visitor, PAGE + part)


def test_what_the_agreement_is_silent_on_comes_first_and_the_rest_is_a_step_away(visitor: Client) -> None:
    page = visitor.get(PAGE).content.decode()
    (tabs,) = re.findall(r'<nav class="seg".*?</nav>', page)
    assert re.findall(r">([^<]+)</a>", tabs) == [
        "Säger inget (19)",
        "Öppet eller antaget (22)",
        "Svarar (16)",
        "Lösa trådar (46)",
    ]
    assert re.findall(r'aria-current="page">([^<]+)', tabs) == ["Säger inget (19)"]
    assert page.count('<details class="span">') == 19
    assert visitor.get(f"{PAGE}?visa=annat").content == visitor.get(PAGE).content
    assert "De andra skrivs ut från sina egna sidor: Öppet eller antaget (22), Svarar (16)" in text(visitor, PAGE)


@pytest.mark.parametrize("page", [PAGE, COUNTY_PAGE])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_part_is_light(page: str, part: str, language: str, visitor: Client) -> None:
    shown = visitor.get(page + part, headers={"Accept-Language": language}).content
    assert len(gzip.compress(shown)) <= 12 * KIB


def test_the_gravest_consequences_come_first(visitor: Client) -> None:
    def headings(address: str) -> list[str]:
        return re.findall(r'<h2 id="h-(\w+)">', visitor.get(address).content.decode())[1:]

    assert headings(PAGE) == ["bound", "money", "decision", "law", "order"]
    assert headings(ANSWERED) == ["settled"]
    # An agreement without fees has questions that do not arise.
    assert headings(f"{COUNTY_PAGE}?visa=besvarat") == ["settled", "beside"]


def test_a_proposal_is_in_swedish_and_in_the_agreement_s_own_words(visitor: Client) -> None:
    swedish = text(visitor, PAGE)
    assert "Den förvaltande kommunen diarieför och arkiverar samarbetets handlingar" in swedish
    assert "Ny punkt" in swedish
    county = visitor.get(COUNTY_PAGE, headers={"Accept-Language": "en"}).content.decode()
    (wording,) = re.findall(r'<div class="law" lang="sv" id="f-q-archives">(.*?)</div>', county)
    assert "KSL diarieför och arkiverar samarbetets handlingar" in wording
    assert "KSL registers and archives the cooperation&#x27;s records" in county
    assert "New section" in county


def test_what_the_text_answers_leads_to_its_clause(visitor: Client) -> None:
    page = visitor.get(ANSWERED).content.decode()
    (answered,) = re.findall(r'<li class="span" id="q-term">(.*?)</details></li>', page, re.DOTALL)
    assert "Överenskommelsen gäller tills vidare." in unescape(answered)
    assert f'href="/avtal/{NORRORT}/#p4"' in answered
    assert "proposal" not in answered


def test_a_reading_leads_to_the_desk_where_it_is_settled(visitor: Client) -> None:
    page = visitor.get(UNSURE).content.decode()
    assert f'href="/avtal/{NORRORT}/tolkningar/t-14-1/"' in page
    assert visitor.get(f"/avtal/{NORRORT}/tolkningar/t-14-1/").status_code == 200


def test_every_anchor_of_the_page_leads_somewhere(visitor: Client) -> None:
    for address in (address + part for address in (PAGE, COUNTY_PAGE) for part in PARTS):
        page = visitor.get(address).content.decode()
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert [anchor for anchor in re.findall(r'href="#([^"]+)"', page) if anchor not in ids] == []


def test_what_was_decided_later_is_an_assumption_before(visitor: Client) -> None:
    """The demonstration adopts the reading on part years; before that day it was assumed."""
    assert "De som får bestämma har beslutat" in text(visitor, ANSWERED)
    before = text(visitor, PAGE + "?per=2014-06-01&visa=besvarat")
    assert "De som får bestämma har beslutat" not in before
    assert "preliminära i mer än ett år" not in text(visitor, PAGE + "?per=2014-06-01&visa=byggnad")
    assert "Du ser läget per den 1 juni 2014." in before


def test_the_links_keep_the_day(visitor: Client) -> None:
    page = visitor.get(PAGE + "?per=2019-03-15").content.decode()
    links = {unescape(link) for link in re.findall(r'href="(/avtal/koordination-norrort/[^"]*)"', page)}
    assert {link for link in links if "per=2019-03-15" not in link} <= {PAGE, f"/avtal/{NORRORT}/handelser/"}


@pytest.mark.parametrize("page", [PAGE, COUNTY_PAGE])
def test_the_page_asks_the_database_little(
    page: str, strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    strategist.get(page)
    with django_assert_max_num_queries(12):
        strategist.get(page)


def test_an_unknown_agreement_gets_a_way_on(visitor: Client) -> None:
    assert "Logga in" in text(visitor, "/avtal/finns-inte/halsokontroll/", status=404)
    assert "Alla avtal" in text(signed_in("strateg"), "/avtal/finns-inte/halsokontroll/", status=404)


def test_words_about_a_question_are_quoted_and_left_to_be_judged(visitor: Client) -> None:
    """Words that no provision is made of answer only if somebody says that they do."""
    held = dict(corpus.locate(NORRORT).files)
    held.pop("scenarios.toml")
    words = "alla parter har skrivit under."
    changed = {
        "text.sv.md": (words, f"{words} Tvister avgörs av allmän domstol."),
        "agreement.toml": ('version     = "1.0.0"', 'version     = "1.1.0"'),
    }
    for name, (old, new) in changed.items():
        assert old.encode() in held[name]
        held[name] = held[name].replace(old.encode(), new.encode(), 1)
    import_definition(files=held, by=system("Prov"), recorded_at=NOW + timedelta(hours=2))
    forget()

    page = visitor.get(ANSWERED).content.decode()
    (asked,) = re.findall(r'<li class="span" id="q-disputes">.*?</details></li>', page, re.DOTALL)
    assert "Texten har ord om det" in asked
    assert '<q lang="sv">Tvister avgörs av allmän domstol.</q>' in asked
    assert "Om de räcker får ni avgöra." in asked
    assert f'href="/avtal/{NORRORT}/#p12"' in asked
