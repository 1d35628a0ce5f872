"""Finds Swedish personal identity numbers in what people write, so that none is ever kept.

A number is six or eight figures for a day of birth, perhaps a sign, and four figures of which the last is a check
figure (folkbokföringslagen 1991:481, 18 §). In a coordination number (samordningsnummer) the day is 60 more.
An organisation's number has 20 or more in the place of the month, and is not taken for one.
"""

from __future__ import annotations

import re
from datetime import date

_NUMBER = re.compile(r"(?<!\d)(?P<century>\d{2})?(?P<day>\d{6})(?P<sign> ?[-+\u2010-\u2013] ?| )?(?P<last>\d{4})(?!\d)")
_LEAP_CENTURY = 2000
_COORDINATION = 60


def has_personal_number(text: str, *, is_phone: bool = False) -> bool:
    """Whether the text holds a personal identity number or a coordination number.

    ``is_phone``: ten figures in one row that begin with 0 are a telephone number, as written inside the country.
    """
    return any(_is_one(found, is_phone=is_phone) for found in _NUMBER.finditer(text))


def _is_one(found: re.Match[str], *, is_phone: bool) -> bool:
    century, day, sign, last = found["century"], found["day"], found["sign"] or "", found["last"]
    plain = not century and not sign.strip()
    if is_phone and plain and day.startswith("0"):
        return False
    return _is_birthday(century, day) and _checks(day + last)


def _is_birthday(century: str | None, day: str) -> bool:
    number = int(day[4:])
    year = int(century + day[:2]) if century else _LEAP_CENTURY + int(day[:2])  # 29 February is let through
    if century and century not in ("18", "19", "20"):
        return False
    try:
        date(year, int(day[2:4]), number - _COORDINATION if number > _COORDINATION else number)
    except ValueError:
        return False
    return True


def _checks(figures: str) -> bool:
    """The sum of figures, every second doubled, is whole tens (the Luhn algorithm)."""
    total = 0
    for place, figure in enumerate(figures):
        value = int(figure) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
