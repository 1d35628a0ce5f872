"""Suppositions put beside the facts: the definition, facts and years ahead of a world in which they hold.

Nothing is recorded: supposed facts are made for the evaluation and numbered beyond every chain. What is supposed wins
over what is recorded of the same thing: another last day, another budget, another answer to a reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from samverk.rules import readings
from samverk.rules.ahead import KEY_READING, Ahead
from samverk.rules.dates import add_period
from samverk.rules.definition import Definition, Reading
from samverk.rules.entry_day import requirements
from samverk.rules.exit_day import COORDINATOR, Counted, counted
from samverk.rules.facts import SUPPOSED_FROM, Fact, in_force
from samverk.rules.frozen import frozen, replace
from samverk.rules.intervals import FOREVER, ONE_DAY
from samverk.rules.membership import Spell, Timeline, timeline
from samverk.rules.money import ORE_PER_KRONA, Ore
from samverk.rules.provisions import Entry, Fee, Withdrawal
from samverk.rules.suppositions.address import LAST_YEAR, option_text
from samverk.rules.suppositions.kinds import (
    BandedKey,
    Budget,
    GivesNotice,
    Growth,
    Joins,
    Leaves,
    MixedKey,
    Reads,
    Supposition,
)
from samverk.rules.suppositions.words import key_words
from samverk.rules.values import Period, WeightTable
from samverk.rules.wording import Text

YEARS_AHEAD = 12
_RECORDED = datetime(1900, 1, 1, tzinfo=UTC)
_FACT_OF = {
    "adoption_decision": "decision.adopted",
    "legal_force": "decision.legal_force",
    "signature": "signature.given",
    "deposit": "adoption.deposited",
}


@frozen
class World:
    """What an evaluation is made from when something is supposed. ``facts``: the recorded and the supposed."""

    definition: Definition
    facts: tuple[Fact, ...]
    ahead: Ahead


class _Facts:
    """The facts recorded, to which supposed ones are added. One that replaces another corrects it, as facts do."""

    def __init__(self, recorded: Iterable[Fact]) -> None:
        self.recorded: list[Fact] = list(recorded)
        self._next = SUPPOSED_FROM

    def in_force(self) -> tuple[Fact, ...]:
        """Those that count, the supposed ones included."""
        return in_force(self.recorded)

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.in_force() if fact.kind == kind)

    def add(
        self, kind: str, day: date, party: str | None, payload: Mapping[str, Any], corrects: int | None = None
    ) -> None:
        self.recorded.append(Fact(self._next, kind, day, _RECORDED, party, payload, corrects))
        self._next += 1

    def withdraw(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            self.add("fact.withdrawn", fact.valid_on, None, {}, fact.seq)


def world(
    definition: Definition,
    facts: Iterable[Fact],
    suppositions: Iterable[Supposition],
    as_of: date,
    *,
    known_at: datetime | None = None,
    population: Mapping[str, int] | None = None,
) -> World:
    """The world on a day, as known at a moment. The suppositions are taken to be possible: see ``checking``.

    ``population``: inhabitants by code, for municipalities that join and so are in no snapshot yet.
    """
    supposed = tuple(suppositions)
    known = _Facts(fact for fact in facts if known_at is None or fact.recorded_at <= known_at)
    read = _with_readings(definition, known, supposed, as_of)
    _with_parties(as_read(definition, known.in_force()), known, supposed)
    _with_budgets(definition, known, supposed, as_of)
    joining = {item.party for item in supposed if isinstance(item, Joins)}
    figures = {code: number for code, number in (population or {}).items() if code in joining}
    with_key, key_from, key = _with_key(definition, supposed)
    return World(with_key, tuple(known.recorded), Ahead(key_from, key, read, figures))


def as_read(definition: Definition, facts: Iterable[Fact]) -> Definition:
    """The definition as it is read when everything among the facts has been decided."""
    return readings.apply(definition, readings.adopted(definition, facts, date.max))


# --- readings and key -----------------------------------------------------------------------------------


def _with_readings(
    definition: Definition, known: _Facts, supposed: tuple[Supposition, ...], as_of: date
) -> tuple[str, ...]:
    """Supposed readings as adopted on the day: what was fixed before it stays. Gives their ids."""
    found: list[str] = []
    for item in supposed:
        reading = definition.readings.get(item.reading) if isinstance(item, Reads) else None
        if reading is None or not isinstance(item, Reads):
            continue
        option = next((one for one in reading.options if option_text(one) == item.option), None)
        known.add("interpretation.adopted", as_of, None, {"interpretation": reading.id, "option": option})
        found.append(reading.id)
    return tuple(found)


def _with_key(
    definition: Definition, supposed: tuple[Supposition, ...]
) -> tuple[Definition, int | None, dict[str, Any]]:
    """The definition with a reading for a supposed key, the first year it holds, the fields it changes."""
    for item in supposed:
        if isinstance(item, MixedKey):
            share = item.percent / 100
            parts = f"{share.numerator}/{share.denominator}"
            mixed: dict[str, Any] = {"weights": "population", "form": "mixed", "fixed_share": parts}
            return _with_key_reading(definition, item), item.year, mixed
        if isinstance(item, BandedKey):
            banded: dict[str, Any] = {"weights": "population", "form": "table", "table": table_of(item.bands)}
            return _with_key_reading(definition, item), item.year, banded
    return definition, None, {}


def _with_key_reading(definition: Definition, item: MixedKey | BandedKey) -> Definition:
    """The definition with a reading that says in every derivation that the key is only supposed."""
    reading = Reading(
        id=KEY_READING,
        param="",
        status="provisional",
        decides="all_parties",
        options=("supposed",),
        question=Text("Tänk om nyckeln vore en annan?", "What if the key were another?"),
        why=Text("Ett antagande i Tänk om. Inget är registrerat.", "A supposition. Nothing is recorded."),
        chosen="supposed",
        option_labels=(key_words(item),),
    )
    return replace(definition, readings={**definition.readings, KEY_READING: reading})


def table_of(bands: tuple[tuple[int, int], ...]) -> WeightTable:
    """Bands as a key's table writes them: ``0-24999``, ``25000-``."""
    ends = [str(least - 1) for least, _ in bands[1:]] + [""]
    return WeightTable({f"{least}-{end}": weight for (least, weight), end in zip(bands, ends, strict=True)})


# --- parties --------------------------------------------------------------------------------------------


def _with_parties(definition: Definition, known: _Facts, supposed: tuple[Supposition, ...]) -> None:
    """Each joining and leaving in order of day: one may depend on the one before."""
    moves = [item for item in supposed if isinstance(item, Joins | Leaves | GivesNotice)]
    for item in sorted(moves, key=_day_of):
        if isinstance(item, Joins):
            _join(definition, known, item)
        else:
            _leave(definition, known, item)


def _day_of(item: Joins | Leaves | GivesNotice) -> date:
    if isinstance(item, Joins):
        return item.first_day
    return item.last_day if isinstance(item, Leaves) else item.received


def _join(definition: Definition, known: _Facts, item: Joins) -> None:
    rule = definition.first(Entry)
    for name in requirements(rule) if rule is not None else ():
        kind = _FACT_OF.get(name)
        if kind is not None:
            papers = {"extract_on": item.first_day.isoformat()} if kind == "decision.adopted" else {}
            known.add(kind, item.first_day, item.party, papers)


def _leave(definition: Definition, known: _Facts, item: Leaves | GivesNotice) -> None:
    rule = definition.first(Withdrawal)
    facts = known.in_force()
    line = timeline(definition, facts)
    spell = spell_at(line, item.party, _day_of(item))
    if rule is None or spell is None:
        return
    known.withdraw(_notices_in(facts, line, item.party, spell))
    if isinstance(item, Leaves):
        given = max(spell.interval.start, notice_day(rule, item.last_day))
        known.add("notice.given", given, item.party, {"through": item.last_day.isoformat()})
        return
    day = item.received
    known.add("notice.given", day, item.party, {"dated": day.isoformat(), "sent": day.isoformat(), **_FORM})
    for code in line.circle.bound_on(day):
        if code != item.party:
            known.add("notice.received", day, code, {"notice_party": item.party})
    for capacity in (rule.addressees, COORDINATOR):
        known.add("notice.received", day, None, {"notice_party": item.party, "by": capacity})


_FORM = {"form": "written_signed"}


def spell_at(line: Timeline, party: str, day: date) -> Spell | None:
    """The party's latest time as a party that has begun on the day; None before the first."""
    begun = [spell for spell in line.spells.get(party, ()) if spell.interval.start <= day]
    return begun[-1] if begun else None


def _notices_in(facts: Iterable[Fact], line: Timeline, party: str, spell: Spell) -> list[Fact]:
    """The notices a party has given in one of its times as a party: what is supposed takes their place."""
    later = [item.interval.start for item in line.spells[party] if item.interval.start > spell.interval.start]
    stop = min(later, default=FOREVER)
    return [
        fact
        for fact in facts
        if fact.kind == "notice.given" and fact.party == party and spell.interval.start <= fact.valid_on < stop
    ]


def notice_day(rule: Withdrawal, last_day: date) -> date:
    """The latest day on which everybody can have had a notice that lets somebody leave by ``last_day``.

    Where the clause gives no way to count, the last day itself.
    """
    if not isinstance(rule.period, Period):
        return last_day
    back = add_period(last_day, Period(-rule.period.count, rule.period.unit))
    for days in range(5, -40, -1):
        anchor = back + days * ONE_DAY
        found = counted(rule, anchor)
        if isinstance(found, Counted) and found.last_day <= last_day:
            return anchor
    return back


# --- money ----------------------------------------------------------------------------------------------


def _with_budgets(definition: Definition, known: _Facts, supposed: tuple[Supposition, ...], as_of: date) -> None:
    rule = definition.first(Fee)
    if rule is None:
        return
    given = {item.year: item.amount for item in supposed if isinstance(item, Budget)}
    growth = next((item.percent for item in supposed if isinstance(item, Growth)), None)
    decided = known.of_kind("budget.adopted")
    last = last_budget(decided)
    amounts = dict(given)
    if growth is not None:
        amounts |= grown(last, given, growth, max(as_of.year, last[0] if last else 0) + YEARS_AHEAD)
    for year, amount in sorted(amounts.items()):
        replaced = [fact for fact in decided if int(fact.payload["year"]) == year]
        for fact in replaced:
            known.add("budget.adopted", fact.valid_on, None, {**fact.payload, "amount": amount}, fact.seq)
        if not replaced:
            # It names the fee, so that it shows no budget has been decided on: only the sum is supposed.
            known.add("budget.adopted", min(as_of, date(year, 1, 1)), None, _sum(rule, year, amount))


def _sum(rule: Fee, year: int, amount: Ore) -> dict[str, Any]:
    return {"year": year, "amount": amount, "rule": rule.id}


def last_budget(facts: Iterable[Fact]) -> tuple[int, Ore] | None:
    """The last year with a budget, and the latest sum decided for it."""
    found = [fact for fact in facts if fact.kind == "budget.adopted"]
    if not found:
        return None
    last = max(found, key=lambda fact: (int(fact.payload["year"]), fact.valid_on, fact.seq))
    return int(last.payload["year"]), int(last.payload["amount"])


def grown(last: tuple[int, Ore] | None, given: Mapping[int, Ore], growth: Fraction, until: int) -> dict[int, Ore]:
    """The budgets after the last one known (or supposed, which begins anew), through a year, in whole kronor."""
    start = last or min(given.items(), default=None)
    found: dict[int, Ore] = {}
    if start is None:
        return found
    base_year, base = start
    base = given.get(base_year, base)
    for year in range(base_year + 1, min(until, LAST_YEAR) + 1):
        if year in given:
            base_year, base = year, given[year]
        exact = Fraction(base, ORE_PER_KRONA) * (1 + growth / 100) ** (year - base_year)
        found[year] = int(exact + Fraction(1, 2)) * ORE_PER_KRONA
    return found | {year: amount for year, amount in given.items() if year > base_year or year in found}
