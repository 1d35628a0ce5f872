"""Text, Word and PDF of one document give one tree; what is no document gets an answer that says what to do."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverk.integrations import word
from samverk.integrations.documents import LARGEST, read_document
from samverk.integrations.refusals import DocumentRefused
from samverk.rules.originals.edition import read_original
from tests.integrations.papers import TEXTS, pdf, picture_pdf, word_blocks, word_lines, word_styled

type Tree = dict[str, list[tuple[str, tuple[str, ...]]]]

WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "windows": lambda text: text.replace("\n", "\r\n").encode("cp1252"),
    "word, a paragraph a line": word_lines,
    "pdf": pdf,
    "pdf, large": lambda text: pdf(text, size=11, step=6),
    "pdf with headers": lambda text: pdf(text, head="Samling 2015"),
    "pdf, large, with headers": lambda text: pdf(text, size=11, step=6, head="Samling 2015"),
}


def tree(data: bytes) -> Tree:
    edition = read_original(read_document(data).lines).edition
    return {
        clause.id: [(block.path, block.sentences) for block in clause.blocks] for clause in edition.clauses.values()
    }


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", TEXTS)
def test_one_document_is_one_tree(name: str, way: str) -> None:
    assert tree(WAYS[way](TEXTS[name])) == tree(TEXTS[name].encode())


def test_paragraphs_with_line_breaks_in_word() -> None:
    assert tree(word_blocks(TEXTS["badplatsen"])) == tree(TEXTS["badplatsen"].encode())


def test_word_as_word_is_meant_to_be_used() -> None:
    assert tree(word_styled()) == {
        "1": [
            ("1/p1", ("Badplatserna ska vara öppna.", "Alla får bada.")),
            ("1/p2", ("Kommunerna delar på kostnaden.",)),
        ],
        "2": [
            ("2/s1", ("Varje kommun ska:",)),
            ("2/p1", ("Hålla bryggorna hela.",)),
            ("2/p2", ("Tömma papperskorgar.",)),
        ],
        "3": [
            ("3/s1", ("Kommunerna tar hand om badet i tur och ordning:",)),
            ("3/p1", ("Norrby.",)),
            ("3/p2", ("Söderby.",)),
            ("3/s2", ("Västerby står utanför.",)),
            ("3/s3", ("Österby likaså.",)),
        ],
        "U": [("U/p1", ("Avtalet gäller när alla har skrivit under.",))],
    }


def test_latin_1_is_read_and_told() -> None:
    found = read_document("1. Åtgärder för sjön".encode("latin-1"))
    assert found.lines == ("1. Åtgärder för sjön",)
    assert "Latin-1" in found.notices[0].sv


def test_pages_without_text_are_told() -> None:
    assert "sida 2" in read_document(picture_pdf("Avtal")).notices[0].sv


def zipped(**parts: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "tom"),
        (b" \n\n ", "tom"),
        (picture_pdf(), "inskannad"),
        (pdf("Avtal", password="hemligt"), "krypterad"),
        (pdf(TEXTS["badplatsen"])[:400], "skadad"),
        (b"%PDF-1.7\nskr\xc3\xa4p", "skadad"),
        (bytes(range(256)) * 40, "inget dokument"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "bild"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "äldre format"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
        (b"{\\rtf1 Avtal}", "äldre format"),
        (zipped(content="<a/>"), "inget Word-dokument"),
        (zipped(word__document="<a>"), "skadat"),
        (zipped(word__document='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "inget Word-dokument"),
        (word_lines("Avtal")[:900], "skadat"),
        (b"x" * (LARGEST + 1), "MB"),
    ],
)
def test_what_cannot_be_read_is_answered_plainly(data: bytes, said: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_document(data)
    assert said in refused.value.message.sv
    assert refused.value.message.en != refused.value.message.sv


SNIPPETS = ('<w:style w:type="table" a="b">', '<w:style w:type="paragraph">', '<v:style type="table">', "<w:name/>",
            "</w:style>", "</v:style>", '<w:style a="type="table"', "<", ">", '\n<w:style\n', '"table"')  # fmt: skip


@given(st.lists(st.sampled_from(SNIPPETS), max_size=12).map("".join))
def test_the_looks_of_tables_are_left_out_as_one_pattern_would(styles: str) -> None:
    content = styles.encode()
    simple = re.sub(rb'<(\w+):style\s[^>]*type="table".*?</\1:style>', b"", content, flags=re.DOTALL)
    assert word._without_table_looks(content) == simple
