"""A number, period or date of a provision must be visible in the words it cites, or rest on a reading.

There is no third way for a number to get into a definition (semantics B.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from samverk.rules.check.draft import Draft
from samverk.rules.clauses import Edition
from samverk.rules.definition import Measure, Plan
from samverk.rules.frozen import fields, is_frozen
from samverk.rules.grammar import DAY
from samverk.rules.numbers import MONTHS, Seen, seen
from samverk.rules.parsing import file_keys
from samverk.rules.problems import TablePath
from samverk.rules.provisions import CostEvent, Provision
from samverk.rules.values import KeyUpdate, Period, Quota, RoundStep, Window
from samverk.rules.wording import Text

type Unseen = tuple[TablePath, Text]

_UNITS = {
    "D": ("dagar", "days"),
    "W": ("veckor", "weeks"),
    "M": ("månader", "months"),
    "Y": ("år", "years"),
}
_PER = {
    "year": ("år", "year"),
    "half_year": ("halvår", "half-year"),
    "quarter": ("kvartal", "quarter"),
    "month": ("månad", "month"),
    "term": ("mandatperiod", "term"),
}
_SEASONS = {
    "spring": ("våren", "spring"),
    "summer": ("sommaren", "summer"),
    "autumn": ("hösten", "autumn"),
    "winter": ("vintern", "winter"),
}
# Not from the words: what every provision has, and since when this writing of it holds (an amendment's day).
_NOT_WORDS = ("id", "label", "cite", "basis", "covers", "silent", "valid_from", "valid_to")
_EXPECTED = Text(
    "Citera orden där det står, eller knyt parametern till en läsning i basis.",
    "Cite the words that say so, or tie the parameter to a reading in basis.",
)


class Examined(Protocol):
    """Provisions and plans, the edition they cite, and where what is not visible in it is told."""

    @property
    def edition(self) -> Edition: ...

    @property
    def rules(self) -> Mapping[str, Provision]: ...

    @property
    def plans(self) -> Mapping[str, Plan]: ...

    def add(self, at: TablePath, found: Text, expected: Text) -> None: ...


def inspect(draft: Draft) -> None:
    """What a definition's own text does not show."""
    if draft.sources.text is not None:
        look(draft)


def look(draft: Examined) -> None:
    """Parameters of provisions; quotas and dates that measures promise; the days of plans."""
    for key, rule in draft.rules.items():
        if not _readable(draft, rule.cite, silent=rule.silent):
            continue
        words = seen(cited(draft, rule.cite))
        for entry in file_keys(type(rule)):
            name = entry.keys[0]
            if entry.field not in _NOT_WORDS and name not in rule.basis:
                _report(draft, ("rule", key, name), unseen(_as_written(rule, entry.field), words), rule.cite)
    for key, plan in draft.plans.items():
        _plan_days(draft, key, plan)
        for measure in plan.measures:
            if not _readable(draft, (measure.cite,)):
                continue
            _commitments(draft, ("plan", key, "measure", str(measure.number)), measure)


def _readable(draft: Examined, paths: Sequence[str], *, silent: bool = False) -> bool:
    """Whether there are words to look in; a path that leads nowhere is reported elsewhere, once."""
    return (silent or bool(paths)) and all(path in draft.edition.paths() for path in paths)


def _as_written(rule: Provision, field: str) -> Any:
    """The value of a field in the unit the words use: a cap is kept in öre and written in kronor."""
    value = getattr(rule, field)
    return value // 100 if isinstance(rule, CostEvent) and field == "cap" and value else value


def _plan_days(draft: Examined, key: str, plan: Plan) -> None:
    """A plan for whole years shows its years; any other day must be there itself."""
    if not _readable(draft, (plan.cite,)):
        return
    days = seen(cited(draft, (plan.cite, plan.cite.split("/", 1)[0])))
    for name, day in (("from", plan.from_), ("to", plan.to), ("dated", plan.dated)):
        whole_year = day is not None and day.year in days.numbers and (day.month, day.day) in {(1, 1), (12, 31)}
        if day is not None and not whole_year:
            _report(draft, ("plan", key, name), unseen(day, days), (plan.cite,))


def _commitments(draft: Examined, at: TablePath, measure: Measure) -> None:
    words = seen(cited(draft, (measure.cite,)))
    for number, item in enumerate(measure.commitments):
        for name, value in (("quota", item.quota), ("due", item.due)):
            if name not in item.basis:
                _report(draft, (*at, "commitments", number, name), unseen(value, words), (measure.cite,))


def cited(draft: Examined, paths: Iterable[str]) -> str:
    """The words at some paths; a whole clause brings its heading."""
    clauses = draft.edition.clauses
    words = [f"{clauses[path].heading}. " if path in clauses else "" for path in paths]
    return " ".join(heading + (draft.edition.words(path) or "") for heading, path in zip(words, paths, strict=True))


def _report(draft: Examined, at: TablePath, missing: Iterable[Unseen], cite: Iterable[str]) -> None:
    where = ", ".join(cite) or "–"
    for inner, what in missing:
        found = Text(
            f"{'.'.join(map(str, (*at, *inner)))}: de citerade orden ({where}) visar inte {what.sv}.",
            f"{'.'.join(map(str, (*at, *inner)))}: the cited words ({where}) do not show {what.en}.",
        )
        draft.add((*at, *inner), found, _EXPECTED)


def unseen(value: Any, words: Seen) -> Iterator[Unseen]:
    """What of a value the words do not show, with the path inside the value."""
    return _UNSEEN.get(type(value), _parts)(value, words)


def _number(number: int, words: Seen) -> Iterator[Unseen]:
    if number and not words.shows_number(number):
        yield (), Text(f"talet {number}", f"the number {number}")


def _period(period: Period, words: Seen) -> Iterator[Unseen]:
    if not words.shows_period(period):
        sv, en = _UNITS[period.unit]
        yield (), Text(f"{period.count} {sv}", f"{period.count} {en}")


def _day(day: date, words: Seen) -> Iterator[Unseen]:
    if not words.shows_date(day):
        yield (), Text(f"den {day.day} {MONTHS[day.month - 1]} {day.year}", f"the date {day.isoformat()}")


def _window(window: Window, words: Seen) -> Iterator[Unseen]:
    if not words.shows_window(window):
        yield (), Text(f"tiden {window.from_} till {window.to}", f"the window {window.from_} to {window.to}")


def _update(update: KeyUpdate, words: Seen) -> Iterator[Unseen]:
    if update.month not in words.months:
        yield ("month",), Text(MONTHS[(update.month - 1) % 12], f"month {update.month}")


def _nothing(_value: object, _words: Seen) -> Iterator[Unseen]:
    return iter(())


def _parts(value: Any, words: Seen) -> Iterator[Unseen]:
    parts: Iterable[tuple[str | int, Any]] = ()
    if is_frozen(type(value)):
        parts = ((item.name.removesuffix("_"), getattr(value, item.name)) for item in fields(type(value)))
    elif isinstance(value, tuple):
        parts = enumerate(value)
    elif isinstance(value, Mapping):
        parts = value.items()
    for name, part in parts:
        if not isinstance(part, str):
            yield from (((name, *inner), what) for inner, what in unseen(part, words))


def _text(value: str, words: Seen) -> Iterator[Unseen]:
    """A text parameter may hold a day or a percentage."""
    if re.fullmatch(DAY, value):
        yield from _day(date.fromisoformat(value), words)
    elif re.fullmatch(r"\d{1,2}%|\d+/\d+", value) and not words.shows_share(value):
        yield (), Text(f"andelen {value}", f"the share {value}")


def _quota(quota: Quota, words: Seen) -> Iterator[Unseen]:
    yield from _parts(quota, words)
    if (quota.min or quota.max) and quota.per not in words.per:
        sv, en = _PER[quota.per]
        yield ("per",), Text(f"att det gäller per {sv}", f"that it is for each {en}")


def _step(step: RoundStep, words: Seen) -> Iterator[Unseen]:
    yield from _parts(step, words)
    for name, when in (("when", step.when), ("sent", step.sent)):
        if when is not None:
            yield from (((name,), what) for what in _when(when, words))


def _when(when: str, words: Seen) -> Iterator[Text]:
    """ "2013-02", "2012-autumn", "autumn": the year as a number, the month or season by its name."""
    for part in when.split("-"):
        if part.isdecimal() and len(part) == 4 and not words.shows_number(int(part)):
            yield Text(f"året {part}", f"the year {part}")
        elif part.isdecimal() and len(part) == 2 and int(part) not in words.months:
            yield Text(MONTHS[(int(part) - 1) % 12], f"month {part}")
        elif part in _SEASONS and part not in words.seasons:
            yield Text(_SEASONS[part][0], _SEASONS[part][1])


_UNSEEN: dict[type, Callable[[Any, Seen], Iterator[Unseen]]] = {
    bool: _nothing,
    int: _number,
    str: _text,
    date: _day,
    Period: _period,
    Window: _window,
    KeyUpdate: _update,
    Quota: _quota,
    RoundStep: _step,
}
