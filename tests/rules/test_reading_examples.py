"""A made-up case for a reading: the first near day on which the options give different answers."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from samverk.reference import corpus
from samverk.rules.definition import Definition
from samverk.rules.reading_examples import example_of
from samverk.rules.ruleset import load

NORRORT, COUNTY = "koordination-norrort", "ksl-nyanlanda"
DAY = date(2026, 11, 22)
ADOPTION = (
    "En kommun beslutar 22 november 2026, skriver under 12 december 2026 och beslutet får laga kraft 17 december 2026"
)


@cache
def agreement(name: str) -> Definition:
    return load(corpus.locate(name).files)


def shown(name: str, reading: str, language: str = "sv") -> tuple[str, list[str]] | None:
    """The case and its answers with ordinary spaces; None where there is no case."""
    held = agreement(name)
    found = example_of(held, held.readings[reading], DAY)
    if found is None:
        return None
    plain = [text.in_language(language).replace("\u00a0", " ") for text in (found.told, *found.gives)]
    return plain[0], plain[1:]


@pytest.mark.parametrize(
    ("name", "reading", "told", "gives"),
    [
        (
            NORRORT,
            "t-14-1",
            "En uppsägning är daterad 19 november 2026, skickas 21 november 2026 och kommer in 22 november 2026",
            ["Part till och med 22 november 2027.", "Part till och med 19 november 2027.",
             "Part till och med 21 november 2027."],
        ),
        (
            NORRORT,
            "t-15-1",
            ADOPTION,
            ["Bunden från 12 december 2026.", "Bunden från 22 november 2026."],
        ),
        (
            COUNTY,
            "t-9-1",
            "En uppsägning är daterad 19 november 2026, skickas 21 november 2026 och kommer in 22 november 2026",
            ["Part till och med 22 augusti 2027.",
             "Part till och med 22 augusti 2027; då upphör överenskommelsen för alla."],
        ),
    ],
)  # fmt: skip
def test_the_answers_of_the_options_stand_side_by_side(name: str, reading: str, told: str, gives: list[str]) -> None:
    """N-14b, N-15b, K-9b."""
    assert shown(name, reading) == (told, gives)


def test_the_day_is_one_on_which_the_answers_differ() -> None:
    """K-9b: ways of counting months part only where the last month lacks the day."""
    english = shown(COUNTY, "t-9-5", "en")

    assert english == (
        "A notice is dated 28 December 2026, sent on 30 December 2026 and received on 31 December 2026",
        ["A party through 30 September 2027.", "A party through 1 October 2027."],
    )


def test_receipts_on_different_days_show_from_which_one_the_time_runs() -> None:
    """K-9b: from the last receipt or from the first."""
    found = shown(COUNTY, "t-9-2")

    assert found is not None
    assert found[0] == "En uppsägning når den ena av två andra parter 18 november 2026 och den andra 22 november 2026"
    assert found[1] == [
        "Part till och med 22 augusti 2027.",
        "Part till och med 18 augusti 2027.",
        "Det beror på fler uppgifter än så.",
    ]


@pytest.mark.parametrize("reading", ["t-14-6", "t-8-1", "t-10-5"])
def test_without_a_case_that_tells_them_apart_there_is_none(reading: str) -> None:
    assert shown(NORRORT, reading) is None
