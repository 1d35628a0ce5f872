"""The signed wordings of both agreements, as text, Word and PDF: one tree, the one that every provision cites."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from samverk.integrations.documents import read_document
from samverk.reference import corpus
from samverk.rules.clauses import Edition
from samverk.rules.originals.anchoring import unseen_in
from samverk.rules.originals.edition import Original, read_original
from samverk.rules.ruleset import load
from tests.corpus.test_corpus import AGREEMENTS, ORIGINAL_OF, ORIGINALS
from tests.integrations.papers import pdf, word_blocks, word_lines

WAYS: dict[str, Callable[[str], bytes]] = {
    "text": str.encode,
    "latin-1": lambda text: text.encode("cp1252", errors="replace"),
    "word": word_lines,
    "word, paragraphs": word_blocks,
    "pdf": pdf,
    "pdf, large": lambda text: pdf(text, size=11, step=6),
    "pdf with headers": lambda text: pdf(text, head="Handling 2014"),
}
pytestmark = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the signed wordings are not part of the repository")


def text(agreement: str) -> str:
    return Path(ORIGINALS / ORIGINAL_OF[agreement]).read_text(encoding="utf-8")


def read(data: bytes) -> Original:
    return read_original(read_document(data).lines)


def shape(edition: Edition) -> dict[str, list[tuple[str, int]]]:
    return {
        clause.id: [(block.path, len(block.sentences)) for block in clause.blocks]
        for clause in edition.clauses.values()
    }


def words(edition: Edition) -> dict[str, str]:
    return dict(edition.paths())


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_the_signed_wording_has_the_structure_of_the_plain_one_and_shows_every_number(agreement: str) -> None:
    definition = load(corpus.locate(agreement).files)
    found = read(text(agreement).encode())
    assert definition.text is not None
    assert shape(found.edition) == shape(definition.text)
    assert unseen_in(definition, found.edition) == ()
    assert read_original(found.text.split("\n")).text == found.text


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_text_word_and_pdf_give_the_same_words_at_the_same_paths(agreement: str, way: str) -> None:
    signed = text(agreement)
    assert words(read(WAYS[way](signed)).edition) == words(read(signed.encode()).edition)
