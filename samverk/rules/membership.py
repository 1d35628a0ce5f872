"""Who was bound when: disjoint half-open intervals for each party, from decisions, signatures and notices.

Pure and below situations: a situation is built with it. "All parties" on a day are those with the day inside one of
their intervals, those under notice included. Somebody who has left can come back: a new interval opens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache

from samverk.rules.admission import may_be_party
from samverk.rules.definition import Definition
from samverk.rules.entry_day import ENTRY_KINDS, EntryDay, Terms, all_adopted_on, entry_day, terms_of
from samverk.rules.exit_day import NOTICE_KINDS, Circle, Exit, Notice, Revocation, exit_of, notices
from samverk.rules.facts import Fact
from samverk.rules.frozen import field, frozen
from samverk.rules.holdings import Held, Holding, holders, members
from samverk.rules.holdings import on as held_on
from samverk.rules.intervals import FOREVER, ONE_DAY, Interval, make, union
from samverk.rules.provisions import ChairRule, Composition, Entry, Withdrawal
from samverk.rules.values import OPEN
from samverk.rules.wording import say

MEMBERSHIP_KINDS = frozenset(
    {*ENTRY_KINDS, *NOTICE_KINDS, "role.assigned", "role.ended", "body.member_added", "body.member_removed"}
)


@frozen
class Spell:
    """One time as a party. ``entry`` says how it began; ``exit`` what ends it, or may come to end it."""

    interval: Interval
    entry: EntryDay
    exit: Exit | None = None


@frozen
class Timeline:
    """Everybody's spells, what lies ahead of those not bound, every notice, and when the agreement ended for all.

    ``circle``: who was bound and who chaired on a day, for asking what another reading of a notice would give.
    """

    spells: Mapping[str, tuple[Spell, ...]]
    ahead: Mapping[str, EntryDay]
    exits: tuple[Exit, ...]
    circle: Circle
    ended_after: date | None = None

    def intervals(self) -> dict[str, tuple[Interval, ...]]:
        """For each party code, the disjoint intervals in which it is bound."""
        return {code: union(spell.interval for spell in spells) for code, spells in self.spells.items()}

    def standing(self, party: str, day: date) -> Notice | None:
        """The notice that ends (or will end) the party's time in which the day lies, unless it has been taken back."""
        for spell in self.spells.get(party, ()):
            if day in spell.interval and spell.exit is not None and not spell.exit.notice.revocations:
                return spell.exit.notice
        return None


def intervals(definition: Definition, facts: Iterable[Fact]) -> dict[str, tuple[Interval, ...]]:
    """For each party code, disjoint half-open intervals in which it is bound, by facts in force."""
    return timeline(definition, facts).intervals()


@frozen(slots=False)
class _Known:
    """The facts membership depends on, sorted once; also a record that holdings can be read from."""

    definition: Definition
    by_kind: Mapping[str, tuple[Fact, ...]]
    by_party: Mapping[str, tuple[Fact, ...]]
    terms: Terms | None = None
    held: Held = field(default_factory=dict, repr=False, compare=False)

    def of(self, *kinds: str) -> tuple[Fact, ...]:
        found = [fact for kind in kinds for fact in self.by_kind.get(kind, ())]
        return tuple(sorted(found, key=_in_order))


def _in_order(fact: Fact) -> tuple[date, int]:
    return fact.valid_on, fact.seq


def _known(definition: Definition, facts: Iterable[Fact]) -> _Known:
    by_kind: dict[str, list[Fact]] = {}
    by_party: dict[str, list[Fact]] = {}
    for fact in sorted((fact for fact in facts if fact.kind in MEMBERSHIP_KINDS), key=_in_order):
        by_kind.setdefault(fact.kind, []).append(fact)
        if fact.kind in ENTRY_KINDS and fact.party and may_be_party(fact.party, definition):
            by_party.setdefault(fact.party, []).append(fact)
    rule = definition.first(Entry)
    everyone = all_adopted_on(definition, by_kind.get("decision.adopted", ()))
    return _Known(
        definition,
        {kind: tuple(found) for kind, found in by_kind.items()},
        {code: tuple(found) for code, found in by_party.items()},
        terms_of(definition, rule, everyone_adopted=everyone) if rule is not None else None,
    )


def timeline(definition: Definition, facts: Iterable[Fact]) -> Timeline:
    """Entries and exits of everybody.

    Who must receive a notice depends on who is bound, and that depends on notices. So exits are computed from the
    widest circle and again from the narrower one it leads to, until nothing changes; each round can only end a
    membership earlier, so it ends.
    """
    known = _known(definition, facts)
    given = notices(known.of(*NOTICE_KINDS))
    alone = current = _rebuilt(known, {}, None, {})
    exits: tuple[Exit, ...] = ()
    ended: date | None = None
    for _ in range(len(given) + 1):
        exits = _exits(known, given, current, alone)
        ended = _ended_after(definition, exits)
        following = _rebuilt(known, _by_party(exits), ended, alone)
        if following == current:
            break
        current = following
    return Timeline(
        {code: spells for code, (spells, _) in current.items() if spells},
        {code: ahead for code, (_, ahead) in current.items() if ahead is not None},
        exits,
        _circle(known, current),
        ended,
    )


type _Current = dict[str, tuple[tuple[Spell, ...], EntryDay | None]]


def _rebuilt(known: _Known, exits: Mapping[str, tuple[Exit, ...]], ended: date | None, before: _Current) -> _Current:
    """Everybody's spells given these exits; those of ``before`` are kept for whom no exit has come or gone."""
    if known.terms is None:
        return {}
    codes = dict.fromkeys((*known.definition.parties, *known.by_party))
    found = {
        code: before[code] if code in before and code not in exits else _spells(known, known.terms, code, exits)
        for code in codes
    }
    floor, stop = _floor(known.definition, found), FOREVER if ended is None else ended + ONE_DAY
    return {code: (_cut(spells, floor, stop), ahead) for code, (spells, ahead) in found.items()}


def _floor(definition: Definition, found: _Current) -> date | None:
    """The first day anyone is bound where the text wants a number of parties; ``date.max`` while they are too few."""
    rule = definition.first(Entry)
    if rule is None or rule.min_parties is None or rule.min_parties < 2:
        return None
    starts = sorted(spells[0].interval.start for spells, _ in found.values() if spells)
    return starts[rule.min_parties - 1] if len(starts) >= rule.min_parties else FOREVER


def _cut(spells: tuple[Spell, ...], floor: date | None, stop: date) -> tuple[Spell, ...]:
    if floor is None and stop == FOREVER:
        return spells
    cut = [
        (spell, make(max(spell.interval.start, floor or spell.interval.start), min(spell.interval.stop, stop)))
        for spell in spells
    ]
    return tuple(Spell(interval, spell.entry, spell.exit) for spell, interval in cut if interval is not None)


def _spells(
    known: _Known, terms: Terms, code: str, leaving_: Mapping[str, tuple[Exit, ...]]
) -> tuple[tuple[Spell, ...], EntryDay | None]:
    """A party's spells, and what it lacks to be bound (again)."""
    spells: list[Spell] = []
    facts, exits = known.by_party.get(code, ()), leaving_.get(code, ())
    after: date | None = None
    while True:
        entry = entry_day(terms, facts, after=after)
        if entry.day is None or (after is not None and not entry.facts):
            return tuple(spells), entry
        start = max(entry.day, spells[-1].interval.stop) if spells else entry.day
        leaving = _first_exit(exits, start)
        last = leaving.bound_through if leaving is not None else None
        interval = make(start, FOREVER if last is None else last + ONE_DAY)
        if interval is not None:
            spells.append(Spell(interval, entry, leaving))
        if leaving is None or last is None:
            return tuple(spells), None
        after = leaving.notice.given


def _first_exit(exits: tuple[Exit, ...], start: date) -> Exit | None:
    """The exit that ends a spell: of the notices given in it that hold, the earliest day; without days the first."""
    in_spell = [item for item in exits if item.notice.given >= start]
    dated = [item for item in in_spell if item.bound_through is not None]
    first = min(dated, key=lambda item: (item.bound_through or FOREVER, item.notice.fact), default=None)
    if first is not None:
        return first
    return in_spell[0] if in_spell else None


def _by_party(exits: Iterable[Exit]) -> dict[str, tuple[Exit, ...]]:
    found: dict[str, list[Exit]] = {}
    for item in exits:
        if item.invalid is None and not item.revoked:
            found.setdefault(item.notice.party, []).append(item)
    return {code: tuple(items) for code, items in found.items()}


def _exits(known: _Known, given: tuple[Notice, ...], current: _Current, alone: _Current) -> tuple[Exit, ...]:
    """What each notice leads to. ``alone``: as if nobody had left; a notice does not undo itself by its own effect."""
    rule = known.definition.first(Withdrawal)
    if rule is None:
        return ()
    circle = _circle(known, current)
    return tuple(_exit(known.definition, rule, notice, circle, alone) for notice in given)


def _exit(definition: Definition, rule: Withdrawal, notice: Notice, circle: Circle, alone: _Current) -> Exit:
    spells, _ = alone.get(notice.party, ((), None))
    if not any(notice.given in spell.interval for spell in spells):
        why = say("den som sade upp sig var inte part {day}", "the sender was not a party on {day}", day=notice.given)
        return Exit(notice, invalid=why)
    return _with_revocation(rule, exit_of(definition, rule, notice, circle), circle)


def _with_revocation(rule: Withdrawal, item: Exit, circle: Circle) -> Exit:
    """A notice taken back with everybody's consent before the exit has no effect, where the reading allows it.

    While that reading is open the party is counted as bound: it has not left under every reading.
    """
    if rule.revocable not in (OPEN, "until_exit_with_consent_of_all") or item.invalid is not None:
        return item
    last = item.bound_through or FOREVER
    if any(r.on <= last and _all_consent(r, item.notice.party, circle) for r in item.notice.revocations):
        return item.taken_back(certain=rule.revocable != OPEN)
    return item


def _all_consent(revocation: Revocation, party: str, circle: Circle) -> bool:
    return revocation.consents.issuperset(code for code in circle.bound_on(revocation.on) if code != party)


def _ended_after(definition: Definition, exits: Iterable[Exit]) -> date | None:
    """The agreement's last day for all, under the reading that one party's notice ends it (K-9b, t-9-1)."""
    rule = definition.first(Withdrawal)
    if rule is None or rule.effect != "agreement_ends_for_all":
        return None
    days = (item.bound_through for item in exits if item.invalid is None and not item.revoked)
    return min((day for day in days if day is not None), default=None)


def _circle(known: _Known, current: _Current) -> Circle:
    """Who is bound, who chairs and who sits where, as the facts and the current round say."""
    definition = known.definition

    @cache
    def bound_on(day: date) -> tuple[str, ...]:
        return tuple(code for code, (spells, _) in current.items() if any(day in spell.interval for spell in spells))

    @cache
    def held(role: str) -> tuple[Holding, ...]:
        return holders(known, role)

    @cache
    def chairing_role(body: str) -> str | None:
        return _chairing_role(definition, body)

    def stands_for(reference: str, day: date) -> str | None:
        kind, _, name = reference.partition(":")
        if kind == "party":
            return name
        role = name if kind == "role" else chairing_role(name.removesuffix(".chair"))
        now = held_on(held(role), day) if role is not None else ()
        return now[-1].party if now else None

    def members_of(reference: str, day: date) -> Collection[str]:
        body = reference.partition(":")[2].removesuffix(".members")
        if any(rule.body == f"body:{body}" and rule.seats.per == "party" for rule in definition.of_kind(Composition)):
            return bound_on(day)
        seated = {item.party for item in held_on(members(known, body), day) if item.party is not None}
        return seated or bound_on(day)

    return Circle(bound_on, stands_for, members_of)


def _chairing_role(definition: Definition, body: str) -> str | None:
    """The role whose holder's representative chairs a body by office, as a bare id."""
    for rule in definition.of_kind(ChairRule):
        if f"body:{body}" in rule.bodies and rule.ex_officio is not None:
            return rule.ex_officio.partition(":")[2]
    return None
