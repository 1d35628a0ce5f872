"""The table of parties: the state of each, since when, by which act, what is missing and the act that settles it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from samverk.agreements.queries.acts import settling
from samverk.rules.evaluate import Evaluation
from samverk.rules.facts import FACT_KINDS, Fact
from samverk.rules.finding import Finding, Status
from samverk.rules.standing import Lacking, Standing, state_name
from samverk.rules.wording import NBSP, Language, Text, lowered, say
from samverk.rules.wording import day as day_words
from samverk.web.acts import Offer, offer, offer_act
from samverk.web.agreements.derivation import chips
from samverk.web.agreements.views import Seen
from samverk.web.parties.choice import BY_PART, Choice, Parts
from samverk.web.parties.states import STATUSES
from samverk.web.shapes import Chip, Shape


@dataclass(frozen=True, slots=True)
class Lack(Shape):
    """Something missing: the clause that asks for it, why, and the verb that settles it where the visitor may.

    ``about`` tells one "Varför?" from another.
    """

    text: str
    about: str
    status: Status
    chips: tuple[Chip, ...]
    why: str
    act: Offer | None


@dataclass(frozen=True, slots=True)
class Step(Shape):
    """An act that a municipality is bound by, or has answered with; ``what`` only where the column does not say it."""

    what: str
    day: str
    where: str


@dataclass(frozen=True, slots=True)
class Row(Shape):
    """A municipality in the table. ``why`` derives the day, ``why_leaving`` the last day."""

    code: str
    name: str
    href: str
    steps: tuple[Step | None, ...]
    since: str
    why: str
    status: Status
    state: str
    until: str
    why_leaving: str
    lacking: tuple[Lack, ...]
    example: bool
    supposed: bool


@dataclass(frozen=True, slots=True)
class Group(Shape):
    """Rows under a heading, "" for none."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Register(Shape):
    """The table: a column for each kind of act that somebody is bound by, and the rows."""

    acts: tuple[str, ...]
    groups: tuple[Group, ...]


# The kinds of act that make a party, each with the answers that share its column.
_ACTS: Final[dict[str, tuple[Text, frozenset[str]]]] = {
    "decision.adopted": (Text("Beslut", "Decision"), frozenset({"decision.declined", "decision.postponed"})),
    "decision.legal_force": (Text("Laga kraft", "Legal force"), frozenset()),
    "adoption.deposited": (Text("Inlämnat", "Handed in"), frozenset()),
    "signature.given": (Text("Underskrift", "Signature"), frozenset()),
}


def register(seen: Seen, standings: Sequence[Standing], choice: Choice, parts: Parts, language: Language) -> Register:
    """The rows in the order given; under a heading for each part when the order is by part."""
    writer = _Writer(seen, choice, standings, language)
    acts = tuple(_ACTS[kind][0].in_language(language) for kind in writer.acts)
    if choice.order != BY_PART:
        return Register(acts, (Group("", tuple(map(writer.row, standings))),) if standings else ())
    by_part = groupby(standings, key=lambda one: parts.of(one.party))
    return Register(acts, tuple(Group(parts.names.get(p, ""), tuple(map(writer.row, rows))) for p, rows in by_part))


class _Writer:
    """Writes rows for somebody who sees an agreement at a moment."""

    def __init__(self, seen: Seen, choice: Choice, standings: Sequence[Standing], language: Language) -> None:
        self._seen = seen
        self._evaluation: Evaluation = seen.answer.evaluation
        self._language = language
        self._facts = {fact.seq: fact for fact in self._evaluation.situation.facts}
        self._page = reverse("parties", args=[seen.id]) + choice.query(seen.moment.query)
        told = {fact.kind for one in standings for fact in self._told(one)}
        self.acts = tuple(kind for kind, (_, same) in _ACTS.items() if told & {kind, *same})
        # The addresses of derivations differ in the finding alone.
        self._why = reverse("why", args=[seen.id, "KEY"]) + seen.moment.query

    def row(self, one: Standing) -> Row:
        """A municipality's row."""
        history, leaving = one.history, one.leaving
        since = history.bound_from if history is not None else None
        last = history.last_day if history is not None else None
        return Row(
            code=one.party,
            name=self._evaluation.situation.name(one.party).in_language(self._language),
            href=reverse("municipality", args=[one.party]) + self._seen.moment.day_query,
            steps=tuple(self._steps(one)),
            since=_since(since, one).in_language(self._language) if since is not None else "",
            why=self._derived(one.entry),
            status=STATUSES[one.state],
            state=self._state(one),
            until=_until(last).in_language(self._language) if last is not None else "",
            why_leaving=self._derived(leaving),
            lacking=tuple(self._lack(one.party, item) for item in one.lacking),
            example=leaving is not None and self._evaluation.rests_on_example(leaving),
            supposed=any(
                item is not None and self._evaluation.rests_on_supposition(item) for item in (one.entry, leaving)
            ),
        )

    def _state(self, one: Standing) -> str:
        """ "Gäller", or "Gäller, förvaltande kommun" of one that holds an office for everybody."""
        roles = (self._evaluation.situation.name(f"role:{role}") for role in one.offices)
        words = (state_name(one.state), *map(lowered, roles))
        return ", ".join(text.in_language(self._language) for text in words)

    def _derived(self, finding: Finding | None) -> str:
        return self._why.replace("KEY", finding.key) if finding is not None else ""

    def _told(self, one: Standing) -> list[Fact]:
        """What the entry rests on, or the answer of somebody who is not bound."""
        return [self._facts[seq] for seq in (one.entry.because if one.entry is not None else ()) if seq in self._facts]

    def _steps(self, one: Standing) -> Iterator[Step | None]:
        """A cell for each column: the act, or nothing."""
        told = {fact.kind: fact for fact in self._told(one)}
        for kind in self.acts:
            same = next((told[other] for other in (kind, *_ACTS[kind][1]) if other in told), None)
            yield self._step(same, kind) if same is not None else None

    def _step(self, fact: Fact, column: str) -> Step:
        board, paragraph = fact.payload.get("board"), fact.payload.get("paragraph")
        return Step(
            what=FACT_KINDS[fact.kind].name.in_language(self._language) if fact.kind != column else "",
            day=day_words(fact.valid_on, self._language),
            where=" ".join(str(part) for part in (board, paragraph) if part).replace("§ ", f"§{NBSP}"),
        )

    def _lack(self, party: str, item: Lacking) -> Lack:
        definition = self._evaluation.situation.definition
        example = self._evaluation.rests_on_example(item.finding)
        text = item.what.in_language(self._language)
        name = self._evaluation.situation.name(party).in_language(self._language)
        return Lack(
            text=text + (f" ({gettext('exempel')})" if example else ""),
            about=text if text.startswith(name) else f"{name}: {text}",
            status=item.finding.status if item.kind is None else "due",
            chips=chips(self._seen.id, definition, item.finding.cites[:1], self._seen.moment.query, self._language),
            why=self._derived(item.finding),
            act=self._act(party, item),
        )

    def _act(self, party: str, item: Lacking) -> Offer | None:
        """The verb, today and for those who may; another day is for reading."""
        if self._seen.moment.query:
            return None
        back = f"{self._page}#k-{party}"
        known = settling(item)
        if known is not None:
            return offer_act(self._seen.actor, self._seen.id, known, item.finding.rule, back=back)
        return offer(self._seen.actor, self._seen.id, self._evaluation.situation, item.finding, back=back)


def _since(since: date, one: Standing) -> Text:
    """ "sedan 15 april 2014"; plainly "från" of a time that is over or has not come."""
    if one.is_bound:
        return say("sedan {day}", "since {day}", day=since)
    return say("från {day}", "from {day}", day=since)


def _until(last: date) -> Text:
    return say("till och med {last}", "through {last}", last=last)
