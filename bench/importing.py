"""What it costs to understand a signed document, against having its library give the words and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

import docx
import pypdfium2

from bench.measure import Row, compare, ratio
from samverk.integrations.documents import read_document
from samverk.rules.originals.edition import Original, read_original
from tests.integrations.papers import TEXTS, pdf, word_blocks

SIGNED = Path(__file__).resolve().parents[2] / "shared" / "originals" / "ksl.txt"
"""The county agreement as signed, where it is at hand; it is not part of the repository."""

PAGES, SIGNS_ON_A_PAGE = 200, 1500
PARAGRAPH = 7


def rows() -> Iterator[Row]:
    """The county agreement as text, Word and PDF; two hundred pages as Word and PDF."""
    if SIGNED.exists():
        name, text = "`ksl.txt`", SIGNED.read_text(encoding="utf-8")
    else:
        name, text = "an agreement of twelve pages", generated(12)
    what = "import of {}, against the words as its library gives them"
    yield _as_text(name, text)
    long = generated(PAGES)
    yield _row(what.format(f"{name} as Word"), word_blocks(text), _by_docx)
    yield _row(what.format(f"{name} as PDF"), pdf(text), _by_pdfium)
    yield _row(what.format(f"a Word file of {PAGES} pages"), word_blocks(long), _by_docx, rounds=6)
    yield _row(what.format(f"a PDF of {PAGES} pages"), pdf(long), _by_pdfium, rounds=6)


def generated(pages: int) -> str:
    """An agreement with as many clauses as it takes, of paragraphs and lists, from the sentences of a made-up one."""
    words = cycle(line.strip() for line in TEXTS["skogsbrand"].splitlines() if len(line.strip()) > 40)
    parts, size, number = ["Avtal om samverkan"], 0, 0
    while size < pages * SIGNS_ON_A_PAGE:
        number += 1
        clause = [f"{number}. Åtagande", "\n".join(islice(words, PARAGRAPH)), "Parterna ska:"]
        clause += ["\n".join(f"- {item}" for item in islice(words, 4)), "\n".join(islice(words, PARAGRAPH))]
        parts += clause
        size += sum(map(len, clause))
    return "\n\n".join(parts)


def _understood(data: bytes) -> Original:
    return read_original(read_document(data).lines)


def _row(what: str, data: bytes, library: Callable[[bytes], list[str]], rounds: int = 30) -> Row:
    found = compare(lambda: _understood(data), lambda: library(data), rounds=rounds)
    clauses = len(_understood(data).edition.clauses)
    note = f"{clauses} clauses, {found.ours * 1e3:.0f} ms; the library {found.other * 1e3:.0f} ms"
    return ratio(what, found.ratio, 2, note=note)


def _as_text(name: str, text: str) -> Row:
    """Plain text has no library: what is told is the time itself, and how many times splitting it in lines takes."""
    data = text.encode()
    found = compare(lambda: _understood(data), lambda: data.decode().splitlines(), repeat=(1, 20))
    note = f"plain text has no library to read it with; splitting it into lines takes {found.other * 1e3:.2f} ms"
    return Row(f"import of {name} as text", "–", f"{found.ours * 1e3:.1f} ms", None, note)


def _by_docx(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs]


def _by_pdfium(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    words = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return words
