"""Who fills a role or a body, by whose decision, and what follows when it changes (N-5a, N-5c, N-7.1, N-8e, K-6c)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

from samverk.rules import readings
from samverk.rules.finding import Finding, Input, Step, Verdict
from samverk.rules.holdings import Holding, holders, members, on
from samverk.rules.intervals import Interval, subtract
from samverk.rules.provisions import Appointment
from samverk.rules.situation import Situation
from samverk.rules.vacancy import gap_in_words
from samverk.rules.wording import Many, Text, lowered, say


def findings(situation: Situation, rule: Appointment) -> Iterator[Finding]:
    """The holder today and every gap; for a provision about change, each change with what must follow it."""
    kind, _, name = rule.appoints.partition(":")
    if kind == "body":
        yield _body(situation, rule, name)
    elif rule.replaces:
        yield from _changes(situation, rule, name)
    elif rule.by == "agreement":
        yield _first(situation, rule, name)
    else:
        yield from _role(situation, rule, name)


def _role(situation: Situation, rule: Appointment, role: str) -> Iterator[Finding]:
    held = holders(situation, role)
    if rule.vacancy == "maintain":
        for gap in subtract(situation.bound, [item.interval for item in held]):
            if gap.start <= situation.as_of:
                yield _gap(situation, rule, gap)
    now = on(held, situation.as_of)
    if now:
        yield _held(situation, rule, now[-1])
    elif rule.vacancy != "maintain":
        headline = say(
            "Ingen har utsetts till {role}", "Nobody has been appointed {role}", role=situation.name(rule.appoints)
        )
        yield _made(situation, rule, Verdict.UNKNOWN, headline)


def _held(situation: Situation, rule: Appointment, item: Holding) -> Finding:
    who = situation.name(item.party or item.holder or "")
    headline = say(
        "{who} är {role} sedan {start}",
        "{who} has been {role} since {start}",
        who=who,
        role=lowered(situation.name(rule.appoints)),
        start=item.interval.start,
    )
    return _made(
        situation,
        rule,
        Verdict.FULFILLED,
        headline,
        holding=item,
        since=item.interval.start,
        missing=_undecided(situation, rule, item),
    )


def _undecided(situation: Situation, rule: Appointment, item: Holding) -> tuple[Text, ...]:
    if rule.by in ("agreement", "open") or item.fact is None or item.decided_on is not None:
        return ()
    return (say("Beslutet av {body} saknas", "The decision of {body} is missing", body=situation.name(rule.by)),)


def _gap(situation: Situation, rule: Appointment, gap: Interval) -> Finding:
    role = situation.name(rule.appoints)
    running = situation.as_of in gap
    headline = gap_in_words(role, gap, running=running)
    used = readings.uses(situation.definition, rule, "vacancy")
    settled = readings.basis_of(used) != "assumed"
    verdict = Verdict.BREACHED if settled else Verdict.OVERDUE if running else Verdict.UNKNOWN
    return _made(situation, rule, verdict, headline, period=gap, since=gap.start)


def _first(situation: Situation, rule: Appointment, role: str) -> Finding:
    held = holders(situation, role)
    first = held[0] if held else None
    who = situation.name(rule.holder or "")
    if first is None or first.fact is not None:
        headline = say("{who} utsågs från början", "{who} was appointed from the start", who=who)
        return _made(situation, rule, Verdict.INFORMATION, headline)
    if first.interval.end is None or situation.as_of in first.interval:
        headline = say("{who} sedan {start}", "{who} since {start}", who=who, start=first.interval.start)
    else:
        headline = say(
            "{who} hade uppdraget till och med {last}",
            "{who} held it through {last}",
            who=who,
            last=first.interval.last_day,
        )
    return _made(situation, rule, Verdict.INFORMATION, headline, holding=first)


def _body(situation: Situation, rule: Appointment, body: str) -> Finding:
    now = on(members(situation, body), situation.as_of)
    name = situation.name(rule.appoints)
    count = len({item.party for item in now if item.party is not None}) or len(now)
    if not now:
        headline = say("{body}: inga ledamöter antecknade", "{body}: no members recorded", body=name)
        return _made(situation, rule, Verdict.UNKNOWN, headline)
    headline = say(
        "{body}: {count} kommuner utsedda", "{body}: {count} municipalities appointed", body=name, count=Many(count)
    )
    undecided = _undecided(situation, rule, now[-1])
    low, high = rule.count.min, rule.count.max
    fits = (low is None or count >= low) and (high is None or count <= high)
    return _made(
        situation, rule, Verdict.FULFILLED if fits else Verdict.UNKNOWN, headline, holding=now[-1], missing=undecided
    )


def _changes(situation: Situation, rule: Appointment, role: str) -> Iterator[Finding]:
    held = holders(situation, role)
    pairs = [(a, b) for a, b in itertools.pairwise(held) if a.party != b.party]
    if not pairs:
        headline = say("Inget byte har skett", "No change has taken place")
        yield _made(situation, rule, Verdict.NOT_APPLICABLE, headline)
    for old, new in pairs:
        yield _change(situation, rule, old, new)


def _change(situation: Situation, rule: Appointment, old: Holding, new: Holding) -> Finding:
    day = new.interval.start
    checks = [(transfer_name(situation, item), _transferred(situation, item, new, day)) for item in rule.on_change]
    left = tuple(name for name, done in checks if not done)
    late_decision = new.decided_on is not None and new.decided_on > day
    missing = left + _undecided(situation, rule, new)
    verdict = Verdict.FULFILLED if not missing and not late_decision else Verdict.OVERDUE
    headline = say(
        "{new} tog över efter {old} den {day}",
        "{new} took over from {old} on {day}",
        new=situation.name(new.party or ""),
        old=situation.name(old.party or ""),
        day=day,
    )
    steps = tuple(Step(name, "ja" if done else "saknas") for name, done in checks)
    return _made(
        situation, rule, verdict, headline, holding=new, period=Interval(day), since=day, missing=missing, steps=steps
    )


def transfer_name(situation: Situation, item: str) -> Text:
    """What must be handed over at a change, in words: the chair, the ledger, a role's employment."""
    what = item.removeprefix("transfer:")
    if what == "chair":
        return Text("Ordförandeskapet följer med", "The chair follows")
    if what == "ledger":
        return Text("Medlen och bokföringen lämnas över", "Funds and accounts are handed over")
    role = what.removeprefix("role:").split(".", 1)[0]
    return say(
        "{role}: anställningen tas över", "{role}: the employment is taken over", role=situation.name(f"role:{role}")
    )


def _transferred(situation: Situation, item: str, new: Holding, day: date) -> bool:
    what = item.removeprefix("transfer:")
    if what == "chair":
        return True  # the chair is computed from the role, so it cannot stay behind
    if what == "ledger":
        return any(
            f.payload.get("act") == "hand_over_ledger" and f.valid_on >= day for f in situation.of("document.published")
        )
    role = what.removeprefix("role:").split(".", 1)[0]
    return any(
        seat.employer in (new.party, f"party:{new.party}") and seat.interval.start <= day < seat.interval.stop
        for seat in holders(situation, role)
    )


def _made(
    situation: Situation,
    rule: Appointment,
    verdict: Verdict,
    headline: Text,
    *,
    holding: Holding | None = None,
    period: Interval | None = None,
    since: date | None = None,
    missing: tuple[Text, ...] = (),
    steps: tuple[Step, ...] = (),
) -> Finding:
    used = readings.uses(situation.definition, rule)
    facts = (holding.fact,) if holding is not None and holding.fact is not None else ()
    decided = holding.decided_on if holding is not None else None
    detail = say("Beslutat {day}.", "Decided {day}.", day=decided) if decided is not None else None
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=rule.appoints,
        verdict=verdict,
        headline=headline,
        detail=detail,
        cites=rule.cite,
        period=period,
        since=since,
        value=holding.party or holding.holder if holding else None,
        basis=readings.basis_of(used, plain="stated"),
        steps=steps,
        because=facts,
        readings=used,
        missing=missing,
        inputs=tuple(Input(rule.label, holding.interval.start.isoformat(), "fact", fact=seq) for seq in facts)
        if holding is not None
        else (),
        receipt=situation.receipt(facts),
        bearers=(rule.by,) if ":" in rule.by else (),
    )
