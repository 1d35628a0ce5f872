"""Days and counts that cannot be: ends before starts, the 31st of April, at least four and at most two."""

from __future__ import annotations

from datetime import date
from typing import Any

from samverk.rules.check.draft import Draft
from samverk.rules.problems import TablePath
from samverk.rules.provisions import Term
from samverk.rules.wording import Text

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PAIRS = (("min", "max"), ("distinct_parties_min", "distinct_parties_max"))
_LATER = Text("Sista dagen kommer efter första dagen.", "The last day comes after the first.")
_MONTH_DAY = Text("En dag som finns varje år, MM-DD.", "A day that exists every year, MM-DD.")


def inspect(draft: Draft) -> None:
    """Every table inside provisions, readings and plans; terms, validity and plans as intervals."""
    for name in ("rule", "interpretation", "plan"):
        for key, table in draft.tables(name):
            _tables(draft, (name, key), table)
    for key, rule in draft.rules.items():
        _interval(draft, ("rule", key, "valid_to"), rule.valid_from, rule.valid_to)
        if isinstance(rule, Term) and isinstance(rule.start, date):
            _interval(draft, ("rule", key, "end"), rule.start, rule.end)
    for key, plan in draft.plans.items():
        _interval(draft, ("plan", key, "to"), plan.from_, plan.to)


def _interval(draft: Draft, at: TablePath, first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        found = Text(f"{last} ligger före {first}.", f"{last} lies before {first}.")
        draft.add(at, found, _LATER)


def _tables(draft: Draft, at: TablePath, value: Any) -> None:
    if isinstance(value, list):
        for number, part in enumerate(value):
            _tables(draft, (*at, number), part)
    if not isinstance(value, dict):
        return
    for low, high in _PAIRS:
        _pair(draft, at, value, low, high)
    for name, part in value.items():
        if isinstance(part, int) and not isinstance(part, bool) and part < 0:
            found = Text(f"{name} är {part}.", f"{name} is {part}.")
            draft.add((*at, name), found, Text("Noll eller mer.", "Zero or more."))
        if name == "month" and isinstance(part, int) and not 1 <= part <= 12:
            found = Text(f"Månaden är {part}.", f"The month is {part}.")
            draft.add((*at, name), found, Text("En månad från 1 till 12.", "A month from 1 to 12."))
        if name == "window" and isinstance(part, dict):
            _window(draft, (*at, name), part)
            _part_of_year(draft, (*at, name), value)
        _tables(draft, (*at, name), part)


def _pair(draft: Draft, at: TablePath, table: dict[str, Any], low: str, high: str) -> None:
    least, most = table.get(low), table.get(high)
    if isinstance(least, int) and isinstance(most, int) and most < least:
        found = Text(f"{high} är {most} men {low} är {least}.", f"{high} is {most} but {low} is {least}.")
        draft.add((*at, high), found, Text(f"{high} är minst {low}.", f"{high} is at least {low}."))


def _window(draft: Draft, at: TablePath, table: dict[str, Any]) -> None:
    ends = [table.get("from"), table.get("to")]
    for name, text in zip(("from", "to"), ends, strict=True):
        if isinstance(text, str) and not _exists(text):
            draft.add((*at, name), Text(f"Dagen {text} finns inte.", f"The day {text} does not exist."), _MONTH_DAY)
    first, last = ends
    if isinstance(first, str) and isinstance(last, str) and _exists(first) and _exists(last) and last < first:
        found = Text(f"{last} ligger före {first}.", f"{last} lies before {first}.")
        draft.add((*at, "to"), found, _LATER)


def _part_of_year(draft: Draft, at: TablePath, quota: dict[str, Any]) -> None:
    if quota.get("per") != "year":
        found = Text(f"window står vid per = ”{quota.get('per')}”.", f"window stands with per = “{quota.get('per')}”.")
        draft.add(at, found, Text("En del av året anges bara för per = ”year”.", "A part of the year needs “year”."))


def _exists(text: str) -> bool:
    """Every year, so the leap day is none."""
    month, _, day = text.partition("-")
    if not (len(text) == 5 and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return False
    return 1 <= int(day) <= _DAYS[int(month) - 1] and text != "02-29"
