"""What later knowledge has changed in a year's fee: deltas per party, settled by new invoices and credits (N-10a).

A fee is never edited. When a figure or a budget is corrected by a new fact, everybody's share is computed anew, and
what each is to pay or get back is the difference: deltas that sum to zero, or to the change of the budget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from samverk.rules.facts import Fact
from samverk.rules.fee_sheet import FeeYear, cost_sheets, fee_year
from samverk.rules.frozen import frozen
from samverk.rules.membership import MEMBERSHIP_KINDS
from samverk.rules.money import Ore
from samverk.rules.provisions import CostEvent, Fee
from samverk.rules.shares import corrections
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
    """Every change of a year's fees after they were first known, in the order recorded."""
    money = _chain(situation.known, lambda fact: fact.kind in _MONEY and fact.payload.get("year") == year)
    return _changes(situation, money, lambda one: _fees(one, rule, year), year)


def cost_adjustments(situation: Situation, rule: CostEvent, year: int) -> tuple[Adjustment, ...]:
    """The same for the parts of a shared cost that belongs to a year."""
    role = rule.trigger.partition(":")[2]

    def decides(fact: Fact) -> bool:
        if not role:
            return fact.kind in _MONEY | {"outcome.recognised"} and fact.payload.get("year") == year
        named = fact.payload.get("rule") == rule.id or fact.payload.get("role") == role
        return fact.kind in ("cost.recognised", "role.ended") and named

    return _changes(situation, _chain(situation.known, decides), lambda one: _parts(one, rule, year), year)


type _Amounts = dict[str, Ore]


def _changes(
    situation: Situation, money: list[Fact], amounts: Callable[[Situation], _Amounts | None], year: int
) -> tuple[Adjustment, ...]:
    """Each difference between what the facts gave when one was recorded and before it. ``money``: the facts the sum is
    made of and their corrections; ``amounts``: what each pays by what is known then, None while that is unknown.
    """
    found: list[Adjustment] = []
    known: _Amounts | None = None
    for fact in _moments(situation, money, amounts, year):
        now = amounts(_as_known(situation, fact.seq))
        if known is not None and now is not None and now != known:
            found.append(Adjustment(fact, _replaced(situation, fact), known, now, corrections(known, now)))
        known = now if now is not None else known
    return tuple(found)


def _moments(
    situation: Situation, money: list[Fact], amounts: Callable[[Situation], _Amounts | None], year: int
) -> tuple[Fact, ...]:
    """The facts after which the amounts may have changed; none when nothing has happened since they were first known.

    Where there is one fact of each kind nothing was corrected, and the last of them made the amounts known.
    """
    if len({fact.kind for fact in money}) == len(money):
        start = money[-1] if money else None
    else:
        start = next((fact for fact in money if amounts(_as_known(situation, fact.seq)) is not None), None)
    if start is None:
        return ()
    later = [fact for fact in money if fact.seq > start.seq]
    ends = date(year + 2, 1, 1)  # no period of a year's fee reaches further
    others = _chain(situation.known, lambda fact: fact.kind in MEMBERSHIP_KINDS | {"interpretation.adopted"})
    rest = [fact for fact in others if fact.seq > start.seq and (fact.corrects is not None or fact.valid_on < ends)]
    rest = _telling(situation, rest, amounts)
    return (start, *sorted((*later, *rest), key=lambda fact: fact.seq)) if later or rest else ()


def _telling(situation: Situation, facts: list[Fact], amounts: Callable[[Situation], _Amounts | None]) -> list[Fact]:
    """The facts about parties and readings, unless with and without them the amounts are the same."""
    ignored = {fact.seq for fact in facts}
    without = _of([fact for fact in situation.known if fact.seq not in ignored], situation)
    return facts if amounts(without) != amounts(situation) else []


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


def _fees(situation: Situation, rule: Fee, year: int) -> _Amounts | None:
    """Each party's fee in öre; None while something is missing."""
    own = situation.definition.rules.get(rule.id)
    found = fee_year(situation, own, year) if isinstance(own, Fee) else None
    if found is None or found.sheet is None:
        return None
    return {code: share.amount for code, share in found.round.shares.items()}


def _parts(situation: Situation, rule: CostEvent, year: int) -> _Amounts | None:
    """Each party's part of a shared cost in öre, empty where there is nothing to share; None while it is not known."""
    costs = [cost for cost in cost_sheets(situation, year) if cost.rule.id == rule.id and cost.event.year == year]
    if not costs or any(cost.sheet is None and (cost.event.amount or 1) > 0 for cost in costs):
        return None
    found: _Amounts = {}
    for line in (line for cost in costs if cost.sheet is not None for line in cost.sheet.lines):
        found[line.party] = found.get(line.party, 0) + line.share.amount
    return found


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
