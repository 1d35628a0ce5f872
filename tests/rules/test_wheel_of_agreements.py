"""The year of the two agreements themselves: the plan, the round, the invoices (H-5, H-13, K-L1–K-L9, N-10b, N-10c)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from samverk.rules.definition import Definition
from samverk.rules.evaluate import evaluate
from samverk.rules.frozen import replace
from samverk.rules.intervals import Interval
from samverk.rules.provisions import Term
from samverk.rules.ruleset import load
from samverk.rules.wheel.entry import WheelEntry
from samverk.rules.wheel.year import entries
from tests.rules.definitions import ROOT, files
from tests.rules.lifecycle import started
from tests.rules.small_world import ALE, BJUV, Story, evaluated
from tests.rules.test_duties import COPY, REPORT
from tests.rules.test_holdings import REPRESENTATIVE
from tests.rules.whole import both

COUNTY = load(files(ROOT / "corpus" / "ksl-nyanlanda" / "2013-06-05"))
NORTH = load(files(ROOT / "corpus" / "koordination-norrort" / "2014-04-15"))
STOCKHOLM, TABY = "0180", "0160"


def county(story: Story, as_of: date, year: int, definition: Definition = COUNTY) -> dict[str, WheelEntry]:
    """The entries of the county's agreement by their names."""
    codes = {code: code for members in definition.subregion_members.values() for code in members}
    evaluation = evaluate(definition, story.facts, as_of=as_of, names=codes)
    return {item.identity: item for item in entries(evaluation, year)}


def adopted() -> Story:
    story = Story().on(date(2013, 6, 5), "recommendation.issued")
    return story.on(date(2013, 10, 1), "decision.adopted", STOCKHOLM)


def states(found: dict[str, WheelEntry], lane: str) -> dict[str, tuple[Any, ...]]:
    """What is in a ring: status, first and last day."""
    return {
        name: (item.status, item.first.isoformat(), item.last.isoformat())
        for name, item in found.items()
        if item.lane == lane
    }


def test_the_plan_of_2013_promises_by_half_year_by_year_and_by_a_day() -> None:
    """H-5, H-13a, H-13b, H-13d. Two meetings of the forum in the autumn; the communication plan came in time."""
    story = adopted()
    for day in (date(2013, 10, 8), date(2013, 12, 3)):
        story.on(day, "meeting.held", None, body="regionalt-samrad")
    story.on(date(2013, 12, 10), "document.published", None, measure=13, act="produce")

    assert states(county(story, date(2014, 1, 1), 2013), "plan") == {
        "handlingsplan/2013-2014.5.1/2013-H1": ("breach", "2013-01-01", "2013-06-30"),
        "handlingsplan/2013-2014.5.1/2013-H2": ("ok", "2013-07-01", "2013-12-31"),
        "handlingsplan/2013-2014.13.1/2013": ("breach", "2013-01-01", "2013-12-31"),
        "handlingsplan/2013-2014.13.2/2013": ("breach", "2013-01-01", "2013-12-31"),
        "handlingsplan/2013-2014.13.4/2013-2014": ("ok", "2013-12-31", "2013-12-31"),
    }


def test_what_the_plan_promises_without_a_day_is_one_entry_on_its_last_day() -> None:
    story = adopted().on(date(2014, 11, 18), "document.published", None, measure=2, act="produce")
    found = county(story, date(2015, 1, 1), 2014)["handlingsplan/2013-2014/end"]

    assert both(found.label) == (
        "Det planen lovar utan egen sista dag", "What the plan promises without a last day of its own",
    )  # fmt: skip
    assert both(found.detail) == (
        "Insats 2, 3, 4, 5, 6, 8, 11, 12 och 13", "Measures 2, 3, 4, 5, 6, 8, 11, 12 and 13",
    )  # fmt: skip
    assert (found.status, found.tally, found.basis) == ("late", (("late", 9), ("ok", 1)), "assumed")
    assert [mark.day for mark in found.marks] == [date(2014, 11, 18)]
    assert (found.first, found.last, found.plan) == (date(2014, 12, 31), date(2014, 12, 31), ("2013-2014", 0))
    assert found.who[:2] == ("body:styrgrupp", "actor:nyin")


def test_a_few_promises_without_a_day_are_told_one_by_one() -> None:
    """A plan of measures 2, 9 and 11: two promise something, one waits and so presses nobody."""
    plan = COUNTY.plans["2013-2014"]
    short = replace(plan, measures=tuple(one for one in plan.measures if one.number in (2, 9, 11)))
    found = county(adopted(), date(2015, 1, 1), 2014, replace(COUNTY, plans={plan.id: short}))

    assert {name: item.status for name, item in found.items() if item.lane == "plan"} == {
        "handlingsplan/2013-2014.2.1/2013-2014": "late",
        "handlingsplan/2013-2014.11.1/2013-2014": "late",
    }


def test_a_measure_that_waits_is_not_late() -> None:
    plan = COUNTY.plans["2013-2014"]
    waiting = replace(next(one for one in plan.measures if one.number == 2), status="waiting")
    found = county(
        adopted(), date(2015, 1, 1), 2014, replace(COUNTY, plans={plan.id: replace(plan, measures=(waiting,))})
    )
    assert found["handlingsplan/2013-2014.2.1/2013-2014"].status == "na"


def test_a_plan_says_nothing_of_other_years() -> None:
    assert states(county(adopted(), date(2016, 1, 1), 2015), "plan") == {}


def test_a_plan_without_a_provision_on_plans_says_nothing() -> None:
    rules = {name: rule for name, rule in COUNTY.rules.items() if rule.kind != "plan"}
    assert states(county(adopted(), date(2014, 1, 1), 2013, replace(COUNTY, rules=rules)), "plan") == {}


def test_the_round_of_2013_has_its_days_and_who_still_owes_an_answer() -> None:
    """K-L3, K-L8: the referral by 15 April, the recommendation of 5 June, the wish for answers by 15 November."""
    found = county(adopted(), date(2013, 11, 1), 2013)
    round_ = {
        name: (item.last.isoformat(), item.status, item.kind)
        for name, item in found.items()
        if item.rule == "antagande" and item.kind == "day"
    }

    assert {day for day, _status, _kind in round_.values()} >= {"2013-06-05", "2013-11-15"}
    assert {status for day, status, _kind in round_.values() if day == "2013-11-15"} == {"coming"}
    assert {status for day, status, _kind in round_.values() if day == "2013-06-05"} == {"ok"}
    owing = [item for item in found.values() if item.rule == "antagande" and item.kind == "deadline"]
    assert [len(item.who) for item in owing] == [25]
    assert f"party:{STOCKHOLM}" not in owing[0].who


def north(story: Any, as_of: date, year: int, **options: str) -> dict[str, WheelEntry]:
    made = evaluate(NORTH, story.facts, as_of=as_of, options=options)
    return {item.identity: item for item in entries(made, year) if item.rule == "avgift"}


def test_invoices_wait_for_the_update_of_april() -> None:
    """N-10b, N-10c."""
    found = north(started(), date(2026, 2, 1), 2026)["avgift/invoices/2026"]

    assert (found.first, found.last, found.status) == (date(2026, 4, 1), date(2026, 12, 31), "coming")
    assert both(found.label) == ("Årsavgift: fakturor för 2026", "Annual fee: invoices for 2026")
    assert north(started(), date(2027, 1, 1), 2026)["avgift/invoices/2026"].status == "unmeasured"


def test_invoices_are_done_when_every_party_has_one() -> None:
    diary = started()
    codes = sorted(NORTH.parties)
    for code in codes:
        diary.add("invoice.issued", date(2026, 5, 12), code, year=2026, amount=100)
    found = north(diary, date(2026, 6, 1), 2026)["avgift/invoices/2026"]

    assert (found.status, [mark.day for mark in found.marks]) == ("ok", [date(2026, 5, 12)])
    assert (found.marks_in(2026), found.marks_in(2027)) == (found.marks, ())
    assert north(diary, date(2026, 6, 1), 2025)["avgift/invoices/2025"].status == "unmeasured"


def test_a_fee_from_april_to_march_is_invoiced_into_the_next_year() -> None:
    """t-10-3 read the other way: in 2026 both the fee of 2025 and that of 2026 have days."""
    made = evaluate(NORTH, started().facts, as_of=date(2026, 2, 1), options={"t-10-3": "april_to_march"})
    found = {item.identity: (item.first, item.last) for item in entries(made, 2026) if item.rule == "avgift"}

    assert found == {
        "avgift/invoices/2025": (date(2025, 4, 1), date(2026, 3, 31)),
        "avgift/invoices/2026": (date(2026, 4, 1), date(2027, 3, 31)),
    }


def test_a_year_that_is_not_decided_has_no_invoices() -> None:
    made = evaluate(NORTH, started().facts, as_of=date(2026, 2, 1), options={"t-10-3": "open"})
    assert [item for item in entries(made, 2026) if item.rule == "avgift"] == []


def test_before_anyone_is_bound_there_are_no_invoices() -> None:
    assert north(started(), date(2026, 2, 1), 2010) == {}


def test_a_duty_to_be_done_once_is_called_once() -> None:
    (found,) = entries(evaluated(REPORT, Story().all_adopted(), date(2015, 2, 1)), 2015)[-1:]
    assert [item.identity for item in entries(evaluated(REPORT, Story().all_adopted(), date(2015, 2, 1)), 2015)
            if item.rule == "rapport"] == ["rapport/role:vard/once"]  # fmt: skip
    assert found.first <= found.last


def test_what_a_new_party_sets_off_is_named_by_its_entry() -> None:
    """N-F: a copy to each party, within thirty days when so decided; a second entry is another matter."""
    decided = COPY.replace('within = "open"', 'within = "P30D"').partition("basis =")[0]
    story = Story().on(date(2015, 3, 1), "decision.adopted", ALE).on(date(2015, 3, 20), "copy.delivered", ALE)
    story.on(date(2015, 5, 1), "decision.adopted", BJUV)
    found = [item for item in entries(evaluated(decided, story, date(2015, 6, 15)), 2015) if item.rule == "exemplar"]

    assert [(item.identity, item.last, item.status) for item in found] == [
        ("exemplar/party:1440/entry1", date(2015, 3, 31), "ok"),
        ("exemplar/party:1260/entry1", date(2015, 5, 31), "late"),
    ]


def test_a_gap_with_a_time_to_fill_it_has_its_last_day() -> None:
    """N-6a: a representative who leaves is replaced within a month; the gap is named by where it begins."""
    rules = REPRESENTATIVE.rstrip() + '\ngrace = "P1M"\n'
    story = Story().all_adopted()
    story.on(date(2015, 1, 1), "role.assigned", ALE, role="ledamot")
    story.on(date(2015, 8, 1), "role.ended", ALE, role="ledamot")
    found = [
        item for item in entries(evaluated(rules, story, date(2015, 8, 10)), 2015, whose=frozenset({f"party:{ALE}"}))
        if item.rule == "ledamot"
    ]  # fmt: skip

    assert [(item.identity, item.first, item.last, item.status) for item in found] == [
        ("ledamot/party:1440/2015-08-01", date(2015, 8, 1), date(2015, 9, 1), "due"),
    ]


def test_the_period_of_an_entry_may_pass_the_turn_of_the_year() -> None:
    made = evaluate(NORTH, started().facts, as_of=date(2026, 2, 1), options={"t-10-3": "april_to_march"})
    found = next(item for item in entries(made, 2026) if item.identity == "avgift/invoices/2025")
    assert found.touches(2025)
    assert found.touches(2026)
    assert not found.touches(2027)
    assert Interval(found.first, found.last).days() == 364


@pytest.mark.parametrize("year", [2014, 2015, 2020, 2026, 2030])
def test_every_entry_of_both_agreements_cites_words_of_the_text(year: int) -> None:
    for definition, facts in ((NORTH, started().facts), (COUNTY, adopted().facts)):
        for item in entries(evaluate(definition, facts, as_of=date(2026, 3, 1)), year):
            assert item.cites, item.identity
            assert definition.text is not None
            assert all(definition.text.words(cite) for cite in item.cites), item.identity


def test_an_agreement_without_a_term_has_no_day_of_its_own() -> None:
    rules = {name: rule for name, rule in NORTH.rules.items() if rule.kind != "term"}
    bare = evaluate(replace(NORTH, rules=rules), started().facts, as_of=date(2014, 6, 1))
    assert [item for item in entries(bare, 2014) if item.rule == "tid"] == []


def test_a_term_that_only_ends_has_no_last_day_for_notice() -> None:
    (term,) = NORTH.of_kind(Term)
    ending = replace(term, duration="fixed", end=date(2016, 12, 31))
    made = evaluate(replace(NORTH, rules={**NORTH.rules, term.id: ending}), started().facts, as_of=date(2015, 6, 1))
    found = [(item.identity, item.last) for item in entries(made, 2016) if item.rule == term.id]

    assert found == [(f"{term.id}/agreement/end", date(2016, 12, 31))]


def test_what_many_did_on_the_same_day_is_one_mark() -> None:
    yearly = REPORT.partition("basis =")[0].replace('pattern = "achieve"\ndue = 2015-06-30', 'pattern = "recurring"')
    yearly = yearly.replace('"role:vard"', '"each_party"') + 'quota = { per = "year", min = 1 }\n'
    story = Story().all_adopted()
    for code, day in ((ALE, date(2015, 3, 1)), (BJUV, date(2015, 3, 1)), (BJUV, date(2015, 9, 1))):
        story.on(day, "document.published", code, act="report_once")
    (found,) = [item for item in entries(evaluated(yearly, story, date(2016, 1, 1)), 2015) if item.rule == "rapport"]

    assert [mark.day for mark in found.marks] == [date(2015, 3, 1), date(2015, 9, 1)]
    assert found.identity == "rapport/parties/2015"
    assert found.tally == (("breach", 1), ("ok", 2))
