"""Two wordings of one agreement, clause by clause, word by word.

Words are compared, not characters: a reader looks for a changed word. What is left when additions are taken away is
the old wording, and what is left when deletions are taken away is the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from samverk.rules.clauses import Block, Clause, Edition
from samverk.rules.frozen import frozen

type Op = Literal["same", "del", "ins"]
type Kind = Literal["same", "changed", "added", "removed"]

_WORD = re.compile(r"\S+")


@frozen
class Run:
    """Words that stand in both, in the old only or in the new only."""

    op: Op
    text: str


@frozen
class Passage:
    """A paragraph or a list item as runs. ``item``: its number or "–" in a list, "" for running text."""

    runs: tuple[Run, ...]
    item: str = ""


@frozen
class ClauseChange:
    """A clause in both wordings, or in one. ``heading`` and ``passages`` hold what was and what is, as runs."""

    id: str
    kind: Kind
    heading: tuple[Run, ...]
    passages: tuple[Passage, ...]

    @property
    def counts(self) -> Mapping[Op, int]:
        """How many words stand in both, only in the old, only in the new; headings left out."""
        found: dict[Op, int] = {"same": 0, "del": 0, "ins": 0}
        for passage in self.passages:
            for run in passage.runs:
                found[run.op] += len(_WORD.findall(run.text))
        return found


def clause_changes(old: Edition, new: Edition) -> tuple[ClauseChange, ...]:
    """Every clause of both wordings, in the order of the new one; a removed clause stands where it stood."""
    return tuple(_change(old.clauses.get(cid), new.clauses.get(cid), cid) for cid in _order(old, new))


def _order(old: Edition, new: Edition) -> Iterator[str]:
    before, after = list(old.clauses), list(new.clauses)
    for op, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            yield from before[a:b]
            continue
        yield from (cid for cid in before[a:b] if cid not in new.clauses)
        yield from after[c:d]


def _change(old: Clause | None, new: Clause | None, cid: str) -> ClauseChange:
    heading = tuple(runs(_words(old.heading if old else ""), _words(new.heading if new else "")))
    passages = tuple(_passages(old.blocks if old else (), new.blocks if new else ()))
    if old is None or new is None:
        return ClauseChange(cid, "added" if old is None else "removed", heading, passages)
    touched = any(run.op != "same" for run in (*heading, *(run for passage in passages for run in passage.runs)))
    return ClauseChange(cid, "changed" if touched else "same", heading, passages)


def _passages(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Passage]:
    """Blocks paired: equal ones as they are, unlike ones by their place between equal ones."""
    matcher = SequenceMatcher(None, [block.text for block in old], [block.text for block in new], autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            yield from (_passage(block, block, block) for block in new[c:d])
        else:
            yield from (_passage(was, now, held) for was, now, held in _paired(old[a:b], new[c:d]))


def _paired(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None, Block]]:
    """Each new block with the old one it is most like, in order; what has no like is by itself. Last: the one held."""
    rest = list(old)
    for block in new:
        likeness = [_likeness(one, block) for one in rest]
        best = max(likeness, default=0.0)
        if best < ALIKE:
            yield None, block, block
            continue
        place = likeness.index(best)
        yield from ((one, None, one) for one in rest[:place])
        yield rest[place], block, block
        del rest[: place + 1]
    yield from ((one, None, one) for one in rest)


ALIKE = 0.4
"""The share of words that two passages have in common for one to be a change of the other."""


def _likeness(one: Block, other: Block) -> float:
    return SequenceMatcher(None, _words(one.text), _words(other.text), autojunk=False).ratio()


def _passage(old: Block | None, new: Block | None, held: Block) -> Passage:
    return Passage(tuple(runs(_words(old.text if old else ""), _words(new.text if new else ""))), _item(held))


def _item(block: Block) -> str:
    return (block.number or "–") if block.is_item else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """The two rows of words as runs: what was taken away stands before what came in its place."""
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            yield Run("same", " ".join(old[a:b]))
            continue
        if b > a:
            yield Run("del", " ".join(old[a:b]))
        if d > c:
            yield Run("ins", " ".join(new[c:d]))
