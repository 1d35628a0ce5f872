"""An agreement as it is recorded and as something is supposed, side by side, on a day and for the years ahead.

Nothing is recorded. Both sides are kept for as long as the same is asked again; a new fact gives a new head and with it
a new comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from samverk.agreements.queries import situations
from samverk.agreements.queries.situations import Answer
from samverk.agreements.queries.versions import definition_of
from samverk.rules.ahead import Ahead
from samverk.rules.evaluate import Evaluation
from samverk.rules.situation import Situation, situation
from samverk.rules.suppositions.applying import world
from samverk.rules.suppositions.years import YEARS, FeeYear, fee_years, last_of

KEPT = 6


@dataclass(frozen=True)
class Comparison:
    """Both sides on ``day``, and what is paid each year ahead.

    ``now`` and ``then``: what follows today and supposed; the same object where nothing is supposed. ``ahead``: the
    supposed situation on the last day of the years. ``years``: ten years, or none for an agreement without a fee.
    """

    day: date
    now: Evaluation
    then: Evaluation
    ahead: Situation
    years: tuple[FeeYear, ...]


def comparison(answer: Answer, shown: date, day: date, known_at: datetime | None) -> Comparison:
    """Today's answer and the supposed one on a day, and ten years from the year of the day ``shown``.

    ``answer``: with what is supposed, of whichever day. Both sides are by the version of the agreement that holds on
    the day compared. Three statements.
    """
    now = situations.evaluation(answer.agreement, day, known_at)
    if now is None:
        raise LookupError(answer.agreement)  # the answer's agreement was there a moment ago
    return _compared(_Sides(now, answer, day, known_at, shown.year))


class _Sides:
    """What a comparison is made from, equal to another of the same heads, days and suppositions."""

    def __init__(self, now: Answer, supposed: Answer, day: date, known_at: datetime | None, first: int) -> None:
        self.now = now
        self.supposed = supposed
        self.day = day
        self.known_at = known_at
        self.first = first
        names = supposed.evaluation.situation.names
        self._key = (now.key, supposed.key, day, known_at, self.first, frozenset(names.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sides) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=KEPT)
def _compared(sides: _Sides) -> Comparison:
    now, supposed = sides.now, sides.supposed
    then = replace(now, suppositions=supposed.suppositions)
    if supposed.suppositions:
        then = situations.supposed_on(then, sides.day, sides.known_at)
    before, after = _last(now, sides), _last(then, sides)
    years = fee_years(before, after, sides.first)
    if years and not years[0].differs:
        years = years[1:]
    return Comparison(sides.day, now.evaluation, then.evaluation, after, years[:YEARS])


def _last(answer: Answer, sides: _Sides) -> Situation:
    """The situation on the last day of the years, with the latest budget and figures carried on."""
    day, known_at = last_of(sides.first), sides.known_at
    facts = situations.facts_up_to(answer.agreement, answer.head)
    made = world(
        definition_of(answer.sha256), facts, answer.suppositions, day,
        known_at=known_at, population=situations.latest_population(),
    )  # fmt: skip
    names = sides.supposed.evaluation.situation.names
    ahead: Ahead = made.ahead
    return situation(made.definition, made.facts, as_of=day, known_at=known_at, names=names, ahead=ahead)


def forget() -> None:
    """Empty what this process has kept. Only tests need it."""
    _compared.cache_clear()
