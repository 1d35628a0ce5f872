"""The areas of cooperation by measure and by party (K-5.1 to K-5.11), and the plan in three orders (H-0a to H-0d)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.agreements.queries import situations
from samverk.rules.definition import Definition
from tests.web.filled import COUNTY, NORRORT, NOW
from tests.web.pages.test_agreement import text

AREAS = f"/avtal/{COUNTY}/omraden/"
PLAN = f"/avtal/{COUNTY}/handlingsplan/2013-2014/"


def definition() -> Definition:
    answer = situations.evaluation(COUNTY, NOW.date())
    assert answer is not None
    return answer.evaluation.situation.definition


def matrix(client: Client, number: int, query: str = "") -> dict[str, list[str]]:
    """The cells of the page's first or second matrix, row by row; words that only a screen reader says are left out."""
    page = client.get(AREAS + query).content.decode()
    table = re.findall(r'<table class="table grid">.*?</table>', page, re.DOTALL)[number]
    found = {}
    for line in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
        heading, *cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)
        found[plain(heading)] = [plain(re.sub(r'<span class="vh">.*?</span>', "", cell)) for cell in cells]
    return found


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", markup).split())


def test_every_area_is_listed_with_its_measures_and_those_without_are_said_plainly(visitor: Client) -> None:
    page = text(visitor, AREAS)

    assert "Elva områden att samarbeta om. Nio har minst en insats i planen." in page
    assert "i planen. Ingen insats: Utbildning för vuxna och Språk." in page
    assert "1 Utbildning för vuxna Samhällsorientering, gemensam vuxenutbildningsregion" in page
    assert page.count("Ingen insats i planen") == 2
    assert "8 Hälsa Allmän hälsovård, hälsokommunikatörer och elevhälsa 5 Vara med i" in page
    assert "Områdena är en möjlighet, inte ett krav" in page


def test_the_matrix_of_measures_holds_what_the_plan_says(visitor: Client) -> None:
    """Against the definition itself, cell by cell."""
    read = definition()
    measures = read.plans["2013-2014"].measures
    found = matrix(visitor, 0)

    assert found.pop("Område") == [str(measure.number) for measure in measures]
    assert found == {
        f"{area.id} {area.name.sv}": ["●" if area.id in measure.areas else "" for measure in measures]
        for area in read.areas.values()
    }


def test_the_matrix_of_parties_names_who_is_named_and_who_takes_part_through_a_body(visitor: Client) -> None:
    """H-5: seven municipalities are named in measure 5. The other parties are listed, none is left out."""
    found = matrix(visitor, 1)

    assert found.pop("Part") == [str(number) for number in range(1, 12)]
    assert list(found) == [
        "Botkyrka",
        "Haninge",
        "Nacka",
        "Sigtuna",
        "Sollentuna",
        "Stockholm",
        "Sundbyberg",
        "Södertälje",
    ]
    assert found["Stockholm"] == ["", "(2)", "", "5 (12)", "", "9", "", "5", "(7, 8)", "5 (12)", "(1, 2, 13)"]
    assert found["Sigtuna"] == ["", "(2)", "", "(12)", "", "", "", "", "(7, 8)", "(12)", "(1, 2, 13)"]
    page = text(visitor, AREAS)
    assert "15 av 23 parter nämns inte i någon insats" in page
    assert "15 parter utan insats Danderyd, Ekerö, Huddinge" in page


def test_the_parties_are_those_of_the_day(visitor: Client) -> None:
    page = text(visitor, f"{AREAS}?per=2013-09-01")
    assert "Ingen är part den dagen." in page
    assert f'href="{PLAN}?per=2013-09-01#i5"' in visitor.get(f"{AREAS}?per=2013-09-01").content.decode()


@pytest.mark.parametrize(("day", "over"), [("2014-12-31", False), ("2015-01-01", True)])
def test_a_plan_that_has_run_out_is_said_to_have(day: str, over: bool, visitor: Client) -> None:
    assert ("Planen gällde till och med 31 december 2014." in text(visitor, f"{AREAS}?per={day}")) == over


def test_an_agreement_without_areas_has_no_such_page(visitor: Client) -> None:
    page = text(visitor, f"/avtal/{NORRORT}/omraden/", status=404)
    assert "Avtalet räknar inte upp några områden." in page
    assert "Till avtalet" in page


def test_from_the_areas_the_way_to_an_agreement_without_them_leads_to_its_text(visitor: Client) -> None:
    page = visitor.get(AREAS).content.decode()
    assert f'href="/avtal/{NORRORT}/"' in page
    assert f"/avtal/{NORRORT}/omraden/" not in page


def test_the_english_page_of_areas_is_english(visitor: Client) -> None:
    page = text(visitor, AREAS, "en")
    assert "Eleven areas to cooperate in. Nine have at least one measure in the plan. No measure:" in page
    assert [word for word in ("Ingen insats", "Utbildning", "parter", "Insats ") if word in page] == []


# --- the plan in three orders ---------------------------------------------------------------------------


def order(client: Client, query: str) -> list[tuple[str, list[int]]]:
    """The headings of the plan and the numbers of the measures under each."""
    page = client.get(PLAN + query).content.decode().partition('<div class="act">')[2]
    found = []
    for section in page.split('<section class="span"')[1:]:
        heading = plain(re.findall(r"<h2[^>]*>(.*?)</h2>", section)[0])
        found.append((heading, [int(number) for number in re.findall(r"<h3><span>(\d+)</span>", section)]))
    return found


def test_by_the_plans_own_headings_in_order_of_priority(visitor: Client) -> None:
    """H-0a, H-0d."""
    assert order(visitor, "") == [
        ("Allmänt", list(range(1, 10))),
        ("Ensamkommande barn", [10, 11, 12]),
        ("Gemensamt", [13]),
    ]


def test_by_priority_as_one_list(visitor: Client) -> None:
    assert order(visitor, "?ordning=prioritet") == [("I prioritetsordning", list(range(1, 14)))]


def test_by_area_where_a_measure_stands_in_each_of_its_areas(visitor: Client) -> None:
    read = definition()
    measures = read.plans["2013-2014"].measures
    expected = [
        (f"{area.id} {area.name.sv}", [one.number for one in measures if area.id in one.areas])
        for area in read.areas.values()
    ]

    assert order(visitor, "?ordning=omrade") == expected
    page = visitor.get(f"{PLAN}?ordning=omrade").content.decode()
    anchors = re.findall(r'<li class="span" id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors)) == sum(len(numbers) for _heading, numbers in expected)
    assert page.count("Planen har ingen insats här.") == 2


def test_an_unknown_order_is_the_plans_own(visitor: Client) -> None:
    assert order(visitor, "?ordning=annan") == order(visitor, "")


def test_the_order_and_the_day_are_kept_together(visitor: Client) -> None:
    page = visitor.get(f"{PLAN}?per=2014-11-12&ordning=omrade").content.decode()

    assert f'href="{PLAN}?per=2014-11-12&amp;ordning=prioritet"' in page
    assert '<input type="hidden" name="ordning" value="omrade">' in page


def test_a_measure_leads_to_its_areas_and_says_when_nothing_was_reported(visitor: Client) -> None:
    """H-0b: each steering meeting leaves something about each active measure; the one of December left nothing."""
    page = visitor.get(f"{PLAN}?per=2014-12-10").content.decode()

    assert f'<a href="{AREAS}?per=2014-12-10#o11">' in page
    words = text(visitor, f"{PLAN}?per=2014-12-10")
    assert "Rapporterat 9 september 2014: pågår. Inget är antecknat från mötet 9 december 2014." in words
    assert "Inget är antecknat" not in text(visitor, f"{PLAN}?per=2014-11-12")


def test_the_time_of_the_plan_is_a_line_with_its_meetings_and_last_days(visitor: Client) -> None:
    page = visitor.get(f"{PLAN}?per=2014-11-12").content.decode()
    said = re.findall(r'<svg class="tl" role="img" aria-label="([^"]+)"', page)

    assert len(said) == 14
    assert said[0] == "Följs upp vid möten: tre hållna till och med 12\u00a0november 2014."
    assert said[13].endswith("Sista dag: 31\u00a0december 2013 och 31\u00a0december 2014.")


def test_a_plan_longer_than_the_text_allows_is_remarked_upon(visitor: Client) -> None:
    """K-6g, t-6-2."""
    page = text(visitor, f"{PLAN}?per=2014-11-12")
    assert "Planen 1 januari 2013–31 december 2014 är längre än texten säger att en plan är" in page


@pytest.mark.parametrize("address", [AREAS, PLAN])
def test_the_pages_ask_few_questions(
    address: str, strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    strategist.get(address)
    with django_assert_max_num_queries(12):
        strategist.get(address)
