"""Everything an evaluator may look at: the definition as read, the facts that count, the day, and who is bound when.

Built once for an evaluation; evaluators are functions of a situation and one provision.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from samverk.rules import readings
from samverk.rules.ahead import Ahead
from samverk.rules.definition import Definition, JsonValue
from samverk.rules.facts import ASPECTS, Fact, in_force
from samverk.rules.finding import ENGINE, ReadingUse, Receipt
from samverk.rules.frozen import field, frozen, replace
from samverk.rules.holdings import Held
from samverk.rules.intervals import Interval, union
from samverk.rules.membership import Timeline, timeline
from samverk.rules.naming import name_of
from samverk.rules.provisions import Provision
from samverk.rules.wording import Text


@frozen(slots=False)
class Situation:
    """The definition with the readings in use applied, and the facts in force as known at ``known_at``.

    ``membership``: for each party code, disjoint half-open intervals in which it is bound, by the facts up to and
    including the day; ``timeline``: what began and what ends each of them. ``names``: presented names by municipality
    code; a code without a name is shown as it is. ``written``: the definition before any reading was adopted;
    ``supposed``: the readings chosen for a what-if; ``known``: every fact recorded by then, the corrected ones too.
    ``ahead``: what is supposed of years to come; None: nothing is.
    """

    definition: Definition
    facts: tuple[Fact, ...]
    as_of: date
    known_at: datetime | None
    membership: Mapping[str, tuple[Interval, ...]]
    by_kind: Mapping[str, tuple[Fact, ...]]
    names: Mapping[str, str]
    timeline: Timeline
    written: Definition
    supposed: Mapping[str, JsonValue]
    known: tuple[Fact, ...]
    ahead: Ahead | None = None
    # What has been looked up once: a situation never changes, so neither do these.
    _of: dict[tuple[str, ...], tuple[Fact, ...]] = field(default_factory=dict, repr=False, compare=False)
    _showing: dict[str, dict[tuple[Any, ...], list[Fact]]] = field(default_factory=dict, repr=False, compare=False)
    _names: dict[str, Text] = field(default_factory=dict, repr=False, compare=False)
    _uses: dict[tuple[str, ...], tuple[ReadingUse, ...]] = field(default_factory=dict, repr=False, compare=False)
    held: Held = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def bound(self) -> tuple[Interval, ...]:
        """The days on which the agreement binds anyone at all."""
        return union(item for held in self.membership.values() for item in held)

    def of(self, *kinds: str) -> tuple[Fact, ...]:
        """Facts of the given kinds up to and including the day, in order of day."""
        found = self._of.get(kinds)
        if found is None:
            several = [fact for kind in kinds for fact in _until(self.by_kind.get(kind, ()), self.as_of)]
            if len(kinds) > 1:
                several.sort(key=lambda fact: (fact.valid_on, fact.seq))
            found = self._of[kinds] = tuple(several)
        return found

    def naming(self, rule: str) -> Sequence[Fact]:
        """Facts up to the day that name a provision as what they are about (``rule`` in the payload)."""
        return self._named.get(rule, ())

    @cached_property
    def _named(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in _until(self.facts, self.as_of):
            rule = fact.payload.get("rule")
            if rule:
                found.setdefault(rule, []).append(fact)
        return found

    def showing(self, kind: str, *aspects: str | None) -> Sequence[Fact]:
        """Facts of a kind up to the day that name no provision; ``aspects`` are their values of ``facts.ASPECTS``."""
        index = self._showing.get(kind)
        if index is None:
            keys = ASPECTS.get(kind, ())
            index = self._showing[kind] = {}
            for fact in self.of(kind):
                if fact.payload.get("rule") is None:
                    index.setdefault(tuple(fact.payload.get(key) for key in keys), []).append(fact)
        return index.get(aspects, ())

    def parties_on(self, day: date) -> tuple[str, ...]:
        """Codes of "all parties" on a day, including those under notice, sorted."""
        return tuple(sorted(code for code, held in self.membership.items() if any(day in item for item in held)))

    def parties_in(self, period: Interval) -> tuple[str, ...]:
        """Codes of everyone bound on at least one day of the period, sorted."""
        return tuple(
            sorted(code for code, held in self.membership.items() if any(item.overlap(period) for item in held))
        )

    def name(self, subject: str) -> Text:
        """What people call a subject ("party:0186", "body:styrgrupp", "role:strateg", "actor:ksl", a bare code)."""
        found = self._names.get(subject)
        if found is None:
            found = self._names[subject] = name_of(self.definition, self.names, subject)
        return found

    def uses(self, rule: Provision, *params: str) -> tuple[ReadingUse, ...]:
        """The readings that parameters of a provision rest on (all of them when none are given)."""
        key = (rule.id, *params)
        found = self._uses.get(key)
        if found is None:
            found = self._uses[key] = readings.uses(self.definition, rule, *params)
        return found

    def read_on(self, day: date) -> Situation:
        """The same facts under the readings adopted by a day: what is decided later leaves alone what was fixed before.

        What is supposed holds on every day.
        """
        decided = self.by_kind.get("interpretation.adopted", ())
        then = readings.adopted(self.written, decided, day)
        if then == readings.adopted(self.written, decided, self.as_of):
            return self
        return replace(self, definition=readings.apply(self.written, then | dict(self.supposed)), _uses={}, held={})

    def first_day(self, fact: Fact) -> date:
        """The day a fact was first said to concern: that of the one it corrects, and of the one that corrected."""
        while fact.corrects is not None and fact.corrects in self._by_seq:
            fact = self._by_seq[fact.corrects]
        return fact.valid_on

    @cached_property
    def _by_seq(self) -> dict[int, Fact]:
        return {fact.seq: fact for fact in self.known}

    def receipt(self, facts: Iterable[int] = (), inputs: Iterable[tuple[str, str]] = ()) -> Receipt:
        """The receipt of a finding made here."""
        return Receipt(self.definition.sha256, ENGINE, self.as_of, self.known_at, tuple(facts), tuple(inputs))


def _until(facts: tuple[Fact, ...], day: date) -> tuple[Fact, ...]:
    """Of facts in order of day, those up to and including the day."""
    return facts[: bisect_right(facts, day, key=_day_of)]


_day_of = attrgetter("valid_on")


def situation(
    definition: Definition,
    facts: Iterable[Fact],
    *,
    as_of: date,
    known_at: datetime | None = None,
    names: Mapping[str, str] | None = None,
    options: Mapping[str, JsonValue] | None = None,
    ahead: Ahead | None = None,
) -> Situation:
    """Prepare an evaluation as of a day, as known at a moment (None: everything recorded).

    ``options`` are readings chosen for a what-if: reading id → option; they win over what the facts adopted.
    ``ahead``: what is supposed of years to come, where the definition and the facts are those of a supposition.
    """
    recorded = tuple(facts)
    known = in_force(recorded, known_at)
    read = readings.apply(definition, readings.adopted(definition, known, as_of) | dict(options or {}))
    if ahead is not None:
        read = ahead.marked(read)
    bound = timeline(read, _until(known, as_of))
    by_kind: dict[str, list[Fact]] = {}
    for fact in known:
        by_kind.setdefault(fact.kind, []).append(fact)
    return Situation(
        definition=read,
        facts=known,
        as_of=as_of,
        known_at=known_at,
        membership=bound.intervals(),
        by_kind={kind: tuple(found) for kind, found in by_kind.items()},
        names=names or {},
        timeline=bound,
        written=definition,
        supposed=options or {},
        known=recorded if known_at is None else tuple(fact for fact in recorded if fact.recorded_at <= known_at),
        ahead=ahead,
    )
