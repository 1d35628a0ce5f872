"""What does each party pay for a year (N-10a, N-10b)? The budget is given; figures and parties follow the agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from samverk.rules import readings
from samverk.rules.answer import Answer, asked_answer
from samverk.rules.asking.sums import (
    LEAVES,
    PARTIES,
    YEAR,
    Figures,
    figures_for,
    other_table,
    parties_of,
    possible,
    split,
    steps_of,
    table,
)
from samverk.rules.definition import Definition
from samverk.rules.fee_year import FEE_PARAMS, KEY_PARAMS, fee_period, key_of
from samverk.rules.finding import Alternative, ReadingUse
from samverk.rules.frozen import frozen
from samverk.rules.given import Asked, QuestionError, Wanted
from samverk.rules.intervals import Interval
from samverk.rules.money import ORE_PER_KRONA, Ore
from samverk.rules.provisions import ApportionmentKey, Fee
from samverk.rules.shares import Charge, Share, UndecidedError, needs_figures
from samverk.rules.wording import Ore as Sum
from samverk.rules.wording import Parties, Text, Year, say

WANTED = (
    YEAR,
    Wanted("budget", Text("årets budget i kronor", "the year's budget in kronor"), "1500000", required=True),
    LEAVES,
    PARTIES,
)


@frozen
class _Case:
    """The question: a sum for a year, and everybody who may owe a part of it."""

    asked: Asked
    year: int
    total: Ore
    membership: Mapping[str, tuple[Interval, ...]]
    figures: Figures | None

    def charge(self, rule: Fee, key: ApportionmentKey) -> Charge:
        """The sum as a provision and a key have it split. Error: UndecidedError."""
        period = fee_period(self.asked.definition, rule, self.year)
        return Charge(self.total, period, key, key.unit, rule.payers, rule.partial_year)


def require_provision(definition: Definition) -> tuple[Fee, ApportionmentKey]:
    """The fee and its key. Error: QuestionError for an agreement without a fee."""
    rule = definition.first(Fee)
    key = key_of(definition, rule.key) if rule is not None else None
    if rule is None or rule.total == "none" or key is None:
        raise QuestionError(say("{agreement} har ingen avgift.", "{agreement} has no fee.", agreement=definition.short))
    return rule, key


def answer(asked: Asked) -> Answer:
    """Each party's fee in kronor with two decimals, and the total. Error: QuestionError."""
    rule, key = require_provision(asked.definition)
    case = _case(asked, rule, key)
    charge = case.charge(rule, key)
    shares = split(asked, charge, case.membership, case.figures)
    value = table(shares)
    used = _used(asked, rule, key)
    sentence = say(
        "{total} för {year} delas av {count}.", "{total} for {year} is shared by {count}.",
        total=Sum(case.total), year=Year(case.year), count=Parties(len(shares)),
    )  # fmt: skip
    fallback = case.figures is not None and case.figures.year != case.figures.wanted
    return asked_answer(
        asked,
        value=value,
        total=value["total"],
        sentence=sentence,
        because=tuple(dict.fromkeys((*rule.cite, *key.cite))),
        readings=used,
        basis="assumed" if fallback or any(use.status != "adopted" for use in used) else "derived",
        steps=tuple(steps_of(asked, charge, shares, case.figures)),
        alternatives=tuple(_alternatives(case, rule, key, used)),
        inputs=(("population", f"31 Dec {case.figures.year}"),) if case.figures is not None else (),
    )


def _case(asked: Asked, rule: Fee, key: ApportionmentKey) -> _Case:
    year, total = asked.year("year"), asked.kronor("budget")
    if key.unit == "krona" and total % ORE_PER_KRONA:
        raise asked.malformed("budget", Text("ett belopp i hela kronor", "a sum in whole kronor"))
    try:
        period = fee_period(asked.definition, rule, year)
    except UndecidedError as error:
        raise QuestionError(say("Det är inte avgjort: {what}.", "It is undecided: {what}.", what=error.what)) from error
    figures = figures_for(asked, period.start.year - 1) if needs_figures(key) else None
    return _Case(asked, year, total, parties_of(asked, period), figures)


def _used(asked: Asked, rule: Fee, key: ApportionmentKey) -> tuple[ReadingUse, ...]:
    definition = asked.definition
    own = readings.uses(definition, rule, *FEE_PARAMS)
    return tuple({use.id: use for use in (*own, *readings.uses(definition, key, *KEY_PARAMS, "select"))}.values())


def _alternatives(case: _Case, rule: Fee, key: ApportionmentKey, used: tuple[ReadingUse, ...]) -> Iterator[Alternative]:
    """The table under every other option of every reading it rests on."""
    definition = case.asked.definition
    for reading, option in readings.others(definition, used):
        chosen = {reading.id: option}
        fee, other = readings.reread(rule, definition, chosen), readings.reread(key, definition, chosen)
        yield other_table(reading, option, _shares(case, fee, other, same_figures=other.select == key.select))


def _shares(case: _Case, rule: Fee, key: ApportionmentKey, *, same_figures: bool) -> dict[str, Share] | None:
    """The shares under a reading; None where it needs other figures, or is undecided itself."""
    if not same_figures:
        return None
    try:
        charge = case.charge(rule, key)
    except UndecidedError:
        return None
    return possible(charge, case.membership, case.figures)
