"""A document before it is a file: the parts a page of text is made of, the same for PDF and Word.

``as_data`` gives the form that ``typst/document.typ`` reads; ``word_writing`` writes the same parts as a Word file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from samverk.integrations.typesetting import Attachment, Data, typeset
from samverk.rules.frozen import frozen
from samverk.rules.wording import Language

type Weight = Literal["plain", "strong", "quiet", "chip"]


@frozen
class Span:
    """Words. ``law``: an agreement's own, in its typeface. ``swedish``: stay Swedish in an English document.

    ``basis``: how sure the value is ("stated", "derived", "assumed"), shown as a disc before the words.
    """

    text: str
    weight: Weight = "plain"
    law: bool = False
    swedish: bool = False
    basis: Literal["stated", "derived", "assumed"] | None = None


type Spans = tuple[Span, ...]


@frozen
class Heading:
    """A heading; ``level`` 1 to 3 below the title."""

    level: Literal[1, 2, 3]
    spans: Spans


@frozen
class Words:
    """A paragraph."""

    spans: Spans


@frozen
class Items:
    """A list, with numbers or without."""

    items: tuple[Spans, ...]
    numbered: bool = False


@frozen
class Table:
    """A table. ``columns``: (title, whether its cells are numbers); ``total``: a last row, over a double rule.

    ``widths``: the columns' shares of the width; without them the first takes what the others leave.
    """

    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Spans, ...], ...]
    caption: str = ""
    total: tuple[Spans, ...] | None = None
    widths: tuple[float, ...] | None = None


@frozen
class Note:
    """What stands beside: what the system says about the matter above it."""

    parts: tuple[Part, ...]


type Part = Heading | Words | Items | Table | Note


@frozen
class Paper:
    """A whole document. ``day``: the day it shows. ``law``: the title is an agreement's.

    ``contents``: how many levels of headings a list of contents shows; 0: there is none. ``attached``: a file that the
    PDF carries with it.
    """

    title: str
    language: Language
    day: date
    parts: tuple[Part, ...]
    lead: Spans = ()
    law: bool = False
    contents: int = 0
    attached: Attachment | None = None


def plain(*texts: str) -> Spans:
    """Each text as words without anything about them."""
    return tuple(Span(text) for text in texts)


def pdf(paper: Paper) -> bytes:
    """The document as PDF/A-3a and PDF/UA-1."""
    return typeset(
        "document",
        as_data(paper),
        title=paper.title,
        language=paper.language,
        day=paper.day,
        attachment=paper.attached,
    )


def as_data(paper: Paper) -> dict[str, Data]:
    """What ``document.typ`` reads."""
    return {
        "law": paper.law,
        "contents": paper.contents,
        "lead": _spans(paper.lead),
        "parts": _parts(paper.parts),
    }


def _parts(parts: Iterable[Part]) -> list[Data]:
    return [_part(part) for part in parts]


def _part(part: Part) -> dict[str, Data]:
    match part:
        case Heading():
            return {"kind": "heading", "level": part.level, "spans": _spans(part.spans)}
        case Words():
            return {"kind": "words", "spans": _spans(part.spans)}
        case Items():
            return {"kind": "items", "items": [_spans(item) for item in part.items], "numbered": part.numbered}
        case Table():
            return {
                "kind": "table",
                "columns": [[title, "right" if numbers else "left"] for title, numbers in part.columns],
                "rows": [[_spans(cell) for cell in row] for row in part.rows],
                "caption": part.caption or None,
                "total": [_spans(cell) for cell in part.total] if part.total is not None else None,
                "widths": part.widths,
            }
        case Note():
            return {"kind": "note", "parts": _parts(part.parts)}


def _spans(spans: Spans) -> list[Data]:
    return [
        {"text": span.text, "weight": span.weight, "law": span.law, "swedish": span.swedish, "basis": span.basis}
        for span in spans
    ]
