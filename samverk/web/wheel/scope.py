"""Whose wheel: everything of an agreement, what concerns a municipality, or what the posts of a person concern."""

from __future__ import annotations

from dataclasses import dataclass

from samverk.accounts.policy import Actor
from samverk.agreements.policy import MONEY_POSTS
from samverk.rules.evaluate import Evaluation
from samverk.rules.intervals import year as days_of
from samverk.rules.wheel.days import Roots
from samverk.rules.wheel.entry import Lane, WheelEntry
from samverk.rules.wheel.year import NO_ROOTS, entries, of_party


@dataclass(frozen=True, slots=True)
class Scope:
    """What of an agreement is shown: ``everything``, or what concerns these parties and whole subjects (``lanes``)."""

    everything: bool = False
    parties: frozenset[str] = frozenset()
    lanes: frozenset[Lane] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Nothing at all."""
        return not (self.everything or self.parties or self.lanes)

    def entries(self, evaluation: Evaluation, year: int, roots: Roots = NO_ROOTS) -> tuple[WheelEntry, ...]:
        """The entries of a year, each once."""
        if self.everything:
            return entries(evaluation, year, roots=roots)
        found: dict[str, WheelEntry] = {}
        whose = self.subjects(evaluation, year)
        if whose:
            found = {item.identity: item for item in entries(evaluation, year, roots=roots, whose=whose)}
        if self.lanes:
            own = (item for item in entries(evaluation, year, roots=roots) if item.lane in self.lanes)
            found |= {item.identity: item for item in own}
        return tuple(found.values())

    def subjects(self, evaluation: Evaluation, year: int) -> frozenset[str]:
        """Whom the entries of a year must concern: of parties that are bound, or have a day, in it."""
        situation, period = evaluation.situation, days_of(year)
        bound = [
            code for code in self.parties if any(held.overlap(period) for held in situation.membership.get(code, ()))
        ]
        found: frozenset[str] = frozenset(f"party:{code}" for code in self.parties)
        for code in bound:
            found |= of_party(situation, code, year)
        return found

    def meets(self, evaluation: Evaluation, body: str, year: int) -> bool:
        """Whether a body's meetings belong to it."""
        return self.everything or "meetings" in self.lanes or f"body:{body}" in self.subjects(evaluation, year)


EVERYTHING = Scope(everything=True)


def of_municipality(code: str) -> Scope:
    """What concerns one municipality."""
    return Scope(parties=frozenset((code,)))


def of_actor(asking: Actor, agreement: str) -> Scope:
    """What someone's posts concern in an agreement.

    A post for a municipality: what concerns it. A post for the whole agreement: everything, but for a controller the
    money. Those who run the installation have no post in the cooperation.
    """
    held = [role for role in asking.roles if role.agreement in ("", agreement)]
    whole = [role for role in held if role.agreement and not role.party]
    return Scope(
        everything=any(role.kind not in MONEY_POSTS for role in whole),
        parties=frozenset(role.party for role in held if role.party),
        lanes=frozenset({"money"} if whole else ()),
    )
