"""Swedish days off: Sundays and public holidays by SFS 1989:253, and the days 1930:173 § 2 treats alike.

The table is our own so that a library update can never move a deadline; two libraries check it in the tests.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

SATURDAY, SUNDAY = 5, 6
NATIONAL_DAY_SINCE = 2005  # 6 June replaced Whit Monday (SFS 2004:1320)


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous computus, Meeus/Jones/Butcher)."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, skipped = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _saturday_from(day: date) -> date:
    """The first Saturday on or after a day."""
    return day + timedelta(days=(SATURDAY - day.weekday()) % 7)


@lru_cache(maxsize=256)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year other than ordinary Sundays (SFS 1989:253 § 1)."""
    easter = easter_sunday(year)
    moving = [easter + timedelta(days=n) for n in (-2, 0, 1, 39, 49)]
    midsummer, all_saints = _saturday_from(date(year, 6, 20)), _saturday_from(date(year, 10, 31))
    fixed = [date(year, m, d) for m, d in ((1, 1), (1, 6), (5, 1), (12, 25), (12, 26))]
    since_2005 = date(year, 6, 6) if year >= NATIONAL_DAY_SINCE else easter + timedelta(days=50)
    return frozenset([*moving, *fixed, midsummer, all_saints, since_2005])


@lru_cache(maxsize=256)
def eves(year: int) -> frozenset[date]:
    """Midsummer Eve, Christmas Eve and New Year's Eve, which SFS 1930:173 § 2 puts on a par with holidays."""
    return frozenset([_saturday_from(date(year, 6, 20)) - timedelta(days=1), date(year, 12, 24), date(year, 12, 31)])


def is_day_off(day: date) -> bool:
    """Whether an act due on this day may be done on the next weekday (SFS 1930:173 § 2)."""
    return day.weekday() >= SATURDAY or day in public_holidays(day.year) or day in eves(day.year)
