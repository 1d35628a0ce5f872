"""A signed document while it is being put right: its clauses in parts, and the lines that are in none of them.

A draft is what a person corrects (``corrections``); written out it is the text of an edition (``edition``).
"""

from __future__ import annotations

from collections.abc import Sequence

from samverk.rules.clauses import Edition
from samverk.rules.frozen import frozen
from samverk.rules.originals.lines import Unplaced
from samverk.rules.originals.sections import Section


@frozen
class Piece:
    """A paragraph or a list item. ``line``: where it began; ``lines``: its words, each to stand on a line of its own;
    ``number``: of an item in a numbered list, else "".
    """

    line: int
    lines: tuple[str, ...]
    is_item: bool = False
    number: str = ""

    @property
    def text(self) -> str:
        """The words as they are read, in one."""
        return " ".join(self.lines)


@frozen
class Chapter:
    """A clause to be. ``line``: where its heading stood."""

    id: str
    heading: str
    line: int
    parts: tuple[Piece, ...]

    @property
    def level(self) -> int:
        """2 for a clause, 3 for one inside it ("7.1")."""
        return 3 if "." in self.id else 2


@frozen
class Draft:
    """A document as it is understood so far. ``unplaced`` is in reading order."""

    title: str
    chapters: tuple[Chapter, ...]
    unplaced: tuple[Unplaced, ...]


def of_sections(title: str, sections: Sequence[Section], unplaced: Sequence[Unplaced]) -> Draft:
    """The draft that a reading gives."""
    chapters = tuple(
        Chapter(
            section.id,
            section.heading,
            section.line,
            tuple(Piece(part.line, tuple(part.lines), part.is_item, part.number) for part in section.parts),
        )
        for section in sections
    )
    return Draft(title, chapters, tuple(sorted(unplaced, key=lambda found: found.line)))


def of_edition(edition: Edition) -> Draft:
    """The draft of a text that already is an edition."""
    chapters = tuple(
        Chapter(
            clause.id,
            clause.heading,
            clause.line,
            tuple(Piece(block.line, (block.text,), block.is_item, block.number) for block in clause.blocks),
        )
        for clause in edition.clauses.values()
    )
    return Draft(edition.title, chapters, ())
