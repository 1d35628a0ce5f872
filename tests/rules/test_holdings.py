"""Who held what when, and the gaps between (N-5a, N-5b, N-6a, N-8a; semantics C.5 maintain)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.finding import Verdict
from samverk.rules.holdings import holder_on, holders, members
from samverk.rules.intervals import Interval
from samverk.rules.situation import situation
from tests.rules.small_world import ALE, BJUV, KIL, NAMES, START, Story, definition, findings

COORDINATOR = """
[rule.samordnare]
kind = "duty"
label = { sv = "Ha en samordnare", en = "Keep a coordinator" }
cite = ["2/p3"]
bearer = "role:vard"
act = "keep_role_filled"
object = "role:samordnare"
pattern = "maintain"
check = "auto"
evidence = ["appointment_record"]
grace = "open"
basis = { grace = "t-1" }
[interpretation.t-1]
param = "rule.samordnare.grace"
status = "open"
decides = "body:grupp"
options = ["P0D", "P1M", "P3M"]
q = "Hur länge får rollen vara tom?"
q_en = "How long may the role be empty?"
why = "Texten tiger."
why_en = "The text is silent."
"""
REPRESENTATIVE = """
[rule.ledamot]
kind = "duty"
label = { sv = "Utse representant", en = "Appoint a representative" }
cite = ["2/p1"]
bearer = "each_party"
act = "keep_role_filled"
object = "role:ledamot"
pattern = "maintain"
count = { min = 1, max = 1 }
check = "auto"
evidence = ["appointment_record"]
"""


def world(story: Story, as_of: date):  # type: ignore[no-untyped-def]  # the type is Situation, said by the call
    return situation(definition(), story.facts, as_of=as_of, names=NAMES)


def test_vacancy_is_exactly_the_days_between() -> None:
    """A post empty from 1 March to 9 April 2015 is that interval (semantics C.5)."""
    story = Story().all_adopted()
    story.on(START, "role.assigned", None, role="samordnare", employer="party:1440")
    story.on(date(2015, 3, 1), "role.ended", None, role="samordnare")
    story.on(date(2015, 4, 10), "role.assigned", None, role="samordnare", employer="party:1440")
    found = findings(COORDINATOR, story, date(2015, 6, 1), "samordnare")
    gaps = [item for item in found if item.period is not None]
    assert [item.period for item in gaps] == [Interval(date(2015, 3, 1), date(2015, 4, 10))]
    assert gaps[0].verdict is Verdict.VACANT_UNJUDGED
    assert [item.verdict for item in found if item.period is None] == [Verdict.FULFILLED]


def test_vacancy_longer_than_every_reading_is_late_whichever_is_right() -> None:
    """An open reading is unknown only while its options disagree (decisions.md 9)."""
    story = Story().all_adopted()
    story.on(START, "role.assigned", None, role="samordnare").on(
        date(2015, 3, 1), "role.ended", None, role="samordnare"
    )
    (early,) = findings(COORDINATOR, story, date(2015, 4, 20), "samordnare")
    (late,) = findings(COORDINATOR, story, date(2015, 6, 2), "samordnare")
    assert (early.verdict, late.verdict) == (Verdict.VACANT_UNJUDGED, Verdict.OVERDUE)


def test_party_that_joins_without_representative_is_vacant_from_its_first_day() -> None:
    """N-6a: each party, from the day it is bound."""
    story = Story().on(START, "decision.adopted", ALE).on(date(2015, 5, 20), "decision.adopted", KIL)
    story.on(START, "role.assigned", ALE, role="ledamot")
    found = {item.subject: item for item in findings(REPRESENTATIVE, story, date(2015, 6, 1), "ledamot")}
    assert found["party:1440"].verdict is Verdict.FULFILLED
    assert found["party:1715"].since == date(2015, 5, 20)
    assert found["party:1715"].verdict is Verdict.BREACHED
    assert "Kil saknar representant sedan 20\u00a0maj 2015" in found["party:1715"].headline.sv


def test_too_few_and_too_many_holders_are_told_apart_from_nobody() -> None:
    """A role of two or three persons: one is too few, four are too many, none is missing."""
    two_or_three = COORDINATOR.replace('"role:samordnare"\n', '"role:granskare"\ncount = { min = 2, max = 3 }\n')
    story = Story().all_adopted()
    for month in (2, 3, 4, 5):
        story.on(date(2015, month, 1), "role.assigned", ALE, role="granskare", holder=f"person:{month}")
    story.on(date(2015, 6, 1), "role.ended", ALE, role="granskare", holder="person:2")
    found = findings(two_or_three, story, date(2015, 7, 1), "samordnare")
    assert [(item.period, item.headline.sv.replace("\xa0", " ")) for item in found if item.period is not None] == [
        (Interval(START, date(2015, 2, 1)), "Granskare saknades 1 januari 2015–31 januari 2015"),
        (
            Interval(date(2015, 2, 1), date(2015, 3, 1)),
            "Granskare: 1 innehavare 1 februari 2015–28 februari 2015, minst 2 skulle det vara",
        ),
        (
            Interval(date(2015, 5, 1), date(2015, 6, 1)),
            "Granskare: 4 innehavare 1 maj 2015–31 maj 2015, högst 3 skulle det vara",
        ),
    ]
    assert found[-1].verdict is Verdict.FULFILLED
    (running,) = (
        item
        for item in findings(two_or_three, story, date(2015, 5, 15), "samordnare")
        if item.since == date(2015, 5, 1)
    )
    assert running.headline.en == "Reviewer: 4 holders since 1\xa0May 2015; it should be at most 3"
    assert [(step.text.en.replace("\xa0", " "), step.result) for step in running.steps] == [
        ("From 1 May 2015", "4"),
        ("At most", "3"),
    ]
    assert len(running.because) == 4


def test_new_holder_of_a_single_role_ends_the_one_before() -> None:
    """N-5a: exactly one managing municipality."""
    story = Story().all_adopted()
    story.on(START, "role.assigned", None, role="vard", holder="party:1440")
    story.on(date(2017, 1, 1), "role.assigned", None, role="vard", holder="party:1260", decided_on="2016-11-17")
    held = holders(world(story, date(2018, 1, 1)), "vard")
    assert [(item.party, item.interval) for item in held] == [
        (ALE, Interval(START, date(2017, 1, 1))),
        (BJUV, Interval(date(2017, 1, 1))),
    ]
    assert held[1].decided_on == date(2016, 11, 17)


def test_correcting_an_appointment_moves_the_holding() -> None:
    story = Story().all_adopted()
    story.on(date(2016, 1, 1), "role.assigned", None, role="vard", holder="party:1440")
    wrong = story.facts[-1]
    story.on(date(2016, 2, 1), "role.assigned", None, role="vard", holder="party:1440")
    story.facts[-1] = type(wrong)(
        wrong.seq + 1,
        wrong.kind,
        date(2016, 2, 1),
        wrong.recorded_at + timedelta(days=5),
        None,
        wrong.payload,
        wrong.seq,
    )
    later = world(story, date(2016, 3, 1))
    assert [item.interval.start for item in holders(later, "vard")] == [date(2016, 2, 1)]


def test_members_come_from_the_role_that_is_the_seat() -> None:
    story = Story().all_adopted().on(START, "role.assigned", KIL, role="ledamot")
    assert [item.party for item in members(world(story, date(2015, 2, 1)), "grupp")] == [KIL]


DAYS = st.dates(date(2014, 12, 1), date(2016, 12, 31))


@given(
    st.lists(
        st.tuples(DAYS, st.sampled_from(["role.assigned", "role.ended"]), st.sampled_from([ALE, BJUV])), max_size=12
    )
)
def test_holder_equals_walking_through_the_days(told: list[tuple[date, str, str]]) -> None:
    """Oracle: walk day by day, let each fact set or clear the holder."""
    story = Story()
    for day, kind, code in sorted(told, key=lambda item: item[0]):
        story.on(day, kind, None, role="vard", holder=f"party:{code}")
    prepared = world(story, date(2017, 6, 1))
    current: str | None = None
    facts = list(story.facts)
    day = date(2014, 12, 1)
    while day < date(2017, 1, 31):
        while facts and facts[0].valid_on == day:
            fact = facts.pop(0)
            code = fact.payload["holder"].removeprefix("party:")
            current = code if fact.kind == "role.assigned" else None
        held = holder_on(prepared, "vard", day)
        assert (held.party if held else None) == current
        day += timedelta(days=1)
