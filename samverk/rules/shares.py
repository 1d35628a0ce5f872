"""What each party's share of a sum is, and why: weights, part of the period, exact split (N-10; semantics C.6).

Pure arithmetic on whole numbers. Figures (inhabitants) come in as an argument; a missing one is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from samverk.rules.apportion import exact, split
from samverk.rules.finding import Step
from samverk.rules.frozen import frozen
from samverk.rules.intervals import ONE_DAY, Interval
from samverk.rules.money import ORE_PER_KRONA, Ore
from samverk.rules.provisions import ApportionmentKey, PartialYear, Payers, Unit
from samverk.rules.values import Open, WeightTable
from samverk.rules.wording import Ore as Sum
from samverk.rules.wording import Text, kronor, say, thousands

type Membership = Mapping[str, Iterable[Interval]]


class UndecidedError(ValueError):
    """The split cannot be made because something is undecided or missing; ``what`` names it."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.sv)
        self.what = what


@frozen
class Charge:
    """A sum to be split. ``total`` in öre; ``period`` half-open; ``unit`` the smallest unit of a share.

    ``trigger``: the day that decides who pays where payers are those bound on it.
    """

    total: Ore
    period: Interval
    key: ApportionmentKey
    unit: Unit
    payers: Payers | Open | None = "parties_in_period"
    partial_year: PartialYear | Open | None = "full_year"
    trigger: date | None = None


@frozen
class Share:
    """One party's part of a sum: ``amount`` in öre; ``figure`` what it weighs by itself (inhabitants); ``part`` of
    ``parts`` the days, months or wholes of the period it is in; ``weight`` of ``whole`` what was split by.
    """

    party: str
    amount: Ore
    figure: int
    part: int
    parts: int
    weight: int
    whole: int


def shares_of(charge: Charge, membership: Membership, figures: Mapping[str, int | None]) -> dict[str, Share]:
    """Each payer's share, by code; they sum to the total exactly.

    Error: UndecidedError while a parameter is open; ApportionmentError when the split is refused.
    """
    parts = payer_parts(charge, membership)
    whole_part = _whole(charge)
    own = own_weights(charge.key, parts, figures)
    weights = _weights(charge.key, parts, own)
    refuse_zero = charge.key.zero_weight == "refuse"
    amounts = split(charge.total, weights, charge.unit, charge.key.ties, zero_pays_nothing=not refuse_zero)
    total = sum(weight for weight in weights.values() if weight is not None)
    return {
        code: Share(code, amounts[code], own[code] or 0, parts[code], whole_part, weights[code] or 0, total)
        for code in sorted(amounts)
    }


def payer_parts(charge: Charge, membership: Membership) -> dict[str, int]:
    """How much of the period each payer is in: days, months begun, or 1 for whoever pays the whole."""
    if charge.payers in ("open", None):
        raise UndecidedError(Text("vilka som betalar", "who pays"))
    if charge.payers == "parties_on_trigger":
        day = charge.trigger or charge.period.start
        return {code: 1 for code, held in membership.items() if any(day in item for item in held)}
    # An open question stays one; a provision that says nothing needs an answer first when it makes a difference.
    matters = charge.partial_year is None and any(_partly_in(charge.period, held) for held in membership.values())
    if charge.partial_year == "open" or matters:
        raise UndecidedError(Text("vad den betalar som är part en del av året", "what a part-year party pays"))
    whole = _whole(charge)
    parts = {code: _part_in(charge, held, whole) for code, held in membership.items()}
    return {code: part for code, part in parts.items() if part}


def _partly_in(period: Interval, held: Iterable[Interval]) -> bool:
    """Whether somebody is in a part of the period but not in all of it."""
    inside = _overlaps(held, period)
    return bool(inside) and sum(item.days() for item in inside) < period.days()


def _part_in(charge: Charge, held: Iterable[Interval], whole: int) -> int:
    """The part of the period somebody is in; 0 when not at all."""
    items = tuple(held)
    if len(items) == 1 and items[0].covers(charge.period):
        return whole
    inside = _overlaps(items, charge.period)
    return _part(charge.partial_year, inside) if inside else 0


def _overlaps(held: Iterable[Interval], period: Interval) -> tuple[Interval, ...]:
    return tuple(item for item in (interval.overlap(period) for interval in held) if item is not None)


def _part(method: PartialYear | Open | None, held: tuple[Interval, ...]) -> int:
    if method == "weight_days":
        return sum(item.days() for item in held)
    if method == "whole_months":
        return len({month for item in held for month in _months(item)})
    return 1


def _months(item: Interval) -> range:
    """The calendar months of which an interval holds at least a day, as numbers."""
    last = item.stop - ONE_DAY
    return range(item.start.year * 12 + item.start.month, last.year * 12 + last.month + 1)


def _whole(charge: Charge) -> int:
    """The part of somebody who is in all of the period."""
    if charge.payers == "parties_on_trigger":
        return 1
    return _part(charge.partial_year, (charge.period,))


def by_table(key: ApportionmentKey) -> bool:
    """Whether the weights stand in a table of the agreement."""
    return key.form == "table" or key.weights == "table"


def needs_figures(key: ApportionmentKey) -> bool:
    """Whether the key weighs by inhabitants: one by one, or by the band of sizes they fall in."""
    if by_table(key):
        return key.table is not None and bool(bands_of(key.table))
    return key.weights == "population"


def bands_of(table: WeightTable) -> tuple[tuple[int, int], ...]:
    """Bands as (least number of inhabitants, weight), ascending; none where the table is of municipality codes.

    A band is written ``25000-49999``, the last one ``50000-``.
    """
    found = ((name.partition("-"), weight) for name, weight in table.weights.items())
    return tuple(sorted((int(least), weight) for (least, mark, _), weight in found if mark))


def _weight_in(bands: tuple[tuple[int, int], ...], figure: int | None) -> int | None:
    if figure is None:
        return None
    return next((weight for least, weight in reversed(bands) if figure >= least), None)


def own_weights(
    key: ApportionmentKey, codes: Iterable[str], figures: Mapping[str, int | None]
) -> dict[str, int | None]:
    """What each weighs by itself: inhabitants, a weight of the table, or 1. None: not known."""
    if key.form == "open":
        raise UndecidedError(Text("hur fördelningen räknas", "how the split is computed"))
    if by_table(key):
        if key.table is None:
            raise UndecidedError(Text("tabellen med vikter", "the table of weights"))
        if bands := bands_of(key.table):
            return {code: _weight_in(bands, figures.get(code)) for code in codes}
        return {code: key.table.weights.get(code) for code in codes}
    if key.weights == "equal":
        return dict.fromkeys(codes, 1)
    return {code: figures.get(code) for code in codes}


def _weights(key: ApportionmentKey, parts: Mapping[str, int], own: Mapping[str, int | None]) -> dict[str, int | None]:
    """What the sum is split by: own weight × part; in the mixed form a fixed share is split equally first."""
    weighted = {code: None if own[code] is None else (own[code] or 0) * part for code, part in parts.items()}
    if key.form != "mixed":
        return weighted
    fixed = fixed_share(key)
    equal, moving = sum(parts.values()), sum(weight or 0 for weight in weighted.values())
    return {
        code: None
        if weight is None
        else fixed.numerator * parts[code] * moving + (fixed.denominator - fixed.numerator) * weight * equal
        for code, weight in weighted.items()
    }


def fixed_share(key: ApportionmentKey) -> Fraction:
    """The share that is split equally in the mixed form: written ``1/4``, ``25%`` or ``0.25``."""
    text = (key.fixed_share or "").replace(" ", "")
    try:
        share = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError) as error:
        raise UndecidedError(Text("hur stor den fasta delen är", "how large the fixed share is")) from error
    if not 0 <= share <= 1:
        raise UndecidedError(Text("hur stor den fasta delen är", "how large the fixed share is"))
    return share


def corrections(old: Mapping[str, Ore], new: Mapping[str, Ore]) -> dict[str, Ore]:
    """What each is to be charged (or credited, negative) when shares have been computed anew.

    Two splits of the same sum differ by corrections that sum to zero. Those without a difference are left out.
    """
    codes = sorted({*old, *new})
    found = {code: new.get(code, 0) - old.get(code, 0) for code in codes}
    return {code: delta for code, delta in found.items() if delta}


# --- in words -------------------------------------------------------------------------------------------


def steps_of(charge: Charge, share: Share) -> tuple[Step, ...]:
    """The arithmetic of one share: its weight, the exact quotient, the rounding."""
    steps = []
    shown_weight, shown_whole = share.weight, share.whole
    if charge.key.form != "mixed":
        if share.part == share.parts and share.whole % share.parts == 0:
            shown_weight, shown_whole = share.figure, share.whole // share.parts
        else:
            steps.append(_part_step(charge, share))
    unit = ORE_PER_KRONA if charge.unit == "krona" else 1
    total = charge.total // unit
    steps.append(
        Step(
            say(
                "{total} × {weight} ÷ {whole}",
                "{total} × {weight} ÷ {whole}",
                total=Sum(charge.total),
                weight=shown_weight,
                whole=shown_whole,
            ),
            _quotient(total, share, unit),
        )
    )
    floor = abs(total) * share.weight // share.whole
    if abs(share.amount) // unit > floor:
        one = Text("Ett öre", "One öre") if unit == 1 else Text("En krona", "One krona")
        steps.append(Step(say("{one} av det som blev över", "{one} of what was left over", one=one)))
    steps.append(Step(say("Andel", "Share"), kronor(share.amount)))
    return tuple(steps)


def _part_step(charge: Charge, share: Share) -> Step:
    noun = Text("dagar", "days") if charge.partial_year == "weight_days" else Text("månader", "months")
    return Step(
        say(
            "{figure} × {part} av {parts} {noun}",
            "{figure} × {part} of {parts} {noun}",
            figure=share.figure,
            part=share.part,
            parts=share.parts,
            noun=noun,
        ),
        thousands(share.weight),
    )


def _quotient(total: int, share: Share, unit: int) -> str:
    """The exact share in kronor, cut after the third decimal: ``94 272,898``."""
    decimals = 3 if unit == ORE_PER_KRONA else 1
    whole, _, rest = exact(abs(total), share.weight, share.whole, decimals).partition(".")
    kronor_, ore = (whole, "") if unit == ORE_PER_KRONA else (whole[:-2] or "0", whole[-2:].zfill(2))
    return f"{'\u2212' if total < 0 else ''}{thousands(int(kronor_))},{ore}{rest}"
