"""What an agreement states about itself (N-1, N-2, N-3, N-4, K-1, K-9a)."""

from __future__ import annotations

from datetime import date

import pytest

from samverk.reference.corpus import locate
from samverk.rules import statements
from samverk.rules.finding import Verdict
from samverk.rules.provisions import Areas
from samverk.rules.ruleset import load
from samverk.rules.situation import situation
from tests.rules.small_world import ALE, KIL, START, Story, findings


@pytest.mark.parametrize(
    ("as_of", "words", "english"),
    [
        (date(2015, 1, 1), "Har gällt i noll månader", "In force for zero months"),
        (date(2015, 2, 1), "Har gällt i en månad", "In force for one month"),
        (date(2016, 1, 31), "Har gällt i ett år", "In force for one year"),
        (date(2017, 3, 2), "Har gällt i två år och två månader", "In force for two years and two months"),
        (date(2017, 2, 28), "Har gällt i två år och en månad", "In force for two years and one month"),
    ],
)
def test_the_term_says_how_long(as_of: date, words: str, english: str) -> None:
    """N-4."""
    (found,) = findings("", Story().all_adopted(), as_of, "loptid")
    assert (found.headline.sv, found.headline.en) == (words, english)


def test_before_the_start_nothing_is_in_force() -> None:
    (found,) = findings("", Story(), date(2014, 12, 31), "loptid")
    assert (found.verdict, found.headline.sv) == (Verdict.PENDING, "Börjar gälla 1\u00a0januari 2015")


def test_the_parties_are_counted_with_the_next_change() -> None:
    """N-2."""
    story = Story().on(START, "decision.adopted", ALE).on(date(2015, 5, 20), "decision.adopted", KIL)
    (before,) = findings("", story, date(2015, 5, 1), "parter")
    (after,) = findings("", story, date(2015, 6, 1), "parter")
    assert before.value == {"count": 1, "parties": [ALE]}
    assert after.headline.sv == "2 parter"
    assert after.detail is not None
    assert "Bjuv" in after.detail.sv


def test_the_areas_with_measures_are_counted_in_a_sentence() -> None:
    """K-5."""
    definition = load(locate("ksl-nyanlanda").files)
    rule = definition.first(Areas)
    assert rule is not None
    (found,) = statements.areas(situation(definition, (), as_of=date(2014, 1, 1)), rule)
    assert found.headline.sv == "Insatser finns i nio av elva områden"
    assert found.headline.en == "There are measures in nine of eleven areas"
