"""Money in whole öre as integers, never as floats; how sums are read from and shown to people."""

from __future__ import annotations

import re

from samverk.rules.wording import Text

type Ore = int

ORE_PER_KRONA = 100
THOUSANDS = "\u202f"  # narrow no-break space
NO_BREAK = "\u00a0"
MINUS = "\u2212"
_KRONOR = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{2}))?")


def parse_kronor(text: str) -> Ore:
    """Öre from kronor written ``1500000`` or ``1500000.50``; no spaces, no comma, no exponent. Error: ValueError."""
    found = _KRONOR.fullmatch(text)
    if found is None:
        raise ValueError(f"not a sum in kronor: {text!r}")
    sign, kronor, ore = found.groups()
    sum_ = int(kronor) * ORE_PER_KRONA + int(ore or 0)
    return -sum_ if sign else sum_


def decimal(ore: Ore) -> str:
    """Kronor with two decimals for machines: ``92466.00``, ``-0.05``."""
    kronor, rest = divmod(abs(ore), ORE_PER_KRONA)
    return f"{'-' if ore < 0 else ''}{kronor}.{rest:02}"


def number(value: int) -> str:
    """A whole number with narrow spaces between thousands; the minus is a real minus sign."""
    return (MINUS if value < 0 else "") + f"{abs(value):,}".replace(",", THOUSANDS)


def kronor(ore: Ore) -> Text:
    """A sum to people: ``163 217 kr``; öre are shown only where there are any, with comma in Swedish."""
    whole, rest = divmod(abs(ore), ORE_PER_KRONA)
    sign = MINUS if ore < 0 else ""
    shown = sign + number(whole)
    if not rest:
        return Text(f"{shown}{NO_BREAK}kr", f"{shown}{NO_BREAK}kr")
    return Text(f"{shown},{rest:02}{NO_BREAK}kr", f"{shown}.{rest:02}{NO_BREAK}kr")
