"""The margin of the page of parties: what is missing counted by provision, who leaves, and the round of adoption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.urls import reverse

from samverk.lib.collation import sort_key
from samverk.rules import adoption
from samverk.rules.adoption import OUTCOME_NAMES, Answer, Outcome
from samverk.rules.provisions import AdoptionRound
from samverk.rules.standing import Standing
from samverk.rules.wording import Language, Many, say
from samverk.web.agreements.derivation import chips
from samverk.web.agreements.questions import basis_of
from samverk.web.agreements.views import Seen
from samverk.web.parties.choice import Choice
from samverk.web.shapes import Chip, Meter, Shape, Slot

# More names than this stand in the table only.
MOST_NAMES: Final = 40
MOST_LEAVING: Final = 6
_MOST_SLOTS: Final = 60
_OUTCOMES: Final[dict[Outcome, tuple[str, Slot]]] = {
    "adopts": ("g-ok", "on"), "adopts_with_reservation": ("g-rings", "wait"), "declines": ("g-cross", "no"),
    "postponed": ("g-grey", "grey"), "no_answer": ("g-open", ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count(Shape):
    """How many lack what a provision asks for, and who they are where they are few."""

    label: str
    count: int
    names: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Leaving(Shape):
    """Somebody under notice. ``href`` shows the page on the first day without it, "" while there is no last day."""

    heading: str
    detail: str
    basis: str
    why: str
    chips: tuple[Chip, ...]
    href: str
    example: bool


@dataclass(frozen=True, slots=True)
class Outcomes(Shape):
    """How a round has been answered: the kinds of answer with their fill and names, as a meter where it has room."""

    heading: str
    detail: str
    why: str
    chips: tuple[Chip, ...]
    answered: int
    asked: int
    lacking: int
    meter: Meter | None
    rows: tuple[tuple[str, str, int, str], ...]


def counts(seen: Seen, standings: Sequence[Standing], language: Language) -> tuple[Count, ...]:
    """What is missing, the most frequent first."""
    definition = seen.answer.evaluation.situation.definition
    found: dict[tuple[str, str], list[str]] = {}
    for one in standings:
        name = seen.answer.evaluation.situation.name(one.party).in_language(language)
        for item in one.lacking:
            rule = definition.rules[item.finding.rule]
            # What the entry asks for are different things; elsewhere the provision says what it is.
            told = item.finding.kind == "entry" and item.what != item.finding.headline
            label = item.what if told else rule.label
            found.setdefault((rule.id, label.in_language(language)), []).append(name)
    return tuple(
        Count(
            label=label,
            count=len(names),
            names=", ".join(names) if len(names) <= MOST_NAMES else "",
            chips=chips(seen.id, definition, definition.rules[rule].cite[:1], seen.moment.query, language),
        )
        for (rule, label), names in sorted(found.items(), key=lambda item: -len(item[1]))
    )


def leaving(seen: Seen, standings: Sequence[Standing], language: Language) -> Iterator[Leaving]:
    """Everybody under notice on the day, with the way to the day after."""
    evaluation = seen.answer.evaluation
    for one in sorted(standings, key=_when):
        finding = one.leaving
        if one.state != "under_notice" or finding is None:
            continue
        last = one.history.last_day if one.history is not None else None
        yield Leaving(
            heading=finding.headline.in_language(language),
            detail=finding.detail.in_language(language) if finding.detail is not None else "",
            basis=basis_of(finding),
            why=reverse("why", args=[seen.id, finding.key]) + seen.moment.query,
            chips=chips(seen.id, evaluation.situation.definition, finding.cites, seen.moment.query, language),
            href=_on(seen, last + timedelta(days=1)) if last is not None else "",
            example=evaluation.rests_on_example(finding),
        )


def _when(one: Standing) -> date:
    return (one.history.last_day if one.history is not None else None) or date.max


def all_leaving(standings: Sequence[Standing], here: str, chosen: Choice, moment: str) -> str:
    """The way to all under notice, when they are more than the margin shows; else ""."""
    count = sum(1 for one in standings if one.state == "under_notice")
    return here + chosen.query(moment, show="under_notice") + "#h-tabell" if count > MOST_LEAVING else ""


def _on(seen: Seen, day: date) -> str:
    """The page on another day, with everything else as it is."""
    return reverse("parties", args=[seen.id]) + replace(seen.moment, day=day).query


def outcomes(seen: Seen, language: Language) -> Outcomes | None:
    """The round of adoption, for an agreement that comes about by one."""
    evaluation = seen.answer.evaluation
    situation = evaluation.situation
    rule = situation.definition.first(AdoptionRound)
    summary = next((item for item in evaluation.by_rule[rule.id] if _sums_up(item.key, rule)), None) if rule else None
    if rule is None or summary is None:
        return None
    found = adoption.answers(situation, rule)
    groups = {outcome: [a for a in found.values() if a.outcome == outcome] for outcome in _OUTCOMES}
    silent = len(groups["no_answer"])
    return Outcomes(
        heading=summary.headline.in_language(language),
        detail=summary.detail.in_language(language) if summary.detail is not None else "",
        why=reverse("why", args=[seen.id, summary.key]) + seen.moment.query,
        chips=chips(seen.id, situation.definition, summary.cites[:1], seen.moment.query, language),
        answered=len(found) - silent,
        asked=len(found),
        lacking=sum(1 for answer in found.values() if answer.lacks_extract),
        meter=_meter(groups, len(found), language) if len(found) <= _MOST_SLOTS else None,
        rows=tuple(
            (
                _OUTCOMES[outcome][0],
                OUTCOME_NAMES[outcome].in_language(language),
                len(these),
                _names(seen, these, language),
            )
            for outcome, these in groups.items()
            if these
        ),
    )


def _sums_up(key: str, rule: AdoptionRound) -> bool:
    """The finding of the round itself, not that of its referral."""
    return key == f"{rule.id}~parties"


def _names(seen: Seen, answers: Sequence[Answer], language: Language) -> str:
    if len(answers) > MOST_NAMES:
        return ""
    name = seen.answer.evaluation.situation.name
    return ", ".join(sorted((name(one.party).in_language(language) for one in answers), key=sort_key))


def _meter(groups: dict[Outcome, list[Answer]], asked: int, language: Language) -> Meter:
    slots = tuple(_OUTCOMES[outcome][1] for outcome, these in groups.items() for _ in these)
    label = say(
        "{answered} av {asked} har svarat", "{answered} of {asked} have answered",
        answered=Many(asked - len(groups["no_answer"])), asked=asked,
    )  # fmt: skip
    return Meter(slots=slots, label=label.in_language(language))
