"""Costs shared when something happens: an overrun budget, a post that ends (N-10d, N-10e).

Each is split on its own, in öre, by the same key as the fee. A surplus mirrors an overrun exactly; whether it is paid
back the text does not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from samverk.rules import readings
from samverk.rules.apportion import ApportionmentError
from samverk.rules.conclude import conclude
from samverk.rules.dates import add_months
from samverk.rules.facts import Fact
from samverk.rules.fee_year import COST_PARAMS, KEY_PARAMS, key_of
from samverk.rules.fees import Other, alternatives_of, impossible_of, obstacle_of, uses_of
from samverk.rules.finding import Basis, Finding, Input, Later, ReadingUse, Step, Verdict
from samverk.rules.frozen import frozen, replace
from samverk.rules.intervals import Interval
from samverk.rules.intervals import year as year_of
from samverk.rules.provisions import ApportionmentKey, CostEvent
from samverk.rules.shares import Charge, Share, UndecidedError, needs_figures, shares_of, steps_of
from samverk.rules.situation import Situation
from samverk.rules.weights import Figures, figures_for, figures_on, input_of, stand_in
from samverk.rules.wording import Ore as Sum
from samverk.rules.wording import Parties, Text, Year, kronor, lowered, say


@frozen
class Event:
    """Something that costs. ``amount`` in öre (negative: a surplus), None while it is not established;
    ``day``: when it was established or happened; ``year``: the year it belongs to; ``arithmetic``: where it comes from.
    """

    day: date
    year: int
    amount: int | None
    facts: tuple[Fact, ...]
    arithmetic: tuple[Step, ...]


@frozen
class Split:
    """An event's sum and the shares of it, or what stands in the way."""

    charge: Charge | None
    figures: Figures | None
    shares: Mapping[str, Share]
    obstacle: Text | None = None


@frozen
class _Books:
    """What an event is shown with: its split, the readings it rests on, the shares under others, and the figures that
    stand in for those the reading asks for.
    """

    split: Split
    used: tuple[ReadingUse, ...]
    others: Sequence[Other]
    assumed: tuple[Input, ...] = ()

    @property
    def plain(self) -> Basis:
        """How sure a sum is when every reading is adopted: not derived where figures of another day stand in."""
        return "assumed" if self.assumed else "derived"


def events(situation: Situation, rule: CostEvent) -> Iterator[Event]:
    """Everything up to the day that sets the provision off."""
    name, _, argument = rule.trigger.partition(":")
    if name == "outcome_exceeds_adopted_budget":
        yield from _outcomes(situation, rule)
    elif name == "role_abolished":
        yield from _abolitions(situation, rule, argument)


def _outcomes(situation: Situation, rule: CostEvent) -> Iterator[Event]:
    """One for each year whose outcome is established and whose budget is known."""
    budgets = {int(fact.payload["year"]): fact for fact in situation.of("budget.adopted")}
    outcomes = {int(fact.payload["year"]): fact for fact in situation.of("outcome.recognised")}
    for year, outcome in sorted(outcomes.items()):
        budget = budgets.get(year)
        if budget is not None:
            spent, adopted = int(outcome.payload["amount"]), int(budget.payload["amount"])
            step = Step(
                say(
                    "Utfall {spent} − budget {adopted}",
                    "Outcome {spent} − budget {adopted}",
                    spent=Sum(spent),
                    adopted=Sum(adopted),
                ),
                kronor(spent - adopted),
            )
            amount, capped = _capped(rule, spent - adopted)
            yield Event(outcome.valid_on, year, amount, (budget, outcome), (step, *capped))


def _capped(rule: CostEvent, amount: int) -> tuple[int, tuple[Step, ...]]:
    if rule.cap is None or amount <= rule.cap:
        return amount, ()
    return rule.cap, (Step(Text("Högst", "At most"), kronor(rule.cap)),)


def _abolitions(situation: Situation, rule: CostEvent, role: str) -> Iterator[Event]:
    """One for each sum established for the role, and one without a sum for an abolished role."""
    ended = [
        fact for fact in situation.of("role.ended") if fact.payload["role"] == role and fact.payload.get("abolished")
    ]
    costs = [
        fact
        for fact in situation.of("cost.recognised")
        if fact.payload.get("rule") == rule.id
        or (fact.payload.get("rule") is None and fact.payload.get("role") == role)
    ]
    for fact in costs:
        before = [end for end in ended if end.valid_on <= fact.valid_on]
        day = before[-1].valid_on if before else fact.valid_on
        amount, capped = _capped(rule, int(fact.payload["amount"]))
        step = Step(
            say("Fastställt {day}", "Established on {day}", day=fact.valid_on), kronor(int(fact.payload["amount"]))
        )
        yield Event(day, day.year, amount, (*before[-1:], fact), (step, *capped))
    for end in ended:
        if end.payload.get("cost") is not None and not costs:
            amount, capped = _capped(rule, int(end.payload["cost"]))
            yield Event(end.valid_on, end.valid_on.year, amount, (end,), capped)
        elif not any(fact.valid_on >= end.valid_on for fact in costs):
            yield Event(end.valid_on, end.valid_on.year, None, (end,), ())


def split_of(situation: Situation, rule: CostEvent, key: ApportionmentKey, event: Event) -> Split:
    """An event's shares: by the year's snapshot and parties, or by those of the day it happened."""
    if event.amount is None:
        return Split(None, None, {}, Text("ett fastställt belopp", "an established sum"))
    if rule.weights_of == "open":
        return Split(None, None, {}, Text("vilka siffror som används", "which figures are used"))
    charge = Charge(event.amount, year_of(event.year), key, rule.unit, rule.payers, rule.partial_year, event.day)
    by_year = rule.weights_of == "period"
    figures = figures_for(situation, key, event.year) if by_year else figures_on(situation, key, event.day)
    if figures is None and needs_figures(key):
        what = say("folkmängd för {year}", "the population for {year}", year=Year(event.year))
        return Split(charge, None, {}, what)
    try:
        shares = shares_of(charge, situation.membership, figures.by_party if figures is not None else {})
    except (UndecidedError, ApportionmentError) as error:
        return Split(charge, figures, {}, obstacle_of(situation, error))
    return Split(charge, figures, shares)


# --- findings -------------------------------------------------------------------------------------------


def findings(situation: Situation, rule: CostEvent) -> Iterator[Finding]:
    """A summary of each event, and each payer's share where there is something to share."""
    key = key_of(situation.definition, rule.key)
    found = list(events(situation, rule)) if key is not None else []
    if not found or key is None:
        headline = say("{label}: har inte inträffat", "{label}: has not happened", label=rule.label)
        yield conclude(situation, rule, "parties", Verdict.NOT_APPLICABLE, headline, plain="stated")
        return
    for event in found:
        yield from _event(*as_fixed(situation, rule, key, event), event)


def as_fixed(
    situation: Situation, rule: CostEvent, key: ApportionmentKey, event: Event
) -> tuple[Situation, CostEvent, ApportionmentKey]:
    """The provision and its key as they were read when the sum was established: what is decided later is for the next
    time.
    """
    then = situation.read_on(situation.first_day(event.facts[-1]))
    if then is situation:
        return situation, rule, key
    mine, own = then.definition.rules[rule.id], key_of(then.definition, rule.key)
    return (then, mine, own) if isinstance(mine, CostEvent) and own is not None else (situation, rule, key)


def _event(situation: Situation, rule: CostEvent, key: ApportionmentKey, event: Event) -> Iterator[Finding]:
    if event.amount is not None and event.amount <= 0:
        yield _surplus(situation, rule, event, event.amount)
        return
    split = split_of(situation, rule, key, event)
    others = Later(rereadings, situation, rule, key, event)
    used = uses_of(situation.definition, rule, key)
    books = _Books(split, used, others, stand_in(key, split.figures))
    yield _summary(situation, rule, event, books)
    for share in books.split.shares.values():
        yield _party(situation, rule, event, share, books)


def _period(event: Event) -> Interval:
    """A year from the day it was established: as long it stays on the page."""
    return Interval(event.day, add_months(event.day, 12))


def _summary(situation: Situation, rule: CostEvent, event: Event, books: _Books) -> Finding:
    split, amount = books.split, event.amount
    common: dict[str, Any] = {
        "used": books.used,
        "facts": event.facts,
        "inputs": books.assumed,
        "plain": books.plain,
        "period": _period(event),
        "since": event.day,
    }
    if split.obstacle is not None or amount is None:
        what = split.obstacle or Text("ett belopp", "a sum")
        headline = say("{label}: väntar på {what}", "{label}: waits for {what}", label=rule.label, what=what)
        verdict = Verdict.PENDING if amount is None or split.figures is None else Verdict.UNKNOWN
        return conclude(situation, rule, "parties", verdict, headline, missing=(what,), **common)
    headline = say(
        "{amount} delas av {count}",
        "{amount} is shared by {count}",
        amount=Sum(amount),
        count=Parties(len(split.shares)),
    )
    return conclude(
        situation,
        rule,
        "parties",
        Verdict.INFORMATION,
        headline,
        detail=say("{label}, {year}.", "{label}, {year}.", label=rule.label, year=Year(event.year)),
        value={"year": event.year, "amount": amount, "shares": {c: share.amount for c, share in split.shares.items()}},
        steps=event.arithmetic,
        alternatives=Later(impossible_of, books.others),
        **common,
    )


def _surplus(situation: Situation, rule: CostEvent, event: Event, amount: int) -> Finding:
    """Nothing to share. What becomes of a surplus the text does not say; ``shares_of`` would mirror it."""
    year = Year(event.year)
    headline = say("{year} gick jämnt ut", "{year} broke even", year=year)
    detail = None
    if amount < 0:
        headline = say(
            "{year} gav ett överskott på {amount}", "{year} left a surplus of {amount}", year=year, amount=Sum(-amount)
        )
        detail = Text(
            "Texten säger inte vad som händer med ett överskott.", "The text does not say what becomes of a surplus."
        )
    return conclude(
        situation,
        rule,
        "parties",
        Verdict.INFORMATION,
        headline,
        used=(),
        plain="stated",
        facts=event.facts,
        detail=detail,
        value={"year": event.year, "amount": amount, "shares": {}},
        steps=event.arithmetic,
        period=_period(event),
        since=event.day,
    )


def _party(situation: Situation, rule: CostEvent, event: Event, share: Share, books: _Books) -> Finding:
    headline = say(
        "{name} bär {amount}", "{name} bears {amount}", name=situation.name(share.party), amount=Sum(share.amount)
    )
    charge = books.split.charge
    return conclude(
        situation,
        rule,
        f"party:{share.party}",
        Verdict.INFORMATION,
        headline,
        used=books.used,
        detail=say(
            "Av {total} för {year}: {label}.",
            "Of {total} for {year}: {label}.",
            total=Sum(event.amount or 0),
            year=Year(event.year),
            label=lowered(rule.label),
        ),
        facts=event.facts,
        inputs=(input_of(share.figure, books.split.figures), *books.assumed),
        plain=books.plain,
        period=_period(event),
        since=event.day,
        value=share.amount,
        steps=Later(_steps, event, charge, share),
        alternatives=Later(alternatives_of, share, books.others),
        bearers=(f"party:{share.party}",),
    )


def _steps(event: Event, charge: Charge | None, share: Share) -> Iterator[Step]:
    yield from event.arithmetic
    if charge is not None:
        yield from steps_of(charge, share)


def rereadings(situation: Situation, rule: CostEvent, key: ApportionmentKey, event: Event) -> Iterator[Other]:
    """The shares of an event under every other option of every reading that decides them."""
    definition = situation.definition
    params = tuple(param for param in KEY_PARAMS if param != "unit")  # the provision has a unit of its own
    used = {use.id: use for use in readings.uses(definition, rule, *COST_PARAMS)}
    used |= {use.id: use for use in readings.uses(definition, key, *params)}
    for reading, option in readings.others(definition, used.values()):
        chosen = {reading.id: option}
        cost, other = readings.reread(rule, definition, chosen), readings.reread(key, definition, chosen)
        if cost != rule or replace(other, unit=key.unit) != key:
            yield Other(reading, option, split_of(situation, cost, other, event).shares)
