"""What is due, late and coming: the overview's rows, and the calendar of a year drawn from the clauses.

Late and due come from findings. What is coming comes from the provisions themselves: the next windows of everything
that recurs, last days of notice, dated commitments of plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from samverk.rules import evidence, readings
from samverk.rules.bearers import bearers
from samverk.rules.cadence import assign, judge, slots
from samverk.rules.cadence_words import need
from samverk.rules.definition import Definition
from samverk.rules.evaluate import Evaluation
from samverk.rules.finding import Basis, Finding, Status, status_of
from samverk.rules.frozen import frozen
from samverk.rules.intervals import FOREVER, Interval
from samverk.rules.provisions import Composition, Duty, Meeting, Power, Provision
from samverk.rules.situation import Situation
from samverk.rules.values import Quota
from samverk.rules.wording import Text, say

_TO_DO: frozenset[Status] = frozenset({"late", "due", "notice", "breach"})

type Counted = Meeting | Duty | Power


@frozen
class AgendaItem:
    """Something to do: from ``opens`` (first day it can count) to ``due_on`` (last day in time), both inside.

    ``who`` are subjects ("party:0186", "body:styrgrupp", "role:strateg", "parties"). ``key`` leads to the derivation.
    """

    rule: str
    what: Text
    who: tuple[str, ...]
    cites: tuple[str, ...]
    status: Status
    basis: Basis
    opens: date | None = None
    due_on: date | None = None
    detail: Text | None = None
    key: str | None = None
    example: bool = False


def todo(evaluation: Evaluation) -> tuple[AgendaItem, ...]:
    """Everything late or due on the day, the oldest first."""
    found = [
        AgendaItem(
            rule=item.rule, what=item.headline, who=item.bearers or (item.subject,), cites=item.cites,
            status=item.status, basis=item.basis, opens=item.since or (item.period.start if item.period else None),
            due_on=item.due_on, detail=item.detail, key=item.key, example=evaluation.rests_on_example(item),
        )
        for rule in evaluation.by_rule
        for item in _each(evaluation.current(rule))
        if item.status in _TO_DO and not _told_by_duty(evaluation.situation.definition, item)
    ]  # fmt: skip
    return tuple(sorted(found, key=_when))


def _each(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Without the finding that sums up, where each party has one of its own."""
    each = tuple(item for item in findings if item.subject.startswith("party:"))
    return each if any(item.status in _TO_DO for item in each) else findings


def _told_by_duty(definition: Definition, finding: Finding) -> bool:
    """A missing representative is the party's duty; that the body lacks one is the same thing said again."""
    rule = definition.rules[finding.rule]
    if not isinstance(rule, Composition) or rule.seats.per != "party":
        return False
    body = definition.bodies.get(rule.body.partition(":")[2])
    role = f"role:{body.seat_role}" if body is not None and body.seat_role is not None else None
    return role is not None and any(duty.object == role for duty in definition.of_kind(Duty))


def _when(item: AgendaItem) -> tuple[date, str]:
    return item.due_on or item.opens or FOREVER, item.rule


def coming(evaluation: Evaluation, until: date) -> tuple[AgendaItem, ...]:
    """What comes after the day, up to and including ``until``, soonest first."""
    day = evaluation.situation.as_of
    found = (item for item in planned(evaluation.situation, day, until) if item.status == "coming")
    return tuple(sorted(found, key=_when))


def year(evaluation: Evaluation, number: int) -> tuple[AgendaItem, ...]:
    """The agreement's calendar of a year, whatever has been done: every window that closes in it."""
    return year_of(evaluation.situation, number)


def year_of(situation: Situation, number: int) -> tuple[AgendaItem, ...]:
    """The same from a situation, without the findings."""
    first, last = date(number, 1, 1), date(number, 12, 31)
    return tuple(sorted(planned(situation, first - timedelta(days=1), last), key=_when))


def planned(situation: Situation, after: date, until: date) -> Iterator[AgendaItem]:
    """Every window with a number that closes after one day and up to another, and the last days of those leaving."""
    for rule in situation.definition.rules.values():
        if isinstance(rule, Meeting | Duty | Power) and rule.quota is not None and rule.quota.min is not None:
            yield from _windows(situation, rule, rule.quota, after, until)
    yield from _leaving(situation, after, until)


def _windows(situation: Situation, rule: Counted, quota: Quota, after: date, until: date) -> Iterator[AgendaItem]:
    found = slots(quota, situation.bound, until)
    given = assign(found, evidence.acts(situation, rule))
    used = readings.uses(situation.definition, rule, "quota")
    for slot, done in zip(found, given, strict=True):
        last = slot.window.last_day
        if last is None or not after < last <= until or not slot.judged:
            continue
        verdict = judge(slot, done, quota, situation.as_of).verdict
        yield AgendaItem(
            rule=rule.id, what=say("{label}: {need}", "{label}: {need}", label=rule.label, need=need(quota)),
            who=_who(situation, rule), cites=rule.cite, status=status_of(verdict),
            basis=readings.basis_of(used, plain="stated"), opens=slot.window.start, due_on=last,
        )  # fmt: skip


def _who(situation: Situation, rule: Counted) -> tuple[str, ...]:
    if isinstance(rule, Meeting):
        return (rule.body,)
    if isinstance(rule, Power):
        return (rule.holder,)
    found = tuple(item.subject for item in bearers(situation, rule.bearer))
    return found if len(found) <= 1 else ("parties",)


def _leaving(situation: Situation, after: date, until: date) -> Iterator[AgendaItem]:
    """The last day of each party that has given notice."""
    rule: Provision | None = next((r for r in situation.definition.rules.values() if r.kind == "withdrawal"), None)
    if rule is None:
        return
    for code, held in situation.membership.items():
        for last in _last_days(held):
            if after < last <= until:
                what = say("{name}: sista dagen som part", "{name}: last day as a party", name=situation.name(code))
                yield AgendaItem(
                    rule=rule.id,
                    what=what,
                    who=(f"party:{code}",), cites=rule.cite, status="coming",
                    basis=readings.basis_of(readings.uses(situation.definition, rule), plain="derived"), due_on=last,
                )  # fmt: skip


def _last_days(held: Iterable[Interval]) -> list[date]:
    return [item.last_day for item in held if item.last_day is not None]
