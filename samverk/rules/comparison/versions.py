"""Two versions of one agreement as data: provisions and readings that differ, and what follows differently of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from samverk.rules.definition import Definition, Reading
from samverk.rules.evaluate import Evaluation
from samverk.rules.finding import Finding
from samverk.rules.frozen import frozen
from samverk.rules.health.told import State, Told, certainty
from samverk.rules.provisions import Provision
from samverk.rules.readback.composing import option_words, statements
from samverk.rules.readback.names import Names
from samverk.rules.wording import Text

type Kind = Literal["added", "removed", "changed"]


@frozen
class ProvisionChange:
    """A provision that is in one version only, or says something else. ``gone`` stood in the old, ``come`` in the new.

    ``cites``: in the version where it is, the new one when in both.
    """

    kind: Kind
    rule: str
    label: Text
    cites: tuple[str, ...]
    gone: tuple[Told, ...]
    come: tuple[Told, ...]


@frozen
class ReadingChange:
    """A question that is in one version only, or has another answer. ``was`` and ``now`` are answers, None for none."""

    kind: Kind
    reading: str
    question: Text
    was: Text | None
    now: Text | None


@frozen
class FindingChange:
    """A consequence that differs on a day, for one subject; ``before`` or ``after`` is None where nothing follows."""

    rule: str
    label: Text
    key: str
    before: Finding | None
    after: Finding | None


def provision_changes(
    old: Definition, new: Definition, municipalities: Mapping[str, str] | None = None
) -> tuple[ProvisionChange, ...]:
    """Every provision that differs, in the order of the new version; those removed last."""
    was, now = (Names(item, item.text, municipalities or {}) for item in (old, new))
    found = (_provision(held, was, now) for held in _every(old.rules, new.rules))
    return tuple(item for item in found if item is not None)


def _every[T](old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[T]:
    """What the new version holds, then what only the old one did."""
    yield from new.values()
    yield from (item for key, item in old.items() if key not in new)


def _provision(held: Provision, was: Names, now: Names) -> ProvisionChange | None:
    before, after = was.definition.rules.get(held.id), now.definition.rules.get(held.id)
    said_before = _said(before, was) if before is not None else ()
    said_after = _said(after, now) if after is not None else ()
    kind = _kind(before, after)
    common = {(item.text, item.state) for item in said_before} & {(item.text, item.state) for item in said_after}
    gone = tuple(item for item in said_before if (item.text, item.state) not in common)
    come = tuple(item for item in said_after if (item.text, item.state) not in common)
    if kind == "changed" and not gone and not come:
        return None
    return ProvisionChange(kind, held.id, held.label, held.cite, gone, come)


def _said(rule: Provision, names: Names) -> tuple[Told, ...]:
    return tuple(
        Told(statement.text, _state(rule, names, statement.parameters), rule.cite, statement.readings)
        for statement in statements(rule, names)
    )


def _state(rule: Provision, names: Names, params: tuple[str, ...]) -> State:
    return certainty(names.definition, rule, params)[0]


def reading_changes(
    old: Definition, new: Definition, municipalities: Mapping[str, str] | None = None
) -> tuple[ReadingChange, ...]:
    """Every question that differs: new, gone, or with another answer in use."""
    was, now = (Names(item, item.text, municipalities or {}) for item in (old, new))
    found = (_reading(held, was, now) for held in _every(old.readings, new.readings))
    return tuple(item for item in found if item is not None)


def _reading(held: Reading, was: Names, now: Names) -> ReadingChange | None:
    before, after = was.definition.readings.get(held.id), now.definition.readings.get(held.id)
    kind = _kind(before, after)
    one, other = _answer(before, was), _answer(after, now)
    if kind == "changed" and one == other:
        return None
    return ReadingChange(kind, held.id, held.question, one, other)


def _kind(before: object, after: object) -> Kind:
    return "added" if before is None else "removed" if after is None else "changed"


_OPEN = Text("Öppen fråga", "Open question")


def _answer(reading: Reading | None, names: Names) -> Text | None:
    if reading is None:
        return None
    return _OPEN if reading.status == "open" else option_words(reading, reading.chosen, names)


def finding_changes(old: Evaluation, new: Evaluation) -> tuple[FindingChange, ...]:
    """What is said on the day under one version and not, or not so, under the other: by provision, then subject."""
    return tuple(_findings(old, new))


def _findings(old: Evaluation, new: Evaluation) -> Iterator[FindingChange]:
    rules = {**old.situation.definition.rules, **new.situation.definition.rules}
    for rid, rule in rules.items():
        before = {item.key: item for item in old.current(rid)}
        after = {item.key: item for item in new.current(rid)}
        for key in sorted(dict.fromkeys((*after, *before))):
            was, now = before.get(key), after.get(key)
            if was is None or now is None or _consequence(was) != _consequence(now):
                yield FindingChange(rid, rule.label, key, was, now)


def _consequence(item: Finding) -> tuple[object, ...]:
    """What a finding amounts to: not how it is worded, nor what it was made from."""
    return item.verdict, item.value, item.due_on, item.since, item.basis
