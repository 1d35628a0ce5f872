"""Lines joined into blocks: numbered headings, list items and paragraphs, whatever the line breaks were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from samverk.rules.originals.lines import Line
from samverk.rules.text import ends_sentence

type Kind = Literal["clause", "item", "text"]

_SECTION_SIGN = re.compile(r"§\s*(\d+(?:\.\d+)*)\s*[.:]?\s+(.+)|(\d+(?:\.\d+)*)\s*§\s*(.*)")
_NUMBERED = re.compile(r"(\d{1,3})\.\s+(\S.*)")
_SUB = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?\s+([A-ZÅÄÖ].*)")
_SIGN = re.compile(r"(?:[-–—•·▪●○◦■□►➢✓*\uf0b7\uf0a7\uf0d8\uf02d\ufffd]|o(?=\s+[A-ZÅÄÖ]))\s+(\S.*)")
_COUNTED = re.compile(r"(\d{1,3})[.)]\s+(\S.*)")
_LETTERED = re.compile(r"[a-zåäö]\)\s+\S.*")
_SUB_LETTERED = re.compile(r"\d*[a-zåäö]\)\s+\S.*")
FIELD = re.compile(r"[^:]{1,40}:\s*_{3,}|[^:]{1,40}:\s*\.{5,}")
LABEL = re.compile(r"([A-ZÅÄÖ][^\s:]*(?: [^\s:]+){0,2}):(?=\s|$)")
_FULL = 0.72
"""Of the width of the page: a line this long may have been broken because the next word had no room."""
_SHORT = 50
_TITLE = 130
_INDENT = 8


class Block:
    """Lines that belong together. ``number``: of a clause or an item; ``words``: its lines, the marker taken off."""

    __slots__ = ("kind", "last", "line", "number", "parts", "words")

    def __init__(self, kind: Kind, line: Line, words: str, number: str = "") -> None:
        self.kind: Kind = kind
        self.line = line
        self.last = line
        self.number = number
        self.words = [words]
        self.parts: list[str] = []
        """What is written on lines of its own below the block: a run-in heading's text, a label's words."""

    @property
    def text(self) -> str:
        """The block as running text, with words divided at the line's end made whole."""
        return joined(self.words)

    @property
    def stopped(self) -> bool:
        """Whether it ends as a sentence does."""
        return stopped(self.words[-1])

    @property
    def ended(self) -> bool:
        """Whether it ends with any sign that lets something new follow."""
        return ended(self.words[-1])

    @property
    def short(self) -> bool:
        """Whether every line is short and none ends as a sentence: an address, a greeting, a heading."""
        text = self.kind == "text" and not FIELD.match(self.words[0])
        return text and not self.ended and all(len(words) <= _SHORT for words in self.words)

    @property
    def heading_like(self) -> bool:
        """Whether it could be a heading: a few words, from a capital letter, without a stop or a colon."""
        fits = self.kind == "text" and not self.ended and len(self.text) <= _TITLE and len(self.words) <= 3
        return fits and self.text[:1].isupper() and ": " not in self.text and not FIELD.match(self.text)


def stopped(words: str) -> bool:
    """Whether the words end as a sentence does, and not with an abbreviation."""
    return ends_sentence(words)


def ended(words: str) -> bool:
    """Whether the words end with any sign that lets something new follow."""
    return words.endswith((":", ";")) or stopped(words)


def joined(lines: Sequence[str]) -> str:
    """Lines as one text. A word divided by a hyphen at the end of its line is made whole."""
    text = ""
    for line in lines:
        if not text:
            text = line
        elif text[-1] in "-‐\u2010" and text[-2:-1].isalpha():
            first = line.split(None, 1)[0]
            if first in ("och", "eller", "samt", "respektive"):
                text = f"{text} {line}"
            else:
                text = text + line if line[:1].isupper() or line[:1].isdigit() else text[:-1] + line
        else:
            text = f"{text} {line}"
    return text


def read_blocks(lines: Sequence[Line]) -> list[Block]:
    """Every line in a block, in reading order."""
    if not lines:
        return []
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        lengths = sorted(len(line.text) for line in lines)
        self.width = min(lengths[len(lengths) * 9 // 10], 120)
        self.signs = any(_SECTION_SIGN.fullmatch(line.text) for line in lines)
        self.lost = frozenset(self._lost_signs())
        self.blocks: list[Block] = []
        self.clause = 0
        self.item = 0

    def read(self) -> list[Block]:
        for place, line in enumerate(self.lines):
            block = self._marked(place, line)
            if block is not None:
                self.blocks.append(block)
                self.item = int(block.number) if block.kind == "item" and block.number else 0
            elif self.blocks and self._continues(place, line):
                self.blocks[-1].words.append(line.text)
                self.blocks[-1].last = line
            else:
                self.blocks.append(Block("text", line, line.text))
        return self.blocks

    def _marked(self, place: int, line: Line) -> Block | None:
        clause = self._clause(place, line)
        if clause is not None:
            self.clause = int(clause[0].split(".")[0])
            return Block("clause", line, clause[1], clause[0])
        if match := _SIGN.fullmatch(line.text):
            return Block("item", line, match.group(1))
        if line.text[0].isdigit() and (match := _COUNTED.fullmatch(line.text)):
            # A number that follows no list is the end of a sentence that was broken: "… den\n15. ".
            number = int(match.group(1))
            if number in (1, self.item + 1) or self._last_number() + 1 == number:
                return Block("item", line, match.group(2), match.group(1))
        lettered = _LETTERED.fullmatch(line.text) and not self._last_number()
        return Block("item", line, line.text) if lettered or line.number in self.lost else None

    def _last_number(self) -> int:
        """The number of the nearest counted item above, within the clause; 0 without any."""
        for block in reversed(self.blocks):
            if block.kind == "clause":
                return 0
            if block.kind == "item" and block.number:
                return int(block.number)
        return 0

    def _clause(self, place: int, line: Line) -> tuple[str, str] | None:
        if not _may_number(line.text):
            return None
        if match := _SECTION_SIGN.fullmatch(line.text):
            number, heading = match.group(1) or match.group(3), match.group(2) or match.group(4)
            return (number, heading) if _as_heading(heading) else None
        if (match := _SUB.fullmatch(line.text)) and match.group(1).split(".")[0] == str(self.clause):
            return (match.group(1), match.group(2)) if _as_heading(match.group(2)) else None
        match = _NUMBERED.fullmatch(line.text)
        if match is None or self.signs or int(match.group(1)) != self.clause + 1 or not _as_heading(match.group(2)):
            return None
        return (match.group(1), match.group(2)) if self._opens(place, int(match.group(1))) else None

    def _opens(self, place: int, number: int) -> bool:
        """Whether a counted line is a heading: no item of the same list follows it before other words do."""
        if self._last_number() + 1 == number and self.lines[place].gap == 0:
            return False
        following = self.lines[place + 1 : place + 2]
        return not any(_COUNTED.fullmatch(line.text) for line in following)

    def _continues(self, place: int, line: Line) -> bool:
        """Whether the line goes on with the block above it."""
        above = self.blocks[-1]
        if above.kind == "clause":
            full = len(above.last.text) >= self.width * _FULL and line.gap == 0
            return full and line.text[:1].islower()
        if FIELD.match(line.text) or FIELD.match(above.words[-1]):
            return False
        if line.page or line.gap:
            return self._over_white(place, line, above)
        if line.indent and not above.last.indent and line.text[:1].isupper() and above.kind == "text":
            return False
        return not self._after_heading(place, line, above)

    def _over_white(self, place: int, line: Line, above: Block) -> bool:
        """White lines inside a sentence: lost room, double spacing, a new page."""
        if line.text[:1].islower() and _SUB_LETTERED.fullmatch(line.text) is None:
            return not above.ended
        if len(self.blocks) == 1 and line.gap:  # the title, however long its line
            return False
        if (
            len(above.last.text) < self.width * _FULL
            or above.short
            or not (len(line.text) > _SHORT or ended(line.text))
        ):
            return False
        if line.page and not line.gap:
            return True
        if (line.gap > 1 and not line.page) or LABEL.match(line.text):
            return False
        return self._double_spaced(place) if above.stopped else not above.ended

    def _double_spaced(self, place: int) -> bool:
        """Whether white lines stand inside sentences just above or below, so that they say nothing here."""
        return any(
            0 < near < len(self.lines)
            and self.lines[near].gap == 1
            and not ended(self.lines[near - 1].text)
            and self.lines[near].text[:1].islower()
            for near in (place - 2, place - 1, place + 1, place + 2)
        )

    def _after_heading(self, place: int, line: Line, above: Block) -> bool:
        """Whether the block above is a heading with its text on the next line: one short line, then a longer one."""
        first = above.words[0]
        alone = len(above.words) == 1 and above.kind == "text" and above.heading_like and not above.last.indent
        before = place < 2 or self.lines[place - 1].gap > 0 or self.lines[place - 1].page
        return alone and before and len(first) <= _SHORT and len(line.text) > len(first) and line.text[:1].isupper()

    def _lost_signs(self) -> Iterator[int]:
        """Lines moved in from the margin where a list has lost its signs: at least two in a clause, each after an
        end, none of them in the middle of a sentence."""
        for region in self._regions():
            inset = [(place, self.lines[place]) for place in region if 0 < self.lines[place].indent <= _INDENT]
            plain = [
                (place, line) for place, line in inset if not _COUNTED.match(line.text) and not _SIGN.match(line.text)
            ]
            good = [line.number for place, line in plain if line.text[:1].isupper() and self._after_end(place)]
            if len(good) >= 2 and len(good) == len(plain) < len(region):
                yield from good

    def _after_end(self, place: int) -> bool:
        above = self.lines[place - 1]
        return self.lines[place].gap > 0 or ended(above.text) or self._headed(above.text)

    def _headed(self, text: str) -> bool:
        return _may_number(text) and any(pattern.fullmatch(text) for pattern in (_SECTION_SIGN, _NUMBERED, _SUB))

    def _regions(self) -> Iterator[range]:
        """Stretches of lines between headings."""
        starts = [place for place, line in enumerate(self.lines) if self._headed(line.text) and not line.indent]
        edges = [0, *starts, len(self.lines)]
        for start, end in pairwise(edges):
            yield range(max(start, 1), end)


def _may_number(text: str) -> bool:
    """Whether a line can begin with the number of a clause at all: most cannot, and are asked about many times."""
    return text[0] == "§" or text[0].isdigit()


def _as_heading(text: str) -> bool:
    return not ended(text) and len(text) <= _TITLE
