"""The page of a year's fee: what each part of it is made of."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from samverk.lib.collation import sort_key
from samverk.rules.adjustments import effect_of, stand_ins
from samverk.rules.fee_sheet import CostSheet, FeeYear, cost_sheets
from samverk.rules.finding import Finding
from samverk.rules.money import Ore
from samverk.rules.shares import by_table, needs_figures
from samverk.rules.situation import Situation
from samverk.rules.wording import Language, Text, Year, say, thousands
from samverk.web.agreements import derivation, questions
from samverk.web.agreements.views import Seen
from samverk.web.fees import rows, sections, steps
from samverk.web.fees.corrected import corrected
from samverk.web.fees.rows import Table
from samverk.web.fees.seen import Fixed, SeenFee, fixed_year
from samverk.web.shapes import Chip, Choice

SHOWN_YEARS = 4


def year_address(fee: SeenFee, year: int) -> str:
    """The page of a year, at the moment shown."""
    return reverse("fees-of-year", args=[fee.seen.id, year]) + fee.seen.moment.query


def choice(fee: SeenFee, year: int, current: int | None) -> Choice:
    """A year to go to."""
    return Choice(label=str(year), href=year_address(fee, year), current=year == current)


def why_address(seen: Seen, key: str) -> str:
    """The page of a derivation, at the moment shown."""
    return reverse("why", args=[seen.id, key]) + seen.moment.query


def summary_of(fee: SeenFee, year: int) -> Finding | None:
    """The finding about the whole year that the page's sum is; kept ones first."""
    start = f"{fee.rule.id}~parties~{year}-"
    known = (one for one in fee.seen.answer.evaluation.by_rule.get(fee.rule.id, ()) if one.key.startswith(start))
    return next(known, None) or fee.seen.answer.evaluation.get(f"{start}01-01")


class YearPage:
    """What the page of a year is made of."""

    def __init__(self, fee: SeenFee, year: int, language: Language, *, may: bool) -> None:
        self.fee = fee
        self.year = year
        self.language: Language = language
        self.may = may
        self.fixed: Fixed = fixed_year(fee, year)
        self.found, self.preliminary = _or_preliminary(self.fixed, year)
        self.evaluation = fee.seen.answer.evaluation

    @property
    def situation(self) -> Situation:
        """The year under the terms it was fixed by."""
        return self.found.terms.situation

    def why(self, key: str) -> str:
        """The address of a derivation; under an earlier version of the agreement that of the day it was fixed."""
        fact = self.fixed.fixed_by
        if self.fixed.other_version and fact is not None:
            return reverse("why", args=[self.fee.seen.id, key]) + f"?per={self.situation.first_day(fact).isoformat()}"
        return why_address(self.fee.seen, key)

    def context(self) -> dict[str, Any]:
        """Everything the template writes out."""
        finding = summary_of(self.fee, self.year)
        register = reverse("facts", args=[self.fee.seen.id]) if self.fee.seen.may_look_back else ""
        return {
            "year": self.year,
            "before": self.year - 1 if self.found.before is not None else None,
            "lead": steps.lead(self.found, self.language),
            "years": self.years(),
            "other_years": self.other_years(),
            "here": reverse("fees", args=[self.fee.seen.id]),
            "kept": parse_qsl(self.fee.seen.moment.query.removeprefix("?")),
            "finding": finding,
            "basis": questions.basis_of(finding) if finding is not None else "derived",
            "why": self.why(finding.key) if finding is not None else "",
            "chips": self.chips(),
            "waits": self.waits(),
            "preliminary": self.preliminary.in_language(self.language) if self.preliminary is not None else "",
            "stats": self.stats(),
            **self.table(),
            "part_year": self.found.sheet.part_year if self.found.sheet is not None else (),
            "adjustments": self.adjustments(register),
            "unsettled": self.unsettled(),
            "costs": tuple(sections.cost_shown(self.place(), cost) for cost in self.costs()),
            "steps": steps.steps(self.fixed.found, self.language, self.found.sheet),
            "locked": self.locked(register),
            "printed": self.printed(),
            "files": self.files(),
            "aside": self.more(),
            **self.act(),
        }

    def place(self) -> sections.Place:
        """What the sections are written for."""
        seen = self.fee.seen
        return sections.Place(seen.id, self.evaluation, seen.moment.query, self.why, self.language)

    def costs(self) -> tuple[CostSheet, ...]:
        """The shared costs of the year."""
        return tuple(cost_sheets(self.fee.situation, self.year))

    def chips(self) -> tuple[Chip, ...]:
        """The clauses the fee follows from."""
        seen = self.fee.seen
        cites = (*self.found.terms.fee.cite, *self.found.key.cite)
        return derivation.chips(seen.id, self.situation.definition, cites, seen.moment.query, self.language)

    def years(self) -> tuple[Choice, ...]:
        """The latest years, and the one shown."""
        latest = sorted({*self.fee.years[-SHOWN_YEARS:], self.year})
        return tuple(choice(self.fee, year, self.year) for year in latest)

    def other_years(self) -> tuple[Choice, ...]:
        """Every year with a budget and the one shown, the latest first, where there are more than the row holds."""
        if len(self.fee.years) <= SHOWN_YEARS:
            return ()
        return tuple(choice(self.fee, year, self.year) for year in sorted({*self.fee.years, self.year}, reverse=True))

    def waits(self) -> str:
        """What the fee waits for, "" when it can be computed."""
        obstacle = self.fixed.found.round.obstacle
        if obstacle is None:
            return ""
        return say(
            "Avgiften för {year} väntar på {what}.",
            "The fee for {year} waits for {what}.",
            year=Year(self.year),
            what=obstacle,
        ).in_language(self.language)

    def stats(self) -> tuple[tuple[str, str], ...]:
        """The figures at a glance: number and what it is."""
        sheet, budget = self.found.sheet, self.found.round.budget
        shown: list[tuple[str, Text]] = []
        if budget is not None:
            total = rows.money(int(budget.payload["amount"])) + "\u00a0kr"
            decided = say("budget, beslutad {day}", "budget, adopted on {day}", day=budget.valid_on)
            only = Text("budget, antagen", "budget, supposed")
            shown.append((total, decided if steps.is_decided(self.found) else only))
        if sheet is not None and sheet.figures and self.found.round.figures is not None:
            shown.append((thousands(sheet.figures), self._counted()))
            each = rows.per_inhabitant(sheet.charge.total, sheet.figures, self.language)
            shown.append((each, Text("per invånare", "per inhabitant")))
        paid = [payment for payment in self.found.payments.values() if payment.invoices]
        if paid:
            settled = sum(payment.settled for payment in paid)
            count = say("{settled} av {all}", "{settled} of {all}", settled=settled, all=len(paid))
            shown.append((count.in_language(self.language), Text("har betalat", "have paid")))
        return tuple((number, text.in_language(self.language)) for number, text in shown)

    def _counted(self) -> Text:
        figures = self.found.round.figures
        reference = figures.fact.payload.get("reference_date") if figures is not None else None
        if not reference:
            return Text("invånare", "inhabitants")
        return say("invånare {day}", "inhabitants on {day}", day=rows.parse(str(reference)))

    def table(self) -> dict[str, Any]:
        """The rows and the sum, and that it is right; nothing while something is missing."""
        sheet = self.found.sheet
        if sheet is None:
            return {"groups": (), "foot": None}
        paid = rows.payment_findings(self.evaluation, self.found)
        table = Table(self.evaluation, self.found, sheet, self.language, self.why, paid)
        right, how = steps.exact(self.found, self.language)
        by_inhabitants = not by_table(self.found.key)
        return {
            "figure_word": _("Invånare") if by_inhabitants else _("Vikt"),
            "groups": table.groups(),
            "foot": table.foot(),
            "has_before": self.found.before is not None,
            "has_paid": bool(self.found.payments),
            "right": right,
            "how": how,
        }

    def adjustments(self, register: str) -> tuple[sections.AdjustmentShown, ...]:
        """What was moved by corrections, the latest first."""
        found = corrected(self.fee, self.fixed, self.year)
        shown = [
            sections.adjustment_shown(self.situation, one, number, register, self.language)
            for number, one in enumerate(found, 1)
        ]
        return tuple(reversed(shown))

    def unsettled(self) -> tuple[tuple[str, str, str], ...]:
        """Who is to get a further invoice or a credit: name, the sum without its sign, and which of the two."""
        left = sections.left_to_settle(self.found)
        codes = sorted(left, key=lambda code: sort_key(self.situation.name(code).sv))
        return tuple(
            (self.situation.name(code).in_language(self.language), rows.money(abs(left[code])), _which(left[code]))
            for code in codes
        )

    def files(self) -> tuple[Choice, ...]:
        """What the year can be taken away as, the spreadsheet first; nothing while it cannot be computed."""
        if self.fixed.found.sheet is None:
            return ()
        words = (("xlsx", _("Hämta kalkylblad")), ("pdf", _("PDF")), ("csv", _("CSV")))
        seen = self.fee.seen
        return tuple(
            Choice(label=label, href=reverse("fees-file", args=[seen.id, self.year, form]) + seen.moment.query)
            for form, label in words
        )

    def more(self) -> tuple[Choice, ...]:
        """Where to go on from here."""
        try:
            href = reverse("what-if", settings.ROOT_URLCONF, args=[self.fee.seen.id])
        except NoReverseMatch:  # an installation without it
            return ()
        return (Choice(label=_("Tänk om: en part lämnar, en annan budget"), href=href + self.fee.seen.moment.query),)

    def act(self) -> dict[str, str]:
        """What those who may can do about the year, today: the April update or a correction, and the budget first."""
        if not self.may:
            return {}
        found: dict[str, str] = {}
        if self.fixed.found.round.budget is None:
            here = year_address(self.fee, self.year)
            given = urlencode({"slag": "budget.adopted", "year": self.year, "next": here})
            found["budget_href"] = reverse("record-fact", args=[self.fee.seen.id]) + "?" + given
        if needs_figures(self.found.key):
            href = reverse("fees-update", args=[self.fee.seen.id, self.year])
            found["update_href" if self.fixed.fixed_by is None else "correct_href"] = href
        return found

    def locked(self, register: str) -> dict[str, str]:
        """When the figures were fixed, their checksum, and the fact; nothing before that."""
        fact = self.fixed.fixed_by
        if fact is None:
            return {}
        text = say("Låst {day}.", "Locked on {day}.", day=fact.valid_on).in_language(self.language)
        href = f"{register}?uppgift={fact.seq}#u{fact.seq}" if register else ""
        return {"text": text, "sum": str(fact.payload.get("sha256") or "")[:8], "href": href, "seq": str(fact.seq)}

    def printed(self) -> str:
        """What a printed sheet says of itself."""
        return say(
            "Per den {day}. Utskrivet {today}. Version {version} av avtalet, definition {sha}.",
            "As of {day}. Printed {today}. Version {version} of the agreement, definition {sha}.",
            day=self.fee.seen.moment.day,
            today=self.fee.seen.moment.today,
            version=self.situation.definition.version,
            sha=self.situation.definition.sha256[:8],
        ).in_language(self.language)


def _or_preliminary(fixed: Fixed, year: int) -> tuple[FeeYear, Text | None]:
    """The year; one whose figures are not fixed yet as it would be by those of the year before, and the word for it."""
    found = fixed.found
    if found.sheet is not None or found.round.budget is None or found.round.figures is not None:
        return found, None
    proposed = next((fact for fact in stand_ins(fixed.situation, year) if fact.kind == "weights.updated"), None)
    then = effect_of(fixed.situation, fixed.rule, year, proposed).then if proposed is not None else None
    if then is None or then.sheet is None:
        return found, None
    return then, say(
        "Beloppen är räknade på folkmängden för året före och ändras när den för {year} är fastställd.",
        "The sums rest on the population of the year before and change when that for {year} has been fixed.",
        year=Year(year),
    )


def _which(left: Ore) -> str:
    return _("att fakturera") if left > 0 else _("att kreditera")
