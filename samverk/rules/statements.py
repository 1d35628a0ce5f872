"""What an agreement states about itself: purpose, scope, parties, term, relations, areas. Shown, never judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samverk.rules import attestations, readings
from samverk.rules.finding import Basis, Finding, Step, Verdict
from samverk.rules.intervals import FOREVER
from samverk.rules.plans import areas_covered
from samverk.rules.provisions import Areas, Membership, Provision, Purpose, Relation, Scope, Term
from samverk.rules.situation import Situation
from samverk.rules.wording import Many, Parties, Text, say


def purpose(situation: Situation, rule: Purpose) -> Iterator[Finding]:
    """The goals, followed up by attestation (N-1, K-2, K-3)."""
    yield from attestations.findings(situation, rule)


def scope(situation: Situation, rule: Scope) -> Iterator[Finding]:
    """Whom the agreement concerns; a reading that nobody has adopted is said (N-3, K-1)."""
    used = readings.uses(situation.definition, rule)
    undecided = [use for use in used if use.status != "adopted"]
    law = list(rule.law)
    headline = (
        say("Målgruppen följer {law}", "The target group follows {law}", law=law)
        if law
        else Text("Målgruppen står i texten", "The target group is in the text")
    )
    detail = (
        say("Inte med: {exclude}.", "Not included: {exclude}.", exclude=list(rule.exclude)) if rule.exclude else None
    )
    verdict = Verdict.UNKNOWN if undecided else Verdict.INFORMATION
    yield _made(situation, rule, verdict, headline, detail, basis=readings.basis_of(used, plain="stated"))


def membership(situation: Situation, rule: Membership) -> Iterator[Finding]:
    """How many are bound today, and the next day the number changes (N-2, K-10)."""
    today = situation.parties_on(situation.as_of)
    days = sorted(
        {
            edge
            for held in situation.membership.values()
            for item in held
            for edge in (item.start, item.stop)
            if situation.as_of < edge < FOREVER
        }
    )
    headline = say("{count}", "{count}", count=Parties(len(today)))
    if days:
        after = situation.parties_on(days[0])
        headline = say(
            "{count}, {after} från {day}",
            "{count}, {after} from {day}",
            count=Parties(len(today)),
            after=len(after),
            day=days[0],
        )
    named = situation.definition.parties
    waiting = [code for code in named if code not in today]
    detail = (
        say(
            "Namngivna men inte bundna i dag: {names}.",
            "Named but not bound today: {names}.",
            names=[situation.name(code) for code in waiting],
        )
        if waiting
        else None
    )
    yield _made(
        situation,
        rule,
        Verdict.INFORMATION if today else Verdict.PENDING,
        headline,
        detail,
        value={"count": len(today), "parties": list(today)},
        basis="derived",
        subject="parties",
    )


def term(situation: Situation, rule: Term) -> Iterator[Finding]:
    """Since when and how long (N-4, K-9a)."""
    start = rule.start if isinstance(rule.start, date) else None
    if start is None:
        headline = Text(
            "Gäller för var och en från eget beslut, tills vidare",
            "In force for each from its own decision, until further notice",
        )
        yield _made(situation, rule, Verdict.INFORMATION, headline)
        return
    if situation.as_of < start:
        headline = say("Börjar gälla {start}", "In force from {start}", start=start)
        yield _made(situation, rule, Verdict.PENDING, headline, value=start.isoformat())
        return
    if rule.end is not None and situation.as_of > rule.end:
        headline = say("Upphörde {end}", "Ended {end}", end=rule.end)
        yield _made(situation, rule, Verdict.NOT_APPLICABLE, headline, value=rule.end.isoformat())
        return
    months = (situation.as_of.year - start.year) * 12 + situation.as_of.month - start.month
    months -= 1 if situation.as_of.day < start.day else 0
    until = (
        say("till och med {end}", "through {end}", end=rule.end)
        if rule.end is not None
        else Text("tills vidare", "until further notice")
    )
    headline = say("Har gällt i {time}", "In force for {time}", time=_length(months))
    detail = say("Från {start}, {until}.", "From {start}, {until}.", start=start, until=until)
    yield _made(situation, rule, Verdict.INFORMATION, headline, detail, value=start.isoformat())


def _length(months: int) -> Text:
    """Years and months in words: "tolv år och en månad"."""
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(Text("ett år", "one year") if years == 1 else say("{n} år", "{n} years", n=Many(years)))
    if rest or not years:
        unit = ("{n} månad", "{n} month") if rest == 1 else ("{n} månader", "{n} months")
        parts.append(say(*unit, n=Many(rest)))
    return say("{parts}", "{parts}", parts=parts)


def relation(situation: Situation, rule: Relation) -> Iterator[Finding]:
    """How the agreement stands to others (N-9.1, K-7, K-10b)."""
    actors = list(situation.definition.actors.values()) if rule.actors else []
    if actors:
        headline = say("Namngivna aktörer: {count}", "Named actors: {count}", count=Many(len(actors)))
        today = [actor for actor in actors if actor.today is not None]
        renamed = (
            say("Nytt namn i dag: {names}.", "Renamed since: {names}.", names=[a.today for a in today])
            if today
            else None
        )
        yield _made(situation, rule, Verdict.INFORMATION, headline, renamed)
        return
    yield _made(situation, rule, Verdict.INFORMATION, rule.label)


def areas(situation: Situation, rule: Areas) -> Iterator[Finding]:
    """How many of the areas have a measure in a plan; an area without one is no breach (K-5)."""
    covered = areas_covered(situation.definition)
    active = [area for area, measures in covered.items() if measures]
    headline = say(
        "Insatser finns i {active} av {all} områden",
        "There are measures in {active} of {all} areas",
        active=Many(len(active)),
        all=Many(len(covered)),
    )
    yield _made(situation, rule, Verdict.INFORMATION, headline, value={area: list(m) for area, m in covered.items()})


def _made(
    situation: Situation,
    rule: Provision,
    verdict: Verdict,
    headline: Text,
    detail: Text | None = None,
    *,
    value: object = None,
    basis: Basis = "stated",
    subject: str = "agreement",
    steps: tuple[Step, ...] = (),
) -> Finding:
    used = readings.uses(situation.definition, rule)
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=subject,
        verdict=verdict,
        headline=headline,
        detail=detail,
        cites=rule.cite,
        value=value,
        basis=basis,
        steps=steps,
        readings=used,
        receipt=situation.receipt(),
    )
