"""The table of a year's fee: a row for each party, its bar with last year's mark, and what it has paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samverk.lib.collation import sort_key
from samverk.reference.municipalities import counties
from samverk.rules.evaluate import Evaluation
from samverk.rules.fee_sheet import FeeYear, Line, Payment, Sheet
from samverk.rules.finding import Finding
from samverk.rules.money import ORE_PER_KRONA, Ore
from samverk.rules.provisions import Duty
from samverk.rules.situation import Situation
from samverk.rules.wording import Language, Text, say, thousands
from samverk.web import formats, markup
from samverk.web.shapes import Shape

MANY = 40
"""From this many rows they stand under the names of their counties."""

# The longest bar leaves room for a mark beside it.
_LONGEST = 96


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A party's fee. ``bar`` and ``mark`` are in percent of the width, as SVG wants them; "" for none."""

    name: str
    note: str
    figure: str
    share: str
    bar: str
    mark: str
    fee: str
    why: str
    before: str
    change: str
    paid: SafeString | str
    paid_href: str
    example: bool


@dataclass(frozen=True, slots=True)
class Group(Shape):
    """Rows under a heading: a county with its sums, or everybody without one (``id`` is then "")."""

    id: str
    name: str
    rows: tuple[Row, ...]
    figure: str
    share: str
    fee: str
    before: str
    change: str


def money(ore: Ore) -> str:
    """A sum in a column of kronor: öre only where the column has them."""
    whole, rest = divmod(abs(ore), ORE_PER_KRONA)
    tail = f",{rest:02}" if rest else ""
    return f"{'\N{MINUS SIGN}' if ore < 0 else ''}{thousands(whole)}{tail}"


def change(ore: Ore) -> str:
    """A difference in a column of kronor: with its sign."""
    return f"+{money(ore)}" if ore > 0 else money(ore)


def percent(part: Fraction, language: Language, places: int = 1) -> str:
    """A share of the whole: ``12,1 %``."""
    return formats.percent(Decimal(part.numerator) / Decimal(part.denominator), places, language)


def in_order(sheet: Sheet, situation: Situation) -> tuple[Line, ...]:
    """The lines by name, in Swedish order."""
    return tuple(sorted(sheet.lines, key=lambda line: sort_key(situation.name(line.party).sv)))


@dataclass(frozen=True)
class Table:
    """What the rows of a year are made from. ``why`` gives the address of a derivation."""

    evaluation: Evaluation
    found: FeeYear
    sheet: Sheet
    language: Language
    why: Callable[[str], str]
    paid: Mapping[str, Finding]

    def groups(self) -> tuple[Group, ...]:
        """Everybody in one group; many parties under their counties."""
        lines = in_order(self.sheet, self.evaluation.situation)
        if len(lines) <= MANY:
            return (self._group("", "", lines),)
        by_county = sorted(lines, key=lambda line: line.party[:2])
        return tuple(
            self._group(code, _county(code, self.language), tuple(found))
            for code, found in groupby(by_county, key=lambda line: line.party[:2])
        )

    def foot(self) -> Group:
        """The sums of all, the name in words."""
        return self._group("", _how_many(len(self.sheet.lines), self.language), self.sheet.lines, rows=False)

    def _group(self, code: str, name: str, lines: Sequence[Line], *, rows: bool = True) -> Group:
        amount = sum(line.share.amount for line in lines)
        share = Fraction(sum(line.share.weight for line in lines), self.sheet.whole)
        known = [self.found.fee_before(line.party) for line in lines]
        if not rows and self.found.before is not None:
            known = [self.found.before.charge.total]
        before = sum(item or 0 for item in known)
        return Group(
            id=f"l{code}" if code else "",
            name=name,
            rows=tuple(self._rows(lines)) if rows else (),
            figure=thousands(sum(line.share.figure for line in lines)),
            share=percent(share, self.language),
            fee=money(amount),
            before=money(before) if self.found.before is not None else "",
            change=change(amount - before) if self.found.before is not None else "",
        )

    def _rows(self, lines: Iterable[Line]) -> Iterator[Row]:
        longest = self._longest
        for line in lines:
            share, then = line.share, self.found.share_before(line.party)
            before = then.amount if then is not None else None
            settled = self.paid.get(line.party)
            yield Row(
                name=self.evaluation.situation.name(line.party).in_language(self.language),
                note=self._note(line),
                figure=thousands(share.figure),
                share=percent(Fraction(share.weight, share.whole), self.language),
                bar=_width(share.weight / share.whole, longest),
                mark=_width(then.weight / then.whole, longest) if then is not None else "",
                fee=money(share.amount),
                why=self.why(self._key(line.party)),
                before=money(before) if before is not None else "–",
                change=change(share.amount - before) if before is not None else "–",
                paid=self._paid(self.found.payments.get(line.party), settled),
                paid_href=self.why(settled.key) if settled is not None else "",
                example=settled is not None and settled.status != "ok" and self.evaluation.rests_on_example(settled),
            )

    def _key(self, party: str) -> str:
        return f"{self.found.terms.fee.id}~party.{party}~{self.found.round.period.start.isoformat()}"

    @cached_property
    def _longest(self) -> float:
        """The largest share of the two years: the whole width."""
        both = [self.sheet, *([self.found.before] if self.found.before is not None else [])]
        return max(line.share.weight / line.share.whole for sheet in both for line in sheet.lines)

    def _note(self, line: Line) -> str:
        """That a party is in for a part of the year, or leaves."""
        share = line.share
        if share.part != share.parts and self.sheet.part_year:
            days = self.sheet.charge.partial_year == "weight_days"
            sv = "part {part} av {parts} dagar" if days else "part {part} av {parts} månader"
            en = "a party for {part} of {parts} days" if days else "a party for {part} of {parts} months"
            return say(sv, en, part=share.part, parts=share.parts).in_language(self.language)
        if self.found.year < self.evaluation.situation.as_of.year:
            return ""  # what lies ahead is no matter of a year gone by
        last = last_day(self.evaluation.situation, line.party)
        return last.in_language(self.language) if last is not None else ""

    def _paid(self, payment: Payment | None, settled: Finding | None) -> SafeString | str:
        if payment is None or not (payment.invoices or payment.latest):
            return ""
        year = self.found.year
        if payment.settled and payment.latest is not None:
            return markup.tick("ok", formats.day(payment.latest.valid_on, self.language, year=year))
        if payment.paid:
            return markup.tick("due", _("Delvis betald"))
        late = settled is not None and settled.status in ("late", "breach")
        return markup.tick("late", _("Obetald")) if late else markup.tick("coming", _("Fakturerad"))


def last_day(situation: Situation, party: str) -> Text | None:
    """The last day of a party that has given notice and still is one; None for the others."""
    held = [item for item in situation.membership.get(party, ()) if situation.as_of in item]
    last = held[0].last_day if held else None
    return None if last is None else say("part till och med {last}", "a party up to {last}", last=last)


def payment_findings(evaluation: Evaluation, found: FeeYear) -> dict[str, Finding]:
    """What the duty to pay says of each party's invoice of the year."""
    invoices = {fact.seq: code for code, payment in found.payments.items() for fact in payment.invoices}
    duties = (rule for rule in evaluation.situation.definition.of_kind(Duty) if rule.act == "pay")
    return {
        invoices[seq]: finding
        for duty in duties
        for finding in evaluation.by_rule.get(duty.id, ())
        for seq in finding.because[:1]
        if seq in invoices
    }


def _width(share: float, longest: float) -> str:
    return f"{_LONGEST * share / longest:.1f}%" if longest else "0%"


def _county(code: str, language: Language) -> str:
    known = counties().get(code)
    return known.name.in_language(language) if known is not None else code


def _how_many(count: int, language: Language) -> str:
    text = say("{n} kommuner", "{n} municipalities", n=count) if count != 1 else Text("En kommun", "One municipality")
    return text.in_language(language)


def parse(day: str) -> date:
    """A day as a fact keeps it."""
    return date.fromisoformat(day)


def per_inhabitant(total: Ore, inhabitants: int, language: Language) -> str:
    """What a sum is for each inhabitant: ``1,87 kr``."""
    each = Decimal(total) / ORE_PER_KRONA / inhabitants
    return f"{formats.decimal(each, 2, language)}\u00a0kr"
