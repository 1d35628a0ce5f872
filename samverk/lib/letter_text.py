"""The few marks that somebody who writes a letter can use, read into parts that a template escapes.

An empty line parts paragraphs; "## " begins a heading, "- " a line of a list; an address that begins with https:// or
http:// becomes a link, and so does [words](https://…). Everything else is the words themselves: no HTML, no template.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

HEADING, LIST, PARAGRAPH = "heading", "list", "paragraph"

_LINK: Final = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()<>\"]{1,500})\)|(https?://[^\s<>\"]{1,500})")
_AFTER: Final = ".,;:!?)”’'"
"""What ends a sentence and not an address."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; with ``href`` a link."""

    text: str
    href: str = ""

    @property
    def plain(self) -> str:
        """As plain text says it."""
        return f"{self.text} ({self.href})" if self.href and self.href != self.text else self.text


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of one line, a list whose lines are its items, or a paragraph."""

    kind: Literal["heading", "list", "paragraph"]
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def plain(self) -> str:
        """As plain text says it."""
        said = ["".join(piece.plain for piece in line) for line in self.lines]
        if self.kind == HEADING:
            return f"{said[0]}\n{'-' * min(len(said[0]), 70)}"
        return "\n".join(f"* {line}" if self.kind == LIST else line for line in said)


def blocks(text: str) -> tuple[Block, ...]:
    """The parts of a text, in its order. Any text can be read."""
    found: list[Block] = []
    for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.replace("\r\n", "\n").replace("\r", "\n")):
        for line in (one.strip() for one in part.split("\n")):
            if line:
                _add(found, line)
        found.append(Block("paragraph", ()))
    return tuple(block for block in found if block.lines)


def _add(found: list[Block], line: str) -> None:
    """One line more: to the part before it when that is of the same kind and not ended by an empty line."""
    if line.startswith("## ") and line[3:].strip():
        found.append(Block("heading", (_pieces(line[3:].strip()),)))
        return
    kind: Literal["list", "paragraph"] = "paragraph"
    if line.startswith("- ") and line[2:].strip():
        kind, line = "list", line[2:].strip()
    if found and found[-1].kind == kind and found[-1].lines:
        found[-1] = Block(kind, (*found[-1].lines, _pieces(line)))
    else:
        found.append(Block(kind, (_pieces(line),)))


def _pieces(line: str) -> tuple[Piece, ...]:
    made: list[Piece] = []
    at = 0
    for link in _LINK.finditer(line):
        words, href, bare = link[1], link[2], link[3]
        end = link.end()
        if bare is not None:
            href = bare.rstrip(_AFTER)
            words, end = href, link.start() + len(href)
        if link.start() > at:
            made.append(Piece(line[at : link.start()]))
        made.append(Piece(words, href))
        at = end
    if at < len(line):
        made.append(Piece(line[at:]))
    return tuple(made)
