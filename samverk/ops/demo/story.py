"""A story is told day by day, in any order; it is recorded in the order it became known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from samverk.records.actions import NewFact

STOCKHOLM = ZoneInfo("Europe/Stockholm")
REGISTERED_AT = time(9, 0)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the story: ``known`` is the day it was registered. ``name`` lets a later fact correct it."""

    kind: str
    day: date
    known: date
    party: str | None
    payload: dict[str, Any]
    example: bool
    name: str | None
    corrects: str | None


@dataclass(slots=True)
class Story:
    """Collects facts; ``facts()`` gives them in the order they are to be recorded."""

    told: list[Told] = field(default_factory=list)

    def tell(
        self,
        day: date,
        kind: str,
        party: str | None = None,
        /,
        *,
        known: date | None = None,
        fact: bool = False,
        name: str | None = None,
        corrects: str | None = None,
        **payload: Any,
    ) -> None:
        """Something that happened on a day. ``fact``: documented in the agreement's own papers, not an example."""
        clean = {key.rstrip("_"): value for key, value in payload.items()}
        self.told.append(Told(kind, day, known or day, party, clean, not fact, name, corrects))

    def facts(self, until: date) -> tuple[NewFact, ...]:
        """Everything known by a day, in the order it is recorded; corrections point at the number they replace."""
        ordered = sorted((item for item in self.told if item.known <= until), key=lambda item: (item.known, item.day))
        numbers = {item.name: seq for seq, item in enumerate(ordered, 1) if item.name is not None}
        return tuple(_fact(item, index, numbers) for index, item in enumerate(ordered))


def _fact(item: Told, index: int, numbers: dict[str, int]) -> NewFact:
    moment = datetime.combine(item.known, REGISTERED_AT, STOCKHOLM) + timedelta(milliseconds=index)
    return NewFact(
        kind=item.kind,
        valid_on=item.day,
        recorded_at=moment,
        party=item.party,
        payload=item.payload,
        corrects=None if item.corrects is None else numbers[item.corrects],
        example=item.example,
    )
