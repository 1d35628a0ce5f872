"""Small values that provisions are made of: periods, quotas, windows, seats."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from samverk.rules.frozen import frozen

type Open = Literal["open"]
OPEN: Open = "open"

type Per = Literal["year", "half_year", "quarter", "month", "term"]
type PeriodUnit = Literal["D", "W", "M", "Y"]

PERIOD_PATTERN = r"^P\d+[DWMY]$"
DAY_PATTERN = r"^\d{2}-\d{2}$"
REFERENCE_PATTERN = r"^(party|role|body|actor|area|rule|agreement|municipalities|authorities|organisations):.+$"

MONTHS_IN: dict[Per, int] = {"term": 48, "year": 12, "half_year": 6, "quarter": 3, "month": 1}
# A term of office is four years from 1 January of the year after an ordinary election: 2011, 2015, 2019 … As all
# windows it is counted in months, year·12 + month − 1.
TERM_BEGINS = 2011 * 12


@frozen
class Period:
    """A length of time as the agreement counts it: ``P12M``, ``P30D``."""

    count: int
    unit: PeriodUnit

    @classmethod
    def parse(cls, text: str) -> Period:
        """From ISO 8601 notation with one part. Error: ValueError."""
        if not re.fullmatch(PERIOD_PATTERN, text):
            raise ValueError(f"not a period: {text!r}")
        return cls(int(text[1:-1]), text[-1])  # type: ignore[arg-type]  # the pattern allows only DWMY

    def __str__(self) -> str:
        return f"P{self.count}{self.unit}"


@frozen
class Window:
    """Part of a year: from and to are month-days, both inside (``04-01``–``04-30``)."""

    from_: str
    to: str

    def days_in(self, year: int) -> tuple[date, date]:
        """First and last day of the window in ``year``."""
        return _month_day(year, self.from_), _month_day(year, self.to)


def _month_day(year: int, text: str) -> date:
    month, day = int(text[:2]), int(text[3:])
    return date(year, month, day)


@frozen
class Quota:
    """How many times in each calendar-aligned window; no ``min`` means counted, never judged."""

    per: Per
    min: int | None = None
    max: int | None = None
    window: Window | None = None


@frozen
class Count:
    """How many at the same time."""

    min: int | None = None
    max: int | None = None


@frozen
class Seats:
    """Who sits in a body. ``per`` party: min/max for each party; otherwise min/max for the whole body."""

    per: Literal["party"] | None = None
    min: int | None = None
    max: int | None = None
    distinct_parties_min: int | None = None
    distinct_parties_max: int | None = None
    min_per_subregion: int | None = None
    subregions: tuple[str, ...] = ()
    counted: Literal["each_body", "bodies_together"] | None = None


@frozen
class KeyUpdate:
    """When the weights are brought up to date: the month (1–12) and what must wait for it."""

    month: int
    before: str | None = None


@frozen
class InvoiceRule:
    """Who invoices a fee, and what must have happened first."""

    by: str
    not_before: str | None = None


@frozen
class ClassOf:
    """An open class of municipalities: all of a county, or all."""

    county: str | None = None
    all: bool = False


@frozen
class RoundStep:
    """A step of a recommendation round. ``when``/``sent`` may be a month or a season as written."""

    id: str
    act: str
    by: str | None = None
    with_: str | None = None
    to: str | None = None
    when: str | None = None
    sent: str | None = None
    due: date | None = None
    on: date | None = None
    addressed_to: str | None = None
    organ: str | None = None
    sv: str | None = None
    en: str | None = None


@frozen
class RoundResponse:
    """Where and how a municipality answers a round."""

    to: str
    channel: str | None = None
    evidence: tuple[str, ...] = ()


@frozen
class WeightTable:
    """Fixed weights per municipality code, or per band of inhabitants (``0-24999``, ``25000-``); ``form = "table"``."""

    weights: dict[str, int]
