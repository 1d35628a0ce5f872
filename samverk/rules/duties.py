"""Who owes what by when, by the five patterns (semantics C.5).

achieve: once, by a day. maintain: at all times; a gap is an interval. recurring: so many in each window. on_event:
within a time of something. continuous: never computed as breached; those who bear it attest it at the yearly follow-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from samverk.rules import attestations, evidence, readings, triggers
from samverk.rules.bearers import Bearer, bearers
from samverk.rules.cadence import counting, windowed
from samverk.rules.finding import Basis, Finding, Input, Later, Step, Verdict
from samverk.rules.holdings import Holding, holders, on
from samverk.rules.intervals import ONE_DAY, Interval, subtract
from samverk.rules.provisions import Duty
from samverk.rules.situation import Situation
from samverk.rules.sweeps import broken, edges
from samverk.rules.vacancy import gap_in_words, limit, number_in_words, verdict_of_gap
from samverk.rules.wording import Ore, Text, Year, lowered, say


def findings(situation: Situation, rule: Duty) -> Iterator[Finding]:
    """Everything a duty amounts to on the day, for each who bears it."""
    yield from _PATTERNS[rule.pattern](situation, rule)


def _recurring(situation: Situation, rule: Duty) -> Iterator[Finding]:
    if rule.quota is None:
        yield from attestations.findings(situation, rule)
        return
    done = evidence.done(situation, rule)
    how = counting(situation, rule, rule.quota)
    for bearer in bearers(situation, rule.bearer):
        yield from windowed(situation, how, bearer.subject, bearer.bound, done.of(bearer.party))


def _achieve(situation: Situation, rule: Duty) -> Iterator[Finding]:
    done = evidence.acts(situation, rule)
    for bearer in bearers(situation, rule.bearer):
        own = [act for act in done if bearer.party is None or act.party == bearer.party]
        day = own[0].day if own else None
        facts = tuple(act.fact for act in own[:1])
        verdict = triggers.verdict_of(day, rule.due, situation.as_of)
        yield made(
            situation,
            rule,
            bearer.subject,
            verdict,
            triggers.headline_of(rule.label, verdict, day, rule.due),
            due_on=rule.due,
            facts=facts,
            params=("due",),
        )


def _on_event(situation: Situation, rule: Duty) -> Iterator[Finding]:
    label = lowered(rule.label)
    for item in triggers.instances(situation, rule):
        trigger, done = item.trigger, item.done
        verdict = triggers.verdict_of(done, item.due_on, situation.as_of)
        named = say("{who}: {label}", "{who}: {label}", who=situation.name(trigger.subject), label=label)
        yield made(
            situation,
            rule,
            trigger.subject,
            verdict,
            triggers.headline_of(named, verdict, done, item.due_on),
            due_on=item.due_on,
            since=trigger.day,
            period=_open_from(trigger.day, done),
            facts=item.facts,
            steps=Later(triggers.steps_of, rule, item),
            params=("within",),
            detail=triggers.detail_of(item, situation.as_of),
        )


def _open_from(day: date, done: date | None) -> Interval:
    """From the day it was set off until it was done; open while it is not."""
    return Interval(day, None if done is None else max(day, done) + ONE_DAY)


def _continuous(situation: Situation, rule: Duty) -> Iterator[Finding]:
    yield from attestations.findings(situation, rule)


def _maintain(situation: Situation, rule: Duty) -> Iterator[Finding]:
    kind, _, name = (rule.object or "").partition(":")
    if kind == "role":
        yield from _filled(situation, rule, name)
    elif rule.act == "keep_within_budget":
        yield from _within_budget(situation, rule)
    else:
        yield from attestations.findings(situation, rule)


def _filled(situation: Situation, rule: Duty, role: str) -> Iterator[Finding]:
    held = holders(situation, role)
    entity = situation.definition.roles.get(role)
    per_party = entity is not None and entity.per == "party" and rule.bearer == "each_party"
    for bearer in bearers(situation, rule.bearer):
        own = tuple(item for item in held if item.party == bearer.party) if per_party else held
        yield from _filled_by(situation, rule, bearer, own)


def _filled_by(situation: Situation, rule: Duty, bearer: Bearer, held: tuple[Holding, ...]) -> Iterator[Finding]:
    low = rule.count.min if rule.count is not None and rule.count.min is not None else 1
    high = rule.count.max if rule.count is not None else None
    spans, days = [item.interval for item in held], edges(item.interval for item in held)
    empty = subtract(bearer.bound, spans) if low else ()
    few = broken(bearer.bound, days, _count(held, lambda count: not 0 < count < low)) if low > 1 else ()
    many = broken(bearer.bound, days, _count(held, lambda count: count <= high)) if high is not None else ()
    gaps = [*((gap, None) for gap in empty), *((gap, low) for gap in few), *((gap, high) for gap in many)]
    for gap, number in sorted(gaps, key=lambda item: item[0].start):
        if gap.start <= situation.as_of:
            yield _gap(situation, rule, bearer, gap, None if number is None else (number, on(held, gap.start)))
    bound_now = any(situation.as_of in item for item in bearer.bound)
    if bound_now and not any(situation.as_of in gap for gap, _ in gaps):
        yield _kept(situation, rule, bearer, on(held, situation.as_of))


def _count(held: tuple[Holding, ...], right: Callable[[int], bool]) -> Callable[[date], bool]:
    return lambda day: right(len(on(held, day)))


def _gap(
    situation: Situation, rule: Duty, bearer: Bearer, gap: Interval, wrong: tuple[int, tuple[Holding, ...]] | None
) -> Finding:
    """Nobody holds the role, or ``wrong``: the least or the most that may, and those who did."""
    role = situation.name(rule.object or "")
    who = situation.name(bearer.subject) if bearer.party is not None else None
    running = situation.as_of in gap
    number, here = wrong or (0, ())
    if wrong is None:
        headline = gap_in_words(role, gap, running=running, who=who)
        steps = [Step(say("Tomt från {start}", "Empty from {start}", start=gap.start))]
    else:
        headline = number_in_words(role, gap, (len(here), number), running=running, who=who)
        steps = [
            Step(say("Från {start}", "From {start}", start=gap.start), str(len(here))),
            Step(Text("Högst", "At most") if len(here) > number else Text("Minst", "At least"), str(number)),
        ]
    verdict = verdict_of_gap(situation.definition, rule, gap, situation.as_of)
    return made(
        situation,
        rule,
        bearer.subject,
        verdict,
        headline,
        period=gap,
        since=gap.start,
        due_on=limit(rule.grace, gap),
        params=("grace",),
        steps=steps,
        facts=tuple(item.fact for item in here if item.fact is not None),
    )


def _kept(situation: Situation, rule: Duty, bearer: Bearer, held: tuple[Holding, ...]) -> Finding:
    role = situation.name(rule.object or "")
    who = situation.name(bearer.subject)
    since = max((item.interval.start for item in held), default=situation.as_of)
    headline = (
        say(
            "{who} har {role} sedan {since}",
            "{who} has had {role} since {since}",
            who=who,
            role=lowered(role),
            since=since,
        )
        if bearer.party is not None
        else say("{role} finns sedan {since}", "{role} has been in place since {since}", role=role, since=since)
    )
    facts = tuple(item.fact for item in held if item.fact is not None)
    return made(
        situation,
        rule,
        bearer.subject,
        Verdict.FULFILLED,
        headline,
        facts=facts,
        since=since,
        value={"holders": [item.title or item.party or "" for item in held]},
    )


def _within_budget(situation: Situation, rule: Duty) -> Iterator[Finding]:
    """Outcome against budget, a finding for each year whose outcome is known (N-7g)."""
    budgets = {int(f.payload["year"]): f for f in situation.of("budget.adopted")}
    subject = rule.bearer
    seen = False
    for fact in situation.of("outcome.recognised"):
        year = int(fact.payload["year"])
        budget = budgets.get(year)
        if budget is None:
            continue
        seen = True
        over = int(fact.payload["amount"]) - int(budget.payload["amount"])
        headline = (
            say(
                "Budgeten för {year} överskreds med {over}",
                "The budget for {year} was exceeded by {over}",
                year=Year(year),
                over=Ore(over),
            )
            if over > 0
            else say("Budgeten för {year} hölls", "The budget for {year} was kept", year=Year(year))
        )
        steps = (
            Step(Text("Utfall", "Outcome"), str(Ore(fact.payload["amount"]))),
            Step(Text("Budget", "Budget"), str(Ore(budget.payload["amount"]))),
        )
        yield made(
            situation,
            rule,
            subject,
            Verdict.BREACHED if over > 0 else Verdict.FULFILLED,
            headline,
            period=Interval(date(year, 1, 1), date(year + 1, 1, 1)),
            value={"over": over},
            facts=(budget.seq, fact.seq),
            steps=steps,
            example=fact.example,
        )
    if not seen:
        headline = Text("Inget utfall är fastställt ännu", "No outcome has been recognised yet")
        verdict = Verdict.PENDING if situation.bound else Verdict.NOT_APPLICABLE
        yield made(situation, rule, subject, verdict, headline)


def made(
    situation: Situation,
    rule: Duty,
    subject: str,
    verdict: Verdict,
    headline: Text,
    *,
    detail: Text | None = None,
    due_on: date | None = None,
    since: date | None = None,
    period: Interval | None = None,
    facts: tuple[int, ...] = (),
    steps: Sequence[Step] = (),
    params: tuple[str, ...] = (),
    value: object = None,
    example: bool = False,
    plain: Basis = "stated",
) -> Finding:
    """A finding of a duty; ``params`` are the parameters the verdict rests on."""
    used = situation.uses(rule, *((*params, "bearer") if params else ("bearer", "count")))
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=subject,
        verdict=verdict,
        headline=headline,
        detail=detail,
        cites=rule.cite,
        due_on=due_on,
        since=since,
        period=period,
        value=value,
        basis=readings.basis_of(used, plain=plain),
        steps=steps,
        inputs=Later(_inputs, facts),
        because=facts,
        readings=used,
        receipt=situation.receipt(facts),
        bearers=(subject,),
        example=example,
    )


def _inputs(facts: tuple[int, ...]) -> Iterator[Input]:
    for seq in facts:
        yield Input(Text("Uppgift", "Fact"), str(seq), "fact", fact=seq)


_PATTERNS: dict[str, Callable[[Situation, Duty], Iterator[Finding]]] = {
    "achieve": _achieve,
    "maintain": _maintain,
    "recurring": _recurring,
    "on_event": _on_event,
    "continuous": _continuous,
}
