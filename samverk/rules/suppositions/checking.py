"""Which suppositions are possible: every refusal at once, each with what was found, what was expected, what to do.

Possible does not depend on the day that a page shows: an address that holds on one page holds on the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from samverk.rules.admission import may_be_party
from samverk.rules.definition import Definition
from samverk.rules.entry_day import last_day_to_adopt
from samverk.rules.facts import Fact, in_force
from samverk.rules.fee_year import key_of
from samverk.rules.frozen import frozen
from samverk.rules.intervals import ONE_DAY
from samverk.rules.membership import Timeline, timeline
from samverk.rules.naming import name_of
from samverk.rules.provisions import Fee, Withdrawal
from samverk.rules.suppositions.address import LAST_DAY, Unreadable, option_text, read
from samverk.rules.suppositions.applying import as_read, last_budget, spell_at, world
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
from samverk.rules.wording import Text, Year, say

MOST = 12


@frozen
class Refused:
    """A supposition that cannot be made, as it was written, and why."""

    written: str
    why: Text


@frozen
class Checked:
    """The suppositions that can be made, in the order given, and those that cannot.

    ``takes_effect``: the first day on which every party that joins or leaves has done so; None: nobody moves.
    """

    suppositions: tuple[Supposition, ...]
    refused: tuple[Refused, ...]
    takes_effect: date | None = None


def checked(
    written: Iterable[str],
    definition: Definition,
    facts: Iterable[Fact],
    names: Mapping[str, str],
    known_at: datetime | None = None,
) -> Checked:
    """Reads the parameters of an address and sorts them. ``names``: of every municipality that may be a party."""
    found: dict[Supposition, str] = {}
    refused: list[Refused] = []
    for text in dict.fromkeys(written):
        try:
            found.setdefault(read(text), text)
        except Unreadable as error:
            refused.append(Refused(text, error.message))
    known = tuple(fact for fact in facts if known_at is None or fact.recorded_at <= known_at)
    circle = _Circle(definition, known, names, tuple(found))
    for item, text in list(found.items()):
        why = circle.refusal(item)
        if why is not None:
            refused.append(Refused(text, why))
            del found[item]
    too_many = say("Högst {most} antaganden på en gång.", "At most {most} at a time.", most=MOST)
    refused += [Refused(text, too_many) for text in list(found.values())[MOST:]]
    possible = tuple(found)[:MOST]
    together = _Together(circle, possible)
    refused += [Refused(found[item], why) for item in possible if (why := together.refusal(item)) is not None]
    gone = {item.written for item in refused}
    left = tuple(item for item in possible if found[item] not in gone)
    days = [day for item in left if (day := together.effect(item)) is not None]
    return Checked(left, tuple(refused), max(days, default=None))


class _Together:
    """What comes about when all are supposed together."""

    def __init__(self, circle: _Circle, possible: tuple[Supposition, ...]) -> None:
        self.circle = circle
        self._line: tuple[Definition, Timeline] | None = None
        if any(isinstance(item, Leaves | Joins | GivesNotice) for item in possible):
            made = world(circle.definition, circle.facts, possible, LAST_DAY)
            known = in_force(made.facts)
            read_ = as_read(made.definition, known)
            self._line = read_, timeline(read_, known)

    def refusal(self, item: Supposition) -> Text | None:
        """Why a joining or leaving does not come about, or None."""
        if self._line is None or not isinstance(item, Leaves | Joins):
            return None
        return _not_come_about(self.circle, *self._line, item)

    def effect(self, item: Supposition) -> date | None:
        """The first day on which it has changed who is a party; None where that changes nothing, or has no day."""
        match item:
            case Leaves(_, day):
                return day + ONE_DAY
            case Joins(_, day):
                return day
            case GivesNotice(party, day) if self._line is not None:
                spell = spell_at(self._line[1], party, day)
                last = spell.interval.last_day if spell is not None else None
                return last + ONE_DAY if last is not None else day
            case _:
                return None


class _Circle:
    """What is known when suppositions are judged. ``together``: all that were readable."""

    def __init__(
        self,
        definition: Definition,
        facts: tuple[Fact, ...],
        names: Mapping[str, str],
        together: tuple[Supposition, ...],
    ) -> None:
        self.definition = definition
        self.facts = facts
        self.names = names
        self.together = together
        self._line: Timeline | None = None

    @property
    def line(self) -> Timeline:
        """Who is bound when, with everything that is recorded."""
        if self._line is None:
            known = in_force(self.facts)
            self._line = timeline(as_read(self.definition, known), known)
        return self._line

    def name(self, code: str) -> Text:
        return name_of(self.definition, self.names, code)

    def refusal(self, item: Supposition) -> Text | None:
        """Why a supposition cannot be made by itself, or None."""
        match item:
            case Leaves(party, day) | GivesNotice(party, day):
                return self._unknown(party) or self._no_exit() or self._before_it_joined(item, party, day)
            case Joins(party, day):
                return self._unknown(party) or self._already_in(party, day)
            case Reads(reading, option):
                return self._unread(reading, option)
            case _:
                return self._no_fee() or self._twice(item)

    def _unknown(self, party: str) -> Text | None:
        known = party in self.names or party in self.definition.parties
        if known and may_be_party(party, self.definition):
            return None
        codes = sorted(code for code in {*self.names, *self.definition.parties} if may_be_party(code, self.definition))
        return say(
            "{party} kan inte vara part i {agreement}. Välj bland {names}.",
            "{party} cannot be a party to {agreement}. Choose among {names}.",
            party=self.name(party),
            agreement=self.definition.short,
            names=[self.name(code) for code in codes],
        )

    def _no_exit(self) -> Text | None:
        if self.definition.first(Withdrawal) is not None:
            return None
        return say(
            "{agreement} säger inget om hur en part lämnar, så det går inte att räkna på.",
            "{agreement} says nothing about how a party leaves, so it cannot be worked out.",
            agreement=self.definition.short,
        )

    def _before_it_joined(self, item: Supposition, party: str, day: date) -> Text | None:
        """Refuses leaving before joining; one that joins by another supposition may leave after that."""
        spell = spell_at(self.line, party, day)
        joins = any(isinstance(one, Joins) and one.party == party and one.first_day <= day for one in self.together)
        if isinstance(item, GivesNotice) and spell is not None and day not in spell.interval and not joins:
            return say(
                "{name} var part till och med {last} och kan inte säga upp sig {day}.",
                "{name} was a party through {last} and cannot give notice on {day}.",
                name=self.name(party),
                last=spell.interval.last_day,
                day=day,
            )
        if spell is not None or joins:
            return None
        first = self.line.spells.get(party)
        if first:
            return say(
                "{name} blev part {start} och kan inte lämna {day}. Ange en senare dag.",
                "{name} became a party on {start} and cannot leave on {day}. Give a later day.",
                name=self.name(party),
                start=first[0].interval.start,
                day=day,
            )
        return say(
            "{name} är inte part i {agreement} och kan inte lämna. Anta först att kommunen går med.",
            "{name} is not a party to {agreement} and cannot leave. Suppose first that it joins.",
            name=self.name(party),
            agreement=self.definition.short,
        )

    def _already_in(self, party: str, day: date) -> Text | None:
        spell = spell_at(self.line, party, day)
        leaves = any(isinstance(one, Leaves | GivesNotice) and one.party == party for one in self.together)
        if spell is None or day not in spell.interval or leaves:
            return None
        last = spell.interval.last_day
        return say(
            "{name} är redan part {day}, sedan {start}{until}.",
            "{name} is already a party on {day}, since {start}{until}.",
            name=self.name(party),
            day=day,
            start=spell.interval.start,
            until=say(" och till och med {last}", " and through {last}", last=last) if last else Text("", ""),
        )

    def _unread(self, reading: str, option: str) -> Text | None:
        found = self.definition.readings.get(reading)
        if found is None:
            return say(
                "{agreement} har ingen läsning som heter ”{reading}”. Läsningarna står på sidan Tolkningar.",
                "{agreement} has no reading called “{reading}”. The readings are on the page Readings.",
                agreement=self.definition.short,
                reading=reading,
            )
        if option not in [option_text(one) for one in found.options]:
            return say(
                "Läsningen {reading} har inte svaret ”{option}”. Välj bland {labels}.",
                "The reading {reading} has no option “{option}”. Choose among {labels}.",
                reading=reading,
                option=option,
                labels=[
                    say("”{label}” ({text})", "“{label}” ({text})", label=found.label_of(one), text=option_text(one))
                    for one in found.options
                ],
            )
        if sum(isinstance(one, Reads) and one.reading == reading for one in self.together) > 1:
            return say(
                "Läsningen {reading} har två svar. Ta bort det ena.",
                "The reading {reading} has two answers. Remove one of them.",
                reading=reading,
            )
        return None

    def _no_fee(self) -> Text | None:
        rule = self.definition.first(Fee)
        if rule is not None and rule.total != "none" and key_of(self.definition, rule.key) is not None:
            return None
        return say(
            "{agreement} har ingen avgift, så budget och nyckel gör ingen skillnad.",
            "{agreement} has no fee, so a budget or a key makes no difference.",
            agreement=self.definition.short,
        )

    def _twice(self, item: Supposition) -> Text | None:
        """Refuses two sums for a year, two rates of growth, two keys; and growth from nothing."""
        if isinstance(item, Budget):
            years = Counter(one.year for one in self.together if isinstance(one, Budget))
            if years[item.year] > 1:
                return say(
                    "Budgeten för {year} är antagen två gånger. Ta bort den ena.",
                    "The budget for {year} is supposed twice. Remove one of them.",
                    year=Year(item.year),
                )
            return None
        if isinstance(item, Growth):
            if sum(isinstance(one, Growth) for one in self.together) > 1:
                return Text("Det finns två tal för tillväxten. Ta bort det ena.", "There are two growths. Remove one.")
            if last_budget(in_force(self.facts)) is None and not any(isinstance(one, Budget) for one in self.together):
                return Text(
                    "Ingen budget är beslutad att växa från. Anta också en budget för ett år.",
                    "No budget has been decided to grow from. Suppose a budget for a year too.",
                )
            return None
        if sum(isinstance(one, MixedKey | BandedKey) for one in self.together) > 1:
            return Text("Det finns två nycklar. Ta bort den ena.", "There are two keys. Remove one of them.")
        return None


def _not_come_about(circle: _Circle, definition: Definition, line: Timeline, item: Leaves | Joins) -> Text | None:
    spells = line.spells.get(item.party, ())
    name = circle.name(item.party)
    if isinstance(item, Leaves):
        if any(spell.interval.last_day == item.last_day for spell in spells):
            return None
        return say(
            "Att {name} lämnar {day} stämmer inte med de andra antagandena. Ta bort ett av dem.",
            "That {name} leaves on {day} does not agree with the other suppositions. Remove one of them.",
            name=name,
            day=item.last_day,
        )
    if any(spell.interval.start == item.first_day for spell in spells):
        return None
    closed = last_day_to_adopt(definition)
    if closed is not None and item.first_day > closed:
        return say(
            "{agreement} är stängt för nya parter sedan {closed}, med den läsning som används.",
            "{agreement} has been closed to new parties since {closed}, on the reading in use.",
            agreement=definition.short,
            closed=closed,
        )
    first = min((spell.interval.start for spell in spells if spell.interval.start > item.first_day), default=None)
    if first is not None:
        return say(
            "{name} kan inte bli part {day}: tidigast {first}.",
            "{name} cannot become a party on {day}: {first} at the earliest.",
            name=name,
            day=item.first_day,
            first=first,
        )
    return say(
        "Att {name} går med {day} stämmer inte med avtalet eller de andra antagandena.",
        "That {name} joins on {day} does not agree with the agreement or the other suppositions.",
        name=name,
        day=item.first_day,
    )
