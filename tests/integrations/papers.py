"""Documents as other programs make them, from the lines of a text."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
from docx.enum.text import WD_BREAK
from fpdf import FPDF

FIXTURES = Path(__file__).parents[1] / "fixtures" / "originals"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.txt"))}


class _Paper(FPDF):
    def __init__(self, head: str) -> None:
        super().__init__()
        self.head = head

    def header(self) -> None:
        if self.head:
            self.cell(0, 5, self.head)
            self.ln(12)

    def footer(self) -> None:
        if self.head:
            self.set_y(-12)
            self.cell(0, 5, f"Sida {self.page_no()} av 9", align="C")


def pdf(text: str, *, size: float = 10, step: float = 5, head: str = "", password: str = "") -> bytes:
    """Each line of the text on a line of its own, ``step`` mm apart; ``head``: a header, and page numbers."""
    paper = _Paper(head)
    if password:
        paper.set_encryption(owner_password=password, user_password=password)
    paper.set_auto_page_break(auto=True, margin=18)
    paper.set_font("helvetica", size=size)
    paper.add_page()
    for line in text.replace("•", "-").split("\n"):
        if line.strip():
            paper.multi_cell(0, step, line.rstrip(), align="L", new_x="LMARGIN", new_y="NEXT")
        else:
            paper.ln(step)
    return bytes(paper.output())


def picture_pdf(text: str = "") -> bytes:
    """A page that only has lines drawn on it, and one with the text where there is any."""
    paper = FPDF()
    paper.set_font("helvetica", size=10)
    if text:
        paper.add_page()
        paper.multi_cell(0, 5, text)
    paper.add_page()
    paper.line(10, 10, 100, 100)
    return bytes(paper.output())


def word_lines(text: str) -> bytes:
    """Every line a paragraph, as text pasted into Word becomes."""
    return _saved(text.split("\n"))


def word_blocks(text: str) -> bytes:
    """Every block between white lines a paragraph, with line breaks in it."""
    return _saved(re.split(r"\n\s*\n", text))


def _saved(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return _bytes(document)


def word_styled() -> bytes:
    """Written in Word as Word is meant to be used: headings, lists that Word numbers, a table, a page break."""
    document = docx.Document()
    document.add_paragraph("Avtal om badplatser", style="Title")
    document.add_heading("1. Syfte", 1)
    document.add_paragraph("Badplatserna ska vara öppna. Alla får bada.")
    document.add_paragraph("Kommunerna delar på kostnaden.")
    document.add_heading("2. Skötsel", 1)
    document.add_paragraph("Varje kommun ska:")
    for words in ("Hålla bryggorna hela.", "Tömma papperskorgar."):
        document.add_paragraph(words, style="List Bullet")
    document.add_heading("3. Turordning", 1)
    document.add_paragraph("Kommunerna tar hand om badet i tur och ordning:")
    for words in ("Norrby.", "Söderby."):
        document.add_paragraph(words, style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Västerby står utanför."
    table.cell(0, 1).text = "Österby likaså."
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading("Underskrift", 1)
    document.add_paragraph("Avtalet gäller när alla har skrivit under.")
    return _bytes(document)


def _bytes(document: docx.document.Document) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()
