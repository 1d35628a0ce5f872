"""What is to be done in a year, by the agreement alone: every window with a number that closes in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from samverk.rules import readings
from samverk.rules.agenda import AgendaItem, year_of
from samverk.rules.answer import Answer, asked_answer
from samverk.rules.asking.supposed import supposed
from samverk.rules.finding import ReadingUse
from samverk.rules.given import Asked, QuestionError, Wanted
from samverk.rules.wording import Text, Year, say

WANTED = (Wanted("year", Text("vilket år det gäller", "which year it is for"), "2027", required=True),)


def answer(asked: Asked) -> Answer:
    """The list, soonest first: last day, window, what, who, clause. Error: QuestionError."""
    definition, number = asked.definition, asked.year("year")
    parties = definition.parties or ("0000",)
    made = supposed(asked, date(number, 1, 1), (), parties)
    items = year_of(made, number)
    if not items:
        raise QuestionError(
            say(
                "{agreement} gäller inte under hela {year}, eller säger inget om när något ska vara gjort.",
                "{agreement} is not in force in all of {year}, or does not say when anything is to be done.",
                agreement=definition.short,
                year=Year(number),
            )
        )
    used: dict[str, ReadingUse] = {}
    for item in items:
        used |= {use.id: use for use in readings.uses(definition, definition.rules[item.rule], "quota")}
    cites = dict.fromkeys(path for item in items for path in item.cites)
    return asked_answer(
        asked,
        value=[_row(item, [made.name(who) for who in item.who]) for item in items],
        sentence=_sentence(len(items), Year(number)),
        because=tuple(cites),
        readings=tuple(used.values()),
        steps=(),
    )


def _sentence(count: int, year: Year) -> Text:
    if count == 1:
        return say("En sak ska vara gjord under {year}.", "One thing is to be done in {year}.", year=year)
    sv, en = "{count} saker ska vara gjorda under {year}.", "{count} things are to be done in {year}."
    return say(sv, en, count=count, year=year)


def _row(item: AgendaItem, who: list[Text]) -> dict[str, Any]:
    return {
        "due_on": item.due_on,
        "window": {"from": item.opens, "to": item.due_on},
        "what": item.what,
        "who": who,
        "clause": item.cites[0] if item.cites else None,
        "rule": item.rule,
    }
