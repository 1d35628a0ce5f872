"""What an option changes: now, in closed periods and ahead; what is paired with what, and what weighs most."""

from __future__ import annotations

from datetime import date

import pytest

from samverk.rules.consequences import Change, Outcome, of_fact, weighed
from samverk.rules.evaluate import evaluate
from samverk.rules.facts import Fact
from samverk.rules.readings import decisions
from samverk.rules.ruleset import load
from tests.rules.small_world import HEAD, NAMES, TEXT, Story, definition

DAY = date(2017, 10, 1)
MEETINGS = """
[rule.moten]
kind = "meeting"
label = { sv = "Möten", en = "Meetings" }
cite = ["2/p2"]
body = "body:grupp"
quota = { per = "year" }
basis = { quota = "t-1" }
[interpretation.t-1]
param = "rule.moten.quota"
q = "Hur ofta?"
q_en = "How often?"
why = "Texten säger det inte."
why_en = "The text does not say."
decides = "body:grupp"
options = [{ min = 1, per = "year" }, { min = 3, per = "year" }]
status = "open"
"""
DUTY = """
[rule.oppet]
kind = "duty"
label = { sv = "Arbeta öppet", en = "Work openly" }
cite = ["2/p6"]
bearer = "each_party"
act = "cooperate"
pattern = "continuous"
check = "attested"
evidence = ["attestation"]
basis = { act = "t-2" }
[interpretation.t-2]
param = "rule.oppet.act"
q = "Vad?"
q_en = "What?"
why = "Det kan läsas på två sätt."
why_en = "It can be read in two ways."
decides = "all_parties"
options = ["cooperate", "assist"]
status = "provisional"
"""


def told() -> Story:
    story = Story().all_adopted()
    for year in (2015, 2016, 2017):
        for month in (3, 9)[: 2 if year == 2016 else 1]:
            story.on(date(year, month, 1), "meeting.held", body="grupp")
    return story


def outcomes(rules: str, reading: str, day: date = DAY) -> list[Outcome]:
    held = evaluate(definition(rules), told().facts, as_of=day, names=NAMES)
    return list(next(one for one in weighed(held) if one.reading.id == reading).outcomes)


def test_what_is_said_now_of_closed_periods_and_ahead_are_kept_apart() -> None:
    once, thrice = outcomes(MEETINGS, "t-1")

    assert [change.finding.headline.sv for change in once.changes] == [
        "Gruppen har haft ett möte 2017, kravet är minst 1"
    ]
    assert [change.before and change.before.verdict.value for change in once.changes] == ["counted"]
    assert [change.after and change.after.status for change in thrice.changes] == ["due"]
    assert [change.after and change.after.status for change in thrice.past] == ["breach", "breach"]
    assert [len(one.ahead) for one in (once, thrice)] == [1, 1]
    assert [(item.due_on, item.rule) for one in thrice.ahead for item in one.after] == [(date(2017, 12, 31), "moten")]
    assert (once.in_use, once.settled, once.changes_nothing) == (False, 1, False)


def test_what_calls_for_somebody_weighs_more_and_nothing_weighs_nothing() -> None:
    held = evaluate(definition(MEETINGS + DUTY), told().facts, as_of=DAY, names=NAMES)
    found = weighed(held)
    only = weighed(held, [held.situation.definition.readings["t-2"]])

    assert [one.reading.id for one in found] == ["t-1", "t-2"]
    assert found[0].weight == (4, 1)
    assert [one.reading.id for one in only] == ["t-2"]
    assert only[0].outcomes[0].changes_nothing
    assert only[0].outcomes[0].in_use


def test_a_decided_reading_has_nothing_left_to_change_under_its_own_option() -> None:
    story = told().on(
        date(2017, 9, 1), "interpretation.adopted", interpretation="t-1", option={"min": 3, "per": "year"}
    )
    held = evaluate(definition(MEETINGS), story.facts, as_of=DAY, names=NAMES)
    [one] = weighed(held)
    [other, own] = one.outcomes

    assert one.reading.status == "adopted"
    assert own == Outcome({"min": 3, "per": "year"}, in_use=True)
    assert [change.before and change.before.status for change in other.changes] == ["due"]


def test_a_decision_on_record_changes_what_it_is_recorded_to_change() -> None:
    held = evaluate(definition(MEETINGS), told().facts, as_of=DAY, names=NAMES)
    option = {"min": 3, "per": "year"}
    moment = held.situation.facts[-1].recorded_at
    fact = Fact(99, "interpretation.adopted", DAY, moment, None, {"interpretation": "t-1", "option": option})

    outcome = of_fact(held, fact)

    assert [change.after and change.after.status for change in outcome.changes] == ["due"]
    assert outcome.option == option
    assert not outcome.in_use


def test_a_decision_that_takes_the_place_of_another_is_weighed_against_it() -> None:
    option = {"min": 3, "per": "year"}
    story = told().on(date(2017, 9, 1), "interpretation.adopted", interpretation="t-1", option=option)
    held = evaluate(definition(MEETINGS), story.facts, as_of=DAY, names=NAMES)
    wrong = held.situation.facts[-1]
    withdrawn = Fact(99, "fact.withdrawn", DAY, wrong.recorded_at, None, {"reasons": "fel"}, corrects=wrong.seq)

    [change] = of_fact(held, withdrawn).changes

    assert (change.before and change.before.status, change.after and change.after.verdict.value) == ("due", "counted")


def test_a_change_is_of_something() -> None:
    with pytest.raises(ValueError, match="without findings"):
        _ = Change("moten", None, None, past=False).finding


def test_the_latest_decision_up_to_the_day_is_the_one_that_holds() -> None:
    story = told()
    for day, low in ((date(2016, 1, 1), 1), (date(2017, 1, 1), 3), (date(2018, 1, 1), 1)):
        story.on(day, "interpretation.adopted", interpretation="t-1", option={"min": low, "per": "year"})
    story.on(date(2017, 2, 1), "interpretation.adopted", interpretation="t-9", option="x")
    found = decisions(definition(MEETINGS), story.facts, DAY)

    assert {rid: fact.valid_on for rid, fact in found.items()} == {"t-1": date(2017, 1, 1)}
    assert decisions(definition(MEETINGS), story.facts, date(2015, 12, 31)) == {}


def test_a_day_from_which_others_are_bound_is_weighed_by_everything_it_moves() -> None:
    """An option of the entry reaches provisions that do not rest on it: bound earlier is owing earlier."""
    rules = (
        MEETINGS
        + """
[interpretation.t-3]
param = "rule.giltighet.not_before"
q = "Från när?"
q_en = "From when?"
why = "Det sägs inte."
why_en = "It is not said."
decides = "all_parties"
options = ["rule:loptid.start", "none"]
status = "provisional"
"""
    )
    resting = HEAD.replace(
        'not_before = "rule:loptid.start"', 'not_before = "rule:loptid.start"\nbasis = { not_before = "t-3" }'
    )
    files = {"agreement.toml": (resting + rules).encode(), "text.sv.md": TEXT.encode()}
    story = Story().all_adopted(date(2014, 6, 1)).on(date(2014, 9, 1), "meeting.held", body="grupp")
    held = evaluate(load(files), story.facts, as_of=DAY, names=NAMES)

    [own, none] = weighed(held, [held.situation.definition.readings["t-3"]])[0].outcomes

    assert own.changes_nothing
    assert {change.rule for change in (*none.changes, *none.past)} >= {"giltighet", "moten"}
