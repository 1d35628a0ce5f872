"""Two agreements side by side, and two versions of one, as pages."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.accounts.policy import system
from samverk.agreements.actions.definitions import import_definition
from samverk.agreements.models import Agreement, Visibility
from samverk.agreements.queries.situations import forget
from samverk.reference import corpus
from tests.web.filled import COUNTY, NORRORT, NOW
from tests.web.pages.test_agreement import text

SIDES = "/avtal/jamfor/"
BOTH = f"{SIDES}?a={NORRORT}&b={COUNTY}"
VERSIONS = f"/avtal/{NORRORT}/versioner/"


# --- two agreements --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_parameters_stand_side_by_side(language: str, visitor: Client) -> None:
    page = text(visitor, BOTH, language)
    words = {
        "sv": ["15 namngivna parter.", "Kommunerna i Stockholms län kan bli parter.", "nio månader", "tolv månader",
               "Texten säger inget.", "Samma innehåll, olika säkert", "De säger samma sak"],
        "en": ["15 named parties.", "The municipalities of Stockholm County may become parties.", "nine months",
               "twelve months", "The text is silent.", "Same content, not equally sure", "They say the same"],
    }  # fmt: skip
    assert [item for item in words[language] if item not in page] == []


def test_each_sentence_says_how_sure_it_is_and_leads_to_its_clause(visitor: Client) -> None:
    page = visitor.get(BOTH).content.decode()
    (notice,) = re.findall(r'<li id="notice">(.*?)</div></li>', page, re.DOTALL)
    assert f'href="/avtal/{NORRORT}/#p14"' in notice
    assert f'href="/avtal/{COUNTY}/#p9"' in notice
    assert 'data-b="assumed"' in notice
    assert 'data-b="open"' in notice
    assert "<h4>Koordination Norrort</h4>" in notice


def test_what_is_alike_is_folded_and_differences_come_first(visitor: Client) -> None:
    page = visitor.get(BOTH).content.decode()
    folded = "".join(re.findall(r'<details class="fold">.*?</details>', page, re.DOTALL))
    assert '<li id="term">' in folded
    assert '<li id="quorum">' in folded
    assert '<li id="notice">' not in folded
    assert '<li id="notice">' in page


def test_turned_around_the_columns_change_places(visitor: Client) -> None:
    page = text(visitor, f"{SIDES}?a={COUNTY}&b={NORRORT}")
    assert page.index("Kommunerna i Stockholms län kan bli parter.") < page.index("15 namngivna parter.")


def test_without_a_choice_the_first_two_are_compared(visitor: Client) -> None:
    assert "15 namngivna parter." in text(visitor, SIDES)


def test_an_agreement_is_not_compared_with_itself(visitor: Client) -> None:
    page = visitor.get(f"{SIDES}?a={COUNTY}&b={COUNTY}").content.decode()
    assert re.findall(r'<option value="([^"]+)" selected>', page) == [COUNTY, NORRORT]


def test_an_agreement_that_the_visitor_may_not_see_is_not_compared(visitor: Client, strategist: Client) -> None:
    Agreement.objects.filter(id=NORRORT).update(visibility=Visibility.PARTIES)
    alone = text(visitor, SIDES)
    assert "Här finns inte två avtal att jämföra." in alone
    assert "15 namngivna parter." not in alone
    asked = visitor.get(BOTH)
    assert asked.status_code == 404
    assert b"15 namngivna parter." not in asked.content
    assert "15 namngivna parter." in text(strategist, BOTH)


def test_an_agreement_that_is_none_gets_a_way_on(visitor: Client) -> None:
    assert "finns-inte" in text(visitor, f"{SIDES}?a=finns-inte&b={COUNTY}", status=404)


def test_the_comparison_is_of_a_day(visitor: Client) -> None:
    page = visitor.get(BOTH + "&per=2019-03-15").content.decode()
    assert '<input type="hidden" name="per" value="2019-03-15">' in page
    assert f"/avtal/{NORRORT}/?per=2019-03-15#p14" in page


# --- versions --------------------------------------------------------------------------------------------

MORE = {
    "text.sv.md": [
        ("träder ut 12 månader efter", "träder ut 6 månader efter"),
        ("möts styrgruppen två till fyra gånger", "möts styrgruppen fyra till sex gånger"),
    ],
    "agreement.toml": [
        ('version     = "1.0.0"', 'version     = "2.0.0"'),
        ("valid_from  = 2014-04-15", "valid_from  = 2026-01-01"),
        ('period = "P12M"', 'period = "P6M"'),
        ("min = 2, max = 4 }", "min = 4, max = 6 }"),
    ],
}


@pytest.fixture
def second() -> None:
    """Koordination Norrort as amended: six months' notice, and four to six meetings of the steering group."""
    held = dict(corpus.locate(NORRORT).files)
    held.pop("scenarios.toml")
    for name, pairs in MORE.items():
        source = held[name].decode()
        for old, new in pairs:
            assert old in source
            source = source.replace(old, new)
        held[name] = source.encode()
    import_definition(files=held, by=system("Prov"), recorded_at=NOW + timedelta(hours=2))
    forget()


def test_one_version_is_said_to_be_one(visitor: Client) -> None:
    page = text(visitor, VERSIONS)
    assert "Avtalet har en enda version, så det finns inget att jämföra." in page
    assert "1.0.0 · gäller i dag" in page
    assert "only one version" in text(visitor, VERSIONS, "en")


@pytest.mark.usefixtures("second")
def test_words_that_came_and_went_are_marked_for_eye_and_ear(visitor: Client) -> None:
    page = visitor.get(VERSIONS).content.decode()
    found = re.findall(r'<(del|ins)><span class="vh" lang="sv">(\w+): </span>(.*?)</\1>', page)
    assert found == [
        ("del", "struket", "två"), ("ins", "tillagt", "fyra"), ("del", "struket", "fyra"), ("ins", "tillagt", "sex"),
        ("del", "struket", "12"), ("ins", "tillagt", "6"),
    ]  # fmt: skip
    assert "18 punkter eller paragrafer är ordagrant lika." in text(visitor, VERSIONS)


@pytest.mark.usefixtures("second")
def test_provisions_and_consequences_that_differ_are_listed(visitor: Client) -> None:
    page = text(visitor, VERSIONS)
    for sentence in (
        "Uppsägningstiden är tolv månader och räknas från den dag uppsägningen kom fram.",
        "Uppsägningstiden är sex månader och räknas från den dag uppsägningen kom fram.",
        "Styrgruppen ska mötas minst fyra och högst sex gånger per år.",
        "Solna är part till och med 3 mars 2027",
        "Vad som följer den 21 november 2026",
    ):
        assert sentence in page, sentence


@pytest.mark.usefixtures("second")
def test_before_any_notice_the_day_of_exit_does_not_differ(visitor: Client) -> None:
    assert "3 mars 2027" not in text(visitor, VERSIONS + "?per=2025-06-01")


@pytest.mark.usefixtures("second")
def test_the_two_can_be_turned_around(visitor: Client) -> None:
    page = visitor.get(VERSIONS + "?fran=2.0.0&till=1.0.0").content.decode()
    assert re.findall(r'<(del|ins)><span class="vh" lang="sv">\w+: </span>(6|12)</\1>', page) == [
        ("del", "6"), ("ins", "12"),
    ]  # fmt: skip


@pytest.mark.usefixtures("second")
def test_a_version_beside_itself_differs_in_nothing(visitor: Client) -> None:
    page = text(visitor, VERSIONS + "?fran=2.0.0&till=2.0.0")
    assert "Samma sak följer av båda versionerna den dagen." in page
    assert "0 bestämmelser som skiljer" in page


@pytest.mark.usefixtures("second")
def test_a_version_there_is_not_gets_a_way_on(visitor: Client) -> None:
    page = text(visitor, VERSIONS + "?fran=9.9.9", status=404)
    assert "Avtalet har ingen version 9.9.9." in page
    assert "Alla versioner" in page


@pytest.mark.usefixtures("second")
def test_what_was_not_yet_recorded_is_not_shown_as_known_then(strategist: Client) -> None:
    assert "en enda version" in text(strategist, VERSIONS + "?kand=2026-11-21T13:00")
    assert "en enda version" not in text(strategist, VERSIONS + "?kand=2026-11-21T15:00")


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("page", [BOTH, VERSIONS])
def test_pages_ask_the_database_little(
    page: str, strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    strategist.get(page)
    with django_assert_max_num_queries(12):
        strategist.get(page)


def test_links_of_the_comparison_lead_somewhere(visitor: Client) -> None:
    page = visitor.get(BOTH).content.decode()
    links = {unescape(link).partition("#")[0] for link in re.findall(r'class="chip" href="([^"]+)"', page)}
    assert links == {f"/avtal/{NORRORT}/", f"/avtal/{COUNTY}/"}


def test_the_list_of_agreements_leads_to_the_comparison_when_there_are_two(visitor: Client) -> None:
    assert f'href="{SIDES}"' in visitor.get("/avtal/").content.decode()
    Agreement.objects.filter(id=NORRORT).update(visibility=Visibility.PARTIES)
    assert f'href="{SIDES}"' not in visitor.get("/avtal/").content.decode()
