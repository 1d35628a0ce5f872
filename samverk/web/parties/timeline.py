"""Who was bound when: a bar for each municipality, from the first year to the last day known, with the day shown.

With many municipalities those that came in the same year and have not left share a bar: the table has them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from samverk.rules.holdings import holders
from samverk.rules.membership import Spell
from samverk.rules.situation import Situation
from samverk.rules.standing import Standing
from samverk.rules.wording import NBSP, Language, Text, say
from samverk.web import formats
from samverk.web.shapes import Shape

MOST_ROWS: Final = 40
_MOST_TICKS: Final = 7.5
_NARROW: Final = 30  # percent: less than this has no room for a name on a phone
_STEPS: Final = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Bar(Shape):
    """A stretch of time in percent of the whole. ``fill`` is a class; ``text`` stands in the bar, ``spare``: not on a
    narrow screen.
    """

    x: str
    width: str
    fill: str
    text: str = ""
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Line(Shape):
    """A row: who, a day beside the name where it differs from the others', the bars, and the same in words."""

    label: str
    small: str
    bars: tuple[Bar, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Tick(Shape):
    """A year on the axis; ``spare``: not on a narrow screen."""

    x: str
    year: int
    spare: bool


@dataclass(frozen=True, slots=True)
class Chart(Shape):
    """The whole figure. ``now``: where the day shown is; ``before``: its word stands to the left of it."""

    ticks: tuple[Tick, ...]
    now: str
    before: bool
    offices: tuple[Line, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    """From the first day of a year to a day after the last."""

    first: date
    last: date

    def at(self, day: date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return min(max(share, 0.0), 1.0) * 100

    def bar(self, start: date, stop: date, fill: str, text: str = "") -> Bar:
        x = self.at(start)
        wide = self.at(stop) - x
        return Bar(_percent(x), _percent(wide), fill, text, spare=wide < _NARROW)


def chart(situation: Situation, standings: Sequence[Standing], language: Language) -> Chart | None:
    """The figure of those who are or have been bound, in the order given; None when nobody has been."""
    bound = [one for one in standings if one.history is not None and one.history.spells]
    if not bound:
        return None
    axis = _axis(situation, [spell for one in bound for spell in _spells(one)])
    usual = _usual(bound)
    if len(bound) <= MOST_ROWS:
        lines = [_line(situation, axis, one, usual, language) for one in bound]
    else:
        lines = [_line(situation, axis, one, usual, language) for one in bound if not _plain(one)]
        lines += _together(axis, [one for one in bound if _plain(one)], language)
    now = axis.at(situation.as_of)
    offices = tuple(_offices(situation, axis, language))
    return Chart(_ticks(axis), _percent(now), now > 50, offices, tuple(lines))


def _spells(standing: Standing) -> tuple[Spell, ...]:
    return standing.history.spells if standing.history is not None else ()


def _axis(situation: Situation, spells: Iterable[Spell]) -> _Axis:
    found = list(spells)
    first = min(spell.interval.start for spell in found)
    days = [situation.as_of, *(spell.interval.end for spell in found if spell.interval.end is not None)]
    length = max(max(days) - first, timedelta(days=365))
    # Some air after the last day, so that what goes on is seen to go on.
    return _Axis(date(first.year, 1, 1), max(days) + length / 12)


def _ticks(axis: _Axis) -> tuple[Tick, ...]:
    years = range(axis.first.year, axis.last.year + 1)
    step = next((one for one in _STEPS if len(years) / one <= _MOST_TICKS), _STEPS[-1])
    found = [(axis.at(date(year, 1, 1)), year) for year in years if (year - axis.first.year) % step == 0]
    return tuple(Tick(_percent(x), year, bool(place % 2)) for place, (x, year) in enumerate(found) if x < 93)


def _usual(bound: Sequence[Standing]) -> date:
    """The first day that most of them have in common."""
    starts = [_spells(one)[0].interval.start for one in bound]
    return max(sorted(set(starts)), key=starts.count)


def _plain(standing: Standing) -> bool:
    """Bound once, and still, without notice."""
    spells = _spells(standing)
    return len(spells) == 1 and spells[0].exit is None and spells[0].interval.end is None


def _line(situation: Situation, axis: _Axis, one: Standing, usual: date, language: Language) -> Line:
    spells = _spells(one)
    start = spells[0].interval.start
    small = "" if start == usual else _short(start, usual.year, language)
    return Line(
        label=situation.name(one.party).in_language(language),
        small=small,
        bars=tuple(bar for spell in spells for bar in _bars(axis, spell)),
        told=_told(spells).in_language(language),
    )


def _short(day: date, year: int, language: Language) -> str:
    """ "28 maj", or the year when it is another one."""
    words = formats.day(day, language, year=year)
    number, _, month = words.partition(NBSP)
    return f"{number}{NBSP}{month[:3]}" if day.year == year else str(day.year)


def _bars(axis: _Axis, spell: Spell) -> Iterable[Bar]:
    """Bound, and from the day of the notice bound and leaving."""
    start, stop = spell.interval.start, min(spell.interval.stop, axis.last)
    if spell.exit is None:
        return (axis.bar(start, stop, "g-mid"),)
    given = min(max(spell.exit.notice.given, start), stop)
    return (axis.bar(start, given, "g-mid"), axis.bar(given, stop, "g-hatch"))


def _told(spells: Sequence[Spell]) -> Text:
    return say("{spells}", "{spells}", spells=[_told_of(spell) for spell in spells])


def _told_of(spell: Spell) -> Text:
    start, last = spell.interval.start, spell.interval.last_day
    given = spell.exit.notice.given if spell.exit is not None else None
    if given is None and last is None:
        return say("bunden från {start}, tills vidare", "bound from {start}, until further notice", start=start)
    if given is None:
        return say("bunden {start} till och med {last}", "bound {start} through {last}", start=start, last=last)
    if last is None:
        return say(
            "bunden från {start}, uppsagd {given}", "bound from {start}, notice given {given}", start=start, given=given
        )
    return say(
        "bunden {start} till och med {last}, uppsagd {given}",
        "bound {start} through {last}, notice given {given}",
        start=start,
        last=last,
        given=given,
    )


def _together(axis: _Axis, plain: Sequence[Standing], language: Language) -> list[Line]:
    """One bar for all that came in the same year."""
    years: dict[int, list[date]] = {}
    for one in plain:
        start = _spells(one)[0].interval.start
        years.setdefault(start.year, []).append(start)
    return [_shared(axis, year, sorted(years[year]), language) for year in sorted(years)]


def _shared(axis: _Axis, year: int, starts: Sequence[date], language: Language) -> Line:
    count = len(starts)
    label = say("{n} kommuner", "{n} municipalities", n=count) if count > 1 else Text("1 kommun", "1 municipality")
    told = (
        say("bundna från {day}, tills vidare", "bound from {day}, until further notice", day=starts[0])
        if starts[0] == starts[-1]
        else say(
            "bundna från {first} eller senare, sist {last}, tills vidare",
            "bound from {first} or later, the last from {last}, until further notice",
            first=starts[0],
            last=starts[-1],
        )
    )
    bars = [axis.bar(starts[0], axis.last, "g-mid")]
    return Line(label.in_language(language), str(year), tuple(bars), told.in_language(language))


def _offices(situation: Situation, axis: _Axis, language: Language) -> Iterable[Line]:
    """Who has held an office for everybody, one after another."""
    for role in situation.definition.roles.values():
        if role.held_by != "party" or role.max != 1 or role.per is not None:
            continue
        held = [one for one in holders(situation, role.id) if one.party is not None]
        bars = [
            axis.bar(one.interval.start, min(one.interval.stop, axis.last), "g-box", _name(situation, one.party))
            for one in held
        ]
        told = [
            say("{name} från {day}", "{name} from {day}", name=_name(situation, one.party), day=one.interval.start)
            for one in held
        ]
        if bars:
            words = say("{told}", "{told}", told=told).in_language(language)
            yield Line(role.name.in_language(language), "", tuple(bars), words)


def _name(situation: Situation, party: str | None) -> str:
    return situation.name(party or "").sv


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
