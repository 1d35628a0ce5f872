"""Has a body met as often as agreed in a year (N-8d, N-8g, N-9a, K-6a)? The year is taken to be over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samverk.rules import cadence, readings
from samverk.rules.answer import Answer, asked_answer
from samverk.rules.asking.supposed import body_of, supposed
from samverk.rules.finding import SEVERITY, Alternative, Finding, ReadingUse, Verdict, worst
from samverk.rules.given import Asked, QuestionError, Wanted
from samverk.rules.provisions import Meeting
from samverk.rules.situation import Situation
from samverk.rules.wording import Text, Year, say

WANTED = (
    Wanted("body", Text("organet", "the body"), "styrgrupp", required=True),
    Wanted("year", Text("vilket år det gäller", "which year it is for"), "2015", required=True),
    Wanted(
        "held", Text("dagarna då möten hölls", "the days meetings were held"), "2015-03-12,2015-10-06", required=True
    ),
)


def answer(asked: Asked) -> Answer:
    """How many meetings were held, how many there should be, and the verdict. Error: QuestionError."""
    definition = asked.definition
    rules = {rule.body.removeprefix("body:"): rule for rule in reversed(list(definition.of_kind(Meeting)))}
    body, year = body_of(asked, rules), asked.year("year")
    rule, days = rules[body], asked.days("held")
    for day in days:
        if day.year != year:
            raise asked.malformed("held", say("dagar under {year}", "days in {year}", year=Year(year)), day.isoformat())
    facts = [("meeting.held", day, None, {"body": body}) for day in sorted(days)]
    parties = definition.parties or ("0000",)
    made = supposed(asked, date(year + 1, 1, 1), facts, parties)
    found = _of_year(made, rule, year)
    if not found:
        raise QuestionError(
            say(
                "{agreement} gäller inte under {year}.",
                "{agreement} is not in force in {year}.",
                agreement=definition.short,
                year=Year(year),
            )
        )
    used = readings.uses(definition, rule, "quota", "above_max")
    verdict = _verdict(found)
    return asked_answer(
        asked,
        value=_value(rule, found, verdict),
        sentence=say("{headline}.", "{headline}.", headline=_headline(found)),
        verdict=verdict.value,
        because=rule.cite,
        readings=used,
        steps=tuple(step for item in found for step in item.steps),
        alternatives=tuple(_alternatives(made, rule, year, used)),
    )


def _of_year(situation: Situation, rule: Meeting, year: int) -> list[Finding]:
    """The windows that begin in a year: one for a year, several for shorter ones."""
    every = cadence.findings(situation, rule)
    return [item for item in every if item.period is not None and item.period.start.year == year]


def _verdict(found: list[Finding]) -> Verdict:
    return worst([item.verdict for item in found]) or Verdict.UNKNOWN


def _headline(found: list[Finding]) -> Text:
    """What decides the verdict: for a year of quarters the first quarter that fell short, not the first quarter."""
    return min(found, key=lambda item: SEVERITY.index(item.verdict)).headline


def _value(rule: Meeting, found: list[Finding], verdict: Verdict) -> dict[str, object]:
    held = sum(item.value["held"] for item in found)
    return {"verdict": verdict.value, "held": held, "min": rule.quota.min, "max": rule.quota.max}


def _alternatives(
    situation: Situation, rule: Meeting, year: int, used: tuple[ReadingUse, ...]
) -> Iterator[Alternative]:
    """The verdict under every other option of every reading it rests on."""
    definition = situation.definition
    for reading, option in readings.others(definition, used):
        reread = readings.reread(rule, definition, {reading.id: option})
        found = _of_year(situation, reread, year)
        if found:
            label, verdict = reading.label_of(option), _verdict(found)
            text = say("”{label}”: {headline}", "“{label}”: {headline}", label=label, headline=_headline(found))
            yield Alternative(reading.id, option, _value(reread, found, verdict), verdict, text)
