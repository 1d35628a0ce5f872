"""The times somebody has been a party, and which of several notices ends one (N-14, K-9b; semantics C.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samverk.rules.intervals import Interval
from samverk.rules.membership import intervals, timeline
from tests.rules.lifecycle import KSL_WITHDRAWAL, MANAGER, START, WITHDRAWAL, Diary, ksl, norrort, started
from tests.rules.test_exit_day import OTHERS, county

BY_SENDING = norrort(replace(WITHDRAWAL, clock="notice_sent"))


def test_one_who_decides_anew_under_notice_begins_again_the_day_after_its_last() -> None:
    diary = started().leaves("0187", date(2018, 1, 10), (MANAGER, date(2018, 1, 12)))
    diary.joins("0187", decided=date(2018, 6, 1), signed=date(2018, 6, 2))
    spells = timeline(norrort(), diary.facts).spells["0187"]
    assert [spell.interval for spell in spells] == [Interval(START, date(2019, 1, 13)), Interval(date(2019, 1, 13))]


def test_of_two_notices_the_one_whose_time_ends_first_ends_the_membership() -> None:
    """Given first but sent last: the second one decides."""
    diary = started().leaves("0187", date(2025, 1, 10), sent="2025-06-01")
    diary.leaves("0187", date(2025, 3, 1), sent="2025-03-01")
    assert intervals(BY_SENDING, diary.facts)["0187"] == (Interval(START, date(2026, 3, 2)),)


def test_a_notice_without_a_day_does_not_hide_a_later_one_that_has_one() -> None:
    diary = started().leaves("0187", date(2025, 1, 10)).leaves("0187", date(2025, 3, 1), sent="2025-03-01")
    assert intervals(BY_SENDING, diary.facts)["0187"] == (Interval(START, date(2026, 3, 2)),)


def test_where_one_notice_ends_the_agreement_a_notice_taken_back_or_unfinished_does_not() -> None:
    """K-9b under the literal reading, t-9-1 with t-9-6."""
    literal = ksl(replace(KSL_WITHDRAWAL, effect="agreement_ends_for_all", revocable="until_exit_with_consent_of_all"))
    waiting = county("0180", "0136", "0160").leaves("0180", date(2025, 5, 28), ("0136", date(2025, 5, 29)))
    assert timeline(literal, waiting.facts).ended_after is None
    received = waiting.add("notice.received", date(2025, 6, 3), "0160", notice_party="0180")
    assert timeline(literal, received.facts).ended_after == date(2026, 3, 3)
    received.add("notice.revoked", date(2025, 7, 1), "0180", consents=["0136", "0160"])
    assert timeline(literal, received.facts).ended_after is None


def test_the_members_of_one_body_are_not_those_of_another() -> None:
    """N-8a has one from each party in the management group; the steering group is those seated in it."""
    to_members = norrort(replace(WITHDRAWAL, addressees="body:styrgrupp.members"))
    diary = started().add("body.member_added", date(2014, 5, 1), "0114", body="styrgrupp")
    diary.leaves("0187", date(2025, 8, 29))
    (found,) = timeline(to_members, diary.facts).exits
    assert found.addressees == ("0114",)


def test_a_municipality_need_not_consent_to_its_own_revocation() -> None:
    """N-14 ?4, t-14-6."""
    rule = replace(WITHDRAWAL, revocable="until_exit_with_consent_of_all")
    diary = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    diary.add("notice.revoked", date(2025, 8, 29), "0187", consents=OTHERS)
    assert intervals(norrort(rule), diary.facts)["0187"] == (Interval(START),)


def test_nobody_is_bound_and_nothing_lies_ahead_without_facts() -> None:
    found = timeline(norrort(), Diary().facts)
    assert (found.spells, found.exits, found.ended_after) == ({}, (), None)
    assert {code: ahead.missing for code, ahead in found.ahead.items()}["0187"] == ("adoption_decision", "signature")


def test_a_notice_stands_while_its_time_runs_unless_it_is_being_taken_back() -> None:
    """N-14: the one whose time ends the membership on the day; before, after and for others there is none."""
    diary = started().leaves("0187", date(2018, 1, 10), (MANAGER, date(2018, 1, 12)))
    diary.joins("0187", decided=date(2021, 2, 1), signed=date(2021, 3, 1))
    found = timeline(norrort(), diary.facts)
    first = found.standing("0187", date(2018, 6, 1))
    assert first is not None
    assert first.given == date(2018, 1, 10)
    assert found.standing("0187", date(2019, 1, 12)) == first
    assert found.standing("0187", date(2019, 1, 13)) is None
    assert found.standing("0187", date(2021, 6, 1)) is None
    assert found.standing("0114", date(2018, 6, 1)) is None
    assert found.standing("0999", date(2018, 6, 1)) is None
    diary.add("notice.revoked", date(2018, 2, 1), "0187", consents=["0114"])
    assert timeline(norrort(), diary.facts).standing("0187", date(2018, 6, 1)) is None
