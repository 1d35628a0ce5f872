"""Composition, chair, appointment and change of host (N-5c, N-7.1, N-8a, N-8e, N-8h, K-6a, K-6c, K-6h)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.finding import Verdict
from samverk.rules.intervals import Interval
from tests.rules.small_world import ALE, BJUV, KIL, START, Story, findings

BODIES = """
[rule.gruppen]
kind = "composition"
label = { sv = "Gruppen", en = "The group" }
cite = ["2/p1"]
body = "body:grupp"
seats = { per = "party", min = 1, max = 1 }
level = []
substitutes = "free"
[rule.styrgruppen]
kind = "composition"
label = { sv = "Styrgruppen", en = "The steering group" }
cite = ["2/p5"]
body = "body:styrgrupp"
seats = { distinct_parties_min = 2, distinct_parties_max = 3 }
level = []
substitutes = "free"
must_include = ["role:vard"]
[rule.ordforande]
kind = "chair"
label = { sv = "Ordförande", en = "Chair" }
cite = ["2/p4"]
bodies = ["body:grupp", "body:styrgrupp"]
ex_officio = "role:vard"
[rule.vard]
kind = "appointment"
label = { sv = "Gruppen utser värd", en = "The group appoints the host" }
cite = ["2/p8"]
appoints = "role:vard"
by = "body:grupp"
from = "parties"
count = { min = 1, max = 1 }
vacancy = "maintain"
[rule.byte]
kind = "appointment"
label = { sv = "Byte av värd", en = "Change of host" }
cite = ["2/p8"]
appoints = "role:vard"
by = "body:grupp"
from = "parties"
count = { min = 1, max = 1 }
replaces = true
on_change = ["transfer:role:samordnare.employment", "transfer:ledger", "transfer:chair"]
"""
DELREGIONER = BODIES.replace(
    "seats = { distinct_parties_min = 2, distinct_parties_max = 3 }",
    'seats = { min_per_subregion = 1, subregions = ["norr", "soder"], counted = "each_body" }',
)


def seated(*codes: str) -> Story:
    """All adopted, Ale hosts, everyone has a representative, the given ones sit in the steering group."""
    story = (
        Story()
        .all_adopted()
        .on(START, "role.assigned", None, role="vard", holder="party:1440", decided_on="2014-12-01")
    )
    for code in (ALE, BJUV, KIL):
        story.on(START, "role.assigned", code, role="ledamot")
    for code in codes:
        story.on(START, "body.member_added", code, body="styrgrupp")
    return story


@pytest.mark.parametrize(
    ("codes", "verdict"),
    [
        ((ALE,), Verdict.BREACHED),
        ((ALE, BJUV), Verdict.FULFILLED),
        ((ALE, BJUV, KIL), Verdict.FULFILLED),
        ((BJUV, KIL), Verdict.BREACHED),  # the host is not included (N-8e)
    ],
)
def test_steering_group_counts_municipalities_and_wants_the_host(codes: tuple[str, ...], verdict: Verdict) -> None:
    """K-6c, N-8e."""
    (found,) = findings(BODIES, seated(*codes), date(2016, 1, 1), "styrgruppen")
    assert found.verdict is verdict


def test_breach_of_a_number_begins_the_day_the_seat_is_empty() -> None:
    """K-6c: when one leaves and too few remain, from that day."""
    story = seated(ALE, BJUV).on(date(2016, 3, 4), "body.member_removed", BJUV, body="styrgrupp")
    story.on(date(2016, 5, 1), "body.member_added", KIL, body="styrgrupp")
    found = findings(BODIES, story, date(2016, 6, 1), "styrgruppen")
    assert [item.period for item in found if item.period] == [Interval(date(2016, 3, 4), date(2016, 5, 1))]


def test_group_lists_the_party_without_representative() -> None:
    """N-8a: how long is a reading, that it is empty is a fact."""
    story = seated().on(date(2016, 8, 1), "role.ended", KIL, role="ledamot")
    (found,) = findings(BODIES, story, date(2016, 9, 1), "gruppen")
    assert found.verdict is Verdict.VACANT_UNJUDGED
    assert "Kil saknar representant" in found.headline.sv


def test_every_subregion_must_be_there() -> None:
    """K-6h."""
    (whole,) = findings(DELREGIONER, seated(ALE, KIL), date(2016, 1, 1), "styrgruppen")
    (without,) = findings(DELREGIONER, seated(ALE), date(2016, 1, 1), "styrgruppen")
    assert (whole.verdict, without.verdict) == (Verdict.FULFILLED, Verdict.BREACHED)
    assert "ingen från Söder" in without.headline.sv


def test_chair_is_the_hosts_representative_that_day() -> None:
    """N-8h: a function of the day."""
    story = seated(ALE, BJUV).on(date(2017, 1, 1), "role.assigned", None, role="vard", holder="party:1260")
    before = findings(BODIES, story, date(2016, 12, 31), "ordforande")
    after = findings(BODIES, story, date(2017, 1, 1), "ordforande")
    assert [item.value for item in before] == [ALE, ALE]
    assert [item.value for item in after] == [BJUV, BJUV]


def test_chair_is_undefined_when_a_link_is_missing() -> None:
    story = seated(ALE, BJUV).on(date(2016, 1, 1), "role.ended", ALE, role="ledamot")
    found = {item.subject: item for item in findings(BODIES, story, date(2016, 2, 1), "ordforande")}
    assert found["body:grupp"].verdict is Verdict.UNKNOWN
    assert found["body:grupp"].missing[0].sv == "Ale har ingen representant i gruppen"


def test_no_host_is_a_breach_from_the_first_day() -> None:
    """N-5a: exactly one at all times; nothing about how long is assumed here."""
    story = Story().all_adopted().on(date(2015, 3, 1), "role.assigned", None, role="vard", holder="party:1440")
    found = findings(BODIES, story, date(2015, 6, 1), "vard")
    assert [(item.verdict, item.period) for item in found] == [
        (Verdict.BREACHED, Interval(START, date(2015, 3, 1))),
        (Verdict.FULFILLED, None),
    ]
    assert found[1].missing[0].sv == "Beslutet av Gruppen saknas"


def test_change_of_host_lists_what_has_not_followed() -> None:
    """N-5c, N-7.1."""
    story = seated(ALE, BJUV).on(START, "role.assigned", None, role="samordnare", employer="party:1440")
    story.on(date(2017, 1, 1), "role.assigned", None, role="vard", holder="party:1260", decided_on="2016-11-17")
    (left,) = findings(BODIES, story, date(2017, 2, 1), "byte")
    assert left.verdict is Verdict.OVERDUE
    assert [text.sv for text in left.missing] == [
        "Samordnare: anställningen tas över",
        "Medlen och bokföringen lämnas över",
    ]
    story.on(date(2017, 1, 1), "role.assigned", None, role="samordnare", employer="party:1260")
    story.on(date(2017, 2, 10), "document.published", None, act="hand_over_ledger")
    (done,) = findings(BODIES, story, date(2017, 3, 1), "byte")
    assert done.verdict is Verdict.FULFILLED


def test_without_a_change_the_provision_does_not_apply() -> None:
    (found,) = findings(BODIES, seated(ALE), date(2016, 1, 1), "byte")
    assert found.verdict is Verdict.NOT_APPLICABLE


EVENTS = st.lists(
    st.tuples(
        st.integers(1, 400),
        st.sampled_from(["body.member_added", "body.member_removed"]),
        st.sampled_from([ALE, BJUV, KIL]),
    ),
    max_size=14,
)


@given(EVENTS)
def test_breaches_equal_asking_every_day(told: list[tuple[int, str, str]]) -> None:
    """Oracle: count distinct municipalities on every single day."""
    rules = BODIES.replace('must_include = ["role:vard"]\n', "")
    story = seated(ALE)
    for offset, kind, code in sorted(told):
        story.on(START + timedelta(days=offset), kind, code, body="styrgrupp")
    as_of = START + timedelta(days=500)
    found = findings(rules, story, as_of, "styrgruppen")
    broken = [item.period for item in found if item.period is not None]
    sitting: set[str] = set()
    facts = [fact for fact in story.facts if fact.kind.startswith("body.")]
    for offset in range(500):
        day = START + timedelta(days=offset)
        for fact in [fact for fact in facts if fact.valid_on == day]:
            assert fact.party is not None
            if fact.kind == "body.member_added":
                sitting.add(fact.party)
            else:
                sitting.discard(fact.party)
        assert any(day in item for item in broken) == (len(sitting) not in (2, 3))
