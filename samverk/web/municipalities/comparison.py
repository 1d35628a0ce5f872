"""Municipalities side by side: what binds each, what each owes and pays, how many live there, who fills its posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from samverk.agreements.queries.situations import Answer
from samverk.rules.finding import Finding, Status
from samverk.rules.holdings import holders
from samverk.rules.holdings import on as held_on
from samverk.rules.provisions import Fee
from samverk.rules.standing import Standing, standings, state_name
from samverk.rules.summary import by_party
from samverk.rules.wording import Language, kronor, say, thousands
from samverk.rules.wording import day as day_words
from samverk.web import formats
from samverk.web.parties.states import STATUSES
from samverk.web.shapes import Shape

_LATE: Final = ("breach", "late", "due")
_MOST_DUTIES: Final = 3
_YEARS: Final = 10
_DRAWN_YEARS: Final = 30
_WIDE, _HIGH = 100.0, 28.0


@dataclass(frozen=True, slots=True)
class Line(Shape):
    """A line of a cell: a status or none, words, where they lead; ``why``: to a derivation."""

    text: str
    href: str = ""
    status: Status | None = None
    small: str = ""
    why: bool = False


@dataclass(frozen=True, slots=True)
class Curve(Shape):
    """A development as a line of ``points``, all of a row on the same scale, and the same in words."""

    points: str
    told: str


@dataclass(frozen=True, slots=True)
class Cell(Shape):
    """What stands for one municipality."""

    lines: tuple[Line, ...] = ()
    curve: Curve | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A property, and a cell for each municipality."""

    label: str
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section(Shape):
    """Rows under a heading; ``note`` says where figures come from or why something is not shown."""

    heading: str
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Side:
    """An agreement, as one that binds (or has bound) some of those compared; ``people``: its posts may be shown."""

    answer: Answer
    people: bool

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Everybody's standing, by code."""
        return {one.party: one for one in standings(self.answer.evaluation)}

    @cached_property
    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """What concerns each party, worst first."""
        return by_party(self.answer.evaluation)

    def concerns(self, codes: Iterable[str]) -> bool:
        """Whether the agreement has anything to say of one of them."""
        return any(code in self.standings and self.standings[code].state != "silent" for code in codes)


# What writes the lines of a cell: of an agreement and a municipality.
type _Cells = Callable[[Side, str], Iterable[Line]]


@dataclass(frozen=True)
class Comparison:
    """Municipalities compared on a day. ``query`` keeps links on that day; ``populations``: by code and day."""

    codes: tuple[str, ...]
    sides: Sequence[Side]
    day: date
    query: str
    populations: Mapping[str, Mapping[date, int]]
    language: Language

    def sections(self) -> Iterator[Section]:
        """Every part of the comparison that has something to show."""
        if not self.sides:
            return
        yield Section(_("Avtal"), tuple(self._row(side, self._bound) for side in self.sides))
        yield Section(_("Försenat och dags nu"), tuple(self._row(side, self._duties) for side in self.sides))
        paying = [side for side in self.sides if self._takes_fees(side)]
        if paying:
            heading = say("Avgift {year}", "Fee {year}", year=str(self.day.year)).in_language(self.language)
            yield Section(heading, tuple(self._row(side, self._fee) for side in paying))
        yield from self._people()

    def inhabitants(self) -> Section | None:
        """How many live in each: now, ten years before, and the way there; None where there are no figures."""
        known = {code: self._until(code) for code in self.codes}
        if not all(known.values()):
            return None
        last = min(max(figures) for figures in known.values())
        before = last.replace(year=last.year - _YEARS)
        rows = [Row(self._date(last), "", tuple(self._count(known[code].get(last)) for code in self.codes))]
        if all(before in figures for figures in known.values()):
            rows.append(Row(self._date(before), "", tuple(self._count(known[code][before]) for code in self.codes)))
            change = tuple(self._change(known[code][before], known[code][last]) for code in self.codes)
            rows.append(Row(_("Förändring på tio år"), "", change))
        rows.append(Row(_("Utveckling"), "", tuple(self._curves(known, last))))
        return Section(
            _("Folkmängd"), tuple(rows), _("Källa: SCB, folkmängd den 31 december. Kurvorna har samma skala.")
        )

    # --- rows -------------------------------------------------------------------------------------------

    def _row(self, side: Side, cell: _Cells) -> Row:
        definition = side.answer.evaluation.situation.definition
        href = reverse("parties", args=[side.answer.agreement]) + self.query
        cells = tuple(Cell(tuple(cell(side, code))) for code in self.codes)
        return Row(definition.short.in_language(self.language), href, cells)

    def _bound(self, side: Side, code: str) -> Iterator[Line]:
        one = side.standings.get(code)
        if one is None:
            yield Line(_("Inte part"))
            return
        state = state_name(one.state).in_language(self.language)
        since = one.history.bound_from if one.history is not None else None
        last = one.history.last_day if one.history is not None else None
        yield Line(state, status=STATUSES[one.state])
        if since is not None:
            text = say("från {day}", "from {day}", day=since).in_language(self.language)
            yield self._derived(side, one.entry, text)
        if last is not None:
            text = say("till och med {day}", "through {day}", day=last).in_language(self.language)
            yield self._derived(side, one.leaving, text)

    def _duties(self, side: Side, code: str) -> Iterator[Line]:
        one = side.standings.get(code)
        if one is None or not one.is_bound:
            yield Line("–")
            return
        own = [item for item in side.findings.get(code, ()) if item.subject == f"party:{code}"]
        pressing = [item for item in own if item.status in _LATE]
        for item in pressing[:_MOST_DUTIES]:
            rule = side.answer.evaluation.situation.definition.rules[item.rule]
            href = self._why(side, item)
            yield Line(rule.label.in_language(self.language), href, item.status, why=True)
        if len(pressing) > _MOST_DUTIES:
            more = say("och {n} till", "and {n} more", n=len(pressing) - _MOST_DUTIES).in_language(self.language)
            yield Line(more, reverse("municipality", args=[code]) + self.query)
        if not pressing:
            yield Line(_("Inget"), status="ok")

    def _takes_fees(self, side: Side) -> bool:
        rule = side.answer.evaluation.situation.definition.first(Fee)
        return rule is not None and rule.total != "none"

    def _fee(self, side: Side, code: str) -> Iterator[Line]:
        found = [
            item
            for item in side.findings.get(code, ())
            if item.kind == "fee"
            and isinstance(item.value, int)
            and item.period is not None
            and self.day in item.period
        ]
        if found:
            yield self._derived(side, found[0], kronor(found[0].value))
        else:
            yield Line("–")

    def _people(self) -> Iterator[Section]:
        """The roles that every party fills, where the visitor may see them."""
        shown = [side for side in self.sides if side.people]
        rows = tuple(self._row(side, self._posts) for side in shown)
        hidden = _("Uppdragen visas för dem som deltar i samarbetet.") if len(shown) < len(self.sides) else ""
        if rows or hidden:
            yield Section(_("Uppdrag"), rows, hidden)

    def _posts(self, side: Side, code: str) -> Iterator[Line]:
        situation = side.answer.evaluation.situation
        one = side.standings.get(code)
        roles = [role for role in situation.definition.roles.values() if role.per == "party"]
        if one is None or not one.is_bound or not roles:
            yield Line("–")
            return
        filled = 0
        lines = []
        for role in roles:
            held = [item for item in held_on(holders(situation, role.id), self.day) if item.party == code]
            name = role.name.in_language(self.language)
            filled += bool(held)
            if held:
                lines.append(Line(name, status="ok", small=", ".join(item.title for item in held if item.title)))
            else:
                lines.append(Line(name, status="due", small=_("Vakant")))
        of = say("{n} av {all} tillsatta", "{n} of {all} filled", n=filled, all=len(roles))
        yield Line(of.in_language(self.language))
        yield from lines

    def _derived(self, side: Side, finding: Finding | None, text: str) -> Line:
        """Words that are the result of a derivation, or just words where nothing was derived."""
        return Line(text, self._why(side, finding), why=True) if finding is not None else Line(text)

    def _why(self, side: Side, finding: Finding) -> str:
        return reverse("why", args=[side.answer.agreement, finding.key]) + self.query

    # --- inhabitants ------------------------------------------------------------------------------------

    def _until(self, code: str) -> Mapping[date, int]:
        return {day: count for day, count in self.populations.get(code, {}).items() if day <= self.day}

    def _date(self, day: date) -> str:
        return day_words(day, self.language)

    def _count(self, count: int | None) -> Cell:
        return Cell((Line(thousands(count) if count is not None else "–"),), number=True)

    def _change(self, before: int, now: int) -> Cell:
        share = Decimal(now - before) / before if before else Decimal(0)
        sign = "+" if now > before else ""
        return Cell((Line(sign + formats.percent(share, 1, self.language)),), number=True)

    def _curves(self, known: Mapping[str, Mapping[date, int]], last: date) -> Iterator[Cell]:
        """Each as a share of what it was at the beginning, so that large and small can be compared."""
        first = max(min(figures) for figures in known.values())
        start = max(first, last.replace(year=last.year - _DRAWN_YEARS))
        shares = {
            code: [(day, count / figures[start]) for day, count in figures.items() if start <= day <= last]
            for code, figures in known.items()
            if figures.get(start)
        }
        heights = [share for points in shares.values() for _day, share in points]
        low, high = min(heights, default=0.0), max(heights, default=1.0)
        for code in self.codes:
            points = shares.get(code, [])
            yield Cell(curve=self._curve(points, (start, last), (low, high), known[code])) if points else Cell()

    def _curve(
        self,
        points: Sequence[tuple[date, float]],
        days: tuple[date, date],
        span: tuple[float, float],
        figures: Mapping[date, int],
    ) -> Curve:
        (start, last), (low, high) = days, span
        across, up = max((last - start).days, 1), max(high - low, 0.01)
        drawn = " ".join(
            f"{(day - start).days / across * _WIDE:.1f},{_HIGH - 2 - (share - low) / up * (_HIGH - 4):.1f}"
            for day, share in points
        )
        told = say(
            "{first} år {start}, {now} år {end}", "{first} in {start}, {now} in {end}",
            first=figures[points[0][0]], start=str(start.year), now=figures[points[-1][0]], end=str(last.year),
        )  # fmt: skip
        return Curve(drawn, told.in_language(self.language))
