"""A round of recommendation, referral and adoption (K-L1 to K-L9, K-10a; semantics C.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from samverk.rules import adoption
from samverk.rules.adoption import OUTCOME_NAMES, answers, invited, reached
from samverk.rules.definition import Definition
from samverk.rules.finding import Finding, Verdict
from samverk.rules.situation import Situation, situation
from samverk.rules.values import RoundStep
from tests.rules.lifecycle import Diary, ksl, reading
from tests.rules.test_entry import ROUND as ADOPT_ONLY

NAMES = {
    "0180": "Stockholm",
    "0136": "Haninge",
    "0160": "Täby",
    "0139": "Upplands-Bro",
    "0192": "Nynäshamn",
    "0380": "Uppsala",
}
ROUND = replace(
    ADOPT_ONLY,
    steps=(RoundStep(id="remiss", act="refer", sent="2013-02", due=date(2013, 4, 15)), *ADOPT_ONLY.steps),
)
BEFORE, AFTER = date(2013, 11, 15), date(2013, 11, 16)


def county(**changes: Any) -> Definition:
    rule = replace(ROUND, **changes)
    late = reading("t-r-1", "rule.antagande.late_answer", ["accepted", "refused"], "accepted")
    base = ksl()
    return replace(base, rules={**base.rules, rule.id: rule}, readings={**base.readings, late.id: late})


def made(diary: Diary, as_of: date = AFTER, definition: Definition | None = None) -> Situation:
    return situation(definition or county(), diary.facts, as_of=as_of, names=NAMES)


def found(diary: Diary, as_of: date = AFTER, definition: Definition | None = None) -> list[Finding]:
    here = made(diary, as_of, definition)
    rule = here.definition.rules[ROUND.id]
    assert isinstance(rule, type(ROUND))
    items = list(adoption.findings(here, rule))
    assert len({item.key for item in items}) == len(items)
    return items


def of_party(diary: Diary, code: str = "0180", as_of: date = AFTER, definition: Definition | None = None) -> Finding:
    return next(item for item in found(diary, as_of, definition) if item.subject == f"party:{code}")


def mixed() -> Diary:
    """Every answer once; Täby late, Haninge without its extract."""
    diary = Diary().add("referral.sent", date(2013, 2, 10)).add("referral.answered", date(2013, 4, 15), "0180")
    diary.add("referral.answered", date(2013, 4, 16), "0136")
    diary.add("decision.adopted", date(2013, 9, 1), "0180", extract_on="2013-09-20")
    diary.add("decision.adopted", date(2013, 9, 2), "0136")
    diary.add("decision.adopted", date(2014, 2, 24), "0160", extract_on="2014-03-01")
    diary.add("decision.declined", date(2013, 10, 14), "0139")
    return diary.add("decision.adopted", date(2013, 11, 1), "0192", reservation=True, extract_on="2013-11-12")


def test_everybody_the_agreement_has_a_place_for_is_invited() -> None:
    """K-10a: the county; names from elsewhere are left out."""
    assert invited(made(Diary())) == ("0136", "0139", "0160", "0180", "0192")
    assert "0126" in invited(made(Diary().add("decision.declined", date(2013, 9, 1), "0126")))


def test_the_round_in_one_line() -> None:
    """K-L5, K-L9."""
    referral, whole = found(mixed(), date(2014, 3, 1))[:2]
    assert referral.headline.sv == "2 av 5 har svarat på remissen"
    assert referral.value == {"answered": 2, "late": 1, "of": 5}
    assert referral.detail is not None
    assert referral.detail.sv == "Efter dagen: Haninge."
    assert referral.period is not None
    assert (referral.period.start, referral.period.last_day) == (date(2013, 2, 10), date(2013, 4, 16))
    assert whole.headline.sv == "5 av 5 har svarat"
    assert whole.detail is not None
    assert whole.detail.sv == "Antagit: 3. Antagit med förbehåll: 1. Avböjt: 1. Efter dagen: Täby."
    assert (whole.verdict, whole.due_on) == (Verdict.FULFILLED, date(2013, 11, 15))
    assert [text.sv for text in whole.missing] == ["protokollsutdrag från Haninge"]


@pytest.mark.parametrize(
    ("code", "verdict", "headline"),
    [
        ("0180", Verdict.FULFILLED, "Stockholm antog 1\u00a0september 2013"),
        ("0160", Verdict.FULFILLED_LATE, "Täby antog 24\u00a0februari 2014, efter 15\u00a0november 2013"),
        ("0139", Verdict.INFORMATION, "Upplands-Bro avböjde 14\u00a0oktober 2013"),
        ("0192", Verdict.UNKNOWN, "Nynäshamn antog med förbehåll 1\u00a0november 2013"),
    ],
)
def test_each_answer_is_said(code: str, verdict: Verdict, headline: str) -> None:
    item = of_party(mixed(), code, date(2014, 3, 1))
    assert (item.verdict, item.headline.sv) == (verdict, headline)


def test_a_late_adoption_shows_what_the_other_reading_would_make_of_it() -> None:
    """T-r-1."""
    item = of_party(mixed(), "0160", date(2014, 3, 1))
    assert [(other.option, other.value) for other in item.alternatives] == [("refused", "no_answer")]
    refused = of_party(mixed(), "0160", date(2014, 3, 1), county(late_answer="refused"))
    assert refused.verdict is Verdict.NOT_APPLICABLE
    other = of_party(mixed(), "0160", date(2014, 3, 1), county(late_answer="open"))
    assert other.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(("as_of", "verdict"), [(BEFORE, Verdict.PENDING), (AFTER, Verdict.OVERDUE)])
def test_one_who_has_not_answered_is_late_only_after_the_day_and_never_in_breach(as_of: date, verdict: Verdict) -> None:
    """K-L9: a wish, so late answers count."""
    item = of_party(Diary(), as_of=as_of)
    assert (item.verdict, item.headline.sv, item.due_on) == (verdict, "Stockholm har inte svarat", date(2013, 11, 15))
    assert item.detail is not None
    assert item.detail.sv == "Dagen är ett önskemål: ett senare svar tas emot."
    strict = of_party(Diary(), as_of=as_of, definition=county(late_answer="refused"))
    assert strict.detail is None
    postponed = of_party(Diary().add("decision.postponed", date(2013, 10, 1), "0180"), as_of=as_of)
    assert (postponed.verdict, postponed.headline.sv) == (verdict, "Stockholm bordlade frågan 1\u00a0oktober 2013")
    assert found(Diary(), as_of)[1].verdict is verdict


def test_a_round_without_days_is_never_late() -> None:
    undated = county(steps=(RoundStep(id="antagande", act="adopt"), RoundStep(id="remiss", act="refer")))
    assert of_party(Diary(), as_of=date(2020, 1, 1), definition=undated).verdict is Verdict.PENDING
    assert found(mixed(), date(2014, 3, 1), undated)[0].detail is None
    bare = county(steps=())
    items = found(Diary(), date(2020, 1, 1), bare)
    assert items[0].due_on is None
    assert len(items) == 1 + 5


def test_a_referral_nobody_has_answered_or_sent_is_shown_from_the_day_itself() -> None:
    referral = found(Diary(), date(2013, 3, 1))[0]
    assert referral.value == {"answered": 0, "late": 0, "of": 5}
    assert referral.period is not None
    assert referral.period.start == date(2013, 3, 1)
    only_answers = found(Diary().add("referral.answered", date(2013, 3, 4), "0180"), date(2013, 3, 10))[0]
    assert only_answers.period is not None
    assert only_answers.period.start == date(2013, 3, 4)


def test_the_first_answer_to_a_referral_counts() -> None:
    diary = (
        Diary().add("referral.answered", date(2013, 4, 1), "0180").add("referral.answered", date(2013, 5, 1), "0180")
    )
    here = made(diary)
    assert not answers(here, ROUND)["0180"].referred_late


def test_one_who_adopted_and_left_has_still_adopted() -> None:
    diary = Diary().add("decision.adopted", date(2013, 9, 1), "0180").add("decision.adopted", date(2013, 9, 1), "0136")
    diary.leaves("0180", date(2015, 1, 1), ("0136", date(2015, 1, 1))).add(
        "decision.declined", date(2016, 1, 1), "0180"
    )
    assert answers(made(diary, date(2017, 1, 1)), ROUND)["0180"].outcome == "adopts"


def test_the_inhabitants_reached() -> None:
    assert reached(["0180", "0136"], {"0180": 900, "0136": 80, "0160": 20}) == (980, 1000)
    assert reached(["0999"], {"0180": 900}) == (0, 900)
    diary = mixed().add(
        "weights.updated", date(2013, 5, 1), year=2013, snapshot="s", figures={"0180": 900, "0139": 100}
    )
    whole = found(diary, date(2014, 3, 1))[1]
    assert whole.detail is not None
    assert whole.detail.sv.endswith("900 av 1\u202f000 invånare.")
    nothing = mixed().add("weights.updated", date(2013, 5, 1), year=2013, snapshot="s", figures={"9999": 1})
    detail = found(nothing, date(2014, 3, 1))[1].detail
    assert detail is not None
    assert detail.sv.endswith("Efter dagen: Täby.")


def test_a_decision_not_yet_in_force_is_an_adoption_all_the_same() -> None:
    two = county()
    entry = replace(two.rules["giltighet"], min_parties=2)  # type: ignore[call-arg]  # only an entry has it
    waiting = replace(two, rules={**two.rules, "giltighet": entry})
    item = of_party(Diary().add("decision.adopted", date(2013, 9, 1), "0180"), definition=waiting)
    assert item.value == {"outcome": "adopts", "on": "2013-09-01", "late": False}


def test_outcomes_have_names_in_both_languages() -> None:
    assert {name.en for name in OUTCOME_NAMES.values()} == {
        "Adopted", "Adopted with reservation", "Declined", "Postponed", "No answer",
    }  # fmt: skip
