"""What each party pays for a year, from the budget and the figures fixed for it (N-6c, N-10a, N-10b).

A share is computed as soon as both are there; an invoice needs somebody to send it. What has been invoiced is compared
with what follows from the facts, so that a corrected figure shows as a correction, never as an edited invoice. A year
keeps the readings it was fixed by: what is decided afterwards is for the years that come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from samverk.rules import readings
from samverk.rules.apportion import ApportionmentError
from samverk.rules.conclude import conclude, names
from samverk.rules.definition import Definition, JsonValue, Reading
from samverk.rules.facts import Fact
from samverk.rules.fee_year import FEE_PARAMS, KEY_PARAMS, fee_period, key_of
from samverk.rules.finding import Alternative, Basis, Finding, Input, Later, ReadingUse, Step, Verdict
from samverk.rules.frozen import frozen, replace
from samverk.rules.holdings import holder_on
from samverk.rules.intervals import Interval
from samverk.rules.intervals import year as year_of
from samverk.rules.money import Ore
from samverk.rules.provisions import ApportionmentKey, Fee, Provision
from samverk.rules.shares import Charge, Share, UndecidedError, by_table, needs_figures, shares_of, steps_of
from samverk.rules.situation import Situation
from samverk.rules.weights import Figures, figures_for, input_of, stand_in
from samverk.rules.wording import Many, Parties, Text, Year, kronor, say, thousands
from samverk.rules.wording import Ore as Sum


@frozen
class Round:
    """One year's fee as it stands: the sum and the figures it is split by, the shares, what stands in the way.

    ``assumed``: in a what-if, the budget or figures of an earlier year that stand in for this year's own.
    """

    year: int
    period: Interval
    budget: Fact | None
    figures: Figures | None
    charge: Charge | None
    shares: Mapping[str, Share]
    obstacle: Text | None = None
    assumed: tuple[Input, ...] = ()


@frozen
class Other:
    """The shares under another option of a reading; empty where they cannot be computed."""

    reading: Reading
    option: JsonValue
    shares: Mapping[str, Share]


@frozen
class _Books:
    """What a round is shown with: the readings it rests on, what has been invoiced, the shares under others, and the
    figures that stand in for those the reading asks for.
    """

    used: tuple[ReadingUse, ...]
    invoiced: Mapping[str, Ore]
    others: Sequence[Other]
    assumed: tuple[Input, ...] = ()

    @property
    def plain(self) -> Basis:
        """How sure a sum is when every reading is adopted: not derived where figures of another day stand in."""
        return "assumed" if self.assumed else "derived"


def round_of(situation: Situation, rule: Fee, key: ApportionmentKey, year: int) -> Round:
    """A year's fee by the facts of the situation; in a what-if, by the key and the stand-ins that are supposed."""
    key = key_in(situation, key, year)
    budget, figures, assumed = _known(situation, key, year)
    try:
        period = fee_period(situation.definition, rule, year)
    except UndecidedError as error:
        return Round(year, year_of(year), budget, figures, None, {}, error.what)
    if budget is None:
        what = say("budget för {year}", "a budget for {year}", year=Year(year))
        return Round(year, period, None, figures, None, {}, what)
    charge = Charge(
        int(budget.payload["amount"]), period, key, key.unit, rule.payers, rule.partial_year, budget.valid_on
    )
    if figures is None and needs_figures(key):
        what = say("folkmängd för {year}", "the population for {year}", year=Year(year))
        return Round(year, period, budget, figures, charge, {}, what)
    known = figures.by_party if figures is not None else {}
    try:
        shares = shares_of(charge, situation.membership, known)
        return Round(year, period, budget, figures, charge, shares, assumed=assumed)
    except (UndecidedError, ApportionmentError) as error:
        return Round(year, period, budget, figures, charge, {}, obstacle_of(situation, error), assumed)


def key_in(situation: Situation, key: ApportionmentKey, year: int) -> ApportionmentKey:
    """The key a year's sums are split by: another one only where that is supposed."""
    return key if situation.ahead is None else situation.ahead.key_in(year, key)


def _known(
    situation: Situation, key: ApportionmentKey, year: int
) -> tuple[Fact | None, Figures | None, tuple[Input, ...]]:
    """The year's budget and figures; in a what-if, those of the latest year before where they lie ahead."""
    budget, figures = _latest(situation, "budget.adopted", year), figures_for(situation, key, year)
    if situation.ahead is None:
        return budget, figures, ()
    assumed: list[Input] = []
    if budget is None and (last := _last_year(situation, "budget.adopted")) is not None and last < year:
        budget = _latest(situation, "budget.adopted", last)
        assumed.append(_carried(_BUDGET, last, year))
    if figures is None and (last := _last_year(situation, "weights.updated")) is not None and last < year:
        figures = figures_for(situation, key, last)
        assumed.append(_carried(_POPULATION, last, year))
    if figures is not None and (joining := situation.ahead.figures):
        figures = replace(figures, by_party={**joining, **figures.by_party})
    return budget, figures, tuple(assumed)


def _last_year(situation: Situation, kind: str) -> int | None:
    return max((int(fact.payload["year"]) for fact in situation.of(kind)), default=None)


_BUDGET = (
    Text("Budget", "Budget"),
    Text("budgeten för {last} antas gälla även {year}", "the budget for {last} is taken to hold for {year} too"),
)
_POPULATION = (
    Text("Folkmängd", "Population"),
    Text("folkmängden för {last} antas gälla även {year}", "the population for {last} is taken to hold for {year} too"),
)


def _carried(what: tuple[Text, Text], last: int, year: int) -> Input:
    label, template = what
    words = say(template.sv, template.en, last=Year(last), year=Year(year))
    return Input(label, words.sv, "assumed", worded=words)


def _latest(situation: Situation, kind: str, year: int) -> Fact | None:
    found = [fact for fact in situation.of(kind) if int(fact.payload["year"]) == year]
    return found[-1] if found else None


def obstacle_of(situation: Situation, error: UndecidedError | ApportionmentError) -> Text:
    """Why a sum cannot be split, in words."""
    if isinstance(error, UndecidedError):
        return error.what
    codes = names(situation, error.codes)
    match error.reason:
        case "nobody":
            return Text("någon som betalar", "anybody who pays")
        case "missing":
            return say("uppgift om vikt för {names}", "the weight of {names}", names=codes)
        case "not_whole_kronor":
            return Text("ett belopp i hela kronor", "a sum in whole kronor")
        case _:
            return say("en vikt över noll för {names}", "a weight above zero for {names}", names=codes)


# --- findings -------------------------------------------------------------------------------------------


def findings(situation: Situation, rule: Fee) -> Iterator[Finding]:
    """For the year of the day, the one before and any budgeted one ahead: a summary and each party's share."""
    if rule.total == "none" or key_of(situation.definition, rule.key) is None:
        headline = Text("Ingen avgift", "No fee")
        yield conclude(situation, rule, "parties", Verdict.NOT_APPLICABLE, headline, plain="stated", value=0)
        return
    now = situation.as_of.year
    for year in (now,) if rule.period == "term" else (now - 1, now, now + 1):
        yield from findings_of_year(situation, rule, year)


def findings_of_year(situation: Situation, rule: Fee, year: int) -> Iterator[Finding]:
    """A summary and each party's share of one year, however long ago; nothing for a year without parties or budget."""
    terms = terms_of(situation, rule, year)
    if terms is None:
        return
    round_ = round_of(terms.situation, terms.fee, terms.key, year)
    if terms.situation.parties_in(round_.period) and (year <= situation.as_of.year or round_.budget is not None):
        yield from _round(terms, round_, _invoiced(situation).get(year, {}))


@frozen
class Terms:
    """What a year's fee is computed by: the situation as it was read when the year was fixed, the fee and its key."""

    situation: Situation
    fee: Fee
    key: ApportionmentKey


def terms_of(situation: Situation, rule: Fee, year: int) -> Terms | None:
    """The terms of a year, fixed with its figures; None where the agreement has no fee to split."""
    key = key_of(situation.definition, rule.key)
    if rule.total == "none" or key is None:
        return None
    fixed = _latest(situation, "weights.updated" if needs_figures(key) else "budget.adopted", year)
    then = situation if fixed is None else situation.read_on(situation.first_day(fixed))
    if then is situation:
        return Terms(situation, rule, key_in(situation, key, year))
    fee = then.definition.rules[rule.id]
    own = key_of(then.definition, rule.key)
    return Terms(then, fee, key_in(then, own, year)) if isinstance(fee, Fee) and own is not None else None


def _round(terms: Terms, round_: Round, invoiced: Mapping[str, Ore]) -> Iterator[Finding]:
    situation, rule, key = terms.situation, terms.fee, terms.key
    others = Later(rereadings, situation, rule, key, round_)
    assumed = (*stand_in(key, round_.figures), *round_.assumed)
    books = _Books(uses_of(situation.definition, rule, key), invoiced, others, assumed)
    yield _summary(situation, rule, round_, books)
    for share in round_.shares.values():
        yield _party(situation, rule, round_, share, books)


def uses_of(definition: Definition, rule: Provision, key: ApportionmentKey) -> tuple[ReadingUse, ...]:
    """The readings a share rests on: the fee's (or the cost's) and the key's."""
    own = readings.uses(definition, rule)
    return tuple({use.id: use for use in (*own, *readings.uses(definition, key))}.values())


def _invoiced(situation: Situation) -> dict[int, dict[str, Ore]]:
    """What has been invoiced, credits deducted, by year and code."""
    found: dict[int, dict[str, Ore]] = {}
    for fact in situation.of("invoice.issued"):
        year, party = found.setdefault(int(fact.payload["year"]), {}), fact.party or ""
        year[party] = year.get(party, 0) + int(fact.payload["amount"])
    return found


def _summary(situation: Situation, rule: Fee, round_: Round, books: _Books) -> Finding:
    facts = [fact for fact in (round_.budget, round_.figures.fact if round_.figures else None) if fact is not None]
    common: dict[str, Any] = {
        "used": books.used,
        "facts": facts,
        "period": round_.period,
        "inputs": books.assumed,
        "plain": books.plain,
    }
    if round_.obstacle is not None or round_.charge is None:
        lacking = round_.obstacle or Text("en uppgift", "a fact")
        headline = say(
            "Avgiften för {year} väntar på {what}",
            "The fee for {year} waits for {what}",
            year=Year(round_.year),
            what=lacking,
        )
        waits = round_.budget is None or round_.figures is None
        verdict = Verdict.PENDING if waits else Verdict.UNKNOWN
        return conclude(situation, rule, "parties", verdict, headline, missing=(lacking,), **common)
    total = round_.charge.total
    headline = say(
        "{year}: {total} på {count}",
        "{year}: {total} from {count}",
        year=Year(round_.year),
        total=Sum(total),
        count=Parties(len(round_.shares)),
    )
    blocked = _blocked(situation, rule)
    wrong = {code for code, share in round_.shares.items() if books.invoiced.get(code) != share.amount}
    waits = bool(blocked or round_.assumed)
    verdict = Verdict.FULFILLED if not wrong else Verdict.PENDING if waits else Verdict.DUE_SOON
    return conclude(
        situation,
        rule,
        "parties",
        verdict,
        headline,
        detail=_extremes(situation, round_),
        value={"year": round_.year, "total": total, "shares": {c: s.amount for c, s in round_.shares.items()}},
        steps=Later(_summary_steps, situation, round_, total, books.invoiced),
        alternatives=Later(impossible_of, books.others),
        missing=blocked,
        bearers=(rule.invoice.by,) if rule.invoice is not None and wrong else (),
        **common,
    )


def _extremes(situation: Situation, round_: Round) -> Text:
    most = max(round_.shares.values(), key=lambda share: (share.amount, share.party))
    least = min(round_.shares.values(), key=lambda share: (share.amount, share.party))
    return say(
        "Störst {most} {much}, minst {least} {little}.",
        "Largest {most} {much}, smallest {least} {little}.",
        most=situation.name(most.party),
        much=Sum(most.amount),
        least=situation.name(least.party),
        little=Sum(least.amount),
    )


def _blocked(situation: Situation, rule: Fee) -> tuple[Text, ...]:
    """Who is missing before anybody can invoice; that the figures are fixed is known when there are shares."""
    if rule.invoice is None:
        return ()
    role = rule.invoice.by.removeprefix("role:")
    known = role in situation.definition.roles
    if known and holder_on(situation, role, situation.as_of) is None:
        return (
            say(
                "någon som fakturerar: {role} saknas",
                "somebody to invoice: there is no {role}",
                role=situation.name(rule.invoice.by),
            ),
        )
    return ()


def _summary_steps(situation: Situation, round_: Round, budget: Ore, invoiced: Mapping[str, Ore]) -> tuple[Step, ...]:
    steps = [Step(say("Budget {year}", "Budget {year}", year=Year(round_.year)), kronor(budget))]
    total = sum(share.amount for share in round_.shares.values())
    count = Many(len(round_.shares))
    steps.append(Step(say("Summan av {count} avgifter", "The sum of {count} fees", count=count), kronor(total)))
    sent = sum(invoiced.get(code, 0) for code in round_.shares)
    if invoiced:
        steps.append(Step(Text("Fakturerat", "Invoiced"), kronor(sent)))
    early = [
        fact
        for fact in situation.of("invoice.issued")
        if int(fact.payload["year"]) == round_.year
        and round_.figures is not None
        and fact.valid_on < round_.figures.fact.valid_on
    ]
    if early:
        text = Text("Fakturor som gick ut innan folkmängden var fastställd", "Invoices before the population was fixed")
        steps.append(Step(text, str(len(early))))
    return tuple(steps)


def _party(situation: Situation, rule: Fee, round_: Round, share: Share, books: _Books) -> Finding:
    name, year = situation.name(share.party), Year(round_.year)
    headline = say(
        "{name} betalar {amount} för {year}",
        "{name} pays {amount} for {year}",
        name=name,
        amount=Sum(share.amount),
        year=year,
    )
    verdict, detail = _compared(share.amount, books.invoiced.get(share.party))
    facts = [fact for fact in (round_.budget, round_.figures.fact if round_.figures else None) if fact is not None]
    charge = round_.charge
    return conclude(
        situation,
        rule,
        f"party:{share.party}",
        verdict,
        headline,
        used=books.used,
        plain=books.plain,
        detail=detail,
        facts=facts,
        inputs=(_weighed(round_, share), *books.assumed, *_whole_input(share)),
        period=round_.period,
        value=share.amount,
        steps=Later(steps_of, charge, share) if charge is not None else (),
        alternatives=Later(alternatives_of, share, books.others),
        bearers=(f"party:{share.party}",),
    )


def _weighed(round_: Round, share: Share) -> Input:
    """What the party weighs: its inhabitants, or the parts a table gives it."""
    if round_.charge is not None and by_table(round_.charge.key):
        return Input(Text("Andelar", "Parts"), thousands(share.figure), "derived")
    return input_of(share.figure, round_.figures)


def _whole_input(share: Share) -> tuple[Input, ...]:
    if share.part == share.parts:
        return ()
    label = Text("Del av året", "Part of the year")
    return (Input(label, f"{share.part}/{share.parts}", "derived"),)


def _compared(amount: Ore, invoiced: Ore | None) -> tuple[Verdict, Text | None]:
    """What was invoiced against what follows now; a difference is settled by a new invoice or a credit."""
    if invoiced is None:
        return Verdict.PENDING, Text("Inte fakturerad än.", "Not invoiced yet.")
    if invoiced == amount:
        return Verdict.FULFILLED, None
    more = amount > invoiced
    what = Text("fakturera", "invoice") if more else Text("kreditera", "credit")
    detail = say(
        "Fakturerat {invoiced}. {difference} att {what}.",
        "Invoiced {invoiced}. {difference} to {what}.",
        invoiced=Sum(invoiced),
        difference=Sum(abs(amount - invoiced)),
        what=what,
    )
    return Verdict.DUE_SOON, detail


# --- other readings -------------------------------------------------------------------------------------


def rereadings(situation: Situation, rule: Fee, key: ApportionmentKey, round_: Round) -> Iterator[Other]:
    """The shares of a round under every other option of every reading that decides them."""
    definition = situation.definition
    used = {use.id: use for use in readings.uses(definition, rule, *FEE_PARAMS)}
    used |= {use.id: use for use in readings.uses(definition, key, *KEY_PARAMS)}
    for reading, option in readings.others(definition, used.values()):
        chosen = {reading.id: option}
        fee, other = readings.reread(rule, definition, chosen), readings.reread(key, definition, chosen)
        if fee != rule or other != key:
            yield Other(reading, option, round_of(situation, fee, other, round_.year).shares)


def alternatives_of(share: Share, others: Iterable[Other]) -> Iterator[Alternative]:
    """One party's share under the other readings, where it is another sum."""
    for other in others:
        mine = other.shares.get(share.party)
        amount = mine.amount if mine is not None else 0
        if other.shares and amount != share.amount:
            label = other.reading.label_of(other.option)
            text = say("”{label}”: {amount}", "“{label}”: {amount}", label=label, amount=Sum(amount))
            yield Alternative(other.reading.id, other.option, amount, text=text)


def impossible_of(others: Iterable[Other]) -> Iterator[Alternative]:
    """The other readings under which the sum cannot be split by what is known."""
    for other in others:
        if not other.shares:
            label = other.reading.label_of(other.option)
            text = say("”{label}”: går inte att räkna ut", "“{label}”: cannot be computed", label=label)
            yield Alternative(other.reading.id, other.option, None, text=text)
