"""What is supposed, in words: short enough for the bar on every page, exact enough to be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from samverk.rules.definition import Definition
from samverk.rules.suppositions.address import option_text, percent_text
from samverk.rules.suppositions.kinds import (
    BandedKey,
    Budget,
    GivesNotice,
    Growth,
    Joins,
    Leaves,
    MixedKey,
    Reads,
    Supposition,
)
from samverk.rules.wording import Ore, Text, Year, say, thousands

type Namer = Callable[[str], Text]


def sentence(item: Supposition, definition: Definition, name: Namer) -> Text:
    """One supposition without a full stop: "Solna lämnar 1 mars 2027". ``name`` of a municipality code."""
    match item:
        case Leaves(party, day):
            return say("{name} lämnar {day}", "{name} leaves on {day}", name=name(party), day=day)
        case GivesNotice(party, day):
            return say(
                "{name} säger upp sig och alla har uppsägningen {day}",
                "{name} gives notice and everybody has it on {day}",
                name=name(party),
                day=day,
            )
        case Joins(party, day):
            return say("{name} går med {day}", "{name} joins on {day}", name=name(party), day=day)
        case Budget(year, amount):
            return say(
                "budgeten för {year} är {amount}",
                "the budget for {year} is {amount}",
                year=Year(year),
                amount=Ore(amount),
            )
        case Growth(percent):
            verb = Text("minskar", "shrinks") if percent < 0 else Text("växer", "grows")
            return say(
                "budgeten {verb} {percent} procent om året",
                "the budget {verb} {percent} per cent a year",
                verb=verb,
                percent=_decimal(percent_text(abs(percent))),
            )
        case Reads(reading, option):
            return _reading_words(definition, reading, option)
    return key_words(item)


def _decimal(text: str) -> Text:
    return Text(text, text.replace(",", "."))


def key_words(item: MixedKey | BandedKey) -> Text:
    """Another key in words."""
    if isinstance(item, MixedKey):
        if item.percent == 100:
            return say("från {year} delas avgiften lika", "from {year} the fee is split equally", year=Year(item.year))
        return say(
            "från {year} delas {percent} procent av avgiften lika och resten efter folkmängd",
            "from {year} {percent} per cent of the fee is split equally and the rest by population",
            year=Year(item.year),
            percent=_decimal(percent_text(item.percent)),
        )
    bands = [
        say("{weight} från {least}", "{weight} from {least}", weight=thousands(weight), least=least)
        for least, weight in item.bands
    ]
    return say(
        "från {year} väger kommunerna efter storlek ({bands} invånare)",
        "from {year} the municipalities weigh by size ({bands} inhabitants)",
        year=Year(item.year),
        bands=bands,
    )


def _reading_words(definition: Definition, reading: str, option: str) -> Text:
    found = definition.readings.get(reading)
    if found is None:
        return say(
            "läsningen {reading} är {option}", "the reading {reading} is {option}", reading=reading, option=option
        )
    label = next((found.label_of(one) for one in found.options if option_text(one) == option), Text(option, option))
    return say("läsningen {reading} är ”{label}”", "the reading {reading} is “{label}”", reading=reading, label=label)


def together(items: Iterable[Supposition], definition: Definition, name: Namer) -> Text:
    """All that is supposed, as the bar says it: "Tänk om: Solna lämnar 1 mars 2027. Inget är registrerat."."""
    said = [sentence(item, definition, name) for item in items]
    return say(
        "Tänk om: {said}. Inget är registrerat.", "What if: {said}. Nothing is recorded.", said=_semicolons(said)
    )


def _semicolons(said: list[Text]) -> Text:
    return Text("; ".join(text.sv for text in said), "; ".join(text.en for text in said))
