"""The wheel as a calendar to subscribe to: last days, short windows, planned meetings, for the years around the day.

An event is named by what it is and not by when, so that it moves in the subscriber's calendar instead of doubling.
What was in the wheel some weeks ago and no longer is, and a planned meeting that has been withdrawn, is called off.
"""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from samverk.agreements.queries import situations
from samverk.agreements.queries.situations import Answer
from samverk.integrations.calendar_event import CalendarEvent
from samverk.lib import clock
from samverk.rules.facts import Fact
from samverk.rules.provisions import Meeting
from samverk.rules.wheel.days import Roots, fact_name
from samverk.rules.wheel.entry import WheelEntry
from samverk.rules.wheel.year import roots_of
from samverk.rules.wording import Language
from samverk.web.agreements.sheet import anchor
from samverk.web.frame import Along, kept_along
from samverk.web.wheel.rows import who_in_words
from samverk.web.wheel.scope import Scope
from samverk.web.words import basis_word

BACK, AHEAD = 1, 2
"""Years before and after the day's that the calendar holds."""
LONGEST = 31
"""Days: a longer window is told by its last day, for a bar across the whole calendar says nothing."""
REMEMBERED: Final = timedelta(days=60)
"""How far back a calendar looks for what it has told of and must call off."""
_NAMES: Final = UUID("5d0c3a5e-6a67-5c9b-9a53-0f1c0a7f2e11")
_START: Final = datetime(2000, 1, 1, tzinfo=UTC)
_TIMES: Final = re.compile(r"(\d{1,2})[.:](\d{2})(?:\s*[-–]\s*(\d{1,2})[.:](\d{2}))?")


@dataclass(frozen=True, slots=True)
class Part:
    """One agreement of a calendar: its answer now and as known before, and what of it is told."""

    answer: Answer
    before: Answer | None
    scope: Scope


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the calendar is written: language, the address of the site, and a name that is the calendar's own."""

    name: str
    identity: str
    language: Language
    base: str


@dataclass(frozen=True, slots=True)
class Written:
    """The file and its tag: the same file has the same tag."""

    content: bytes
    etag: str


def before_of(agreements: Iterable[str], today: date) -> dict[str, Answer]:
    """The answers for the same day as they were known some weeks ago."""
    then = datetime.combine(today - REMEMBERED, time.min, clock.STOCKHOLM)
    return situations.evaluations(list(agreements), today, then)


def written(parts: Sequence[Part], today: date, reader: Reader) -> Written:
    """The calendar. Kept by all it depends on."""
    key = tuple((part.answer.key, part.before.key if part.before is not None else None, part.scope) for part in parts)
    return _written((key, today, reader), Along(parts))


@kept_along
def _written(key: tuple[Any, date, Reader], along: Along[Sequence[Part]]) -> Written:
    _, today, reader = key
    many = len(along.value) > 1
    events = [event for part in along.value for event in _Calendar(part, today, reader, many=many).events()]
    # Loaded when the first calendar is asked for: its library takes 10 MB.
    calendars = importlib.import_module("samverk.integrations.calendar_file")
    content: bytes = calendars.calendar_file(reader.name, events, uid=str(uuid5(_NAMES, reader.identity)))
    return Written(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


class _Calendar:
    """The events of one agreement."""

    def __init__(self, part: Part, today: date, reader: Reader, *, many: bool) -> None:
        answer = part.answer
        self.part, self.today, self.reader, self.many = part, today, reader, many
        self.situation = answer.evaluation.situation
        self.definition = self.situation.definition
        self.chain = situations.facts_up_to(answer.agreement, answer.head)
        self.roots = roots_of(self.chain)
        self.years = range(today.year - BACK, today.year + AHEAD + 1)
        self.sequence = answer.head.seq if answer.head is not None else 0
        self.modified = answer.head.recorded_at if answer.head is not None else _START

    def events(self) -> Iterator[CalendarEvent]:
        """What is, what is planned, what has been called off."""
        found = self._told(self.part.answer, self.roots)
        yield from (self._event(item) for item in found.values())
        yield from self._planned()
        if self.part.before is not None:
            gone = self._told(self.part.before, self.roots)
            for identity, item in gone.items():
                if identity not in found and item.last >= self.today:
                    yield self._event(item, cancelled=True)

    def _told(self, answer: Answer, roots: Roots) -> dict[str, WheelEntry]:
        found: dict[str, WheelEntry] = {}
        for year in self.years:
            for item in self.part.scope.entries(answer.evaluation, year, roots):
                if item.kind != "regular" and item.status != "na":
                    found.setdefault(item.identity, item)
        return found

    def _event(self, item: WheelEntry, *, cancelled: bool = False) -> CalendarEvent:
        language = self.reader.language
        closes = item.kind == "deadline" or (item.last - item.first).days >= LONGEST
        label = item.label.in_language(language)
        label = label[:1].upper() + label[1:]
        if item.kind != "day" and item.status in ("ok", "attested"):
            label = _("Klart: %(what)s") % {"what": label}
        elif closes:
            label = _("Sista dag: %(what)s") % {"what": label}
        detail = item.detail.in_language(language) if item.detail is not None else ""
        return CalendarEvent(
            uid=self._uid(item.identity),
            sequence=self.sequence,
            modified=self.modified,
            first=item.last if closes else item.first,
            last=item.last,
            summary=self._named(label),
            description=self._description(detail, item.who, item.cites, basis_word(item.basis)),
            url=self._clause(item.cites),
            categories=(self.definition.short.in_language(language),),
            cancelled=cancelled,
        )

    def _named(self, label: str) -> str:
        return f"{label} ({self.definition.short.in_language(self.reader.language)})" if self.many else label

    def _uid(self, identity: str) -> str:
        return str(uuid5(_NAMES, f"{self.part.answer.agreement}/{identity}"))

    def _description(self, detail: str, who: Sequence[str], cites: Sequence[str], basis: str) -> str:
        language = self.reader.language
        clauses = dict.fromkeys(cite.split("/", 1)[0] for cite in cites)
        known = (self.definition.clauses[one] for one in clauses if one in self.definition.clauses)
        short = self.definition.short.in_language(language)
        grounds = ", ".join((short, *(one.name.in_language(language) for one in known)))
        lines = (detail, who_in_words(self.situation, who, language), f"{grounds}.", f"{basis}." if basis else "")
        return "\n".join(line for line in lines if line)

    def _clause(self, cites: Sequence[str]) -> str:
        page = self.reader.base + reverse("agreement", args=[self.part.answer.agreement])
        return f"{page}#{anchor(cites[0].split('/', 1)[0])}" if cites else page

    # --- planned meetings ---------------------------------------------------------------------------------

    def _planned(self) -> Iterator[CalendarEvent]:
        """Meetings that are planned; and those that were planned and have been withdrawn, as called off."""
        rules = {rule.body.partition(":")[2]: rule for rule in self.definition.of_kind(Meeting)}
        for fact, cancelled in _last_said(self.chain, self.roots):
            rule = rules.get(str(fact.payload["body"]))
            near = fact.valid_on.year in self.years
            if rule is not None and near and self.part.scope.meets(self.part.answer.evaluation, *_of(fact)):
                yield self._meeting(rule, fact, cancelled=cancelled)

    def _meeting(self, rule: Meeting, fact: Fact, *, cancelled: bool) -> CalendarEvent:
        starts, ends = times_of(fact.valid_on, str(fact.payload.get("time") or ""))
        name = self.situation.name(rule.body).in_language(self.reader.language)
        return CalendarEvent(
            uid=self._uid(f"{rule.id}/{rule.body}/{fact_name(fact.seq, self.roots)}"),
            sequence=self.sequence,
            modified=self.modified,
            first=fact.valid_on,
            last=fact.valid_on,
            starts=starts,
            ends=ends,
            place=str(fact.payload.get("place") or ""),
            summary=self._named(_("Möte: %(body)s") % {"body": name}),
            description=self._description("", (rule.body,), rule.cite, ""),
            url=self._clause(rule.cite),
            categories=(self.definition.short.in_language(self.reader.language),),
            cancelled=cancelled,
        )


def _of(fact: Fact) -> tuple[str, int]:
    return str(fact.payload["body"]), fact.valid_on.year


def _last_said(chain: Sequence[Fact], roots: Roots) -> Iterator[tuple[Fact, bool]]:
    """Every meeting that was ever planned, as last said of it, and whether it was withdrawn."""
    said: dict[int, Fact] = {}
    withdrawn: set[int] = set()
    for fact in chain:
        root = roots.get(fact.seq, fact.seq)
        if fact.kind == "meeting.planned":
            said[root] = fact
            withdrawn.discard(root)
        elif root in said:
            withdrawn.add(root)
    yield from ((fact, root in withdrawn) for root, fact in said.items())


def times_of(day: date, told: str) -> tuple[datetime | None, datetime | None]:
    """ "13.00–15.00" as the start and end of a meeting, Swedish time; None for what is not told, or is no time."""
    found = _TIMES.search(told)
    if found is None:
        return None, None
    numbers = [int(part) if part is not None else None for part in found.groups()]
    starts = _at(day, numbers[0], numbers[1])
    ends = _at(day, numbers[2], numbers[3])
    return starts, ends if starts is not None and ends is not None and ends > starts else None


def _at(day: date, hour: int | None, minute: int | None) -> datetime | None:
    if hour is None or minute is None or hour > 23 or minute > 59:
        return None
    return datetime.combine(day, time(hour, minute), clock.STOCKHOLM)
