"""From which day a party is bound, and from which again after having left (N-15, K-9a, K-11): the calculation.

Each requirement of the provision is met on a day or not yet. A decision with a reservation is kept but meets nothing:
the agreement has no rule for it. An open reading adds no condition to what the text says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from samverk.rules.definition import Definition
from samverk.rules.facts import Fact
from samverk.rules.frozen import frozen
from samverk.rules.provisions import AdoptionRound, Entry, Membership

ENTRY_KINDS = (
    "decision.adopted", "decision.declined", "decision.legal_force", "signature.given", "adoption.deposited",
)  # fmt: skip
REQUIREMENT_OF = {
    "decision.adopted": "adoption_decision",
    "decision.legal_force": "legal_force",
    "signature.given": "signature",
    "adoption.deposited": "deposit",
}


@frozen
class EntryDay:
    """What stands between a municipality and being bound.

    ``met``: the day each requirement was met; ``missing``: those that are not; ``day``: the first day bound, None
    while something is missing; ``facts``: what the days come from; ``floored``: whether ``day`` is the agreement's
    own first day rather than that of a requirement.
    """

    met: Mapping[str, date]
    missing: tuple[str, ...]
    day: date | None
    facts: tuple[int, ...] = ()
    floored: bool = False


class _Progress:
    """What a party has done so far: each requirement met, on which day, by which fact."""

    __slots__ = ("facts", "met")

    def __init__(self) -> None:
        self.met: dict[str, date] = {}
        self.facts: dict[str, int] = {}

    def take(self, fact: Fact) -> None:
        name = REQUIREMENT_OF[fact.kind]
        if name not in self.met:
            self.met[name] = fact.valid_on
            self.facts[name] = fact.seq

    def undo(self) -> None:
        for name in ("adoption_decision", "legal_force"):
            self.met.pop(name, None)
            self.facts.pop(name, None)

    def complete(self, wanted: tuple[str, ...]) -> bool:
        return all(name in self.met for name in wanted)


def requirements(rule: Entry) -> tuple[str, ...]:
    """What must have happened, legal force included where the reading in use asks for it."""
    extra = ("legal_force",) if rule.legal_force == "required" else ()
    return (*rule.requires, *extra)


def not_before(definition: Definition, rule: Entry) -> date | None:
    """The earliest day anyone is bound: a day, or what another provision's parameter says ("rule:term.start")."""
    text = rule.not_before
    if text.startswith("rule:"):
        rule_id, _, param = text.removeprefix("rule:").partition(".")
        other = definition.rules.get(rule_id)
        found = getattr(other, param, None) if other is not None else None
        return found if isinstance(found, date) else None
    return None if text == "none" else date.fromisoformat(text)


def last_day_to_adopt(definition: Definition) -> date | None:
    """The last day a decision can make somebody a party; None when nothing closes (K-10a, t-10-1, t-r-1)."""
    days: list[date] = []
    members = definition.first(Membership)
    if members is not None and members.closes not in (None, "open", "never"):
        days.append(date.fromisoformat(str(members.closes)))
    round_ = definition.first(AdoptionRound)
    if round_ is not None and round_.late_answer == "refused":
        days += [step.due for step in round_.steps if step.act == "adopt" and step.due is not None]
    return min(days, default=None)


def all_adopted_on(definition: Definition, facts: Iterable[Fact]) -> date | None:
    """The day the last of the named parties decided to adopt, or None while one has not."""
    first: dict[str, date] = {}
    for fact in facts:
        if fact.kind == "decision.adopted" and not fact.payload.get("reservation"):
            first.setdefault(fact.party or "", fact.valid_on)
    if not definition.parties or any(code not in first for code in definition.parties):
        return None
    return max(first[code] for code in definition.parties)


@frozen
class Terms:
    """What a provision asks of everybody, looked up once.

    ``wanted``: the requirements; ``decisive``: those whose day counts; ``floor``: nobody is bound before it;
    ``closes``: the last day to adopt; ``everyone_adopted``: when all named parties had, where that is required;
    ``first_day``: the day when nothing is required at all.
    """

    wanted: tuple[str, ...]
    decisive: tuple[str, ...]
    floor: date | None
    closes: date | None
    everyone_adopted: date | None
    first_day: date


def terms_of(definition: Definition, rule: Entry, *, everyone_adopted: date | None = None) -> Terms:
    """The provision made ready to be asked about many. ``everyone_adopted`` from ``all_adopted_on``."""
    wanted = requirements(rule)
    return Terms(
        wanted,
        _decisive(rule, wanted),
        not_before(definition, rule),
        last_day_to_adopt(definition),
        everyone_adopted if "all_parties_adopted" in wanted else None,
        definition.valid_from,
    )


def entry_day(terms: Terms, facts: Iterable[Fact], *, after: date | None = None) -> EntryDay:
    """When a municipality is first bound, from its own facts in order of day.

    ``after``: only facts later than this day count (the day of the notice, for somebody who comes back).
    """
    progress = _progress(terms, facts, after)
    missing = tuple(name for name in terms.wanted if name not in progress.met)
    seqs = tuple(progress.facts[name] for name in terms.wanted if name in progress.facts)
    if missing:
        return EntryDay(progress.met, missing, None, seqs)
    day = max((progress.met[name] for name in terms.decisive), default=None)
    if day is None or (terms.floor is not None and terms.floor > day):
        return EntryDay(progress.met, (), terms.floor or terms.first_day, seqs, floored=True)
    return EntryDay(progress.met, (), day, seqs)


def _decisive(rule: Entry, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The requirements whose day counts; legal force counts in the place of the decision."""
    if rule.effective == "latest_of_requirements":
        return wanted
    if rule.effective == "adoption_decision" and "legal_force" in wanted:
        return ("legal_force",)
    return (rule.effective,) if rule.effective in wanted else wanted


def _progress(terms: Terms, facts: Iterable[Fact], after: date | None) -> _Progress:
    """The day of each requirement, up to the fact that met the last; to decline undoes the decision before it."""
    found, everyone = _Progress(), terms.everyone_adopted
    if everyone is not None:
        found.met["all_parties_adopted"] = everyone
    for fact in facts:
        if after is not None and fact.valid_on <= after:
            continue
        if found.complete(terms.wanted) and (everyone is None or fact.valid_on > everyone):
            break
        if fact.kind == "decision.declined":
            found.undo()
        elif fact.kind in REQUIREMENT_OF and (fact.kind != "decision.adopted" or _adopts(fact, terms.closes)):
            found.take(fact)
    return found


def _adopts(fact: Fact, closes: date | None) -> bool:
    return not fact.payload.get("reservation") and (closes is None or fact.valid_on <= closes)
