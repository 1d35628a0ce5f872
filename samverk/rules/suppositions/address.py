"""A supposition as it stands in an address, and back: ``lamnar:0184:2027-03-01``.

The words are Swedish because people read addresses; days are ISO, money whole kronor, percent with a comma. ``written``
gives one form for each supposition, so equal suppositions have equal addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import pairwise

from samverk.rules.canonical import canonical
from samverk.rules.definition import JsonValue
from samverk.rules.money import ORE_PER_KRONA
from samverk.rules.suppositions.kinds import (
    BandedKey,
    Budget,
    GivesNotice,
    Growth,
    Joins,
    Leaves,
    MixedKey,
    Reads,
    Supposition,
)
from samverk.rules.wording import Text, say

LONGEST = 200
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
FIRST_YEAR, LAST_YEAR = 1990, 2099
MOST_KRONOR = 10**12
MOST_BANDS = 9
_CODE = re.compile(r"[0-9]{4}")
_PERCENT = re.compile(r"[-\u2212]?[0-9]{1,4}(?:[.,][0-9]{1,2})?")
_SPACES = str.maketrans("", "", " \u00a0\u202f")


class Unreadable(ValueError):  # noqa: N818 -- named for what happened, as every refusal is
    """The words are no supposition. ``message``: what was found, what was expected, what to write."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


def read(text: str) -> Supposition:
    """The supposition that a parameter of an address says. Error: Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable(_too_long(text))
    word, _, rest = text.partition(":")
    reader = _READERS.get(word)
    if reader is None:
        raise Unreadable(
            say(
                "”{text}” är inget antagande. Det ska börja med {words}.",
                "“{text}” is no supposition. It should begin with {words}.",
                text=text[:LONGEST],
                words=", ".join(_READERS),
            )
        )
    return reader(rest)


def written(supposition: Supposition) -> str:
    """The supposition as a parameter of an address."""
    match supposition:
        case Leaves(party, day):
            return f"lamnar:{party}:{day.isoformat()}"
        case GivesNotice(party, day):
            return f"sager-upp:{party}:{day.isoformat()}"
        case Joins(party, day):
            return f"gar-med:{party}:{day.isoformat()}"
        case Budget(year, amount):
            return f"budget:{year}:{amount // ORE_PER_KRONA}"
        case Growth(percent):
            return f"tillvaxt:{percent_text(percent)}"
        case MixedKey(year, percent):
            return f"nyckel:{year}:lika={percent_text(percent)}"
        case BandedKey(year, bands):
            return f"nyckel:{year}:storlek={','.join(f'{least}-{weight}' for least, weight in bands)}"
    return f"lasning:{supposition.reading}:{supposition.option}"


def option_text(option: JsonValue) -> str:
    """An option of a reading in an address: words as they are, everything else as canonical JSON."""
    return option if isinstance(option, str) else canonical(option)


def percent_text(percent: Fraction) -> str:
    """Two decimals at most, with a comma: ``4``, ``2,5``, ``-0,25``."""
    hundredths = round(percent * 100)
    whole, rest = divmod(abs(hundredths), 100)
    tail = f",{rest:02}".rstrip("0") if rest else ""
    return f"{'-' if hundredths < 0 else ''}{whole}{tail}"


# --- the parts, also read from a form -------------------------------------------------------------------


def day_of(text: str) -> date:
    """A calendar day written YYYY-MM-DD. Error: Unreadable."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.isoformat() != text.strip():
        raise Unreadable(
            say(
                "”{text}” är inte en dag i kalendern. Skriv år, månad och dag, till exempel 2027-03-01.",
                "“{text}” is not a day in the calendar. Write year, month and day, for example 2027-03-01.",
                text=text[:40],
            )
        )
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Unreadable(
            say(
                "Dagen {text} ligger utanför det Samverk kan räkna på. Ange en dag från {first} till {last}.",
                "The day {text} lies outside what Samverk can count with. Give a day from {first} to {last}.",
                text=text,
                first=FIRST_DAY,
                last=LAST_DAY,
            )
        )
    return found


def code_of(text: str) -> str:
    """A municipality's code, four digits. Error: Unreadable."""
    if not _CODE.fullmatch(text.strip()):
        raise Unreadable(
            say(
                "”{text}” är ingen kommunkod. En kommunkod har fyra siffror, till exempel 0184.",
                "“{text}” is no municipality code. A municipality code has four digits, for example 0184.",
                text=text[:40],
            )
        )
    return text.strip()


def year_of(text: str) -> int:
    """A year with four digits. Error: Unreadable."""
    clean = text.strip()
    if not (len(clean) == len("2027") and clean.isascii() and clean.isdigit()):
        raise Unreadable(
            say(
                "”{text}” är inget årtal. Skriv det med fyra siffror, till exempel 2027.",
                "“{text}” is no year. Write it with four digits, for example 2027.",
                text=text[:40],
            )
        )
    if not FIRST_YEAR <= int(clean) <= LAST_YEAR:
        raise Unreadable(
            say(
                "Året {text} ligger utanför det Samverk kan räkna på. Ange ett år från {first} till {last}.",
                "The year {text} lies outside what Samverk can count with. Give a year from {first} to {last}.",
                text=clean,
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            )
        )
    return int(clean)


def kronor_of(text: str) -> int:
    """Whole kronor above zero, as öre; spaces between thousands are let through. Error: Unreadable."""
    clean = text.translate(_SPACES).removesuffix("kr")
    if re.fullmatch(r"[0-9]+[.,][0-9]+", clean):
        raise Unreadable(
            say(
                "”{text}” har decimaler. Budgeten anges i hela kronor, till exempel 1900000.",
                "“{text}” has decimals. The budget is given in whole kronor, for example 1900000.",
                text=text[:40],
            )
        )
    if not re.fullmatch(r"[-\u2212]?[0-9]{1,20}", clean):
        raise Unreadable(
            say(
                "”{text}” är inget belopp. Skriv hela kronor med siffror, till exempel 1900000.",
                "“{text}” is no sum. Write whole kronor in digits, for example 1900000.",
                text=text[:40],
            )
        )
    amount = int(clean.replace("\u2212", "-"))
    if amount <= 0:
        raise Unreadable(
            say(
                "Budgeten är {text} kronor. Den ska vara större än noll, annars finns inget att dela.",
                "The budget is {text} kronor. It should be above zero; otherwise there is nothing to share.",
                text=text.strip()[:40].replace("-", "\u2212"),
            )
        )
    if amount > MOST_KRONOR:
        raise Unreadable(
            say(
                "Budgeten är {amount} kronor. Samverk räknar med högst {most}.",
                "The budget is {amount} kronor. Samverk counts with at most {most}.",
                amount=amount,
                most=MOST_KRONOR,
            )
        )
    return amount * ORE_PER_KRONA


def growth_of(text: str) -> Fraction:
    """Per cent a year, from −50 to 100 and not 0, two decimals at most. Error: Unreadable."""
    found = _percent(text)
    if found == 0 or not -50 <= found <= 100:
        raise Unreadable(
            say(
                "Tillväxten är {text} procent om året. Ange ett tal från −50 till 100, men inte 0.",
                "The growth is {text} per cent a year. Give a number from −50 to 100, but not 0.",
                text=text.strip()[:40],
            )
        )
    return found


def share_of(text: str) -> Fraction:
    """The part split equally, 0 to 100 per cent. Error: Unreadable."""
    found = _percent(text)
    if not 0 <= found <= 100:
        raise Unreadable(
            say(
                "Den lika delen är {text} procent. Ange ett tal från 0 till 100.",
                "The equal part is {text} per cent. Give a number from 0 to 100.",
                text=text.strip()[:40],
            )
        )
    return found


def bands_of(text: str) -> tuple[tuple[int, int], ...]:
    """Sizes and weights: ``0-1,25000-2,50000-3``. Error: Unreadable."""
    found: list[tuple[int, int]] = []
    for part in re.split(r"[,;]", text.translate(_SPACES)):
        band = re.fullmatch(r"([0-9]{1,8})[-\u2013=:]([0-9]{1,4})", part)
        if band is None:
            raise Unreadable(_bands_are())
        found.append((int(band[1]), int(band[2])))
    ascending = all(before[0] < after[0] for before, after in pairwise(found))
    if not found or found[0][0] != 0 or not ascending or len(found) > MOST_BANDS:
        raise Unreadable(_bands_are())
    if all(weight == 0 for _, weight in found):
        raise Unreadable(
            Text(
                "Alla storlekar väger 0, och då betalar ingen. Ge minst en storlek en vikt över noll.",
                "Every size weighs 0, and then nobody pays. Give at least one size a weight above zero.",
            )
        )
    return tuple(found)


def _bands_are() -> Text:
    return say(
        "Storlekarna ska vara högst {most} par av invånare och vikt, stigande från 0: 0-1, 25000-2, 50000-3.",
        "The sizes should be at most {most} pairs of inhabitants and weight, ascending from 0: 0-1, 25000-2, 50000-3.",
        most=MOST_BANDS,
    )


def _percent(text: str) -> Fraction:
    clean = text.translate(_SPACES).removesuffix("%")
    if not _PERCENT.fullmatch(clean):
        raise Unreadable(
            say(
                "”{text}” är inget procenttal. Skriv till exempel 4 eller 2,5, med högst två decimaler.",
                "“{text}” is no percentage. Write for example 4 or 2.5, with two decimals at most.",
                text=text[:40],
            )
        )
    return Fraction(clean.replace("\u2212", "-").replace(",", "."))


# --- one for each word ----------------------------------------------------------------------------------


def _two(text: str, example: str) -> tuple[str, str]:
    first, mark, second = text.partition(":")
    if not (first and mark and second):
        raise Unreadable(
            say(
                "”{text}” är inte helt. Skriv till exempel {example}.",
                "“{text}” is not complete. Write for example {example}.",
                text=text[:40],
                example=example,
            )
        )
    return first, second


def _leaves(text: str) -> Supposition:
    code, day = _two(text, "lamnar:0184:2027-03-01")
    return Leaves(code_of(code), day_of(day))


def _gives_notice(text: str) -> Supposition:
    code, day = _two(text, "sager-upp:0184:2027-03-01")
    return GivesNotice(code_of(code), day_of(day))


def _joins(text: str) -> Supposition:
    code, day = _two(text, "gar-med:0184:2027-03-01")
    return Joins(code_of(code), day_of(day))


def _budget(text: str) -> Supposition:
    year, amount = _two(text, "budget:2027:1900000")
    return Budget(year_of(year), kronor_of(amount))


def _growth(text: str) -> Supposition:
    return Growth(growth_of(text))


def _key(text: str) -> Supposition:
    year, form = _two(text, "nyckel:2027:lika=25")
    word, _, value = form.partition("=")
    if word == "lika":
        return MixedKey(year_of(year), share_of(value))
    if word == "storlek":
        return BandedKey(year_of(year), bands_of(value))
    raise Unreadable(
        say(
            "”{form}” är ingen nyckel. Skriv lika=25 eller storlek=0-1,25000-2.",
            "“{form}” is no key. Write lika=25 or storlek=0-1,25000-2.",
            form=form[:40],
        )
    )


def _reads(text: str) -> Supposition:
    reading, option = _two(text, "lasning:t-14-1:notice_dated")
    return Reads(reading, option)


_READERS: dict[str, Callable[[str], Supposition]] = {
    "lamnar": _leaves,
    "sager-upp": _gives_notice,
    "gar-med": _joins,
    "budget": _budget,
    "tillvaxt": _growth,
    "nyckel": _key,
    "lasning": _reads,
}


def _too_long(text: str) -> Text:
    return say(
        "Ett antagande i adressen är {count} tecken långt. Det får vara högst {most}.",
        "A supposition in the address is {count} characters long. It may be at most {most}.",
        count=len(text),
        most=LONGEST,
    )
