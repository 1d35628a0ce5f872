"""The year wheel as a page, in three shapes: an agreement's, a municipality's, one's own."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from samverk.agreements.models import Agreement, Visibility
from tests.web.filled import COUNTY, NORRORT, signed_in
from tests.web.pages.test_agreement import text

WHEEL = f"/avtal/{NORRORT}/arshjul/"
MUNICIPALITY = "/kommun/0163/arshjul/"


def picture(client: Client, address: str) -> ET.Element:
    page = client.get(address).content.decode()
    start = page.index('<svg class="fig wheel"')
    return ET.fromstring(page[start : page.index("</svg>", start) + len("</svg>")])


def rows(client: Client, address: str) -> dict[str, str]:
    """Each numbered row of the list as words, by its number."""
    page = client.get(address).content.decode()
    found = re.findall(r'<li id="r(\d+)">(.*?)</li>\n', page, re.DOTALL)
    return {number: " ".join(re.sub(r"<[^>]+>", " ", words).replace("\u00a0", " ").split()) for number, words in found}


def test_the_year_of_an_agreement_row_by_row(visitor: Client) -> None:
    """N-8b, N-8c, N-8d, N-8g, N-9a, N-9b, N-10b, N-10c, N-11: the whole year of 2026."""
    assert rows(visitor, WHEEL) == {
        "1": "1 Ledningsgruppen beslutar budgeten Ledningsgruppen · Minst en gång om året "
             "Uppfyllt Står i texten p. 8 p. 5 Varför? Ledningsgruppen beslutar budgeten",
        "2": "2 Nya befolkningstal i april 1–30 april · Förvaltande kommun · Minst en gång om året Gjort 6 maj "
             "Uppfyllt Står i texten p. 10 Varför? Nya befolkningstal i april",
        "3": "3 Årsavgift: fakturor för 2026 1 april–31 december · Förvaltande kommun · "
             "Efter att fördelningen har uppdaterats Gjort 12 maj "
             "Uppfyllt Antaget p. 10 p. 5 Varför? Årsavgift: fakturor för 2026",
        "4": "4 Betala årsavgiften 12 maj–11 juni · 15 parter Exempel. "
             "Försenat 1 Uppfyllt 14 Antaget p. 6 p. 10 Varför? Betala årsavgiften",
        "5": "5 Arbetsgruppen möts regelbundet Arbetsgruppen · Regelbundet; texten anger inget antal "
             "Gjort 6 februari, 6 maj, 7 september och 6 november "
             "Mäts inte Antaget p. 9 Varför? Arbetsgruppen möts regelbundet",
        "6": "6 Ledningsgruppens möte Ledningsgruppen · Minst en gång om året Planerat 3 december Exempel. "
             "Dags nu Står i texten p. 8 Varför? Ledningsgruppens möte",
        "7": "7 Regelbundna nätverksmöten Nätverket och Strateg · Regelbundet; texten anger inget antal "
             "Gjort 24 februari, 25 maj och 24 september "
             "Mäts inte Antaget p. 9 p. 7 Varför? Regelbundna nätverksmöten",
        "8": "8 Styrgruppens möten Styrgruppen · 2–4 gånger om året Gjort 12 mars och 14 september "
             "Uppfyllt Antaget p. 8 Varför? Styrgruppens möten",
        "9": "9 Ledningsgruppen tar fram handlingsplanen Ledningsgruppen · Minst en gång om året "
             "Uppfyllt Står i texten p. 8 Varför? Ledningsgruppen tar fram handlingsplanen",
        "10": "10 Sprida information, bland annat nyhetsbrev Strateg · Minst en gång om året "
              "Gjort 28 februari, 28 maj och 28 september "
              "Uppfyllt Antaget p. 7 p. 9 Varför? Sprida information, bland annat nyhetsbrev",
        "11": "11 Intyg om åtagandena 2026 1 september–31 december · 15 parter, Arbetsgruppen, Styrgruppen, "
              "parterna, Förvaltande kommun och Strateg · 0 av 73 intyg lämnade Exempel. Dags nu Antaget p. 11",
        "12": "12 Följa upp och utvärdera före årsskiftet 1 september–31 december · Strateg · "
              "Minst en gång om året Exempel. Dags nu Antaget p. 11 Varför? Följa upp och utvärdera före årsskiftet",
    }  # fmt: skip


def test_the_picture_and_the_list_say_the_same(visitor: Client) -> None:
    """Every arc is a link to its row, in words with its days and its status."""
    drawn = picture(visitor, WHEEL)
    listed = rows(visitor, WHEEL)
    links = {(link.get("href") or "")[2:]: link.get("aria-label") or "" for link in drawn.findall("a")}

    assert drawn.get("role") == "group"
    assert set(links) == set(listed)
    assert links["4"] == "4. Betala årsavgiften, 12\u00a0maj–11\u00a0juni: Försenat"
    assert links["8"] == "8. Styrgruppens möten, hela året: Uppfyllt. Gjort 12\u00a0mars och 14\u00a0september"


def test_days_are_listed_in_the_month_they_fall_in(visitor: Client) -> None:
    page = text(visitor, WHEEL)
    months = page.partition("Februari 6 februari")[2]

    assert "Mars 12 mars Styrgruppens möten : gjort" in months
    assert "Juni 11 juni Betala årsavgiften : sista dag" in months
    assert "December 3 december Ledningsgruppens möte : planerat 31 december" in months
    assert [month for month in ("Januari", "Juli", "Augusti", "Oktober") if month in months] == []


def test_another_year_is_turned_to_and_keeps_the_day(visitor: Client) -> None:
    page = visitor.get(f"{WHEEL}?ar=2027&per=2026-03-01").content.decode()

    assert "<h1>Årshjul 2027</h1>" in page
    assert f'<a rel="prev" href="{WHEEL}?per=2026-03-01">2026</a>' in page
    assert f'<a rel="next" href="{WHEEL}?per=2026-03-01&amp;ar=2028">2028</a>' in page
    assert '<input type="hidden" name="per" value="2026-03-01">' in page
    assert "Solna" not in page.partition("</svg>")[2]
    after = text(visitor, f"{WHEEL}?ar=2027")
    assert "Sista dagen som part 3 mars · Solna · Solna: sista dagen som part" in after


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ar=2027x", "”2027x” är inget år. Skriv fyra siffror."),
        ("ar=27", "”27” är inget år."),
        ("ar=1989", "Samverk visar åren 1990–2099, inte 1989."),
        ("ar=2100", "Samverk visar åren 1990–2099, inte 2100."),
    ],
)
def test_what_is_no_year_is_answered_with_what_was_wrong(query: str, words: str, visitor: Client) -> None:
    page = text(visitor, f"{WHEEL}?{query}", status=404)
    assert words in page
    assert "Visa årets hjul i stället" in page


@pytest.mark.parametrize("year", [1990, 2099])
def test_a_year_when_nothing_held_says_so(year: int, visitor: Client) -> None:
    page = text(visitor, f"{WHEEL}?ar={year}")
    assert ("Inget står i hjulet det året" in page) == (year == 1990)


def test_the_plan_of_the_county_has_its_own_ring(visitor: Client) -> None:
    """H-5: two meetings in each half-year; H-13a, H-13b: conferences; what has no last day is told as one."""
    found = rows(visitor, f"/avtal/{COUNTY}/arshjul/?ar=2014")
    plan = [words for words in found.values() if "I planen" in words]

    assert len(plan) == 5
    assert "Insats 5: samrådets möten 1 januari–30 juni · Stockholm, Sundbyberg och Södertälje" in found["7"]
    assert "Det planen lovar utan egen sista dag 31 december" in found["11"]
    assert "Insats 2, 3, 4, 5, 6, 8, 11, 12 och 13" in found["11"]
    assert "Försenat 9 Uppfyllt 1" in found["11"]
    page = visitor.get(f"/avtal/{COUNTY}/arshjul/?ar=2014").content.decode()
    assert f'href="/avtal/{COUNTY}/handlingsplan/2013-2014/#i5"' in page


def test_a_municipality_sees_what_concerns_it_in_every_agreement(visitor: Client) -> None:
    """Sollentuna manages Koordination Norrort and has seats in the groups of both agreements."""
    found = " ".join(rows(visitor, MUNICIPALITY).values())

    assert "Nya befolkningstal i april" in found
    assert "Betala årsavgiften 12 maj–11 juni · Sollentuna · Koordination Norrort" in found
    assert "Styrgruppens möten Styrgruppen · Länet, nyanlända" in found
    other = " ".join(rows(visitor, "/kommun/0191/arshjul/").values())
    assert "Nya befolkningstal" not in other
    assert "Sigtuna: betala årsavgiften, sista dagen var 11 juni 2026" in other


def test_a_municipality_that_is_bound_by_nothing_says_so(visitor: Client) -> None:
    page = text(visitor, "/kommun/2584/arshjul/")
    assert "Årshjul för Kiruna kommun 2026" in page
    assert "Inget står i hjulet det året" in page


@pytest.mark.parametrize(
    ("who", "posts", "there", "absent"),
    [
        ("strateg", "Strateg (Koordination Norrort)", "Sprida information", "Länet, nyanlända"),
        ("forbund", "Kommunförbundets personal (Länet, nyanlända)", "Rapportera löpande", "Sprida information"),
        ("controller", "Controller (Koordination Norrort)", "Betala årsavgiften", "Styrgruppens möten"),
        ("forvaltningschef", "Förvaltningschef (Täby)", "Täby: betala årsavgiften", "Sprida information"),
        ("administrator", "du har inget uppdrag i ett samarbete", "Inget står i hjulet", "Betala"),
    ],
)
def test_my_wheel_holds_what_my_posts_concern(who: str, posts: str, there: str, absent: str) -> None:
    page = text(signed_in(who), "/arshjul/")

    assert posts in page
    assert there in page
    assert absent not in page


def test_the_english_wheel_is_english(visitor: Client) -> None:
    page = text(visitor, WHEEL, "en")

    assert "drawn from its clauses." in page
    assert "12 May–11 June" in page
    assert [
        word
        for word in ("Hela året", "Gjort", "gjort", "sista dag", "Utifrån", "Planerat", "hela året")
        if word in page
    ] == []


def test_a_closed_agreement_offers_no_open_calendar(strategist: Client) -> None:
    Agreement.objects.filter(pk=NORRORT).update(visibility=Visibility.PARTIES)
    page = strategist.get(WHEEL).content.decode()

    assert "Avtalet är inte offentligt och har därför ingen öppen kalender." in page
    assert "arshjul.ics" not in page
    assert "/installningar/kalender/" in page


@pytest.mark.parametrize(("address", "most"), [(WHEEL, 12), (MUNICIPALITY, 12), ("/arshjul/", 12)])
def test_a_wheel_asks_few_questions(
    address: str, most: int, strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    strategist.get(address)
    with django_assert_max_num_queries(most):
        strategist.get(address)


def test_the_wheel_is_reached_from_the_agreement_the_municipality_and_the_overview(strategist: Client) -> None:
    assert f'href="{WHEEL}"' in strategist.get(f"/avtal/{NORRORT}/").content.decode()
    assert 'href="/kommun/0163/arshjul/"' in strategist.get("/kommun/0163/").content.decode()
    assert 'href="/arshjul/"' in strategist.get("/overblick/").content.decode()
    assert 'href="/installningar/kalender/"' in strategist.get("/installningar/").content.decode()
