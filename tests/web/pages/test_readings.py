"""How sure is a value: two readings as two readings, the facts behind it, and the plan measure by measure."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from samverk.records.models import Event
from tests.web import every_page
from tests.web.filled import COUNTY, NORRORT
from tests.web.pages.test_agreement import text

PLAN = every_page.PAGES["plan"]
EXIT = every_page.PAGES["why"]


def part_of(client: Client, address: str, start: str, end: str, language: str = "sv") -> str:
    """The words of a page from one sentence to another."""
    page = text(client, address, language)
    return page[page.index(start) : page.index(end, page.index(start))]


def test_a_notice_shows_the_day_of_each_reading_and_who_may_decide(visitor: Client) -> None:
    """N-14b: counted from the day the chair received it, the day it is dated, or the day it was sent."""
    note = part_of(visitor, f"/avtal/{NORRORT}/", "Solna är part till och med 3 mars 2027", "Varför?")

    assert "Vilken dag är uppsägningsdatum?" in note
    assert "dagen då ordföranden fick den (används) 3 mars 2027" in note
    assert "dagen som står på den 26 februari 2027" in note
    assert "dagen då den skickades 2 mars 2027" in note
    assert "Används tills vidare. Ledningsgruppen kan avgöra det." in note


def test_the_county_s_notice_asks_for_whom_the_agreement_ends(visitor: Client) -> None:
    """K-9b: for the one that gives notice, or for all."""
    note = part_of(visitor, f"/avtal/{COUNTY}/", "Nykvarn har sagt upp sig", "Varför?")

    assert "för den som säger upp (används)" in note
    assert "för alla" in note
    assert "när den första har fått den 20 februari 2027" in note
    assert note.count("Parterna tillsammans kan avgöra det.") == 2


def test_the_english_note_says_the_same(visitor: Client) -> None:
    note = part_of(visitor, f"/avtal/{NORRORT}/", "Solna is a party through 3 March 2027", "Why?", "en")

    assert "26 February 2027" in note
    assert "The management group can decide it." in note


def test_an_adopted_reading_is_decided_and_no_other_day_is_shown_beside_it(strategist: Client) -> None:
    form = {"valid_on": "2026-11-20", "option": "t-14-1#1"}
    strategist.post(f"/avtal/{NORRORT}/handelser/ny/?slag=interpretation.adopted", form)

    derivation = text(strategist, EXIT)

    assert "dagen som står på den (används)" in derivation
    assert "Beslutat av ledningsgruppen 20 november 2026." in derivation
    assert "Vilken dag är uppsägningsdatum?" not in part_of(
        strategist, f"/avtal/{NORRORT}/", "Solna är part till och med 26 februari 2027", "Varför?"
    )


def test_a_derivation_parts_the_readings_that_matter_from_those_that_do_not(visitor: Client) -> None:
    derivation = text(visitor, EXIT)
    matter, _, rest = derivation.partition("5 frågor som texten lämnar men som inte ändrar svaret här")

    assert "Vilken dag är uppsägningsdatum?" in matter
    assert "Är kommunen part den dag tiden går ut?" in matter
    assert "Flyttas sista dagen när den infaller på en helg?" in rest


def test_each_fact_of_a_derivation_leads_to_its_row_in_the_register(visitor: Client) -> None:
    page = visitor.get(EXIT).content.decode()
    links = [unescape(link) for link in re.findall(rf'href="(/avtal/{NORRORT}/handelser/\?uppgift=[^"]*)"', page)]
    facts = Event.objects.filter(agreement=NORRORT, kind__in=["notice.given", "notice.received"], party__isnull=False)

    assert len(links) == len(facts) == 2
    for link in links:
        address, _, anchor = link.partition("#")
        row = visitor.get(address).content.decode().partition(f'id="{anchor}"')[2].partition("</tr>")[0]
        assert "Uppsägning" in row, link


def test_who_recorded_a_fact_is_told_to_those_who_take_part(visitor: Client, strategist: Client) -> None:
    assert "av Förevisningen" in text(strategist, EXIT)
    assert "av Förevisningen" not in text(visitor, EXIT)


def test_the_words_of_a_period_are_english_on_the_english_page(visitor: Client) -> None:
    assert "12 months" in part_of(visitor, EXIT, "Period of notice", "Fact", "en")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2014-11-12", ["Handlingsplan 2013–2014", "13 insatser", "Det planen lovar återstår", "Insatsen avvaktar"]),
        ("2015-06-01", ["Det planen lovade är gjort", "Det planen lovade är inte gjort", "åtaganden har inte hållits"]),
    ],
)
def test_the_plan_shows_each_measure_with_how_result_actors_and_state(
    day: str, words: list[str], visitor: Client
) -> None:
    """H-0, H-1 to H-13."""
    page = text(visitor, f"{PLAN}?per={day}")

    assert [
        word for word in (*words, "Hur", "Väntat resultat", "Leder", "Tillfrågas", "Område") if word not in page
    ] == []
    html = visitor.get(f"{PLAN}?per={day}").content.decode()
    assert [html.count(f'id="i{number}"') for number in range(1, 14)] == [1] * 13
    assert "Planens sista dag är antagen som sista dag" in page


def test_the_plan_is_reached_from_the_clause_it_stands_in_and_keeps_the_day(visitor: Client) -> None:
    page = visitor.get(f"/avtal/{COUNTY}/?per=2014-11-12").content.decode()

    clause = page.partition('<li id="pH"')[2]
    assert f'href="{PLAN}?per=2014-11-12"' in clause


def test_the_english_plan_is_english(visitor: Client) -> None:
    page = text(visitor, f"{PLAN}?per=2014-11-12", "en")

    assert "Action plan 2013–2014" in page
    assert "What the plan promises remains" in page
    assert "Insatsen" not in page
