"""A story is told day by day, in any order; it is recorded in the order it became known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from samverk.lib.clock import STOCKHOLM
from samverk.records.actions import NewFact
from samverk.rules.dates import next_working_day
from samverk.rules.definition import Definition
from samverk.rules.provisions import Duty

REGISTERED_AT = time(9, 0)


# Officials meet and decide on working days; an example on a Sunday would not be believed.
_ON_WORKING_DAYS = frozenset({"meeting.held", "budget.adopted", "plan.adopted", "decision.made", "decision.adopted"})


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
        if not fact and kind in _ON_WORKING_DAYS:
            day = next_working_day(day)
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


def attest(
    told: Story,
    definition: Definition,
    parties: Iterable[str],
    year: int,
    *,
    grade: Callable[[str, str, int], str | None],
) -> None:
    """The year's attestations of every attested duty. ``grade`` of (rule, party code or "", year); None: no answer."""
    day = date(year, 11, 28)
    codes = tuple(parties)
    for rule in definition.of_kind(Duty):
        if rule.check != "attested" or rule.pattern not in ("continuous", "maintain"):
            continue
        for code in codes if rule.bearer == "each_party" else ("",):
            given = grade(rule.id, code, year)
            if given is not None:
                told.tell(day, "attestation.given", code or None, rule=rule.id, year=year, grade=given)
