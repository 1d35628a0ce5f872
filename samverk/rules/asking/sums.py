"""What the two questions about money share: who pays, by which figures, and a table of sums as the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from samverk.rules.admission import may_be_party
from samverk.rules.apportion import ApportionmentError
from samverk.rules.asking.start import start_of
from samverk.rules.definition import JsonValue, Reading
from samverk.rules.finding import Alternative, Step
from samverk.rules.frozen import frozen
from samverk.rules.given import FIRST_YEAR, Asked, QuestionError, Wanted
from samverk.rules.intervals import FOREVER, ONE_DAY, Interval, make
from samverk.rules.money import ORE_PER_KRONA, decimal
from samverk.rules.naming import name_of
from samverk.rules.shares import Charge, Share, UndecidedError, shares_of
from samverk.rules.wording import Ore as Sum
from samverk.rules.wording import Parties, Text, kronor, say

YEAR = Wanted("year", Text("vilket år det gäller", "which year it is for"), "2014", required=True)
LEAVES = Wanted("leaves", Text("de som lämnar, KOD:SISTA DAGEN", "those who leave, CODE:LAST DAY"), "0187:2026-09-02")
PARTIES = Wanted("parties", Text("parternas koder", "the codes of the parties"), "0114,0115")


@frozen
class Figures:
    """Inhabitants by code on 31 December of a year; ``wanted`` is the year the provision asks for."""

    by_code: Mapping[str, int]
    year: int
    wanted: int


def parties_of(asked: Asked, period: Interval) -> dict[str, tuple[Interval, ...]]:
    """Everybody who is taken to be a party, and until when. Error: QuestionError when nobody is, in the period."""
    definition, start = asked.definition, start_of(asked.definition)
    codes: Iterable[str] = asked.codes("parties") or definition.parties or _of_class(asked, period)
    leaving = asked.code_days("leaves")
    early = sorted(code for code, day in leaving.items() if day < start)
    if early:
        words = say("en sista dag från och med {start}", "a last day from {start} onwards", start=start)
        raise asked.malformed("leaves", words, f"{early[0]}:{leaving[early[0]]}")
    found: dict[str, tuple[Interval, ...]] = {}
    for code in codes:
        held = make(start, leaving[code] + ONE_DAY if code in leaving else FOREVER)
        found[code] = (held,) if held is not None else ()
    strangers = sorted(code for code in leaving if code not in found)
    if strangers:
        raise asked.malformed("leaves", Text("parternas egna koder", "the parties' own codes"), strangers[0])
    if not any(item.overlap(period) for held in found.values() for item in held):
        raise QuestionError(
            say(
                "Ingen är part under {start}–{last}: {agreement} gäller från {from_}.",
                "Nobody is a party in {start}–{last}: {agreement} is in force from {from_}.",
                start=period.start,
                last=period.last_day or period.start,
                agreement=definition.short,
                from_=start,
            )
        )
    return found


def _of_class(asked: Asked, period: Interval) -> list[str]:
    figures = figures_for(asked, period.start.year - 1)
    return sorted(code for code in figures.by_code if may_be_party(code, asked.definition))


def figures_for(asked: Asked, year: int) -> Figures:
    """The figures of a year, or the latest before it that there are. Error: QuestionError when there are none."""
    if asked.population is not None:
        for number in range(year, FIRST_YEAR - 1, -1):
            found = asked.population(number)
            if found is not None:
                return Figures(found, number, year)
    raise QuestionError(
        say(
            "Det finns inga befolkningssiffror för 31 december {year} eller tidigare; läs in en tabell först.",
            "There are no population figures for 31 December {year} or earlier; import a table first.",
            year=str(year),
        )
    )


def split(
    asked: Asked, charge: Charge, membership: Mapping[str, tuple[Interval, ...]], figures: Figures | None
) -> dict[str, Share]:
    """The shares. Error: QuestionError with what is missing or undecided."""
    try:
        return shares_of(charge, membership, figures.by_code if figures is not None else {})
    except UndecidedError as error:
        raise QuestionError(say("Det är inte avgjort: {what}.", "It is undecided: {what}.", what=error.what)) from error
    except ApportionmentError as error:
        codes = [name_of(asked.definition, asked.names, code) for code in error.codes]
        raise QuestionError(
            say(
                "Det går inte att dela: vikt saknas för {codes}.",
                "It cannot be split: no weight for {codes}.",
                codes=codes,
            )
        ) from error


def possible(
    charge: Charge, membership: Mapping[str, tuple[Interval, ...]], figures: Figures | None
) -> dict[str, Share] | None:
    """The shares, or None where the split is refused."""
    try:
        return shares_of(charge, membership, figures.by_code if figures is not None else {})
    except (UndecidedError, ApportionmentError):
        return None


def table(shares: Mapping[str, Share]) -> dict[str, str]:
    """The sums by code, in kronor with two decimals, and their total."""
    found = {code: decimal(share.amount) for code, share in sorted(shares.items())}
    return {**found, "total": decimal(sum(share.amount for share in shares.values()))}


def other_table(reading: Reading, option: JsonValue, shares: Mapping[str, Share] | None) -> Alternative:
    """The table another option gives, or that it cannot be computed."""
    label = reading.label_of(option)
    if shares is None:
        text = say(
            "”{label}”: går inte att räkna ut med det som är givet",
            "“{label}”: cannot be computed from what is given",
            label=label,
        )
        return Alternative(reading.id, option, None, text=text)
    least, most = min(s.amount for s in shares.values()), max(s.amount for s in shares.values())
    text = say(
        "”{label}”: {count}, {least} till {most}",
        "“{label}”: {count}, {least} to {most}",
        label=label,
        count=Parties(len(shares)),
        least=Sum(least),
        most=Sum(most),
    )
    return Alternative(reading.id, option, table(shares), text=text)


# --- the arithmetic -------------------------------------------------------------------------------------


def steps_of(asked: Asked, charge: Charge, shares: Mapping[str, Share], figures: Figures | None) -> Iterator[Step]:
    """From the sum to the shares: figures, part-year parties, rounding and who gets what is left over."""
    yield Step(Text("Belopp att dela", "Sum to share"), kronor(charge.total))
    if figures is not None:
        total = sum(share.figure for share in shares.values())
        yield Step(
            say(
                "{total} invånare i {count} kommuner 31 december {year}",
                "{total} inhabitants in {count} municipalities on 31 December {year}",
                total=total,
                count=len(shares),
                year=str(figures.year),
            )
        )
        if figures.year != figures.wanted:
            yield Step(
                say(
                    "Siffror för 31 december {wanted} saknas; de senaste används",
                    "There are no figures for 31 December {wanted}; the latest are used",
                    wanted=str(figures.wanted),
                )
            )
    yield from _part_years(asked, charge, shares)
    yield from _rounding(asked, charge, shares)


def _part_years(asked: Asked, charge: Charge, shares: Mapping[str, Share]) -> Iterator[Step]:
    """Who is a party for a part of the period; parts that are all alike change no share."""
    noun = Text("dagar", "days") if charge.partial_year == "weight_days" else Text("månader", "months")
    parts = {share.part for share in shares.values()}
    for share in shares.values():
        if share.part == share.parts:
            continue
        words = {"part": share.part, "parts": share.parts, "noun": noun}
        if len(parts) == 1:
            sv, en = (
                "Alla är parter lika länge: {part} av {parts} {noun}",
                "All are parties alike: {part} of {parts} {noun}",
            )
            yield Step(say(sv, en, **words))
            return
        name = name_of(asked.definition, asked.names, share.party)
        sv, en = "{name} är part {part} av {parts} {noun}", "{name} is a party for {part} of {parts} {noun}"
        yield Step(say(sv, en, name=name, **words))


def _rounding(asked: Asked, charge: Charge, shares: Mapping[str, Share]) -> Iterator[Step]:
    """How the shares become whole, and who gets what is left over."""
    in_kronor = charge.unit == "krona"
    unit = ORE_PER_KRONA if in_kronor else 1
    whole = Text("kronor", "kronor") if in_kronor else Text("ören", "öre")
    down = say("Varje andel rundas ned till hela {whole}", "Each share is rounded down to whole {whole}", whole=whole)
    yield Step(down)
    total = abs(charge.total) // unit
    extra = [
        name_of(asked.definition, asked.names, code)
        for code, share in shares.items()
        if abs(share.amount) // unit > total * share.weight // share.whole
    ]
    if extra:
        sv = "{sum} blev över och går till dem med störst rest: {names}"
        en = "{sum} was left over and goes to the largest remainders: {names}"
        yield Step(say(sv, en, sum=kronor(len(extra) * unit), names=extra))
    yield Step(Text("Summan av andelarna", "The sum of the shares"), kronor(sum(s.amount for s in shares.values())))


def last_day_of(period: Interval) -> date:
    """The last day of a closed period."""
    return period.last_day or period.start
