"""The wheel as a list: what runs through the whole year, then month by month what opens, is done and closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samverk.rules.definition import Definition
from samverk.rules.finding import Basis, Status
from samverk.rules.situation import Situation
from samverk.rules.wheel.entry import LANES, Lane, Mark, WheelEntry
from samverk.rules.wording import Language, Text, joined
from samverk.web import formats
from samverk.web.agreements.sheet import Count, anchor
from samverk.web.shapes import Chip, Shape
from samverk.web.wheel.picture import Numbered
from samverk.web.wheel.rings import days_of, length
from samverk.web.words import status_word

LANE_WORDS: Final[dict[Lane, Text]] = {
    "money": Text("Pengar", "Money"), "meetings": Text("Möten", "Meetings"), "decisions": Text("Beslut", "Decisions"),
    "duties": Text("Åtaganden", "Duties"), "plan": Text("Handlingsplan", "Action plan"),
    "parties": Text("Parter och avtal", "Parties and agreement"),
}  # fmt: skip
MOST_NAMES: Final = 3
_LOUD: Final = frozenset({"breach", "late", "due", "notice"})
WHOLE_YEAR: Final = 300
"""Days from which an entry is listed under the whole year instead of under a month."""
_MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "sv": ("Januari", "Februari", "Mars", "April", "Maj", "Juni", "Juli", "Augusti", "September", "Oktober",
           "November", "December"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """An agreement in the wheel, and the entries of it that are shown. ``short``: its name where there are several."""

    agreement: str
    situation: Situation
    entries: tuple[WheelEntry, ...]
    query: str = ""
    short: str = ""

    @property
    def definition(self) -> Definition:
        """The definition that the entries follow from."""
        return self.situation.definition


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """An entry in words. ``days`` is "" for what runs through the year; ``done``: when something was or is to be done.

    ``plan_href`` leads to the measure that promises it.
    """

    number: int
    anchor: str
    days: str
    label: str
    detail: str
    who: str
    where: str
    done: str
    status: Status
    tally: tuple[Count, ...]
    basis: Basis
    chips: tuple[Chip, ...]
    why_href: str
    plan_href: str
    example: bool


@dataclass(frozen=True, slots=True)
class Moment(Shape):
    """A day that belongs to an entry told elsewhere: a meeting held or planned, a last day."""

    days: str
    words: str
    links: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Month(Shape):
    """A part of the list; ``rows`` and ``moments`` by day."""

    name: str
    anchor: str
    rows: tuple[Row, ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Ring(Shape):
    """A subject of the wheel and its numbers, from the outside in."""

    name: str
    numbers: str


@dataclass(frozen=True, slots=True)
class Written:
    """Entries with numbers: for the picture, as rows by number, and as a list by month."""

    numbered: tuple[Numbered, ...]
    months: tuple[Month, ...]
    rings: tuple[Ring, ...]
    statuses: tuple[Status, ...]
    example: bool


def written(sources: Sequence[Source], year: int, language: Language) -> Written:
    """The entries of all sources, numbered subject by subject and by day within it."""
    pairs = sorted(
        ((source, item) for source in sources for item in source.entries),
        key=lambda pair: (LANES.index(pair[1].lane), pair[1].first, pair[1].last, pair[0].short, pair[1].identity),
    )
    rows = [_row(source, item, number, year, language) for number, (source, item) in enumerate(pairs, 1)]
    entries = [item for _source, item in pairs]
    numbered = tuple(
        Numbered(row.number, item, _words(row), f"#{row.anchor}") for row, item in zip(rows, entries, strict=True)
    )
    return Written(
        numbered,
        tuple(_listed(rows, entries, year, language)),
        tuple(_rings(rows, entries, language)),
        tuple(dict.fromkeys(item.status for item in entries)),
        any(item.example for item in entries),
    )


def _words(row: Row) -> str:
    """What a screen reader says of an arc."""
    where = f" ({row.where})" if row.where else ""
    done = f". {row.done}" if row.done else ""
    days = row.days or _("hela året")
    return f"{row.number}. {row.label}{where}, {days}: {status_word(row.status)}{done}"


def _row(source: Source, item: WheelEntry, number: int, year: int, language: Language) -> Row:
    label = item.label.in_language(language)
    detail = item.detail.in_language(language) if item.detail is not None else ""
    return Row(
        number=number,
        anchor=f"r{number}",
        days=days_in_words(item, year, language),
        label=label[:1].upper() + label[1:],
        detail=detail[:1].upper() + detail[1:],
        who=who_in_words(source.situation, item.who, language),
        where=source.short,
        done=marks_in_words(item.marks, year, language),
        status=item.status,
        tally=tuple(Count(status, count) for status, count in item.tally) if len(item.tally) > 1 else (),
        basis=item.basis,
        chips=tuple(_chips(source, item.cites, language)),
        why_href=reverse("why", args=[source.agreement, item.key]) + source.query if item.key is not None else "",
        plan_href=_plan_href(source, item),
        # What is quiet puts nobody in a bad light: the foot of the page says that it is made up.
        example=item.example and item.status in _LOUD,
    )


def _plan_href(source: Source, item: WheelEntry) -> str:
    if item.plan is None:
        return ""
    plan, measure = item.plan
    page = reverse("plan", args=[source.agreement, plan]) + source.query
    return f"{page}#i{measure}" if measure else page


def _chips(source: Source, cites: Iterable[str], language: Language) -> Iterator[Chip]:
    page = reverse("agreement", args=[source.agreement]) + source.query
    for clause in dict.fromkeys(cite.split("/", 1)[0] for cite in cites):
        info = source.definition.clauses.get(clause)
        if info is not None:
            yield Chip(mark=info.mark.in_language(language), href=f"{page}#{anchor(clause)}")


def who_in_words(situation: Situation, who: Sequence[str], language: Language) -> str:
    """Up to three names; beyond that how many there are, parties told from the others."""
    if len(who) <= MOST_NAMES:
        words = joined([situation.name(subject).in_language(language) for subject in who], language)
        return words[:1].upper() + words[1:]
    parties = sum(1 for subject in who if subject.startswith("party:"))
    others = [situation.name(subject).in_language(language) for subject in who if not subject.startswith("party:")]
    count = [ngettext("%(n)s part", "%(n)s parter", parties) % {"n": parties}] if parties else []
    words = joined([*count, *others], language)
    return words[:1].upper() + words[1:]


def days_in_words(item: WheelEntry, year: int, language: Language) -> str:
    """ "1–30 april", "12 maj–11 juni", "3 mars"; "" for the whole year. Another year is named."""
    start, stop = days_of(item, year)
    if stop - start == length(year):
        return ""
    return span_in_words(item.first, item.last, year, language)


def span_in_words(first: date, last: date, year: int, language: Language) -> str:
    """The days from ``first`` to ``last``, both inside; ``year`` goes without saying."""
    end = formats.day(last, language, year=year)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{formats.day(first, language, year=year)}–{end}"


def marks_in_words(marks: Sequence[Mark], year: int, language: Language) -> str:
    """ "Gjort 12 mars och 14 september. Planerat 3 december"."""
    done = [formats.day(mark.day, language, year=year) for mark in marks if mark.done]
    planned = [formats.day(mark.day, language, year=year) for mark in marks if not mark.done]
    parts = []
    if done:
        parts.append(_("Gjort %(days)s") % {"days": joined(done, language)})
    if planned:
        parts.append(_("Planerat %(days)s") % {"days": joined(planned, language)})
    return ". ".join(parts)


# --- by month -------------------------------------------------------------------------------------------


def _listed(rows: Sequence[Row], entries: Sequence[WheelEntry], year: int, language: Language) -> Iterator[Month]:
    long = [row for row, item in zip(rows, entries, strict=True) if _is_long(item, year)]
    if long:
        yield Month(_("Hela året"), "aret", tuple(long), ())
    moments = sorted(_moments(rows, entries, year), key=lambda one: one[:2])
    for month, name in enumerate(_MONTHS[language], 1):
        own = tuple(
            row
            for row, item in sorted(zip(rows, entries, strict=True), key=lambda pair: (pair[1].first, pair[0].number))
            if not _is_long(item, year) and max(item.first, date(year, 1, 1)).month == month
        )
        days = tuple(
            _together(((day, words, row) for day, words, row in moments if day.month == month), year, language)
        )
        if own or days:
            yield Month(name, f"m{month}", own, days)


def _is_long(item: WheelEntry, year: int) -> bool:
    start, stop = days_of(item, year)
    return stop - start >= WHOLE_YEAR


def _moments(rows: Sequence[Row], entries: Sequence[WheelEntry], year: int) -> Iterator[tuple[date, str, Row]]:
    """Days of entries that are told under the whole year or another month."""
    for row, item in zip(rows, entries, strict=True):
        for mark in item.marks_in(year):
            if item.first != item.last or mark.day != item.first:
                yield mark.day, _("gjort") if mark.done else _planned(mark), row
        first, last = max(item.first, date(year, 1, 1)), item.last
        closes = item.kind in ("window", "deadline") and last.year == year
        if closes and (_is_long(item, year) or first.month != last.month):
            yield last, _("sista dag"), row


def _planned(mark: Mark) -> str:
    told = ", ".join(part for part in (mark.time, mark.place) if part)
    return f"{_('planerat')}, {told}" if told else _("planerat")


def _together(found: Iterable[tuple[date, str, Row]], year: int, language: Language) -> Iterator[Moment]:
    """The same said of several on the same day is one line."""
    lines: dict[tuple[date, str], list[Row]] = {}
    for day, words, row in found:
        lines.setdefault((day, words), []).append(row)
    for (day, words), several in lines.items():
        links = tuple((row.number, row.label) for row in several)
        yield Moment(formats.day(day, language, year=year), words, links)


def _rings(rows: Sequence[Row], entries: Sequence[WheelEntry], language: Language) -> Iterator[Ring]:
    for lane in LANES:
        numbers = [row.number for row, item in zip(rows, entries, strict=True) if item.lane == lane]
        if numbers:
            told = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
            yield Ring(LANE_WORDS[lane].in_language(language), told)
