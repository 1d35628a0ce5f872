"""Who is bound when (N-2, N-4, N-14, N-15, K-9a, K-9b, K-10a, K-11; semantics C.4)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.facts import Fact
from samverk.rules.intervals import Interval
from samverk.rules.membership import intervals, timeline
from samverk.rules.values import Period
from tests.rules.lifecycle import (
    ENTRY,
    KSL_ENTRY,
    KSL_MEMBERSHIP,
    KSL_WITHDRAWAL,
    MANAGER,
    NORRORT,
    START,
    WITHDRAWAL,
    Diary,
    ksl,
    norrort,
    started,
)

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("decided", "signed", "bound_from"),
    [
        (date(2014, 5, 20), date(2014, 4, 10), date(2014, 5, 20)),  # clauses.md §7: the board decides last
        (date(2014, 3, 1), date(2014, 3, 10), date(2014, 4, 15)),  # clauses.md §7: not before the start
        (date(2014, 3, 18), date(2014, 3, 25), date(2014, 4, 15)),  # semantics C.4, Danderyd
        (date(2014, 5, 20), date(2014, 4, 2), date(2014, 5, 20)),  # semantics C.4, Ekerö
        (date(2014, 4, 10), date(2014, 6, 12), date(2014, 6, 12)),  # the signature last
        (date(2014, 4, 15), date(2014, 4, 15), date(2014, 4, 15)),
    ],
)
def test_norrort_binds_from_the_later_of_decision_and_signature(decided: date, signed: date, bound_from: date) -> None:
    """N-4, N-15."""
    facts = Diary().joins("0162", decided=decided, signed=signed).facts
    assert intervals(norrort(), facts) == {"0162": (Interval(bound_from),)}


def test_norrort_binds_nobody_who_has_only_decided_or_only_signed() -> None:
    """N-15: both are needed."""
    facts = Diary().add("decision.adopted", START, "0162").add("signature.given", START, "0125").facts
    assert intervals(norrort(), facts) == {}


def test_ksl_binds_from_the_decision_alone() -> None:
    """K-9a, K-11: the decision counts as a signature."""
    facts = Diary().add("decision.adopted", date(2013, 9, 12), "0180").facts
    assert intervals(ksl(), facts) == {"0180": (Interval(date(2013, 9, 12)),)}


def test_a_decision_with_a_reservation_makes_nobody_a_party_until_one_without() -> None:
    """K-9a ?2, t-r-2."""
    diary = Diary().add("decision.adopted", date(2013, 9, 12), "0180", reservation="not area 6")
    assert intervals(ksl(), diary.facts) == {}
    diary.add("decision.adopted", date(2013, 11, 1), "0180")
    assert intervals(ksl(), diary.facts) == {"0180": (Interval(date(2013, 11, 1)),)}


def test_a_decision_to_decline_undoes_the_decision_before_it_but_binds_nobody_free() -> None:
    diary = (
        Diary().add("decision.adopted", date(2014, 3, 1), "0162").add("decision.declined", date(2014, 3, 20), "0162")
    )
    diary.add("signature.given", date(2014, 4, 1), "0162")
    assert intervals(norrort(), diary.facts) == {}
    bound = Diary().joins("0162").add("decision.declined", date(2015, 1, 1), "0162")
    assert intervals(norrort(), bound.facts) == {"0162": (Interval(START),)}


def test_only_those_the_agreement_has_a_place_for_can_be_bound() -> None:
    """N-2 is a closed list, K-10a the county."""
    assert intervals(norrort(), Diary().joins("0180").facts) == {}
    diary = Diary().add("decision.adopted", date(2013, 9, 1), "0380").add("decision.adopted", date(2013, 9, 1), "0136")
    assert set(intervals(ksl(), diary.facts)) == {"0136"}


def test_legal_force_is_waited_for_where_the_reading_asks_for_it() -> None:
    """N-15 ?3, t-15-2."""
    strict = norrort(replace(ENTRY, legal_force="required"))
    diary = Diary().joins("0162")
    assert intervals(strict, diary.facts) == {}
    diary.add("decision.legal_force", date(2014, 5, 2), "0162")
    assert intervals(strict, diary.facts) == {"0162": (Interval(date(2014, 5, 2)),)}
    late = ksl(replace(KSL_ENTRY, legal_force="required"))
    facts = (
        Diary().add("decision.adopted", date(2013, 9, 1), "0180").add("decision.legal_force", date(2013, 9, 30), "0180")
    )
    assert intervals(late, facts.facts) == {"0180": (Interval(date(2013, 9, 30)),)}


def test_entry_can_wait_for_everybody_named() -> None:
    everybody = norrort(replace(ENTRY, requires=("signature", "all_parties_adopted")), parties={"0162": "", "0125": ""})
    diary = Diary().joins("0162").add("signature.given", START, "0125")
    assert intervals(everybody, diary.facts) == {}
    diary.add("decision.adopted", date(2014, 6, 1), "0125")
    assert intervals(everybody, diary.facts) == {
        "0162": (Interval(date(2014, 6, 1)),),
        "0125": (Interval(date(2014, 6, 1)),),
    }


def test_one_who_declines_while_the_others_are_waited_for_is_not_bound() -> None:
    everybody = norrort(
        replace(ENTRY, requires=("adoption_decision", "all_parties_adopted")), parties={"0162": "", "0125": ""}
    )
    diary = Diary().add("decision.adopted", START, "0162").add("decision.declined", date(2014, 5, 1), "0162")
    diary.add("decision.adopted", date(2014, 6, 1), "0125")
    assert set(intervals(everybody, diary.facts)) == {"0125"}


def test_a_number_of_parties_can_be_required() -> None:
    three = ksl(replace(KSL_ENTRY, min_parties=3))
    diary = Diary()
    for code, day in (("0180", date(2013, 9, 1)), ("0136", date(2013, 9, 9))):
        diary.add("decision.adopted", day, code)
    assert intervals(three, diary.facts) == {}
    diary.add("decision.adopted", date(2013, 10, 1), "0160")
    assert intervals(three, diary.facts) == dict.fromkeys(("0180", "0136", "0160"), (Interval(date(2013, 10, 1)),))


def test_a_late_decision_counts_unless_the_class_has_closed() -> None:
    """K-10a, t-10-1: no limit in the text; under the other reading the round closed on 15 November."""
    facts = Diary().add("decision.adopted", date(2013, 12, 3), "0139").facts
    assert set(intervals(ksl(), facts)) == {"0139"}
    assert intervals(ksl(replace(KSL_MEMBERSHIP, closes="2013-11-15")), facts) == {}


def test_a_deposit_can_be_required() -> None:
    needs = norrort(replace(ENTRY, requires=("adoption_decision", "deposit"), effective="adoption_decision"))
    diary = Diary().joins("0162", decided=date(2014, 5, 1))
    assert intervals(needs, diary.facts) == {}
    diary.add("adoption.deposited", date(2014, 5, 9), "0162")
    assert intervals(needs, diary.facts) == {"0162": (Interval(date(2014, 5, 1)),)}


def test_an_agreement_without_requirements_binds_the_named_from_its_first_day() -> None:
    bare = norrort(replace(ENTRY, requires=(), not_before="none"), parties={"0162": ""})
    assert intervals(bare, []) == {"0162": (Interval(START),)}


def test_an_agreement_without_entry_provision_binds_nobody() -> None:
    assert intervals(norrort(without=["giltighet"]), started().facts) == {}


def test_a_day_in_the_definition_can_be_the_floor() -> None:
    later = norrort(replace(ENTRY, not_before="2014-07-01"))
    assert intervals(later, Diary().joins("0162").facts) == {"0162": (Interval(date(2014, 7, 1)),)}
    dangling = norrort(replace(ENTRY, not_before="rule:nowhere.start"))
    assert intervals(dangling, Diary().joins("0162").facts) == {"0162": (Interval(date(2014, 3, 25)),)}


# --- leaving --------------------------------------------------------------------------------------------


def test_a_party_under_notice_is_bound_through_its_last_day() -> None:
    """N-14: received by the chair 2 September 2025, part through 2 September 2026 (semantics C.2)."""
    facts = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2))).facts
    assert intervals(norrort(), facts)["0187"] == (Interval(START, date(2026, 9, 3)),)
    assert intervals(norrort(), facts)["0114"] == (Interval(START),)


def test_without_an_exit_provision_a_notice_ends_nothing() -> None:
    facts = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2))).facts
    assert intervals(norrort(without=["uttrade"]), facts)["0187"] == (Interval(START),)


def county() -> Diary:
    diary = Diary()
    for code in ("0180", "0136", "0160", "0139"):
        diary.add("decision.adopted", date(2013, 9, 1), code)
    return diary


KSL_RECEIPTS = (("0136", date(2025, 5, 29)), ("0160", date(2025, 5, 31)), ("0139", date(2025, 6, 3)))


def test_ksl_waits_for_the_last_of_the_others() -> None:
    """K-9b: received 29 May, 31 May, 3 June 2025 gives 3 March 2026 (semantics C.2)."""
    facts = county().leaves("0180", date(2025, 5, 28), *KSL_RECEIPTS).facts
    assert intervals(ksl(), facts)["0180"] == (Interval(date(2013, 9, 1), date(2026, 3, 4)),)


def test_ksl_while_one_has_not_confirmed_there_is_no_end() -> None:
    facts = county().leaves("0180", date(2025, 5, 28), *KSL_RECEIPTS[:2]).facts
    assert intervals(ksl(), facts)["0180"] == (Interval(date(2013, 9, 1)),)
    (exit_,) = timeline(ksl(), facts).exits
    assert exit_.waiting_for == ("0139",)
    assert exit_.last_day is None


def test_ksl_literal_reading_ends_the_agreement_for_all() -> None:
    """K-9b, t-9-1; somebody who joins afterwards finds nothing to join."""
    literal = ksl(replace(KSL_WITHDRAWAL, effect="agreement_ends_for_all"))
    diary = county().leaves("0180", date(2025, 5, 28), *KSL_RECEIPTS).add("decision.adopted", date(2026, 6, 1), "0182")
    found = timeline(literal, diary.facts)
    assert found.ended_after == date(2026, 3, 3)
    assert found.intervals() == dict.fromkeys(
        ("0180", "0136", "0160", "0139"), (Interval(date(2013, 9, 1), date(2026, 3, 4)),)
    )


def test_one_who_joins_after_the_notice_does_not_postpone_the_exit() -> None:
    """K-9b ?4, t-9-4; under the other reading the newcomer must have it too."""
    diary = county().leaves("0180", date(2025, 5, 28), *KSL_RECEIPTS).add("decision.adopted", date(2025, 6, 1), "0182")
    assert intervals(ksl(), diary.facts)["0180"] == (Interval(date(2013, 9, 1), date(2026, 3, 4)),)
    at_last = ksl(replace(KSL_WITHDRAWAL, addressees_fixed_on="last_receipt_date"))
    assert intervals(at_last, diary.facts)["0180"] == (Interval(date(2013, 9, 1)),)
    diary.add("notice.received", date(2025, 7, 1), "0182", notice_party="0180")
    assert intervals(at_last, diary.facts)["0180"] == (Interval(date(2013, 9, 1), date(2026, 4, 2)),)


def test_one_who_leaves_need_not_have_the_notice_of_another_when_the_circle_is_fixed_late() -> None:
    """Mutual dependence: who must receive follows from who is bound, and that from notices."""
    at_last = ksl(replace(KSL_WITHDRAWAL, addressees_fixed_on="last_receipt_date"))
    diary = county().leaves(
        "0139", date(2024, 1, 10), *((code, date(2024, 1, 10)) for code in ("0180", "0136", "0160"))
    )
    diary.leaves("0180", date(2024, 9, 1), ("0136", date(2024, 9, 2)), ("0160", date(2024, 11, 1)))
    found = intervals(at_last, diary.facts)
    assert found["0139"] == (Interval(date(2013, 9, 1), date(2024, 10, 11)),)
    assert found["0180"] == (Interval(date(2013, 9, 1), date(2025, 8, 2)),)


def test_of_two_notices_the_earliest_exit_counts() -> None:
    diary = started().leaves("0187", date(2025, 1, 10), (MANAGER, date(2025, 1, 12)))
    diary.leaves("0187", date(2025, 3, 1), (MANAGER, date(2025, 3, 3)))
    assert intervals(norrort(), diary.facts)["0187"] == (Interval(START, date(2026, 1, 13)),)


def test_a_notice_that_reached_nobody_does_not_hide_one_that_did() -> None:
    diary = started().leaves("0187", date(2025, 1, 10)).leaves("0187", date(2025, 3, 1), (MANAGER, date(2025, 3, 3)))
    assert intervals(norrort(), diary.facts)["0187"] == (Interval(START, date(2026, 3, 4)),)


def test_a_party_can_come_back_by_deciding_and_signing_again() -> None:
    diary = started().leaves("0187", date(2018, 1, 10), (MANAGER, date(2018, 1, 12)))
    diary.joins("0187", decided=date(2021, 2, 1), signed=date(2021, 3, 1))
    assert intervals(norrort(), diary.facts)["0187"] == (
        Interval(START, date(2019, 1, 13)),
        Interval(date(2021, 3, 1)),
    )


def test_deciding_anew_while_under_notice_continues_the_membership() -> None:
    diary = started().leaves("0187", date(2018, 1, 10), (MANAGER, date(2018, 1, 12)))
    diary.joins("0187", decided=date(2018, 6, 1), signed=date(2018, 6, 2))
    assert intervals(norrort(), diary.facts)["0187"] == (Interval(START),)


def test_one_who_leaves_on_its_first_day_was_never_bound() -> None:
    at_once = norrort(replace(WITHDRAWAL, period=Period(0, "D"), last_day="outside", clock="notice_dated"))
    diary = Diary().joins("0187").add("notice.given", START, "0187")
    assert intervals(at_once, diary.facts) == {}
    diary.joins("0187", decided=date(2014, 5, 1), signed=date(2014, 5, 2))
    assert intervals(at_once, diary.facts)["0187"] == (Interval(date(2014, 5, 2)),)


def test_a_notice_registered_after_the_day_it_leads_to_still_ends_the_membership() -> None:
    """Dated in 2014, found in 2016: twelve months from the date on it have passed."""
    by_date = norrort(replace(WITHDRAWAL, clock="notice_dated"))
    diary = started().add("notice.given", date(2016, 2, 1), "0187", dated="2014-11-03")
    assert intervals(by_date, diary.facts)["0187"] == (Interval(START, date(2015, 11, 4)),)


def test_a_notice_after_the_exit_changes_nothing() -> None:
    diary = started().leaves("0187", date(2018, 1, 10), (MANAGER, date(2018, 1, 12)))
    diary.leaves("0187", date(2020, 1, 10), (MANAGER, date(2020, 1, 12)))
    assert intervals(norrort(), diary.facts)["0187"] == (Interval(START, date(2019, 1, 13)),)


def test_the_agreements_own_facts_do_not_depend_on_the_order_they_are_given_in() -> None:
    diary = started().leaves("0187", date(2018, 1, 10), (MANAGER, date(2018, 1, 12)))
    diary.joins("0187", decided=date(2021, 2, 1), signed=date(2021, 3, 1))
    expected = intervals(norrort(), diary.facts)
    for seed in range(20):
        shuffled = diary.facts.copy()
        random.Random(seed).shuffle(shuffled)
        assert intervals(norrort(), shuffled) == expected


# --- a slower reference, day by day ----------------------------------------------------------------------

FEW = ("0114", "0115", "0117")
FIRST = date(2014, 4, 1)
days = st.integers(0, 900).map(lambda n: FIRST + n * DAY)


@st.composite
def histories_of_one(draw: st.DrawFn) -> list[tuple[str, date]]:
    """Decisions, signatures and received notices of one party, in any order."""
    kinds = st.sampled_from(["decision.adopted", "signature.given", "notice"])
    return sorted(draw(st.lists(st.tuples(kinds, days), max_size=8)), key=lambda item: item[1])


def walk(history: list[tuple[str, date]], until: date) -> set[date]:
    """The days bound, by living through them one at a time (dated notices, 10 days)."""
    bound, decided, signed, leaves = set(), False, False, None
    inside = False
    day = FIRST
    while day <= until:
        if inside and leaves is not None and day > leaves:
            inside, leaves = False, None
        today = [kind for kind, on in history if on == day]
        given = inside and "notice" in today
        if not inside or leaves is not None:
            decided = decided or "decision.adopted" in today
            signed = signed or "signature.given" in today
        if given and leaves is None:
            leaves, decided, signed = day + 10 * DAY, False, False
        if not inside and decided and signed and day >= START:
            inside, decided, signed = True, False, False
            if "notice" in today:
                leaves = day + 10 * DAY
        if inside:
            bound.add(day)
        day += DAY
    return bound


@given(st.lists(histories_of_one(), min_size=1, max_size=3))
def test_intervals_equal_a_day_by_day_reference(parties: list[list[tuple[str, date]]]) -> None:
    rule = replace(WITHDRAWAL, clock="notice_dated", period=Period(10, "D"))
    diary = Diary()
    for code, history in zip(FEW, parties, strict=False):
        for kind, day in history:
            diary.add("notice.given" if kind == "notice" else kind, day, code)
    found = intervals(norrort(rule), diary.facts)
    until = FIRST + 1000 * DAY
    for code, history in zip(FEW, parties, strict=False):
        held = {FIRST + n * DAY for n in range(1001) if any(FIRST + n * DAY in item for item in found.get(code, ()))}
        assert held == walk(history, until), code
        assert all(a.stop < b.start for a, b in zip(found.get(code, ()), found.get(code, ())[1:], strict=False))


@given(days, days)
def test_a_later_fact_never_binds_earlier(first: date, later: date) -> None:
    earlier, later = min(first, later), max(first, later)
    before = intervals(norrort(), Diary().joins("0162", decided=earlier).facts)["0162"][0]
    after = intervals(norrort(), Diary().joins("0162", decided=later).facts)["0162"][0]
    assert before.start <= after.start


def test_facts_of_other_kinds_change_nothing() -> None:
    noise: list[Fact] = (
        Diary().add("meeting.held", START, body="ledningsgrupp").add("copy.delivered", START, "0162").facts
    )
    assert intervals(norrort(), [*started().facts, *noise]) == dict.fromkeys(NORRORT, (Interval(START),))
