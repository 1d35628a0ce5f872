"""Looking into files in a process of its own: their words, their pages; and files that were built to break it."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pypdfium2
import pytest

from samverk.integrations import looking
from samverk.integrations.looking import HIGHEST, MOST_LETTERS, WIDTH, Words, page, words
from tests.integrations.papers import pdf, picture_pdf, word_lines


def written(folder: Path, data: bytes) -> Path:
    path = folder / "fil"
    path.write_bytes(data)
    return path


def measures(png: bytes) -> tuple[int, int]:
    """Width and height, once all of it has been unpacked."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    length = int.from_bytes(png[33:37])
    assert len(zlib.decompress(png[41 : 41 + length])) == height * (width * 3 + 1)
    return width, height


def bare_pdf(box: str, drawing: bytes = b"0 0 10 10 re f", extra: bytes = b"") -> bytes:
    """A PDF of one page of this size, without a table of its parts: readers make their own."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[" + box.encode() + b"]/Contents 4 0 R/Resources<</XObject"
        b"<</I 5 0 R>>>>>>endobj\n4 0 obj<</Length %d>>stream\n"
        % len(drawing)
        + drawing
        + b"\nendstream endobj\n"
        + extra
        + b"trailer<</Root 1 0 R>>\n"
    )


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (pdf("Första raden\nandra åäö"), 1),
        (word_lines("Första raden\nandra åäö"), 0),
        ("Första raden\n\n andra åäö".encode(), 0),
    ],
    ids=["pdf", "docx", "txt"],
)
def test_the_words_of_a_file(data: bytes, pages: int, tmp_path: Path) -> None:
    assert words(written(tmp_path, data)) == Words("Första raden andra åäö", pages)


def test_a_file_without_words_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    assert words(written(tmp_path, picture_pdf())) == Words(pages=1)
    assert words(written(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(90))) == Words()
    assert words(written(tmp_path, pdf("Hemligt", password="x"))) == Words(failed=True)
    assert words(written(tmp_path, b"%PDF-1.7\nskadad")) == Words(failed=True)
    assert words(tmp_path / "saknas") == Words(failed=True)


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    found = words(written(tmp_path, b"ord " * 100_000))
    assert (len(found.text), found.cut) == (MOST_LETTERS, True)


def test_a_page_as_a_picture(tmp_path: Path) -> None:
    path = written(tmp_path, pdf("Sida ett"))
    drawn = page(path, 1)
    assert drawn is not None
    assert measures(drawn) == (WIDTH, 1273)  # A4
    pixels = zlib.decompress(drawn[41 : 41 + int.from_bytes(drawn[33:37])])
    assert len(set(pixels)) > 20  # letters on white, not an empty page
    assert page(path, 2) is None
    assert page(path, 0) is None
    assert page(written(tmp_path, b"inget"), 1) is None


@pytest.mark.parametrize(
    "box",
    ["0 0 14400 14400", "0 0 1000000 1000000", "0 0 1 14400", "0 0 14400 1", "0 0 0.01 0.01", "-5000 -5000 5000 5000"],
)
def test_a_page_of_any_measure_is_a_picture_of_bounded_size(box: str, tmp_path: Path) -> None:
    drawn = page(written(tmp_path, bare_pdf(box)), 1)
    if drawn is not None:
        width, height = measures(drawn)
        assert 1 <= width <= WIDTH
        assert 1 <= height <= HIGHEST


def test_a_picture_of_huge_measures_breaks_only_its_own_process(tmp_path: Path) -> None:
    """Forty thousand pixels each way, compressed to a few megabytes: four times what the process may use."""
    side = 40_000
    packed = zlib.compress(bytes(side * 100), 9)
    picture = (
        b"5 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n" % (side, side, len(packed)) + packed + b"\nendstream endobj\n"
    )
    path = written(tmp_path, bare_pdf("0 0 600 800", b"600 0 0 800 0 0 cm /I Do", picture))

    drawn = page(path, 1)

    assert drawn is None or measures(drawn) == (WIDTH, 1200)
    assert words(path).pages in (0, 1)


def bomb(part: str, size: int) -> bytes:
    """A Word file of a few hundred kilobytes whose text unpacks to ``size`` bytes."""
    made = io.BytesIO()
    package = zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
    with package, package.open(part, "w", force_zip64=True) as out:
        out.write(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>')
        line = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 2_000
        for _ in range(size // len(line)):
            out.write(line)
        out.write(b"</w:body></w:document>")
    return made.getvalue()


def test_a_zip_bomb_breaks_only_its_own_process(tmp_path: Path) -> None:
    packed = bomb("word/document.xml", 190_000_000)
    assert len(packed) < 2_000_000

    assert words(written(tmp_path, packed)).failed
    assert words(written(tmp_path, bomb("word/document.xml", 260_000_000))).failed  # beyond the limit of a part


def test_entities_that_swell_are_not_opened(tmp_path: Path) -> None:
    made = io.BytesIO()
    swelling = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("word/document.xml", f'<!DOCTYPE x [<!ENTITY a0 "ha">{swelling}]><x>&a9;</x>')

    assert words(written(tmp_path, made.getvalue())).failed


def test_what_a_library_prints_does_not_disturb_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is on a channel of its own: the libraries in C write on standard output and errors as they like."""
    assert pypdfium2.PDFIUM_INFO is not None
    path = written(tmp_path, pdf("Ett"))
    monkeypatch.setenv("PYTHONVERBOSE", "")
    assert words(path).text == "Ett"
    assert looking.page(path, 1) is not None
