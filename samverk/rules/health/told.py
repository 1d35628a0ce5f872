"""How a definition answers a question: sentences with their clauses, and how sure each of them is.

A finder is a function of the names of one definition and yields what it says. The catalogue of the health check and
the parameters of a comparison are made of finders; neither knows any agreement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from typing import Any, Literal

from samverk.rules.definition import Definition
from samverk.rules.frozen import frozen
from samverk.rules.parsing import file_keys
from samverk.rules.provisions import Duty, Membership, Power, Provision
from samverk.rules.readback.composing import statements
from samverk.rules.readback.names import Names
from samverk.rules.readback.speaking import start
from samverk.rules.values import OPEN
from samverk.rules.wording import Many, Text, say

# From worst to best. ``na``: the question does not arise, because of something else the agreement says.
type State = Literal["silent", "open", "assumed", "decided", "found", "na"]
ORDER: tuple[State, ...] = ("silent", "open", "assumed", "decided", "found", "na")

type Finder = Callable[[Names], Iterator[Told]]
type Where = Callable[[Any], bool]


@frozen
class Told:
    """One thing an agreement says. ``silent``: what it ought to say here but does not.

    ``quote``: words of the text itself, found by what they are about and not by a provision; somebody has to judge
    whether they answer. ``counted``: whether it is part of the answer or stands there to complete it.
    """

    text: Text
    state: State
    cites: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    quote: bool = False
    counted: bool = True


def merged(told: Iterable[Told]) -> tuple[Told, ...]:
    """The same sentence said in several places, once with all of them."""
    found: dict[tuple[object, ...], Told] = {}
    for item in told:
        key = (item.text, item.state, item.quote, item.counted)
        before = found.get(key, item)
        cites = tuple(dict.fromkeys((*before.cites, *item.cites)))
        readings = tuple(dict.fromkeys((*before.readings, *item.readings)))
        found[key] = Told(item.text, item.state, cites, readings, item.quote, item.counted)
    return tuple(found.values())


def worst(told: Iterable[Told]) -> State:
    """How sure the whole answer is: as sure as its weakest part. Nothing at all is silence."""
    return min((item.state for item in told if item.counted), key=ORDER.index, default="silent")


def says(kind: type[Provision], *params: str, also: tuple[str, ...] = (), where: Where | None = None) -> Finder:
    """What the provisions of a kind say in these parameters (named as in files); ``also`` completes the answer."""

    def find(names: Names) -> Iterator[Told]:
        for rule in names.definition.of_kind(kind):
            if where is None or where(rule):
                yield from of_rule(rule, names, params, also)

    return find


def of_rule(rule: Provision, names: Names, params: Collection[str], also: Collection[str] = ()) -> Iterator[Told]:
    """The sentences of one provision that say these parameters."""
    for statement in statements(rule, names):
        told = [name for name in statement.parameters if name in params]
        beside = [name for name in statement.parameters if name in also]
        if told or beside:
            state, used = certainty(names.definition, rule, told or beside)
            yield Told(statement.text, state, rule.cite, used, counted=bool(told))


def certainty(definition: Definition, rule: Provision, params: Iterable[str]) -> tuple[State, tuple[str, ...]]:
    """How sure these parameters of a provision are, and the readings they rest on."""
    wanted = list(params)
    fields = {key: entry.field for entry in file_keys(type(rule)) for key in entry.keys}
    used = tuple(dict.fromkeys(rule.basis[name] for name in wanted if name in rule.basis))
    statuses = {definition.readings[rid].status for rid in used if rid in definition.readings}
    undecided = any(name in fields and getattr(rule, fields[name]) == OPEN for name in wanted)
    if "open" in statuses or undecided:
        return "open", used
    if "provisional" in statuses or (rule.silent and not statuses):
        return "assumed", used
    return ("decided" if statuses else "found"), used


def named_parties(names: Names) -> Iterator[Told]:
    """How many parties are named; the names themselves are many and stand on the agreement's own page."""
    definition = names.definition
    for rule in definition.of_kind(Membership):
        if rule.mode == "closed_list":
            state, used = certainty(definition, rule, ("mode", "parties"))
            count = start(say("{n}", "{n}", n=Many(len(definition.parties))))
            yield Told(say("{n} namngivna parter.", "{n} named parties.", n=count), state, rule.cite, used)


def does(*acts: str, kinds: tuple[type[Provision], ...] = (Duty, Power), where: Where | None = None) -> Finder:
    """Who must or may do one of these acts, and how often."""

    def find(names: Names) -> Iterator[Told]:
        for kind in kinds:
            for rule in names.definition.of_kind(kind):
                if getattr(rule, "act", None) in acts and (where is None or where(rule)):
                    yield from of_rule(rule, names, ("act",), ("quota", "within", "to"))

    return find


def mentions(pattern: str, *, unless: str = "") -> Finder:
    """Sentences of the agreement whose words match; letters that came with it are no part of it.

    ``unless``: words that are about something else and are left out before looking.
    """
    wanted = re.compile(pattern, re.IGNORECASE)
    other = re.compile(unless, re.IGNORECASE) if unless else None

    def find(names: Names) -> Iterator[Told]:
        held = names.definition
        for clause in names.edition.clauses.values() if names.edition is not None else ():
            info = held.clauses.get(clause.id)
            if info is None or info.kind == "letter":
                continue
            for _block, path, words in clause.sentences():
                if wanted.search(other.sub(" ", words) if other is not None else words):
                    yield Told(Text(words, words), "found", (path,), quote=True)

    return find


def first_of(*finders: Finder) -> Finder:
    """What the first finder that finds anything finds."""

    def find(names: Names) -> Iterator[Told]:
        for finder in finders:
            found = tuple(finder(names))
            if found:
                yield from found
                return

    return find


def all_of(*finders: Finder) -> Finder:
    """What all of them find, in their order."""
    return lambda names: chain.from_iterable(finder(names) for finder in finders)


# --- bodies ----------------------------------------------------------------------------------------------


def deciding(definition: Definition) -> tuple[str, ...]:
    """References of the agreement's own bodies that may or must decide something, in the order of its provisions."""
    holders = (rule.holder for rule in definition.of_kind(Power) if rule.modality != "must_not")
    own = (holder for holder in holders if holder.startswith("body:"))
    return tuple(
        dict.fromkeys(
            body
            for body in own
            if (held := definition.bodies.get(body.removeprefix("body:"))) is not None and not held.external
        )
    )


def for_each_body(
    kind: type[Provision], of: Callable[[Any], Collection[str]], params: tuple[str, ...], lacking: tuple[str, str]
) -> Finder:
    """What the provisions of a kind say, and a silence for each deciding body that none of them is about.

    ``of``: the bodies a provision is about; ``lacking``: the sentence in Swedish and English, with {body}.
    """

    def find(names: Names) -> Iterator[Told]:
        covered: set[str] = set()
        for rule in names.definition.of_kind(kind):
            covered |= set(of(rule))
            yield from of_rule(rule, names, params)
        for body in deciding(names.definition):
            if body not in covered:
                yield Told(start(say(*lacking, body=names.of(body))), "silent")

    return find
