"""What a machine cannot know: duties that those who bear them attest once a year (N-11, K-8c).

A continuous duty is never breached. The yearly follow-up asks each bearer for each such duty: met, partly, not. A
missing answer when the follow-up closes is shown as missing. Without a follow-up in the agreement nothing is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samverk.rules.bearers import Bearer, bearers
from samverk.rules.facts import Fact
from samverk.rules.finding import Finding, Input, Later, Verdict
from samverk.rules.intervals import year as year_of
from samverk.rules.provisions import Duty, Purpose
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, Year, say

_GRADES = {"full": Verdict.ATTESTED_FULL, "partly": Verdict.ATTESTED_PARTLY, "no": Verdict.ATTESTED_NO}


def closing_day(situation: Situation, year: int) -> date | None:
    """The last day of the year's follow-up, or None when the agreement collects no attestations."""
    for rule in situation.definition.of_kind(Duty):
        if rule.collects == "attestations":
            if rule.quota is not None and rule.quota.window is not None:
                return rule.quota.window.days_in(year)[1]
            return date(year, 12, 31)
    return None


def latest_closed(situation: Situation) -> int | None:
    """The latest year whose follow-up has closed before the day."""
    for year in range(situation.as_of.year, situation.as_of.year - 2, -1):
        closing = closing_day(situation, year)
        if closing is not None and closing < situation.as_of:
            return year
    return None


def given(situation: Situation, rule: str) -> dict[str, dict[int, Fact]]:
    """The latest attestation of each year, for each bearer (a party code or "")."""
    found: dict[str, dict[int, Fact]] = {}
    for fact in situation.naming(rule):
        if fact.kind == "attestation.given":
            found.setdefault(fact.party or "", {})[int(fact.payload["year"])] = fact
    return found


def findings(situation: Situation, rule: Duty | Purpose) -> Iterator[Finding]:
    """For each bearer the latest attested year; where nothing is attested, that it is not measured."""
    attested = given(situation, rule.id)
    closed = latest_closed(situation)
    closed = closed if isinstance(rule, Duty) and closed is not None and _asked(situation, closed) else None
    bearer = rule.bearer if isinstance(rule, Duty) else "all"
    for item in bearers(situation, bearer):
        if any(situation.as_of in held for held in item.bound):
            yield _latest(situation, rule, item, attested.get(item.party or "", {}), closed)


_WORDS = {
    "full": Text("intygat", "attested"),
    "partly": Text("intygat till en del", "attested in part"),
    "no": Text("intygat att det inte gjorts", "attested as not done"),
}


def _latest(
    situation: Situation,
    rule: Duty | Purpose,
    item: Bearer,
    attested: dict[int, Fact],
    closed: int | None,
) -> Finding:
    newest = max(attested, default=None)
    if closed is not None and (newest is None or newest < closed):
        period = year_of(closed)
        if any(held.overlap(period) for held in item.bound):
            headline = say(
                "{label}: intyg för {year} saknas",
                "{label}: attestation for {year} is missing",
                label=rule.label,
                year=Year(closed),
            )
            return _made(situation, rule, item, Verdict.ATTESTATION_MISSING, headline, year=closed)
    if newest is None:
        headline = say("{label}: intygas vid uppföljningen", "{label}: attested at the follow-up", label=rule.label)
        return _made(situation, rule, item, Verdict.NOT_MEASURABLE, headline)
    fact = attested[newest]
    grade = str(fact.payload["grade"])
    headline = say(
        "{label}: {words} för {year}",
        "{label}: {words} for {year}",
        label=rule.label,
        words=_WORDS[grade],
        year=Year(newest),
    )
    return _made(situation, rule, item, _GRADES[grade], headline, fact=fact, year=newest)


def _asked(situation: Situation, year: int) -> bool:
    """Whether that year's follow-up took place at all; if not, the follow-up itself is what is missing."""
    return any(int(fact.payload["year"]) == year for fact in reversed(situation.of("attestation.given")))


def _made(
    situation: Situation,
    rule: Duty | Purpose,
    item: Bearer,
    verdict: Verdict,
    headline: Text,
    *,
    fact: Fact | None = None,
    year: int | None = None,
) -> Finding:
    facts = (fact.seq,) if fact is not None else ()
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        subject=item.subject,
        verdict=verdict,
        headline=headline,
        cites=rule.cite,
        period=year_of(year) if year is not None else None,
        value={"grade": fact.payload["grade"] if fact is not None else None, "year": year},
        basis="stated",
        detail=_NOT_COMPUTED if fact is None else None,
        inputs=Later(_inputs, fact),
        because=facts,
        readings=situation.uses(rule),
        due_on=closing_day(situation, year) if verdict is Verdict.ATTESTATION_MISSING and year is not None else None,
        receipt=situation.receipt(facts),
        bearers=(item.subject,),
        example=fact.example if fact is not None else False,
    )


_NOT_COMPUTED = Text(
    "Kan inte räknas ut. Den som har åtagandet intygar en gång om året.",
    "Cannot be computed. Whoever bears it attests once a year.",
)


def _inputs(fact: Fact | None) -> Iterator[Input]:
    if fact is not None:
        yield Input(Text("Intyg", "Attestation"), fact.valid_on.isoformat(), "fact", fact=fact.seq)
