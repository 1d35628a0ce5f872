"""The calculation sheet of a sum: each party's line from weight to whole kronor or öre, and how the lines come together
(N-10a, N-10d, N-10e).

A sheet says nothing that the shares do not; it takes them apart so that each step can be checked by hand, and puts the
year before beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from samverk.rules import costs
from samverk.rules.costs import Event, Split
from samverk.rules.facts import Fact
from samverk.rules.fee_year import key_of
from samverk.rules.fees import Round, Terms, round_of, terms_of
from samverk.rules.frozen import frozen
from samverk.rules.money import ORE_PER_KRONA, Ore
from samverk.rules.provisions import ApportionmentKey, CostEvent, Fee
from samverk.rules.shares import Charge, Share
from samverk.rules.situation import Situation


@frozen
class Line:
    """A party's line: its share, the whole units of it rounded down, the unit of what was left over it got (0 or 1),
    and its turn for one (1 is the first; None where its share is exact).
    """

    party: str
    share: Share
    floor: int
    extra: int
    turn: int | None


@frozen(slots=False)
class Sheet:
    """A sum and its lines in order of code. ``left``: the units that remained when every line was rounded down.
    ``rounded``: what the lines would come to if each were rounded by itself, in öre.
    """

    charge: Charge
    lines: tuple[Line, ...]
    left: int
    rounded: Ore

    @property
    def unit(self) -> int:
        """The smallest unit of a share, in öre: 100 or 1."""
        return unit_of(self.charge)

    @property
    def whole(self) -> int:
        """What all weigh together."""
        return self.lines[0].share.whole if self.lines else 0

    @property
    def figures(self) -> int:
        """The inhabitants (or own weights) of all together."""
        return sum(line.share.figure for line in self.lines)

    @cached_property
    def part_year(self) -> tuple[Line, ...]:
        """The lines of those who are in a part of the period only, unless all are alike."""
        parts = {line.share.part for line in self.lines}
        return tuple(line for line in self.lines if line.share.part != line.share.parts) if len(parts) > 1 else ()


def unit_of(charge: Charge) -> int:
    """The smallest unit of a share, in öre."""
    return ORE_PER_KRONA if charge.unit == "krona" else 1


def sheet_of(charge: Charge, shares: Mapping[str, Share]) -> Sheet:
    """The sheet of a sum that has been split."""
    unit = unit_of(charge)
    total = abs(charge.total) // unit
    rests = {code: total * share.weight % share.whole for code, share in shares.items()}
    turns = _turns(charge.key, shares, rests)
    lines = []
    for code in sorted(shares):
        share = shares[code]
        floor = total * share.weight // share.whole
        lines.append(Line(code, share, floor, abs(share.amount) // unit - floor, turns.get(code)))
    rounded = sum(_nearest(total * line.share.weight, line.share.whole) for line in lines)
    return Sheet(charge, tuple(lines), total - sum(line.floor for line in lines), rounded * unit)


def _turns(key: ApportionmentKey, shares: Mapping[str, Share], rests: Mapping[str, int]) -> dict[str, int]:
    """Whose turn it is for what is left over: the largest rest first, equal ones by the rule for ties."""
    sign = {"higher_weight_then_code": -1, "lower_weight_then_code": 1, "code": 0}[key.ties]
    having = (code for code, rest in rests.items() if rest)
    order = sorted(having, key=lambda code: (-rests[code], sign * shares[code].weight, code))
    return {code: turn for turn, code in enumerate(order, 1)}


def _nearest(numerator: int, whole: int) -> int:
    """The nearest whole number, halves up."""
    return (2 * numerator + whole) // (2 * whole)


# --- a year ---------------------------------------------------------------------------------------------


@frozen
class Payment:
    """What has been asked of a party for a year and what it has paid, in öre; ``latest``: the payment made last."""

    invoiced: Ore = 0
    paid: Ore = 0
    invoices: tuple[Fact, ...] = ()
    latest: Fact | None = None

    @property
    def settled(self) -> bool:
        """Whether everything asked for has been paid."""
        return bool(self.invoices) and self.paid >= self.invoiced


@frozen(slots=False)
class FeeYear:
    """One year's fee: the terms it is computed by, the round, its sheet (None while something is missing), the sheet
    and the parties' shares of the year before, and the payments by code.
    """

    year: int
    terms: Terms
    round: Round
    sheet: Sheet | None
    before: Sheet | None
    payments: Mapping[str, Payment]

    @property
    def key(self) -> ApportionmentKey:
        """The key the year is split by: another than that of its terms where one is supposed."""
        return self.round.charge.key if self.round.charge is not None else self.terms.key

    def fee_before(self, party: str) -> Ore | None:
        """A party's fee of the year before, in öre; None when it paid none."""
        share = self._before.get(party)
        return share.amount if share is not None else None

    def share_before(self, party: str) -> Share | None:
        """A party's share of the year before."""
        return self._before.get(party)

    @cached_property
    def _before(self) -> dict[str, Share]:
        return {line.party: line.share for line in self.before.lines} if self.before is not None else {}


def years(situation: Situation) -> tuple[int, ...]:
    """The years with a budget up to the day, oldest first."""
    return tuple(sorted({int(fact.payload["year"]) for fact in situation.of("budget.adopted")}))


def fee_year(situation: Situation, rule: Fee, year: int) -> FeeYear | None:
    """A year's fee with its sheet; None where the agreement has no fee to split."""
    terms = terms_of(situation, rule, year)
    if terms is None:
        return None
    round_ = round_of(terms.situation, terms.fee, terms.key, year)
    before = terms_of(situation, rule, year - 1)
    earlier = round_of(before.situation, before.fee, before.key, year - 1) if before is not None else None
    return FeeYear(
        year,
        terms,
        round_,
        _sheet_of_round(round_),
        _sheet_of_round(earlier) if earlier is not None else None,
        payments(situation, year),
    )


def _sheet_of_round(round_: Round) -> Sheet | None:
    if round_.charge is None or not round_.shares:
        return None
    return sheet_of(round_.charge, round_.shares)


def payments(situation: Situation, year: int) -> dict[str, Payment]:
    """What was invoiced and paid for a year, by party."""
    invoices: dict[str, list[Fact]] = {}
    paid: dict[str, list[Fact]] = {}
    for kind, found in (("invoice.issued", invoices), ("payment.received", paid)):
        for fact in situation.of(kind):
            if int(fact.payload["year"]) == year:
                found.setdefault(fact.party or "", []).append(fact)
    return {
        code: Payment(
            _sum(invoices.get(code, ())),
            _sum(paid.get(code, ())),
            tuple(invoices.get(code, ())),
            paid[code][-1] if code in paid else None,
        )
        for code in sorted({*invoices, *paid})
    }


def _sum(facts: Sequence[Fact]) -> Ore:
    return sum(int(fact.payload["amount"]) for fact in facts)


# --- shared costs ---------------------------------------------------------------------------------------


@frozen
class CostSheet:
    """A shared cost: the provision, what happened, how it is split; the sheet is None while something is missing or
    there is nothing to share.
    """

    situation: Situation
    rule: CostEvent
    key: ApportionmentKey
    event: Event
    split: Split
    sheet: Sheet | None


def cost_sheets(situation: Situation, year: int) -> Iterator[CostSheet]:
    """The shared costs that belong to a year or were established in it, in order of provision and day."""
    for rule in situation.definition.of_kind(CostEvent):
        key = key_of(situation.definition, rule.key)
        if key is None:
            continue
        for event in costs.events(situation, rule):
            if year in (event.year, event.day.year):
                yield _cost_sheet(*costs.as_fixed(situation, rule, key, event), event)


def _cost_sheet(situation: Situation, rule: CostEvent, key: ApportionmentKey, event: Event) -> CostSheet:
    if event.amount is not None and event.amount <= 0:
        return CostSheet(situation, rule, key, event, Split(None, None, {}), None)
    split = costs.split_of(situation, rule, key, event)
    sheet = sheet_of(split.charge, split.shares) if split.charge is not None and split.shares else None
    return CostSheet(situation, rule, key, event, split, sheet)
