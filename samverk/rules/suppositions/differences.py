"""What differs between two evaluations of one day: today's and the supposed one.

Findings are told apart by their key. Those that say the same are left out; one that is there in one of them alone is
new or gone. Sums are told elsewhere (``years``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    """A finding that says something else, or is there in one of the two alone (None in the other)."""

    group: Group
    rule: str
    subject: str
    now: Finding | None
    then: Finding | None

    @property
    def either(self) -> Finding:
        """The supposed finding, or today's where that is gone."""
        found = self.then or self.now
        if found is None:
            raise ValueError("a change has at least one side")
        return found


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
    return {
        item.key: item for rule in evaluation.by_rule for item in evaluation.current(rule) if item.kind not in _SUMS
    }


def _changes(now: Mapping[str, Finding], then: Mapping[str, Finding]) -> Iterator[Change]:
    for key in dict.fromkeys((*now, *then)):
        before, after = now.get(key), then.get(key)
        if before is not None and after is not None and _says(before) == _says(after):
            continue
        either = after or before
        if either is not None:
            yield Change(_GROUP_OF.get(either.kind, "duties"), either.rule, either.subject, before, after)


def _says(item: Finding) -> tuple[object, ...]:
    """What a reader sees of a finding, and by when."""
    detail = item.detail.sv if item.detail is not None else ""
    return item.verdict, item.headline.sv, detail, item.due_on


# --- what falls due -------------------------------------------------------------------------------------


@frozen
class DueChange:
    """Something that falls due only today (``then`` None), only supposed (``now`` None), or from other hands."""

    now: AgendaItem | None
    then: AgendaItem | None

    @property
    def either(self) -> AgendaItem:
        """The supposed row, or today's where that is gone."""
        found = self.then or self.now
        if found is None:
            raise ValueError("a change has at least one side")
        return found


def due_changes(now: Evaluation, then: Evaluation, after: date, until: date) -> tuple[DueChange, ...]:
    """What falls due after one day and up to another in one of the two, soonest first."""
    before = {_due_key(item): item for item in planned(now.situation, after, until)}
    later = {_due_key(item): item for item in planned(then.situation, after, until)}
    found = [
        DueChange(before.get(key), later.get(key))
        for key in dict.fromkeys((*before, *later))
        if key not in before or key not in later
    ]
    return tuple(sorted(found, key=lambda item: (item.either.due_on or date.max, item.either.rule)))


def _due_key(item: AgendaItem) -> tuple[str, date | None, date | None, tuple[str, ...], str]:
    return item.rule, item.opens, item.due_on, item.who, item.what.sv


# --- readings -------------------------------------------------------------------------------------------


def readings_of(changes: Iterable[Change]) -> tuple[str, ...]:
    """The ids of the readings that what differs rests on, in order of appearance; open ones first."""
    used = {use.id: use for item in changes for use in item.either.readings}
    return tuple(sorted(used, key=lambda rid: used[rid].status != "open"))
