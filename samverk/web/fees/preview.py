"""What proposed figures change for whom, beside what holds without them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from samverk.lib.collation import sort_key
from samverk.reference.population_file import UNUSUAL_PERCENT
from samverk.rules.adjustments import Effect, effect_of, stand_ins
from samverk.rules.facts import Fact
from samverk.rules.fee_sheet import FeeYear
from samverk.rules.wording import Language, Many, Text, Year, day, say, thousands
from samverk.web.fees.proposals import Ground, Proposal
from samverk.web.fees.rows import change, money, parse, percent
from samverk.web.fees.seen import SeenFee
from samverk.web.formats import signed
from samverk.web.shapes import Shape


@dataclass(frozen=True, slots=True)
class Changed(Shape):
    """A party before and after: inhabitants, fee, and the differences. ``unusual``: the figure moves a lot."""

    name: str
    figure_before: str
    figure_after: str
    figure_change: str
    fee_before: str
    fee_after: str
    fee_change: str
    unusual: bool


@dataclass(frozen=True, slots=True)
class Preview(Shape):
    """What fixing the figures does. ``compared``: what they are compared with; ``verdict``: what the differences sum
    to, "" where no sums can be computed; ``changes``: whether anything changes at all.
    """

    source: str
    reference: str
    sha256: str
    compared: str
    verdict: str
    rows: tuple[Changed, ...]
    total: Changed
    unusual: int
    has_fees: bool
    has_before: bool
    stand_in: str
    changes: bool


def of(fee: SeenFee, ground: Ground, proposal: Proposal, language: Language) -> Preview:
    """The preview of a proposal."""
    effect = _effect(fee, ground, proposal)
    before = _figures_before(effect)
    after = dict(proposal.figures)
    now, then = _fees(effect.now), _fees(effect.then)
    codes = [code for code in after if code in then or (not then and code in _bound(ground))]
    codes.sort(key=lambda code: sort_key(ground.situation.name(code).sv))
    rows = tuple(
        _row(ground.situation.name(code).in_language(language), (before.get(code), after[code]),
             (now.get(code), then.get(code)))
        for code in codes
    )  # fmt: skip
    known = [before[code] for code in codes if code in before]
    whole = (sum(known) if known else None, sum(after[code] for code in codes))
    name = say("{n} kommuner", "{n} municipalities", n=len(codes)).in_language(language)
    total = _row(name, whole, (sum(now.values()) if now else None, sum(then.values()) if then else None))
    return Preview(
        source=proposal.source,
        reference=day(parse(proposal.reference_date), language),
        sha256=proposal.sha256[:8],
        compared=_compared(ground, before, language),
        verdict=_verdict(effect, language) if now and then else "",
        rows=rows,
        total=total,
        unusual=sum(row.unusual for row in rows),
        has_fees=bool(then),
        has_before=bool(before),
        stand_in=_stand_in(fee, ground.year, language),
        changes=any(before.get(code) != figure for code, figure in after.items()),
    )


def _effect(fee: SeenFee, ground: Ground, proposal: Proposal) -> Effect:
    situation = fee.situation
    seq = max((fact.seq for fact in situation.known), default=0) + 9
    recorded = situation.known[-1].recorded_at
    valid_on = situation.first_day(ground.fixed) if ground.fixed is not None else situation.as_of
    fact = Fact(seq, "weights.updated", valid_on, recorded, None, proposal.payload, corrects=proposal.corrects)
    return effect_of(situation, fee.rule, ground.year, fact, stand_ins(situation, ground.year))


def _figures_before(effect: Effect) -> dict[str, int]:
    figures = effect.now.round.figures if effect.now is not None else None
    return dict(figures.by_party) if figures is not None else {}


def _fees(found: FeeYear | None) -> dict[str, int]:
    return {code: share.amount for code, share in found.round.shares.items()} if found is not None else {}


def _bound(ground: Ground) -> frozenset[str]:
    return frozenset(ground.situation.membership)


def _row(name: str, figures: tuple[int | None, int], fees: tuple[int | None, int | None]) -> Changed:
    (old, new), (paid, pays) = figures, fees
    unusual = old is not None and abs(new - old) * 100 > UNUSUAL_PERCENT * old
    return Changed(
        name=name,
        figure_before=thousands(old) if old is not None else "–",
        figure_after=thousands(new),
        figure_change=signed(new - old) if old is not None else "–",
        fee_before=money(paid) if paid is not None else "–",
        fee_after=money(pays) if pays is not None else "–",
        fee_change=change(pays - paid) if paid is not None and pays is not None else "–",
        unusual=unusual,
    )


def _compared(ground: Ground, before: dict[str, int], language: Language) -> str:
    if not before:
        text = Text("Det finns inga tidigare siffror att jämföra med.", "There are no earlier figures to compare with.")
    elif ground.fixed is not None:
        text = say(
            "Jämförelsen är med siffrorna som är fastställda för {year}.",
            "Compared with the figures fixed for {year}.",
            year=Year(ground.year),
        )
    else:
        text = say(
            "Jämförelsen är med hur {year} skulle bli med siffrorna från året före: bara folkmängden skiljer.",
            "Compared with what {year} would be with the figures of the year before: only the population differs.",
            year=Year(ground.year),
        )
    return text.in_language(language)


def _verdict(effect: Effect, language: Language) -> str:
    deltas = effect.deltas
    moved = sum(delta for delta in deltas.values() if delta > 0)
    up, down = sum(1 for delta in deltas.values() if delta > 0), sum(1 for delta in deltas.values() if delta < 0)
    total = sum(_fees(effect.then).values())
    part = percent(Fraction(moved, total), language) if total else "0"
    return say(
        "{up} betalar mer och {down} mindre. {moved} kr ({part} av budgeten) flyttas mellan kommunerna; summan är "
        "densamma.",
        "{up} more and {down} less. {moved} kr ({part} of the budget) moves between the municipalities; the sum is "
        "the same.",
        up=_payers(up),
        down=Many(down),
        moved=money(moved),
        part=part,
    ).in_language(language)


def _payers(count: int) -> Text:
    if count == 1:
        return Text("En kommun", "One municipality pays")
    counted = say("{n} kommuner", "{n} municipalities pay", n=Many(count))
    return Text(counted.sv.capitalize(), counted.en.capitalize())


def _stand_in(fee: SeenFee, year: int, language: Language) -> str:
    """That the budget is that of an earlier year."""
    budget = next((one for one in stand_ins(fee.situation, year) if one.kind == "budget.adopted"), None)
    if budget is None:
        return ""
    return say(
        "Budgeten för {year} är inte beslutad. Avgifterna är räknade på budgeten för året före, {sum} kr.",
        "The budget for {year} has not been adopted. The fees are computed from that of the year before, {sum} kr.",
        year=Year(year),
        sum=money(int(budget.payload["amount"])),
    ).in_language(language)
