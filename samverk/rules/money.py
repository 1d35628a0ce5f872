"""Money in whole öre as integers, never as floats: read strictly, written exactly.

How a sum looks to people is ``wording.kronor``.
"""

from __future__ import annotations

import re

type Ore = int

ORE_PER_KRONA = 100
_KRONOR = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{2}))?")


def parse_kronor(text: str) -> Ore:
    """Öre from kronor written ``1500000`` or ``1500000.50``; no spaces, no comma. Error: ValueError."""
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
