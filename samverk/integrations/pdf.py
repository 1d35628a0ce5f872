"""The lines of a PDF from where its characters stand: white lines, indents and pages come back as they look."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from samverk.integrations.refusals import DocumentRefused
from samverk.rules.wording import Text, joined

_LINE = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_HYPHENS = ("\x02", "\ufffe")
"""What the library puts where a word was divided at the end of a line, and then no end of line."""

_SPACE = 0.28
"""The width of a space, as a share of the size of the type."""

_WIDER = 1.25
"""A step to the next line so much longer than the usual one has white above it."""


class _Placed(NamedTuple):
    """A line and where it begins, in points from the lower left corner. ``size``: of its type."""

    text: str
    x: float
    y: float
    size: float


def pdf_lines(data: bytes, told: Callable[[int, int], None]) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """The lines, and what should be known about them. Error: DocumentRefused."""
    pages = [_merged(page) for page in _pages(data, told)]
    empty = [str(number) for number, page in enumerate(pages, 1) if not page]
    if len(empty) == len(pages):
        raise DocumentRefused(
            Text(
                "Filen innehåller ingen text, bara bilder: den är troligen inskannad. "
                "Använd originalet i Word, eller låt ett program för textigenkänning (OCR) göra om den.",
                "The file holds no text, only pictures: it has probably been scanned. "
                "Use the Word original, or let a program for text recognition (OCR) convert it.",
            )
        )
    notices: tuple[Text, ...] = ()
    if empty:
        sv, en = joined(empty, "sv"), joined(empty, "en")
        notices = (Text(f"Utan text, kanske inskannat: sida {sv}.", f"Without text, perhaps scanned: page {en}."),)
    return tuple(_written([page for page in pages if page])), notices


def _pages(data: bytes, told: Callable[[int, int], None]) -> Iterator[list[_Placed]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error
    try:
        for number, page in enumerate(document, 1):
            yield _placed(page)
            told(number, len(document))
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error
    finally:
        document.close()


def _unreadable(error: pypdfium2.PdfiumError) -> DocumentRefused:
    if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return DocumentRefused(
            Text(
                "Filen är krypterad med lösenord. Spara den utan lösenord och försök igen.",
                "The file is encrypted with a password. Save it without a password and try again.",
            )
        )
    return DocumentRefused(
        Text(
            "Filen är en skadad PDF och kan inte läsas. Hämta eller spara den på nytt.",
            "The file is a damaged PDF and cannot be read. Fetch or save it again.",
        )
    )


def _placed(page: pypdfium2.PdfPage) -> list[_Placed]:
    """The lines of a page as the library gives them, each with the place and size of its first sign."""
    words = page.get_textpage()
    text = words.get_text_range(errors="replace")
    if words.count_chars() != len(text):  # a sign outside the basic plane is two: count as the library does
        text = "".join(map(chr, (pdfium.FPDFText_GetUnicode(words, at) for at in range(words.count_chars()))))
    found: list[_Placed] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    origin, size_of, raw = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetFontSize, words.raw
    for line in _LINE.finditer(text):
        whole = line.group()
        plain = whole.strip()
        if plain:
            first = line.start() + whole.index(plain)
            origin(raw, first, x, y)
            size = size_of(raw, first) or 10.0
            found.append(_Placed(f"{plain[:-1]}-" if plain[-1] in _HYPHENS else plain, x.value, y.value, size))
    words.close()
    return found


def _merged(lines: Sequence[_Placed]) -> list[_Placed]:
    """From the top down, with pieces on the same height as one line."""
    found: list[_Placed] = []
    above: _Placed | None = None
    for line in sorted(lines, key=lambda line: (-line.y, line.x)):
        if above is not None and above.y - line.y < min(above.size, line.size) * 0.3:
            left, right = sorted((above, line), key=lambda piece: piece.x)
            above = found[-1] = _Placed(f"{left.text}  {right.text}", left.x, above.y, left.size)
        else:
            found.append(line)
            above = line
    return found


def _written(pages: Sequence[Sequence[_Placed]]) -> Iterator[str]:
    """Lines of text with white lines between them, indents, and a form feed where a page begins."""
    step = _step(pages)
    margin = Counter([round(line.x) for page in pages for line in page]).most_common(1)[0][0]
    top = max(page[0].y for page in pages)
    foot = min(page[-1].y for page in pages)
    for number, page in enumerate(pages):
        if number:
            yield from [""] * (_white(pages[number - 1][-1].y - foot, step) + _white(top - page[0].y, step))
        above: _Placed | None = None
        for line in page:
            size = line.size
            if above is not None:
                distance, usual = above.y - line.y, max(step, size * 1.1) if above.size == size else step
                if distance / usual >= _WIDER:
                    yield from [""] * max(1, round(distance / usual - 1))
            offset = line.x - margin
            text = f"{' ' * max(1, round(offset / (size * _SPACE)))}{line.text}" if offset > size * 0.15 else line.text
            yield text if above is not None or not number else f"\f{text}"
            above = line


def _step(pages: Sequence[Sequence[_Placed]]) -> float:
    """The usual distance from one line to the next, in points: the shortest that is common."""
    steps = Counter([round(above.y - line.y) for page in pages for above, line in pairwise(page)])
    often = [step for step, times in steps.items() if step > 0 and times * 8 >= steps.total()]
    return min(often, default=min((step for step in steps if step > 0), default=12.0))


def _white(distance: float, step: float) -> int:
    return max(0, round(distance / step))
