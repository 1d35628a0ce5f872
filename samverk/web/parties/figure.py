"""The map with its legend, and the parts of the agreement beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from samverk.lib.collation import sort_key
from samverk.rules.standing import Standing
from samverk.rules.wording import Language, say
from samverk.web.agreements.views import Seen
from samverk.web.parties import geography, states
from samverk.web.parties.choice import Choice, Parts
from samverk.web.parties.geography import Drawn
from samverk.web.parties.states import Legend
from samverk.web.shapes import Shape

_MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Chart(Shape):
    """A map with the name a screen reader gives it, and the enlargement where there is one."""

    name: str
    chart: Drawn
    inset: Drawn | None


@dataclass(frozen=True, slots=True)
class PartRow(Shape):
    """A part of the agreement's municipalities, and how many of them are bound and lack something."""

    name: str
    href: str
    bound: int
    count: int
    lacking: int
    current: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn of everybody's standing, for a page that has been narrowed to a choice."""

    seen: Seen
    everyone: Sequence[Standing]
    chosen: Choice
    parts: Parts
    language: Language

    def chart(self, rows: Collection[str]) -> Chart:
        """The map of everybody, or closer of the part chosen. ``rows``: who has a row in the table to lead to."""
        elsewhere = self._address(Choice(order=self.chosen.order))
        told = {
            one.party: geography.Told(
                look=states.look(one),
                name=self._name(one),
                title=self._title(one),
                href=f"{'' if one.party in rows else elsewhere}#k-{one.party}",
            )
            for one in self.everyone
        }
        chart, inset = geography.drawn(told, self.parts.members.get(self.chosen.part, ()))
        return Chart(self._called(), chart, inset)

    def legend(self) -> tuple[Legend, ...]:
        """What each fill means, with how many there are, and who they are where they are few and no plain parties."""
        by_look: dict[str, list[str]] = {}
        for one in sorted(self.everyone, key=lambda one: sort_key(self._name(one))):
            by_look.setdefault(states.look(one), []).append(self._name(one))
        return tuple(
            Legend(fill, self._word(look), len(these), self._listed(look, these))
            for look, fill in states.FILLS.items()
            if (these := by_look.get(look, [])) or look == states.OUTSIDE
        )

    def rows(self) -> tuple[PartRow, ...]:
        """Each part with its numbers; a link narrows the page to it, or widens it again."""
        return tuple(self._row(part, name) for part, name in self.parts.names.items())

    def _row(self, part: str, name: str) -> PartRow:
        these = [one for one in self.everyone if one.party in self.parts.members[part]]
        current = part == self.chosen.part
        return PartRow(
            name=name,
            href=self._address(self.chosen, part="" if current else part),
            bound=sum(1 for one in these if one.is_bound),
            count=len(these),
            lacking=sum(1 for one in these if one.lacking),
            current=current,
        )

    def _address(self, chosen: Choice, **other: str) -> str:
        return reverse("parties", args=[self.seen.id]) + chosen.query(self.seen.moment.query, **other)

    def _name(self, one: Standing) -> str:
        return self.seen.answer.evaluation.situation.name(one.party).in_language(self.language)

    def _word(self, look: str) -> str:
        return states.word(self.seen.answer.evaluation.situation, look, self.language)

    def _title(self, one: Standing) -> str:
        """ "Solna: part, har sagt upp sig, till och med 3 mars 2027"."""
        title = f"{self._name(one)}: {self._word(states.look(one))}"
        last = one.history.last_day if one.history is not None and one.is_bound else None
        return title + (say(", till och med {d}", ", through {d}", d=last).in_language(self.language) if last else "")

    def _listed(self, look: str, names: Sequence[str]) -> str:
        return ", ".join(names) if look != "in_force" and len(names) <= _MOST_NAMED else ""

    def _called(self) -> str:
        short = self.seen.answer.evaluation.situation.definition.short
        part = self.parts.names.get(self.chosen.part)
        if part:
            text = say("Karta över {part} i {short}", "Map of {part} in {short}", part=part, short=short)
        else:
            text = say("Karta över parterna i {short}", "Map of the parties to {short}", short=short)
        return text.in_language(self.language)
