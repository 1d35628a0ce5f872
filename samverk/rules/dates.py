"""Calendar days: adding months under a named rule, stepping past days off, reading days written as text.

A day is a Swedish calendar day (``datetime.date``). Months are always added in one jump from the anchor:
31 January plus one month twice is not 31 January plus two months.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from samverk.rules.holidays import is_day_off
from samverk.rules.intervals import ONE_DAY
from samverk.rules.provisions import MonthRule
from samverk.rules.values import Period
from samverk.rules.wording import Text

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class AmbiguousDayError(ValueError):
    """The end month has no day with the anchor's number, and the rule forbids choosing another."""


def add_months(anchor: date, months: int, rule: MonthRule = "same_day_else_last") -> date:
    """The day ``months`` calendar months after ``anchor`` (before it when negative).

    Same day number in the end month. Where that month is too short: its last day (``same_day_else_last``,
    SFS 1930:173 § 1), the first day of the month after (``same_day_else_next_first``), or AmbiguousDayError
    (``refuse_if_ambiguous``). Error: ValueError outside the years 1–9999.
    """
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    length = _month_length(year, month + 1)
    if anchor.day <= length:
        return date(year, month + 1, anchor.day)
    if rule == "refuse_if_ambiguous":
        raise AmbiguousDayError(f"{year}-{month + 1:02} has no day {anchor.day}")
    last = date(year, month + 1, length)
    return last if rule == "same_day_else_last" else last + ONE_DAY


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_period(anchor: date, period: Period, rule: MonthRule = "same_day_else_last") -> date:
    """The day a period ends when it is counted from ``anchor``; the anchor itself is not counted."""
    match period.unit:
        case "D":
            return anchor + timedelta(days=period.count)
        case "W":
            return anchor + timedelta(weeks=period.count)
        case "M":
            return add_months(anchor, period.count, rule)
        case _:  # a year
            return add_months(anchor, period.count * 12, rule)


def next_working_day(day: date) -> date:
    """``day`` itself, or the first day after it that is not a day off (SFS 1930:173 § 2).

    For acts that somebody has to do; never for the end of a membership.
    """
    while is_day_off(day):
        day += ONE_DAY
    return day


def period_in_words(period: Period) -> Text:
    """``12 månader`` and ``12 months``."""
    one, many = {
        "D": (Text("dag", "day"), Text("dagar", "days")),
        "W": (Text("vecka", "week"), Text("veckor", "weeks")),
        "M": (Text("månad", "month"), Text("månader", "months")),
        "Y": (Text("år", "year"), Text("år", "years")),
    }[period.unit]
    unit = one if period.count == 1 else many
    return Text(f"{period.count} {unit.sv}", f"{period.count} {unit.en}")


def parse_day(text: str) -> date:
    """A day written exactly as ``YYYY-MM-DD``. Error: ValueError for anything else, also for 30 February."""
    if not ISO_DAY.fullmatch(text):
        raise ValueError(f"not a day: {text!r}")
    return date.fromisoformat(text)
