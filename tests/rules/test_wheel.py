"""The year drawn from the clauses (N-8d, N-8g, N-10b, N-10c, N-11, N-14, H-5, H-13): what stands in it, whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.evaluate import Evaluation, evaluate
from samverk.rules.finding import Status
from samverk.rules.ruleset import load
from samverk.rules.values import Per, Period, Quota
from samverk.rules.wheel.days import before
from samverk.rules.wheel.entry import LANES, WheelEntry, severity
from samverk.rules.wheel.windows import need_in_words, period_name
from samverk.rules.wheel.year import entries, of_party, roots_of, years_of
from tests.rules.definitions import ROOT, files
from tests.rules.lifecycle import MANAGER, Diary, norrort, started
from tests.rules.small_world import ALE, BJUV, HEAD, KIL, NAMES, START, TEXT, Story, evaluated
from tests.rules.test_bodies import BODIES
from tests.rules.test_duties import OPENLY, PAY
from tests.rules.test_whole_findings import MEETINGS
from tests.rules.whole import both

REPORT = """
[rule.rapport]
kind = "duty"
label = { sv = "Rapportera", en = "Report" }
cite = ["2/p6"]
bearer = "BEARER"
act = "report"
pattern = "recurring"
quota = { per = "PER", min = 1 }
check = "auto"
evidence = ["document"]
"""
TOGETHER = """
[rule.ihop]
kind = "duty"
label = { sv = "Arbeta ihop", en = "Work together" }
cite = ["2/p6"]
bearer = "all_parties_jointly"
act = "work_together"
pattern = "continuous"
check = "attested"
evidence = ["attestation"]
"""
ARRANGE = """
[rule.traffar]
kind = "meeting"
label = { sv = "Gruppen träffas", en = "The group meets" }
cite = ["2/p2"]
body = "body:grupp"
quota = { per = "year" }
[rule.ordna]
kind = "duty"
label = { sv = "Ordna träffarna", en = "Arrange the meetings" }
cite = ["2/p3"]
bearer = "role:vard"
act = "arrange_meetings"
object = "body:grupp"
pattern = "recurring"
quota = { per = "year" }
check = "auto"
evidence = ["meeting_record"]
"""
SHORT_TERM = """
[rule.loptid]
kind = "term"
label = { sv = "Löptid", en = "Term" }
cite = ["1/s1"]
duration = "auto_renew"
start = 2015-01-01
end = 2018-12-31
renew = "P4Y"
notice_before_end = "P6M"
"""


def row(item: WheelEntry) -> dict[str, Any]:
    """Everything an entry says, without what it leaves unsaid."""
    fields = {
        "is": item.identity, "lane": item.lane, "kind": item.kind, "label": both(item.label),
        "detail": both(item.detail), "who": item.who, "cites": item.cites, "status": item.status, "basis": item.basis,
        "first": item.first.isoformat(), "last": item.last.isoformat(), "key": item.key, "tally": item.tally or None,
        "count": item.count, "example": item.example, "plan": item.plan,
        "done": [mark.day.isoformat() for mark in item.marks if mark.done] or None,
        "planned": [(mark.day.isoformat(), mark.time, mark.place) for mark in item.marks if not mark.done] or None,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, False)}


def named(found: tuple[WheelEntry, ...]) -> dict[str, WheelEntry]:
    """The entries by what they are called."""
    return {item.identity: item for item in found}


def report(bearer: str = "each_party", per: Per = "year") -> str:
    return REPORT.replace("BEARER", bearer).replace("PER", per)


# --- whole entries --------------------------------------------------------------------------------------


def test_a_window_with_what_was_done_and_what_is_planned() -> None:
    """N-8g: two to four meetings; held 12 March, planned 3 December."""
    story = Story().all_adopted().on(date(2016, 3, 12), "meeting.held", None, body="grupp")
    story.on(date(2016, 12, 3), "meeting.planned", None, body="grupp", time="13.00–15.00", place="Ale")
    story.on(date(2016, 5, 2), "meeting.planned", None, body="grupp")  # passed without having been held

    assert [row(item) for item in entries(evaluated(MEETINGS, story, date(2016, 6, 1)), 2016)] == [
        {
            "is": "moten/body:grupp/2016", "lane": "meetings", "kind": "window",
            "label": ("Gruppen träffas", "The group meets"),
            "detail": ("2–4 gånger om året", "2–4 times a year"), "who": ("body:grupp",), "cites": ("2/p2",),
            "status": "coming", "basis": "assumed", "first": "2016-01-01", "last": "2016-12-31",
            "key": "moten~body.grupp~2016-01-01", "done": ["2016-03-12"],
            "planned": [("2016-12-03", "13.00–15.00", "Ale")],
        }
    ]  # fmt: skip


def test_a_year_ahead_has_the_same_windows_all_coming() -> None:
    found = entries(evaluated(MEETINGS + report("role:vard"), Story().all_adopted(), date(2016, 6, 1)), 2019)

    assert [(item.identity, item.status, item.key) for item in found] == [
        ("moten/body:grupp/2019", "coming", None),
        ("rapport/role:vard/2019", "coming", None),
    ]


def test_invoices_and_the_last_day_to_pay_are_told_as_one_for_all_parties() -> None:
    """N-10b: three invoices the same day, one paid in time, one late."""
    story = Story().all_adopted()
    for code in (ALE, BJUV, KIL):
        story.on(date(2016, 5, 12), "invoice.issued", code, year=2016, amount=100)
    story.on(date(2016, 5, 30), "payment.received", BJUV, year=2016, amount=100)

    assert [row(item) for item in entries(evaluated(PAY, story, date(2016, 6, 12)), 2016)] == [
        {
            "is": "betala/parties/fact00000004.party:1440", "lane": "money", "kind": "deadline",
            "label": ("Betala avgiften", "Pay the fee"), "who": ("party:1260", "party:1440", "party:1715"),
            "cites": ("2/p7",), "status": "late", "basis": "stated", "first": "2016-05-12", "last": "2016-06-11",
            "key": "betala~party.1440~2016-05-12", "tally": (("late", 2), ("ok", 1)),
        }
    ]  # fmt: skip


def test_many_different_last_days_are_told_month_by_month() -> None:
    story = Story().all_adopted()
    for number in range(4):
        story.on(date(2016, 2, 1 + number), "invoice.issued", ALE, year=2016, amount=100)
        story.on(date(2016, 8, 5 + number), "invoice.issued", BJUV, year=2016, amount=100)

    found = entries(evaluated(PAY, story, date(2016, 12, 1)), 2016)

    assert [(item.first.month, item.last.isoformat(), item.tally) for item in found] == [
        (2, "2016-03-05", (("late", 4),)),
        (8, "2016-09-07", (("late", 4),)),
    ]


def test_six_different_last_days_are_told_one_by_one() -> None:
    story = Story().all_adopted()
    for number in range(6):
        story.on(date(2016, 2, 1 + number), "invoice.issued", ALE, year=2016, amount=100)

    assert len(entries(evaluated(PAY, story, date(2016, 12, 1)), 2016)) == 6


def test_the_duty_to_arrange_is_told_with_the_meetings_it_arranges() -> None:
    """N-7a and N-9a: the same meetings once, with both clauses."""
    story = Story().all_adopted().on(date(2016, 3, 12), "meeting.held", None, body="grupp")
    (found,) = entries(evaluated(ARRANGE, story, date(2016, 6, 1)), 2016)

    assert (found.identity, found.who, found.cites) == (
        "traffar/body:grupp/2016",
        ("body:grupp", "role:vard"),
        ("2/p2", "2/p3"),
    )
    assert (found.kind, found.status, both(found.detail)) == (
        "regular",
        "unmeasured",
        ("Regelbundet; texten anger inget antal", "Regularly; the text gives no number"),
    )


@pytest.mark.parametrize(
    ("as_of", "answered", "status", "count"),
    [
        (date(2016, 8, 31), 0, "coming", (0, 4)),
        (date(2016, 9, 1), 0, "due", (0, 4)),
        (date(2016, 12, 31), 3, "due", (3, 4)),
        (date(2017, 1, 1), 3, "late", (3, 4)),
        (date(2017, 1, 1), 4, "attested", (4, 4)),
        (date(2017, 1, 1), 0, "unmeasured", (0, 4)),
    ],
)
def test_attestations_are_given_in_the_window_of_the_follow_up(
    as_of: date, answered: int, status: str, count: tuple[int, int]
) -> None:
    """N-11: each party attests one duty, all of them together another."""
    story = Story().all_adopted()
    for code in (ALE, BJUV, KIL, None)[:answered]:
        rule = "oppet" if code else "ihop"
        story.on(date(2016, 9, 1), "attestation.given", code, rule=rule, year=2016, grade="full")
    found = named(entries(evaluated(OPENLY + TOGETHER, story, as_of), 2016))["uppfoljning/parties/attestations-2016"]

    assert (found.status, found.count, found.first, found.last) == (
        status,
        count,
        date(2016, 9, 1),
        date(2016, 12, 31),
    )
    assert both(found.detail) == (f"{count[0]} av 4 intyg lämnade", f"{count[0]} of 4 attestations given")


def test_who_joins_and_who_leaves_has_its_day() -> None:
    """N-14, N-15: the last day is inside."""
    diary = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    found = entries(norrort_on(diary, date(2026, 1, 1)), 2026)

    (leaving,) = [item for item in found if item.identity.endswith("last1")]
    assert (leaving.identity, leaving.who, leaving.status, leaving.cites) == (
        "uttrade/party:0187/last1",
        ("party:0187",),
        "notice",
        ("14/s1", "14/s2"),
    )
    assert leaving.first == leaving.last
    assert leaving.last in diary_last_days(diary)
    joined = [item for item in entries(norrort_on(diary, date(2026, 1, 1)), 2014) if item.lane == "parties"]
    assert sum(len(item.who) for item in joined if item.who != ("parties",)) == 15


def norrort_on(diary: Diary, day: date) -> Evaluation:
    return evaluate(norrort(), diary.facts, as_of=day)


def diary_last_days(diary: Diary) -> set[date]:
    situation = norrort_on(diary, date(2026, 1, 1)).situation
    return {item.last_day for held in situation.membership.values() for item in held if item.last_day is not None}


def test_a_term_that_ends_has_its_last_day_and_the_last_day_for_notice() -> None:
    head, rest = HEAD.split("[rule.loptid]")
    made = load(
        {
            "agreement.toml": (head + SHORT_TERM + "[rule.giltighet]" + rest.partition("[rule.giltighet]")[2]).encode(),
            "text.sv.md": TEXT.encode(),
        }
    )
    evaluation = evaluate(made, Story().all_adopted().facts, as_of=date(2016, 1, 1), names=NAMES)

    assert [(item.identity, item.last.isoformat(), item.basis) for item in entries(evaluation, 2018)] == [
        ("loptid/agreement/notice", "2018-06-30", "derived"),
        ("loptid/agreement/renewed", "2018-12-31", "stated"),
    ]


@pytest.mark.parametrize(
    ("day", "period", "last"),
    [
        (date(2018, 12, 31), "P6M", date(2018, 6, 30)),
        (date(2018, 12, 31), "P1Y", date(2017, 12, 31)),
        (date(2018, 3, 1), "P1W", date(2018, 2, 22)),
        (date(2018, 3, 1), "P30D", date(2018, 1, 30)),
        (date(2018, 3, 31), "P1M", date(2018, 2, 28)),
    ],
)
def test_a_period_before_a_day(day: date, period: str, last: date) -> None:
    assert before(day, Period.parse(period)) == last


# --- names that stay ------------------------------------------------------------------------------------


def test_a_deadline_keeps_its_name_when_the_day_is_corrected() -> None:
    """An invoice dated wrongly, corrected twice: the last day moves, the name does not."""
    story = Story().all_adopted().on(date(2016, 5, 12), "invoice.issued", ALE, year=2016, amount=100)
    first = entries(evaluated(PAY, story, date(2016, 6, 1)), 2016, roots=roots_of(story.facts))
    for day in (date(2016, 5, 20), date(2016, 5, 24)):
        story.on(day, "invoice.issued", ALE, year=2016, amount=100)
        story.facts[-1] = replace(story.facts[-1], corrects=len(story.facts) - 1)
    moved = entries(evaluated(PAY, story, date(2016, 6, 1)), 2016, roots=roots_of(story.facts))

    assert [item.identity for item in first] == [item.identity for item in moved] == ["betala/party:1440/fact00000004"]
    assert [item.last for item in (*first, *moved)] == [date(2016, 6, 11), date(2016, 6, 23)]


def test_a_window_keeps_its_name_when_another_reading_moves_its_days() -> None:
    """N-11, t-11-1: from 1 September or from 1 October, the follow-up of 2026 is the same."""
    definition_ = load(files(ROOT / "corpus" / "koordination-norrort" / "2014-04-15"))
    found = []
    for option in definition_.readings["t-11-1"].options:
        made = evaluate(definition_, started().facts, as_of=date(2026, 3, 1), options={"t-11-1": option})
        follow_up = [item for item in entries(made, 2026) if item.rule == "uppfoljning" and item.count is None]
        found += [(item.identity, item.first.isoformat()) for item in follow_up]

    assert found == [
        ("uppfoljning/role:strateg/2026", "2026-09-01"),
        ("uppfoljning/role:strateg/2026", "2026-10-01"),
    ]


def test_the_first_of_a_chain_of_corrections() -> None:
    story = Story().all_adopted()
    for corrects in (1, None, 4, 6):
        story.on(START, "decision.adopted", ALE)
        story.facts[-1] = replace(story.facts[-1], corrects=corrects)
    assert roots_of(story.facts) == {4: 1, 6: 1, 7: 1}


@pytest.mark.parametrize(
    ("per", "start", "name"),
    [
        ("year", date(2026, 1, 1), "2026"), ("half_year", date(2026, 1, 1), "2026-H1"),
        ("half_year", date(2026, 7, 1), "2026-H2"), ("quarter", date(2026, 4, 1), "2026-Q2"),
        ("quarter", date(2026, 10, 1), "2026-Q4"), ("month", date(2026, 9, 1), "2026-09"),
        ("term", date(2023, 1, 1), "2023-term"),
    ],
)  # fmt: skip
def test_a_period_is_named_by_the_calendar(per: Per, start: date, name: str) -> None:
    assert period_name(per, start) == name


# --- whose ----------------------------------------------------------------------------------------------


def test_a_municipality_sees_its_own_its_bodies_and_the_roles_it_holds() -> None:
    story = Story().all_adopted()
    story.on(START, "role.assigned", ALE, role="vard").on(START, "role.assigned", BJUV, role="ledamot")
    story.on(date(2016, 4, 1), "role.ended", BJUV, role="ledamot")
    situation = evaluated(BODIES, story, date(2018, 1, 1)).situation

    assert of_party(situation, ALE, 2016) == {f"party:{ALE}", "parties", "agreement", "role:vard"}
    assert of_party(situation, BJUV, 2016) == {
        f"party:{BJUV}", "parties", "agreement", "role:ledamot", "body:grupp",
    }  # fmt: skip
    assert of_party(situation, BJUV, 2017) == {f"party:{BJUV}", "parties", "agreement"}


def test_who_employs_sees_what_the_employee_does() -> None:
    """N-5b, N-7.1: the strategist is employed by the managing municipality, here from the agreement's own words."""
    definition_ = load(files(ROOT / "corpus" / "koordination-norrort" / "2014-04-15"))
    situation = evaluate(definition_, started().facts, as_of=date(2015, 1, 1)).situation
    employing = [code for code in situation.membership if "role:strateg" in of_party(situation, code, 2015)]

    assert employing == [MANAGER]


PERS: tuple[Per, ...] = ("year", "half_year", "quarter", "month", "term")
DAYS = st.dates(date(2014, 1, 1), date(2020, 12, 31))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Parties that join on different days, reports and payments at any time."""
    story = Story()
    for code in (ALE, BJUV, KIL):
        if draw(st.booleans()):
            story.on(draw(DAYS), "decision.adopted", code)
    for _ in range(draw(st.integers(0, 6))):
        code = draw(st.sampled_from((ALE, BJUV, KIL)))
        kind = draw(st.sampled_from(("document.published", "invoice.issued")))
        payload = {"act": "report"} if kind == "document.published" else {"year": 2016, "amount": 100}
        story.on(draw(DAYS), kind, code, **payload)
    return story


def by_brute_force(evaluation: Evaluation, per: Per, year: int) -> set[tuple[str, str, str]]:
    """The windows of a report owed by each party: every day of the year is asked which period it belongs to."""
    found = set()
    for code, held in evaluation.situation.membership.items():
        periods: dict[str, list[date]] = {}
        day = date(year - 4, 1, 1)
        while day < date(year + 5, 1, 1):
            periods.setdefault(label_of(per, day), []).append(day)
            day += timedelta(days=1)
        for days in periods.values():
            in_year = [one for one in days if one.year == year]
            bound_by_then = any(spell.start <= date(year, 12, 31) for spell in held)
            if in_year and bound_by_then and any(any(one in spell for spell in held) for one in days):
                found.add((code, days[0].isoformat(), days[-1].isoformat()))
    return found


def label_of(per: Per, day: date) -> str:
    """The period of a day, said in another way than the rules say it."""
    match per:
        case "year":
            return f"{day.year}"
        case "half_year":
            return f"{day.year} {'first' if day.month < 7 else 'second'}"
        case "quarter":
            return f"{day.year} {'111222333444'[day.month - 1]}"
        case "month":
            return day.isoformat()[:7]
        case _:
            first = next(begin for begin in range(2027, 1990, -4) if begin <= day.year)
            return f"{first}-{first + 3}"


@given(stories(), st.sampled_from(PERS), DAYS, st.integers(2014, 2022))
def test_every_window_of_the_year_is_there_and_no_other(story: Story, per: Per, as_of: date, year: int) -> None:
    made = evaluated(report(per=per), story, as_of)
    found = {
        (who.partition(":")[2], item.first.isoformat(), item.last.isoformat())
        for item in entries(made, year)
        if item.rule == "rapport"
        for who in item.who
    }
    assert found == by_brute_force(made, per, year)


@given(stories(), st.sampled_from(PERS), DAYS, st.integers(2014, 2020))
def test_nothing_is_lost_or_told_twice_when_many_are_told_as_one(
    story: Story, per: Per, as_of: date, year: int
) -> None:
    made = evaluated(report(per=per) + PAY + MEETINGS, story, as_of)
    found = entries(made, year)
    alone = [item for code in (ALE, BJUV, KIL) for item in entries(made, year, whose=frozenset({f"party:{code}"}))]

    assert len({item.identity for item in found}) == len(found)
    assert all(item.touches(year) and item.first <= item.last for item in found)
    assert [LANES.index(item.lane) for item in found] == sorted(LANES.index(item.lane) for item in found)
    together = [item for item in found if item.who != ("body:grupp",) and item.lane != "parties"]
    single = [item for item in alone if item.lane != "parties"]
    # What the parties have one by one is what they have together.
    assert sum(count_of(item) for item in together) == sum(count_of(item) for item in single)
    for item in together:
        own = [one for one in single if one.rule == item.rule and item.first <= one.first and one.last <= item.last]
        assert set(item.who) <= {who for one in own for who in one.who}
        assert all(one.first >= item.first and one.last <= item.last for one in own)
        assert item.status in {status for one in own for status, _n in (one.tally or ((one.status, 1),))}


def count_of(item: WheelEntry) -> int:
    return sum(count for _status, count in item.tally) or 1


@given(stories(), DAYS, st.integers(2014, 2020))
def test_a_year_is_the_same_whatever_order_the_facts_came_in(story: Story, as_of: date, year: int) -> None:
    turned = Story()
    turned.facts = list(reversed(story.facts))
    rules = report() + PAY
    assert entries(evaluated(rules, story, as_of), year) == entries(evaluated(rules, turned, as_of), year)


def test_the_worst_of_several_is_shown() -> None:
    statuses: list[Status] = ["ok", "late", "na", "breach"]
    assert sorted(statuses, key=severity) == ["breach", "late", "ok", "na"]


@pytest.mark.parametrize(
    ("quota", "words"),
    [
        (Quota("year", min=1), ("Minst en gång om året", "At least once a year")),
        (Quota("year", min=2), ("Minst två gånger om året", "At least two times a year")),
        (Quota("year", min=1, max=1), ("En gång om året", "Once a year")),
        (Quota("year", max=3), ("Högst tre gånger om året", "At most three times a year")),
    ],
)
def test_how_often_in_words(quota: Quota, words: tuple[str, str]) -> None:
    assert both(need_in_words(quota)) == words


def test_the_years_worth_turning_to() -> None:
    """From the first day anybody was bound to three years ahead."""
    span = years_of(evaluated("", Story().all_adopted(date(2015, 6, 1)), date(2020, 2, 2)))
    assert (span.first, span.last) == (2015, 2023)
