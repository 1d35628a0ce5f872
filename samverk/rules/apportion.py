"""Splitting a whole number in proportion to whole weights, exactly: the largest-remainder method.

Each gets the whole part of its exact share; the units left over go one each to the largest remainders. Equal
remainders are told apart by a named rule that never depends on the order of the list. The parts always sum to
the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from samverk.rules.money import ORE_PER_KRONA, Ore
from samverk.rules.provisions import Unit

type Ties = Literal["higher_weight_then_code", "lower_weight_then_code", "code"]
type Refusal = Literal["nobody", "missing", "negative", "zero", "not_whole_kronor"]


class ApportionmentError(ValueError):
    """The split is refused; ``codes`` are those whose weight is missing, negative or zero."""

    def __init__(self, reason: Refusal, codes: list[str]) -> None:
        super().__init__(f"{reason}: {', '.join(codes)}" if codes else reason)
        self.reason = reason
        self.codes = codes


def apportion(
    total: int,
    weights: Mapping[str, int | None],
    ties: Ties = "higher_weight_then_code",
    *,
    zero_pays_nothing: bool = True,
) -> dict[str, int]:
    """``total`` split over the codes in proportion to their weights; a negative total mirrors the positive.

    A zero weight gets nothing (or is refused, where ``zero_pays_nothing`` is off). Error: ApportionmentError
    when there is nobody, a weight is missing or negative, or all weights are zero.
    """
    known = _checked(weights, zero_pays_nothing=zero_pays_nothing)
    whole, amount = sum(known.values()), abs(total)
    shares = {code: amount * weight // whole for code, weight in known.items()}
    left = amount - sum(shares.values())
    if left:
        for code in _in_turn(amount, whole, known, ties, left):
            shares[code] += 1
    return shares if total >= 0 else {code: -share for code, share in shares.items()}


def _in_turn(amount: int, whole: int, weights: Mapping[str, int], ties: Ties, left: int) -> list[str]:
    """The ``left`` codes that get a unit of what is left over; there are always more codes than units."""
    rests = {code: amount * weight % whole for code, weight in weights.items()}
    turn = sorted(rests, key=rests.__getitem__, reverse=True)
    if rests[turn[left - 1]] == rests[turn[left]]:  # only here does the rule for ties decide who is in
        sign = {"higher_weight_then_code": -1, "lower_weight_then_code": 1, "code": 0}[ties]
        turn.sort(key=lambda code: (-rests[code], sign * weights[code], code))
    return turn[:left]


def _checked(weights: Mapping[str, int | None], *, zero_pays_nothing: bool) -> Mapping[str, int]:
    """The weights when the split is possible."""
    if not weights:
        raise ApportionmentError("nobody", [])
    if missing := sorted(code for code, weight in weights.items() if weight is None):
        raise ApportionmentError("missing", missing)
    known = cast("Mapping[str, int]", weights)
    lowest = min(known.values())
    if lowest < 0:
        raise ApportionmentError("negative", sorted(code for code, weight in known.items() if weight < 0))
    if lowest == 0:
        zero = sorted(code for code, weight in known.items() if weight == 0)
        if len(zero) == len(known) or not zero_pays_nothing:
            raise ApportionmentError("zero", zero)
    return known


def split(
    total: Ore,
    weights: Mapping[str, int | None],
    unit: Unit,
    ties: Ties = "higher_weight_then_code",
    *,
    zero_pays_nothing: bool = True,
) -> dict[str, Ore]:
    """A sum of öre split in whole öre, or in whole kronor (then the sum must be whole kronor too)."""
    if unit == "ore":
        return apportion(total, weights, ties, zero_pays_nothing=zero_pays_nothing)
    if total % ORE_PER_KRONA:
        raise ApportionmentError("not_whole_kronor", [])
    shares = apportion(total // ORE_PER_KRONA, weights, ties, zero_pays_nothing=zero_pays_nothing)
    return {code: share * ORE_PER_KRONA for code, share in shares.items()}


def exact(total: int, weight: int, whole: int, decimals: int = 3) -> str:
    """The exact share ``total × weight ÷ whole`` cut (not rounded) after some decimals: ``94272.898``."""
    scaled = abs(total) * weight * 10**decimals // whole
    before, after = divmod(scaled, 10**decimals)
    return f"{'-' if total < 0 else ''}{before}.{after:0{decimals}}"
