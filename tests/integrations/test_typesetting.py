"""Documents as PDF: valid by both standards, the same every time, and holding what they were given, as it was given."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from fpdf import FPDF

from samverk.integrations.paper import Heading, Items, Note, Paper, Span, Table, Words, pdf, plain
from samverk.integrations.typesetting import Attachment, typeset
from tests.integrations import verapdf

MARKUP = '#panic("x") *fet* _kursiv_ $x^2$ = Rubrik @sak <märke> `kod` \\ "citat" // bort /* och */ ~ #image("x.png")'
DAY = date(2026, 11, 22)
ATTACHED = Attachment("avgifter.json", "application/json", json.dumps({"sum": "1,5"}).encode(), "Avgifterna som data")


def paper(*, title: str = "Avgifter 2026", language: str = "sv", attached: Attachment | None = None) -> Paper:
    columns = (("Kommun", False), ("Avgift", True))
    rows = ((plain("Danderyd"), plain("163 217,50 kr")), (plain("Upplands-Bro"), plain("1 kr")))
    total = (plain("Summa"), plain("163 218,50 kr"))
    return Paper(
        title,
        "en" if language == "en" else "sv",
        DAY,
        (
            Heading(1, plain("Nyckel")),
            Words((Span("Enligt "), Span("punkt 10", "chip"), Span(" betalar "), Span("15 parter", basis="assumed"))),
            Table(columns, rows, "Avgifter", total),
            Table(columns, rows, widths=(2, 1)),
            Heading(2, (Span("10 Avgift", law=True, swedish=True),)),
            Items((plain("ett"), (Span("två", "strong"), Span(" tre", "quiet")))),
            Items((plain("först"), plain("sedan")), numbered=True),
            Note((Words((Span("Härledd", basis="derived"), Span("Står", basis="stated"))), Words(plain(MARKUP)))),
        ),
        lead=plain("Vem betalar vad."),
        law=True,
        contents=2,
        attached=attached,
    )


def words(data: bytes) -> str:
    """The text of all pages, each line break a space."""
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def unadorned() -> bytes:
    made = FPDF()
    made.add_page()
    made.set_font("helvetica")
    made.cell(0, 5, "hej")
    return bytes(made.output())


def test_documents_keep_both_standards_and_a_plain_pdf_keeps_neither() -> None:
    judged = verapdf.validate_all(
        {
            "svenska": pdf(paper()),
            "engelska": pdf(paper(language="en")),
            "med fil": pdf(paper(attached=ATTACHED)),
            "okända tecken": pdf(paper(title="Pil → och 😀 漢\x07\ufffe")),
            "utan krav": unadorned(),
        }
    )
    refused = {rule.split(" ")[0] for rule in judged.pop("utan krav")}

    assert judged == {"svenska": [], "engelska": [], "med fil": [], "okända tecken": []}
    assert {"6.2.11.4.1-1", "7.1-11"} <= refused  # no font inside (PDF/A), no structure (PDF/UA)


def test_a_flavour_that_does_not_exist_is_not_taken_for_approval() -> None:
    with pytest.raises(RuntimeError, match="no such flavour"):
        verapdf.validate(unadorned(), "ua17")


def test_the_same_document_is_the_same_bytes_and_ends_with_a_line() -> None:
    first, other, again = pdf(paper(attached=ATTACHED)), pdf(paper(title="En annan")), pdf(paper(attached=ATTACHED))

    assert first == again
    assert first != other
    assert first.endswith(b"%%EOF\n")


def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    data = pdf(paper(title=MARKUP))

    assert words(data).count(MARKUP) == 3  # the title, the foot of the page and the note
    with pypdfium2.PdfDocument(data) as document:
        assert document.get_metadata_value("Title") == MARKUP
        assert len(document) == 1


def test_a_document_tells_its_day_language_and_headings() -> None:
    with pypdfium2.PdfDocument(pdf(paper())) as document:
        assert document.get_metadata_value("CreationDate").startswith("D:20261122")
        assert [mark.get_title() for mark in document.get_toc()] == ["Nyckel", "10 Avgift"]
    assert b"/Lang(sv-SE)" in pdf(paper())
    assert b"/Lang(en-GB)" in pdf(paper(language="en"))
    assert "Avgifter 2026 · 22\u00a0november 2026 1 (1)".replace("\u00a0", " ") in words(pdf(paper()))


def test_a_file_in_the_document_comes_out_as_it_went_in() -> None:
    binary = Attachment("ark.bin", "application/octet-stream", bytes(range(256)), "Alla tecken", "source")

    with pypdfium2.PdfDocument(BytesIO(pdf(paper(attached=binary)))) as document:
        [held] = [document.get_attachment(at) for at in range(document.count_attachments())]
        assert held.get_name() == "ark.bin"
        assert bytes(held.get_data()) == bytes(range(256))


def test_signs_that_no_font_has_become_a_box_and_the_others_stay() -> None:
    data = pdf(paper(title="Pil → och 😀 över å"))

    assert words(data).startswith("Pil → och □ över å")


def test_a_template_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match=r"no template another\.typ"):
        typeset("another", {}, title="x", language="sv", day=DAY)
