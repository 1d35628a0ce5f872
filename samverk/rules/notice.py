"""Who has given notice, which day is its last, and what a leaving managing municipality sets in motion (N-14, K-9b)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice, product

from samverk.rules import readings
from samverk.rules.conclude import by_seq, conclude
from samverk.rules.dates import period_in_words
from samverk.rules.definition import Definition
from samverk.rules.exit_day import (
    COUNT_PARAMS,
    DAY_PARAMS,
    MOST_COMBINATIONS,
    NOTICE_KINDS,
    START_PARAMS,
    Circle,
    Counted,
    Exit,
    counted,
    exit_of,
    started,
)
from samverk.rules.exit_words import addressed, addressee_name, alternative_of, steps_of, waits_for
from samverk.rules.facts import Fact
from samverk.rules.finding import Alternative, Basis, Finding, Input, Verdict
from samverk.rules.frozen import replace
from samverk.rules.intervals import FOREVER, ONE_DAY, Interval, make
from samverk.rules.provisions import Withdrawal
from samverk.rules.situation import Situation
from samverk.rules.succession import successions
from samverk.rules.values import Period
from samverk.rules.wording import Parties, Text, say


def findings(situation: Situation, rule: Withdrawal) -> Iterator[Finding]:
    """A summary, one finding for each notice, and what follows where the one who leaves holds a role."""
    facts = by_seq(situation, *NOTICE_KINDS)
    exits = situation.timeline.exits
    yield _summary(situation, rule, exits)
    for item in exits:
        yield _notice(situation, rule, item, facts)
    for item in exits:
        if _counts(situation, item):
            yield from successions(situation, rule, item)


def _counts(situation: Situation, item: Exit) -> bool:
    """Whether this is the notice that ends (or will end) a time as a party, not one without effect or a later one."""
    spells = situation.timeline.spells.get(item.notice.party, ())
    return any(spell.exit == item for spell in spells)


def _summary(situation: Situation, rule: Withdrawal, exits: tuple[Exit, ...]) -> Finding:
    running = [
        item for item in exits
        if _counts(situation, item) and (item.bound_through or FOREVER) >= situation.as_of
    ]  # fmt: skip
    used = readings.uses(situation.definition, rule)
    codes = sorted({item.notice.party for item in running})
    if not running:
        headline = Text("Ingen har sagt upp sig", "Nobody has given notice")
        return conclude(
            situation, rule, "parties", Verdict.NOT_APPLICABLE, headline, used=used, plain="stated", value=[]
        )
    headline = (
        say("{name} har sagt upp sig", "{name} has given notice", name=situation.name(codes[0]))
        if len(codes) == 1
        else say("{count} parter har sagt upp sig", "{count} parties have given notice", count=len(codes))
    )
    days = [item.last_day for item in running if item.last_day is not None]
    detail = None
    if situation.timeline.ended_after is not None:
        detail = say(
            "Överenskommelsen upphör för alla efter {day}.",
            "The agreement ends for all after {day}.",
            day=situation.timeline.ended_after,
        )
    elif days:
        after = situation.parties_on(min(days) + ONE_DAY)
        detail = say("{count} från {day}.", "{count} from {day}.", count=Parties(len(after)), day=min(days) + ONE_DAY)
    return conclude(situation, rule, "parties", Verdict.UNDER_NOTICE, headline, used=used, detail=detail, value=codes)


def _notice(situation: Situation, rule: Withdrawal, item: Exit, facts: dict[int, Fact]) -> Finding:
    notice, last = item.notice, item.bound_through
    verdict, headline = _state(situation, item)
    counted = verdict is not Verdict.NOT_APPLICABLE
    used = readings.uses(situation.definition, rule)
    seqs = (notice.fact, *(receipt.fact for receipt in notice.receipts), *(r.fact for r in notice.revocations))
    return conclude(
        situation,
        rule,
        f"party:{notice.party}",
        verdict,
        headline,
        used=used,
        facts=[facts[seq] for seq in seqs if seq in facts],
        inputs=_inputs(rule) if notice.through is None else (),
        period=make(notice.given, FOREVER if last is None or not counted else last + ONE_DAY) or Interval(notice.given),
        since=notice.given,
        value=item.last_day.isoformat() if item.last_day is not None and counted else None,
        detail=_detail(situation, rule, item) if counted else None,
        steps=steps_of(rule, item, addressed(situation.name, item)) if counted else (),
        alternatives=alternatives_of(situation, rule, item) if counted else (),
        missing=_missing(situation, item) if counted else (),
    )


def _state(situation: Situation, item: Exit) -> tuple[Verdict, Text]:
    name, last = situation.name(item.notice.party), item.last_day
    if item.invalid is not None:
        headline = say(
            "Uppsägningen från {name} gäller inte: {why}",
            "The notice from {name} has no effect: {why}",
            name=name,
            why=item.invalid,
        )
        return Verdict.NOT_APPLICABLE, headline
    if item.revoked:
        headline = say("{name} har tagit tillbaka sin uppsägning", "{name} has taken back its notice", name=name)
        return Verdict.NOT_APPLICABLE, headline
    if not _counts(situation, item):
        headline = say("En annan uppsägning från {name} avgör", "Another notice from {name} decides", name=name)
        return Verdict.NOT_APPLICABLE, headline
    if item.options:
        headline = say(
            "{name} har sagt upp sig; vilken dag som är den sista är inte avgjort",
            "{name} has given notice; which day is its last is undecided",
            name=name,
        )
        return Verdict.UNKNOWN, headline
    if last is None:
        headline = say(
            "{name} har sagt upp sig; slutdagen väntar på {what}",
            "{name} has given notice; the last day waits for {what}",
            name=name,
            what=waits_for(item),
        )
        return Verdict.UNDER_NOTICE, headline
    if last < situation.as_of:
        headline = say("{name} var part till och med {last}", "{name} was a party through {last}", name=name, last=last)
        return Verdict.INFORMATION, headline
    headline = say("{name} är part till och med {last}", "{name} is a party through {last}", name=name, last=last)
    return Verdict.UNDER_NOTICE, headline


def _missing(situation: Situation, item: Exit) -> tuple[Text, ...]:
    receipts = tuple(
        say("mottagningsbevis från {who}", "a receipt from {who}", who=addressee_name(situation.name, who))
        for who in item.waiting_for
    )
    return receipts + ((item.lacking,) if item.lacking is not None else ())


def _detail(situation: Situation, rule: Withdrawal, item: Exit) -> Text | None:
    """What a leaving party owes until its last day, and how far the readings lie apart."""
    if item.last_day is None or item.last_day < situation.as_of:
        return None
    parts: list[Text] = []
    name = situation.name(item.notice.party)
    if rule.obligations_until_exit == "all":
        parts.append(
            say("{name} har alla sina skyldigheter till dess.", "{name} has all its duties until then.", name=name)
        )
    if rule.obligations_until_exit == "financial_only":
        parts.append(say("{name} betalar till dess.", "{name} pays until then.", name=name))
    spread = spread_of(situation.definition, rule, item, situation.timeline.circle)
    if len(spread) > 1:
        parts.append(
            say(
                "Alla läsningar ger en dag mellan {first} och {last}.",
                "All readings give a day between {first} and {last}.",
                first=spread[0],
                last=spread[-1],
            )
        )
    return Text(" ".join(part.sv for part in parts), " ".join(part.en for part in parts)) if parts else None


def _inputs(rule: Withdrawal) -> tuple[Input, ...]:
    """The numbers the provision itself contributes."""
    if not isinstance(rule.period, Period):
        return ()
    basis: Basis = "assumed" if "period" in rule.basis else "stated"
    words = period_in_words(rule.period)
    return (Input(Text("Uppsägningstid", "Period of notice"), words.sv, basis, worded=words),)


# --- other readings -------------------------------------------------------------------------------------


def alternatives_of(situation: Situation, rule: Withdrawal, item: Exit) -> tuple[Alternative, ...]:
    """The last day under every other option of every reading the day or its effect rests on."""
    params = ("effect",) if item.notice.through is not None else (*DAY_PARAMS, "effect")
    used = readings.uses(situation.definition, rule, *params)
    found = []
    for reading, option in readings.others(situation.definition, used):
        reread = readings.reread(rule, situation.definition, {reading.id: option})
        other = exit_of(situation.definition, reread, item.notice, situation.timeline.circle)
        found.append(alternative_of(reread, reading, option, other))
    return tuple(found)


def spread_of(definition: Definition, rule: Withdrawal, item: Exit, circle: Circle) -> tuple[date, ...]:
    """The different last days under the combinations of options of the readings not yet adopted, in order.

    At most 50 ways to start the clock and 50 to count from there; those that give no day are left out.
    """
    if item.notice.through is not None:
        return (item.notice.through,)
    anchors = {started(read, item.notice, circle).anchor for read in _combined(definition, rule, START_PARAMS)}
    ways = [
        counted(read, anchor)
        for read in _combined(definition, rule, COUNT_PARAMS)
        for anchor in anchors
        if anchor is not None
    ]
    return tuple(sorted({way.last_day for way in ways if isinstance(way, Counted)}))


def _combined(definition: Definition, rule: Withdrawal, params: tuple[str, ...]) -> list[Withdrawal]:
    """The provision under every combination of the options that these parameters' open questions have."""
    used = [use for use in readings.uses(definition, rule, *params) if use.status != "adopted"]
    choices = [
        [readings.changes(rule, definition, {use.id: option}) for option in definition.readings[use.id].options]
        for use in used
    ]
    combinations = islice(product(*choices), MOST_COMBINATIONS)
    return [replace(rule, **{k: v for part in chosen for k, v in part.items()}) for chosen in combinations]
