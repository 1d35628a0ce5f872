"""The sheet of a sum taken apart, years that stay as they were fixed, and what a correction changes (N-10a, N-10d)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.adjustments import Adjustment, adjustments, cost_adjustments, effect_of, stand_ins
from samverk.rules.apportion import apportion
from samverk.rules.definition import Definition
from samverk.rules.evaluate import evaluate
from samverk.rules.facts import Fact
from samverk.rules.fee_sheet import FeeYear, Payment, cost_sheets, fee_year, sheet_of, years
from samverk.rules.fees import Terms, findings_of_year, terms_of
from samverk.rules.finding import Finding
from samverk.rules.frozen import replace
from samverk.rules.intervals import Interval
from samverk.rules.intervals import year as year_of
from samverk.rules.provisions import CostEvent, Fee
from samverk.rules.shares import Charge, shares_of
from samverk.rules.situation import Situation
from tests.rules.lifecycle import MANAGER, NORRORT, Diary
from tests.rules.money_case import AS_OF, FEE, KEY, POPULATION_2013, POPULATION_2024, invoices, made, paying, year
from tests.rules.test_apportion import NORRORT_2014

AUTUMN = date(2026, 11, 22)
KRONOR_2014 = {code: row[2] * 100 for code, row in NORRORT_2014.items()}


def fee_of(here: Situation) -> Fee:
    rule = here.definition.rules["avgift"]
    assert isinstance(rule, Fee)
    return rule


def found(definition: Definition, diary: Diary, number: int, as_of: date = AS_OF) -> FeeYear:
    here = made(definition, diary, as_of)
    out = fee_year(here, fee_of(here), number)
    assert out is not None
    return out


def changed(definition: Definition, diary: Diary, number: int, as_of: date = AUTUMN) -> tuple[Adjustment, ...]:
    here = made(definition, diary, as_of)
    return adjustments(here, fee_of(here), number)


def amounts(out: FeeYear) -> dict[str, int]:
    return {code: share.amount for code, share in out.round.shares.items()}


def two_years() -> Diary:
    return year(2026, 1_850_000, POPULATION_2024, year(2025, 1_800_000, POPULATION_2024))


# --- the sheet -------------------------------------------------------------------------------------------


def test_each_line_is_rounded_down_and_the_rest_goes_in_turn() -> None:
    """N-10a, t-10-10: the first krona to the largest rest, to the last krona."""
    sheet = found(paying(), year(2014, 1_500_000, POPULATION_2013), 2014, date(2014, 6, 1)).sheet
    assert sheet is not None
    assert (sheet.unit, sheet.left, sheet.rounded) == (100, 8, 150_000_000)
    assert sum(line.floor + line.extra for line in sheet.lines) == 1_500_000
    assert [line.extra for line in sorted(sheet.lines, key=lambda line: line.turn or 99)] == [1] * 8 + [0] * 7
    rests = {line.turn: line.share.weight * 1_500_000 % line.share.whole for line in sheet.lines}
    assert sorted(rests.values(), reverse=True) == [rests[turn] for turn in range(1, 16)]
    assert {line.party: (line.floor + line.extra) * 100 for line in sheet.lines} == KRONOR_2014
    assert sheet.figures == 672_393
    assert sheet.whole == 672_393 * 261  # weighed by the days since 15 April
    assert sheet.part_year == ()  # everybody is in for the same days


weights = st.dictionaries(st.integers(0, 9999).map("{:04}".format), st.integers(0, 10**6), min_size=1, max_size=30)


@given(weights.filter(lambda w: any(w.values())), st.integers(1, 10**9), st.sampled_from(["krona", "ore"]))
def test_a_sheet_says_what_the_shares_say(figures: dict[str, int], total: int, unit: Any) -> None:
    key = replace(KEY, unit=unit)
    charge = Charge(total * 100, year_of(2026), key, unit, "parties_in_period", "full_year")
    bound = {code: (Interval(date(2020, 1, 1)),) for code in figures}
    sheet = sheet_of(charge, shares_of(charge, bound, figures))
    whole = total if unit == "krona" else total * 100
    assert {line.party: line.floor + line.extra for line in sheet.lines} == apportion(whole, figures)
    assert sum(line.extra for line in sheet.lines) == sheet.left < len(sheet.lines)
    assert {line.turn for line in sheet.lines if line.extra} == set(range(1, sheet.left + 1))
    naive = sum(int(whole * figure / sum(figures.values()) + 0.5) for figure in figures.values())
    assert abs(sheet.rounded // sheet.unit - naive) <= len(figures) // 2 + 1
    assert abs(sheet.rounded // sheet.unit - whole) * 2 <= len(figures)


def test_a_year_shows_the_one_before_and_what_has_been_paid() -> None:
    diary = invoices(two_years(), 2026, {"0186": 11_252_200, MANAGER: 11_252_200}, date(2026, 5, 12))
    diary.add("payment.received", date(2026, 5, 20), "0186", year=2026, amount=11_252_200)
    diary.add("payment.received", date(2026, 5, 20), "0184", year=2025, amount=1)
    out = found(paying(), diary, 2026)
    assert years(made(paying(), diary)) == (2025, 2026)
    assert out.sheet is not None
    assert out.fee_before("0186") == amounts(found(paying(), diary, 2025))["0186"]
    assert out.share_before("0186") is not None
    assert out.fee_before("9999") is None
    assert list(out.payments) == ["0186"]
    paid = out.payments["0186"]
    assert (paid.invoiced, paid.paid, paid.settled, len(paid.invoices)) == (11_252_200, 11_252_200, True, 1)
    assert Payment().settled is False


def test_an_agreement_without_a_fee_has_no_sheet() -> None:
    here = made(paying(replace(FEE, total="none")), two_years())
    assert terms_of(here, fee_of(here), 2026) is None
    assert fee_year(here, fee_of(here), 2026) is None
    assert list(findings_of_year(here, fee_of(here), 2026)) == []
    assert adjustments(here, fee_of(here), 2026) == ()


def test_shared_costs_belong_to_their_year_and_to_the_year_they_were_established() -> None:
    """N-10d, N-10e."""
    diary = two_years().add("outcome.recognised", date(2026, 2, 12), year=2025, amount=192_000_000)
    diary.add("cost.recognised", date(2026, 3, 1), amount=10_000_001, role="strateg")
    here = made(paying(), diary)
    assert [(item.rule.id, item.event.year) for item in cost_sheets(here, 2025)] == [("overskridande", 2025)]
    overrun, winding = cost_sheets(here, 2026)
    assert (overrun.rule.id, winding.rule.id) == ("overskridande", "avveckling")
    assert overrun.sheet is not None
    assert winding.sheet is not None
    assert sum(line.share.amount for line in overrun.sheet.lines) == 12_000_000
    assert sum(line.share.amount for line in winding.sheet.lines) == 10_000_001
    assert winding.sheet.unit == 1


def test_a_surplus_and_an_unknown_cost_have_no_sheet() -> None:
    diary = two_years().add("outcome.recognised", date(2026, 2, 12), year=2025, amount=1)
    diary.add("role.ended", date(2026, 3, 1), role="strateg", abolished=True)
    assert [item.sheet for item in cost_sheets(made(paying(), diary), 2026)] == [None, None]


def test_a_cost_without_a_key_is_split_by_nobody() -> None:
    keyless = paying()
    keyless = replace(keyless, rules={rid: rule for rid, rule in keyless.rules.items() if rid != "nyckel"})
    diary = two_years().add("outcome.recognised", date(2026, 2, 12), year=2025, amount=192_000_000)
    assert list(cost_sheets(made(keyless, diary), 2026)) == []


# --- years stay as they were fixed ----------------------------------------------------------------------


def test_a_reading_decided_later_leaves_earlier_years_alone() -> None:
    """A fee keeps the terms it was fixed by; the year after is computed by what was decided."""
    diary = year(2027, 1_850_000, POPULATION_2024, two_years())
    before = amounts(found(paying(), diary, 2026, date(2027, 6, 1)))
    diary.add("interpretation.adopted", date(2026, 11, 20), interpretation="t-10-5", option="ore")
    late = date(2027, 6, 1)
    out = found(paying(), diary, 2026, late)
    assert amounts(out) == before
    assert out.terms.key.unit == "krona"
    assert found(paying(), diary, 2027, late).terms.key.unit == "ore"
    summary = evaluate(paying(), diary.facts, as_of=late, names=NORRORT)
    by_key = {item.key: item for item in summary.findings if item.rule == "avgift"}
    assert [use.option for use in by_key["avgift~parties~2026-01-01"].readings if use.id == "t-10-5"] == ["krona"]
    assert [use.option for use in by_key["avgift~parties~2027-01-01"].readings if use.id == "t-10-5"] == ["ore"]


def test_what_is_supposed_holds_for_every_year() -> None:
    diary = two_years().add("interpretation.adopted", AUTUMN, interpretation="t-10-4", option="full_year")
    supposed = evaluate(paying(), diary.facts, as_of=AUTUMN, names=NORRORT, options={"t-10-5": "ore"}).situation
    for number in (2025, 2026):
        terms = terms_of(supposed, fee_of(supposed), number)
        assert terms is not None
        assert (terms.key.unit, terms.fee.partial_year) == ("ore", "weight_days")


def test_a_cost_keeps_the_readings_it_was_established_by() -> None:
    diary = two_years().add("outcome.recognised", date(2026, 2, 12), year=2025, amount=192_000_000)
    diary.add("interpretation.adopted", AUTUMN, interpretation="t-10-6", option="parties_on_trigger")
    (item,) = cost_sheets(made(paying(), diary, AUTUMN), 2026)
    assert item.rule.payers == "parties_in_period"
    assert made(paying(), diary, AUTUMN).definition.rules["overskridande"].payers == "parties_on_trigger"  # type: ignore[attr-defined]  # a CostEvent


def test_figures_of_another_year_leave_a_year_alone() -> None:
    diary = two_years()
    before = amounts(found(paying(), diary, 2025, AUTUMN))
    diary.add("weights.updated", AUTUMN, year=2026, snapshot="ny", figures=dict.fromkeys(POPULATION_2024, 7))
    diary.add("budget.adopted", AUTUMN, year=2026, amount=100)
    diary.add("budget.adopted", AUTUMN, year=2027, amount=100)
    assert amounts(found(paying(), diary, 2025, AUTUMN)) == before
    assert changed(paying(), diary, 2025) == ()


def test_every_year_has_its_derivations() -> None:
    evaluation = evaluate(paying(), year(2014, 1_500_000, POPULATION_2013).facts, as_of=AUTUMN, names=NORRORT)
    item = evaluation.get("avgift~party.0186~2014-01-01")
    assert isinstance(item, Finding)
    assert item.value == KRONOR_2014["0186"]
    assert evaluation.get("avgift~party.0186~2013-01-01") is None
    assert evaluation.get("avgift~party.0186") is None
    assert evaluation.get("finns-inte~party.0186~2014-01-01") is None


# --- corrections ----------------------------------------------------------------------------------------


def corrected(diary: Diary, fact: Fact, day: date = AUTUMN, **payload: Any) -> Diary:
    """A fact of the same kind in the place of one, ``payload`` changed."""
    return correcting(diary, fact, fact.kind, day, **{**fact.payload, **payload})


def correcting(diary: Diary, fact: Fact, kind: str, day: date = AUTUMN, **payload: Any) -> Diary:
    """A fact of a kind that takes the place of one."""
    diary.add(kind, day, fact.party, **payload)
    diary.facts[-1] = replace(diary.facts[-1], corrects=fact.seq)
    return diary


def the(diary: Diary, kind: str, number: int) -> Fact:
    return next(fact for fact in diary.facts if fact.kind == kind and fact.payload["year"] == number)


def test_nothing_is_adjusted_when_nothing_was_corrected() -> None:
    assert changed(paying(), two_years(), 2026) == ()
    assert changed(paying(), year(2026, 1), 2026) == ()


def test_a_corrected_figure_moves_money_between_parties_and_makes_none() -> None:
    """N-10a: 1 000 inhabitants too few in Täby; the deltas sum to zero."""
    diary = two_years()
    old = amounts(found(paying(), diary, 2026))
    wrong = the(diary, "weights.updated", 2026)
    corrected(diary, wrong, figures={**POPULATION_2024, "0160": POPULATION_2024["0160"] + 1_000})
    (one,) = changed(paying(), diary, 2026)
    assert (one.fact.seq, one.replaced, one.total) == (diary.facts[-1].seq, wrong, 0)
    assert one.before == old
    assert one.after == amounts(found(paying(), diary, 2026, AUTUMN))
    assert one.deltas["0160"] > 0 > max(delta for code, delta in one.deltas.items() if code != "0160")


def test_a_corrected_budget_moves_what_it_was_wrong_by() -> None:
    diary = two_years()
    corrected(diary, the(diary, "budget.adopted", 2026), amount=186_000_000)
    (one,) = changed(paying(), diary, 2026)
    assert one.total == 1_000_000
    assert min(one.deltas.values()) > 0


def test_each_change_is_told_and_together_they_lead_to_what_holds() -> None:
    """A withdrawal leaves the year waiting; the next figures are compared with the last that were known."""
    diary = two_years()
    old = amounts(found(paying(), diary, 2026))
    corrected(diary, the(diary, "budget.adopted", 2026), amount=186_000_000)
    correcting(diary, the(diary, "weights.updated", 2026), "fact.withdrawn", reasons="fel tabell")
    diary.add("weights.updated", AUTUMN, year=2026, snapshot="rätt", figures={**POPULATION_2024, "0187": 12_000})
    changes = changed(paying(), diary, 2026)
    assert [(one.fact.kind, one.total) for one in changes] == [("budget.adopted", 1_000_000), ("weights.updated", 0)]
    total = {code: sum(one.deltas.get(code, 0) for one in changes) for code in old}
    assert {code: old[code] + total[code] for code in old} == amounts(found(paying(), diary, 2026, AUTUMN))


def test_a_party_found_to_have_left_earlier_is_an_adjustment_too() -> None:
    diary = two_years()
    assert changed(paying(), diary, 2026) == ()
    diary.add("notice.given", date(2025, 3, 2), "0187", form="written")
    diary.add("notice.received", date(2025, 3, 3), MANAGER, notice_party="0187", by="body:ledningsgrupp.chair")
    changes = changed(paying(), diary, 2026)
    assert [one.total for one in changes] == [0]
    assert changes[0].deltas["0187"] < 0


def test_equal_shares_need_no_figures_to_be_adjusted() -> None:
    equal = paying(replace(KEY, weights="equal"))
    diary = year(2026, 1_500_000)
    corrected(diary, the(diary, "budget.adopted", 2026), amount=300_000_000)
    assert [one.total for one in changed(equal, diary, 2026)] == [150_000_000]
    assert changed(paying(), diary, 2026) == ()


def cost_changed(diary: Diary, rule: str, number: int, definition: Definition | None = None) -> tuple[Adjustment, ...]:
    here = made(definition or paying(), diary, AUTUMN)
    cost = here.definition.rules[rule]
    assert isinstance(cost, CostEvent)
    return cost_adjustments(here, cost, number)


def overrun(spent: int = 192_000_000) -> Diary:
    """2025's budget of 1 800 000 kr overrun by 120 000."""
    return two_years().add("outcome.recognised", date(2026, 2, 12), year=2025, amount=spent)


def test_a_corrected_outcome_moves_the_parts_of_the_overrun() -> None:
    """N-10d: the deltas sum to what the outcome was wrong by."""
    diary = overrun()
    assert cost_changed(diary, "overskridande", 2025) == ()
    corrected(diary, the(diary, "outcome.recognised", 2025), amount=193_000_001)
    (one,) = cost_changed(diary, "overskridande", 2025)
    assert (one.total, sum(one.before.values()), sum(one.after.values())) == (1_000_001, 12_000_000, 13_000_001)


def test_a_corrected_budget_moves_fee_and_overrun_against_each_other() -> None:
    diary = overrun()
    corrected(diary, the(diary, "budget.adopted", 2025), amount=181_000_000)
    assert [one.total for one in changed(paying(), diary, 2025)] == [1_000_000]
    assert [one.total for one in cost_changed(diary, "overskridande", 2025)] == [-1_000_000]


def test_an_overrun_that_never_was_is_given_back_whole() -> None:
    diary = overrun()
    corrected(diary, the(diary, "outcome.recognised", 2025), amount=1)
    (one,) = cost_changed(diary, "overskridande", 2025)
    assert (one.total, dict(one.after)) == (-12_000_000, {})
    assert one.deltas == {code: -amount for code, amount in one.before.items()}
    back = corrected(diary, diary.facts[-1], amount=192_000_000)
    assert [one.total for one in cost_changed(back, "overskridande", 2025)] == [-12_000_000, 12_000_000]


def test_a_corrected_cost_of_winding_down_moves_its_parts() -> None:
    """N-10e."""
    diary = two_years().add("role.ended", date(2026, 2, 1), role="strateg", abolished=True)
    diary.add("role.ended", date(2026, 2, 1), role="kontaktperson")
    assert cost_changed(diary, "avveckling", 2026) == ()
    diary.add("cost.recognised", date(2026, 3, 1), amount=10_000_001, role="strateg")
    assert cost_changed(diary, "avveckling", 2026) == ()
    correcting(diary, diary.facts[-1], "cost.recognised", date(2026, 3, 1), amount=9_000_001, role="strateg")
    (one,) = cost_changed(diary, "avveckling", 2026)
    assert one.total == -1_000_000
    assert cost_changed(diary, "avveckling", 2025) == ()


figures_of_all = st.fixed_dictionaries({code: st.integers(1, 200_000) for code in POPULATION_2024})


@given(figures_of_all, figures_of_all, st.integers(1, 10**7), st.integers(1, 10**7), st.randoms())
def test_corrections_conserve_money_whatever_order_the_list_has(
    first: dict[str, int], then: dict[str, int], budget: int, new: int, chance: random.Random
) -> None:
    def told(order: list[str]) -> Diary:
        diary = year(2026, budget, {code: first[code] for code in order})
        corrected(diary, the(diary, "weights.updated", 2026), figures={code: then[code] for code in order})
        return corrected(diary, the(diary, "budget.adopted", 2026), amount=new * 100)

    order = list(first)
    straight = changed(paying(), told(order), 2026)
    chance.shuffle(order)
    assert [one.deltas for one in changed(paying(), told(order), 2026)] == [one.deltas for one in straight]
    for one in straight:
        change = (new - budget) * 100 if one.fact.kind == "budget.adopted" else 0
        assert one.total == change
        assert {code: one.before[code] + one.deltas.get(code, 0) for code in one.before} == one.after


# --- before it is recorded ------------------------------------------------------------------------------

LATER = datetime(2027, 4, 16, tzinfo=UTC)


def test_the_effect_of_new_figures_before_they_are_recorded() -> None:
    """N-10c: with the same budget, what the update alone moves; it sums to zero and records nothing."""
    diary = year(2027, 1_900_000, None, two_years())
    here = made(paying(), diary, date(2027, 4, 16))
    new = {**POPULATION_2024, "0184": 90_000}
    proposed = Fact(9_999, "weights.updated", date(2027, 4, 16), LATER, None, {"year": 2027, "figures": new})
    old = Fact(9_998, "weights.updated", date(2027, 4, 16), LATER, None, {"year": 2027, "figures": POPULATION_2024})
    known = here.known
    effect = effect_of(here, fee_of(here), 2027, proposed, [old])
    assert here.known == known
    assert effect.now is not None
    assert effect.then is not None
    assert effect.now.round.figures is not None
    assert dict(effect.now.round.figures.by_party) == POPULATION_2024
    assert effect.then.round.shares["0184"].figure == 90_000
    assert sum(effect.deltas.values()) == 0
    assert effect.deltas["0184"] > 0


def test_the_latest_year_before_stands_in_for_what_is_missing() -> None:
    diary = year(2027, 1_900_000, None, two_years())
    diary.add("weights.updated", date(2026, 4, 20), year=2026, snapshot="rättad", figures={"0186": 1})
    here = made(paying(), diary, date(2027, 4, 16))
    (figures,) = stand_ins(here, 2027)
    assert (figures.kind, figures.valid_on, figures.corrects) == ("weights.updated", date(2027, 4, 16), None)
    assert figures.payload == {"year": 2027, "snapshot": "rättad", "figures": {"0186": 1}}
    assert figures.seq not in {fact.seq for fact in here.known}
    assert [fact.kind for fact in stand_ins(here, 2028)] == ["budget.adopted", "weights.updated"]
    assert len({fact.seq for fact in stand_ins(here, 2028)}) == 2
    assert stand_ins(here, 2026) == ()
    assert stand_ins(here, 2024) == ()


def test_without_a_stand_in_nothing_is_compared() -> None:
    here = made(paying(), year(2027, 1_900_000, None, two_years()), date(2027, 4, 16))
    proposed = Fact(
        9_999, "weights.updated", date(2027, 4, 16), LATER, None, {"year": 2027, "figures": POPULATION_2024}
    )
    effect = effect_of(here, fee_of(here), 2027, proposed)
    assert effect.now is not None
    assert effect.now.sheet is None
    assert effect.then is not None
    assert sum(effect.deltas.values()) == 190_000_000


def test_terms_are_the_situation_itself_when_nothing_was_decided_later() -> None:
    here = made(paying(), two_years())
    assert terms_of(here, fee_of(here), 2026) == Terms(here, fee_of(here), here.definition.rules["nyckel"])  # type: ignore[arg-type]  # the key


@pytest.mark.parametrize("number", [2024, 2027])
def test_a_year_without_a_budget_waits(number: int) -> None:
    out = found(paying(), two_years(), number)
    assert out.sheet is None
    assert out.round.obstacle is not None
