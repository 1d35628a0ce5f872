"""When attestations are owed, by whom, and what becomes of them (N-1, N-11, K-3, K-8c)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from samverk.rules.attestations import closing_day, latest_closed
from samverk.rules.finding import Finding
from samverk.rules.frozen import replace
from samverk.rules.situation import Situation, situation
from tests.rules.small_world import ALE, BJUV, KIL, NAMES, START, Story, definition, findings
from tests.rules.test_duties import CONDITIONED, OPENLY
from tests.rules.whole import whole

WITHOUT_WINDOW = OPENLY.replace(', window = { from = "09-01", to = "12-31" }', "")
IN_AUTUMN = OPENLY.replace('to = "12-31"', 'to = "11-30"')
WITHOUT_FOLLOW_UP = OPENLY.replace('collects = "attestations"\n', "")
PURPOSE = """
[rule.syfte]
kind = "purpose"
label = { sv = "Syftet", en = "The purpose" }
cite = ["2/p6"]
goals = ["oppenhet"]
[goal]
oppenhet = { sv = "Öppenhet", en = "Openness" }
"""


def attested(*given: tuple[str | None, int, str], rule: str = "oppet") -> Story:
    """All adopted; each attestation is of a party (None: of all), a year and a grade, given in November."""
    story = Story().all_adopted()
    for code, number, grade in given:
        story.on(date(number, 11, 20), "attestation.given", code, rule=rule, year=number, grade=grade)
    return story


def world(rules: str, as_of: date) -> Situation:
    return situation(definition(rules), Story().all_adopted().facts, as_of=as_of, names=NAMES)


@pytest.mark.parametrize(
    ("rules", "day"),
    [
        (OPENLY, date(2015, 12, 31)),
        (IN_AUTUMN, date(2015, 11, 30)),
        (WITHOUT_WINDOW, date(2015, 12, 31)),
        (WITHOUT_FOLLOW_UP, None),
        (CONDITIONED, None),
    ],
)
def test_the_follow_up_closes_with_its_window_or_with_the_year(rules: str, day: date | None) -> None:
    """N-11."""
    assert closing_day(world(rules, START), 2015) == day


@pytest.mark.parametrize(
    ("as_of", "year"),
    [
        (date(2015, 11, 30), 2014),  # the last day is inside
        (date(2015, 12, 1), 2015),
        (date(2016, 11, 30), 2015),
    ],
)
def test_the_latest_follow_up_that_has_closed(as_of: date, year: int) -> None:
    assert latest_closed(world(IN_AUTUMN, as_of)) == year
    assert latest_closed(world(WITHOUT_FOLLOW_UP, as_of)) is None


def states(rules: str, story: Story, as_of: date) -> dict[str, tuple[str, Any]]:
    """Verdict and year for each bearer."""
    found = findings(rules, story, as_of, "oppet")
    return {item.subject: (item.verdict.value, item.value["year"]) for item in found}


def test_the_latest_year_attested_is_shown_and_an_older_one_is_not_enough() -> None:
    """N-11: Ale has attested both years, Bjuv only the first, Kil none."""
    story = attested((ALE, 2015, "no"), (BJUV, 2015, "full"), (ALE, 2016, "full"))
    assert states(OPENLY, story, date(2017, 1, 1)) == {
        "party:1440": ("attested_full", 2016),
        "party:1260": ("attestation_missing", 2016),
        "party:1715": ("attestation_missing", 2016),
    }
    assert states(OPENLY, story, date(2016, 12, 31))["party:1260"] == ("attested_full", 2015)


def test_the_last_word_of_a_year_counts() -> None:
    assert states(OPENLY, attested((ALE, 2015, "no"), (ALE, 2015, "partly")), date(2015, 12, 1))["party:1440"] == (
        "attested_partly",
        2015,
    )


def test_nobody_owes_an_attestation_where_none_was_asked_for() -> None:
    """Where nobody answered at all, the follow-up itself is what is missing."""
    assert {verdict for verdict, _ in states(OPENLY, attested(), date(2016, 1, 1)).values()} == {"not_measurable"}
    without = states(WITHOUT_FOLLOW_UP, attested((ALE, 2015, "full")), date(2016, 1, 1))
    assert without["party:1715"] == ("not_measurable", None)


def test_a_party_that_joined_after_the_year_owes_nothing_for_it() -> None:
    story = Story().on(START, "decision.adopted", ALE).on(date(2016, 1, 1), "decision.adopted", KIL)
    story.on(date(2015, 11, 20), "attestation.given", ALE, rule="oppet", year=2015, grade="full")
    assert states(OPENLY, story, date(2016, 2, 1))["party:1715"] == ("not_measurable", None)


def test_what_is_not_measured_says_when_it_will_be() -> None:
    found = findings(OPENLY, attested(), date(2015, 6, 1), "oppet")[0]
    assert whole(found) == {
        "who": ("oppet", "duty", "party:1260", "party:1260"),
        "verdict": "not_measurable",
        "headline": ("Arbeta öppet: intygas vid uppföljningen", "Work openly: attested at the follow-up"),
        "detail": (
            "Kan inte räknas ut. Den som har åtagandet intygar en gång om året.",
            "Cannot be computed. Whoever bears it attests once a year.",
        ),
        "cites": ("2/p6",),
        "basis": "stated",
        "value": {"grade": None, "year": None},
        "as_of": "2015-06-01",
    }


def one(rules: str, story: Story, rule: str) -> Finding:
    (found,) = findings(rules, story, date(2016, 2, 1), rule)
    return found


def test_a_purpose_is_attested_by_all_together() -> None:
    """N-1, K-3: of nobody in particular; an example says that it is one."""
    story = attested((None, 2015, "full"), rule="syfte")
    found = one(OPENLY + PURPOSE, story, "syfte")
    assert (found.subject, found.verdict, found.example) == ("parties", "attested_full", False)
    story.facts[-1] = replace(story.facts[-1], example=True)
    assert one(OPENLY + PURPOSE, story, "syfte").example


def test_an_attestation_of_a_purpose_is_not_owed() -> None:
    found = one(OPENLY + PURPOSE, attested((ALE, 2015, "full")), "syfte")
    assert (found.verdict, found.due_on) == ("not_measurable", None)
