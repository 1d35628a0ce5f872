"""The sections under a year's fee: what a correction moved, and the costs shared beside the fee."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samverk.lib.collation import sort_key
from samverk.rules.adjustments import Adjustment
from samverk.rules.evaluate import Evaluation
from samverk.rules.facts import FACT_KINDS, Fact
from samverk.rules.fee_sheet import CostSheet, FeeYear
from samverk.rules.finding import Finding
from samverk.rules.money import Ore
from samverk.rules.provisions import CostEvent
from samverk.rules.situation import Situation
from samverk.rules.wording import Language, Text, Year, lowered, say
from samverk.rules.wording import Ore as Sum
from samverk.web.agreements import derivation, questions
from samverk.web.fees.rows import change, in_order, money
from samverk.web.shapes import Chip, Settling, Shape


@dataclass(frozen=True, slots=True)
class Moved(Shape):
    """What a correction moved for one party, and what is left to invoice or credit."""

    name: str
    before: str
    after: str
    delta: str


@dataclass(frozen=True, slots=True)
class AdjustmentShown(Shape):
    """A correction: its heading, what was changed, each party's difference and their sum, the fact behind it."""

    id: str
    heading: str
    lead: str
    rows: tuple[Moved, ...]
    total: Moved
    verdict: str
    href: str


@dataclass(frozen=True, slots=True)
class Part(Shape):
    """A party's part of a shared cost."""

    name: str
    amount: str
    why: str


@dataclass(frozen=True, slots=True)
class CostShown(Shape):
    """A shared cost: what happened, how sure it is, and the parts; none while something is missing."""

    id: str
    heading: str
    lead: str
    basis: str | Settling
    chips: tuple[Chip, ...]
    why: str
    parts: tuple[Part, ...]
    total: Part | None
    note: str
    example: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with its heading. ``of_fee``: it is one of the fee, not of a shared cost."""

    heading: Text
    adjustment: Adjustment
    of_fee: bool


def adjustment_shown(
    situation: Situation, found: Corrected, number: int, register: str, language: Language
) -> AdjustmentShown:
    """A correction as the page shows it; ``register`` is the address of the facts."""
    one = found.adjustment
    codes = sorted(one.deltas, key=lambda code: sort_key(situation.name(code).sv))
    rows = tuple(
        Moved(
            situation.name(code).in_language(language),
            money(one.before.get(code, 0)),
            money(one.after.get(code, 0)),
            change(one.deltas[code]),
        )
        for code in codes
    )
    before, after = sum(one.before.values()), sum(one.after.values())
    everybody = say("Alla {n}", "All {n}", n=len({*one.before, *one.after})).in_language(language)
    total = Moved(everybody, money(before), money(after), change(one.total))
    return AdjustmentShown(
        id=f"r{number}",
        heading=found.heading.in_language(language),
        lead=what_changed(situation, one).in_language(language),
        rows=rows,
        total=total,
        verdict=_together(one.total, of_fee=found.of_fee).in_language(language),
        href=f"{register}?uppgift={one.fact.seq}#u{one.fact.seq}" if register else "",
    )


def what_changed(situation: Situation, one: Adjustment) -> Text:
    """The correction as a sentence."""
    old = one.replaced
    if one.fact.kind == "budget.adopted" and old is not None and old.kind == "budget.adopted":
        return say(
            "Budgeten rättades från {old} till {new}.",
            "The budget was corrected from {old} to {new}.",
            old=Sum(int(old.payload["amount"])),
            new=Sum(int(one.fact.payload["amount"])),
        )
    if one.fact.kind in ("outcome.recognised", "cost.recognised") and old is not None and "amount" in old.payload:
        return say(
            "{what} rättades från {old} till {new}.",
            "{what} was corrected from {old} to {new}.",
            what=Text("Utfallet", "The outcome")
            if one.fact.kind == "outcome.recognised"
            else Text("Kostnaden", "The cost"),
            old=Sum(int(old.payload["amount"])),
            new=Sum(int(one.fact.payload["amount"])),
        )
    if one.fact.kind == "budget.adopted":
        return say(
            "Budgeten ändrades till {new}.", "The budget became {new}.", new=Sum(int(one.fact.payload["amount"]))
        )
    if one.fact.kind == "weights.updated":
        return _which_figures(situation, one.fact, old)
    name = lowered(FACT_KINDS[one.fact.kind].name)
    return say(
        "En uppgift registrerades efteråt: {what}{who}.",
        "A fact was recorded afterwards: {what}{who}.",
        what=name,
        who=say(", {name}", ", {name}", name=situation.name(one.fact.party)) if one.fact.party else Text("", ""),
    )


def _which_figures(situation: Situation, new: Fact, old: Fact | None) -> Text:
    figures = new.payload.get("figures") or {}
    before = (old.payload.get("figures") or {}) if old is not None else {}
    other = [code for code, figure in figures.items() if before and before.get(code) != figure]
    if len(other) == 1:
        return say(
            "Folkmängden för {name} rättades från {old} till {new}.",
            "The population of {name} was corrected from {old} to {new}.",
            name=situation.name(other[0]),
            old=int(before.get(other[0], 0)),
            new=int(figures[other[0]]),
        )
    if other:
        return say(
            "Folkmängden rättades för {n} kommuner.", "The population of {n} municipalities was corrected.",
            n=len(other),
        )  # fmt: skip
    return Text("Folkmängden fastställdes på nytt.", "The population was fixed anew.")


def _together(total: Ore, *, of_fee: bool) -> Text:
    if total == 0:
        return Text(
            "Skillnaderna tar ut varandra: tillsammans är de 0 kr.", "The differences cancel: together they are 0 kr."
        )
    return say(
        "Skillnaderna blir tillsammans {total}, precis vad {what} ändrades med.",
        "Together the differences are {total}, exactly the change of {what}.",
        total=Sum(total),
        what=Text("budgeten", "the budget") if of_fee else Text("beloppet som delas", "the sum that is split"),
    )


def left_to_settle(found: FeeYear) -> dict[str, Ore]:
    """What remains to invoice (or credit, negative) of each party that has been invoiced; nothing for the others."""
    return {
        code: share.amount - found.payments[code].invoiced
        for code, share in found.round.shares.items()
        if code in found.payments and found.payments[code].invoices
        if share.amount != found.payments[code].invoiced
    }


@dataclass(frozen=True, slots=True)
class Place:
    """What every section is written for; ``why`` gives the address of a derivation."""

    agreement: str
    evaluation: Evaluation
    query: str
    why: Callable[[str], str]
    language: Language


def cost_shown(place: Place, cost: CostSheet) -> CostShown:
    """A shared cost as the page shows it."""
    event, rule = cost.event, cost.rule
    evaluation, why, language = place.evaluation, place.why, place.language
    key = f"{rule.id}~parties~{event.day.isoformat()}"
    finding = evaluation.get(key)
    parts = tuple(_parts(cost, why, language)) if cost.sheet is not None else ()
    total = None
    if cost.sheet is not None:
        count = say("Alla {n}", "All {n}", n=len(cost.sheet.lines)).in_language(language)
        total = Part(count, money(cost.sheet.charge.total), "")
    return CostShown(
        id=f"k-{rule.id}-{event.day.isoformat()}",
        heading=heading_of(cost).in_language(language),
        lead=_told(cost, finding).in_language(language),
        basis=questions.basis_of(finding) if finding is not None else "derived",
        chips=derivation.chips(place.agreement, evaluation.situation.definition, rule.cite, place.query, language),
        why=why(key) if finding is not None else "",
        parts=parts,
        total=total,
        note=_detail(finding).in_language(language),
        example=finding is not None and evaluation.rests_on_example(finding),
    )


def heading_of(cost: CostSheet) -> Text:
    """What a shared cost is called: "Överskridande 2022", or "Utfall 2022" when nothing is to be shared."""
    if cost.event.amount is not None and cost.event.amount <= 0:
        return say("Utfall {year}", "Outcome {year}", year=Year(cost.event.year))
    return name_of_cost(cost.rule, cost.event.year)


def name_of_cost(rule: CostEvent, year: int) -> Text:
    """What the cost of a provision is called for a year."""
    name = {
        "outcome_exceeds_adopted_budget": Text("Överskridande", "Overrun"),
        "role_abolished": Text("Avveckling", "Wind-down"),
    }.get(rule.trigger.partition(":")[0], rule.label)
    return say("{name} {year}", "{name} {year}", name=name, year=Year(year))


def _told(cost: CostSheet, finding: Finding | None) -> Text:
    """What happened, in words: outcome and budget, or the cost established."""
    facts = {fact.kind: fact for fact in cost.event.facts}
    outcome, budget = facts.get("outcome.recognised"), facts.get("budget.adopted")
    said = finding.headline if finding is not None else Text("", "")
    if outcome is not None and budget is not None:
        return say(
            "Utfallet blev {spent} mot budgeten {adopted}, fastställt {day}. {said}.",
            "The outcome was {spent} against the budget of {adopted}, established on {day}. {said}.",
            spent=Sum(int(outcome.payload["amount"])),
            adopted=Sum(int(budget.payload["amount"])),
            day=outcome.valid_on,
            said=said,
        )
    return say("{label}. {said}.", "{label}. {said}.", label=cost.rule.label, said=said)


def _detail(finding: Finding | None) -> Text:
    surplus = finding is not None and finding.value is not None and not finding.value.get("shares")
    return finding.detail if surplus and finding is not None and finding.detail is not None else Text("", "")


def _parts(cost: CostSheet, why: Callable[[str], str], language: Language) -> Iterator[Part]:
    sheet = cost.sheet
    assert sheet is not None  # noqa: S101 - asked for only then
    for line in in_order(sheet, cost.situation):
        name = cost.situation.name(line.party)
        key = f"{cost.rule.id}~party.{line.party}~{cost.event.day.isoformat()}"
        yield Part(name.in_language(language), money(line.share.amount), why(key))
