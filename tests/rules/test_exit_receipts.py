"""What is read from the record of a notice, and who is waited for (N-14a, K-9b; semantics C.2–C.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samverk.rules.exit_day import Notice, Receipt, Revocation, notices
from tests.rules.lifecycle import KSL_WITHDRAWAL, MANAGER, WITHDRAWAL, Diary, ksl, norrort, started
from tests.rules.test_exit_day import county, only, vaxholm


def test_a_notice_is_read_with_its_letter_its_receipts_and_its_revocations() -> None:
    """N-14a: who had it and as whom, in order of day; what belongs to another notice is left out."""
    diary = Diary().add("notice.received", date(2025, 8, 28), MANAGER, notice_party="0187")
    diary.add("notice.revoked", date(2025, 8, 28), "0187", consents=["0114"])
    diary.add("notice.given", date(2025, 8, 29), "0187", dated="2025-08-30", sent="2025-08-31", form="written")
    diary.add("notice.received", date(2025, 9, 2), "0115", notice_party="0187", by="actor:ksl", assumed=True)
    diary.add("notice.received", date(2025, 9, 1), "0115", notice_party="0187", by=MANAGER)
    diary.add("notice.revoked", date(2025, 8, 29), "0187", consents=["0114", "0115"])
    assert notices(diary.facts) == (
        Notice(
            party="0187",
            given=date(2025, 8, 29),
            dated=date(2025, 8, 30),
            sent=date(2025, 8, 31),
            form="written",
            fact=3,
            receipts=(
                Receipt(MANAGER, date(2025, 9, 1), 5),
                Receipt("0115", date(2025, 9, 2), 4, capacity="actor:ksl", assumed=True),
            ),
            revocations=(Revocation(date(2025, 8, 29), frozenset({"0114", "0115"}), 6),),
        ),
    )


def test_a_notice_of_which_nothing_more_is_known() -> None:
    (bare,) = notices(Diary().add("notice.given", date(2025, 8, 29), "0187").facts)
    assert bare == Notice("0187", date(2025, 8, 29), date(2025, 8, 29), None, None, 1)


def test_two_notices_of_a_day_come_in_the_order_they_were_recorded() -> None:
    diary = Diary().add("notice.given", date(2025, 8, 29), "0187").add("notice.given", date(2025, 8, 29), "0114")
    assert [item.fact for item in notices(reversed(diary.facts))] == [1, 2]


def test_what_an_open_choice_leaves_to_decide_is_named_with_its_days() -> None:
    """N-14b with t-14-1 open: dated, sent, received."""
    found = only(norrort(replace(WITHDRAWAL, clock="open")), vaxholm().facts)
    assert found.addressees == ("body:ledningsgrupp.chair",)
    assert found.lacking is not None
    assert found.lacking.sv.replace("\u00a0", " ") == (
        "ett val mellan 29 augusti 2026, 31 augusti 2026 och 2 september 2026"
    )
    unsent = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    half = only(norrort(replace(WITHDRAWAL, clock="open")), unsent.facts)
    assert half.lacking is not None
    assert half.lacking.en.replace("\u00a0", " ") == "a choice between 29 August 2026 and 2 September 2026"


def test_nothing_is_lacking_once_the_clock_has_started() -> None:
    assert only(norrort(replace(WITHDRAWAL, clock="notice_dated")), vaxholm().facts).lacking is None
    assert only(norrort(replace(WITHDRAWAL, clock="notice_sent")), vaxholm().facts).lacking is None


def test_the_first_receipt_is_waited_for_from_everybody() -> None:
    """K-9b, t-9-2."""
    diary = county("0180", "0136", "0160").leaves("0180", date(2025, 5, 28))
    found = only(ksl(replace(KSL_WITHDRAWAL, clock="first_receipt")), diary.facts)
    assert found.waiting_for == ("0136", "0160")


def test_without_a_receipt_the_circle_is_that_of_the_notice() -> None:
    """K-9b, t-9-4."""
    at_last = ksl(replace(KSL_WITHDRAWAL, addressees_fixed_on="last_receipt_date"))
    diary = county("0180", "0136", "0160").leaves("0180", date(2025, 5, 28))
    assert only(at_last, diary.facts).waiting_for == ("0136", "0160")


def test_the_circle_is_closed_by_the_receipt_that_completes_it() -> None:
    """K-9b, t-9-4: both have it on 2 June; the newcomer of 5 June needs no notice, though somebody has it twice."""
    at_last = ksl(replace(KSL_WITHDRAWAL, addressees_fixed_on="last_receipt_date"))
    diary = county("0180", "0136", "0160").leaves(
        "0180", date(2025, 5, 28), ("0136", date(2025, 6, 2)), ("0160", date(2025, 6, 2)), ("0160", date(2025, 6, 9))
    )
    diary.add("decision.adopted", date(2025, 6, 5), "0182")
    assert only(at_last, diary.facts).anchor == date(2025, 6, 2)


def test_a_role_can_be_the_coordinator_that_confirms() -> None:
    """K-9b, t-9-2: an actor, a role or the coordinator by name, but no body and no municipality."""
    registry = ksl(replace(KSL_WITHDRAWAL, clock="receipt_by_coordinator"))
    for capacity, anchor in (("role:strateg", date(2025, 6, 2)), ("coordinator", date(2025, 6, 2)), ("body:x", None)):
        diary = county("0180", "0136").leaves("0180", date(2025, 5, 28))
        diary.add("notice.received", date(2025, 6, 2), "0180", notice_party="0180", by=capacity)
        assert only(registry, diary.facts).anchor == anchor
