"""A sentence in both languages of the product; nothing the rules say exists in only one of them.

``Text`` holds the words. ``say`` makes a text from a pair of templates and values and words it only when it is read:
an evaluation makes thousands of findings, a page shows dozens.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

type Language = Literal["sv", "en"]

NBSP = "\u00a0"
THIN = "\u202f"

_MONTHS_SV = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
              "november", "december")  # fmt: skip
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
_COUNTS_SV = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_COUNTS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Text:
    """The same words in Swedish and English. Swedish comes first and is what the lawyer reads."""

    __slots__ = ("en", "sv")

    sv: str
    en: str

    def __init__(self, sv: str, en: str) -> None:
        self.sv = sv
        self.en = en

    def in_language(self, language: str) -> str:
        """The words in ``language`` ("sv" or "en"); anything else falls back to Swedish."""
        return self.en if language == "en" else self.sv

    def __bool__(self) -> bool:
        return bool(self.sv)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.sv, self.en) == (other.sv, other.en)

    def __hash__(self) -> int:
        return hash((self.sv, self.en))

    def __repr__(self) -> str:
        return f"Text(sv={self.sv!r}, en={self.en!r})"


class _Said(Text):
    """A text worded when it is read."""

    __slots__ = ("_en", "_sv", "_values")

    def __init__(self, sv: str, en: str, values: dict[str, Any]) -> None:
        self._sv = sv
        self._en = en
        self._values = values

    @property
    def sv(self) -> str:  # type: ignore[override]  # worded on reading instead of stored
        return _fill(self._sv, self._values, "sv")

    @property
    def en(self) -> str:  # type: ignore[override]  # worded on reading instead of stored
        return _fill(self._en, self._values, "en")

    def __bool__(self) -> bool:
        return bool(self._sv)

    def __eq__(self, other: object) -> bool:
        """The same templates with the same values need not be worded to be the same."""
        if isinstance(other, _Said) and (self._sv, self._en) == (other._sv, other._en):
            return _alike(self._told(), other._told()) or super().__eq__(other)
        return super().__eq__(other)

    def _told(self) -> tuple[Any, ...]:
        return tuple(self._values.items())

    __hash__ = Text.__hash__


def _alike(one: Any, other: Any) -> bool:
    """Equal and of the same kind: the sum 5 öre is not the number 5."""
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(_alike, one, other))
    return type(one) is type(other) and bool(one == other)


def say(sv: str, en: str, **values: Any) -> Text:
    """A text from a pair of ``str.format`` templates.

    Dates are written out ("12 oktober 2026"), texts taken in the right language, integers with thin spaces between
    thousands, lists joined ("A, B och C"). A value given as ``Ore`` is written as kronor.
    """
    return _Said(sv, en, values)


class Ore(int):
    """An amount in whole öre, so that a sentence writes it as kronor."""


class Year(int):
    """A year, written without separators."""


class Many(int):
    """A count written in words up to twelve, as running text wants it."""


class Parties(int):
    """A number of parties with its noun: "1 part", "15 parter"."""


def lowered(name: Text) -> Text:
    """A name inside a sentence: a small first letter, unless the word is an abbreviation ("KSLs styrelse")."""
    return Text(_small(name.sv), _small(name.en))


def _small(words: str) -> str:
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _fill(template: str, values: dict[str, Any], language: Language) -> str:
    return template.format(**{name: word(value, language) for name, value in values.items()})


def word(value: Any, language: Language) -> str:
    """A value as people read it in a language."""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, bool):
        return ("ja" if value else "nej") if language == "sv" else ("yes" if value else "no")
    if isinstance(value, int):
        return _number(value, language)
    if isinstance(value, (tuple, list)):
        return joined([word(item, language) for item in value], language)
    return str(value)


def _number(value: int, language: Language) -> str:
    if isinstance(value, Ore):
        return kronor(value)
    if isinstance(value, Year):
        return str(int(value))
    if isinstance(value, Parties):
        nouns = ("part", "parter") if language == "sv" else ("party", "parties")
        return f"{thousands(value)} {nouns[value != 1]}"
    if isinstance(value, Many) and 0 <= value <= 12:
        return (_COUNTS_SV if language == "sv" else _COUNTS_EN)[value]
    return thousands(value)


def day(value: date, language: Language = "sv") -> str:
    """ "12 oktober 2026", "12 October 2026"."""
    months = _MONTHS_EN if language == "en" else _MONTHS_SV
    return f"{value.day}{NBSP}{months[value.month - 1]} {value.year}"


def thousands(value: int) -> str:
    """ "163 217" with narrow no-break spaces; a minus sign, not a hyphen."""
    return f"{value:,}".replace(",", THIN).replace("-", "\u2212")


def kronor(ore: int) -> str:
    """ "163 217 kr"; öre only where there are öre: "8 062,79 kr"."""
    whole, rest = divmod(abs(ore), 100)
    sign = "\u2212" if ore < 0 else ""
    tail = f",{rest:02d}" if rest else ""
    return f"{sign}{thousands(whole)}{tail}{NBSP}kr"


def joined(words: Iterable[str], language: Language) -> str:
    """ "A, B och C"."""
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    link = " and " if language == "en" else " och "
    return ", ".join(parts[:-1]) + link + parts[-1]
