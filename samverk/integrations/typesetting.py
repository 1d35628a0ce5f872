"""PDF documents that are PDF/A-3a (kept for ever) and PDF/UA-1 (read by everyone) at once, set by typst.

A template is a file ``typst/<name>.typ`` that begins with ``#import "house.typ": *`` and ``#show: sheet``; what it
shows it takes from ``data``. Data reach typst as JSON and never as markup, so that no text can become part of a
template. The same arguments give the same bytes, on any machine: the fonts are ours, and the day is an argument.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from samverk.rules.frozen import frozen
from samverk.rules.wording import Language, day

type Data = Mapping[str, "Data"] | Sequence["Data"] | str | int | float | bool | None
"""What JSON can hold."""

_TEMPLATES = Path(__file__).parent / "typst"
_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
_NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNKNOWN = "□"
"""Stands for a sign that no font of ours has: an emoji, a control character."""

_lock = threading.Lock()


@frozen
class Attachment:
    """A file inside the document. ``what``: a line that says what it is. ``relationship``: to the document."""

    name: str
    media_type: str
    data: bytes
    what: str
    relationship: Literal["source", "data", "alternative", "supplement"] = "data"


def typeset(
    template: str,
    data: Mapping[str, Data],
    *,
    title: str,
    language: Language,
    day: date,
    attachment: Attachment | None = None,
) -> bytes:
    """The document. ``template``: its name without suffix. ``day``: the day the document shows, and is dated.

    A sign that no font has is written as □. Error: ``typst.TypstError`` when the template itself is wrong.
    """
    about: dict[str, Data] = {
        "title": title,
        "language": language,
        "day": [day.year, day.month, day.day],
        "dated": _dated(day, language),
        "attachments": [_attached(attachment)] if attachment else [],
    }
    inputs = {"data": _written(data), "about": _written(about)}
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        return _compiled(template, inputs, moment)
    except typst.TypstError as error:
        lacking = _lacking(error.diagnostic)
        if not lacking:
            raise
        table = dict.fromkeys(map(ord, lacking), _UNKNOWN)
        known = {"data": _written(_replaced(data, table)), "about": _written(_replaced(about, table))}
        return _compiled(template, known, moment)


def _compiled(template: str, inputs: dict[str, str], moment: datetime) -> bytes:
    with _lock:  # a compiler keeps its inputs between calls
        made = _compiler(template).compile(format="pdf", pdf_standards=_STANDARDS, sys_inputs=inputs, timestamp=moment)
    if not isinstance(made, bytes):  # several files come only from pictures of pages
        raise TypeError(f"typst gave {type(made).__name__} for {template}")
    # What is added to a PDF later, such as a signature, must begin on a line of its own.
    return made + b"\n"


@cache
def _compiler(template: str) -> typst.Compiler:
    path = _TEMPLATES / f"{template}.typ"
    if not path.is_file():
        raise ValueError(f"There is no template {template}.typ in {_TEMPLATES.name}/.")
    return typst.Compiler(path, root=_TEMPLATES, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Ours, and those inside typst for signs that ours lack; never the machine's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_TEMPLATES / "fonts"])


def _written(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False)


def _attached(file: Attachment) -> Data:
    return {
        "name": file.name,
        "bytes": list(file.data),
        "media": file.media_type,
        "what": file.what,
        "relationship": file.relationship,
    }


def _dated(shown: date, language: Language) -> str:
    return day(shown, language)


def _lacking(diagnostic: str) -> set[str]:
    """The signs that typst says it has no glyph for."""
    pieces = (_ESCAPED.sub(lambda code: chr(int(code[1], 16)), piece) for piece in _NO_GLYPH.findall(diagnostic))
    return {sign for piece in pieces for sign in piece}


def _replaced(data: Data, table: Mapping[int, str]) -> Data:
    if isinstance(data, str):
        return data.translate(table)
    if isinstance(data, Mapping):
        return {key: _replaced(value, table) for key, value in data.items()}
    if isinstance(data, Sequence):
        return [_replaced(value, table) for value in data]
    return data
