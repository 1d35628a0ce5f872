"""Everything said of a round of adoption (K-L1 to K-L9, K-10a): the referral, the sum, each answer, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samverk.rules.adoption import answers
from samverk.rules.finding import Finding
from samverk.rules.provisions import AdoptionRound
from tests.rules.lifecycle import KSL_ENTRY, Diary, reading
from tests.rules.test_adoption import BEFORE, ROUND, county, found, made, mixed, of_party
from tests.rules.whole import whole

READ = ["t-r-1 provisional accepted"]
REFERRED = ("Remissvar", "Referral answered")
ADOPTED = ("Beslut att anta", "Decision to adopt")
MARCH = date(2014, 3, 1)


def everything(diary: Diary, as_of: date = MARCH) -> tuple[Finding, Finding]:
    """The referral and the sum."""
    referral, total, *_ = found(diary, as_of)
    return referral, total


def test_the_referral_as_a_whole() -> None:
    """K-L3: from the day it was sent through the last answer; history afterwards."""
    assert whole(everything(mixed())[0]) == {
        "who": ("antagande", "adoption_round", "parties"),
        "verdict": "information",
        "headline": ("2 av 5 har svarat på remissen", "2 of 5 have answered the referral"),
        "detail": ("Efter dagen: Haninge.", "After the day: Haninge."),
        "cites": ("R",),
        "basis": "assumed",
        "period": "2013-02-10–2013-04-16",
        "value": {"answered": 2, "late": 1, "of": 5},
        "due_on": "2013-04-15",
        "inputs": [
            (("Remiss skickad", "Referral sent"), "2013-02-10", "fact", 1),
            (REFERRED, "2013-04-16", "fact", 3),
            (REFERRED, "2013-04-15", "fact", 2),
        ],
        "because": (1, 3, 2),
        "readings": READ,
        "as_of": "2014-03-01",
    }


def test_a_referral_nobody_recorded_as_sent_begins_with_the_first_answer() -> None:
    diary = Diary().add("referral.answered", date(2013, 3, 20), "0136")
    diary.add("referral.answered", date(2013, 3, 1), "0180")
    assert whole(everything(diary)[0])["period"] == "2013-03-01–2013-04-15"


def test_a_referral_resting_on_no_reading_is_stated() -> None:
    referral, *_ = found(mixed(), MARCH, county(basis={}))
    assert referral.basis == "stated"


def test_the_sum_as_a_whole() -> None:
    """K-L5 to K-L7."""
    assert whole(everything(mixed())[1]) == {
        "who": ("antagande", "adoption_round", "parties"),
        "verdict": "fulfilled",
        "headline": ("5 av 5 har svarat", "5 of 5 have answered"),
        "detail": (
            "Antagit: 3. Antagit med förbehåll: 1. Avböjt: 1. Efter dagen: Täby.",
            "Adopted: 3. Adopted with reservation: 1. Declined: 1. After the day: Täby.",
        ),
        "cites": ("R",),
        "basis": "assumed",
        "value": {
            "adopts": 3,
            "adopts_with_reservation": 1,
            "declines": 1,
            "postponed": 0,
            "no_answer": 0,
            "late": 1,
            "of": 5,
        },
        "due_on": "2013-11-15",
        "readings": READ,
        "missing": [("protokollsutdrag från Haninge", "the minutes extract of Haninge")],
        "as_of": "2014-03-01",
    }


def test_who_has_postponed_is_named_in_the_sum() -> None:
    diary = Diary().add("decision.postponed", date(2013, 10, 1), "0160", until="2013-12-01")
    diary.add("decision.adopted", date(2013, 9, 1), "0180", extract_on="2013-09-20")
    total = whole(everything(diary, BEFORE)[1])
    assert total["headline"] == (
        "2 av 5 har svarat, Täby har skjutit upp sitt beslut",
        "2 of 5 have answered, Täby postponed the decision",
    )
    assert "missing" not in total


def test_where_nobody_has_answered_there_is_nothing_to_say_of_it() -> None:
    total = whole(everything(Diary(), BEFORE)[1])
    assert total["headline"] == ("0 av 5 har svarat", "0 of 5 have answered")
    assert "detail" not in total


def test_an_adoption_whose_extract_is_missing() -> None:
    """K-L6: bound all the same; the extract is asked for."""
    assert whole(of_party(mixed(), "0136", MARCH)) == {
        "who": ("antagande", "adoption_round", "party:0136", "party:0136"),
        "verdict": "fulfilled",
        "headline": ("Haninge antog 2 september 2013", "Haninge adopted on 2 September 2013"),
        "cites": ("R",),
        "basis": "assumed",
        "value": {"outcome": "adopts", "on": "2013-09-02", "late": False},
        "inputs": [(REFERRED, "2013-04-16", "fact", 3), (ADOPTED, "2013-09-02", "fact", 5)],
        "because": (3, 5),
        "readings": READ,
        "missing": [("protokollsutdrag", "the minutes extract")],
        "as_of": "2014-03-01",
    }


def test_an_adoption_after_the_day() -> None:
    """K-10a, t-r-1: what it amounts to under the other option."""
    assert whole(of_party(mixed(), "0160", MARCH)) == {
        "who": ("antagande", "adoption_round", "party:0160", "party:0160"),
        "verdict": "fulfilled_late",
        "headline": (
            "Täby antog 24 februari 2014, efter 15 november 2013",
            "Täby adopted on 24 February 2014, after 15 November 2013",
        ),
        "cites": ("R",),
        "basis": "assumed",
        "value": {"outcome": "adopts", "on": "2014-02-24", "late": True},
        "inputs": [(ADOPTED, "2014-02-24", "fact", 6)],
        "because": (6,),
        "readings": READ,
        "alternatives": [
            (
                "t-r-1",
                "refused",
                "no_answer",
                None,
                ("”refused”: antagandet gäller inte", "“refused”: the adoption does not count"),
            )
        ],
        "as_of": "2014-03-01",
    }


def test_where_late_answers_are_refused_the_other_reading_lets_them_count() -> None:
    base = county(late_answer="refused")
    refused = reading("t-r-1", "rule.antagande.late_answer", ["accepted", "refused"], "refused")
    definition = replace(base, readings={**base.readings, "t-r-1": refused})
    (other,) = whole(of_party(mixed(), "0160", MARCH, definition))["alternatives"]
    said = ("”accepted”: antagandet gäller", "“accepted”: the adoption counts")
    assert other == ("t-r-1", "accepted", "adopts", None, said)


def test_only_the_reading_of_late_answers_has_other_outcomes() -> None:
    base = county(basis={**ROUND.basis, "outcomes": "t-r-9"})
    more = reading("t-r-9", "rule.antagande.outcomes", [["adopts"], ["declines"]], None)
    definition = replace(base, readings={**base.readings, more.id: more})
    assert [a.reading for a in of_party(mixed(), "0160", MARCH, definition).alternatives] == ["t-r-1"]


@pytest.mark.parametrize(
    ("code", "kind"), [("0139", "declines"), ("0192", "adopts_with_reservation"), ("0180", "adopts")]
)
def test_an_answer_in_time_or_without_effect_has_no_other_outcome_and_no_last_day(code: str, kind: str) -> None:
    answer = whole(of_party(mixed(), code, MARCH))
    assert answer["value"]["outcome"] == kind
    assert not {"alternatives", "missing", "due_on"} & set(answer)


def test_a_late_answer_that_does_not_adopt_has_no_other_outcome() -> None:
    """Only an adoption can be counted or not."""
    diary = Diary().add("decision.declined", date(2014, 2, 1), "0160")
    answer = of_party(diary, "0160", MARCH)
    assert (answer.value["late"], answer.alternatives) == (True, ())


@pytest.mark.parametrize("kind", [None, "decision.postponed"])
def test_who_has_not_decided_has_until_the_day(kind: str | None) -> None:
    """K-L5: no answer yet, or a matter put off."""
    diary = Diary() if kind is None else Diary().add(kind, date(2013, 10, 1), "0160")
    assert of_party(diary, "0160", BEFORE).due_on == date(2013, 11, 15)


def test_an_answer_on_the_last_day_is_in_time() -> None:
    """K-L5."""
    on_the_day = Diary().add("decision.adopted", BEFORE, "0160", extract_on="2013-11-15")
    assert of_party(on_the_day, "0160", MARCH).verdict == "fulfilled"


def test_an_answer_points_at_the_decision_it_is() -> None:
    """The adoption that bound, not the later word; the last word where nothing bound."""
    diary = Diary().add("decision.postponed", date(2013, 8, 1), "0160")
    diary.add("decision.adopted", date(2013, 9, 1), "0160").add("decision.postponed", date(2014, 1, 1), "0160")
    diary.add("decision.postponed", date(2013, 8, 1), "0136").add("decision.declined", date(2013, 9, 1), "0136")
    here = made(diary, MARCH)
    rule = here.definition.rules[ROUND.id]
    assert isinstance(rule, AdoptionRound)
    given = answers(here, rule)
    decisive = {code: fact.seq for code, answer in given.items() if (fact := answer.fact) is not None}
    assert decisive == {"0160": 2, "0136": 5}
    assert [given[code].outcome for code in ("0160", "0136")] == ["adopts", "declines"]


def test_one_bound_by_another_requirement_than_a_decision_adopted_the_day_it_was_bound() -> None:
    """K-9a: under an agreement bound by signature, the day is the first day as a party."""
    base = county()
    signing = replace(KSL_ENTRY, requires=("signature",), effective="signature")
    definition = replace(base, rules={**base.rules, signing.id: signing})
    diary = Diary().add("decision.adopted", date(2013, 9, 20), "0160").add("signature.given", date(2013, 9, 1), "0160")
    assert of_party(diary, "0160", MARCH, definition).value["on"] == "2013-09-01"
