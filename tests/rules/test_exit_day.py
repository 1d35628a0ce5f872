"""Which day is the last (N-14a, N-14b, K-9b; semantics C.2–C.4): clocks, addressees, readings, refusals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.definition import Definition
from samverk.rules.exit_day import Exit, notices
from samverk.rules.facts import Fact
from samverk.rules.membership import intervals, timeline
from samverk.rules.provisions import Withdrawal
from samverk.rules.values import Period
from tests.rules.lifecycle import (
    CHAIR,
    GROUP,
    KSL_WITHDRAWAL,
    MANAGER,
    NORRORT,
    READINGS,
    WITHDRAWAL,
    Diary,
    ksl,
    norrort,
    reading,
    started,
)


def only(definition: Definition, facts: Iterable[Fact]) -> Exit:
    (found,) = timeline(definition, facts).exits
    return found


def vaxholm() -> Diary:
    """Semantics C.2: dated 29 August, sent 31 August, received by the chair 2 September 2025."""
    return started().leaves(
        "0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)), dated="2025-08-29", sent="2025-08-31", form="written"
    )


@pytest.mark.parametrize(
    ("change", "last_day"),
    [
        ({}, date(2026, 9, 2)),
        ({"clock": "notice_dated"}, date(2026, 8, 29)),
        ({"clock": "notice_sent"}, date(2026, 8, 31)),
        ({"clock": "last_receipt"}, date(2026, 9, 2)),
        ({"clock": "first_receipt"}, date(2026, 9, 2)),
        ({"clock": "calendar_year_end_after_receipt"}, date(2026, 12, 31)),
        ({"clock": "calendar_year_end_after_receipt", "period": Period(6, "M")}, date(2026, 6, 30)),
        ({"last_day": "outside"}, date(2026, 9, 1)),
        ({"clock": "notice_dated", "last_day": "outside"}, date(2026, 8, 28)),
        ({"holiday_shift": "next_working_day", "clock": "notice_dated"}, date(2026, 8, 31)),  # a Saturday moves
        ({"not_before": date(2027, 1, 1)}, date(2027, 1, 1)),
        ({"not_before": date(2020, 1, 1)}, date(2026, 9, 2)),
        ({"period": Period(1, "Y")}, date(2026, 9, 2)),
        ({"period": Period(90, "D")}, date(2025, 12, 1)),
    ],
)
def test_every_clock_and_every_way_of_counting(change: dict[str, Any], last_day: date) -> None:
    """N-14b with t-14-1 to t-14-3, and the clocks other agreements use."""
    assert only(norrort(replace(WITHDRAWAL, **change)), vaxholm().facts).last_day == last_day


def test_the_working_day_before_and_after_outside() -> None:
    rule = replace(WITHDRAWAL, holiday_shift="next_working_day", last_day="outside", clock="notice_dated")
    found = only(norrort(rule), vaxholm().facts)
    assert (found.ends, found.last_day) == (date(2026, 8, 31), date(2026, 8, 30))


@pytest.mark.parametrize(
    ("received", "last_day", "next_first"),
    [
        (date(2024, 3, 15), date(2025, 3, 15), date(2025, 3, 15)),  # clauses.md §7
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)),
    ],
)
def test_golden_days_of_norrort(received: date, last_day: date, next_first: date) -> None:
    """N-14b."""
    facts = started().leaves("0187", received, (MANAGER, received)).facts
    assert only(norrort(), facts).last_day == last_day
    assert only(norrort(replace(WITHDRAWAL, month_rule="same_day_else_next_first")), facts).last_day == next_first


def county(*codes: str) -> Diary:
    diary = Diary()
    for code in codes:
        diary.add("decision.adopted", date(2013, 6, 6), code)
    return diary


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        (date(2024, 1, 31), date(2024, 10, 31)),  # clauses.md §7
        (date(2025, 5, 31), date(2026, 2, 28)),
        (date(2013, 11, 30), date(2014, 8, 30)),
    ],
)
def test_golden_days_of_ksl(received: date, last_day: date) -> None:
    """K-9b: nine months from the last of the others."""
    facts = county("0180", "0136", "0160").leaves(
        "0180", date(2013, 10, 1), ("0136", date(2013, 10, 2)), ("0160", received)
    )
    assert only(ksl(), facts.facts).last_day == last_day


@pytest.mark.parametrize(
    ("clock", "rule", "last_day"),
    [
        ("last_receipt", "same_day_else_last", date(2026, 3, 3)),
        ("first_receipt", "same_day_else_last", date(2026, 2, 28)),
        ("first_receipt", "same_day_else_next_first", date(2026, 3, 1)),
    ],
)
def test_the_spread_of_ksl(clock: Any, rule: Any, last_day: date) -> None:
    """Semantics C.2: received 29 May, 31 May and 3 June 2025."""
    received = [("0136", date(2025, 5, 29)), ("0160", date(2025, 5, 31)), ("0139", date(2025, 6, 3))]
    facts = county("0180", "0136", "0160", "0139").leaves("0180", date(2025, 5, 28), *received).facts
    assert only(ksl(replace(KSL_WITHDRAWAL, clock=clock, month_rule=rule)), facts).last_day == last_day


def test_the_coordinators_receipt_counts_alone_under_its_reading() -> None:
    """K-9b, t-9-2."""
    registry = ksl(replace(KSL_WITHDRAWAL, clock="receipt_by_coordinator"))
    diary = county("0180", "0136").leaves("0180", date(2025, 5, 28), ("0136", date(2025, 5, 29)))
    assert only(registry, diary.facts).waiting_for == ("coordinator",)
    diary.add("notice.received", date(2025, 6, 2), "0180", notice_party="0180", by="actor:ksl")
    assert only(registry, diary.facts).last_day == date(2026, 3, 2)


@pytest.mark.parametrize("capacity", ["actor:ksl", "role:samordnare", "coordinator"])
def test_the_coordinator_can_be_recorded_as_actor_role_or_by_that_word(capacity: str) -> None:
    registry = ksl(replace(KSL_WITHDRAWAL, clock="receipt_by_coordinator"))
    diary = county("0180", "0136").leaves("0180", date(2025, 5, 28))
    diary.add("notice.received", date(2025, 6, 2), "0180", notice_party="0180", by=capacity)
    assert only(registry, diary.facts).anchor == date(2025, 6, 2)


def test_while_nobody_has_it_all_are_waited_for_whichever_receipt_counts() -> None:
    diary = county("0180", "0136", "0160").leaves("0180", date(2025, 5, 28))
    for change in ({"clock": "first_receipt"}, {"addressees_fixed_on": "last_receipt_date"}, {}):
        found = only(ksl(replace(KSL_WITHDRAWAL, **change)), diary.facts)  # type: ignore[arg-type]  # any field it has
        assert (found.waiting_for, found.anchor) == (("0136", "0160"), None)


def test_the_circle_closes_with_the_receipt_by_which_everybody_had_it() -> None:
    """T-9-4: one who joins after that, and has it later still, does not postpone the exit."""
    at_last = ksl(replace(KSL_WITHDRAWAL, addressees_fixed_on="last_receipt_date"))
    diary = county("0180", "0136", "0160").add("decision.adopted", date(2025, 6, 10), "0182")
    diary.leaves(
        "0180", date(2025, 5, 28), ("0136", date(2025, 6, 1)), ("0160", date(2025, 6, 5)), ("0182", date(2025, 6, 20))
    )
    assert only(at_last, diary.facts).anchor == date(2025, 6, 5)


# --- who must have it -----------------------------------------------------------------------------------


def test_only_the_chair_can_receive_it() -> None:
    """N-14a: the chair is the managing municipality's representative; another municipality's receipt is none."""
    diary = started().leaves("0187", date(2025, 8, 29), ("0114", date(2025, 8, 30)))
    found = only(norrort(), diary.facts)
    assert (found.addressees, found.waiting_for) == (("body:ledningsgrupp.chair",), ("body:ledningsgrupp.chair",))
    diary.add("notice.received", date(2025, 9, 2), MANAGER, notice_party="0187")
    assert only(norrort(), diary.facts).anchor == date(2025, 9, 2)


def test_the_chair_is_whoever_chairs_on_the_day_of_receipt() -> None:
    """N-8h: the office moved to Sollentuna in between."""
    diary = started().leaves("0187", date(2025, 8, 29))
    diary.add("role.assigned", date(2025, 9, 1), "0163", role="forvaltande-kommun", holder="party:0163")
    diary.add("notice.received", date(2025, 9, 2), MANAGER, notice_party="0187")
    assert only(norrort(), diary.facts).anchor is None
    diary.add("notice.received", date(2025, 9, 4), "0163", notice_party="0187")
    assert only(norrort(), diary.facts).anchor == date(2025, 9, 4)


def test_a_receipt_recorded_as_the_chairs_counts_whoever_recorded_it() -> None:
    diary = started().leaves("0187", date(2025, 8, 29))
    diary.add("notice.received", date(2025, 9, 2), "0187", notice_party="0187", by="body:ledningsgrupp.chair")
    assert only(norrort(), diary.facts).anchor == date(2025, 9, 2)


def test_the_receiver_can_be_named_apart_from_the_party() -> None:
    diary = started().leaves("0187", date(2025, 8, 29))
    diary.add("notice.received", date(2025, 9, 2), "0187", notice_party="0187", by=MANAGER)
    assert only(norrort(), diary.facts).anchor == date(2025, 9, 2)


def test_where_nobody_is_known_to_chair_any_receipt_counts() -> None:
    diary = started().leaves("0187", date(2025, 8, 29), ("0114", date(2025, 8, 30)))
    assert only(norrort(without=["ordforande"]), diary.facts).anchor == date(2025, 8, 30)
    elected = replace(CHAIR, ex_officio=None, elected_by="body:ledningsgrupp")
    assert only(norrort(elected), diary.facts).anchor == date(2025, 8, 30)


def test_the_managing_municipality_gives_notice_to_the_members() -> None:
    """N-14 ?2, t-14-4: its own representative is the chair; all fourteen others must have it."""
    diary = started().leaves(MANAGER, date(2025, 3, 1), (MANAGER, date(2025, 3, 1)))
    found = only(norrort(), diary.facts)
    assert found.addressees == tuple(code for code in sorted(NORRORT) if code != MANAGER)
    assert len(found.waiting_for) == 14
    for n, code in enumerate(found.addressees):
        diary.add("notice.received", date(2025, 3, 2) + timedelta(days=n), code, notice_party=MANAGER)
    assert only(norrort(), diary.facts).last_day == date(2026, 3, 15)
    to_chair = norrort(replace(WITHDRAWAL, addressee_if_self="body:ledningsgrupp.chair"))
    assert only(to_chair, diary.facts).last_day == date(2026, 3, 1)


def test_members_of_a_smaller_body_are_those_seated() -> None:
    to_members = norrort(replace(WITHDRAWAL, addressees="body:ledningsgrupp.members"),
                         replace(GROUP, seats=replace(GROUP.seats, per=None)))  # fmt: skip
    diary = started().add("body.member_added", date(2014, 5, 1), "0114", body="ledningsgrupp")
    diary.leaves("0187", date(2025, 8, 29))
    assert only(to_members, diary.facts).addressees == ("0114",)
    unknown = started().leaves("0187", date(2025, 8, 29))
    assert len(only(to_members, unknown.facts).addressees) == 14


@pytest.mark.parametrize("addressee", ["party:0114", "role:forvaltande-kommun"])
def test_an_addressee_can_be_a_party_or_a_role(addressee: str) -> None:
    to = norrort(replace(WITHDRAWAL, addressees=addressee))
    right = "0114" if addressee == "party:0114" else MANAGER
    diary = started().leaves("0187", date(2025, 8, 29), ("0117", date(2025, 8, 30)), (right, date(2025, 9, 5)))
    assert only(to, diary.facts).anchor == date(2025, 9, 5)


def test_a_receipt_before_the_notice_belongs_to_another() -> None:
    diary = started().add("notice.received", date(2025, 8, 1), MANAGER, notice_party="0187")
    assert only(norrort(), diary.leaves("0187", date(2025, 8, 29)).facts).anchor is None


def test_a_receipt_between_the_letters_date_and_its_registration_counts() -> None:
    diary = started().leaves("0187", date(2025, 9, 5), (MANAGER, date(2025, 9, 2)), dated="2025-08-29")
    assert only(norrort(), diary.facts).anchor == date(2025, 9, 2)


# --- what gives no day ----------------------------------------------------------------------------------


def test_a_notice_not_sent_has_no_day_under_the_clock_that_counts_sending() -> None:
    found = only(norrort(replace(WITHDRAWAL, clock="notice_sent")), started().leaves("0187", date(2025, 8, 29)).facts)
    assert found.last_day is None
    assert found.lacking is not None
    assert "skickades" in found.lacking.sv


@pytest.mark.parametrize("form", ["oral", "written"])
def test_a_lesser_form_than_the_text_asks_for_has_no_effect(form: str) -> None:
    """N-14a: in writing."""
    diary = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)), form=form)
    signed = replace(WITHDRAWAL, form="written_signed")
    found = only(norrort(signed), diary.facts)
    assert found.invalid is not None
    assert found.bound_through is None
    assert intervals(norrort(signed), diary.facts)["0187"][0].end is None
    assert only(norrort(replace(WITHDRAWAL, form="any")), diary.facts).invalid is None


def test_somebody_who_is_no_party_cannot_leave() -> None:
    found = only(norrort(), Diary().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2))).facts)
    assert found.invalid is not None
    assert "29" in found.invalid.sv


def test_an_ambiguous_month_is_refused_where_the_agreement_lets_no_other_day_hold() -> None:
    strict = norrort(replace(WITHDRAWAL, month_rule="refuse_if_ambiguous"))
    found = only(strict, started().leaves("0187", date(2024, 2, 29), (MANAGER, date(2024, 2, 29))).facts)
    assert found.last_day is None
    assert found.lacking is not None
    assert "29" in found.lacking.en


def test_an_open_reading_gives_no_day_while_its_options_disagree() -> None:
    """Semantics C.1: unknown only if the alternatives disagree."""
    open_clock = norrort(replace(WITHDRAWAL, clock="open"))
    found = only(open_clock, vaxholm().facts)
    assert found.last_day is None
    assert found.options == (date(2026, 8, 29), date(2026, 8, 31), date(2026, 9, 2))
    assert found.bound_through == date(2026, 9, 2)
    assert intervals(open_clock, vaxholm().facts)["0187"][0].end == date(2026, 9, 3)


def test_an_open_reading_gives_the_day_when_all_options_agree() -> None:
    same_day = date(2025, 3, 3)
    diary = started().leaves("0187", same_day, (MANAGER, same_day), dated="2025-03-03", sent="2025-03-03")
    assert only(norrort(replace(WITHDRAWAL, clock="open")), diary.facts).last_day == date(2026, 3, 3)


def test_while_one_option_gives_no_day_the_party_stays() -> None:
    diary = started().leaves("0187", date(2025, 8, 29), (MANAGER, date(2025, 9, 2)))
    found = only(norrort(replace(WITHDRAWAL, clock="open")), diary.facts)
    assert found.options == (date(2026, 8, 29), None, date(2026, 9, 2))
    assert found.bound_through is None


@pytest.mark.parametrize("param", ["clock", "period", "month_rule", "last_day", "holiday_shift"])
def test_an_open_parameter_without_a_reading_gives_no_day(param: str) -> None:
    bare = norrort(replace(WITHDRAWAL, basis={}, **{param: "open"}))  # type: ignore[arg-type]  # any field it has
    found = only(bare, vaxholm().facts)
    assert found.last_day is None
    assert found.lacking is not None


def test_two_open_readings_are_tried_together() -> None:
    both = norrort(replace(WITHDRAWAL, clock="open", last_day="open"))
    found = only(both, vaxholm().facts)
    assert len(found.options) == 6
    assert (min(filter(None, found.options)), max(filter(None, found.options))) == (date(2026, 8, 28), date(2026, 9, 2))


def test_combinations_are_capped() -> None:
    many = [reading(f"r{n}", f"rule.uttrade.{param}", ["x"], None, "open") for n, param in enumerate(("a", "b"))]
    wide = reading(
        "t-14-1", "rule.uttrade.clock", ["notice_dated", "notice_sent", "notice_received"] * 30, None, "open"
    )
    definition = replace(
        norrort(replace(WITHDRAWAL, clock="open")), readings={r.id: r for r in (*READINGS, *many, wide)}
    )
    assert len(only(definition, vaxholm().facts).options) == 50


# --- taking it back -------------------------------------------------------------------------------------


def revoked(rule: Withdrawal, *, consents: Iterable[str], on: date = date(2026, 1, 1)) -> tuple[Exit, date | None]:
    facts = vaxholm().add("notice.revoked", on, "0187", consents=list(consents)).facts
    return only(norrort(rule), facts), intervals(norrort(rule), facts)["0187"][0].end


OTHERS = [code for code in NORRORT if code != "0187"]
END = date(2026, 9, 3)


def test_a_notice_can_be_taken_back_with_everybodys_consent_where_the_reading_says_so() -> None:
    """N-14 ?4, t-14-6."""
    rule = replace(WITHDRAWAL, revocable="until_exit_with_consent_of_all")
    assert revoked(rule, consents=OTHERS)[1] is None
    assert revoked(rule, consents=OTHERS)[0].revoked
    assert revoked(rule, consents=OTHERS[1:])[1] == END
    assert revoked(rule, consents=OTHERS, on=date(2026, 9, 2))[1] is None
    assert revoked(rule, consents=OTHERS, on=date(2026, 9, 3))[1] == END


def test_a_notice_cannot_be_taken_back_where_the_reading_says_no() -> None:
    assert revoked(replace(WITHDRAWAL, revocable="no"), consents=OTHERS)[1] == END


def test_while_nobody_has_decided_a_notice_taken_back_leaves_the_party_bound_and_says_why() -> None:
    found, end = revoked(WITHDRAWAL, consents=OTHERS)
    assert end is None
    assert found.lacking is not None
    assert found.options == (date(2026, 9, 2), None)
    assert found.lacking.en == "a word on whether a notice can be revoked"
    assert revoked(WITHDRAWAL, consents=[])[1] == END


def test_facts_of_other_kinds_are_no_notices() -> None:
    assert notices(Diary().add("meeting.held", date(2025, 1, 1), body="x").facts) == ()


def test_taking_back_a_notice_without_effect_changes_nothing() -> None:
    diary = started().leaves("0187", date(2025, 8, 29), form="oral").add("notice.revoked", date(2025, 9, 9), "0187")
    assert only(norrort(), diary.facts).invalid is not None


# --- properties -----------------------------------------------------------------------------------------

days = st.integers(0, 3000).map(lambda n: date(2015, 1, 1) + timedelta(days=n))
few = ("0136", "0139", "0160", "0162")


@given(st.lists(days, min_size=4, max_size=4), st.integers(0, 3), st.integers(0, 400), st.integers(0, 36))
def test_a_later_receipt_never_gives_an_earlier_exit(received: list[date], which: int, more: int, months: int) -> None:
    rule = ksl(replace(KSL_WITHDRAWAL, period=Period(months, "M")))

    def last_day(days_: list[date]) -> date:
        diary = county("0180", *few).leaves("0180", date(2015, 1, 1), *zip(few, days_, strict=True))
        found = only(rule, diary.facts).last_day
        assert found is not None
        return found

    later = [day + timedelta(days=more * (n == which)) for n, day in enumerate(received)]
    assert last_day(received) == max(received) + relativedelta(months=months)
    assert last_day(received) <= last_day(later)


@given(st.lists(days, min_size=2, max_size=4), days)
def test_another_addressee_never_gives_an_earlier_exit(received: list[date], another: date) -> None:
    codes = few[: len(received)]
    before = county("0180", *codes).leaves("0180", date(2015, 1, 1), *zip(codes, received, strict=True))
    after = county("0180", *codes, "0199").leaves(
        "0180", date(2015, 1, 1), *zip(codes, received, strict=True), ("0199", another)
    )
    one, other = only(ksl(), before.facts).last_day, only(ksl(), after.facts).last_day
    assert one is not None
    assert other is not None
    assert one <= other


@given(days, st.integers(0, 60), st.integers(0, 60), st.sampled_from(["D", "W", "M", "Y"]))
def test_a_longer_period_never_gives_an_earlier_exit(received: date, one: int, other: int, unit: Any) -> None:
    facts = started().leaves("0187", received, (MANAGER, received)).facts
    short, long = (
        only(norrort(replace(WITHDRAWAL, period=Period(count, unit))), facts).last_day for count in sorted((one, other))
    )
    assert short is not None
    assert long is not None
    assert short <= long


@given(days, st.integers(0, 20), st.integers(0, 20))
def test_the_day_in_use_is_among_the_days_of_all_readings(dated: date, sent: int, received: int) -> None:
    sent_on, received_on = dated + timedelta(days=sent), dated + timedelta(days=sent + received)
    facts = (
        started().leaves("0187", dated, (MANAGER, received_on), dated=dated.isoformat(), sent=sent_on.isoformat()).facts
    )
    spread = only(norrort(replace(WITHDRAWAL, clock="open", last_day="open", month_rule="open")), facts)
    used = only(norrort(), facts).last_day
    assert used in (spread.options or (spread.last_day,))
