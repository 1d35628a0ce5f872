"""Which days a year's fee is for, which key it is split by, and which parameters of both decide a share."""

from __future__ import annotations

from datetime import date

from samverk.rules.definition import Definition
from samverk.rules.intervals import ONE_DAY, Interval
from samverk.rules.intervals import year as year_of
from samverk.rules.provisions import ApportionmentKey, Fee, Term
from samverk.rules.shares import UndecidedError
from samverk.rules.wording import Text

KEY_PARAMS = ("form", "unit", "method", "ties", "zero_weight", "missing_weight")
FEE_PARAMS = ("period", "payers", "partial_year")
COST_PARAMS = ("payers", "weights_of", "partial_year", "unit")


def key_of(definition: Definition, reference: str | None) -> ApportionmentKey | None:
    """The key a fee or a cost is split by ("rule:nyckel"), or the agreement's only one."""
    found = definition.rules.get((reference or "").removeprefix("rule:"))
    return found if isinstance(found, ApportionmentKey) else definition.first(ApportionmentKey)


def fee_period(definition: Definition, rule: Fee, year: int) -> Interval:
    """The days a year's fee is for. Error: UndecidedError while that is open or the term has no end."""
    match rule.period:
        case "april_to_march":
            return Interval(date(year, 4, 1), date(year + 1, 4, 1))
        case "open":
            raise UndecidedError(Text("vilket år avgiften gäller", "which year the fee is for"))
        case "term":
            term = definition.first(Term)
            if term is None or not isinstance(term.start, date) or term.end is None:
                raise UndecidedError(Text("avtalstidens slut", "the end of the term"))
            return Interval(term.start, term.end + ONE_DAY)
        case _:
            return year_of(year)
