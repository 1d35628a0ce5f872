"""Blocks placed in sections: the covering letter, what stands before the first clause, the clauses, the annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from samverk.rules.originals.blocks import Block, is_field, label
from samverk.rules.originals.lines import STRAY, Unplaced

_ANNEX = re.compile(r"(?:Bilaga|BILAGA|Appendix)\s*(\d+|[A-ZÅÄÖ])?\s*[.:–-]?\s*(.*)")
_PREPOSITION = re.compile(r"\s(?:till|om|för|av|i|mellan|kring|vid|med|och|gällande|avseende)\s")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_TITLE = 250
_NEAR = 2
"""Blank lines that do not part a heading from its text, or a list without signs from its introduction."""

PREAMBLE = "Inledning"


class Part:
    """A paragraph or a list item of a section. ``lines``: its words, each line to be written on its own."""

    __slots__ = ("is_item", "line", "lines", "number")

    def __init__(self, block: Block, *, is_item: bool) -> None:
        self.line = block.line.number
        self.lines = [block.text]
        self.is_item = is_item
        self.number = block.number if is_item else ""


class Section:
    """A clause to be. ``id``: "9", "7.1", "0" for what has no heading, "B1" for annex 1, else a letter."""

    __slots__ = ("blocks", "heading", "id", "level", "line", "parts")

    def __init__(self, section_id: str, heading: str, line: int) -> None:
        self.id = section_id
        self.heading = heading
        self.level = 3 if "." in section_id else 2
        self.line = line
        self.blocks: list[Block] = []
        self.parts: list[Part] = []


def place(blocks: Sequence[Block]) -> tuple[str, list[Section], list[Unplaced]]:
    """The title, the sections with their parts in reading order, and what belongs to none of them."""
    title, rest = _title(blocks)
    placing = _Placing(airy=any(block.line.apart for block in blocks))
    again = _again(title, rest)
    if again is not None:
        placing.letter(rest[:again])
        rest = rest[again + 1 :]
    first = next((at for at, block in enumerate(rest) if block.kind == "clause"), len(rest))
    last = max((at for at, block in enumerate(rest) if block.kind == "clause"), default=-1)
    placing.front(rest[:first])
    placing.clauses(rest[first : last + 1])
    placing.after(rest[max(last + 1, first) :])
    for section in placing.sections:
        section.parts = _parts(section.blocks)
    return title, placing.sections, placing.unplaced


def _title(blocks: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    """The first block, when it looks like a title and something follows it."""
    if len(blocks) < 2 or blocks[0].kind != "text" or len(blocks[0].text) > _LONGEST_TITLE:
        return "", blocks
    return blocks[0].text.rstrip("."), blocks[1:]


def _again(title: str, blocks: Sequence[Block]) -> int | None:
    """Where the title returns before the first clause: what stands above is a covering letter."""
    for at, block in enumerate(blocks):
        if block.kind == "clause" or not title:
            return None
        if at and block.text.rstrip(".").casefold() == title.casefold():
            return at
    return None


class _Placing:
    """``airy``: whether the document shows by white lines or pages where a new part begins."""

    def __init__(self, *, airy: bool) -> None:
        self.airy = airy
        self.sections: list[Section] = []
        self.unplaced: list[Unplaced] = []
        self.used: set[str] = set()

    def letter(self, blocks: Sequence[Block]) -> None:
        """Everything in one section, named after the letter's first heading."""
        headed = bool(blocks) and blocks[0].heading_like and len(blocks) > 1
        self._open_unnumbered(blocks[0].text if headed else PREAMBLE, blocks[0], preamble=not headed)
        self.sections[-1].blocks = list(blocks[1:] if headed else blocks)

    def front(self, blocks: Sequence[Block]) -> None:
        """What stands before the first clause: a section for each heading, one without a number for the rest."""
        opened = False
        for at, block in enumerate(blocks):
            following = blocks[at + 1 : at + 2]
            if block.heading_like and following and following[0].kind == "text" and not following[0].heading_like:
                self._open_unnumbered(block.text, block)
                opened = True
                continue
            if not opened:
                self._open_unnumbered(PREAMBLE, block, preamble=True)
                opened = True
            self.sections[-1].blocks.append(block)

    def clauses(self, blocks: Sequence[Block]) -> None:
        """The clauses, to the last one's heading. A clause number used before is words of the clause above it."""
        stray = _strays(blocks)
        for at, block in enumerate(blocks):
            if block.kind == "clause" and block.number not in self.used:
                self.used.add(block.number)
                self.sections.append(Section(block.number, block.text, block.line.number))
            elif block.kind == "clause":
                self.sections[-1].blocks.append(Block("text", block.line, f"{block.number} {block.text}"))
            elif at in stray and self._stray(block):
                self.unplaced.append(Unplaced(block.line.number, block.text, STRAY))
            else:
                self.sections[-1].blocks.append(block)

    def after(self, blocks: Sequence[Block]) -> None:
        """The last clause's words, and the sections after it: a form of signature, annexes."""
        skip = False
        for at, block in enumerate(blocks):
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            annex = self._annex(block)
            if skip:
                skip = False
            elif annex is not None and following is not None:
                number, heading = annex
                if not heading and following.heading_like and at + 2 < len(blocks):
                    heading, skip = following.text, True
                self._open(f"B{number}", f"Bilaga {number} {heading}".replace("  ", " ").strip(), block)
            elif following is not None and self._heads(block, following) and not self._in_list(blocks, at + 1):
                self._open_unnumbered(block.text, block)
            else:
                self.sections[-1].blocks.append(block)

    def _stray(self, block: Block) -> bool:
        """Whether it stands apart from a finished text."""
        above = self.sections[-1].blocks
        apart = block.line.apart or block.line.gap > 1 or not self.airy
        return bool(above) and apart and above[-1].stopped

    def _annex(self, block: Block) -> tuple[str, str] | None:
        match = _ANNEX.fullmatch(block.text) if block.kind == "text" and len(block.words) < 3 else None
        return (match.group(1) or "", match.group(2)) if match and not block.stopped else None

    def _heads(self, block: Block, following: Block) -> bool:
        """Whether the block opens a section: a heading apart from what is above, which is complete."""
        complete = not self.sections or any(_complete(other) for other in self.sections[-1].blocks)
        apart = block.line.apart or not self.airy
        return block.heading_like and apart and complete and following.kind == "text"

    def _in_list(self, blocks: Sequence[Block], below: int) -> bool:
        """Whether the counted list above goes on further down, from the place ``below``."""
        here = reversed(self.sections[-1].blocks) if self.sections else ()
        above = next((block.number for block in here if block.kind == "item"), "")
        if not above:
            return False
        following = str(int(above) + 1)
        later = (blocks[at] for at in range(below, len(blocks)))
        return any(block.kind == "item" and block.number == following for block in later)

    def _open_unnumbered(self, heading: str, block: Block, *, preamble: bool = False) -> None:
        self._open("0" if preamble else _letter(heading), heading, block)

    def _open(self, wanted: str, heading: str, block: Block) -> None:
        found, number = wanted, 2
        while found in self.used:
            found, number = f"{'A' if wanted == '0' else wanted.rstrip('0123456789')}{number}", number + 1
        self.used.add(found)
        self.sections.append(Section(found, heading, block.line.number))


def _strays(blocks: Sequence[Block]) -> set[int]:
    """The places from which nothing but what looks like headings stands before the next clause."""
    found: set[int] = set()
    for clause in (at for at, block in enumerate(blocks) if block.kind == "clause"):
        at = clause - 1
        while at >= 0 and blocks[at].heading_like:
            found.add(at)
            at -= 1
    return found


def _complete(block: Block) -> bool:
    return block.stopped or block.kind == "item" or is_field(block.text)


def _letter(heading: str) -> str:
    """The initial of what the heading is about: "Styrgruppens handlingsplan 2013" is H, "Bilaga till …" is B."""
    words = _WORD.findall(_PREPOSITION.split(f"{heading} ")[0]) or ["Avsnitt"]
    return words[-1][0].upper() if words[-1][0].upper() in "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ" else "A"


def _parts(blocks: Sequence[Block]) -> list[Part]:
    """Paragraphs and items: what belongs to an item is put there, and so are headings that run into their text."""
    parts: list[Part] = []
    owner = _owners(blocks)
    short = [block.short for block in blocks]
    in_run = False  # whether the block above is one of short ones that follow one another
    for at, block in enumerate(blocks):
        if owner[at]:
            parts[-1].lines.append(block.text)
        elif block.kind == "item":
            parts.append(Part(block, is_item=True))
        elif parts and _joins(blocks[at - 1], block, parts[-1], short=(short[at - 1], short[at]), in_run=in_run):
            parts[-1].lines.append(block.text)
        else:
            parts.append(Part(block, is_item=False))
        in_run = at > 0 and short[at - 1] and short[at]
    return parts


def _joins(above: Block, block: Block, part: Part, *, short: tuple[bool, bool], in_run: bool) -> bool:
    """Whether a paragraph goes on with the one above: a run of short lines, a heading run into its text, a list that
    has neither signs nor numbers."""
    if part.is_item or above.kind != "text":
        return False
    near = block.line.gap <= _NEAR
    if short[1]:
        joins = short[0] or (near and above.words[-1].endswith(":"))
    else:
        joins = near and not block.line.page and not in_run and short[0] and above.heading_like
        joins = joins and not is_field(block.text)
    return joins and _ANNEX.fullmatch(block.text) is None  # a list of annexes is a paragraph of its own


def _owners(blocks: Sequence[Block]) -> list[bool]:
    """For each block whether it belongs to the counted item above it. To the last item of a list belongs what stands
    above and under its labels: words before a colon that begin a line ("Hur:", "Exempel:").
    """
    owned = [False] * len(blocks)
    counted = [at for at, block in enumerate(blocks) if block.kind == "item" and block.number]
    if not counted:
        return owned
    for at, until in zip(counted, [*counted[1:], len(blocks)], strict=False):
        ends = until
        if until < len(blocks):
            ends -= until - at > 1 and blocks[until - 1].heading_like
        else:
            labelled = (place for place in range(until - 1, at, -1) if any(map(label, blocks[place].words)))
            ends = next(labelled, at) + 1
        for place in range(at + 1, ends):
            owned[place] = blocks[place].kind == "text"
    return owned
