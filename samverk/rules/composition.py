"""Is a body put together as agreed: one from each party, enough municipalities, every sub-region, the manager in it.

Evaluated on every day something changed; the finding lists the intervals in which it was not so (N-8a, N-8e, K-6a,
K-6c, K-6h).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from samverk.rules import readings
from samverk.rules.finding import Finding, Input, Later, Step, Verdict
from samverk.rules.frozen import frozen
from samverk.rules.holdings import Holding, holder_on, holders, members, on
from samverk.rules.intervals import Interval
from samverk.rules.provisions import Composition
from samverk.rules.situation import Situation
from samverk.rules.sweeps import broken, edges
from samverk.rules.vacancy import verdict_of_gap
from samverk.rules.values import Seats
from samverk.rules.wording import Many, Text, say


@frozen
class Seated:
    """Who sits on a day: seats, distinct municipalities, and what is wrong (empty when nothing is)."""

    seats: tuple[Holding, ...]
    parties: tuple[str, ...]
    faults: tuple[Text, ...]


_PEOPLE = (Text("en person", "one person"), Text("personer", "people"))
_MUNICIPALITIES = (Text("en kommun", "one municipality"), Text("kommuner", "municipalities"))


def seated(situation: Situation, rule: Composition, day: date, held: tuple[Holding, ...], seats: Seats) -> Seated:
    """The body on a day, measured against ``seats``."""
    now = on(held, day)
    parties = tuple(sorted({item.party for item in now if item.party is not None}))
    faults = [*_numbers(situation, day, now, parties, seats), *_subregions(situation, now, seats)]
    faults += _required(situation, rule, day, parties)
    return Seated(now, parties, tuple(faults))


def _numbers(
    situation: Situation, day: date, now: tuple[Holding, ...], parties: tuple[str, ...], seats: Seats
) -> Iterator[Text]:
    if seats.per == "party":
        yield from _per_party(situation, day, now, seats)
    else:
        yield from _between(len(now), seats.min, seats.max, _PEOPLE)
    low, high = seats.distinct_parties_min, seats.distinct_parties_max
    yield from _between(len(parties), low, high, _MUNICIPALITIES)


def _per_party(situation: Situation, day: date, now: tuple[Holding, ...], seats: Seats) -> Iterator[Text]:
    bound = situation.parties_on(day)
    for code in bound:
        count = sum(1 for item in now if item.party == code)
        if count < (seats.min or 0):
            yield say("{name} saknar representant", "{name} has no representative", name=situation.name(code))
        if seats.max is not None and count > seats.max:
            yield say(
                "{name} har {count} representanter, högst {high}",
                "{name} has {count} representatives, at most {high}",
                name=situation.name(code),
                count=Many(count),
                high=seats.max,
            )
    strangers = sorted({item.party for item in now if item.party is not None} - set(bound))
    if strangers:
        yield say(
            "{names} sitter med utan att vara part",
            "{names} sit without being a party",
            names=[situation.name(code) for code in strangers],
        )


def _between(count: int, low: int | None, high: int | None, units: tuple[Text, Text]) -> Iterator[Text]:
    unit = units[0] if count == 1 else say("{count} {unit}", "{count} {unit}", count=Many(count), unit=units[1])
    if low is not None and count < low:
        yield say(
            "{unit}, minst {low} ska det vara",
            "{unit}; it should be at least {low}",
            unit=unit,
            low=low,
        )
    if high is not None and count > high:
        yield say(
            "{unit}, högst {high} ska det vara",
            "{unit}; it should be at most {high}",
            unit=unit,
            high=high,
        )


def _subregions(situation: Situation, now: tuple[Holding, ...], seats: Seats) -> Iterator[Text]:
    if seats.min_per_subregion is None:
        return
    groups = sorted({item.group or "" for item in now}) if seats.counted == "each_body" else [None]
    for group in groups or [None]:
        present = [_subregion(situation, item) for item in now if group is None or (item.group or "") == group]
        for wanted in seats.subregions:
            count = present.count(wanted)
            if count < seats.min_per_subregion:
                name = situation.definition.subregions.get(wanted, Text(wanted, wanted))
                some = say("bara {count} från {name}", "only {count} from {name}", count=Many(count), name=name)
                yield some if count else say("ingen från {name}", "nobody from {name}", name=name)


def _subregion(situation: Situation, item: Holding) -> str | None:
    if item.subregion is not None:
        return item.subregion
    found = (sub for sub, codes in situation.definition.subregion_members.items() if item.party in codes)
    return next(found, None)


def _required(situation: Situation, rule: Composition, day: date, parties: tuple[str, ...]) -> Iterator[Text]:
    for reference in rule.must_include:
        kind, _, name = reference.partition(":")
        holder = holder_on(situation, name, day) if kind == "role" else None
        code = holder.party if holder is not None else name if kind == "party" else None
        if code is None or code not in parties:
            yield say("{who} är inte med", "{who} is not included", who=situation.name(reference))


def _days_of_change(situation: Situation, rule: Composition, held: Iterable[Holding]) -> set[date]:
    found = edges(item.interval for item in held)
    found |= edges(item for intervals in situation.membership.values() for item in intervals)
    for reference in rule.must_include:
        kind, _, name = reference.partition(":")
        if kind == "role":
            found |= edges(item.interval for item in holders(situation, name))
    return found


def findings(situation: Situation, rule: Composition) -> Iterator[Finding]:
    """The body today, and each stretch of days in which it was not as agreed."""
    body = rule.body.partition(":")[2]
    held = members(situation, body)
    if not held:
        yield _nobody(situation, rule)
        return
    bound = situation.bound
    gaps = _gaps(situation, rule, rule.seats, held, bound)
    for gap in gaps:
        if gap.start <= situation.as_of:
            yield _gap(situation, rule, gap, held)
    if not any(situation.as_of in gap for gap in gaps):
        yield _whole(situation, rule, held)


def _gaps(
    situation: Situation, rule: Composition, seats: Seats, held: tuple[Holding, ...], bound: tuple[Interval, ...]
) -> tuple[Interval, ...]:
    first = min(item.interval.start for item in held)
    since = [item for item in (span.overlap(Interval(first)) for span in bound) if item is not None]
    changes = _days_of_change(situation, rule, held)
    return broken(since, changes, lambda day: not seated(situation, rule, day, held, seats).faults)


def _verdict(situation: Situation, rule: Composition, gap: Interval, held: tuple[Holding, ...]) -> Verdict:
    if rule.seats.per == "party" and rule.grace is None:
        return Verdict.VACANT_UNJUDGED  # how long a seat may be empty is a reading of the duty to appoint (t-5-3)
    base = verdict_of_gap(situation.definition, rule, gap, situation.as_of)
    if base is not Verdict.BREACHED:
        return base
    used = [
        use for use in readings.uses(situation.definition, rule, "seats", "must_include") if use.status != "adopted"
    ]
    for reading, option in readings.others(situation.definition, used):
        reread = readings.reread(rule, situation.definition, {reading.id: option})
        if not seated(situation, reread, gap.start, held, reread.seats).faults:
            return Verdict.UNKNOWN  # another reading, of the number or of who must be in it, is content
    return base


def _gap(situation: Situation, rule: Composition, gap: Interval, held: tuple[Holding, ...]) -> Finding:
    day = situation.as_of if situation.as_of in gap else gap.start
    state = seated(situation, rule, day, held, rule.seats)
    running = situation.as_of in gap
    headline = (
        say(
            "{body}: {faults} sedan {start}",
            "{body}: {faults} since {start}",
            body=situation.name(rule.body),
            faults=list(state.faults),
            start=gap.start,
        )
        if running
        else say(
            "{body}: {faults} {start}–{last}",
            "{body}: {faults} {start}–{last}",
            body=situation.name(rule.body),
            faults=list(state.faults),
            start=gap.start,
            last=gap.last_day,
        )
    )
    return _made(situation, rule, state, _verdict(situation, rule, gap, held), headline, period=gap, since=gap.start)


def _whole(situation: Situation, rule: Composition, held: tuple[Holding, ...]) -> Finding:
    state = seated(situation, rule, situation.as_of, held, rule.seats)
    headline = say(
        "{body}: {count} ledamöter från {parties} kommuner, som avtalat",
        "{body}: {count} members from {parties} municipalities, as agreed",
        body=situation.name(rule.body),
        count=Many(len(state.seats)),
        parties=Many(len(state.parties)),
    )
    return _made(situation, rule, state, Verdict.FULFILLED, headline)


def _nobody(situation: Situation, rule: Composition) -> Finding:
    body = situation.name(rule.body)
    headline = say("{body}: ingen uppgift om vilka som är med", "{body}: no record of who is in it", body=body)
    required = (rule.seats.min or 0) or (rule.seats.distinct_parties_min or 0) or (rule.seats.min_per_subregion or 0)
    verdict = Verdict.UNKNOWN if required else Verdict.COUNTED
    return _made(situation, rule, Seated((), (), ()), verdict, headline)


def _made(
    situation: Situation,
    rule: Composition,
    state: Seated,
    verdict: Verdict,
    headline: Text,
    *,
    period: Interval | None = None,
    since: date | None = None,
) -> Finding:
    used = readings.uses(situation.definition, rule, "seats", "must_include", "grace")
    facts = tuple(item.fact for item in state.seats if item.fact is not None)
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=rule.body,
        verdict=verdict,
        headline=headline,
        cites=rule.cite,
        period=period,
        since=since,
        value={
            "count": len(state.seats),
            "parties": list(state.parties),
            "faults": [{"sv": fault.sv, "en": fault.en} for fault in state.faults],
        },
        basis=readings.basis_of(used, plain="stated"),
        steps=Later(_steps, state),
        inputs=Later(_inputs, situation, state),
        because=facts,
        readings=used,
        receipt=situation.receipt(facts),
        bearers=(rule.body,),
    )


def _steps(state: Seated) -> Iterator[Step]:
    yield Step(Text("Platser som är tillsatta", "Seats that are filled"), str(len(state.seats)))
    yield Step(Text("Olika kommuner", "Distinct municipalities"), str(len(state.parties)))
    for fault in state.faults:
        yield Step(fault)


def _inputs(situation: Situation, state: Seated) -> Iterator[Input]:
    for item in state.seats:
        name = situation.name(item.party or item.what)
        yield Input(name, item.interval.start.isoformat(), "fact", fact=item.fact)
