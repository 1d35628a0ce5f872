"""The rows of the overview, made from what each agreement's provisions and facts amount to on the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from samverk.accounts.policy import Actor
from samverk.agreements.queries.situations import Answer
from samverk.rules import agenda
from samverk.rules.agenda import AgendaItem
from samverk.rules.provisions import AdoptionRound
from samverk.rules.wording import Language
from samverk.web import formats
from samverk.web.acts import Offer, offer
from samverk.web.agreements.derivation import chips
from samverk.web.agreements.sheet import anchor
from samverk.web.frame import Along, kept_along
from samverk.web.shapes import Shape, Todo

AHEAD = timedelta(days=183)
_LATE = ("late", "breach")
_ORDER = ("breach", "late", "due", "notice", "coming")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page is narrowed to; empty strings mean everything."""

    agreement: str = ""
    party: str = ""
    body: str = ""

    def holds(self, agreement: str, item: AgendaItem) -> bool:
        """Whether a row belongs to the choice. What all parties owe belongs to each of them."""
        if self.agreement not in ("", agreement):
            return False
        if self.party and f"party:{self.party}" not in item.who and "parties" not in item.who:
            return False
        return not self.body or self.body == f"{agreement}/{_body_of(item)}"

    @property
    def address(self) -> str:
        """The overview narrowed to this."""
        given = {"avtal": self.agreement, "part": self.party, "organ": self.body}
        query = urlencode({key: value for key, value in given.items() if value})
        return reverse("overview") + (f"?{query}" if query else "")


def _body_of(item: AgendaItem) -> str:
    return next((subject.partition(":")[2] for subject in item.who if subject.startswith("body:")), "")


@dataclass(frozen=True, slots=True)
class Group(Shape):
    """Rows of one status."""

    status: str
    rows: tuple[Todo, ...]


@dataclass(frozen=True, slots=True)
class Planned(Shape):
    """A meeting that has been planned."""

    body: str
    day: date
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class For:
    """For whom and how the rows are written. ``many``: each row names its agreement."""

    asking: Actor
    chosen: Chosen
    today: date
    language: Language
    many: bool


def groups(answers: Sequence[Answer], reader: For) -> tuple[Group, ...]:
    """Late, due, under notice and coming; a group without rows is left out. Kept by all they depend on."""
    return _groups((tuple(answer.key for answer in answers), reader), Along(answers))


@kept_along
def _groups(key: tuple[Any, For], along: Along[Sequence[Answer]]) -> tuple[Group, ...]:
    reader = key[1]
    found: dict[str, list[tuple[bool, date, Todo]]] = {status: [] for status in _ORDER}
    for answer in along.value:
        for item in _items(answer, reader.today):
            if reader.chosen.holds(answer.agreement, item):
                # A day that was only a wish presses nobody, however long ago it was: such rows come last.
                place = (_only_wished(answer, item), item.due_on or item.opens or date.max)
                found[item.status].append((*place, _row(answer, item, reader)))
    return tuple(
        Group(status, tuple(row for *_place, row in sorted(rows, key=lambda one: one[:2])))
        for status, rows in found.items()
        if rows
    )


def along(found: Sequence[Group], more: Sequence[tuple[str, Todo]]) -> tuple[Group, ...]:
    """The groups with rows of other kinds put in by their days; what has no day stays last."""
    rows = {status: list[Todo]() for status in _ORDER} | {group.status: list(group.rows) for group in found}
    for status, todo in more:
        own = rows[status]
        place = next((n for n, one in enumerate(own) if (one.day or date.max) > (todo.day or date.max)), len(own))
        own.insert(place, todo)
    return tuple(Group(status, tuple(own)) for status, own in rows.items() if own)


def _only_wished(answer: Answer, item: AgendaItem) -> bool:
    """Whether the day has passed without effect: an adoption round where a late answer counts as well (K-L9)."""
    rule = answer.evaluation.situation.definition.rules[item.rule]
    return isinstance(rule, AdoptionRound) and rule.late_answer == "accepted"


def _items(answer: Answer, today: date) -> tuple[AgendaItem, ...]:
    return (*agenda.todo(answer.evaluation), *agenda.coming(answer.evaluation, today + AHEAD))


def _row(answer: Answer, item: AgendaItem, reader: For) -> Todo:
    """A row that leads to its clause. The verb leads to the act for those who may record it, otherwise to "Varför?"."""
    language = reader.language
    wished = _only_wished(answer, item)
    verb = _verb(answer, item, reader)
    situation = answer.evaluation.situation
    page = reverse("agreement", args=[answer.agreement])
    clause = item.cites[0].split("/", 1)[0] if item.cites else ""
    day = item.due_on or item.opens
    short = situation.definition.short.in_language(language) if reader.many else ""
    marks = chips(answer.agreement, situation.definition, item.cites, "", language)
    heading = item.what.in_language(language)
    return Todo(
        heading=heading[:1].upper() + heading[1:],
        href=f"{page}#{anchor(clause)}",
        day=day,
        day_text=_since(day, reader) if wished and day is not None else _day_text(item, reader),
        countdown="" if wished else _countdown(item, reader.today, language),
        late=item.status in _LATE and not wished,
        detail=item.detail.in_language(language) if item.detail is not None else "",
        who=_who(answer, item, language),
        where=short,
        chips=marks,
        verb=verb.verb,
        verb_href=verb.href,
        example=item.example,
    )


def _verb(answer: Answer, item: AgendaItem, reader: For) -> Offer:
    finding = answer.evaluation.get(item.key) if item.key else None
    if finding is None:
        return Offer("", "")
    situation = answer.evaluation.situation
    act = offer(reader.asking, answer.agreement, situation, finding, back=reader.chosen.address)
    return act or Offer(_("Varför?"), reverse("why", args=[answer.agreement, finding.key]))


def _day_text(item: AgendaItem, reader: For) -> str:
    if item.due_on is not None:
        return formats.day(item.due_on, reader.language, year=reader.today.year)
    if item.opens is not None:
        return _since(item.opens, reader)
    return _("Utan dag")


def _since(day: date, reader: For) -> str:
    since = formats.day(day, reader.language, year=reader.today.year)
    return f"Since {since}" if reader.language == "en" else f"Sedan {since}"


def _countdown(item: AgendaItem, today: date, language: Language) -> str:
    """Days left or days late; nothing for a state that simply began on a day."""
    if item.due_on is not None:
        return formats.countdown(item.due_on, today, language)
    if item.opens is not None and item.status in _LATE:
        return formats.countdown(item.opens, today, language)
    return ""


def _who(answer: Answer, item: AgendaItem, language: Language) -> str:
    names = [answer.evaluation.situation.name(subject).in_language(language) for subject in item.who]
    joined = ", ".join(dict.fromkeys(names))
    return joined[:1].upper() + joined[1:]


def meetings(answers: Iterable[Answer], chosen: Chosen, today: date, language: Language) -> tuple[Planned, ...]:
    """Meetings that have been planned and not yet held, the nearest first."""
    found = []
    for answer in answers:
        situation = answer.evaluation.situation
        if chosen.agreement not in ("", answer.agreement):
            continue
        for fact in situation.by_kind.get("meeting.planned", ()):
            body = str(fact.payload["body"])
            if fact.valid_on >= today and chosen.body in ("", f"{answer.agreement}/{body}"):
                name = situation.name(f"body:{body}").in_language(language)
                detail = situation.definition.short.in_language(language)
                found.append(Planned(name, fact.valid_on, detail, reverse("agreement", args=[answer.agreement])))
    return tuple(sorted(found, key=lambda item: (item.day, item.body)))
