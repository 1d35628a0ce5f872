"""Lines joined into blocks: numbered headings, list items and paragraphs, whatever the line breaks were."""

from __future__ import annotations

import re
from bisect import bisect_left
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
_SIGNS = frozenset("-–—•·▪●○◦■□►➢✓*\uf0b7\uf0a7\uf0d8\uf02d\ufffdo")
"""What an item with a sign begins with: the other lines need not be asked."""

_COUNTED = re.compile(r"(\d{1,3})[.)]\s+(\S.*)")
_LETTERED = re.compile(r"[a-zåäö]\)\s+\S.*")
_SUB_LETTERED = re.compile(r"\d*[a-zåäö]\)\s+\S.*")
_FIELD = re.compile(r"[^:]{1,40}:\s*_{3,}|[^:]{1,40}:\s*\.{5,}")
_LABEL = re.compile(r"([A-ZÅÄÖ][^\s:]*(?: [^\s:]+){0,2}):(?=\s|$)")
_FULL = 0.72
"""Of the width of the page: a line this long may have been broken because the next word had no room."""
_SHORT = 50
_TITLE = 130
_INDENT = 8
_HYPHENS = "-\u2010"
_SHARED_END = ("och", "eller", "samt", "respektive")
"""After these a hyphen stays: "social- och förvaltningschef"."""


class Block:
    """Lines that belong together. ``number``: of a clause or an item; ``words``: its lines, the marker taken off."""

    __slots__ = ("kind", "last", "line", "number", "words")

    def __init__(self, kind: Kind, line: Line, words: str, number: str = "") -> None:
        self.kind: Kind = kind
        self.line = line
        self.last = line
        self.number = number
        self.words = [words]

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
        if self.kind != "text" or any(len(words) > _SHORT for words in self.words):
            return False
        return not self.ended and not is_field(self.words[0])

    @property
    def heading_like(self) -> bool:
        """Whether it could be a heading: a few words, from a capital letter, without a stop or a colon."""
        if self.kind != "text" or len(self.words) > 3 or len(self.words[0]) > _TITLE or self.ended:
            return False
        text = self.text
        return len(text) <= _TITLE and text[:1].isupper() and ": " not in text and not is_field(text)


def stopped(words: str) -> bool:
    """Whether the words end as a sentence does, and not with an abbreviation."""
    return ends_sentence(words)


def ended(words: str) -> bool:
    """Whether the words end with any sign that lets something new follow."""
    return words.endswith((":", ";")) or stopped(words)


def is_field(text: str) -> bool:
    """Whether it begins with a field to fill in: a few words, a colon and a line to write on."""
    return ":" in text[:41] and _FIELD.match(text) is not None


def label(words: str) -> str:
    """The one to three words before a colon that begin a line ("Hur:"); "" without any."""
    match = _LABEL.match(words) if ":" in words else None
    return match.group(1) if match else ""


def joined(lines: Sequence[str]) -> str:
    """Lines as one text. A word divided by a hyphen at the end of its line is made whole."""
    plain = " ".join(lines)
    if plain[:1] != " " and "- " not in plain and "\u2010 " not in plain:
        return plain
    pieces: list[str] = []
    last = ""
    for line in lines:
        if last and last[-1] in _HYPHENS and last[-2:-1].isalpha() and line.split(None, 1)[0] not in _SHARED_END:
            pieces[-1] = last + line if line[:1].isupper() or line[:1].isdigit() else last[:-1] + line
        elif pieces or line:
            pieces.append(line)
        last = pieces[-1] if pieces else ""
    return " ".join(pieces)


def read_blocks(lines: Sequence[Line]) -> list[Block]:
    """Every line in a block, in reading order."""
    if not lines:
        return []
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        texts = [line.text for line in lines]
        lengths = sorted(map(len, texts))
        self.width = min(lengths[len(lengths) * 9 // 10], 120)
        self.numbered = frozenset([at for at, text in enumerate(texts) if text[0].isdigit() or text[0] == "§"])
        """The places of lines that can begin with the number of a clause or an item at all: most cannot."""
        self.signs = any(_SECTION_SIGN.fullmatch(texts[place]) for place in self.numbered)
        self.headed = frozenset(place for place in self.numbered if _headed(texts[place]))
        self.lost = frozenset(self._lost_signs())
        everything = "\n".join(texts)
        self.fields = "___" in everything or "....." in everything
        """Whether there are fields to fill in at all."""
        self.blocks: list[Block] = []
        self.clause = 0
        self.item = 0
        self.last_number = 0
        """The number of the nearest counted item above, within the clause; 0 without any."""

    def read(self) -> list[Block]:
        for place, line in enumerate(self.lines):
            block = self._marked(place, line)
            if block is not None:
                self.blocks.append(block)
                self.item = int(block.number) if block.kind == "item" and block.number else 0
                if block.number:
                    self.last_number = self.item
            elif self.blocks and self._continues(place, line, above := self.blocks[-1]):
                above.words.append(line.text)
                above.last = line
            else:
                self.blocks.append(Block("text", line, line.text))
        return self.blocks

    def _marked(self, place: int, line: Line) -> Block | None:
        text = line.text
        if place in self.numbered:
            clause = self._clause(place, line)
            if clause is not None:
                self.clause = int(clause[0].split(".")[0])
                return Block("clause", line, clause[1], clause[0])
            if match := _COUNTED.fullmatch(text):
                # A number that follows no list is the end of a sentence that was broken: "… den\n15. ".
                number = int(match.group(1))
                if number in (1, self.item + 1) or self.last_number + 1 == number:
                    return Block("item", line, match.group(2), match.group(1))
        elif text[0] in _SIGNS and (match := _SIGN.fullmatch(text)):
            return Block("item", line, match.group(1))
        lettered = text[1:2] == ")" and _LETTERED.fullmatch(text) and not self.last_number
        return Block("item", line, text) if lettered or line.number in self.lost else None

    def _clause(self, place: int, line: Line) -> tuple[str, str] | None:
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
        if self.last_number + 1 == number and self.lines[place].gap == 0:
            return False
        following = self.lines[place + 1 : place + 2]
        return not any(_COUNTED.fullmatch(line.text) for line in following)

    def _continues(self, place: int, line: Line, above: Block) -> bool:
        """Whether the line goes on with the block above it."""
        if above.kind == "clause":
            full = len(above.last.text) >= self.width * _FULL and line.gap == 0
            return full and line.text[:1].islower()
        if self.fields and (is_field(line.text) or is_field(above.words[-1])):
            return False
        if line.page or line.gap:
            return self._over_white(place, line, above)
        if line.indent and not above.last.indent and line.text[:1].isupper() and above.kind == "text":
            return False
        return len(above.words) > 1 or not self._after_heading(place, line, above)

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
        if (line.gap > 1 and not line.page) or label(line.text):
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
        if len(above.words[0]) > _SHORT or len(line.text) <= len(above.words[0]):
            return False
        before = place < 2 or self.lines[place - 1].gap > 0 or self.lines[place - 1].page
        return before and not above.last.indent and line.text[:1].isupper() and above.heading_like

    def _lost_signs(self) -> Iterator[int]:
        """Lines moved in from the margin where a list has lost its signs: at least two in a clause, each after an
        end, none of them in the middle of a sentence."""
        inset = [
            (place, line)
            for place, line in enumerate(self.lines)
            if 0 < line.indent <= _INDENT and not _COUNTED.match(line.text) and not _SIGN.match(line.text)
        ]
        for region in self._regions() if inset else ():
            plain = inset[bisect_left(inset, region.start, key=_place) : bisect_left(inset, region.stop, key=_place)]
            good = [line.number for place, line in plain if line.text[:1].isupper() and self._after_end(place)]
            if len(good) >= 2 and len(good) == len(plain) < len(region):
                yield from good

    def _after_end(self, place: int) -> bool:
        return self.lines[place].gap > 0 or ended(self.lines[place - 1].text) or place - 1 in self.headed

    def _regions(self) -> Iterator[range]:
        """Stretches of lines between headings."""
        starts = sorted(place for place in self.headed if not self.lines[place].indent)
        edges = [0, *starts, len(self.lines)]
        for start, end in pairwise(edges):
            yield range(max(start, 1), end)


def _place(found: tuple[int, Line]) -> int:
    return found[0]


def _headed(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_SECTION_SIGN, _NUMBERED, _SUB))


def _as_heading(text: str) -> bool:
    return not ended(text) and len(text) <= _TITLE
