"""The entries of a year: gathered from every source, narrowed to those they are for, and told together when equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from samverk.rules import holdings
from samverk.rules.evaluate import Evaluation
from samverk.rules.facts import Fact
from samverk.rules.finding import Status
from samverk.rules.frozen import frozen, replace
from samverk.rules.intervals import year as days_of
from samverk.rules.situation import Situation
from samverk.rules.wheel import days, windows
from samverk.rules.wheel.days import Roots
from samverk.rules.wheel.entry import LANES, Mark, WheelEntry, severity, weakest_basis, worst_status
from samverk.rules.wording import Text

NO_ROOTS: Roots = {}
MOST_DAYS = 6
"""How many last days of one provision a year shows one by one; more are told month by month."""


def entries(
    evaluation: Evaluation, year: int, *, roots: Roots = NO_ROOTS, whose: frozenset[str] | None = None
) -> tuple[WheelEntry, ...]:
    """Everything of a calendar year, ring by ring and by day; what is the same for many parties is one entry.

    ``whose``: only what concerns one of these subjects (``of_party``); None: everything. ``roots``: see ``roots_of``.
    """
    found = (item for item in _gathered(evaluation, year, roots) if item.touches(year))
    if whose is not None:
        found = (item for item in found if not whose.isdisjoint(item.who))
    return tuple(sorted(_together(found), key=_place))


def _gathered(evaluation: Evaluation, year: int, roots: Roots) -> Iterator[WheelEntry]:
    yield from windows.windows(evaluation, year)
    yield from windows.promises(evaluation, year)
    yield from days.deadlines(evaluation, year, roots)
    for source in days.SOURCES:
        yield from source(evaluation, year)


def _place(item: WheelEntry) -> tuple[int, date, date, str]:
    return LANES.index(item.lane), item.first, item.last, item.identity


def roots_of(facts: Iterable[Fact]) -> dict[int, int]:
    """For each fact that corrects another, the first of its chain: what it is called however often it is corrected."""
    found: dict[int, int] = {}
    for fact in facts:
        if fact.corrects is not None:
            found[fact.seq] = found.get(fact.corrects, fact.corrects)
    return found


def of_party(situation: Situation, code: str, year: int) -> frozenset[str]:
    """The subjects whose entries concern a municipality in a year: itself, all parties, its bodies, roles it holds.

    A body is its when it has a seat in it on some day of the year; so is a role that it, or somebody
    from it or employed by it, holds.
    """
    period = days_of(year)

    def held(found: Iterable[holdings.Holding]) -> bool:
        return any(item.party == code and item.interval.overlap(period) for item in found)

    definition = situation.definition
    bodies = {f"body:{body}" for body in definition.bodies if held(holdings.members(situation, body))}
    roles = {f"role:{role}" for role in definition.roles if held(holdings.holders(situation, role))}
    employed = {f"role:{role.id}" for role in definition.roles.values() if role.employer in roles}
    return frozenset({f"party:{code}", "parties", "agreement", *bodies, *roles, *employed})


# --- many told as one -----------------------------------------------------------------------------------


def _together(found: Iterable[WheelEntry]) -> Iterator[WheelEntry]:
    """Entries of one family with the same days become one; days that are all different become one a month."""
    in_order = sorted(found, key=lambda item: (item.family, item.last, item.first, item.identity))
    for _family, several in groupby(in_order, key=lambda item: item.family):
        family = list(several)
        spans = {(item.first, item.last) for item in family}
        if len(spans) <= MOST_DAYS:
            for _span, same in groupby(family, key=lambda item: (item.last, item.first)):
                yield _one(list(same))
        else:
            for _month, same in groupby(family, key=lambda item: (item.last.year, item.last.month)):
                yield _one(list(same))


def _one(same: list[WheelEntry]) -> WheelEntry:
    first = same[0]
    if len(same) == 1:
        return first
    counts: dict[Status, int] = {}
    for item in same:
        counts[item.status] = counts.get(item.status, 0) + 1
    status = worst_status(counts)
    telling = next(item for item in same if item.status == status)
    names = (item.identity.split("/") for item in same)
    least = min(f"{parts[-1]}.{parts[1]}" for parts in names)
    return replace(
        first,
        identity=first.family if first.kind in ("window", "regular") else f"{first.family}/{least}",
        who=tuple(dict.fromkeys(who for item in same for who in item.who)),
        status=status,
        basis=weakest_basis(item.basis for item in same),
        first=min(item.first for item in same),
        last=max(item.last for item in same),
        detail=_detail(same),
        count=_count(same),
        marks=tuple(_marks(same)),
        key=telling.key,
        tally=tuple(sorted(counts.items(), key=lambda pair: severity(pair[0]))),
        example=any(item.example for item in same),
    )


def _count(same: list[WheelEntry]) -> tuple[int, int] | None:
    counts = [item.count for item in same if item.count is not None]
    return (sum(done for done, _ in counts), sum(of for _, of in counts)) if counts else None


def _detail(same: list[WheelEntry]) -> Text | None:
    """What holds for all of them; what is said of each one alone is found where it stands alone."""
    count = _count(same)
    if count is not None:
        return days.given_in_words(count)
    words = {item.detail for item in same}
    return same[0].detail if len(words) == 1 else None


def _marks(same: list[WheelEntry]) -> Iterator[Mark]:
    """One mark a day is enough where many did the same; what is done is shown before what is planned."""
    marks = sorted(
        (mark for item in same for mark in item.marks), key=lambda mark: (mark.day, not mark.done, mark.fact)
    )
    for _day, found in groupby(marks, key=lambda mark: mark.day):
        yield next(found)


@frozen
class Span:
    """First and last year that a wheel can be drawn for: from the agreement's first day."""

    first: int
    last: int


def years_of(evaluation: Evaluation, ahead: int = 3) -> Span:
    """The years worth turning to: from the first year anyone was bound to some years after the day."""
    bound = evaluation.situation.bound
    start = min((item.start.year for item in bound), default=evaluation.situation.definition.valid_from.year)
    rounds = (plan.from_.year for plan in evaluation.situation.definition.plans.values())
    return Span(min((start, *rounds)), evaluation.situation.as_of.year + ahead)
