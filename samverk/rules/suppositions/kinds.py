"""The closed list of what can be supposed. Each is a value: it can be compared, hashed and written in an address."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from samverk.rules.frozen import frozen
from samverk.rules.money import Ore


@frozen
class Leaves:
    """A party leaves, however that comes about; ``last_day`` is its last day as a party (calendar day, inside)."""

    party: str
    last_day: date


@frozen
class GivesNotice:
    """A party gives notice, and everybody who must have it has it on ``received``; the last day follows."""

    party: str
    received: date


@frozen
class Joins:
    """A municipality does on one day all that the agreement asks of a new party; ``first_day`` is its first."""

    party: str
    first_day: date


@frozen
class Budget:
    """The sum to share for a year, in öre."""

    year: int
    amount: Ore


@frozen
class Growth:
    """Each year's budget after the last one known is larger than that of the year before, by ``percent`` of it."""

    percent: Fraction


@frozen
class MixedKey:
    """From ``year`` on, ``percent`` of the sum is split equally and the rest by inhabitants."""

    year: int
    percent: Fraction


@frozen
class BandedKey:
    """From ``year`` on, a municipality weighs by its size: (least number of inhabitants, weight), ascending from 0."""

    year: int
    bands: tuple[tuple[int, int], ...]


@frozen
class Reads:
    """A reading is answered so. ``option`` is the option as ``address.option_text`` writes it."""

    reading: str
    option: str


type Supposition = Leaves | GivesNotice | Joins | Budget | Growth | MixedKey | BandedKey | Reads
