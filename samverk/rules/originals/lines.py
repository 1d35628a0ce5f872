"""The lines of a document, freed from what its pages added: running headers, page numbers, broken letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

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

_ALONE = re.compile(r" [^\W\d_iåöàIÅÖÀ] ")
"""Such a letter in lines that begin with a space each: found in a tenth of the time, and nearly never there."""

_WHOLE_WORD = re.compile(r"\w+")

_DIGITS = re.compile(r"\d+")
_EDGE = 3
"""Lines at the top and the foot of a page among which its header and footer are looked for."""


class Line(NamedTuple):
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
    if not furniture:
        return _mended(lines), []
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
        if raw.isprintable() and "  " not in (text := raw.strip()):
            # As nearly every line is: no white space but single spaces, no sign without a width.
            indent = raw.index(text)
        else:
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
    return _DIGITS.sub("0", line.text.casefold())


def _page_marks(lines: Sequence[Line]) -> set[int]:
    """Page numbers that stand apart or end a short block of their own, with that block."""
    found: set[int] = set()
    for start, end in _groups(lines):
        if end - start <= 3:
            last = lines[end - 1].text
            if last.endswith(_PAGE_NUMBER_ENDS) and _PAGE_NUMBER.fullmatch(last):
                found |= {line.number for line in lines[start:end]}
    return found


def _groups(lines: Sequence[Line]) -> Iterable[tuple[int, int]]:
    start = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or lines[place].gap or lines[place].page:
            yield start, place
            start = place


def _mended(lines: list[Line]) -> list[Line]:
    """Words broken in two by the printing ("m än") made whole, when the document has them whole elsewhere."""
    text = " " + "\n ".join([line.text for line in lines])
    if _ALONE.search(text) is None:
        return lines
    apart, words = set(text.split()), set[str]()

    def whole(match: re.Match[str]) -> str:
        word = match.group(1) + match.group(2)
        if word in apart:
            return word
        if not words:
            words.update(_WHOLE_WORD.findall(text))
        return word if word in words else str(match.group())

    return [
        Line(line.number, _LETTER.sub(whole, line.text), line.gap, line.indent, line.page)
        if _ALONE.search(f" {line.text}")
        else line
        for line in lines
    ]
