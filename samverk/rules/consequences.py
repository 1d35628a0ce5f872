"""What each answer to a reading would change: findings of the day, sums, closed periods and what is ahead.

The same facts are evaluated under every option and compared with what is said now. An option is supposed to have held
all the time; what recording a decision changes is ``of_fact``, where years already fixed keep their readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from samverk.rules.agenda import AgendaItem, planned
from samverk.rules.ahead import KEY_READING
from samverk.rules.definition import JsonValue, Reading
from samverk.rules.evaluate import Evaluation, evaluate, findings_of
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding
from samverk.rules.frozen import frozen, replace
from samverk.rules.intervals import FOREVER
from samverk.rules.provisions import Provision
from samverk.rules.situation import Situation, situation
from samverk.rules.wording import Text

DAYS_AHEAD = 366
"""How far ahead the agenda is compared, in calendar days from the day shown."""

_READ_BY: Mapping[str, frozenset[str]] = {
    "purpose": frozenset(),
    "scope": frozenset(),
    "relation": frozenset(),
    "areas": frozenset(),
    "meeting": frozenset(),
    "duty": frozenset(),
    "power": frozenset(),
    "cost_event": frozenset(),
    "amendment": frozenset(),
    "renegotiation": frozenset(),
    "withdrawal": frozenset(),
    "chair": frozenset({"withdrawal"}),
    "composition": frozenset({"withdrawal"}),
    "fee": frozenset({"apportionment_key", "withdrawal"}),
    "apportionment_key": frozenset({"fee", "cost_event"}),
}
"""Kinds that no more than these other kinds look at, as long as the same parties are bound on the same days; every
other kind can be looked at by all. What is not in the list costs time, what is wrongly in it is found by a test.
"""

_MONEY_AND_MEMBERS = frozenset({"fee", "cost_event", "apportionment_key", "membership", "entry", "withdrawal", "term"})
_SHARES = frozenset({"fee", "cost_event"})
_STATES_THAT_CALL = frozenset({"breach", "late", "due", "notice", "unclear"})


@frozen
class Change:
    """What is said of something now and what would be said instead; None: nothing. ``past``: of a closed period."""

    rule: str
    before: Finding | None
    after: Finding | None
    past: bool

    @property
    def finding(self) -> Finding:
        """The one that is there, the newer first."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change without findings")
        return found

    @property
    def sums(self) -> tuple[int | None, int | None] | None:
        """A party's share before and after, in öre; None for what is no share."""
        if self.finding.kind not in _SHARES or not self.finding.subject.startswith("party:"):
            return None
        values = tuple(None if found is None else found.value for found in (self.before, self.after))
        return values if all(value is None or type(value) is int for value in values) else None  # type: ignore[return-value]  # two of them

    @property
    def weighty(self) -> bool:
        """Whether it moves money or who is bound, or something comes to call for somebody, or ceases to."""
        statuses = {found.status for found in (self.before, self.after) if found is not None}
        return self.finding.kind in _MONEY_AND_MEMBERS or (len(statuses) > 1 and bool(statuses & _STATES_THAT_CALL))


@frozen
class Windows:
    """A provision's windows that close in the time ahead: as planned now, and as they would be."""

    rule: str
    before: tuple[AgendaItem, ...]
    after: tuple[AgendaItem, ...]


@frozen
class Outcome:
    """What one option changes. ``settled``: findings of the day that would no longer rest on an assumption."""

    option: JsonValue
    in_use: bool
    changes: tuple[Change, ...] = ()
    past: tuple[Change, ...] = ()
    ahead: tuple[Windows, ...] = ()
    settled: int = 0

    @property
    def changes_nothing(self) -> bool:
        """Whether the same is said of everything, then as now and ahead."""
        return not (self.changes or self.past or self.ahead)


@frozen
class Weighed:
    """A reading with what each of its options changes, in the order of the options."""

    reading: Reading
    outcomes: tuple[Outcome, ...]

    @property
    def weight(self) -> tuple[int, int]:
        """How much it matters: the greater comes first. First what sort of thing changes, then how many of them."""
        return max(map(_weight, self.outcomes), default=(0, 0))


def _weight(outcome: Outcome) -> tuple[int, int]:
    if outcome.changes:
        return (4 if any(change.weighty for change in outcome.changes) else 3), len(outcome.changes)
    if outcome.ahead:
        return 2, len(outcome.ahead)
    return (1, len(outcome.past)) if outcome.past else (0, 0)


def weighed(now: Evaluation, readings: Iterable[Reading] | None = None) -> tuple[Weighed, ...]:
    """Each reading (of those given; else all) with what its options change; what matters most comes first."""
    chosen = now.situation.definition.readings.values() if readings is None else readings
    found = [_weighed(now, reading) for reading in chosen if reading.id != KEY_READING]
    return tuple(sorted(found, key=lambda one: one.weight, reverse=True))


def _weighed(now: Evaluation, reading: Reading) -> Weighed:
    return Weighed(reading, tuple(_outcome(now, reading, option) for option in reading.options))


def _outcome(now: Evaluation, reading: Reading, option: JsonValue) -> Outcome:
    in_use = reading.status != "open" and option == reading.chosen
    if in_use and reading.status == "adopted":
        return Outcome(option, in_use)
    then = under(now, reading, option)
    return compared(now, then, option=option, in_use=in_use)


def under(now: Evaluation, reading: Reading, option: JsonValue) -> Evaluation:
    """The same facts under an option, of the provisions that it can reach: the others say what they say now."""
    held = now.situation
    prepared = situation(
        held.written, held.known, as_of=held.as_of, known_at=held.known_at, names=held.names,
        options={**held.supposed, reading.id: option}, ahead=held.ahead,
    )  # fmt: skip
    rules = prepared.definition.rules
    reached = _reached(rules, reading) if _bound(prepared) == _bound(held) else tuple(rules)
    by_rule = {rule: findings_of(prepared, rules[rule]) for rule in reached}
    return Evaluation(prepared, tuple(item for found in by_rule.values() for item in found), by_rule)


def _bound(held: Situation) -> tuple[object, ...]:
    """Who is bound when and why: when it differs, everything can."""
    told = held.timeline
    return told.spells, told.ahead, told.exits, told.ended_after


def _reached(rules: Mapping[str, Provision], reading: Reading) -> tuple[str, ...]:
    """The provisions that rest on the reading and those that look at them, in the order of the definition."""
    resting = [rule for rule in rules.values() if reading.id in rule.basis.values()]
    if any(rule.kind not in _READ_BY for rule in resting):
        return tuple(rules)
    kinds = {kind for rule in resting for kind in _READ_BY[rule.kind]}
    named = {f"rule:{rule.id}" for rule in resting}
    return tuple(
        rule.id
        for rule in rules.values()
        if rule in resting or rule.kind in kinds or not named.isdisjoint(getattr(rule, "bound_by", ()))
    )


def of_fact(now: Evaluation, fact: Fact) -> Outcome:
    """What the day's findings would be with a further fact (an adopted reading) on record; ``fact.seq`` is its own."""
    held = now.situation
    facts = (*held.known, fact)
    then = evaluate(
        held.written, facts, as_of=held.as_of, names=held.names, options=dict(held.supposed), ahead=held.ahead
    )
    return compared(now, then, option=fact.payload.get("option"), in_use=False)


def compared(now: Evaluation, then: Evaluation, *, option: JsonValue = None, in_use: bool = False) -> Outcome:
    """What is said otherwise in ``then``, of the provisions that it holds."""
    changes: list[Change] = []
    settled = 0
    for rule in then.by_rule:
        before, after = now.by_rule.get(rule, ()), then.by_rule[rule]
        current = {item.key for item in (*now.current(rule), *then.current(rule))}
        changes += _changes(rule, before, after, current)
        settled += _settled(now, then, rule)
    ahead = _ahead(now.situation, then.situation, then.by_rule)
    return Outcome(
        option=option,
        in_use=in_use,
        changes=tuple(sorted((one for one in changes if not one.past), key=_order)),
        past=tuple(one for one in changes if one.past),
        ahead=tuple(ahead),
        settled=settled,
    )


def _order(change: Change) -> tuple[bool, bool]:
    """What weighs first, and of that what sums up before what is said of each party."""
    return not change.weighty, change.finding.subject.startswith("party:")


def _settled(now: Evaluation, then: Evaluation, rule: str) -> int:
    assumed = {item.key for item in now.current(rule) if item.basis == "assumed"}
    return sum(1 for item in then.current(rule) if item.basis != "assumed" and item.key in assumed)


def _changes(rule: str, before: Sequence[Finding], after: Sequence[Finding], current: set[str]) -> Iterator[Change]:
    then = {item.key: item for item in after}
    gone: list[Finding] = []
    for item in before:
        other = then.pop(item.key, None)
        if other is None:
            gone.append(item)
        elif _said(item) != _said(other):
            yield Change(rule, item, other, item.key not in current)
    for one, other in _paired(gone, list(then.values())):
        keys = {found.key for found in (one, other) if found is not None}
        if one is None or other is None or _said(one) != _said(other):
            yield Change(rule, one, other, not keys & current)


def _said(finding: Finding) -> tuple[object, ...]:
    """What a reader is told: two findings that differ only in how sure they are say the same."""
    return finding.verdict, finding.value, finding.due_on, finding.headline


def _paired(gone: list[Finding], new: list[Finding]) -> Iterator[tuple[Finding | None, Finding | None]]:
    """What ceases to be said with what comes to be said in its place: of the same one the same year, or by another."""
    for alike in (_of_year, _of_period):
        places: dict[object, list[Finding]] = {}
        for item in new:
            places.setdefault(alike(item), []).append(item)
        for item in list(gone):
            if places.get(alike(item)):
                other = places[alike(item)].pop(0)
                gone.remove(item)
                new.remove(other)
                yield item, other
    yield from ((item, None) for item in gone)
    yield from ((None, item) for item in new)


def _of_year(finding: Finding) -> object:
    return finding.subject, finding.period.start.year if finding.period is not None else None


def _of_period(finding: Finding) -> object:
    return finding.subject.partition(":")[0] == "party", finding.period


def _ahead(now: Situation, then: Situation, rules: Mapping[str, object]) -> Iterator[Windows]:
    before, after = _planned(now, rules), _planned(then, rules)
    for rule in rules:
        planned_now, planned_then = before.get(rule, ()), after.get(rule, ())
        if [_window(item) for item in planned_now] != [_window(item) for item in planned_then]:
            yield Windows(rule, tuple(planned_now), tuple(planned_then))


def _planned(held: Situation, rules: Mapping[str, object]) -> dict[str, list[AgendaItem]]:
    only = {rid: rule for rid, rule in held.definition.rules.items() if rid in rules}
    narrowed = replace(held, definition=replace(held.definition, rules=only))
    until = date.fromordinal(held.as_of.toordinal() + DAYS_AHEAD)
    found: dict[str, list[AgendaItem]] = {}
    for item in planned(narrowed, held.as_of, until):
        found.setdefault(item.rule, []).append(item)
    for items in found.values():
        items.sort(key=lambda item: (item.due_on or FOREVER, item.who))
    return found


def _window(item: AgendaItem) -> tuple[date | None, date | None, tuple[str, ...], Text]:
    return item.opens, item.due_on, item.who, item.what
