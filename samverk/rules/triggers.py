"""Duties that something sets off: what happened, when it must be answered, and whether it was (semantics C.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from samverk.rules import evidence
from samverk.rules.dates import add_period, period_in_words
from samverk.rules.evidence import Act, Done
from samverk.rules.facts import Fact
from samverk.rules.finding import Step, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.holdings import holders
from samverk.rules.provisions import Duty
from samverk.rules.situation import Situation
from samverk.rules.values import OPEN
from samverk.rules.wording import Text, say


@frozen
class Trigger:
    """Something that sets a duty off: for whom, on which day, by which fact; ``year`` ties it to a yearly matter."""

    subject: str
    day: date
    fact: int | None = None
    party: str | None = None
    year: int | None = None
    due: date | None = None


@frozen
class Instance:
    """One time a duty was set off: by what, its last day (None: the text gives none), and what answered it."""

    trigger: Trigger
    due_on: date | None
    act: Act | None

    @property
    def done(self) -> date | None:
        """The day it was answered."""
        return self.act.day if self.act is not None else None

    @property
    def facts(self) -> tuple[int, ...]:
        """The numbers of the facts that set it off and answered it."""
        found = (self.trigger.fact, self.act.fact if self.act is not None else None)
        return tuple(seq for seq in found if seq is not None)


def instances(situation: Situation, rule: Duty) -> Iterator[Instance]:
    """Every time the duty has been set off up to the day."""
    name, _, argument = (rule.trigger or "").partition(":")
    source = _SOURCES.get(name)
    if source is None:
        return
    done = evidence.done(situation, rule)
    for trigger in source(situation, rule, argument):
        if trigger.day <= situation.as_of:
            due = trigger.due
            if due is None and rule.within is not None and rule.within != OPEN:
                due = add_period(trigger.day, rule.within)
            yield Instance(trigger, due, _answer(situation, rule, trigger, done))


def _answer(situation: Situation, rule: Duty, trigger: Trigger, done: Done) -> Act | None:
    for act in done.of(trigger.party):
        same_matter = act.year is None or trigger.year is None or act.year == trigger.year
        if same_matter and (act.day >= trigger.day or trigger.fact is None):
            return act
    if rule.act == "take_over_employment":
        return _taken_over(situation, rule, trigger)
    return None


def _taken_over(situation: Situation, rule: Duty, trigger: Trigger) -> Act | None:
    """The employment follows the role: the strategist's employer is the new managing municipality (N-7.1)."""
    role = (rule.object or "").partition(":")[2]
    for item in holders(situation, role):
        employs = item.employer in (trigger.party, f"party:{trigger.party}")
        if employs and item.fact is not None and item.interval.stop > trigger.day:
            return Act(max(item.interval.start, trigger.day), item.fact, None, trigger.party)
    return None


def verdict_of(done: date | None, due: date | None, as_of: date) -> Verdict:
    """Done in time, done late, late and curable, or still open; without a last day it is counted, never judged."""
    if done is not None:
        return Verdict.FULFILLED if due is None or done <= due else Verdict.FULFILLED_LATE
    if due is None:
        return Verdict.COUNTED
    return Verdict.OVERDUE if as_of > due else Verdict.DUE_SOON


def headline_of(label: Text, verdict: Verdict, done: date | None, due: date | None) -> Text:
    """The state as a sentence."""
    if done is not None and verdict is Verdict.FULFILLED_LATE:
        return say(
            "{label}, gjort {done}, efter {due}", "{label}, done {done}, after {due}", label=label, done=done, due=due
        )
    if done is not None:
        return say("{label}, gjort {done}", "{label}, done {done}", label=label, done=done)
    if verdict is Verdict.OVERDUE:
        return say("{label}, sista dagen var {due}", "{label}, the last day was {due}", label=label, due=due)
    if due is not None:
        return say("{label}, senast {due}", "{label}, due {due}", label=label, due=due)
    return say("{label}, inte gjort än", "{label}, not done yet", label=label)


def detail_of(item: Instance, as_of: date) -> Text | None:
    """How long something without a last day has been waiting."""
    if item.act is not None or item.due_on is not None:
        return None
    age = (as_of - item.trigger.day).days
    return say(
        "Texten anger ingen tid. Det har gått {age} dagar.", "The text gives no time. {age} days have passed.", age=age
    )


def steps_of(rule: Duty, item: Instance) -> Iterator[Step]:
    """From the day it was set off to its last day."""
    day, within = item.trigger.day, rule.within
    yield Step(say("Utlöst {day}", "Set off {day}", day=day))
    if item.due_on is not None and within is not None and within != OPEN:
        period = period_in_words(within)
        yield Step(say("{day} + {period}", "{day} + {period}", day=day, period=period), item.due_on.isoformat())


def _entered(situation: Situation, _rule: Duty, _argument: str) -> Iterator[Trigger]:
    for code, held in sorted(situation.membership.items()):
        for item in held:
            yield Trigger(f"party:{code}", item.start, party=code)


def _role_changed(situation: Situation, _rule: Duty, role: str) -> Iterator[Trigger]:
    for before, after in pairwise(holders(situation, role)):
        if before.party != after.party:
            yield Trigger(f"party:{after.party}", after.interval.start, after.fact, after.party)


def _of_kind(kind: str) -> Callable[[Situation, Duty, str], Iterator[Trigger]]:
    def source(situation: Situation, rule: Duty, _argument: str) -> Iterator[Trigger]:
        for fact in situation.of(kind):
            yield _from(fact, rule)

    return source


def _from(fact: Fact, rule: Duty) -> Trigger:
    year = fact.payload.get("year")
    due = fact.payload.get("due")
    subject = f"party:{fact.party}" if fact.party is not None and rule.bearer == "each_party" else rule.bearer
    if subject in ("each_party", "all_parties_jointly", "all"):
        subject = "parties"
    return Trigger(
        subject,
        fact.valid_on,
        fact.seq,
        fact.party,
        int(year) if year is not None else None,
        date.fromisoformat(str(due)) if due else None,
    )


_SOURCES: dict[str, Callable[[Situation, Duty, str], Iterator[Trigger]]] = {
    "party_entered": _entered,
    "role_changed": _role_changed,
    "invoice_issued": _of_kind("invoice.issued"),
    "result_produced": _of_kind("result.produced"),
    "meeting_held": _of_kind("meeting.held"),
    "renegotiation_demanded": _of_kind("renegotiation.demanded"),
    "recommendation_issued": _of_kind("recommendation.issued"),
    "decision_made": _of_kind("decision.made"),
    "notice_given": _of_kind("notice.given"),
}
TRIGGERS: frozenset[str] = frozenset(_SOURCES)
