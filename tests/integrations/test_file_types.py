"""What a file is, by its content; and whether its name says something else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samverk.integrations import file_types
from samverk.integrations.file_types import SENT_AS_THEY_ARE, disagrees, is_runnable, sniffed, type_name, type_of
from tests.integrations.papers import pdf, word_lines


def office(*parts: str, padding: int = 0) -> bytes:
    """A package with these parts, and as much before them as a picture takes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        if padding:
            package.writestr("media/bild.png", bytes(padding))
        for part in parts:
            package.writestr(part, "<x/>")
    return made.getvalue()


def opendocument() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<x/>")
    return made.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
EXAMPLES = {
    "PDF": (pdf("Avtal"), "avtal.pdf"),
    "Word": (word_lines("Hej"), "hej.docx"),
    "Excel": (office("xl/workbook.xml", padding=600_000), "budget.xlsx"),
    "PowerPoint": (office("ppt/presentation.xml"), "bilder.pptx"),
    "OpenDocument": (opendocument(), "text.odt"),
    "ZIP-arkiv": (office("a.txt"), "bilagor.zip"),
    "PNG-bild": (PNG, "bild.PNG"),
    "JPEG-bild": (b"\xff\xd8\xff\xe0" + bytes(50), "foto.jpeg"),
    "GIF-bild": (b"GIF89a" + bytes(50), "bild.gif"),
    "WebP-bild": (b"RIFF\x10\0\0\0WEBPVP8 ", "bild.webp"),
    "TIFF-bild": (b"II*\0" + bytes(50), "skannat.tif"),
    "RTF": (b"{\\rtf1 Hej}", "gammalt.rtf"),
    "Äldre Office-fil": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "gammalt.doc"),
    "Webbsida": (b"\xef\xbb\xbf\n<!DOCTYPE HTML><title>x</title>", "sida.html"),
    "SVG-bild": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "karta.svg"),
    "XML": (b'<?xml version="1.0"?><a/>', "data.xml"),
    "E-postbrev": (b"From: registrator@kommun.example\nSubject: Svar\n\nHej", "svar.eml"),
    "Film eller bild (MP4)": (b"\0\0\0\x18ftypmp42" + bytes(30), "film.mp4"),
    "Text": ("Hej på er, åäö".encode(), "anteckning.txt"),
    "Annan fil": (bytes(range(256)), "modell.dwg"),
    "Program": (b"MZ\x90\0" + bytes(60), "spel.exe"),
}


def sniff(folder: Path, data: bytes) -> file_types.FileType:
    path = folder / "fil"
    path.write_bytes(data)
    return sniffed(path)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_kind_is_told_by_the_content(name: str, tmp_path: Path) -> None:
    data, called = EXAMPLES[name]
    kind = sniff(tmp_path, data)

    assert kind.name.sv == name
    assert not disagrees(kind, called) or name == "Program"
    if name != "Program":
        assert type_of(kind.media_type) == kind
        assert type_name(kind.media_type).sv == name
    assert is_runnable(kind, called) == (name == "Program")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "utf-8-sig"])
def test_text_in_any_encoding_is_text(encoding: str, tmp_path: Path) -> None:
    assert sniff(tmp_path, "Beslut om ändring av § 8.".encode(encoding)).name.sv == "Text"


@pytest.mark.parametrize(
    ("data", "called"),
    [
        (b"<html><script>alert(1)</script>", "bild.png"),
        (b"hej <script>alert(1)</script>", "anteckning.txt"),
        (PNG, "protokoll.pdf"),
        (pdf("Avtal"), "avtal.docx"),
        (b"bara text", "avtal.pdf"),
        (office("xl/workbook.xml"), "avtal.docx"),
        (bytes(range(256)), "foto.jpg"),
    ],
)
def test_a_name_that_says_something_else_is_told(data: bytes, called: str, tmp_path: Path) -> None:
    assert disagrees(sniff(tmp_path, data), called)


@pytest.mark.parametrize("called", ["avtal", "avtal.2026", "mått.dxf", "uttag.csv", "README"])
def test_an_ending_nobody_knows_promises_nothing(called: str, tmp_path: Path) -> None:
    assert not disagrees(sniff(tmp_path, b"bara text"), called)
    assert not disagrees(sniff(tmp_path, bytes(range(256))), called) or called == "uttag.csv"


@pytest.mark.parametrize("called", ["x.exe", "x.pdf.BAT", "x.js", "x.vbs", "x.lnk", "x.hta"])
def test_what_would_run_when_opened_is_known_by_its_name_too(called: str, tmp_path: Path) -> None:
    assert is_runnable(sniff(tmp_path, b"bara text"), called)


def test_nothing_that_a_browser_could_run_is_sent_as_what_it_is() -> None:
    for kind in ("text/html", "image/svg+xml", "application/xml", "message/rfc822", "application/x-executable"):
        assert kind not in SENT_AS_THEY_ARE
    assert {"application/pdf", "text/plain", "image/png"} <= SENT_AS_THEY_ARE


@given(data=st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_some_kind(data: bytes, tmp_path: Path) -> None:
    kind = sniff(tmp_path, data)
    assert kind.media_type
    assert kind.name.en
