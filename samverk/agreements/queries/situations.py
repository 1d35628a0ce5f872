"""What follows from an agreement and its facts, as of a day and as known at a moment.

Evaluation is a pure function of (definition, facts, as_of, known_at), and both definition and facts are named by a
hash: what this process has once worked out it need not work out again. A page costs three small statements, for
versions, heads of chains and names; a new fact gives a new head and with it a new answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from threading import Lock

from samverk.agreements.queries.versions import definition_of, wording, wording_on, wordings_of
from samverk.parties.queries import short_names_of
from samverk.records import queries as records
from samverk.records.queries import Head
from samverk.reference import population
from samverk.reference.municipalities import counties
from samverk.rules.definition import JsonValue
from samverk.rules.evaluate import Evaluation, evaluate
from samverk.rules.facts import Fact
from samverk.rules.provisions import Membership
from samverk.rules.suppositions.address import written
from samverk.rules.suppositions.applying import world
from samverk.rules.suppositions.checking import Checked, Refused, checked
from samverk.rules.suppositions.kinds import Supposition

KEPT = 10
"""Evaluations kept by a process: two agreements on a handful of days each; some megabytes."""
KEPT_SUPPOSED = 8
"""Evaluations of what-ifs kept beside them, so that one visitor's what-ifs never push out what everybody looks at."""


@dataclass(frozen=True)
class Answer:
    """An evaluation and what it was made from: the definition's hash and the last link of the chain then known.

    ``suppositions``: what was supposed beside the facts ("Tänk om"); none of it is recorded.
    """

    agreement: str
    sha256: str
    head: Head | None
    evaluation: Evaluation
    suppositions: tuple[Supposition, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What the answer depends on but for days and language: pages keep what they have made by it."""
        chain = self.head.hash if self.head is not None else ""
        return self.agreement, self.sha256, chain, *(written(item) for item in self.suppositions)


@dataclass(frozen=True)
class Supposing:
    """The answer with what could be supposed, and what could not.

    ``takes_effect``: the first day on which every party that joins or leaves has done so; None: nobody moves.
    """

    answer: Answer
    refused: tuple[Refused, ...] = ()
    takes_effect: date | None = None


def evaluation(agreement: str, as_of: date, known_at: datetime | None = None) -> Answer | None:
    """Everything that follows on the day, as known at the moment (None: now); None for an unknown agreement."""
    return evaluations([agreement], as_of, known_at).get(agreement)


def evaluations(agreements: Collection[str], as_of: date, known_at: datetime | None = None) -> dict[str, Answer]:
    """The answer for each agreement that there is. Three statements, however many agreements, parties and facts."""
    holding = {
        agreement: version.sha256
        for agreement, following in wordings_of(agreements, known_at).items()
        if (version := wording_on(following, as_of)) is not None
    }
    heads = records.heads(agreements, known_at)
    names = _names_in(holding.values())
    found: dict[str, Answer] = {}
    for agreement, sha256 in holding.items():
        head, known = heads.get(agreement), names[sha256]
        made = _evaluated(agreement=agreement, sha256=sha256, head=head, as_of=as_of, known_at=known_at, names=known)
        found[agreement] = Answer(agreement, sha256, head, made)
    return found


def supposing(
    agreement: str, given: Sequence[str], as_of: date, known_at: datetime | None = None, *, settled: bool = False
) -> Supposing | None:
    """The answer when what an address says is supposed (``rules.suppositions.address``); None for no such agreement.

    Reads the same as ``evaluation``, records nothing. What cannot be supposed is left out and told. ``settled``: the
    answer is of the first day, not before ``as_of``, on which every party that joins or leaves has done so.
    """
    if not given:
        plain = evaluation(agreement, as_of, known_at)
        return Supposing(plain) if plain is not None else None
    version = wording(agreement, as_of, known_at)
    if version is None:
        return None
    head = records.head(agreement, known_at)
    names = _names_in([version.sha256])[version.sha256]
    found = _checked(agreement, version.sha256, head, known_at, names, tuple(given))
    day = max(as_of, found.takes_effect) if settled and found.takes_effect is not None else as_of
    inputs = _Inputs(agreement, version.sha256, head, day, known_at, names)
    made = _supposed(inputs, found.suppositions) if found.suppositions else inputs.evaluated()
    answer = Answer(agreement, version.sha256, head, made, found.suppositions)
    return Supposing(answer, found.refused, found.takes_effect)


def supposed_on(answer: Answer, as_of: date, known_at: datetime | None) -> Answer:
    """The same suppositions about the same chain on another day; by the definition of the answer. No statement."""
    names = answer.evaluation.situation.names
    kept = names if isinstance(names, Names) else Names(names)
    inputs = _Inputs(answer.agreement, answer.sha256, answer.head, as_of, known_at, kept)
    return replace(answer, evaluation=_supposed(inputs, answer.suppositions))


def latest_population() -> Mapping[str, int]:
    """The latest official number of inhabitants of every municipality, by code."""
    return population.population(population.latest_year())


def what_if(
    agreement: str, as_of: date, options: dict[str, JsonValue], known_at: datetime | None = None
) -> Evaluation | None:
    """What would follow under other readings (reading id → option). Not kept."""
    version = wording(agreement, as_of, known_at)
    if version is None:
        return None
    return evaluate(
        definition_of(version.sha256),
        facts_up_to(agreement, records.head(agreement, known_at)),
        as_of=as_of,
        known_at=known_at,
        names=_names_in([version.sha256])[version.sha256],
        options=options,
    )


class Names(dict[str, str]):
    """Names by code, as part of what an answer is kept by: a municipality that is renamed is renamed at once."""

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none; this one is never changed
        return hash(frozenset(self.items()))


@lru_cache(maxsize=64)
def _circle(sha256: str) -> tuple[frozenset[str], frozenset[str]]:
    """Whose names an answer can hold: the codes that a definition names, and the counties it is open to."""
    read = definition_of(sha256)
    rule = read.first(Membership)
    open_to = rule.class_ if rule is not None else None
    if open_to is None:
        return frozenset(read.parties), frozenset()
    return frozenset(read.parties), frozenset(counties() if open_to.all else [open_to.county or ""])


def _names_in(definitions: Collection[str]) -> dict[str, Names]:
    """The names each definition's answers can hold, by its hash. One statement for all of them."""
    circles = {sha256: _circle(sha256) for sha256 in definitions}
    codes = {code for named, _ in circles.values() for code in named}
    open_counties = {county for _, open_to in circles.values() for county in open_to}
    names = short_names_of(codes, open_counties) if circles else {}
    return {
        sha256: Names({code: name for code, name in names.items() if code in named or code[:2] in open_to})
        for sha256, (named, open_to) in circles.items()
    }


def forget() -> None:
    """Empty what this process has kept. Only tests need it."""
    _evaluated.cache_clear()
    _supposed.cache_clear()
    _checked.cache_clear()
    _kept_facts.clear()


@lru_cache(maxsize=KEPT)
def _evaluated(
    *, agreement: str, sha256: str, head: Head | None, as_of: date, known_at: datetime | None, names: Names
) -> Evaluation:
    return evaluate(definition_of(sha256), facts_up_to(agreement, head), as_of=as_of, known_at=known_at, names=names)


@lru_cache(maxsize=KEPT_SUPPOSED)
def _checked(  # noqa: PLR0917 - positional, so that equal calls are one entry in the cache
    agreement: str, sha256: str, head: Head | None, known_at: datetime | None, names: Names, given: tuple[str, ...]
) -> Checked:
    return checked(given, definition_of(sha256), facts_up_to(agreement, head), names, known_at)


@dataclass(frozen=True)
class _Inputs:
    """What an evaluation is made from, and kept by."""

    agreement: str
    sha256: str
    head: Head | None
    as_of: date
    known_at: datetime | None
    names: Names

    def evaluated(self) -> Evaluation:
        """What follows when nothing is supposed."""
        return _evaluated(
            agreement=self.agreement, sha256=self.sha256, head=self.head, as_of=self.as_of, known_at=self.known_at,
            names=self.names,
        )  # fmt: skip


@lru_cache(maxsize=KEPT_SUPPOSED)
def _supposed(inputs: _Inputs, suppositions: tuple[Supposition, ...]) -> Evaluation:
    as_of, known_at = inputs.as_of, inputs.known_at
    facts = facts_up_to(inputs.agreement, inputs.head)
    made = world(
        definition_of(inputs.sha256), facts, suppositions, as_of, known_at=known_at,
        population=latest_population(),
    )  # fmt: skip
    return evaluate(made.definition, made.facts, as_of=as_of, known_at=known_at, names=inputs.names, ahead=made.ahead)


@dataclass(frozen=True)
class Chain:
    """An agreement's chain up to a head; its facts are read when they are first asked for."""

    agreement: str
    head: Head | None

    @property
    def next_seq(self) -> int:
        """The number that the next fact gets."""
        return 1 if self.head is None else self.head.seq + 1

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact up to and including the head, oldest first."""
        return facts_up_to(self.agreement, self.head)


# --- facts, kept by the hash of the chain's head --------------------------------------------------------

KEPT_CHAINS = 32

_kept_facts: OrderedDict[str, tuple[Head, tuple[Fact, ...]]] = OrderedDict()
_lock = Lock()


def facts_up_to(agreement: str, head: Head | None) -> tuple[Fact, ...]:
    """Every fact up to and including the head, oldest first.

    A chain only grows, so the facts of an earlier head are still its beginning as long as its hash is still in it.
    """
    if head is None:
        return ()
    with _lock:
        kept = _kept_facts.get(agreement)
    if kept is not None and kept[0].hash == head.hash:
        return kept[1]
    if kept is not None and kept[0].seq < head.seq and records.hash_at(agreement, kept[0].seq) == kept[0].hash:
        facts = kept[1] + records.facts(agreement, after=kept[0].seq, until=head.seq)
    else:
        facts = records.facts(agreement, until=head.seq)
    if kept is None or kept[0].seq <= head.seq:
        _keep(agreement, head, facts)
    return facts


def remember(chain: Chain, recorded: Sequence[Fact], head: Head) -> None:
    """What was just recorded (and committed) is kept too, if the facts before it are."""
    with _lock:
        kept = _kept_facts.get(chain.agreement)
    if chain.head is not None and kept is not None and kept[0].hash == chain.head.hash:
        _keep(chain.agreement, head, (*kept[1], *recorded))


def _keep(agreement: str, head: Head, facts: tuple[Fact, ...]) -> None:
    with _lock:
        _kept_facts[agreement] = (head, facts)
        _kept_facts.move_to_end(agreement)
        if len(_kept_facts) > KEPT_CHAINS:
            _kept_facts.popitem(last=False)
