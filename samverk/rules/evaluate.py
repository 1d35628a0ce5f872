"""Facts in, consequences out: every finding of an agreement as of a day, as known at a moment.

A pure function of (definition, facts, as_of, known_at, options). Time passing writes nothing; evaluating twice gives
the same findings, whatever order the facts come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from samverk.rules import (
    adoption,
    amendment,
    appointments,
    cadence,
    chair,
    composition,
    costs,
    duties,
    entry,
    fees,
    notice,
    plans,
    powers,
    renegotiation,
    statements,
    weights,
)
from samverk.rules.ahead import Ahead
from samverk.rules.definition import Definition, JsonValue
from samverk.rules.facts import SUPPOSED_FROM, Fact
from samverk.rules.finding import Finding, Status, Verdict, status_of, worst
from samverk.rules.frozen import field, frozen
from samverk.rules.provisions import Fee, Provision
from samverk.rules.situation import Situation, situation

type Evaluator = Callable[[Situation, Any], Iterator[Finding]]

EVALUATORS: dict[str, Evaluator] = {
    "purpose": statements.purpose,
    "scope": statements.scope,
    "membership": statements.membership,
    "relation": statements.relation,
    "term": statements.term,
    "areas": statements.areas,
    "entry": entry.findings,
    "adoption_round": adoption.findings,
    "withdrawal": notice.findings,
    "amendment": amendment.findings,
    "renegotiation": renegotiation.findings,
    "composition": composition.findings,
    "chair": chair.findings,
    "appointment": appointments.findings,
    "meeting": cadence.findings,
    "duty": duties.findings,
    "power": powers.findings,
    "apportionment_key": weights.findings,
    "fee": fees.findings,
    "cost_event": costs.findings,
    "plan": plans.findings,
}


@frozen(slots=False)
class Evaluation:
    """All findings of one agreement on one day, with the situation they were made in."""

    situation: Situation
    findings: tuple[Finding, ...]
    by_rule: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)

    def current(self, rule: str) -> tuple[Finding, ...]:
        """What a provision says on the day: findings without a period, those whose period holds the day, and the
        latest closed window; long-closed windows are history.
        """
        found = self.by_rule.get(rule, ())
        day = self.situation.as_of
        return tuple(item for item in found if item.period is None or day in item.period or _unsettled(item))

    def status_of_rule(self, rule: str) -> Status | None:
        """The worst status a provision has on the day, or None when it says nothing."""
        verdict = worst([item.verdict for item in self.current(rule)])
        return status_of(verdict) if verdict is not None else None

    @cached_property
    def _examples(self) -> frozenset[int]:
        return frozenset(fact.seq for fact in self.situation.facts if fact.example)

    def rests_on_example(self, finding: Finding) -> bool:
        """Whether a finding rests on made-up facts, or says of somebody that something made up has not happened.

        What puts a real municipality in a bad light must say so in its own row.
        """
        return self.rests_on(finding.because, finding.status)

    def rests_on_supposition(self, finding: Finding) -> bool:
        """Whether a finding rests on something that is only supposed ("Tänk om")."""
        return any(seq >= SUPPOSED_FROM for seq in finding.because)

    def rests_on(self, facts: Iterable[int], status: Status) -> bool:
        """The same of anything that is said with these facts (their numbers) and with a status."""
        because = tuple(facts)
        if because:
            return not self._examples.isdisjoint(because)
        return bool(self._examples) and status in _LOUD

    def get(self, key: str) -> Finding | None:
        """The finding with a key, or None. A fee has one for every year there was, however long ago."""
        found = (item for item in self.findings if item.key == key)
        return next(found, None) or next((item for item in self._of_past_year(key) if item.key == key), None)

    def _of_past_year(self, key: str) -> Iterator[Finding]:
        rule = self.situation.definition.rules.get(key.partition("~")[0])
        start = key.rpartition("~")[2]
        if isinstance(rule, Fee) and start[:4].isdecimal():
            yield from fees.findings_of_year(self.situation, rule, int(start[:4]))


_LOUD = frozenset({"breach", "late", "due", "notice"})


def _unsettled(finding: Finding) -> bool:
    """Past but still to be cured; a gap that has been filled is history."""
    return finding.status in ("late", "notice") or finding.verdict is Verdict.DUE_SOON


def evaluate(
    definition: Definition,
    facts: Iterable[Fact],
    *,
    as_of: date,
    known_at: datetime | None = None,
    names: Mapping[str, str] | None = None,
    options: Mapping[str, JsonValue] | None = None,
    ahead: Ahead | None = None,
) -> Evaluation:
    """Every finding of an agreement. ``options`` are readings chosen for a what-if (reading id → option); ``ahead``
    is what a supposition says of years to come.
    """
    prepared = situation(definition, facts, as_of=as_of, known_at=known_at, names=names, options=options, ahead=ahead)
    by_rule = {rule.id: findings_of(prepared, rule) for rule in prepared.definition.rules.values()}
    return Evaluation(prepared, tuple(item for found in by_rule.values() for item in found), by_rule)


def findings_of(prepared: Situation, rule: Provision) -> tuple[Finding, ...]:
    """The findings of one provision; none outside the days the provision itself is valid."""
    if rule.valid_from is not None and prepared.as_of < rule.valid_from:
        return ()
    if rule.valid_to is not None and prepared.as_of > rule.valid_to:
        return ()
    return tuple(EVALUATORS[rule.kind](prepared, rule))
