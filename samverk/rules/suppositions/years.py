"""What each party pays for the years ahead, today and with what is supposed, side by side.

Today stands for the agreement as it is recorded. Ahead of what is known both sides take the latest budget and the
latest figures fixed, so that they differ by what is supposed and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from samverk.rules.definition import JsonValue
from samverk.rules.fees import Other, Round, Terms, rereadings, round_of, terms_of
from samverk.rules.frozen import frozen
from samverk.rules.money import Ore
from samverk.rules.provisions import Fee
from samverk.rules.situation import Situation
from samverk.rules.wording import Ore as Sum
from samverk.rules.wording import Text, Year, say

YEARS = 10


@frozen
class Paid:
    """One party's fee for a year, in öre; None where it pays nothing. ``part``: of ``parts`` of the year, supposed."""

    party: str
    now: Ore | None
    then: Ore | None

    @property
    def difference(self) -> Ore:
        """How much more the party pays with what is supposed; less is negative."""
        return (self.then or 0) - (self.now or 0)


@frozen
class FeeYear:
    """A year's fees. ``now`` and ``then`` are the rounds, None where the agreement has no fee that year."""

    year: int
    now: Round
    then: Round
    rows: tuple[Paid, ...]

    @property
    def sum_now(self) -> Ore:
        """What everybody pays today."""
        return sum(row.now or 0 for row in self.rows)

    @property
    def sum_then(self) -> Ore:
        """What everybody pays with what is supposed."""
        return sum(row.then or 0 for row in self.rows)

    @property
    def differs(self) -> bool:
        """Whether anybody pays another sum."""
        return any(row.difference for row in self.rows)

    @property
    def budget_of(self) -> int | None:
        """The earlier year whose budget stands in for the year's own with what is supposed, None: it has its own."""
        found = int(self.then.budget.payload["year"]) if self.then.budget is not None else self.year
        return found if found != self.year else None

    @property
    def figures_of(self) -> int | None:
        """The earlier year whose figures stand in for the year's own, None: it has its own or needs none."""
        found = int(self.then.figures.fact.payload["year"]) if self.then.figures is not None else self.year
        return found if found != self.year else None

    @property
    def obstacle(self) -> Text | None:
        """Why the year's sum cannot be shared with what is supposed."""
        return self.then.obstacle


def fee_years(now: Situation, then: Situation, first: int) -> tuple[FeeYear, ...]:
    """The year ``first`` and the ten after it. Both situations are of ``last_of(first)``, and carry budgets and figures
    on. Nothing for an agreement without a fee.
    """
    found = (_year(now, then, year) for year in range(first, first + YEARS + 1))
    return tuple(item for item in found if item is not None)


def _year(now: Situation, then: Situation, year: int) -> FeeYear | None:
    before, after = _round(now, year), _round(then, year)
    if before is None or after is None:
        return None
    codes = sorted({*before.shares, *after.shares})
    rows = tuple(Paid(code, _amount(before, code), _amount(after, code)) for code in codes)
    return FeeYear(year, before, after, rows)


def _round(situation: Situation, year: int) -> Round | None:
    terms = _terms(situation, year)
    return round_of(terms.situation, terms.fee, terms.key, year) if terms is not None else None


def _terms(situation: Situation, year: int) -> Terms | None:
    rule = situation.definition.first(Fee)
    return terms_of(situation, rule, year) if rule is not None else None


def _amount(found: Round, code: str) -> Ore | None:
    share = found.shares.get(code)
    return share.amount if share is not None else None


# --- other readings -------------------------------------------------------------------------------------


@frozen
class Otherwise:
    """What the fee of a year would be under another option of a reading, for those it makes most difference to."""

    reading: str
    option: JsonValue
    year: int
    text: Text


def otherwise(then: Situation, years: tuple[FeeYear, ...]) -> Iterator[Otherwise]:
    """For each option of each reading the sums rest on, the first year in which it gives other sums."""
    told: set[tuple[str, str]] = set()
    for item in years:
        terms = _terms(then, item.year)
        for other in () if terms is None else _rereadings(terms, item):
            name = (other.reading.id, repr(other.option))
            if name in told or not other.shares:
                continue
            moved = {
                code: (share.amount, other.shares[code].amount if code in other.shares else 0)
                for code, share in item.then.shares.items()
                if code not in other.shares or other.shares[code].amount != share.amount
            }
            if moved:
                told.add(name)
                yield Otherwise(other.reading.id, other.option, item.year, _most(then, item.year, moved))


def _rereadings(terms: Terms, item: FeeYear) -> Iterator[Other]:
    return rereadings(terms.situation, terms.fee, terms.key, item.then)


def _most(then: Situation, year: int, moved: Mapping[str, tuple[Ore, Ore]]) -> Text:
    code = max(moved, key=lambda one: (abs(moved[one][1] - moved[one][0]), one))
    return say(
        "{name} betalar {other} i stället för {used} för {year}",
        "{name} pays {other} instead of {used} for {year}",
        name=then.name(code),
        other=Sum(moved[code][1]),
        used=Sum(moved[code][0]),
        year=Year(year),
    )


def last_of(first: int) -> date:
    """The day the situations of ``fee_years`` are made for."""
    return date(first + YEARS, 12, 31)
