"""The lines of a Word document: its paragraphs with the numbers and bullets that Word itself draws.

The file is a zip of XML; headers and footers lie in parts of their own and are not read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import batched
from typing import NamedTuple
from xml.etree import ElementTree as ET

from samverk.integrations.refusals import DocumentRefused
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

LARGEST_PART = 200_000_000
"""Bytes of XML in one part, unpacked: what a small file could be made to swell to without this."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = "word/styles.xml"
_TABLE_LOOK = re.compile(rb'<(\w+):style\s[^>]*type="table"')
"""Nine tenths of the styles in Word's own template are looks of tables, which no paragraph has."""

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_P, _T, _TAB, _NO_BREAK_HYPHEN = f"{_W}p", f"{_W}t", f"{_W}tab", f"{_W}noBreakHyphen"
_BREAKS = (f"{_W}br", f"{_W}cr")
_PROPERTIES, _NEW_PAGE, _LISTED = f"{_W}pPr", f"{_W}pageBreakBefore", f"{_W}numPr"
_VAL, _TYPE = f"{_W}val", f"{_W}type"
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


class _Inherited(NamedTuple):
    """What a paragraph has from its style and from those that one is based on."""

    list_id: str
    level: int
    heading: bool


class _Paragraph(NamedTuple):
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
    styles = _Styles(parts.get("styles"))
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
    return _without_table_looks(content) if name == _STYLES else content


def _without_table_looks(content: bytes) -> bytes:
    kept: list[bytes] = []
    start = looked = 0
    while (found := _TABLE_LOOK.search(content, looked)) is not None:
        closing = b"</%b:style>" % found.group(1)
        end = content.find(closing, found.end())
        if end < 0:
            looked = found.start() + 1
        else:
            kept.append(content[start : found.start()])
            start = looked = end + len(closing)
    return b"".join([*kept, content[start:]])


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


class _Styles:
    """The styles of the document; what a paragraph has from each is worked out once."""

    def __init__(self, root: ET.Element | None) -> None:
        self.styles = dict(_styles(root)) if root is not None else {}
        self.known: dict[str, _Inherited] = {}

    def inherited(self, name: str) -> _Inherited:
        """What a paragraph with the style of this name has; nothing for a name that is no style's."""
        found = self.known.get(name)
        if found is None:
            chain = list(_chain(name, self.styles))
            list_id, level = next(((style.list_id, style.level) for style in chain if style.list_id), ("", 0))
            outline = next((style.outline for style in chain if style.outline is not None), _OUTLINE)
            found = self.known[name] = _Inherited(list_id, level, outline < _OUTLINE)
        return found


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
        if child.tag == _P:
            yield child
        elif child.tag != _FALLBACK:
            yield from _paragraphs(child)


def _paragraph(element: ET.Element, styles: _Styles, numbers: _Numbers) -> _Paragraph:
    properties = element.find(_PROPERTIES)
    inherited = styles.inherited(_value(properties, "pStyle"))
    listed = None if properties is None else properties.find(_LISTED)
    words: list[str] = []
    _gather(element, words)
    text = "".join(words)
    if not text.strip():
        return _Paragraph(text, "", heading=False)
    list_id = _value(listed, "numId") or inherited.list_id
    level = int(_value(listed, "ilvl") or inherited.level)
    return _Paragraph(text, numbers.next(list_id, level), inherited.heading)


def _chain(name: str, styles: Mapping[str, _Style]) -> Iterator[_Style]:
    """The style and those it is based on; a circle, which Word does not make, ends."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        yield styles[name]
        name = styles[name].based_on


def _gather(element: ET.Element, words: list[str]) -> None:
    """Add the words of the element, in reading order; not those of a paragraph in it, which is read by itself."""
    start = len(words)
    new_page = False
    for child in element:
        tag = child.tag
        if tag == _T:
            words.append(child.text or "")
        elif tag == _PROPERTIES:
            new_page = new_page or child.find(_NEW_PAGE) is not None
        elif tag == _TAB:
            words.append(" ")
        elif tag == _NO_BREAK_HYPHEN:
            words.append("-")
        elif tag in _BREAKS:
            words.append("\f\n" if child.get(_TYPE) == "page" else "\n")
        elif tag not in (_P, _FALLBACK):
            _gather(child, words)
    if new_page:
        words.insert(start, "\f")


def _written(paragraphs: Sequence[_Paragraph]) -> Iterator[str]:
    """Paragraphs as lines with white between them: as much as tells paragraphs apart from broken lines."""
    filled = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    middle = sum(not paragraph.marker and paragraph.text.lstrip()[:1].islower() for paragraph in filled)
    as_lines = middle * _BROKEN >= len(filled)
    empty = (len(paragraphs) - len(filled)) * _BROKEN >= len(paragraphs)
    least = 0 if as_lines and empty else 1 if as_lines else 2
    white = 0
    for place, (text, marker, heading) in enumerate(paragraphs):
        if not text.strip():
            white += 1
            if "\f" in text:
                yield "\f"
            continue
        if place:
            yield from [""] * max(white, least, 3 if heading and not as_lines else 0)
        yield from (f"{marker} {text}" if marker else text).split("\n")
        white = 0
