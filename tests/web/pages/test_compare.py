"""Municipalities side by side, and the list they are chosen from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samverk.agreements.models import Agreement, Visibility
from samverk.agreements.queries.situations import forget
from samverk.reference.population import population
from tests.web.filled import COUNTY, NORRORT, signed_in
from tests.web.pages.test_agreement import text
from tests.web.pages.test_parties import html
from tests.web.wide import widened

PAGE = "/kommuner/jamfor/"
FOUR = f"{PAGE}?kommun=0184&kommun=0187&kommun=0163&kommun=0140"


def table(page: str) -> dict[tuple[str, str], list[str]]:
    """Section and row → the cell of each municipality, as words."""
    found: dict[tuple[str, str], list[str]] = {}
    for body in re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL):
        section = ""
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL):
            heading = words(re.findall(r"<th.*?</th>", row, re.DOTALL)[0])
            cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
            if cells:
                found[section, heading] = [words(cell) for cell in cells]
            else:
                section = heading.partition(" Källa")[0].partition(" Uppdragen")[0]
    return found


def words(markup: str) -> str:
    plain = unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(plain.split())


def test_what_binds_each_and_since_when(visitor: Client) -> None:
    """N-14b, N-15, K-11."""
    cells = table(html(visitor, FOUR))
    assert cells["Avtal", "Koordination Norrort"] == [
        "Uppsagd från 15 april 2014 (Varför?) till och med 3 mars 2027 (Varför?)",
        "Gäller från 15 april 2014 (Varför?)",
        "Gäller från 15 april 2014 (Varför?)",
        "Inte part",
    ]
    assert cells["Avtal", "Länet, nyanlända"][1] == "Bordlagt"


def test_what_is_late_and_due(visitor: Client) -> None:
    """N-6a: with the reason; nothing is said of those who are no party."""
    row = table(html(visitor, FOUR))["Försenat och dags nu", "Koordination Norrort"]
    assert row == ["Inget", "Välja en representant till ledningsgruppen (Varför?)", "Inget", "–"]


def test_the_fees_of_the_year(visitor: Client) -> None:
    """N-10a: what the fee page says, and nothing of an agreement that costs nothing."""
    cells = table(html(visitor, FOUR))
    assert cells["Avgift 2026", "Koordination Norrort"] == [
        "199 543 kr (Varför?)", "27 498 kr (Varför?)", "180 552 kr (Varför?)", "–",
    ]  # fmt: skip
    assert ("Avgift 2026", "Länet, nyanlända") not in cells


def test_inhabitants_are_those_of_the_shipped_series(visitor: Client) -> None:
    cells = table(html(visitor, FOUR))
    codes = ("0184", "0187", "0163", "0140")
    now, then = population(2024), population(2014)
    spaced = [f"{now[code]:,}".replace(",", " ") for code in codes]
    assert cells["Folkmängd", "31 december 2024"] == spaced
    change = [(now[code] - then[code]) / then[code] * 100 for code in codes]
    assert cells["Folkmängd", "Förändring på tio år"] == [f"{one:+.1f} %".replace(".", ",") for one in change]


def test_another_day_has_that_days_state_and_inhabitants(visitor: Client) -> None:
    cells = table(html(visitor, f"{PAGE}?kommun=0125&kommun=0184&per=2016-06-01"))
    assert cells["Folkmängd", "31 december 2015"][1] == f"{population(2015)['0184']:,}".replace(",", " ")
    assert cells["Avtal", "Koordination Norrort"][1] == "Gäller från 15 april 2014 (Varför?)"
    assert ("Folkmängd", "31 december 2024") not in cells


def test_curves_of_a_row_have_one_scale(visitor: Client) -> None:
    """The one that has grown most reaches the top; all start at the same height."""
    page = html(visitor, FOUR)
    lines = [
        [float(y) for y in re.findall(r",([\d.]+)", points)]
        for points in re.findall(r'<polyline points="([^"]+)"', page)
    ]
    assert len(lines) == 4
    assert len({line[0] for line in lines}) == 1
    assert min(y for line in lines for y in line) == 2.0
    assert page.count('<svg class="spark"') == page.count('role="img" aria-label="')


def test_posts_are_for_those_who_take_part(visitor: Client, strategist: Client) -> None:
    """Filled and vacant, with titles; a visitor is told why they are not there."""
    seen = table(html(strategist, FOUR))
    assert seen["Uppdrag", "Koordination Norrort"][1].startswith(
        "1 av 2 tillsatta Representant i ledningsgruppen Vakant"
    )
    assert seen["Uppdrag", "Koordination Norrort"][0].startswith("2 av 2 tillsatta")
    hidden = html(visitor, FOUR)
    assert not [key for key in table(hidden) if key[0] == "Uppdrag"]
    assert "Integrationssamordnare" not in hidden
    assert "Uppdragen visas för dem som deltar i samarbetet." in hidden


@pytest.fixture
def closed(today: None) -> Iterator[None]:
    """Koordination Norrort shown only to those who take part."""
    Agreement.objects.filter(pk=NORRORT).update(visibility=Visibility.PARTIES)
    forget()
    yield
    forget()


@pytest.mark.parametrize("address", [FOUR, PAGE, "/kommuner/", f"/kommuner/?avtal={NORRORT}"])
def test_a_closed_agreement_is_not_compared_for_others(address: str, closed: None, visitor: Client) -> None:
    assert "Koordination Norrort" not in html(visitor, address)
    assert NORRORT not in html(signed_in("forbund"), address).replace(f"avtal={NORRORT}", "")


def test_a_visitor_chooses_first(visitor: Client) -> None:
    page = html(visitor, PAGE)
    assert len(re.findall(r'<input type="checkbox" name="kommun" value="\d{4}">', page)) == 25
    assert "<table" not in page
    assert 'role="alert"' not in page


def test_those_chosen_are_ticked_and_keep_their_order(visitor: Client) -> None:
    page = html(visitor, f"{PAGE}?kommun=0187&kommun=0184&kommun=0187")
    assert re.findall(r'value="(\d{4})" checked', page) == ["0184", "0187"]
    assert re.findall(r'<th scope="col"><a href="/kommun/(\d{4})/"', page) == ["0187", "0184"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kommun=0184", "Bara Solna är vald. Välj minst en kommun till."),
        ("kommun=184&kommun=0163", "Kommunkoden 184 saknar inledande nolla; Solna har koden 0184."),
        ("kommun=9999&kommun=0163&kommun=0184", "Det finns ingen kommun med koden 9999."),
        ("kommun=<b>&kommun=0163", "Det finns ingen kommun med koden <b>."),
        (
            "&".join(f"kommun={code}" for code in ("0114", "0115", "0117", "0123", "0125", "0139", "0160", "0162")),
            "Du har valt åtta kommuner. Jämför högst sex åt gången: ta bort två.",
        ),
    ],
)
def test_what_cannot_be_compared_is_told_with_what_to_do(query: str, sentence: str, visitor: Client) -> None:
    answer = visitor.get(f"{PAGE}?{query}")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in unescape(re.sub(r"<(?!b>)[^>]+>", " ", unescape(page)))
    assert "<b>." not in page
    assert "<table" not in page
    assert 'role="alert"' in page


def test_a_municipality_of_no_agreement_can_be_compared_by_its_code(visitor: Client) -> None:
    cells = table(html(visitor, f"{PAGE}?kommun=2584&kommun=0184"))
    assert cells["Avtal", "Koordination Norrort"][0] == "Inte part"
    assert cells["Folkmängd", "31 december 2024"][0] == f"{population(2024)['2584']:,}".replace(",", " ")


def test_an_empty_code_is_no_choice(visitor: Client) -> None:
    assert visitor.get(f"{PAGE}?kommun=&kommun=").status_code == 200


def test_statements_do_not_grow_with_the_municipalities(strategist: Client) -> None:
    counts = []
    for address in (f"{PAGE}?kommun=0184&kommun=0187", FOUR, f"{FOUR}&kommun=0160&kommun=0162"):
        strategist.get(address)
        with CaptureQueriesContext(connection) as captured:
            strategist.get(address)
        counts.append(len(captured))
    assert max(counts) <= 12
    assert len(set(counts)) == 1


def test_both_pages_are_in_english_too(visitor: Client) -> None:
    page = text(visitor, FOUR, "en")
    assert "Under notice from 15 April 2014" in page
    assert "through 3 March 2027" in page
    listed = text(visitor, "/kommuner/", "en")
    assert not {"Välj", "Återstår", "Jämför", "Där"} & {*page.split(), *listed.split()}


# --- the list -------------------------------------------------------------------------------------------


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/kommun/(\d{4})/">', page)


def test_the_list_is_narrowed(visitor: Client) -> None:
    assert len(names(html(visitor, "/kommuner/"))) == 25
    assert names(html(visitor, "/kommuner/?namn=SOLN")) == ["0184"]
    assert len(names(html(visitor, f"/kommuner/?avtal={NORRORT}"))) == 15
    left = names(html(visitor, f"/kommuner/?avtal={NORRORT}&visa=aterstar"))
    assert "0187" in left
    assert "0162" not in left
    assert "Ingen kommun stämmer med urvalet." in text(visitor, "/kommuner/?namn=zzz")
    assert len(names(html(visitor, "/kommuner/?avtal=finns-inte&visa=x"))) == 25


def test_the_list_leads_to_the_comparison(visitor: Client) -> None:
    page = html(visitor, "/kommuner/")
    assert '<form method="get" action="/kommuner/jamfor/">' in page
    assert page.count('<input type="checkbox" name="kommun"') == 25
    assert "/kommuner/jamfor/" in html(visitor, f"/avtal/{COUNTY}/parter/")


def test_a_list_of_the_whole_country_stands_county_by_county(visitor: Client) -> None:
    with widened(290):
        page = html(visitor, "/kommuner/")
        chosen = html(visitor, PAGE)
    counties = re.findall(r'<a href="#l-(\d\d)">', page)
    assert counties == sorted(set(counties))
    assert len(counties) == 21
    assert all(f'<tbody id="l-{county}">' in page for county in counties)
    assert chosen.count("<details") == 21
