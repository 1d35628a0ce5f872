"""What later knowledge has changed in a year's fee: deltas per party, settled by new invoices and credits (N-10a).

A fee is never edited. When a figure or a budget is corrected by a new fact, everybody's share is computed anew, and
what each is to pay or get back is the difference: deltas that sum to zero, or to the change of the budget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from samverk.rules.facts import Fact
from samverk.rules.fee_sheet import FeeYear, fee_year
from samverk.rules.fees import terms_of
from samverk.rules.frozen import frozen
from samverk.rules.membership import MEMBERSHIP_KINDS
from samverk.rules.money import Ore
from samverk.rules.provisions import Fee
from samverk.rules.shares import corrections, needs_figures
from samverk.rules.situation import Situation
from samverk.rules.situation import situation as situation_of

_MONEY = frozenset({"budget.adopted", "weights.updated"})


@frozen
class Adjustment:
    """A change of the shares after they were first known. ``fact`` made it, ``replaced`` is the one it corrected.

    ``before`` and ``after``: each party's fee in öre; ``deltas`` the difference where there is one, positive to pay.
    """

    fact: Fact
    replaced: Fact | None
    before: Mapping[str, Ore]
    after: Mapping[str, Ore]
    deltas: Mapping[str, Ore]

    @property
    def total(self) -> Ore:
        """What the deltas sum to: the change of the budget, zero when only figures or parties changed."""
        return sum(self.deltas.values())


def adjustments(situation: Situation, rule: Fee, year: int) -> tuple[Adjustment, ...]:
    """Every change of a year's shares after they were first known, in the order recorded."""
    moments = _moments(situation, rule, year)
    found: list[Adjustment] = []
    shares: Mapping[str, Ore] = {}
    for fact in moments:
        now = _shares(_as_known(situation, fact.seq), rule, year)
        if shares and now and now != shares:
            found.append(Adjustment(fact, _replaced(situation, fact), shares, now, corrections(shares, now)))
        shares = now or shares
    return tuple(found)


def _moments(situation: Situation, rule: Fee, year: int) -> tuple[Fact, ...]:
    """The facts after which the shares may have changed; none when nothing has happened since they were first known."""
    terms = terms_of(situation, rule, year)
    if terms is None:
        return ()
    money = _chain(situation.known, lambda fact: fact.kind in _MONEY and fact.payload.get("year") == year)
    needed = _MONEY if needs_figures(terms.key) else {"budget.adopted"}
    first = next((n for n in range(len(money)) if needed <= {fact.kind for fact in money[: n + 1]}), None)
    if first is None:
        return ()
    start, later, since = money[first], money[first + 1 :], money[first].seq
    ends = date(year + 2, 1, 1)  # no period of a year's fee reaches further
    others = _chain(situation.known, lambda fact: fact.kind in MEMBERSHIP_KINDS | {"interpretation.adopted"})
    rest = [fact for fact in others if fact.seq > since and (fact.corrects is not None or fact.valid_on < ends)]
    rest = _telling(situation, rule, year, rest)
    return (start, *sorted((*later, *rest), key=lambda fact: fact.seq)) if later or rest else ()


def _telling(situation: Situation, rule: Fee, year: int, facts: list[Fact]) -> list[Fact]:
    """The facts about parties and readings, unless with and without them the shares are the same."""
    ignored = {fact.seq for fact in facts}
    without = _of([fact for fact in situation.known if fact.seq not in ignored], situation)
    return facts if _shares(without, rule, year) != _shares(situation, rule, year) else []


def _chain(known: Iterable[Fact], wanted: Callable[[Fact], bool]) -> list[Fact]:
    """The facts wanted, and whatever corrects or withdraws one of them, in the order recorded."""
    found: dict[int, Fact] = {}
    for fact in sorted(known, key=lambda fact: fact.seq):
        if wanted(fact) or fact.corrects in found:
            found[fact.seq] = fact
    return list(found.values())


def _as_known(situation: Situation, seq: int) -> Situation:
    return _of([fact for fact in situation.known if fact.seq <= seq], situation)


def _of(facts: list[Fact], like: Situation) -> Situation:
    if len(facts) == len(like.known):
        return like
    return situation_of(
        like.written, facts, as_of=like.as_of, names=like.names, options=like.supposed, ahead=like.ahead
    )


def _shares(situation: Situation, rule: Fee, year: int) -> dict[str, Ore]:
    """Each party's fee in öre; empty while something is missing."""
    own = situation.definition.rules.get(rule.id)
    found = fee_year(situation, own, year) if isinstance(own, Fee) else None
    return {code: share.amount for code, share in found.round.shares.items()} if found is not None else {}


def _replaced(situation: Situation, fact: Fact) -> Fact | None:
    return next((one for one in situation.known if one.seq == fact.corrects), None)


# --- before it is recorded --------------------------------------------------------------------------------


@frozen
class Effect:
    """What a fact would do to a year's fee: the year as it is, and as it would be.

    ``now`` is None where nothing could be computed without the fact and something that stands in for it.
    """

    now: FeeYear | None
    then: FeeYear | None

    @property
    def deltas(self) -> dict[str, Ore]:
        """What each would pay more (or less, negative)."""
        return corrections(_amounts(self.now), _amounts(self.then))


def effect_of(situation: Situation, rule: Fee, year: int, proposed: Fact, meanwhile: Iterable[Fact] = ()) -> Effect:
    """What a fact not yet recorded would do. ``meanwhile``: facts that stand in for what is missing, on both sides of
    the comparison unless the proposed fact takes their place.
    """
    stand_ins = tuple(meanwhile)
    base = tuple(fact for fact in stand_ins if fact.kind != proposed.kind)
    before = _of([*situation.known, *stand_ins], situation)
    after = _of([*situation.known, *base, proposed], situation)
    return Effect(_year(before, rule, year), _year(after, rule, year))


def stand_ins(situation: Situation, year: int) -> tuple[Fact, ...]:
    """What can stand in for a year's budget and figures while they are missing: those of the latest year before.

    The facts are made up for a comparison and never recorded; each keeps the payload of the one it is taken from.
    """
    found = []
    for number, kind in enumerate(sorted(_MONEY), 1):
        known = [fact for fact in situation.of(kind) if int(fact.payload["year"]) <= year]
        latest = max(known, key=lambda fact: (int(fact.payload["year"]), fact.valid_on, fact.seq), default=None)
        if latest is not None and int(latest.payload["year"]) < year:
            seq = max(fact.seq for fact in situation.known) + number
            payload = {**latest.payload, "year": year}
            found.append(Fact(seq, kind, situation.as_of, latest.recorded_at, payload=payload, example=latest.example))
    return tuple(found)


def _year(situation: Situation, rule: Fee, year: int) -> FeeYear | None:
    own = situation.definition.rules.get(rule.id)
    return fee_year(situation, own, year) if isinstance(own, Fee) else None


def _amounts(found: FeeYear | None) -> dict[str, Ore]:
    return {code: share.amount for code, share in found.round.shares.items()} if found is not None else {}
