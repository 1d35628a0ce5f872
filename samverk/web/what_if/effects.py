"""What a supposition changes besides sums, as a page shows it: circle, bodies, numbers, duties, dates, readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samverk.agreements.queries.what_if import Comparison
from samverk.rules.finding import Basis, Finding, Status
from samverk.rules.intervals import ONE_DAY
from samverk.rules.suppositions import counts as numbers
from samverk.rules.suppositions.differences import (
    GROUPS,
    Change,
    Differences,
    Group,
    OfParty,
    differences,
    due_changes,
)
from samverk.rules.wording import Language, Text, lowered, say
from samverk.web.agreements.derivation import chips
from samverk.web.moment import Moment
from samverk.web.shapes import Chip, Shape

HEADINGS: Final[dict[Group, str]] = {
    "parties": gettext_noop("Parter"),
    "bodies": gettext_noop("Organ, ordförande och möten"),
    "duties": gettext_noop("Åtaganden och beslut"),
    "changes": gettext_noop("Ändringar, omförhandling och gemensamma kostnader"),
}
MOST_DUE = 40


@dataclass(frozen=True, slots=True)
class ChangeRow(Shape):
    """A finding that differs. ``kind``: changed, new or gone; ``was``: what it says today."""

    heading: str
    href: str
    status: Status
    kind: str
    was: str
    chips: tuple[Chip, ...]
    example: bool


@dataclass(frozen=True, slots=True)
class ChangeGroup(Shape):
    """Findings of one sort that differ."""

    id: str
    heading: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class PartyGroup(Shape):
    """What comes or goes with a party that joins or leaves."""

    summary: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class BodyRow(Shape):
    """A body or a role on both sides."""

    name: str
    now: str
    then: str
    detail: str
    changed: bool
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class CountRow(Shape):
    """A number on both sides, and what the agreement asks. ``status``: "" where nothing is asked."""

    what: str
    asked: str
    now: str
    then: str
    status: str
    word: str
    basis: Basis | None
    changed: bool
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class DueRow(Shape):
    """Something that falls due on one side alone."""

    day: date | None
    what: str
    new: bool
    chips: tuple[Chip, ...]


class Effects:
    """The parts of the page, made from one comparison for one agreement in one language."""

    def __init__(self, compared: Comparison, moment: Moment, agreement: str, language: Language) -> None:
        self.compared = compared
        self.agreement = agreement
        self.language: Language = language
        self.supposed = replace(moment, day=compared.day)
        self.recorded = replace(self.supposed, supposed=(), said=("", ""))
        self.differences: Differences = differences(compared.now, compared.then)

    def _chips(self, cites: tuple[str, ...]) -> tuple[Chip, ...]:
        definition = self.compared.then.situation.definition
        return chips(self.agreement, definition, cites, self.supposed.query, self.language)

    def _said(self, text: Text | None) -> str:
        return text.in_language(self.language) if text is not None else ""

    def _names(self, codes: Iterable[str]) -> list[Text]:
        return [self.compared.then.situation.name(code) for code in codes]

    # --- findings ---------------------------------------------------------------------------------------

    def groups(self) -> tuple[ChangeGroup, ...]:
        """The findings that differ, under their headings."""
        found = ((group, self.differences.of(group)) for group in GROUPS)
        return tuple(
            ChangeGroup(group, _(HEADINGS[group]), tuple(self._row(item) for item in items))
            for group, items in found
            if items
        )

    def of_parties(self) -> tuple[PartyGroup, ...]:
        """What comes or goes with each party that joins or leaves."""
        return tuple(
            PartyGroup(self._said(self._summary(item)), tuple(self._row(one) for one in item.changes))
            for item in self.differences.of_parties
        )

    def _summary(self, item: OfParty) -> Text:
        name = self.compared.then.situation.name(item.party)
        count = len(item.changes)
        if item.gone:
            return say("{name}: {n} som inte gäller längre", "{name}: {n} that no longer apply", name=name, n=count)
        return say("{name}: {n} som tillkommer", "{name}: {n} that are new", name=name, n=count)

    def _row(self, item: Change) -> ChangeRow:
        shown, then = item.shown, item.then
        side = self.compared.then if then is not None else self.compared.now
        moment = self.supposed if then is not None else self.recorded
        kind = "changed" if item.now is not None and then is not None else "new" if then is not None else "gone"
        return ChangeRow(
            heading=self._full(shown),
            href=reverse("why", args=[self.agreement, shown.key]) + moment.query,
            status=shown.status,
            kind=kind,
            was=self._full(item.now) if kind == "changed" and item.now is not None else "",
            chips=self._chips(shown.cites),
            example=side.rests_on_example(shown),
        )

    def _full(self, item: Finding) -> str:
        heading, detail = self._said(item.headline), self._said(item.detail)
        return f"{heading}. {detail}" if detail else heading

    # --- bodies and numbers -----------------------------------------------------------------------------

    def bodies(self) -> tuple[BodyRow, ...]:
        """Each role a party holds, then each body with who sits in it and who chairs."""
        now, then = self.compared.now.situation, self.compared.then.situation
        roles = [self._role(item) for item in numbers.holders(now, then)]
        return (*roles, *(row for item in numbers.sittings(now, then) for row in self._body(item)))

    def _role(self, item: numbers.Holder) -> BodyRow:
        name = self._said(self.compared.then.situation.name(item.role))
        now, then = self._holder(item.now), self._holder(item.then)
        return BodyRow(name, now, then, "", item.now != item.then, self._chips(item.cites))

    def _holder(self, code: str | None) -> str:
        return self._said(self.compared.then.situation.name(code)) if code is not None else _("ingen")

    def _body(self, item: numbers.Sitting) -> Iterator[BodyRow]:
        name = self.compared.then.situation.name(item.body)
        gone = [code for code in item.now if code not in item.then]
        new = [code for code in item.then if code not in item.now]
        parts = []
        if gone:
            parts.append(say("Utan {names}", "Without {names}", names=self._names(gone)))
        if new:
            parts.append(say("Med {names}", "With {names}", names=self._names(new)))
        detail = ". ".join(self._said(part) for part in parts)
        words = [self._said(say("{n} kommuner", "{n} municipalities", n=len(codes))) for codes in (item.now, item.then)]
        yield BodyRow(self._said(name), words[0], words[1], detail, item.now != item.then, self._chips(item.cites))
        if item.chaired:
            label = say("Ordförande i {body}", "Chair of {body}", body=lowered(name))
            before, after = self._holder(item.chair_now), self._holder(item.chair_then)
            yield BodyRow(self._said(label), before, after, "", item.chair_now != item.chair_then, ())

    def counts(self) -> tuple[CountRow, ...]:
        """How many there are and how many it takes."""
        found = numbers.counts(self.compared.now.situation, self.compared.then.situation)
        return tuple(self._count(item) for item in found)

    def _count(self, item: numbers.Count) -> CountRow:
        status, word = _HELD[item.held]
        return CountRow(
            what=self._said(item.what),
            asked=self._said(item.asked),
            now=str(item.now),
            then=str(item.then),
            status=status,
            word=_(word) if word else "",
            basis=item.basis,
            changed=item.now != item.then,
            chips=self._chips(item.cites),
        )

    # --- what falls due ---------------------------------------------------------------------------------

    def due(self, after: date) -> tuple[DueRow, ...]:
        """What falls due on one side alone, from a day to a year after the day compared."""
        until = _year_later(self.compared.day)
        found = due_changes(self.compared.now, self.compared.then, after - ONE_DAY, until)
        return tuple(
            DueRow(
                day=change.item.due_on,
                what=self._said(change.item.what),
                new=change.new,
                chips=self._chips(change.item.cites),
            )
            for change in found[:MOST_DUE]
        )


_HELD: Final[dict[str, tuple[str, str]]] = {
    "enough": ("ok", gettext_noop("räcker")),
    "too_few": ("late", gettext_noop("för få")),
    "too_many": ("late", gettext_noop("för många")),
    "unasked": ("", ""),
}


def _year_later(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))
