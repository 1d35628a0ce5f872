"""A question that every cooperation agreement should answer, and what one definition makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from samverk.rules.definition import Definition
from samverk.rules.frozen import frozen
from samverk.rules.health.terms import place
from samverk.rules.health.told import Finder, State, Told, merged, worst
from samverk.rules.provisions import Provision
from samverk.rules.readback.composing import option_words
from samverk.rules.readback.names import Names
from samverk.rules.wording import Text, say

type Group = Literal["bound", "bodies", "money", "work", "papers"]
type Consequence = Literal["bound", "money", "decision", "law", "order"]

GROUPS: Mapping[Group, Text] = {
    "bound": Text("Vem som är bunden, och hur länge", "Who is bound, and for how long"),
    "bodies": Text("Organ och beslut", "Bodies and decisions"),
    "money": Text("Pengar", "Money"),
    "work": Text("Uppdrag och uppföljning", "Work and follow-up"),
    "papers": Text("Handlingar, uppgifter och ansvar", "Papers, data and liability"),
}

# What is at stake when the question has no answer, the gravest first.
CONSEQUENCES: Mapping[Consequence, Text] = {
    "bound": Text("Avgör vem som är bunden", "Decides who is bound"),
    "money": Text("Avgör vad någon betalar", "Decides what somebody pays"),
    "decision": Text("Avgör om ett beslut håller", "Decides whether a decision stands"),
    "law": Text("Lagen ställer krav ändå", "The law makes demands all the same"),
    "order": Text("Håller ordning i vardagen", "Keeps everyday order"),
}

# The question does not arise: the reason, or None when it does.
type Applies = Callable[[Definition], Text | None]

NOTHING = Text(
    "Inget. Samverk räknar inte på det och dömer inget.",
    "Nothing. Samverk does not compute it and passes no judgement.",
)


@frozen(kw_only=True)
class Question:
    """One question of the catalogue.

    ``why``: why it matters; ``law``: the statutes behind it. ``heading`` and ``wording``: a proposed clause with places
    for the agreement's own words (``terms``). ``near``: the provisions it would stand beside. ``restates``: where the
    answer is only assumed, the assumption itself is the proposal, so that nothing the text does say is changed.
    ``meanwhile``: what Samverk does while the text is silent.
    """

    id: str
    group: Group
    consequence: Consequence
    asks: Text
    why: Text
    heading: Text
    wording: Text
    finds: Finder
    restates: bool = True
    law: tuple[Text, ...] = ()
    near: tuple[type[Provision], ...] = ()
    meanwhile: Text = NOTHING
    applies: Applies | None = None


@frozen
class Proposal:
    """A wording ready to be pasted: where it goes, its heading and its sentences, in the agreement's own words.

    ``restated``: it writes down what is already assumed.
    """

    where: Text
    heading: Text
    wording: Text
    restated: bool = False


@frozen
class Row:
    """What a definition makes of a question. ``meanwhile``: what Samverk assumes until it is settled.

    ``reason``: why the question does not arise, when it does not.
    """

    question: Question
    state: State
    told: tuple[Told, ...]
    meanwhile: tuple[Text, ...]
    proposal: Proposal | None
    reason: Text | None = None

    @property
    def quoted(self) -> bool:
        """Whether the answer is only words that are about the question: somebody has to judge whether they suffice."""
        return self.state == "found" and all(item.quote for item in self.told)


def answer(question: Question, names: Names, terms: Mapping[str, Text]) -> Row:
    """The row of one question. ``terms``: the agreement's own words."""
    reason = question.applies(names.definition) if question.applies is not None else None
    if reason is not None:
        return Row(question, "na", (), (), None, reason)
    told = merged(question.finds(names))
    state = worst(told)
    settled = state in ("found", "decided")
    return Row(
        question=question,
        state=state,
        told=told,
        meanwhile=() if settled else tuple(dict.fromkeys(_meanwhile(question, told, names))),
        proposal=None if settled else _proposal(question, state, told, names, terms),
    )


def _proposal(
    question: Question, state: State, told: tuple[Told, ...], names: Names, terms: Mapping[str, Text]
) -> Proposal:
    where = place(names, (cite for item in told if item.counted for cite in item.cites), question.near)
    heading = worded(question.heading, terms)
    if state == "assumed" and question.restates:
        return Proposal(where, heading, _restated(told, terms), restated=True)
    return Proposal(where, heading, worded(question.wording, terms))


def _restated(told: tuple[Told, ...], terms: Mapping[str, Text]) -> Text:
    """What is said and what is assumed, as one paragraph that calls the agreement what it calls itself."""
    held = [item.text for item in told if item.counted and not item.quote]
    said = " ".join(text.sv for text in held)
    own = terms["avtalet"].sv
    for general, word in (("överenskommelsen", own), ("Överenskommelsen", own.capitalize())):
        said = said.replace(general, word)
    return Text(said, " ".join(text.en for text in held))


def worded(wording: Text, terms: Mapping[str, Text]) -> Text:
    """A proposed wording with the agreement's own words in it."""
    return Text(
        wording.sv.format(**{key: text.sv for key, text in terms.items()}),
        wording.en.format(**{key: text.en for key, text in terms.items()}),
    )


def _meanwhile(question: Question, told: tuple[Told, ...], names: Names) -> Iterator[Text]:
    """The readings in use, the assumptions without one, and the catalogue's word for silence."""
    for item in told:
        if item.state in ("open", "assumed") and item.counted:
            yield from _in_use(item, names)
    if not any(item.counted for item in told) or any(item.state == "silent" for item in told):
        yield question.meanwhile


def _in_use(item: Told, names: Names) -> Iterator[Text]:
    if not item.readings:
        opening = (
            Text("Samverk lämnar det öppet:", "Samverk leaves it open:")
            if item.state == "open"
            else Text("Samverk räknar med detta:", "Samverk counts on this:")
        )
        yield say("{opening} {said}", "{opening} {said}", opening=opening, said=item.text)
    for rid in item.readings:
        reading = names.definition.readings[rid]
        if reading.status == "open":
            yield say(
                "{question} Inget svar används: Samverk visar läget utan att döma. {why} Avgörs av {who}.",
                "{question} No answer is used: Samverk shows the state without a verdict. {why} Settled by {who}.",
                question=reading.question,
                why=reading.why,
                who=names.of(reading.decides),
            )
        elif reading.status != "adopted":
            yield say(
                "{question} Samverk räknar med: {option}. {why} Avgörs av {who}.",
                "{question} Samverk counts on: {option}. {why} Settled by {who}.",
                question=reading.question,
                option=option_words(reading, reading.chosen, names),
                why=reading.why,
                who=names.of(reading.decides),
            )
