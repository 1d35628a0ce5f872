"""Which budgets may be recorded: a sum above zero, in whole kronor where the fee is split in whole kronor (t-10-5)."""

from __future__ import annotations

from collections.abc import Iterable

from samverk.rules import readings
from samverk.rules.admission import FactRefused, Proposed
from samverk.rules.definition import Definition
from samverk.rules.facts import Fact
from samverk.rules.fee_year import key_of
from samverk.rules.money import ORE_PER_KRONA
from samverk.rules.provisions import Fee
from samverk.rules.wording import Text, Year, kronor, say

BUDGET = "budget.adopted"


class BudgetRefused(FactRefused):
    """A budget that cannot be split as the agreement says."""


def check_budget(fact: Proposed, definition: Definition, facts: Iterable[Fact]) -> None:
    """Refuse a budget of nothing or less, or with öre where the fee is in whole kronor. Error: BudgetRefused.

    ``facts``: those in force, for what has been decided of the readings by the day. An agreement without a fee lets any
    budget through: it splits none.
    """
    read = readings.apply(definition, readings.adopted(definition, facts, fact.valid_on))
    fee = read.first(Fee)
    key = key_of(read, fee.key) if fee is not None and fee.total != "none" else None
    if key is None:
        return
    amount, year = int(fact.payload["amount"]), Year(int(fact.payload["year"]))
    if amount <= 0:
        raise BudgetRefused(
            say(
                "Budgeten för {year} är {sum}. Avgiften delas ut ur den, så den måste vara större än noll. "
                "Kontrollera beloppet i protokollet.",
                "The budget for {year} is {sum}. The fee is split out of it, so it must be more than zero. "
                "Check the sum in the minutes.",
                year=year,
                sum=kronor(amount),
            )
        )
    if key.unit == "krona" and amount % ORE_PER_KRONA:
        raise BudgetRefused(_with_ore(year, amount))


def _with_ore(year: Year, amount: int) -> Text:
    whole = kronor(amount // ORE_PER_KRONA * ORE_PER_KRONA)
    return say(
        "Budgeten för {year} är {sum}, med ören. Avgiften delas i hela kronor, så ange budgeten i hela kronor, "
        "till exempel {whole}.",
        "The budget for {year} is {sum}, with öre. The fee is split in whole kronor, so give the budget in whole "
        "kronor, such as {whole}.",
        year=year,
        sum=kronor(amount),
        whole=whole,
    )
