"""Which budgets may be recorded (N-10a, t-10-5): above zero, whole kronor where the fee is in whole kronor."""

from __future__ import annotations

from datetime import date

import pytest

from samverk.rules.admission import Proposed
from samverk.rules.budgets import BudgetRefused, check_budget
from samverk.rules.definition import Definition
from samverk.rules.facts import Fact
from samverk.rules.frozen import replace
from tests.rules.lifecycle import Diary, norrort
from tests.rules.money_case import FEE, KEY, paying

DAY = date(2026, 11, 20)


def budget(amount: int) -> Proposed:
    return Proposed(
        kind="budget.adopted", valid_on=DAY, recorded_on=DAY, payload={"year": 2027, "amount": amount}
    )  # fmt: skip


def refusal(amount: int, definition: Definition, facts: list[Fact] | None = None) -> str:
    with pytest.raises(BudgetRefused) as refused:
        check_budget(budget(amount), definition, facts or [])
    assert refused.value.message.en
    return refused.value.message.sv.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(("amount", "words"), [(0, "är 0 kr."), (-100, "är −1 kr.")])
def test_nothing_to_split_is_no_budget(amount: int, words: str) -> None:
    said = refusal(amount, paying())
    assert words in said
    assert "större än noll" in said


def test_ore_in_a_budget_for_whole_kronor_are_refused_with_the_whole_sum() -> None:
    assert refusal(150_000_050, paying()) == (
        "Budgeten för 2027 är 1 500 000,50 kr, med ören. Avgiften delas i hela kronor, så ange budgeten i hela kronor, "
        "till exempel 1 500 000 kr."
    )


def test_ore_are_let_through_where_the_fee_is_in_ore() -> None:
    check_budget(budget(150_000_050), paying(replace(KEY, unit="ore")), [])
    decided = Diary().add("interpretation.adopted", DAY, interpretation="t-10-5", option="ore").facts
    check_budget(budget(150_000_050), paying(), decided)
    later = Diary().add("interpretation.adopted", date(2026, 11, 21), interpretation="t-10-5", option="ore").facts
    refusal(150_000_050, paying(), later)


def test_an_agreement_without_a_fee_lets_any_budget_through() -> None:
    check_budget(budget(-50), norrort(), [])
    check_budget(budget(-50), paying(replace(FEE, total="none")), [])


def test_a_sound_budget_is_let_through() -> None:
    check_budget(budget(100), paying(), [])
