"""How is an overrun of the budget shared (N-10d)? The sum is given, or follows from budget and outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from samverk.rules import readings
from samverk.rules.answer import Answer, asked_answer
from samverk.rules.asking.sums import (
    LEAVES,
    PARTIES,
    YEAR,
    Figures,
    figures_for,
    last_day_of,
    other_table,
    parties_of,
    possible,
    split,
    steps_of,
    table,
)
from samverk.rules.definition import Definition
from samverk.rules.fee_year import COST_PARAMS, KEY_PARAMS, key_of
from samverk.rules.finding import Alternative, ReadingUse, Step
from samverk.rules.frozen import frozen, replace
from samverk.rules.given import Asked, QuestionError, Wanted
from samverk.rules.intervals import Interval
from samverk.rules.intervals import year as year_of
from samverk.rules.money import ORE_PER_KRONA, Ore
from samverk.rules.provisions import ApportionmentKey, CostEvent
from samverk.rules.shares import Charge, Share, needs_figures
from samverk.rules.wording import Ore as Sum
from samverk.rules.wording import Parties, Text, Year, kronor, say

WANTED = (
    YEAR,
    Wanted("amount", Text("överskridandet i kronor", "the overrun in kronor"), "120000"),
    Wanted("budget", Text("årets budget i kronor", "the year's budget in kronor"), "1500000"),
    Wanted("outcome", Text("årets utfall i kronor", "the year's outcome in kronor"), "1620000"),
    Wanted("recognised", Text("dagen då utfallet fastställdes", "the day the outcome was established"), "2015-02-12"),
    LEAVES,
    PARTIES,
)


@frozen
class _Case:
    """The question: a sum for a year, the day it was established, and everybody who may bear a part of it."""

    asked: Asked
    year: int
    total: Ore
    trigger: date
    membership: Mapping[str, tuple[Interval, ...]]

    def charge(self, rule: CostEvent, key: ApportionmentKey) -> Charge:
        """The sum as a provision and a key have it split, no more than the provision's cap."""
        total = self.total if rule.cap is None else min(self.total, rule.cap)
        return Charge(total, year_of(self.year), key, rule.unit, rule.payers, rule.partial_year, self.trigger)

    def figures(self, rule: CostEvent, key: ApportionmentKey) -> Figures | None:
        """The figures the provision asks for: the year's, or those of the year it was established."""
        if not needs_figures(key):
            return None
        return figures_for(self.asked, (self.trigger.year if rule.weights_of == "trigger" else self.year) - 1)


def require_provision(definition: Definition) -> tuple[CostEvent, ApportionmentKey]:
    """The provision on overruns and its key. Error: QuestionError for an agreement without one."""
    rule = next(
        (item for item in definition.of_kind(CostEvent) if item.trigger == "outcome_exceeds_adopted_budget"), None
    )
    key = key_of(definition, rule.key) if rule is not None else None
    if rule is None or key is None:
        raise QuestionError(
            say(
                "{agreement} säger inget om hur ett överskridande delas.",
                "{agreement} says nothing about how an overrun is shared.",
                agreement=definition.short,
            )
        )
    return rule, key


def answer(asked: Asked) -> Answer:
    """Each party's part of the overrun in kronor with two decimals, and the total. Error: QuestionError."""
    rule, key = require_provision(asked.definition)
    case, before = _case(asked)
    charge, figures = case.charge(rule, key), case.figures(rule, key)
    if charge.unit == "krona" and charge.total % ORE_PER_KRONA:
        raise asked.malformed("amount", Text("ett belopp i hela kronor", "a sum in whole kronor"), kronor(charge.total))
    shares = split(asked, charge, case.membership, figures)
    value, used = table(shares), _used(asked, rule, key)
    fallback = figures is not None and figures.year != figures.wanted
    return asked_answer(
        asked,
        value=value,
        total=value["total"],
        sentence=say(
            "{total} för {year} delas av {count}.",
            "{total} for {year} is shared by {count}.",
            total=Sum(charge.total),
            year=Year(case.year),
            count=Parties(len(shares)),
        ),
        because=tuple(dict.fromkeys((*rule.cite, *key.cite))),
        readings=used,
        basis="assumed" if fallback or any(use.status != "adopted" for use in used) else "derived",
        steps=(*before, *steps_of(asked, charge, shares, figures)),
        alternatives=tuple(_alternatives(case, rule, key, used)),
        inputs=(("population", f"31 Dec {figures.year}"),) if figures is not None else (),
    )


def _case(asked: Asked) -> tuple[_Case, tuple[Step, ...]]:
    year = asked.year("year")
    period = year_of(year)
    total, steps = _amount(asked)
    trigger = asked.day("recognised") or last_day_of(period)
    return _Case(asked, year, total, trigger, parties_of(asked, period)), steps


def _amount(asked: Asked) -> tuple[Ore, tuple[Step, ...]]:
    """The overrun in öre, never below zero, and where it comes from."""
    if asked.has("amount"):
        if asked.has("budget") or asked.has("outcome"):
            raise asked.malformed(
                "amount",
                Text(
                    "ensamt, eller utelämnat när budget och utfall anges", "alone, or left out with budget and outcome"
                ),
            )
        return asked.kronor("amount"), ()
    for name in ("budget", "outcome"):
        if not asked.has(name):
            raise asked.missing("amount" if not asked.has("budget") and not asked.has("outcome") else name)
    budget, outcome = asked.kronor("budget"), asked.kronor("outcome")
    step = Step(
        say(
            "Utfall {outcome} − budget {budget}",
            "Outcome {outcome} − budget {budget}",
            outcome=Sum(outcome),
            budget=Sum(budget),
        ),
        kronor(outcome - budget),
    )
    if outcome <= budget:
        return 0, (step, Step(Text("Budgeten är inte överskriden", "The budget is not overrun")))
    return outcome - budget, (step,)


def _used(asked: Asked, rule: CostEvent, key: ApportionmentKey) -> tuple[ReadingUse, ...]:
    definition = asked.definition
    params = tuple(param for param in KEY_PARAMS if param != "unit")  # the provision has a unit of its own
    own = readings.uses(definition, rule, *COST_PARAMS)
    return tuple({use.id: use for use in (*own, *readings.uses(definition, key, *params, "select"))}.values())


def _alternatives(
    case: _Case, rule: CostEvent, key: ApportionmentKey, used: tuple[ReadingUse, ...]
) -> Iterator[Alternative]:
    """The table under every other option of every reading it rests on."""
    definition = case.asked.definition
    for reading, option in readings.others(definition, used):
        chosen = {reading.id: option}
        cost = readings.reread(rule, definition, chosen)
        other = replace(readings.reread(key, definition, chosen), unit=key.unit)
        yield other_table(reading, option, _shares(case, cost, other, same_figures=other.select == key.select))


def _shares(case: _Case, rule: CostEvent, key: ApportionmentKey, *, same_figures: bool) -> dict[str, Share] | None:
    """The shares under a reading; None where it needs other figures, or is undecided itself."""
    if not same_figures or rule.weights_of == "open":
        return None
    return possible(case.charge(rule, key), case.membership, case.figures(rule, key))
