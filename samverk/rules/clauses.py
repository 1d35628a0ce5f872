"""The words of an agreement as a tree of clauses, and the paths that point into it.

``14`` is a clause, ``14/s2`` the second sentence of its running text, ``6/p4`` the fourth list item (or, where the
clause has no list, the fourth paragraph), ``10/p3/s1`` the first sentence of the third of those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a list item, with its sentences. ``path`` is its own address."""

    path: str
    sentences: tuple[str, ...]
    is_item: bool
    number: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Edition:
    """One wording of a version: the signed original or the plain-language edition."""

    title: str
    clauses: Mapping[str, Clause]

    def words(self, path: str) -> str | None:
        """The words at a path, or None when the path leads nowhere."""
        return self.paths().get(path)

    def paths(self) -> dict[str, str]:
        """Every path that leads somewhere, with its words."""
        found: dict[str, str] = {}
        for clause in self.clauses.values():
            found[clause.id] = clause.text
            has_items = any(block.is_item for block in clause.blocks)
            running = [s for block in clause.blocks if not block.is_item for s in block.sentences]
            found |= {f"{clause.id}/s{n}": words for n, words in enumerate(running, 1)}
            for block in clause.blocks:
                if block.is_item or not has_items:
                    found[block.path] = block.text
                    found |= {f"{block.path}/s{n}": words for n, words in enumerate(block.sentences, 1)}
        return found
