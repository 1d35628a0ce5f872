"""Each municipality's way into and out of an agreement: named, decided, signed, bound, under notice, gone.

What the page of parties shows. Facts are read up to a day; nothing here depends on a situation.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from samverk.rules.admission import may_be_party
from samverk.rules.definition import Definition
from samverk.rules.entry_day import EntryDay
from samverk.rules.exit_day import Exit
from samverk.rules.facts import Fact
from samverk.rules.frozen import frozen
from samverk.rules.membership import Spell, Timeline, timeline
from samverk.rules.wording import Text

type PartyStatus = Literal[
    "named", "declined", "postponed", "reserved", "decided", "signed", "in_force", "under_notice", "exited"
]

STATUS_NAMES: dict[PartyStatus, Text] = {
    "named": Text("Namngiven", "Named"),
    "declined": Text("Avböjt", "Declined"),
    "postponed": Text("Bordlagt", "Postponed"),
    "reserved": Text("Antagit med förbehåll", "Adopted with reservation"),
    "decided": Text("Beslutat", "Decided"),
    "signed": Text("Undertecknat", "Signed"),
    "in_force": Text("Gäller", "In force"),
    "under_notice": Text("Uppsagd", "Under notice"),
    "exited": Text("Utträdd", "Left"),
}
_POSITIONS = ("decision.adopted", "decision.declined", "decision.postponed")
HISTORY_KINDS = (*_POSITIONS, "decision.legal_force", "signature.given", "copy.delivered")


@frozen
class PartyHistory:
    """Where a municipality stands on a day. Each fact is the latest of its kind; None: there is none.

    ``position`` is its latest decision (to adopt, decline or postpone); ``spells`` its times as a party;
    ``ahead`` what it lacks to be bound, when it is not; ``exit`` the notice under which it is or was.
    """

    party: str
    status: PartyStatus
    named: bool
    position: Fact | None = None
    decided: Fact | None = None
    legal_force: Fact | None = None
    signed: Fact | None = None
    copy: Fact | None = None
    spells: tuple[Spell, ...] = ()
    ahead: EntryDay | None = None
    exit: Exit | None = None

    @property
    def bound_from(self) -> date | None:
        """The first day of the latest time as a party."""
        return self.spells[-1].interval.start if self.spells else None

    @property
    def last_day(self) -> date | None:
        """The last day of the latest time as a party, where there is one."""
        return self.spells[-1].interval.last_day if self.spells else None

    @property
    def has_reservation(self) -> bool:
        """Whether the decision to adopt carries a reservation."""
        return self.decided is not None and bool(self.decided.payload.get("reservation"))

    @property
    def lacks_extract(self) -> bool:
        """Whether there is a decision to adopt without its evidence: minutes extract or other paper."""
        return self.decided is not None and not has_extract(self.decided)


def has_extract(fact: Fact) -> bool:
    """Whether a decision's minutes extract (or another paper that proves it) is home."""
    return any(fact.payload.get(key) for key in ("extract_on", "document", "evidence"))


def histories(
    definition: Definition, facts: Iterable[Fact], as_of: date, *, bound: Timeline | None = None
) -> dict[str, PartyHistory]:
    """The history of everybody named and everybody with a fact, by code.

    ``facts``: those in force; later ones than the day are left out. ``bound``: the timeline of the same facts where
    it is at hand; then facts of ``HISTORY_KINDS`` are enough.
    """
    known = sorted((fact for fact in facts if fact.valid_on <= as_of), key=lambda fact: (fact.valid_on, fact.seq))
    line = timeline(definition, known) if bound is None else bound
    own: dict[str, dict[str, Fact]] = {code: {} for code in definition.parties}
    for fact in known:
        if fact.kind in HISTORY_KINDS and fact.party and may_be_party(fact.party, definition):
            kind = "position" if fact.kind in _POSITIONS else fact.kind
            own.setdefault(fact.party, {})[kind] = fact
            own[fact.party][fact.kind] = fact
    return {code: _history(definition, code, own[code], line, as_of) for code in sorted(own)}


def _history(definition: Definition, code: str, own: dict[str, Fact], line: Timeline, as_of: date) -> PartyHistory:
    spells = line.spells.get(code, ())
    latest = spells[-1] if spells else None
    return PartyHistory(
        party=code,
        status=_status(own, spells, as_of),
        named=code in definition.parties,
        position=own.get("position"),
        decided=own.get("decision.adopted"),
        legal_force=own.get("decision.legal_force"),
        signed=own.get("signature.given"),
        copy=own.get("copy.delivered"),
        spells=spells,
        ahead=line.ahead.get(code),
        exit=latest.exit if latest is not None else None,
    )


def _status(own: dict[str, Fact], spells: tuple[Spell, ...], as_of: date) -> PartyStatus:
    for spell in spells:
        if as_of in spell.interval:
            return "under_notice" if spell.exit is not None else "in_force"
    if spells and spells[-1].interval.start <= as_of:
        return "exited"
    if "signature.given" in own:
        return "signed"
    return _position(own.get("position"))


def _position(fact: Fact | None) -> PartyStatus:
    if fact is None:
        return "named"
    if fact.kind == "decision.adopted":
        return "reserved" if fact.payload.get("reservation") else "decided"
    return "declined" if fact.kind == "decision.declined" else "postponed"
