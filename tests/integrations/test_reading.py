"""Reading in a process of its own: the lines come back, and whatever the file is, there is an answer."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from samverk.integrations import reading
from samverk.integrations.documents import read_document
from tests.integrations.papers import TEXTS, pdf, picture_pdf, word_lines


def answered(folder: Path, data: bytes) -> reading.Answer:
    (folder / reading.UPLOAD).write_bytes(data)
    reading.read(folder)
    found = reading.answer(folder)
    assert found is not None
    return found


@pytest.mark.parametrize("made", [lambda text: text.encode(), word_lines, pdf], ids=["text", "word", "pdf"])
def test_the_answer_is_the_document_s_lines(tmp_path: Path, made: object) -> None:
    data = made(TEXTS["badplatsen"])  # type: ignore[operator]  # one of the three above
    found = answered(tmp_path, data)
    assert found == reading.Answer(read_document(data).lines)
    assert found.refused is None


def test_how_far_it_came_is_told_in_pages(tmp_path: Path) -> None:
    assert reading.progress(tmp_path) == (0, 0)
    answered(tmp_path, pdf("1. Syfte\n\nAvtalet gäller.\n\n2. Tid\n\nEtt år.\n" + "\n" * 150 + "Slut."))
    done, total = reading.progress(tmp_path)
    assert done == total > 1


def test_what_was_assumed_comes_along(tmp_path: Path) -> None:
    found = answered(tmp_path, "Avtal\n\n1. Åtgärder\n\nSjön vårdas.\n\n2. Tid\n\nEtt år.\n".encode("latin-1"))
    assert "Latin-1" in found.notices[0].sv
    assert "Latin-1" in found.notices[0].en


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "tom"),
        (picture_pdf(), "inskannad"),
        (pdf("Avtal", password="hemligt"), "krypterad"),
        ("Höst\n\nLöven faller.\n".encode(), "hittar inga punkter"),
        (bytes(range(256)) * 40, "inget dokument"),
        (("Avtal\n\n1. Syfte\n\n" + "Alla får bada.\n\n" * 7000 + "2. Tid\n\nEtt år.\n").encode(), "fler än de 6000"),
    ],
)
def test_a_refusal_is_the_answer(tmp_path: Path, data: bytes, said: str) -> None:
    found = answered(tmp_path, data)
    assert found.refused is not None
    assert said in found.refused.sv
    assert found.refused.en != found.refused.sv
    assert found.lines == ()


def bomb(megabytes: int) -> bytes:
    """A Word file of less than a megabyte that unpacks to many."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made, made.open("word/document.xml", "w") as part:
        part.write(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>')
        for _ in range(megabytes):
            part.write(b"<w:p/>" * 174_763)
        part.write(b"</w:body></w:document>")
    return packed.getvalue()


@pytest.mark.parametrize("megabytes", [190, 300])
def test_a_file_that_swells_is_refused_within_its_limits(tmp_path: Path, megabytes: int) -> None:
    """The smaller one is stopped by the process's memory, the larger one before it is opened."""
    data = bomb(megabytes)
    assert len(data) < 1_500_000
    found = answered(tmp_path, data)
    assert found.refused is not None
    assert found.refused.sv.startswith("Filen")


def test_a_process_that_ends_without_an_answer_gives_one(tmp_path: Path) -> None:
    reading.read(tmp_path)  # there is no upload in the folder, which no reading expects
    found = reading.answer(tmp_path)
    assert found is not None
    assert found.refused is not None
    assert "gick inte att läsa" in found.refused.sv


def test_no_answer_yet(tmp_path: Path) -> None:
    assert reading.answer(tmp_path) is None
