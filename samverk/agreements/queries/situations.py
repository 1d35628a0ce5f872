"""What follows from an agreement and its facts, as of a day and as known at a moment.

Evaluation is a pure function of (definition, facts, as_of, known_at), and both definition and facts are named by a
hash: what this process has once worked out it need not work out again. A page costs three small statements, for
versions, heads of chains and names; a new fact gives a new head and with it a new answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from threading import Lock

from samverk.agreements.queries.versions import definition_of, wording, wording_on, wordings_of
from samverk.parties.queries import short_names
from samverk.records import queries as records
from samverk.records.queries import Head
from samverk.rules.definition import JsonValue
from samverk.rules.evaluate import Evaluation, evaluate
from samverk.rules.facts import Fact

KEPT = 48
"""Evaluations kept by a process: two agreements on a handful of days each; some megabytes."""


@dataclass(frozen=True)
class Answer:
    """An evaluation and what it was made from: the definition's hash and the last link of the chain then known."""

    agreement: str
    sha256: str
    head: Head | None
    evaluation: Evaluation


def evaluation(agreement: str, as_of: date, known_at: datetime | None = None) -> Answer | None:
    """Everything that follows on the day, as known at the moment (None: now); None for an unknown agreement."""
    return evaluations([agreement], as_of, known_at).get(agreement)


def evaluations(agreements: Collection[str], as_of: date, known_at: datetime | None = None) -> dict[str, Answer]:
    """The answer for each agreement that there is. Three statements, however many agreements, parties and facts."""
    versions = wordings_of(agreements, known_at)
    heads = records.heads(agreements, known_at)
    names = Names(short_names())
    found: dict[str, Answer] = {}
    for agreement, following in versions.items():
        version = wording_on(following, as_of)
        if version is not None:
            head = heads.get(agreement)
            made = _evaluated(
                agreement=agreement, sha256=version.sha256, head=head, as_of=as_of, known_at=known_at, names=names
            )
            found[agreement] = Answer(agreement, version.sha256, head, made)
    return found


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
        names=short_names(),
        options=options,
    )


class Names(dict[str, str]):
    """Names by code, as part of what an answer is kept by: a municipality that is renamed is renamed at once."""

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none; this one is never changed
        return hash(frozenset(self.items()))


def forget() -> None:
    """Empty what this process has kept. Only tests need it."""
    _evaluated.cache_clear()
    _kept_facts.clear()


@lru_cache(maxsize=KEPT)
def _evaluated(
    *, agreement: str, sha256: str, head: Head | None, as_of: date, known_at: datetime | None, names: Names
) -> Evaluation:
    return evaluate(definition_of(sha256), facts_up_to(agreement, head), as_of=as_of, known_at=known_at, names=names)


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
