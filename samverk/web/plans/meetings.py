"""The meetings at which a plan is followed up, and the last days of its measures, as a line through the plan's time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from samverk.rules.definition import Commitment, Measure, Plan
from samverk.rules.provisions import PlanRule
from samverk.rules.situation import Situation
from samverk.rules.wording import Language, Many, Text, say


@dataclass(frozen=True, slots=True)
class Meetings:
    """The meetings of the body that reviews a plan, in its time: ``held`` up to the day, ``planned`` after it."""

    first: date
    last: date
    day: date
    held: tuple[date, ...]
    planned: tuple[date, ...]

    def line(self, measure: Measure | None, language: Language) -> SafeString:
        """The line, with the last days of a measure; "" where there is nothing to show."""
        due = sorted({(item.due or self.last, item.due is None) for item in promised(measure)})
        if not (self.held or self.planned or due):
            return SafeString("")
        words = escape(self._words(due).in_language(language))
        parts = "".join(self._drawn(due))
        line = '<line class="g-line" x2="100%" y1="12" y2="12"/>'
        drawn = f'<svg class="tl" role="img" aria-label="{words}">{line}{parts}</svg>'
        return mark_safe(drawn)  # noqa: S308 - numbers, and words escaped above

    def _drawn(self, due: list[tuple[date, bool]]) -> Iterator[str]:
        for day in self.planned:
            yield f'<circle class="g-plan" cx="{self._at(day)}" cy="12" r="4"/>'
        if self.first <= self.day <= self.last:
            yield f'<line class="g-ink" x1="{self._at(self.day)}" x2="{self._at(self.day)}" y1="2" y2="22"/>'
        for day in self.held:
            yield f'<circle class="g-ok" cx="{self._at(day)}" cy="12" r="4"/>'
        for day, assumed in due:
            style = "g-plan g-dash" if assumed else "g-ink"
            yield f'<svg x="{self._at(day)}" y="12"><path class="{style}" d="M0-5 5 0 0 5-5 0Z"/></svg>'

    def _at(self, day: date) -> str:
        """How far along the line, with room for half a dot at each end."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return f"{1.5 + 97 * min(max(share, 0), 1):.1f}%"

    def _words(self, due: list[tuple[date, bool]]) -> Text:
        held = say(
            "Följs upp vid möten: {n} hållna till och med {day}",
            "Reviewed at meetings: {n} held up to {day}",
            n=Many(len(self.held)),
            day=self.day,
        )
        if not due:
            return say("{held}.", "{held}.", held=held)
        days = [day for day, _assumed in due]
        return say("{held}. Sista dag: {days}.", "{held}. Last day: {days}.", held=held, days=days)


def promised(measure: Measure | None) -> Iterator[Commitment]:
    """The commitments of a measure that are kept once, by a day."""
    found = measure.commitments if measure is not None else ()
    yield from (item for item in found if item.quota is None and item.act != "staff")


def meetings_of(prepared: Situation, plan: Plan) -> Meetings:
    """The meetings of the body that the plan's provision lets review it."""
    rule = prepared.definition.first(PlanRule)
    body = rule.reviewed_by.partition(":")[2] if rule is not None else ""

    def days(kind: str) -> list[date]:
        facts = prepared.by_kind.get(kind, ())
        return [
            fact.valid_on for fact in facts if fact.payload["body"] == body and plan.from_ <= fact.valid_on <= plan.to
        ]

    return Meetings(
        plan.from_,
        plan.to,
        prepared.as_of,
        tuple(day for day in days("meeting.held") if day <= prepared.as_of),
        tuple(day for day in days("meeting.planned") if day > prepared.as_of),
    )
