"""The agreement: its words, what each clause does on a day, and why."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.web.filled import COUNTY, NORRORT, signed_in

PAGE = f"/avtal/{NORRORT}/"


def text(client: Client, address: str, language: str = "sv", status: int = 200) -> str:
    """A page as words: tags taken away, spaces made one."""
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == status, answer.content[:2000]
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(words).replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize(
    "sentence",
    [
        "15 parter, 14 från 4 mars 2027",  # N-2, N-14
        "Sollentuna är förvaltande kommun sedan 1 januari 2017",  # N-5a
        "Vaxholm saknar representant i ledningsgruppen sedan 1 augusti 2026",  # N-6a
        "Sigtuna: betala årsavgiften, sista dagen var 11 juni 2026",  # N-10b
        "Solna är part till och med 3 mars 2027",  # N-14b
        "Styrgruppen har haft två möten 2026, kravet är 2–4",  # N-8g
        "Sollentuna leder ledningsgruppen",  # N-8h
        "2026: 1 850 000 kr på 15 parter",  # N-10a
        "Ett förslag ute: 12 av 15 har skrivit under",  # N-12
        "Ingen har begärt omförhandling",  # N-13
    ],
)
def test_the_margin_says_what_a_clause_does_today(sentence: str, visitor: Client) -> None:
    assert sentence in text(visitor, PAGE)


def test_every_clause_of_both_agreements_stands_on_its_page(visitor: Client) -> None:
    for agreement, marks in ((NORRORT, ["p. 1", "p. 7.1", "p. 9.1", "p. 15"]), (COUNTY, ["§ 1", "§ 5", "§ 11"])):
        page = text(visitor, f"/avtal/{agreement}/")
        assert [mark for mark in marks if f" {mark} " not in page] == []


def test_another_day_shows_what_was_so_then(visitor: Client) -> None:
    """N-5b: the strategist's post was empty in March 2019."""
    page = text(visitor, PAGE + "?per=2019-03-15")
    assert "Du ser läget per den 15 mars 2019." in page
    assert "Strateg saknas sedan 1 mars 2019" in page
    assert "15 parter Följer av texten" in page


def test_before_the_change_the_first_manager_is_shown(visitor: Client) -> None:
    assert "Lidingö är förvaltande kommun sedan 15 april 2014" in text(visitor, PAGE + "?per=2016-06-01")


def test_as_known_before_a_correction_the_wrong_fact_still_counts(strategist: Client) -> None:
    """The meeting of 12 September 2023 was recorded twice and withdrawn on the 20th."""
    before = text(strategist, PAGE + "?per=2023-09-30&kand=2023-09-15")
    after = text(strategist, PAGE + "?per=2023-09-30&kand=2023-09-25")
    assert "Styrgruppen har haft tre möten 2023" in before
    assert "Styrgruppen har haft två möten 2023" in after


@pytest.mark.parametrize("day", ["2019-13-01", "igår", "20190301", "2019-02-30", "1066-10-14"])
def test_a_day_that_is_none_gets_an_answer_that_helps(day: str, visitor: Client) -> None:
    page = text(visitor, f"{PAGE}?per={day}", status=404)
    assert day in page
    assert "Visa i dag i stället" in page


def test_an_unknown_agreement_gets_a_way_on(visitor: Client) -> None:
    page = text(visitor, "/avtal/finns-inte/", status=404)
    assert "Det finns inget avtal som heter ”finns-inte” här." in page
    assert "Logga in" in page
    assert "Alla avtal" in text(signed_in("strateg"), "/avtal/finns-inte/", status=404)


def test_both_readings_of_the_county_agreement_s_exit_are_shown(visitor: Client) -> None:
    """K-9b: does one party's notice end the agreement for all?"""
    page = visitor.get(f"/avtal/{COUNTY}/").content.decode()
    (why,) = set(re.findall(rf'href="(/avtal/{COUNTY}/varfor/uppsagning[^"]*)"', page))
    derivation = text(visitor, unescape(why))
    assert "nio månader" in derivation
    assert "för alla" in derivation


def test_why_shows_words_facts_arithmetic_reading_and_receipt(visitor: Client) -> None:
    page = visitor.get(PAGE).content.decode()
    (why,) = set(re.findall(rf'href="({PAGE}varfor/uttrade[^"]*)"', page))
    derivation = text(visitor, unescape(why))
    for part in ("p. 14", "Uppgift", "3 mars 2026", "12 månader", "3 mars 2027", "Kvitto", "26 februari 2027"):
        assert part in derivation, part


def test_every_why_on_the_page_leads_to_a_derivation(visitor: Client) -> None:
    for agreement in (NORRORT, COUNTY):
        page = visitor.get(f"/avtal/{agreement}/").content.decode()
        links = sorted(set(re.findall(r'class="why-btn" data-why href="([^"]+)"', page)))
        assert len(links) > 30
        assert [link for link in links if visitor.get(unescape(link)).status_code != 200] == []


def test_a_derivation_that_does_not_apply_says_so(visitor: Client) -> None:
    assert "gäller inte den dagen" in text(visitor, f"{PAGE}varfor/utse-ledamot~party.9999/", status=404)


def test_text_alone_has_no_margin(visitor: Client) -> None:
    page = visitor.get(PAGE + "?visa=text").content.decode()
    assert 'class="notes"' not in page
    assert 'class="note"' not in page


def test_the_english_page_shows_the_summary_beside_the_swedish_words(visitor: Client) -> None:
    page = visitor.get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en">' in page
    assert "Fifteen named municipalities" in page
    assert 'lang="sv"' in page
    assert "Vaxholm has had no" in page


def test_an_example_says_that_it_is_one(visitor: Client) -> None:
    assert "Exempel" in text(visitor, PAGE)


def test_the_read_back_says_every_provision_and_reading(visitor: Client) -> None:
    page = text(visitor, f"{PAGE}aterlasning/")
    for part in ("Återläsning", "t-14-1", "Läsningar", "fingeravtryck"):
        assert part in page
    assert "Read-back" in text(visitor, f"{PAGE}aterlasning/", "en")


def test_the_read_back_begins_with_its_contents(visitor: Client) -> None:
    page = visitor.get(f"/avtal/{NORRORT}/aterlasning/").content.decode()
    (contents,) = re.findall(r'<ul class="anchored">(.*?)</ul>', page)
    leads = re.findall(r'href="#([\w-]+)"', contents)
    assert len(leads) >= 20
    assert [anchor for anchor in leads if f'id="{anchor}"' not in page] == []


def test_the_list_shows_both_agreements_and_how_they_stand(visitor: Client) -> None:
    page = text(visitor, "/avtal/")
    assert "Koordination Norrort" in page
    assert "23" in page  # parties of the county agreement
    assert "Har gällt i tolv år och sju månader" in page


@pytest.mark.parametrize("address", [PAGE, f"/avtal/{COUNTY}/", "/avtal/", f"{PAGE}aterlasning/", f"{PAGE}handelser/"])
def test_pages_ask_the_database_little(
    address: str, strategist: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    strategist.get(address)
    with django_assert_max_num_queries(12):
        strategist.get(address)
