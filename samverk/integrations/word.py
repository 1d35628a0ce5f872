"""The lines of a Word document: its paragraphs with the numbers and bullets that Word itself draws.

The file is a zip of XML; headers and footers lie in parts of their own and are not read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import batched
from xml.etree import ElementTree as ET

from samverk.integrations.refusals import DocumentRefused
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

LARGEST_PART = 200_000_000
"""Bytes of XML in one part, unpacked: what a small file could be made to swell to without this."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = "word/styles.xml"
_TABLE_LOOKS = re.compile(rb'<(\w+):style\s[^>]*type="table".*?</\1:style>', re.DOTALL)
"""Nine tenths of the styles in Word's own template are looks of tables, which no paragraph has."""

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_VAL = f"{_W}val"
_BULLET = "•"
_LEVEL = re.compile(r"%(\d)")
_OUTLINE = 2
"""Heading levels that begin something new."""

_AT_ONCE = 500
"""Paragraphs between one word of how far the reading has come and the next."""

_BROKEN = 10
"""A share of one in so many paragraphs beginning in the middle of a sentence: the paragraphs are lines."""


@frozen
class _Style:
    """What a paragraph's style says: its list, its level in it, and its level as a heading (None: body text)."""

    list_id: str
    level: int
    outline: int | None
    based_on: str


@frozen
class _Paragraph:
    """The text of a paragraph, its marker as Word draws it, and whether its style makes it a heading."""

    text: str
    marker: str
    heading: bool


def word_lines(data: bytes, told: Callable[[int, int], None]) -> tuple[str, ...]:
    """The lines. Error: DocumentRefused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = set(packed.namelist())
            if "word/document.xml" not in names:
                raise _no_word()
            parts = {
                name: ET.fromstring(_part(packed, f"word/{name}.xml"))  # noqa: S314 -- see _part
                for name in ("document", "styles", "numbering")
                if f"word/{name}.xml" in names
            }
    except (zipfile.BadZipFile, ET.ParseError, EOFError, NotImplementedError, RuntimeError) as error:
        raise DocumentRefused(
            Text(
                "Filen är ett skadat Word-dokument och kan inte läsas. Öppna den i Word och spara den på nytt.",
                "The file is a damaged Word document and cannot be read. Open it in Word and save it again.",
            )
        ) from error
    styles = dict(_styles(parts["styles"])) if "styles" in parts else {}
    numbers = _Numbers(parts.get("numbering"))
    elements = list(_paragraphs(parts["document"]))
    paragraphs: list[_Paragraph] = []
    for some in batched(elements, _AT_ONCE):
        paragraphs += (_paragraph(found, styles, numbers) for found in some)
        told(len(paragraphs), len(elements))
    return tuple(_written(paragraphs))


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    """A part of the document. One that declares entities, which Word never does, or swells is not opened."""
    with packed.open(name) as stream:
        content = stream.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART or b"<!DOCTYPE" in content[:2000]:
        raise _no_word()
    return _TABLE_LOOKS.sub(b"", content) if name == _STYLES else content


def _no_word() -> DocumentRefused:
    return DocumentRefused(
        Text(
            "Filen är inget Word-dokument som Samverk kan läsa. Öppna den i Word och spara den som .docx.",
            "The file is no Word document that Samverk can read. Open it in Word and save it as .docx.",
        )
    )


def _styles(root: ET.Element) -> Iterator[tuple[str, _Style]]:
    for style in root.iter(f"{_W}style"):
        listed = style.find(f"{_W}pPr/{_W}numPr")
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        based = style.find(f"{_W}basedOn")
        yield (
            style.get(f"{_W}styleId", ""),
            _Style(
                _value(listed, "numId"),
                int(_value(listed, "ilvl") or 0),
                None if outline is None else int(outline.get(_VAL, "9")),
                "" if based is None else based.get(_VAL, ""),
            ),
        )


def _value(element: ET.Element | None, name: str) -> str:
    found = None if element is None else element.find(f"{_W}{name}")
    return "" if found is None else found.get(_VAL, "")


class _Numbers:
    """Counts the lists of the document as Word does."""

    def __init__(self, root: ET.Element | None) -> None:
        self.abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.of: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = {}
        for found in root.iter(f"{_W}abstractNum") if root is not None else ():
            levels = {int(level.get(f"{_W}ilvl", "0")): self._level(level) for level in found.iter(f"{_W}lvl")}
            self.abstract[found.get(f"{_W}abstractNumId", "")] = levels
        for found in root.iter(f"{_W}num") if root is not None else ():
            self.of[found.get(f"{_W}numId", "")] = _value(found, "abstractNumId")

    def _level(self, level: ET.Element) -> tuple[str, str, int]:
        return _value(level, "numFmt"), _value(level, "lvlText"), int(_value(level, "start") or 1)

    def next(self, list_id: str, level: int) -> str:
        """The marker of the next paragraph on the level of the list; "" when Word draws none."""
        abstract = self.of.get(list_id, "")
        levels = self.abstract.get(abstract, {})
        if level not in levels:
            return ""
        kind, pattern, _ = levels[level]
        if kind in ("bullet", "none"):
            return _BULLET if kind == "bullet" else ""
        counts = self.counts.setdefault(abstract, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for below in [other for other in counts if other > level]:
            del counts[below]

        def drawn(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            kind, _, start = levels.get(at, ("decimal", "", 1))
            return _figure(counts.get(at, start), kind)

        return _LEVEL.sub(drawn, pattern)


def _figure(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    return str(number)


def _paragraphs(element: ET.Element) -> Iterator[ET.Element]:
    """Every paragraph in reading order, also inside tables and boxes; a thing drawn in two ways is read once."""
    for child in element:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag != _FALLBACK:
            yield from _paragraphs(child)


def _paragraph(element: ET.Element, styles: Mapping[str, _Style], numbers: _Numbers) -> _Paragraph:
    properties = element.find(f"{_W}pPr")
    chain = list(_chain(_value(properties, "pStyle"), styles))
    listed = None if properties is None else properties.find(f"{_W}numPr")
    list_id = _value(listed, "numId") or next((style.list_id for style in chain if style.list_id), "")
    level = int(_value(listed, "ilvl") or next((style.level for style in chain if style.list_id), 0))
    outline = next((style.outline for style in chain if style.outline is not None), None)
    text = "".join(_words(element))
    marker = numbers.next(list_id, level) if text.strip() else ""
    return _Paragraph(text, marker, outline is not None and outline < _OUTLINE and bool(text.strip()))


def _chain(name: str, styles: Mapping[str, _Style]) -> Iterator[_Style]:
    """The style and those it is based on; a circle, which Word does not make, ends."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        yield styles[name]
        name = styles[name].based_on


def _words(element: ET.Element) -> Iterator[str]:
    if element.find(f"{_W}pPr/{_W}pageBreakBefore") is not None:
        yield "\f"
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\f\n" if child.get(f"{_W}type") == "page" else "\n"
        elif child.tag not in (f"{_W}pPr", f"{_W}p", _FALLBACK):
            yield from _words(child)


def _written(paragraphs: Sequence[_Paragraph]) -> Iterator[str]:
    """Paragraphs as lines with white between them: as much as tells paragraphs apart from broken lines."""
    filled = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    middle = sum(not paragraph.marker and paragraph.text.lstrip()[:1].islower() for paragraph in filled)
    as_lines = middle * _BROKEN >= len(filled)
    empty = (len(paragraphs) - len(filled)) * _BROKEN >= len(paragraphs)
    white = 0
    for place, paragraph in enumerate(paragraphs):
        if not paragraph.text.strip():
            white += 1
            if "\f" in paragraph.text:
                yield "\f"
            continue
        least = 0 if as_lines and empty else 1 if as_lines else 2
        between = max(white, least, 3 if paragraph.heading and not as_lines else 0) if place else 0
        yield from [""] * between
        marker = f"{paragraph.marker} " if paragraph.marker else ""
        yield from f"{marker}{paragraph.text}".split("\n")
        white = 0
