"""Documents to keep: the read-back and the readings as PDF and Word, in both languages, valid and complete."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.test import Client

from samverk.agreements.queries.situations import forget
from tests.integrations import verapdf
from tests.web.filled import COUNTY, NORRORT
from tests.web.pages.test_agreement import text

KINDS = ("aterlasning", "tolkningar")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def _remember_nothing() -> None:
    forget()


def file(client: Client, address: str, language: str = "sv") -> bytes:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return bytes(answer.content)


def squeezed(words: str) -> str:
    """Without white space: where lines are broken is the document's own business."""
    return re.sub(r"\s+", "", words)


def in_word(data: bytes) -> str:
    return " ".join(line.text for line in docx.Document(BytesIO(data)).paragraphs)


def sentences(page: str) -> list[str]:
    """What stands between the beginning and the end of the read-back's page, sentence by sentence."""
    body = page[page.index("Så här är överenskommelsen uppfattad") : page.index("Definitionens fingeravtryck")]
    return [found for found in re.split(r"(?<=\.) (?=[A-ZÅÄÖ])", body) if found]


def test_every_document_keeps_both_standards(visitor: Client) -> None:
    """Principle 12: read by everyone, also as a PDF; kept for ever."""
    pdfs = {
        f"{agreement} {kind} {language}": file(visitor, f"/avtal/{agreement}/{kind}.pdf", language)
        for agreement, kind, language in (
            (NORRORT, "aterlasning", "sv"),
            (NORRORT, "tolkningar", "en"),
            (COUNTY, "aterlasning", "en"),
            (COUNTY, "tolkningar", "sv"),
        )
    }

    assert verapdf.validate_all(pdfs) == {name: [] for name in pdfs}


@pytest.mark.parametrize("agreement", [NORRORT, COUNTY])
def test_the_word_document_holds_every_sentence_of_the_page(agreement: str, visitor: Client) -> None:
    """Decision 11: what is adopted is what can be read, in whichever form."""
    told = sentences(text(visitor, f"/avtal/{agreement}/aterlasning/"))
    document = squeezed(in_word(file(visitor, f"/avtal/{agreement}/aterlasning.docx")))

    assert len(told) > 200
    assert [sentence for sentence in told if squeezed(sentence) not in document] == []


def test_the_word_document_has_headings_and_no_empty_lines(visitor: Client) -> None:
    made = docx.Document(BytesIO(file(visitor, f"/avtal/{NORRORT}/aterlasning.docx")))
    styles = [line.style.name for line in made.paragraphs if line.style is not None]

    assert all(line.text.strip() for line in made.paragraphs)
    assert styles[0] == "Title"
    assert styles.count("Heading 1") > 15
    assert styles.count("Heading 2") > 90


def test_the_pdf_has_an_outline_a_language_and_the_agreement_s_title(visitor: Client) -> None:
    with pypdfium2.PdfDocument(file(visitor, f"/avtal/{NORRORT}/aterlasning.pdf")) as made:
        marks = [(mark.level, mark.get_title()) for mark in made.get_toc()]
        title = made.get_metadata_value("Title")
        words = squeezed(" ".join(page.get_textpage().get_text_range() for page in made))

    assert title.startswith("Återläsning: ")
    assert sum(level == 0 for level, _ in marks) > 15
    assert any(level == 1 and heading.startswith("t-14-1.") for level, heading in marks)
    assert squeezed("Sida") not in words[:50]
    assert "lämnadag" not in words


def test_the_pdf_carries_the_definition_it_reads_back(visitor: Client) -> None:
    """Principle 14: what is printed last, the fingerprint, is that of the file inside."""
    with pypdfium2.PdfDocument(file(visitor, f"/avtal/{COUNTY}/aterlasning.pdf")) as made:
        [carried] = [made.get_attachment(at) for at in range(made.count_attachments())]
        name, data = carried.get_name(), bytes(carried.get_data())
        words = squeezed(made[len(made) - 1].get_textpage().get_text_range())

    assert name == "ksl-nyanlanda.json"
    assert hashlib.sha256(data).hexdigest() in words


def test_the_readings_as_a_document_say_what_the_page_says(visitor: Client) -> None:
    document = in_word(file(visitor, f"/avtal/{NORRORT}/tolkningar.docx")).replace("\u00a0", " ")

    assert "Vilken dag är uppsägningsdatum?" in document
    assert "Dagen som står på den. Ändrar två besked i dag och en sak framåt." in document
    assert "Solna är part till och med 3 mars 2027 blir Solna är part till och med 26 februari 2027" in document


def test_the_other_language_is_asked_for_in_the_address(visitor: Client) -> None:
    english = visitor.get(f"/avtal/{NORRORT}/aterlasning.docx?sprak=en", headers={"Accept-Language": "sv"})
    swedish = visitor.get(f"/avtal/{NORRORT}/aterlasning.docx?sprak=sv", headers={"Accept-Language": "en"})

    assert "This is how the agreement is understood." in in_word(english.content)
    assert "Så här är överenskommelsen uppfattad." in in_word(swedish.content)
    assert (english["Content-Language"], swedish["Content-Language"]) == ("en", "sv")
    assert english["Content-Type"] == WORD
    assert english["Content-Disposition"] == 'attachment; filename="koordination-norrort-aterlasning.docx"'


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_leads_to_its_documents(kind: str, visitor: Client) -> None:
    page = visitor.get(f"/avtal/{NORRORT}/{kind}/?per=2025-01-01").content.decode()

    for form in ("pdf", "docx"):
        assert f'href="/avtal/{NORRORT}/{kind}.{form}?per=2025-01-01"' in page
        assert f'href="/avtal/{NORRORT}/{kind}.{form}?per=2025-01-01&amp;sprak=en" hreflang="en"' in page
    assert visitor.get(f"/avtal/{NORRORT}/{kind}.odt").status_code == 404


@pytest.mark.parametrize(("language", "said"), [("sv", "Tänk om"), ("en", "What if")])
@pytest.mark.parametrize("kind", KINDS)
def test_a_document_of_what_is_only_supposed_says_so(kind: str, language: str, said: str, visitor: Client) -> None:
    address = f"/avtal/{NORRORT}/{kind}.docx?tank=lasning:t-14-1:notice_dated&sprak={language}"
    lines = [line.text for line in docx.Document(BytesIO(file(visitor, address))).paragraphs]
    plain = [line.text for line in docx.Document(BytesIO(file(visitor, address.replace("tank=", "x=")))).paragraphs]

    assert said in lines[1]
    assert said not in plain[1]


def test_a_decision_reaches_the_documents(strategist: Client) -> None:
    before = file(strategist, f"/avtal/{NORRORT}/aterlasning.docx")
    strategist.post(
        f"/avtal/{NORRORT}/tolkningar/t-14-1/",
        {"option": "1", "valid_on": "2026-11-20", "minutes": "§ 14", "record": "1"},
    )
    after = in_word(file(strategist, f"/avtal/{NORRORT}/aterlasning.docx")).replace("\u00a0", " ")

    assert "Beslutat av ledningsgruppen 20 november 2026." not in in_word(before).replace("\u00a0", " ")
    assert "Beslutat av ledningsgruppen 20 november 2026." in after
