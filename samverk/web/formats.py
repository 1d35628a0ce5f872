"""Days and numbers as the pages write them, beyond what a sentence of the rules needs (``rules.wording``).

A number never breaks across lines: U+202F between thousands, U+00A0 before %, U+2212 as minus. Swedish is the default.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from samverk.rules.wording import NBSP, THIN, Language, thousands
from samverk.rules.wording import day as whole_day

_MINUS: Final = "\N{MINUS SIGN}"

_WEEKDAYS: Final[dict[Language, list[str]]] = {
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_NEAR: Final[dict[Language, dict[int, str]]] = {
    "sv": {-1: f"1{NBSP}dag sen", 0: "i dag", 1: "i morgon"},
    "en": {-1: f"1{NBSP}day late", 0: "today", 1: "tomorrow"},
}


def day(value: date, language: Language = "sv", *, year: int | None = None) -> str:
    """``12 oktober 2026``; without the year when it is ``year`` (the year the page is about)."""
    text = whole_day(value, language)
    return text.removesuffix(f" {value.year}") if value.year == year else text


def weekday(value: date, language: Language = "sv") -> str:
    """``måndag 12 oktober 2026``: only for meetings and for "today"."""
    return f"{_WEEKDAYS[language][value.weekday()]} {whole_day(value, language)}"


def countdown(value: date, today: date, language: Language = "sv") -> str:
    """How far a last day is from today: ``om 7 dagar``, ``i dag``, ``39 dagar sen``."""
    days = (value - today).days
    if days in _NEAR[language]:
        return _NEAR[language][days]
    count = thousands(abs(days))
    if language == "en":
        return f"in {count}{NBSP}days" if days > 0 else f"{count}{NBSP}days late"
    return f"om {count}{NBSP}dagar" if days > 0 else f"{count}{NBSP}dagar sen"


def signed(value: int) -> str:
    """A difference: ``+4 516``, ``−4``, ``0``."""
    return f"+{thousands(value)}" if value > 0 else thousands(value)


def decimal(value: Decimal, places: int, language: Language = "sv") -> str:
    """A number with a fixed count of decimals, rounded half to even: ``94 272,899``."""
    whole, _, rest = f"{abs(value):,.{places}f}".partition(".")
    text = whole.replace(",", THIN)
    if rest:
        text += ("." if language == "en" else ",") + rest
    # What rounds to nothing has no sign.
    return _MINUS + text if value < 0 and any(figure in "123456789" for figure in text) else text


def percent(share: Decimal, places: int = 1, language: Language = "sv") -> str:
    """A share (1 = the whole) in percent: ``12,1 %``; English ``12.1%``."""
    return decimal(share * 100, places, language) + ("%" if language == "en" else f"{NBSP}%")
