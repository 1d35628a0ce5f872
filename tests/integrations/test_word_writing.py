"""Word documents, read back by another reader and by our own: headings, lists, languages, and not an empty line."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from samverk.integrations.documents import read_document
from samverk.integrations.paper import Heading, Items, Note, Paper, Span, Words, plain
from samverk.integrations.word_writing import word
from tests.integrations.test_typesetting import DAY, MARKUP, paper


def read(data: bytes) -> docx.document.Document:
    return docx.Document(BytesIO(data))


def test_headings_lists_and_paragraphs_have_their_styles() -> None:
    made = read(word(paper()))
    told = [(line.style.name, line.text) for line in made.paragraphs if line.style is not None]

    assert told == [
        ("Title", "Avgifter 2026"),
        ("Normal", "Vem betalar vad."),
        ("Heading 1", "Nyckel"),
        ("Normal", "Enligt punkt 10 betalar 15 parter"),
        ("Normal", "Avgifter"),
        ("Heading 2", "10 Avgift"),
        ("List Bullet", "ett"),
        ("List Bullet", "två tre"),
        ("List Number", "först"),
        ("List Number", "sedan"),
        ("Normal", "HärleddStår"),
        ("Normal", MARKUP),
    ]


def test_no_line_is_empty_not_in_a_table_either() -> None:
    made = read(word(paper()))
    cells = [cell for table in made.tables for row in table.rows for cell in row.cells]

    assert all(line.text.strip() for line in made.paragraphs)
    assert all(line.text.strip() for cell in cells for line in cell.paragraphs)


def test_a_table_has_a_heading_row_its_name_and_numbers_to_the_right() -> None:
    table = read(word(paper())).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Kommun", "Avgift"],
        ["Danderyd", "163 217,50 kr"],
        ["Upplands-Bro", "1 kr"],
        ["Summa", "163 218,50 kr"],
    ]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Avgifter"
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows] == [True, False, False, False]
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [None, 2]
    assert [run.bold for run in table.rows[3].cells[0].paragraphs[0].runs] == [True]


@pytest.mark.parametrize(("language", "spoken"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_the_document_says_its_title_its_language_and_its_day(language: str, spoken: str) -> None:
    made = read(word(paper(language=language)))
    about = made.core_properties
    default = made.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")

    assert (about.title, about.language, about.author) == ("Avgifter 2026", spoken, "Samverk")
    assert about.created is not None
    assert about.created.date() == about.modified.date() == DAY
    assert default is not None
    assert default.get(qn("w:val")) == spoken


def test_words_that_stay_swedish_say_so() -> None:
    made = read(word(paper(language="en")))
    heading = next(line for line in made.paragraphs if line.text == "10 Avgift")

    assert heading.runs[0]._r.find(f".//{qn('w:lang')}").get(qn("w:val")) == "sv-SE"


def test_each_numbered_list_begins_at_one() -> None:
    numbered = Items((plain("a"), plain("b")), numbered=True)
    made = read(word(Paper("Två listor", "sv", DAY, (numbered, Words(plain("Mellan")), numbered))))
    own = [line._p.find(f".//{qn('w:numId')}") for line in made.paragraphs if line.text in "ab"]
    numbers = [int(found.get(qn("w:val"), "")) for found in own if found is not None]

    assert len(numbers) == 4
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    for number in set(numbers):
        override = made.part.numbering_part.element.num_having_numId(number).lvlOverride_lst[0]
        assert override.startOverride.val == 1


def test_the_same_document_is_the_same_bytes() -> None:
    first, again = word(paper()), word(paper())

    assert first == again
    assert first != word(paper(title="En annan"))
    assert {entry.date_time for entry in zipfile.ZipFile(BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    made = read(word(Paper("Tecken", "sv", DAY, (Words(plain("a\x00b\x07c\ufffed 😀 → å")),))))

    assert made.paragraphs[1].text == "abcd 😀 → å"


def test_our_own_reader_reads_what_we_write() -> None:
    parts = (
        Heading(1, plain("1 Parter")),
        Words(plain("Ale och Bjuv är parter.")),
        Items((plain("Ale betalar."), plain("Bjuv läser."))),
        Note((Words((Span("En not.", "quiet"),)),)),
    )
    lines = [line.strip() for line in read_document(word(Paper("Prov", "sv", DAY, parts))).lines if line.strip()]

    assert [line for line in lines if "Ale" in line or "Bjuv" in line] == [
        "Ale och Bjuv är parter.",
        "• Ale betalar.",
        "• Bjuv läser.",
    ]
