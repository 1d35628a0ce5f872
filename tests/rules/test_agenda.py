"""What is due, late and coming, row by row (N-8g, N-10b, N-14): whole rows, in order, with the day each opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from samverk.rules import agenda
from samverk.rules.agenda import AgendaItem
from samverk.rules.evaluate import Evaluation, evaluate
from tests.rules.lifecycle import MANAGER, NORRORT, WITHDRAWAL, Diary, norrort, started
from tests.rules.small_world import ALE, BJUV, KIL, START, Story, evaluated
from tests.rules.test_bodies import BODIES
from tests.rules.test_duties import PAY
from tests.rules.test_holdings import COORDINATOR, REPRESENTATIVE
from tests.rules.test_whole_findings import MEETINGS
from tests.rules.whole import both

YEARLY = """
[rule.rapport]
kind = "duty"
label = { sv = "Rapportera", en = "Report" }
cite = ["2/p6"]
bearer = "BEARER"
act = "report_yearly"
pattern = "recurring"
quota = { per = "year", min = 1, window = { from = "03-01", to = "04-30" } }
check = "auto"
evidence = ["document"]
"""


def row(item: AgendaItem) -> dict[str, Any]:
    """Everything a row says, without what it leaves unsaid."""
    fields = {
        "rule": item.rule, "what": both(item.what), "who": item.who, "cites": item.cites, "status": item.status,
        "basis": item.basis, "opens": item.opens and item.opens.isoformat(),
        "due_on": item.due_on and item.due_on.isoformat(), "detail": both(item.detail), "key": item.key,
        "example": item.example,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, False)}


def invoiced() -> Story:
    return Story().all_adopted().on(date(2015, 5, 12), "invoice.issued", ALE, year=2015, amount=100)


def test_everything_late_and_due_the_oldest_first() -> None:
    """By the last day, else by the day it began."""
    found = agenda.todo(evaluated(PAY + MEETINGS + COORDINATOR, invoiced(), date(2015, 11, 12)))
    assert [row(item) for item in found] == [
        {
            "rule": "samordnare",
            "what": ("Samordnare saknas sedan 1 januari 2015", "Coordinator has been missing since 1 January 2015"),
            "who": ("role:vard",),
            "cites": ("2/p3",),
            "status": "late",
            "basis": "assumed",
            "opens": "2015-01-01",
            "key": "samordnare~role.vard~2015-01-01",
        },
        {
            "rule": "betala",
            "what": (
                "Ale: betala avgiften, sista dagen var 11 juni 2015",
                "Ale: pay the fee, the last day was 11 June 2015",
            ),
            "who": ("party:1440",),
            "cites": ("2/p7",),
            "status": "late",
            "basis": "stated",
            "opens": "2015-05-12",
            "due_on": "2015-06-11",
            "key": "betala~party.1440~2015-05-12",
        },
        {
            "rule": "moten",
            "what": (
                "Gruppen har inte haft något möte 2015, kravet är 2–4",
                "The group has had no meeting in 2015; required: 2–4",
            ),
            "who": ("body:grupp",),
            "cites": ("2/p2",),
            "status": "due",
            "basis": "assumed",
            "opens": "2015-01-01",
            "due_on": "2015-12-31",
            "detail": ("Sista dag är 31 december 2015.", "The last day is 31 December 2015."),
            "key": "moten~body.grupp~2015-01-01",
        },
    ]


def test_what_rests_on_an_example_says_so() -> None:
    story = invoiced()
    story.facts[-1] = replace(story.facts[-1], example=True)
    assert [item.example for item in agenda.todo(evaluated(PAY, story, date(2015, 11, 12)))] == [True]
    assert [item.example for item in agenda.todo(evaluated(PAY, invoiced(), date(2015, 11, 12)))] == [False]


def test_a_duty_of_nobody_in_particular_is_its_subjects() -> None:
    """N-14: the notice of one party has no bearer of its own."""
    diary = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    (found,) = [item for item in agenda.todo(under_notice(diary)) if item.rule == "uttrade"]
    assert (found.who, found.opens) == (("party:0187",), date(2025, 8, 29))


def test_each_party_has_a_row_of_its_own_and_the_sum_of_them_none() -> None:
    """N-14: the finding that sums up would say the same once more."""
    diary = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    diary.leaves("0114", date(2025, 8, 30), (MANAGER, date(2025, 9, 2)))
    rows = [item.who for item in agenda.todo(under_notice(diary)) if item.rule == "uttrade"]
    assert sorted(rows) == [("party:0114",), ("party:0187",)]


def test_what_only_the_body_lacks_is_said_of_the_body() -> None:
    """N-8a: without a duty to appoint, the composition is the only one to say it."""
    story = Story().all_adopted()
    for code in (ALE, BJUV):
        story.on(START, "role.assigned", code, role="ledamot")
    alone = agenda.todo(evaluated(BODIES, story, date(2016, 1, 1)))
    both_ = agenda.todo(evaluated(REPRESENTATIVE + BODIES, story, date(2016, 1, 1)))
    assert "gruppen" in [item.rule for item in alone]
    assert "gruppen" not in [item.rule for item in both_]


def test_a_body_that_lacks_a_number_is_said_although_a_duty_fills_seats() -> None:
    """K-6c is not K-6a."""
    story = Story().all_adopted().on(START, "body.member_added", ALE, body="styrgrupp")
    for code in (ALE, BJUV, KIL):
        story.on(START, "role.assigned", code, role="ledamot")
    found = agenda.todo(evaluated(REPRESENTATIVE + BODIES, story, date(2016, 1, 1)))
    assert "styrgruppen" in [item.rule for item in found]


# --- what comes -----------------------------------------------------------------------------------------


def under_notice(diary: Diary, as_of: date = date(2026, 1, 1)) -> Evaluation:
    return evaluate(norrort(), diary.facts, as_of=as_of, names=NORRORT)


LAST_DAY = {
    "rule": "uttrade",
    "what": ("Vaxholm: sista dagen som part", "Vaxholm: last day as a party"),
    "who": ("party:0187",),
    "cites": ("14/s1", "14/s2"),
    "status": "coming",
    "basis": "assumed",
    "due_on": "2026-09-02",
}


def test_the_last_day_of_a_party_comes() -> None:
    """N-14b: up to and including the day asked for, after the day it is."""
    diary = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    now = under_notice(diary)
    assert [row(item) for item in agenda.coming(now, date(2026, 9, 2))] == [LAST_DAY]
    assert agenda.coming(now, date(2026, 9, 1)) == ()
    assert agenda.coming(under_notice(diary, date(2026, 9, 2)), date(2026, 12, 31)) == ()
    assert len(agenda.coming(under_notice(diary, date(2026, 9, 1)), date(2026, 12, 31))) == 1


def test_a_last_day_that_no_reading_moves_is_derived() -> None:
    """N-14."""
    sure = norrort(replace(WITHDRAWAL, basis={}))
    diary = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    (found,) = agenda.coming(evaluate(sure, diary.facts, as_of=date(2026, 1, 1), names=NORRORT), date(2026, 12, 31))
    assert found.basis == "derived"


def test_without_a_provision_on_leaving_nobody_s_last_day_comes() -> None:
    assert agenda.coming(evaluated("", Story().all_adopted(), START), date(2030, 1, 1)) == ()


def test_the_next_window_comes_with_the_day_it_opens() -> None:
    """N-10c."""
    found = agenda.coming(
        evaluated(YEARLY.replace("BEARER", "role:vard"), Story().all_adopted(), date(2015, 11, 12)), date(2016, 4, 30)
    )
    assert [row(item) for item in found] == [
        {
            "rule": "rapport",
            "what": ("Rapportera: minst 1", "Report: at least 1"),
            "who": ("role:vard",),
            "cites": ("2/p6",),
            "status": "coming",
            "basis": "stated",
            "opens": "2016-03-01",
            "due_on": "2016-04-30",
        }
    ]


def test_a_window_that_closes_today_or_is_not_judged_does_not_come() -> None:
    rules = YEARLY.replace("BEARER", "role:vard")
    closing = evaluated(rules, Story().all_adopted(), date(2016, 4, 30))
    assert [item.due_on for item in agenda.coming(closing, date(2017, 4, 30))] == [date(2017, 4, 30)]
    late = Story().on(date(2015, 3, 15), "decision.adopted", ALE)
    assert [item.due_on for item in agenda.year(evaluated(rules, late, date(2015, 3, 20)), 2015)] == []


def test_what_a_reading_decides_is_assumed_only_where_it_is_of_the_number() -> None:
    """N-8g: MEETINGS rests on t-9 for the number; another parameter's reading does not make the day assumed."""
    elsewhere = MEETINGS.replace('basis = { quota = "t-9" }', 'basis = { above_max = "t-9" }').replace(
        'param = "rule.moten.quota"', 'param = "rule.moten.above_max"'
    ).replace(
        'options = [{ per = "year", min = 2, max = 4 }, { per = "year", min = 1 }]', 'options = ["note", "deviation"]'
    )  # fmt: skip
    for rules, basis in ((MEETINGS, "assumed"), (elsewhere, "stated")):
        found = agenda.coming(evaluated(rules, Story().all_adopted(), date(2015, 11, 12)), date(2016, 12, 31))
        assert [item.basis for item in found] == [basis]


def test_a_duty_of_each_is_one_row_for_all_and_of_one_is_that_one_s() -> None:
    for adopted, who in (((ALE,), ("party:1440",)), ((ALE, BJUV), ("parties",)), ((ALE, BJUV, KIL), ("parties",))):
        story = Story()
        for code in adopted:
            story.on(START, "decision.adopted", code)
        (found,) = agenda.year(evaluated(YEARLY.replace("BEARER", "each_party"), story, START), 2016)
        assert found.who == who


def test_a_year_holds_its_first_and_its_last_day_and_no_other() -> None:
    monthly = MEETINGS.replace(
        'quota = { per = "year", min = 2, max = 4 }\nbasis = { quota = "t-9" }', 'quota = { per = "month", min = 1 }'
    )
    days = [item.due_on for item in agenda.year(evaluated(monthly, Story().all_adopted(), START), 2016)]
    assert (len(days), days[0], days[-1]) == (12, date(2016, 1, 31), date(2016, 12, 31))
    new_year = YEARLY.replace("BEARER", "role:vard").replace(
        'from = "03-01", to = "04-30"', 'from = "01-01", to = "01-01"'
    )
    found = agenda.year(evaluated(new_year, Story().all_adopted(), START), 2016)
    assert [item.due_on for item in found] == [date(2016, 1, 1)]
