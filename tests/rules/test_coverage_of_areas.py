"""Which areas the measures of a plan work in, and which parties take part there (K-5.1 to K-5.11, H-5, H-9)."""

from __future__ import annotations

from datetime import date

from samverk.rules.coverage import Coverage, Part, coverage
from samverk.rules.evaluate import evaluate
from samverk.rules.plans import areas_covered
from samverk.rules.ruleset import load
from tests.rules.definitions import ROOT, files
from tests.rules.small_world import Story

COUNTY = load(files(ROOT / "corpus" / "ksl-nyanlanda" / "2013-06-05"))
STOCKHOLM, BOTKYRKA, SIGTUNA, DANDERYD = "0180", "0127", "0191", "0162"


def found(story: Story, day: date = date(2014, 6, 1)) -> Coverage:
    return coverage(evaluate(COUNTY, story.facts, as_of=day).situation, "2013-2014")


def adopted(*codes: str) -> Story:
    story = Story()
    for code in codes:
        story.on(date(2013, 10, 1), "decision.adopted", code)
    return story


def test_every_area_has_the_numbers_of_its_measures_and_two_have_none() -> None:
    """Read from the plan by hand: no measure is about adult education or language."""
    areas = found(adopted()).areas

    assert areas == {
        "1": (), "2": (2,), "3": (10, 11), "4": (4, 5, 12), "5": (), "6": (6, 9), "7": (3, 4), "8": (5,),
        "9": (7, 8), "10": (5, 6, 12), "11": (1, 2, 13),
    }  # fmt: skip
    assert found(adopted()).uncovered == ("1", "5")
    assert areas == areas_covered(COUNTY)


def test_a_party_takes_part_by_name_or_through_a_body_where_it_has_a_seat() -> None:
    """H-5: Stockholm and Botkyrka are named; Sigtuna has a seat in the steering group that leads measures 1, 2, 7 …"""
    story = adopted(STOCKHOLM, BOTKYRKA, SIGTUNA, DANDERYD)
    story.on(date(2014, 3, 1), "body.member_added", SIGTUNA, body="styrgrupp")
    parties = found(story).parties

    assert parties[BOTKYRKA] == {"4": Part((5,)), "8": Part((5,)), "10": Part((5,))}
    assert parties[STOCKHOLM] == {"4": Part((5,)), "6": Part((9,)), "8": Part((5,)), "10": Part((5,))}
    assert parties[SIGTUNA] == {
        "2": Part((), (2,)), "4": Part((), (12,)), "9": Part((), (7, 8)), "10": Part((), (12,)),
        "11": Part((), (1, 2, 13)),
    }  # fmt: skip
    assert parties[DANDERYD] == {}


def test_the_seats_are_those_of_the_day_and_the_parties_too() -> None:
    story = adopted(SIGTUNA)
    story.on(date(2014, 3, 1), "body.member_added", SIGTUNA, body="styrgrupp")
    story.on(date(2014, 5, 1), "body.member_removed", SIGTUNA, body="styrgrupp")

    assert found(story, date(2014, 4, 30)).parties[SIGTUNA]["11"] == Part((), (1, 2, 13))
    assert found(story, date(2014, 5, 1)).parties[SIGTUNA] == {}
    assert found(story, date(2013, 9, 1)).parties == {}


def test_who_is_named_is_not_told_once_more_through_a_body() -> None:
    story = adopted(STOCKHOLM)
    story.on(date(2014, 3, 1), "body.member_added", STOCKHOLM, body="styrgrupp")
    assert found(story).parties[STOCKHOLM]["4"] == Part((5,), (12,))
