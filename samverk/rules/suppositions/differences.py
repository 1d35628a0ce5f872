"""What differs between two evaluations of one day: today's and the supposed one.

Findings are told apart by their key. Those that say the same are left out; one that is there in one of them alone is
new or gone. Sums are told elsewhere (``years``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal

from samverk.rules.agenda import AgendaItem, planned
from samverk.rules.evaluate import Evaluation
from samverk.rules.finding import Finding
from samverk.rules.frozen import frozen

type Group = Literal["parties", "bodies", "duties", "changes"]

GROUPS: Final[tuple[Group, ...]] = ("parties", "bodies", "duties", "changes")
_GROUP_OF: Final[dict[str, Group]] = {
    "membership": "parties", "entry": "parties", "withdrawal": "parties", "term": "parties",
    "adoption_round": "parties", "relation": "parties",
    "composition": "bodies", "chair": "bodies", "appointment": "bodies", "meeting": "bodies",
    "duty": "duties", "power": "duties", "plan": "duties", "purpose": "duties", "scope": "duties", "areas": "duties",
    "amendment": "changes", "renegotiation": "changes", "cost_event": "changes",
}  # fmt: skip
_SUMS: Final = frozenset({"fee", "apportionment_key"})


@frozen
class Change:
    """A finding that says something else, or is there in one of the two alone (None in the other).

    ``shown``: the supposed finding, or today's where that is gone.
    """

    group: Group
    shown: Finding
    now: Finding | None
    then: Finding | None

    @property
    def subject(self) -> str:
        """Whom it is about."""
        return self.shown.subject


@frozen
class OfParty:
    """Everything that is gone for a party that is bound today alone, or new for one that is bound supposed alone."""

    party: str
    gone: bool
    changes: tuple[Change, ...]


@frozen
class Differences:
    """What differs on a day: those of everybody, and what comes or goes with a party that joins or leaves."""

    changes: tuple[Change, ...]
    of_parties: tuple[OfParty, ...]

    def of(self, group: Group) -> tuple[Change, ...]:
        """The changes of a group."""
        return tuple(item for item in self.changes if item.group == group)


def differences(now: Evaluation, then: Evaluation) -> Differences:
    """What differs. Both are of the same day, as known at the same moment."""
    found = list(_changes(_by_key(now), _by_key(then)))
    day = now.situation.as_of
    before, after = set(now.situation.parties_on(day)), set(then.situation.parties_on(day))
    moved = before ^ after
    own = {code: [item for item in found if _of_party(item, code)] for code in sorted(moved)}
    told = {id(item) for items in own.values() for item in items}
    return Differences(
        tuple(item for item in found if id(item) not in told),
        tuple(OfParty(code, code in before, tuple(items)) for code, items in own.items() if items),
    )


def _of_party(item: Change, code: str) -> bool:
    """What a party's own time in the agreement brings: not that it leaves, which is told among the parties."""
    return item.subject == f"party:{code}" and item.group != "parties" and (item.now is None or item.then is None)


def _by_key(evaluation: Evaluation) -> Mapping[str, Finding]:
    return {item.key: item for rule in evaluation.by_rule for item in evaluation.current(rule) if not _is_a_share(item)}


def _is_a_share(item: Finding) -> bool:
    """A fee, or one party's part of a cost: the sums themselves are told elsewhere."""
    return item.kind in _SUMS or (item.kind == "cost_event" and item.subject.startswith("party:"))


def _changes(now: Mapping[str, Finding], then: Mapping[str, Finding]) -> Iterator[Change]:
    for key, shown in {**now, **then}.items():
        before, after = now.get(key), then.get(key)
        if before is None or after is None or _says(before) != _says(after):
            yield Change(_GROUP_OF[shown.kind], shown, before, after)


def _says(item: Finding) -> tuple[object, ...]:
    """What a reader sees of a finding, and by when."""
    detail = item.detail.sv if item.detail is not None else ""
    return item.verdict, item.headline.sv, detail, item.due_on


# --- what falls due -------------------------------------------------------------------------------------


@frozen
class DueChange:
    """Something that falls due only supposed (``new``), or only today."""

    item: AgendaItem
    new: bool


def due_changes(now: Evaluation, then: Evaluation, after: date, until: date) -> tuple[DueChange, ...]:
    """What falls due after one day and up to another in one of the two, soonest first."""
    before = {_due_key(item): item for item in planned(now.situation, after, until)}
    later = {_due_key(item): item for item in planned(then.situation, after, until)}
    gone = [DueChange(item, new=False) for key, item in before.items() if key not in later]
    new = [DueChange(item, new=True) for key, item in later.items() if key not in before]
    return tuple(sorted((*gone, *new), key=lambda found: (found.item.due_on or date.max, found.item.rule)))


def _due_key(item: AgendaItem) -> tuple[str, date | None, date | None, tuple[str, ...], str]:
    return item.rule, item.opens, item.due_on, item.who, item.what.sv
