"""How a fee is computed, step by step, each with how sure it is: what stands beside the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from samverk.rules.facts import Fact
from samverk.rules.fee_sheet import FeeYear, Sheet
from samverk.rules.money import ORE_PER_KRONA
from samverk.rules.provisions import ApportionmentKey, Fee
from samverk.rules.shares import by_table, needs_figures
from samverk.rules.weights import stand_in
from samverk.rules.wording import Language, Many, Text, Year, lowered, say
from samverk.rules.wording import Ore as Sum
from samverk.web import markup
from samverk.web.shapes import Shape
from samverk.web.words import basis_word, input_word

type Sure = tuple[str, str]
"""How sure something is: a code of ``words.BASIS`` or ``words.INPUT_BASIS``, and the words that say it."""


@dataclass(frozen=True, slots=True)
class StepShown(Shape):
    """A step: what it is about, what it says, and how sure each thing in it is."""

    number: int
    lead: str
    text: str
    sure: tuple[Sure, ...]

    @property
    def discs(self) -> tuple[SafeString, ...]:
        """The same as markup."""
        return tuple(markup.basis(disc_of(code), words) for code, words in self.sure)


@dataclass(frozen=True, slots=True)
class _Said:
    lead: Text
    text: Text
    sure: tuple[Sure, ...]


def steps(found: FeeYear, language: Language, sheet: Sheet | None = None) -> tuple[StepShown, ...]:
    """The steps of a year's fee, as far as it has come; ``sheet`` is that of a preliminary one."""
    said = list(_said(found, sheet or found.sheet, language))
    return tuple(
        StepShown(number, item.lead.in_language(language), item.text.in_language(language), item.sure)
        for number, item in enumerate(said, 1)
    )


def _said(found: FeeYear, sheet: Sheet | None, language: Language) -> Iterator[_Said]:
    budget = found.round.budget
    readings = _Readings(found, language)
    if budget is not None:
        sure = _input("fact" if is_decided(found) else "assumed")
        yield _Said(Text("Budgeten", "The budget"), _decided(found), (sure,))
    if needs_figures(found.key):
        yield _figures(found, readings)
    yield _Said(
        Text("Andelen", "The share"),
        _share(found.key),
        readings.sure(found.key, "form") or (("stated", basis_word("stated")),),
    )
    if sheet is not None and sheet.part_year:
        yield _part_year(found, len(sheet.part_year), readings)
    yield _Said(Text("Summan", "The sum"), _rounding(found.key), readings.sure(found.key, "unit", "ties"))


def is_decided(found: FeeYear) -> bool:
    """Whether the budget used was decided for the year; in a what-if it may be supposed, or an earlier year's."""
    budget = found.round.budget
    return budget is not None and not budget.supposed and int(budget.payload["year"]) == found.round.year


def _decided(found: FeeYear) -> Text:
    budget = found.round.budget
    assert budget is not None  # noqa: S101 - asked for only then
    body = budget.payload.get("body")
    sum_ = Sum(int(budget.payload["amount"]))
    if budget.supposed:
        return say("är {sum}. Ingen har beslutat det.", "is {sum}. Nobody has decided it.", sum=sum_)
    if not is_decided(found):
        last = Year(int(budget.payload["year"]))
        return say("är {sum}, samma som för {last}.", "is {sum}, the same as for {last}.", sum=sum_, last=last)
    if body is None:
        return say("är {sum}, beslutad {day}.", "is {sum}, decided on {day}.", sum=sum_, day=budget.valid_on)
    who = found.terms.situation.name(f"body:{body}")
    minutes = budget.payload.get("minutes")
    return say(
        "är {sum}. Beslutad av {who} {day}{minutes}.",
        "is {sum}. Decided by {who} on {day}{minutes}.",
        sum=sum_,
        who=lowered(who),
        day=budget.valid_on,
        minutes=f", {minutes}" if minutes else "",
    )


def _figures(found: FeeYear, readings: _Readings) -> _Said:
    figures, key = found.round.figures, found.key
    lead = Text("Folkmängden", "The population")
    sure = readings.sure(key, "select")
    if figures is None:
        text = say("för {year} är inte fastställd än.", "for {year} is not fixed yet.", year=Year(found.year))
        return _Said(lead, text, sure)
    assumed = stand_in(key, figures)
    reference = figures.fact.payload.get("reference_date")
    total = found.sheet.figures if found.sheet is not None and not by_table(key) else sum(figures.by_party.values())
    text = say(
        "är {total} invånare{reference} enligt {source}. Fastställd {day}{timely}.",
        "is {total} inhabitants{reference} according to {source}. Fixed on {day}{timely}.",
        total=total,
        reference=_on(reference),
        source=source_of(key, figures.fact),
        day=figures.fact.valid_on,
        timely=_timely(key, figures.fact.valid_on),
    )
    extra = tuple(
        ("assumed", item.worded.in_language(readings.language) if item.worded is not None else item.value)
        for item in (*assumed, *found.round.assumed)
    )
    return _Said(lead, text, (_input("series"), *sure, *extra))


def source_of(key: ApportionmentKey, fact: Fact) -> str:
    """Who published the figures: as the fact says, or the publisher of the series that the agreement names."""
    publisher = (key.series or "").partition(":")[0].upper()
    return str(fact.payload.get("source") or publisher or fact.payload["snapshot"])


def _on(reference: object) -> Text:
    if not reference:
        return Text("", "")
    day = date.fromisoformat(str(reference))
    return say(" {day}", " on {day}", day=day)


def _timely(key: ApportionmentKey, day: date) -> Text:
    """Whether the figures were fixed in the month the agreement says."""
    if key.update is None:
        return Text("", "")
    if day.month == key.update.month:
        return Text(", i rätt månad", ", in the right month")
    return Text(", inte i den månad avtalet säger", ", not in the month the agreement says")


def _share(key: ApportionmentKey) -> Text:
    if by_table(key):
        return Text("står i avtalets tabell.", "stands in the agreement's table.")
    if key.weights == "equal":
        return Text("är lika stor för alla.", "is the same for all.")
    if key.form == "mixed":
        return say(
            "är till {fixed} lika för alla; resten är kommunens invånare delat med allas.",
            "is equal for all as to {fixed}; the rest is the municipality's inhabitants divided by everybody's.",
            fixed=key.fixed_share or "?",
        )
    return Text("är kommunens invånare delat med allas.", "is the municipality's inhabitants divided by everybody's.")


def _part_year(found: FeeYear, count: int, readings: _Readings) -> _Said:
    terms = found.terms
    text = {
        "weight_days": Text(
            "Vikten räknas i dagar; de andra bär resten.", "Weighed by days; the others bear the rest."
        ),
        "whole_months": Text(
            "Vikten räknas i påbörjade månader; de andra bär resten.",
            "Weighed by months begun; the others bear the rest.",
        ),
    }.get(str(terms.fee.partial_year), Text("Den betalar för hela året.", "It pays for the whole year."))
    lead = Text("En kommun är part en del av året.", "One municipality is a party for part of the year.")
    if count > 1:
        told = say(
            "{n} kommuner är parter en del av året.", "{n} municipalities are parties for part of the year.",
            n=Many(count),
        )  # fmt: skip
        lead = Text(told.sv.capitalize(), told.en.capitalize())
    return _Said(lead, text, readings.sure(terms.fee, "partial_year"))


def _rounding(key: ApportionmentKey) -> Text:
    unit = Text("kronor", "kronor") if key.unit == "krona" else Text("ören", "öre")
    ties = {
        "higher_weight_then_code": Text("den större kommunen", "the larger municipality"),
        "lower_weight_then_code": Text("den mindre kommunen", "the smaller municipality"),
        "code": Text("lägst kommunkod", "the lowest municipality code"),
    }[key.ties]
    return say(
        "blir exakt budgeten. Varje andel rundas nedåt till hela {unit}. Det som blir över går till de största "
        "resterna, vid lika till {ties}.",
        "is the budget exactly. Each share is rounded down to whole {unit}. What is left over goes to the largest "
        "remainders, on a tie to {ties}.",
        unit=unit,
        ties=ties,
    )


class _Readings:
    """How sure the parameters are that rest on readings."""

    def __init__(self, found: FeeYear, language: Language) -> None:
        self.definition = found.terms.situation.definition
        self.language: Language = language

    def sure(self, rule: ApportionmentKey | Fee, *params: str) -> tuple[Sure, ...]:
        """For each reading: assumed, decided or open, with the option in use in words."""
        ids = dict.fromkeys(rule.basis[param] for param in params if param in rule.basis)
        return tuple(self._settled(rid) for rid in ids if rid in self.definition.readings)

    def _settled(self, rid: str) -> Sure:
        reading = self.definition.readings[rid]
        code = "assumed" if reading.status == "provisional" else reading.status
        if reading.status == "open":
            return code, basis_word(code)
        label = reading.label_of(reading.chosen).in_language(self.language)
        return code, f"{basis_word(code)}: {label}"


def _input(code: str) -> Sure:
    return code, input_word(code)[0]


def disc_of(code: str) -> str:
    """The disc that a fact and an official figure are shown with is that of what is stated."""
    return input_word(code)[1] if code in ("fact", "series") else code


def lead(found: FeeYear, language: Language) -> str:
    """What the page is about, in two sentences."""
    key, sheet = found.key, found.sheet
    how = {"equal": Text("i lika delar", "in equal parts")}.get(
        key.weights, Text("efter hur många invånare de har", "by how many inhabitants they have")
    )
    if by_table(key):
        how = Text("efter tabellen i avtalet", "by the table of the agreement")
    elif key.form == "mixed":
        how = Text("med en fast del och en del efter invånare", "by a fixed part and a part by inhabitants")
    unit = Text("i hela kronor", "in whole kronor") if key.unit == "krona" else Text("i kronor och ören", "in öre")
    count = len(sheet.lines) if sheet is not None else len(found.terms.situation.parties_in(found.round.period))
    return say(
        "Budgeten delas mellan {count} kommuner {how}. Varje avgift är {unit} och tillsammans blir de exakt budgeten.",
        "The budget is split between {count} municipalities {how}. Each fee is {unit}, and together they are the "
        "budget exactly.",
        count=Many(count),
        how=how,
        unit=unit,
    ).in_language(language)


def exact(found: FeeYear, language: Language) -> tuple[str, str]:
    """That the sum is right, and what rounding one by one would have given."""
    sheet = found.sheet
    assert sheet is not None  # noqa: S101 - asked for only then
    in_kronor = sheet.unit == ORE_PER_KRONA
    head = Text("Summan stämmer på kronan.", "The sum is right to the krona.")
    if not in_kronor:
        head = Text("Summan stämmer på öret.", "The sum is right to the öre.")
    missed = sheet.rounded - sheet.charge.total
    if not sheet.left:
        body = Text("Andelarna går jämnt ut.", "The shares come out even.")
        return head.in_language(language), body.in_language(language)
    one = Text("krona", "krona") if in_kronor else Text("öre", "öre")
    down = say(
        "Varje andel rundas nedåt, och {left} som blir över går till {whom} som ligger närmast nästa {one}.",
        "Each share is rounded down, and what is left over ({left}) goes to {whom} closest to the next {one}.",
        left=_left(sheet.left, in_kronor=in_kronor),
        whom=Text("den", "the one") if sheet.left == 1 else Text("dem", "those"),
        one=one,
    )
    body = say("{naive} {down}", "{naive} {down}", naive=_naive(sheet), down=down) if missed else down
    return head.in_language(language), body.in_language(language)


def _left(count: int, *, in_kronor: bool) -> Text:
    if count == 1:
        return Text("den krona", "one krona") if in_kronor else Text("det öre", "one öre")
    unit = Text("kronor", "kronor") if in_kronor else Text("ören", "öre")
    return say("de {n} {unit}", "{n} {unit}", n=Many(count), unit=unit)


def _naive(sheet: Sheet) -> Text:
    """What rounding one by one would have come to."""
    missed = sheet.rounded - sheet.charge.total
    much = Sum(abs(missed))
    if missed < 0:
        wrong = say("alltså {much} för lite", "that is {much} too little", much=much)
    else:
        wrong = say("alltså {much} för mycket", "that is {much} too much", much=much)
    return say(
        "Vanlig avrundning hade gett {sum}, {wrong}.",
        "Ordinary rounding would have given {sum}, {wrong}.",
        sum=Sum(sheet.rounded),
        wrong=wrong,
    )
