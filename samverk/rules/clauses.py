"""The words of an agreement as a tree of clauses, and the paths that point into it.

``14`` is a clause, ``14/s2`` the second sentence of its running text, ``6/p4`` the fourth list item (or, where the
clause has no list, the fourth paragraph), ``10/p3/s1`` the first sentence of the third of those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from samverk.rules.frozen import frozen


@frozen
class Block:
    """A paragraph or a list item, with its sentences. ``path`` is its own address."""

    path: str
    sentences: tuple[str, ...]
    is_item: bool
    number: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@frozen
class Clause:
    """One clause in reading order: ``blocks`` holds paragraphs and items as they stand."""

    id: str
    heading: str
    level: int
    blocks: tuple[Block, ...]
    line: int = 0

    @property
    def text(self) -> str:
        return " ".join(block.text for block in self.blocks)

    def spots(self) -> dict[str, tuple[Block, int]]:
        """The block and the number of its sentence (from 0) that each path into the clause leads to.

        A sentence can have two paths; a path to a whole block leads to its first sentence.
        """
        has_items = any(block.is_item for block in self.blocks)
        found: dict[str, tuple[Block, int]] = {}
        running = 0
        for block in self.blocks:
            if not block.is_item:
                for number in range(len(block.sentences)):
                    running += 1
                    found[f"{self.id}/s{running}"] = (block, number)
            if block.is_item or not has_items:
                found[block.path] = (block, 0)
                found |= {f"{block.path}/s{number + 1}": (block, number) for number in range(len(block.sentences))}
        return found

    def sentences(self) -> Iterator[tuple[Block, str, str]]:
        """Every sentence in reading order with its block and its own path: "14/s2", or "6/p4/s1" in a list item."""
        running = 0
        for block in self.blocks:
            for number, words in enumerate(block.sentences, 1):
                running += 0 if block.is_item else 1
                yield block, f"{block.path}/s{number}" if block.is_item else f"{self.id}/s{running}", words


@frozen(slots=False)
class Edition:
    """One wording of a version: the signed original or the plain-language edition."""

    title: str
    clauses: Mapping[str, Clause]

    def words(self, path: str) -> str | None:
        """The words at a path, or None when the path leads nowhere."""
        return self._words.get(path)

    def paths(self) -> Mapping[str, str]:
        """Every path that leads somewhere, with its words."""
        return self._words

    @cached_property
    def _words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for clause in self.clauses.values():
            found[clause.id] = clause.text
            has_items = any(block.is_item for block in clause.blocks)
            found |= {path: words for block, path, words in clause.sentences() if not block.is_item}
            for block in clause.blocks:
                if block.is_item or not has_items:
                    found[block.path] = block.text
                    found |= {f"{block.path}/s{n}": words for n, words in enumerate(block.sentences, 1)}
        return found
