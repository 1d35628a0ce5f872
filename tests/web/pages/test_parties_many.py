"""The parties of an agreement with three, 15, 26 and 290 of them: readable, light, and few statements."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from samverk.reference.municipalities import in_county, municipalities
from tests.web.filled import signed_in
from tests.web.pages.test_agreement import text
from tests.web.pages.test_parties import COUNTY_PAGE, PAGE, drawn, html, rows
from tests.web.wide import widened

KIB = 1024


@pytest.fixture(scope="module")
def whole_country(demonstration: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """An agreement between all 290."""
    with django_db_blocker.unblock(), widened(290) as agreement:
        yield f"/avtal/{agreement}/parter/"


def test_290_parties_have_a_row_each_and_a_place_on_the_map(whole_country: str, visitor: Client) -> None:
    page = html(visitor, whole_country)
    assert set(rows(page)) == set(drawn(page)) == set(municipalities())
    # A way through the page by keyboard does not lead over 290 stops before the table.
    assert page.count('tabindex="-1"><title>') == 290


def test_290_bars_are_a_handful(whole_country: str, visitor: Client) -> None:
    """Those alike share a bar; whoever leaves has its own."""
    page = html(visitor, whole_country)
    [figure] = re.findall(r'<ol class="bound">.*?</ol>', page, re.DOTALL)
    assert figure.count("<li>") == 9  # who holds the office, five that leave, three years
    assert figure.count("g-hatch") == 5
    counts = [int(n) for n in re.findall(r"<span>(\d+)\s?kommuner", figure.replace("\u202f", ""))]
    assert sum(counts) + 5 == 290 - 5  # five lack their signature and were never bound


def test_a_county_of_the_whole_country(whole_country: str, visitor: Client) -> None:
    page = html(visitor, whole_country + "?del=14")
    assert set(rows(page)) == set(drawn(page)) == {m.code for m in in_county("14")}
    assert "Västra Götalands län" in text(visitor, whole_country)


@pytest.mark.parametrize("who", ["besökare", "strateg"])
def test_statements_are_few_and_the_same_for_15_26_and_290(who: str, whole_country: str, visitor: Client) -> None:
    client = visitor if who == "besökare" else signed_in(who)
    counts = []
    for address in (PAGE, COUNTY_PAGE, whole_country):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    assert max(counts) <= 12
    assert len(set(counts)) == 1


def test_pages_are_light(whole_country: str, visitor: Client) -> None:
    sent = {address: len(gzip.compress(visitor.get(address).content)) for address in (PAGE, COUNTY_PAGE, whole_country)}
    assert sent[PAGE] <= 15 * KIB
    assert sent[COUNTY_PAGE] <= 15 * KIB
    assert sent[whole_country] <= 60 * KIB


def test_few_parties_of_a_large_county_are_drawn_from_near(demonstration: None, visitor: Client) -> None:
    with widened(3) as agreement:
        page = html(visitor, f"/avtal/{agreement}/parter/")
    places = drawn(page)
    assert set(places) == {"0163", "0186", "0160"}
    assert 'class="g-none"' in page
