"""Days and numbers as people read them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.wording import Language, Text
from samverk.web import formats

TODAY = date(2025, 9, 9)


def rendered(source: str, language: Language = "sv", **context: object) -> str:
    with translation.override(language):
        return Template("{% load samverk %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "year", "text"),
    [
        ("sv", None, "9\xa0september 2025"),
        ("en", None, "9\xa0September 2025"),
        ("sv", 2025, "9\xa0september"),
        ("sv", 2024, "9\xa0september 2025"),
    ],
)
def test_a_day_loses_its_year_only_in_that_year(language: Language, year: int | None, text: str) -> None:
    assert formats.day(TODAY, language, year=year) == text


@pytest.mark.parametrize(
    ("days", "sv", "en"),
    [
        (-1234, "1\u202f234\xa0dagar sen", "1\u202f234\xa0days late"),
        (-2, "2\xa0dagar sen", "2\xa0days late"),
        (-1, "1\xa0dag sen", "1\xa0day late"),
        (0, "i dag", "today"),
        (1, "i morgon", "tomorrow"),
        (2, "om 2\xa0dagar", "in 2\xa0days"),
    ],
)
def test_the_distance_to_a_last_day(days: int, sv: str, en: str) -> None:
    last = TODAY + timedelta(days=days)

    assert formats.countdown(last, TODAY, "sv") == sv
    assert formats.countdown(last, TODAY, "en") == en


@pytest.mark.parametrize(
    ("value", "places", "sv", "en"),
    [
        ("94272.899", 3, "94\u202f272,899", "94\u202f272.899"),
        ("-4", 1, "−4,0", "−4.0"),
        ("-0.04", 1, "0,0", "0.0"),
        ("0.05", 1, "0,0", "0.0"),
        ("0.15", 1, "0,2", "0.2"),
        ("1234567", 0, "1\u202f234\u202f567", "1\u202f234\u202f567"),
    ],
)
def test_decimals(value: str, places: int, sv: str, en: str) -> None:
    assert formats.decimal(Decimal(value), places, "sv") == sv
    assert formats.decimal(Decimal(value), places, "en") == en


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6), st.integers(0, 6))
def test_decimals_say_the_rounded_number(value: Decimal, places: int) -> None:
    text = formats.decimal(value, places).replace("\u202f", "").replace("−", "-").replace(",", ".")

    assert Decimal(text) == round(value, places)
    assert text != "-0"


@pytest.mark.parametrize(
    ("source", "sv", "en"),
    [
        ("{{ d|day }}", "9\xa0september 2025", "9\xa0September 2025"),
        ("{{ d|day:2025 }}", "9\xa0september", "9\xa0September"),
        ("{{ none|day }}", "", ""),
        ("{{ d|weekday }}", "tisdag 9\xa0september 2025", "Tuesday 9\xa0September 2025"),
        ("{{ d|countdown:d }}", "i dag", "today"),
        ("{{ ore|kr }}", "163\u202f217,50\xa0kr", "163\u202f217,50\xa0kr"),
        ("{{ n|number }}", "−4\u202f516", "−4\u202f516"),
        ("{{ n|signed }} {{ m|signed }} {{ zero|signed }}", "−4\u202f516 +3 0", "−4\u202f516 +3 0"),
        ("{{ share|percent }}", "12,1\xa0%", "12.1%"),
        ("{{ share|percent:0 }}", "12\xa0%", "12%"),
        ("{{ m|in_words }} {{ n|in_words }}", "tre −4\u202f516", "three −4\u202f516"),
        ("{{ text|say }}{{ none|say }}", "&lt;hej", "&lt;hello"),
        ('{{ "late"|status_word }}', "Försenat", "Late"),
    ],
)
def test_the_filters_follow_the_language_of_the_page(source: str, sv: str, en: str) -> None:
    context = {
        "d": TODAY,
        "none": None,
        "ore": 16_321_750,
        "n": -4516,
        "m": 3,
        "zero": 0,
        "share": Decimal("0.1208"),
        "text": Text("<hej", "<hello"),
    }

    assert rendered(source, "sv", **context) == sv
    assert rendered(source, "en", **context) == en
