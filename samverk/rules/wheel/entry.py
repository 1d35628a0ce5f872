"""What stands in a year wheel: an entry with its days, and the days in it on which something was or will be done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from samverk.rules.definition import Definition
from samverk.rules.finding import Basis, Status
from samverk.rules.frozen import frozen
from samverk.rules.provisions import (
    AdoptionRound,
    AmendmentRule,
    ApportionmentKey,
    CostEvent,
    Duty,
    Entry,
    Fee,
    Meeting,
    Membership,
    PlanRule,
    Power,
    Term,
    Withdrawal,
)
from samverk.rules.wording import Text

# What an entry is about; the wheel has one ring, or several, for each.
type Lane = Literal["money", "meetings", "decisions", "duties", "plan", "parties"]
LANES: Final[tuple[Lane, ...]] = ("money", "meetings", "decisions", "duties", "plan", "parties")

# window: to be done so many times in it. regular: done in it, but the text gives no number. deadline: something that
# happened is to be answered by the last day. day: what happens on it by itself.
type Kind = Literal["window", "regular", "deadline", "day"]

_WORST_FIRST: Final[tuple[Status, ...]] = (
    "breach", "late", "unclear", "due", "notice", "coming", "attested", "ok", "unmeasured", "na",
)  # fmt: skip
_BASES: Final[tuple[Basis, ...]] = ("stated", "derived", "assumed")
_MONEY_ACTS: Final = frozenset({"pay", "update_weights", "invoice", "decide_budget", "keep_within_budget"})
_LANE_OF: Final[dict[type, Lane]] = {
    Meeting: "meetings", Power: "decisions", Duty: "duties", PlanRule: "plan", Fee: "money", CostEvent: "money",
    ApportionmentKey: "money", Withdrawal: "parties", Entry: "parties", Membership: "parties", Term: "parties",
    AdoptionRound: "parties", AmendmentRule: "parties",
}  # fmt: skip


@frozen
class Mark:
    """A day in an entry: something ``done``, or planned. ``fact`` is the number of the fact that says so."""

    day: date
    done: bool
    fact: int
    time: str = ""
    place: str = ""
    example: bool = False


@frozen(kw_only=True)
class WheelEntry:
    """An entry of a year. ``first`` and ``last`` are both inside; they may lie outside the year.

    ``identity`` is the same however the days move: provision, subject and period, or the fact that set it off
    (``family`` is what it shares with the same thing for others). ``key`` leads to the derivation, where there is one.
    ``tally``: how many there are of each status, where several are told as one. ``count``: done, and of how many.
    ``plan``: the plan and the measure (0: several) that promise it.
    """

    identity: str
    family: str
    rule: str
    lane: Lane
    kind: Kind
    label: Text
    who: tuple[str, ...]
    cites: tuple[str, ...]
    status: Status
    basis: Basis
    first: date
    last: date
    detail: Text | None = None
    marks: tuple[Mark, ...] = ()
    key: str | None = None
    tally: tuple[tuple[Status, int], ...] = ()
    count: tuple[int, int] | None = None
    plan: tuple[str, int] | None = None
    example: bool = False

    def marks_in(self, year: int) -> tuple[Mark, ...]:
        """The marks of the calendar year."""
        return tuple(mark for mark in self.marks if mark.day.year == year)

    def touches(self, year: int) -> bool:
        """Whether any of its days lies in the calendar year."""
        return self.first <= date(year, 12, 31) and self.last >= date(year, 1, 1)


def lane_of(definition: Definition, rule: str) -> Lane:
    """The ring of a provision: by its kind, and by its act where a duty or a decision is about money."""
    found = definition.rules[rule]
    if isinstance(found, Duty | Power) and found.act in _MONEY_ACTS:
        return "money"
    return _LANE_OF.get(type(found), "duties")


def severity(status: Status) -> int:
    """The place of a status among all, worst first."""
    return _WORST_FIRST.index(status)


def worst_status(statuses: Iterable[Status]) -> Status:
    """The status several together are shown with. At least one is needed."""
    return min(statuses, key=severity)


def weakest_basis(bases: Iterable[Basis]) -> Basis:
    """The basis several together are shown with: what is assumed of one is assumed of all. At least one is needed."""
    return max(bases, key=_BASES.index)
