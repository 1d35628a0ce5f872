"""Which numbers, periods and dates a Swedish text lets a reader see: in digits, in words, in compounds.

"nio (9) månader", "tolvmånadersperiod", "två till fyra gånger", "den 15 april 2014", "varje år", "7–9 kommuner".
What is only a reference (§ 37, punkt 12, förordning 2010:1122) is no number of the agreement. "andra" is never
the number two: it mostly means "other".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import gcd
from typing import Literal

from samverk.rules.values import Per, Period, PeriodUnit, Window

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_MONTH_OF = {word: number for number, month in enumerate(MONTHS, 1) for word in (month, f"{month}s")}
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
type Season = Literal["spring", "summer", "autumn", "winter"]
# "vår" alone mostly means "our", so spring needs its ending.
_SEASONS: dict[str, Season] = {
    "våren": "spring", "vårens": "spring", "sommar": "summer", "sommaren": "summer", "sommarens": "summer",
    "höst": "autumn", "hösten": "autumn", "höstens": "autumn", "vinter": "winter", "vintern": "winter",
    "vinterns": "winter",
}  # fmt: skip

_ONES = (
    "noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton",
    "fjorton", "femton", "sexton", "sjutton", "arton", "nitton",
)  # fmt: skip
_TENS = {
    "tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90,
}  # fmt: skip
_ORDINALS = (
    "första", "", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde", "elfte", "tolfte",
    "trettonde", "fjortonde", "femtonde", "sextonde", "sjuttonde", "artonde", "nittonde",
)  # fmt: skip
_TENTHS = {"tjugo": "tjugonde", "trettio": "trettionde"}


def _words() -> dict[str, int]:
    found = {word: number for number, word in enumerate(_ONES)} | dict(_TENS) | {"hundra": 100, "hundratjugo": 120}
    found |= {f"{tens}{one}": value + n for tens, value in _TENS.items() for n, one in enumerate(_ONES[:10]) if n}
    found |= {f"{tens}en": value + 1 for tens, value in _TENS.items()}
    found |= {word: number for number, word in enumerate(_ORDINALS, 1) if word}
    for tens, ordinal in _TENTHS.items():
        found[ordinal] = _TENS[tens]
        # "tjugoandra" cannot be anything but 22, so there "andra" counts.
        found |= {f"{tens}{word or 'andra'}": _TENS[tens] + n for n, word in enumerate(_ORDINALS[:9], 1)}
    return found | {"en": 1, "ena": 1, "enda": 1, "förste": 1, "båda": 2, "bägge": 2, "vartannat": 2, "varannan": 2}


NUMBER_WORDS = _words()
_UNITS: dict[str, PeriodUnit] = {
    "dag": "D", "dagar": "D", "dagars": "D", "dags": "D", "dygn": "D", "dygns": "D",
    "vecka": "W", "veckor": "W", "veckors": "W", "veckas": "W",
    "månad": "M", "månader": "M", "månaders": "M", "månads": "M",
    "år": "Y", "års": "Y", "året": "Y", "åren": "Y", "årig": "Y", "årigt": "Y", "åriga": "Y",
}  # fmt: skip
_YEAR_WORDS = ("år", "året", "års", "årets", "åren", "årens", "kalenderår", "kalenderåret", "årsskifte", "årsskiftet")
_NUMBER = "|".join(sorted(map(re.escape, NUMBER_WORDS), key=len, reverse=True))
# "tolvmånadersperiod", "tvåårig", "30-dagarsfrist"
_COMPOUND = re.compile(rf"({_NUMBER}|\d+)-?(års?(?:ig\w*)?|månad(?:er)?s?|veckors?|dagars?|dygns?)\w*")
_TOKEN = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{4}:\d+|\d+-[a-zåäö]+|\d+(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+|[a-zåäöéü]+|[§%–-]"
)
_PARTS = {
    "tredjedel": 3, "fjärdedel": 4, "femtedel": 5, "sjättedel": 6, "sjundedel": 7, "åttondel": 8, "niondel": 9,
    "tiondel": 10, "tjugondel": 20, "hundradel": 100,
}  # fmt: skip
_REFERENCE = frozenset(
    {
        "§",
        "§§",
        "punkt",
        "punkten",
        "punkterna",
        "paragraf",
        "paragrafen",
        "paragraferna",
        "kap",
        "kapitel",
        "bilaga",
        "nr",
        "dnr",
    }
)
_ONCE_EACH = frozenset({"varje", "vart", "per", "om"})


@dataclass
class Seen:
    """What is visible in some words."""

    numbers: set[int] = field(default_factory=set)
    periods: set[tuple[int, PeriodUnit]] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    days: set[tuple[int, int]] = field(default_factory=set)  # (month, day)
    dates: set[date] = field(default_factory=set)
    seasons: set[Season] = field(default_factory=set)
    per: set[Per] = field(default_factory=set)
    percentages: set[int] = field(default_factory=set)
    shares: set[tuple[int, int]] = field(default_factory=set)  # reduced: (1, 4)

    def shows_number(self, number: int) -> bool:
        return number in self.numbers

    def shows_period(self, period: Period) -> bool:
        return (period.count, period.unit) in self.periods

    def shows_share(self, text: str) -> bool:
        """A share as written in files, "20%" or "1/4": as a percentage, or as "en femtedel", "hälften"."""
        if text.endswith("%"):
            number = int(text[:-1])
            return number in self.percentages or _reduced(number, 100) in self.shares
        over, under = text.split("/")
        return int(under) > 0 and _reduced(int(over), int(under)) in self.shares

    def shows_date(self, day: date) -> bool:
        """The day itself, or its day and month together with its year anywhere in the words.

        "hösten 2013" shows 31 December 2013: what is to be done in the autumn can be done until the year is out.
        """
        if day in self.dates:
            return True
        autumn = "autumn" in self.seasons and (day.month, day.day) == (12, 31)
        return day.year in self.numbers and ((day.month, day.day) in self.days or autumn)

    def shows_window(self, window: Window) -> bool:
        """Both ends by day or by whole month; 1 January and 31 December need no words, but not both."""
        ends = (window.from_, window.to)
        return (
            ends != ("01-01", "12-31") and self._shows(window.from_, "01-01", 1) and self._shows(window.to, "12-31", 28)
        )

    def _shows(self, text: str, natural: str, from_day: int) -> bool:
        month, day = int(text[:2]), int(text[3:])
        whole_month = day == 1 if from_day == 1 else day >= from_day
        return text == natural or (month, day) in self.days or (whole_month and month in self.months)


def seen(text: str) -> Seen:
    """Everything visible in a text."""
    found = Seen()
    tokens = _TOKEN.findall(text.lower())
    for at, token in enumerate(tokens):
        _iso(token, found)
        _calendar(tokens, at, found)
        number = _number(tokens, at)
        if number is not None:
            found.numbers.add(number)
            _day(tokens, at, number, found)
            found.periods |= {(number, unit) for unit in _unit_after(tokens, at)}
            _share(tokens, at, number, found)
        _compound(token, found)
        _recurring(tokens, at, found)
    return found


def _number(tokens: list[str], at: int) -> int | None:
    token = tokens[at]
    if at and tokens[at - 1] in _REFERENCE:
        return None
    digits = re.sub(r"[ \u00a0\u202f]", "", token)
    return int(digits) if digits.isdecimal() else NUMBER_WORDS.get(token)


def _iso(token: str, found: Seen) -> None:
    try:
        found.dates.add(date.fromisoformat(token))
    except ValueError:
        return
    found.numbers.add(int(token[:4]))


def _calendar(tokens: list[str], at: int, found: Seen) -> None:
    token = tokens[at]
    month = _MONTH_OF.get(token)
    if month is not None:
        found.months.add(month)
        if at and tokens[at - 1] == "sista":
            found.days.add((month, _LAST_DAYS[month - 1]))
    if token in _SEASONS:
        found.seasons.add(_SEASONS[token])
    if token in ("hälften", "halva"):
        found.shares.add((1, 2))
    if token.startswith("årsskift"):
        found.days |= {(12, 31), (1, 1)}


def _day(tokens: list[str], at: int, number: int, found: Seen) -> None:
    """ "15 april", "den femtonde april", "1:a januari"."""
    following = [token for token in tokens[at + 1 : at + 3] if token not in ("e", "a", "i")]
    month = _MONTH_OF.get(following[0]) if following else None
    if month is not None and 1 <= number <= 31:
        found.days.add((month, number))


def _unit_after(tokens: list[str], at: int) -> Iterator[PeriodUnit]:
    """The unit a number counts: past a repeated number, a range and one word ("nio (9) hela månader", "7–9 dagar")."""
    passed = 0
    for token in tokens[at + 1 : at + 5]:
        if token in _UNITS:
            yield _UNITS[token]
            return
        if token not in ("-", "–", "till", "eller") and not token.isdecimal() and token not in NUMBER_WORDS:
            passed += 1
        if passed > 1:
            return


def _share(tokens: list[str], at: int, number: int, found: Seen) -> None:
    """ "20 procent", "20 %", "en fjärdedel", "två tredjedelar"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if following in ("procent", "%"):
        found.percentages.add(number)
    under = _PARTS.get(following.removesuffix("ar").removesuffix("en"))
    if under is not None:
        found.shares.add(_reduced(number, under))


def _reduced(over: int, under: int) -> tuple[int, int]:
    shared = gcd(over, under) or 1
    return over // shared, under // shared


def _compound(token: str, found: Seen) -> None:
    match = _COMPOUND.fullmatch(token)
    if match and token not in _UNITS:
        head = match.group(1)
        number = int(head) if head.isdecimal() else NUMBER_WORDS[head]
        unit: PeriodUnit = {"å": "Y", "m": "M", "v": "W", "d": "D"}[match.group(2)[0]]  # type: ignore[assignment]  # the pattern allows only these
        found.numbers.add(number)
        found.periods.add((number, unit))
    if token.startswith("halvår"):
        found.periods.add((6, "M"))


def _recurring(tokens: list[str], at: int, found: Seen) -> None:
    """How often: "årlig" and "varje år" are once a year; "två gånger per år" only says which window."""
    token, before = tokens[at], tokens[at - 1] if at else ""
    per = _window(token)
    counted = before in NUMBER_WORDS or before.isdecimal()
    if per is None or (token in _UNITS and counted and before not in ("en", "ett", "1")):
        return  # "två år i sänder" is a length, not how often
    found.per.add(per)
    times = "gånger" in tokens[max(0, at - 3) : at]
    adverb = token.startswith(("årlig", "årsvis", "halvårsvis", "kvartalsvis", "månatlig", "månadsvis"))
    if adverb or (before in _ONCE_EACH and not times):
        found.numbers.add(1)
        if per == "year":
            found.periods.add((1, "Y"))
        elif per == "month":
            found.periods.add((1, "M"))


def _window(token: str) -> Per | None:
    if token in _YEAR_WORDS or token.startswith(("årlig", "årsvis", "års")):
        return "year"
    if token.startswith("halvår"):
        return "half_year"
    if token.startswith("kvartal"):
        return "quarter"
    if token in ("månad", "månaden") or token.startswith(("månadsvis", "månatlig")):
        return "month"
    return "term" if token.startswith(("mandatperiod", "mandattid")) else None
