"""The lines of a document, freed from what its pages added: running headers, page numbers, broken letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

PAGE = "\f"
"""Before a line: the line is the first of a page."""

BREAK = 3
"""Blank lines from which the writer meant a new page, or a new part of the document."""

_BLANK = " \t\u00a0\u2007\u202f\u200b\ufeff"
_PAGE_NUMBER = re.compile(
    r"(?:.*\s)?(?:sid(?:an?|\.)?\s*)?\d{1,3}\s*(?:\(\d{1,3}\)|(?:av|of|/)\s*\d{1,3})|[-–]?\s*\d{1,3}\s*[-–]?|sid(?:an?|\.)?\s*\d{1,3}",
    re.IGNORECASE,
)
_PAGE_NUMBER_ENDS = (*"0123456789", ")", "-", "–")
_LETTER = re.compile(r"(?<!\S)([^\W\d_iåöàIÅÖÀ]) ([^\W\d_]+)")
"""A letter that is no word of its own, and the word after it."""

_EDGE = 3
"""Lines at the top and the foot of a page among which its header and footer are looked for."""


@frozen
class Line:
    """A line with words. ``gap``: blank lines before it; ``page``: it is the first of a page; ``indent`` in spaces."""

    number: int
    text: str
    gap: int
    indent: int
    page: bool

    @property
    def apart(self) -> bool:
        """Whether so much white stands before it that something new begins."""
        return self.page or self.gap >= BREAK


@frozen
class Unplaced:
    """Words of the document that are in no clause: the line they stand on, and why."""

    line: int
    text: str
    reason: Text


HEADER = Text("Sidhuvud, sidfot eller sidnummer.", "Page header, footer or page number.")
STRAY = Text("Raden hör inte till någon punkt.", "The line belongs to no clause.")
UNWRITABLE = Text("Tecknen går inte att skriva som löptext.", "The characters cannot be written as running text.")


def read_lines(source: Iterable[str]) -> tuple[list[Line], list[Unplaced]]:
    """The lines with words, and those that belong to the pages and not to the text."""
    lines = list(_numbered(source))
    furniture = _running(lines) | _page_marks(lines)
    unplaced = [Unplaced(line.number, line.text, HEADER) for line in lines if line.number in furniture]
    kept: list[Line] = []
    page, gap = False, 0
    for line in lines:
        page, gap = page or line.page, max(gap, line.gap)
        if line.number not in furniture:
            alike = line.gap == gap and line.page == page
            kept.append(line if alike else Line(line.number, line.text, gap, line.indent, page))
            page, gap = False, 0
    return _mended(kept), unplaced


def _numbered(source: Iterable[str]) -> Iterable[Line]:
    gap, page = 0, False
    for number, raw in enumerate(source, 1):
        page = page or PAGE in raw
        if not raw or raw.isspace():
            gap += 1
            continue
        line = raw.replace(PAGE, "").replace("\u00ad", "").rstrip()
        text = " ".join(line.split())
        if not text.strip(_BLANK):
            gap += 1
            continue
        indent = len(line) - len(line.lstrip(_BLANK))
        yield Line(number, text, gap, indent, page)
        gap, page = 0, False


def _running(lines: Sequence[Line]) -> set[int]:
    """Lines that return, but for their digits, at the top or foot of most pages; of two pages, at the very edge."""
    pages: list[list[Line]] = [[]]
    for line in lines:
        if line.page and pages[-1]:
            pages.append([])
        pages[-1].append(line)
    edge = _EDGE if len(pages) > 2 else 1
    edges = [{line.number: _shape(line) for line in (*page[:edge], *page[-edge:])} for page in pages]
    seen = Counter(shape for found in edges for shape in set(found.values()))
    often = {shape for shape, times in seen.items() if times >= max(2, len(pages) * 3 // 5)}
    return {number for found in edges for number, shape in found.items() if shape in often}


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text.casefold())


def _page_marks(lines: Sequence[Line]) -> set[int]:
    """Page numbers that stand apart or end a short block of their own, with that block."""
    found: set[int] = set()
    for start, end in _groups(lines):
        group = lines[start:end]
        if len(group) <= 3 and group[-1].text.endswith(_PAGE_NUMBER_ENDS) and _PAGE_NUMBER.fullmatch(group[-1].text):
            found |= {line.number for line in group}
    return found


def _groups(lines: Sequence[Line]) -> Iterable[tuple[int, int]]:
    start = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or lines[place].gap or lines[place].page:
            yield start, place
            start = place


def _mended(lines: list[Line]) -> list[Line]:
    """Words broken in two by the printing ("m än") made whole, when the document has them whole elsewhere."""
    text = "\n".join(line.text for line in lines)
    pairs: dict[str, str] = {f"{first} {rest}": first + rest for first, rest in _LETTER.findall(text)}
    broken = {pair: word for pair, word in pairs.items() if word in text and re.search(rf"\b{word}\b", text)}

    def whole(match: re.Match[str]) -> str:
        pair = str(match.group())
        return broken.get(pair, pair)

    return [
        Line(line.number, _LETTER.sub(whole, line.text), line.gap, line.indent, line.page)
        if any(pair in line.text for pair in broken)
        else line
        for line in lines
    ]
