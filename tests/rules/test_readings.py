"""Readings (decisions.md 9, semantics C.1): which option is in use, what it changes, what the others are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from samverk.rules import readings
from samverk.rules.finding import ReadingUse
from samverk.rules.provisions import Withdrawal
from samverk.rules.values import ClassOf
from tests.rules.lifecycle import (
    APPOINTS_MANAGER,
    KSL_MEMBERSHIP,
    WITHDRAWAL,
    Diary,
    definition,
    norrort,
    reading,
)

DAY = date(2016, 5, 2)
CLOCK = reading("t-14-1", "rule.uttrade.clock", ["notice_dated", "notice_received"], "notice_received")


def adopt(diary: Diary, option: Any, day: date = DAY, rid: str = "t-14-1") -> Diary:
    return diary.add("interpretation.adopted", day, interpretation=rid, option=option)


def test_a_reading_counts_from_the_day_it_was_adopted_and_the_latest_wins() -> None:
    told = adopt(adopt(Diary(), "notice_dated"), "notice_received", date(2017, 1, 1))
    definition_ = definition(WITHDRAWAL, readings=[CLOCK])
    assert readings.adopted(definition_, told.facts, date(2016, 5, 1)) == {}
    assert readings.adopted(definition_, told.facts, DAY) == {"t-14-1": "notice_dated"}
    assert readings.adopted(definition_, told.facts, date(2017, 1, 1)) == {"t-14-1": "notice_received"}


def test_only_an_option_the_reading_has_can_be_adopted() -> None:
    told = adopt(adopt(Diary(), "notice_sent"), "notice_dated", rid="t-99")
    told.add("decision.made", DAY, interpretation="t-14-1", option="notice_dated")
    assert readings.adopted(definition(WITHDRAWAL, readings=[CLOCK]), told.facts, DAY) == {}


def test_an_adopted_option_is_in_every_provision_that_rests_on_it_and_in_no_other() -> None:
    before = norrort()
    after = readings.apply(before, {"t-14-1": "notice_dated", "t-99": "x"})
    changed = {rid for rid, rule in after.rules.items() if rule != before.rules[rid]}
    assert changed == {"uttrade"}
    rule = after.rules["uttrade"]
    assert isinstance(rule, Withdrawal)
    assert (rule.clock, rule.month_rule) == ("notice_dated", "same_day_else_last")
    assert {rid for rid, item in after.readings.items() if item != before.readings[rid]} == {"t-14-1"}
    assert after.readings["t-14-1"] == replace(before.readings["t-14-1"], status="adopted", chosen="notice_dated")
    assert readings.apply(before, {"t-99": "x"}) is before


def test_a_parameter_resting_on_a_reading_of_another_keeps_its_value() -> None:
    """N-14: the last day rests on the reading of the month rule as well, but its options are values of the other."""
    rule = replace(WITHDRAWAL, basis={"clock": "t-14-1", "last_day": "t-14-1"})
    found = readings.changes(rule, definition(rule, readings=[CLOCK]), {"t-14-1": "notice_dated"})
    assert found == {"clock": "notice_dated"}


def test_one_reading_can_be_of_the_same_parameter_of_every_provision() -> None:
    everywhere = replace(CLOCK, param="rule.*.clock")
    rule = replace(WITHDRAWAL, basis={"clock": "t-14-1"})
    assert readings.changes(rule, definition(rule, readings=[everywhere]), {"t-14-1": "notice_dated"}) == {
        "clock": "notice_dated"
    }


def test_a_parameter_that_is_a_word_of_the_language_has_its_own_field() -> None:
    """K-10 class, N-5a from."""
    members = replace(KSL_MEMBERSHIP, basis={"class": "t-1"})
    appoints = replace(APPOINTS_MANAGER, basis={"from": "t-2"})
    made = definition(
        members,
        appoints,
        readings=[
            reading("t-1", "rule.parter.class", [{"county": "01"}, {"county": "03"}], {"county": "01"}),
            reading("t-2", "rule.utse-forvaltare.from", ["parties", "persons"], "parties"),
        ],
    )
    options: dict[str, Any] = {"t-1": {"county": "03"}, "t-2": "persons"}
    assert readings.reread(members, made, options) == replace(members, class_=ClassOf(county="03"))
    assert readings.reread(appoints, made, options) == replace(appoints, from_="persons")


def test_the_readings_a_provision_rests_on_each_once_in_the_order_asked_for() -> None:
    used = readings.uses(norrort(), WITHDRAWAL, "holiday_shift", "month_rule", "clock", "form")
    assert used == (
        ReadingUse("t-14-2", "provisional", "same_day_else_last"),
        ReadingUse("t-14-1", "provisional", "notice_received"),
    )
    assert [use.id for use in readings.uses(norrort(), WITHDRAWAL)] == [
        "t-14-1",
        "t-14-2",
        "t-14-3",
        "t-14-4",
        "t-14-6",
    ]
    assert readings.uses(definition(WITHDRAWAL), WITHDRAWAL) == ()


@pytest.mark.parametrize(
    ("statuses", "basis"),
    [([], "stated"), (["adopted"], "stated"), (["adopted", "provisional"], "assumed"), (["open"], "assumed")],
)
def test_a_value_is_assumed_while_a_reading_of_it_is_not_adopted(statuses: list[Any], basis: str) -> None:
    used = [ReadingUse("t", status, None) for status in statuses]
    assert readings.basis_of(used, plain="stated") == basis
    assert readings.basis_of([]) == "derived"


def test_the_other_options_of_every_reading_at_most_fifty() -> None:
    many = [reading(f"t-{n}", "rule.uttrade.clock", [f"{n}-{o}" for o in range(30)], f"{n}-0") for n in (1, 2)]
    made = definition(WITHDRAWAL, readings=many)
    used = [ReadingUse(item.id, item.status, item.chosen) for item in many]
    found = [(item.id, option) for item, option in readings.others(made, used)]
    first = [("t-1", f"1-{o}") for o in range(1, 30)]
    assert found == [*first, *(("t-2", f"2-{o}") for o in range(1, 22))]
    assert len(found) == 50
