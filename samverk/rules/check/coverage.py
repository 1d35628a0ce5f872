"""Which sentences of the text no provision cites and no row lists as not modelled. Information, never an error."""

from __future__ import annotations

from collections.abc import Iterator

from samverk.rules.clauses import Block, Clause, Edition
from samverk.rules.definition import Definition
from samverk.rules.frozen import frozen


@frozen
class Uncited:
    """A sentence nothing points at."""

    path: str
    line: int
    words: str


def uncited(definition: Definition, edition: Edition) -> tuple[Uncited, ...]:
    """The sentences no provision, plan, measure or row of [[unmodelled]] reaches, in reading order."""
    pointed = set(_cited(definition))
    return tuple(
        Uncited(path, block.line, words)
        for clause in edition.clauses.values()
        for block, path, words in clause.sentences()
        if not pointed & _addresses(clause, block, path, words)
    )


def _cited(definition: Definition) -> Iterator[str]:
    for rule in definition.rules.values():
        yield from rule.cite
    for plan in definition.plans.values():
        yield plan.cite
        yield from (measure.cite for measure in plan.measures)
    yield from (row.clause for row in definition.not_modelled)


def _addresses(clause: Clause, block: Block, path: str, words: str) -> set[str]:
    """Every path that holds the sentence."""
    within = f"{block.path}/s{block.sentences.index(words) + 1}"
    return {clause.id, block.path, within, path}
