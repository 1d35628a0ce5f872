"""Which year a wheel shows: ``?ar=2027``, and the years to turn to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest

from samverk.rules.wheel.year import Span
from samverk.rules.wording import Text
from samverk.web.errors import Missing
from samverk.web.moment import FIRST, LAST, Moment
from samverk.web.shapes import Choice, Shape

PARAMETER = "ar"


@dataclass(frozen=True, slots=True)
class Turner(Shape):
    """The year shown, the years to choose among, the neighbours, and what the form keeps of the address."""

    year: int
    choices: tuple[Choice, ...]
    before: Choice | None
    after: Choice | None
    hidden: tuple[tuple[str, str], ...]


def read(request: HttpRequest, moment: Moment) -> int:
    """The year asked for, otherwise that of the day shown. Error: Missing for what is no year."""
    wanted = request.GET.get(PARAMETER, "").strip()
    if not wanted:
        return moment.day.year
    if len(wanted) != 4 or not wanted.isascii() or not wanted.isdigit():
        raise _no_year(
            request, f"”{wanted}” är inget år. Skriv fyra siffror.", f"“{wanted}” is no year. Write four figures."
        )
    year = int(wanted)
    if not FIRST.year <= year <= LAST.year:
        between = f"{FIRST.year}–{LAST.year}"
        raise _no_year(request, f"Samverk visar åren {between}, inte {year}.", f"Samverk shows {between}, not {year}.")
    return year


def _no_year(request: HttpRequest, sv: str, en: str) -> Missing:
    return Missing(
        Text(sv, en), way=Text("Visa årets hjul i stället", "Show this year's wheel instead"), href=request.path
    )


def turner(year: int, spans: Iterable[Span], moment: Moment, here: str) -> Turner:
    """The years of all the spans, and the one shown; ``here`` is the address without its query."""
    found = list(spans)
    first = min([year, moment.day.year, *(span.first for span in found)])
    last = max([year, moment.day.year, *(span.last for span in found)])
    years = range(max(first, FIRST.year), min(last, LAST.year) + 1)
    choices = {one: Choice(label=str(one), href=_address(here, moment, one), current=one == year) for one in years}
    return Turner(
        year, tuple(choices.values()), choices.get(year - 1), choices.get(year + 1), tuple(parse_qsl(moment.query[1:]))
    )


def _address(here: str, moment: Moment, year: int) -> str:
    own = {} if year == moment.day.year else {PARAMETER: str(year)}
    query = urlencode([*parse_qsl(moment.query[1:]), *own.items()])
    return f"{here}?{query}" if query else here
