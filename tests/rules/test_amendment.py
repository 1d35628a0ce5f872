"""From which day a change holds (N-12, semantics C.4), against a day-by-day reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules import amendment
from samverk.rules.amendment import amendments, effect_of
from samverk.rules.definition import Definition
from samverk.rules.finding import Finding, Verdict
from samverk.rules.intervals import Interval
from samverk.rules.provisions import AmendmentRule
from samverk.rules.situation import situation
from tests.rules.lifecycle import AMENDMENT, MANAGER, NORRORT, START, Diary, norrort, started

MARCH = [date(2026, 3, 1) + timedelta(days=n) for n in range(15)]
AS_OF = date(2026, 3, 20)


type Held = Mapping[str, tuple[Interval, ...]]


def signed(diary: Diary, days: dict[str, date], decided: bool = True, **payload: Any) -> Diary:
    for code, day in days.items():
        own = {"decided_on": day.isoformat()} if decided else {}
        diary.add("amendment.signed", day, code, amendment="a-1", **own, **payload)
    return diary


def day_of(rule: AmendmentRule, diary: Diary, held: Held) -> date | None:
    (item,) = amendments(diary.facts)
    return effect_of(rule, item, held, AS_OF).day


def found(definition: Definition, diary: Diary, as_of: date = AS_OF) -> dict[str, Finding]:
    here = situation(definition, diary.facts, as_of=as_of, names=NORRORT)
    rule = here.definition.first(AmendmentRule)
    assert rule is not None
    return {item.subject: item for item in amendment.findings(here, rule)}


ALL = dict.fromkeys(NORRORT, (Interval(START),))
EVERYBODY = dict(zip(NORRORT, MARCH, strict=True))
BUT_VAXHOLM = {code: day for code, day in EVERYBODY.items() if code != "0187"}


def test_a_change_holds_from_the_last_signature() -> None:
    """N-12."""
    assert day_of(AMENDMENT, signed(Diary(), EVERYBODY), ALL) == date(2026, 3, 15)
    assert day_of(AMENDMENT, signed(Diary(), BUT_VAXHOLM), ALL) is None


def test_a_missing_signature_stops_mattering_the_day_after_the_exit() -> None:
    leaving = {**ALL, "0187": (Interval(START, date(2026, 9, 3)),)}
    assert day_of(AMENDMENT, signed(Diary(), BUT_VAXHOLM), leaving) == date(2026, 9, 3)


def test_one_who_joins_must_sign_too() -> None:
    joined = {**ALL, "0180": (Interval(date(2026, 3, 10)),)}
    assert day_of(AMENDMENT, signed(Diary(), EVERYBODY), joined) is None
    assert day_of(AMENDMENT, signed(Diary(), {**EVERYBODY, "0180": date(2026, 4, 1)}), joined) == date(2026, 4, 1)


def test_a_signature_counts_only_after_the_partys_own_decision() -> None:
    """T-12-2."""
    late = signed(Diary(), EVERYBODY, decided=False)
    assert day_of(AMENDMENT, late, ALL) is None
    only_signature = replace(AMENDMENT, internal_decision="signature_only")
    assert day_of(only_signature, late, ALL) == date(2026, 3, 15)
    decided = Diary()
    for code, day in EVERYBODY.items():
        decided.add(
            "amendment.signed",
            day,
            code,
            amendment="a-1",
            decided_on="2026-04-02" if code == "0162" else day.isoformat(),
        )
    assert day_of(AMENDMENT, decided, ALL) == date(2026, 4, 2)
    decided.add("amendment.signed", date(2026, 5, 1), "0162", amendment="a-1", decided_on="2026-05-01")
    assert day_of(AMENDMENT, decided, ALL) == date(2026, 4, 2)


def test_a_signature_given_again_with_its_decision_counts() -> None:
    diary = signed(Diary(), EVERYBODY, decided=False)
    for code in EVERYBODY:
        diary.add("amendment.signed", date(2026, 4, 1), code, amendment="a-1", decided_on="2026-03-30")
    assert day_of(AMENDMENT, diary, ALL) == date(2026, 4, 1)


def test_the_change_can_name_a_later_day() -> None:
    diary = Diary().add("amendment.proposed", date(2026, 2, 1), amendment="a-1", from_="x")
    diary.facts[0] = replace(diary.facts[0], payload={"amendment": "a-1", "from": "2026-07-01"})
    assert day_of(AMENDMENT, signed(diary, EVERYBODY), ALL) == date(2026, 7, 1)
    fixed = replace(AMENDMENT, effective="fixed_date")
    assert day_of(fixed, diary, ALL) == date(2026, 7, 1)
    assert day_of(fixed, signed(Diary(), EVERYBODY), ALL) is None


def test_the_circle_can_be_fixed_when_the_change_is_proposed() -> None:
    """T-12-1: whoever leaves must still sign, whoever joins need not."""
    proposal = replace(AMENDMENT, electorate_at="on_proposal")
    moving = {**ALL, "0187": (Interval(START, date(2026, 2, 15)),), "0180": (Interval(date(2026, 2, 10)),)}
    diary = Diary().add("amendment.proposed", date(2026, 2, 1), amendment="a-1")
    assert day_of(proposal, signed(diary, BUT_VAXHOLM), moving) is None
    assert day_of(proposal, signed(diary, {"0187": date(2026, 3, 18)}), moving) == date(2026, 3, 18)
    assert day_of(proposal, signed(Diary(), EVERYBODY), ALL) == date(2026, 3, 15)
    assert day_of(proposal, signed(Diary(), EVERYBODY), {}) is None


@pytest.mark.parametrize(
    ("change", "day"),
    [
        ({"consent": "qualified", "share": "2/3"}, date(2026, 3, 10)),
        ({"consent": "qualified", "share": "1"}, date(2026, 3, 15)),
        ({"consent": "qualified"}, None),
        ({"consent": "open"}, None),
        ({"electorate_at": "open"}, None),
        ({"effective": "open"}, None),
        ({"consent": "body"}, None),
    ],
)
def test_other_ways_to_agree(change: dict[str, Any], day: date | None) -> None:
    assert day_of(replace(AMENDMENT, **change), signed(Diary(), EVERYBODY), ALL) == day


def test_a_body_can_decide_where_the_text_says_so() -> None:
    diary = Diary().add("decision.made", date(2026, 3, 1), body="ledningsgrupp", act="amend", object="a-1")
    diary.add("decision.made", date(2026, 3, 2), body="ledningsgrupp", act="other", object="x")
    assert day_of(replace(AMENDMENT, consent="body"), diary, ALL) == date(2026, 3, 1)


# --- properties against a slower reference --------------------------------------------------------------

few = ("0114", "0115", "0117")
days = st.integers(0, 60).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
spans = st.tuples(days, st.integers(1, 60)).map(lambda pair: Interval(pair[0], pair[0] + timedelta(days=pair[1])))
memberships = st.fixed_dictionaries(dict.fromkeys(few, st.one_of(st.just(Interval(START)), spans).map(lambda i: (i,))))
signatures = st.dictionaries(st.sampled_from(few), days)


def by_living_through(held: Held, given_: dict[str, date]) -> date | None:
    if not given_:
        return None
    day = min(given_.values())
    while day < date(2026, 8, 1):
        bound = [code for code in few if any(day in item for item in held[code])]
        if bound and all(code in given_ and given_[code] <= day for code in bound):
            return day
        day += timedelta(days=1)
    return None


@given(memberships, signatures)
def test_the_day_equals_a_day_by_day_reference(held: Held, given_: dict[str, date]) -> None:
    diary = signed(Diary(), dict(sorted(given_.items(), key=lambda item: item[1])))
    if not given_:
        assert amendments(diary.facts) == ()
        return
    assert day_of(AMENDMENT, diary, held) == by_living_through(held, given_)


@given(memberships, signatures, st.sampled_from(few), days)
def test_nobody_is_bound_without_a_signature_and_another_never_delays(
    held: Held, given_: dict[str, date], code: str, day: date
) -> None:
    before = by_living_through(held, given_)
    if before is not None:
        assert all(c in given_ for c in few if any(before in item for item in held[c]))
    more = {**given_, code: min(given_.get(code, day), day)}
    after = day_of(AMENDMENT, signed(Diary(), more), held)
    if before is not None:
        assert after is not None
        assert after <= max(before, min(more.values()))


# --- findings -------------------------------------------------------------------------------------------


def test_no_change_is_proposed() -> None:
    whole = found(norrort(), started())["parties"]
    assert (whole.verdict, whole.headline.sv) == (Verdict.NOT_APPLICABLE, "Ingen ändring är föreslagen")


def test_a_proposal_that_waits_says_for_whom() -> None:
    diary = started().add("amendment.proposed", date(2026, 2, 1), amendment="a-1", summary="Ersättare")
    signed(diary, {code: day for code, day in EVERYBODY.items() if code not in ("0187", "0139")})
    diary.add("amendment.signed", date(2026, 3, 5), "0139", amendment="a-1")
    items = found(norrort(), diary)
    assert items["parties"].headline.sv == "Ett förslag ute: 13 av 15 har skrivit under"
    item = items["amendment:a-1"]
    assert (item.verdict, item.value, item.since) == (Verdict.PENDING, None, date(2026, 2, 1))
    assert item.headline.sv == "Ersättare: 13 av 15 har skrivit under"
    assert [text.sv for text in item.missing] == ["underskrift av Vaxholm", "eget beslut av Upplands-Bro"]
    assert item.bearers == ("party:0139", "party:0187")
    assert [step.text.sv for step in item.steps] == [
        "13 av 15 parter har skrivit under", "Sist skrev Sigtuna under, 15\u00a0mars 2026",
    ]  # fmt: skip
    assert [(other.reading, other.value) for other in item.alternatives] == [("t-12-1", None), ("t-12-2", None)]


def test_only_an_own_decision_may_be_missing() -> None:
    diary = signed(started(), BUT_VAXHOLM).add("amendment.signed", date(2026, 3, 5), "0187", amendment="a-1")
    item = found(norrort(), diary)["amendment:a-1"]
    assert [text.sv for text in item.missing] == ["eget beslut av Vaxholm"]


def test_a_change_in_force() -> None:
    items = found(norrort(), signed(started(), EVERYBODY))
    item = items["amendment:a-1"]
    assert (item.verdict, item.value) == (Verdict.FULFILLED, "2026-03-15")
    assert item.headline.sv == "a-1: gäller från 15\u00a0mars 2026"
    assert (item.missing, item.bearers) == ((), ())
    assert items["parties"].headline.sv == "En ändring gäller"
    assert item.alternatives[0].text is not None
    assert item.alternatives[0].text.sv == "”on_proposal”: gäller från 15\u00a0mars 2026"


def test_a_change_that_waits_for_an_exit_has_its_day() -> None:
    diary = signed(started(), BUT_VAXHOLM).leaves("0187", date(2026, 3, 1), (MANAGER, date(2026, 3, 2)))
    item = found(norrort(), diary)["amendment:a-1"]
    assert (item.verdict, item.value) == (Verdict.PENDING, "2027-03-03")
    assert item.headline.sv == "a-1: börjar gälla 3\u00a0mars 2027"


def test_several_changes_are_counted() -> None:
    two = signed(started(), EVERYBODY)
    two.add("amendment.proposed", date(2026, 3, 1), amendment="a-2").add(
        "amendment.proposed", date(2026, 3, 1), amendment="a-3"
    )
    assert found(norrort(), two)["parties"].headline.sv == "2 förslag ute"
    both = signed(started(), EVERYBODY)
    for code, day in EVERYBODY.items():
        both.add("amendment.signed", day, code, amendment="a-2", decided_on=day.isoformat())
    whole = found(norrort(), both)["parties"]
    assert (whole.verdict, whole.headline.sv) == (Verdict.INFORMATION, "2 ändringar gäller")


def test_the_day_the_change_names_is_a_step() -> None:
    diary = started()
    diary.add("amendment.proposed", date(2026, 2, 1), amendment="a-1")
    diary.facts[-1] = replace(diary.facts[-1], payload={"amendment": "a-1", "from": "2026-07-01"})
    item = found(norrort(), signed(diary, EVERYBODY))["amendment:a-1"]
    assert [step.text.sv for step in item.steps][-2:] == [
        "Ändringen ska gälla tidigast 1\u00a0juli 2026", "Gäller från 1\u00a0juli 2026",
    ]  # fmt: skip


def test_a_body_that_decides_needs_no_signature() -> None:
    by_body = norrort(replace(AMENDMENT, consent="body"))
    diary = started().add("decision.made", date(2026, 3, 1), body="ledningsgrupp", act="amend", object="a-1")
    item = found(by_body, diary)["amendment:a-1"]
    assert (item.verdict, item.value, item.missing) == (Verdict.FULFILLED, "2026-03-01", ())
