"""Word documents that a screen reader can walk through: real headings and lists, a title, a language, no empty lines.

Written from the same parts as the PDF (``paper``). The same document gives the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from samverk.integrations.paper import Heading, Items, Note, Paper, Part, Span, Table, Words
from samverk.rules.wording import day

_SANS, _SERIF = "Calibri", "Cambria"
_INK, _QUIET, _ACCENT = RGBColor(0x13, 0x20, 0x1E), RGBColor(0x41, 0x51, 0x4D), RGBColor(0x0B, 0x53, 0x63)
_MIST, _SOFT = "EDF1F0", "DCEBEE"
_LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
_SIZES = {"Normal": 10.5, "Title": 20, "Heading 1": 14, "Heading 2": 12, "Heading 3": 11}
_FIXED = (1980, 1, 1, 0, 0, 0)
"""The moment of every file in the package: nothing in it depends on when it was written."""


def word(paper: Paper) -> bytes:
    """The document as a .docx file."""
    made = docx.Document()
    _set_up(made, paper)
    made.add_paragraph(paper.title, style="Title")
    if paper.lead:
        _write(made.add_paragraph(), paper.lead)
    _add(made, paper.parts)
    held = BytesIO()
    made.save(held)
    return _repacked(held.getvalue())


def _set_up(made: Document, paper: Paper) -> None:
    about = made.core_properties
    about.title, about.language, about.author, about.comments = paper.title, _LANGUAGES[paper.language], "Samverk", ""
    about.created = about.modified = datetime(paper.day.year, paper.day.month, paper.day.day)  # noqa: DTZ001 - the format has no zone
    about.last_modified_by, about.revision = "Samverk", 1
    _set_styles(made, _LANGUAGES[paper.language])
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(24)
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{paper.title} · {day(paper.day, paper.language)} · ")
    _add_field(foot, "PAGE")
    for run in foot.runs:
        run.font.size, run.font.color.rgb = Pt(8), _QUIET


def _set_styles(made: Document, language: str) -> None:
    for name, size in _SIZES.items():
        style: Any = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _SANS, Pt(size), _INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), _SANS)
    spoken = made.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    if spoken is not None:
        spoken.set(qn("w:val"), language)


def _add(made: Document, parts: Iterable[Part], *, shaded: bool = False) -> None:
    for part in parts:
        match part:
            case Heading():
                _write(_paragraph(made, f"Heading {part.level}", shaded), part.spans)
            case Words():
                _write(_paragraph(made, "Normal", shaded), part.spans)
            case Items():
                _add_items(made, part, shaded=shaded)
            case Table():
                _add_table(made, part)
            case Note():
                _add(made, part.parts, shaded=True)


def _paragraph(made: Document, style: str, shaded: bool) -> Paragraph:
    added = made.add_paragraph(style=style)
    if shaded:
        _shade(added._p.get_or_add_pPr(), _MIST)  # noqa: SLF001 - the library has no other way to shade
    return added


def _add_items(made: Document, part: Items, *, shaded: bool) -> None:
    style = "List Number" if part.numbered else "List Bullet"
    number = _new_list(made) if part.numbered else None
    for item in part.items:
        added = _paragraph(made, style, shaded)
        if number is not None:
            own = added._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - the library cannot begin a list anew
            own.get_or_add_ilvl().val, own.get_or_add_numId().val = 0, number
        _write(added, item)


def _new_list(made: Document) -> int:
    """A list of its own that begins at 1, numbered as the style is."""
    style: Any = made.styles["List Number"]
    lists = made.part.numbering_part.element
    abstract = lists.num_having_numId(style.element.pPr.numPr.numId.val).abstractNumId.val
    added = lists.add_num(abstract)
    added.add_lvlOverride(0).add_startOverride(1)
    return int(added.numId)


def _add_table(made: Document, part: Table) -> None:
    if part.caption:
        caption = made.add_paragraph(style="Normal")
        caption.paragraph_format.keep_with_next = True
        caption.add_run(part.caption).bold = True
    rows = [*part.rows, *([part.total] if part.total is not None else [])]
    table: Any = made.add_table(rows=1 + len(rows), cols=len(part.columns), style="Table Grid")
    _name(table, part.caption)
    for place, (title, numbers) in enumerate(part.columns):
        _fill(table.rows[0].cells[place], (Span(title, "strong"),), numbers=numbers)
    head = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - the library cannot mark a row as the heading
    head.append(OxmlElement("w:tblHeader"))
    for number, row in enumerate(rows, start=1):
        total = part.total is not None and number == len(rows)
        for place, spans in enumerate(row):
            shown = tuple(Span(span.text, "strong") for span in spans) if total else spans
            _fill(table.rows[number].cells[place], shown, numbers=part.columns[place][1])


def _name(table: Any, caption: str) -> None:
    """What the table is, for a voice that reads aloud."""
    if caption:
        named = OxmlElement("w:tblCaption")
        named.set(qn("w:val"), caption)
        table._tbl.tblPr.append(named)  # noqa: SLF001 - the library has no caption


def _fill(cell: Any, spans: Iterable[Span], *, numbers: bool) -> None:
    paragraph = cell.paragraphs[0]
    if numbers:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(paragraph, spans)


def _write(paragraph: Paragraph, spans: Iterable[Span]) -> None:
    for span in spans:
        run = paragraph.add_run(_allowed(span.text))
        if span.law:
            run.font.name = _SERIF
        if span.weight == "strong":
            run.bold = True
        elif span.weight == "quiet":
            run.font.color.rgb, run.font.size = _QUIET, Pt(9)
        elif span.weight == "chip":
            run.font.color.rgb, run.font.size = _ACCENT, Pt(9)
            _shade(run._r.get_or_add_rPr(), _SOFT)  # noqa: SLF001 - the library has no other way to shade
        if span.swedish:
            spoken = OxmlElement("w:lang")
            spoken.set(qn("w:val"), _LANGUAGES["sv"])
            run._r.get_or_add_rPr().append(spoken)  # noqa: SLF001 - the library has no languages


def _allowed(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t").replace("\ufffe", "").replace("\uffff", "")


def _shade(properties: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shade.set(qn(key), value)
    properties.append(shade)


def _add_field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - the library has no fields


def _repacked(data: bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(zipfile.ZipInfo(entry.filename, _FIXED), before.read(entry), zipfile.ZIP_DEFLATED)
    return held.getvalue()
