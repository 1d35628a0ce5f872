"""A document as lines, whatever it was made with: text, Word or PDF.

The kind is told by the content, never by the name. What cannot be read is answered with what it is and what to do.
"""

from __future__ import annotations

import codecs
import importlib
from collections.abc import Callable

from samverk.integrations.refusals import DocumentRefused
from samverk.integrations.word import word_lines
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

LARGEST = 50_000_000
"""Bytes. An agreement of two hundred pages with pictures is a tenth of this."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_ENCRYPTED_WORD = "EncryptedPackage".encode("utf-16-le")
_CONTROL = bytes({*range(32), 0x7F} - set(b"\t\n\r\f\v\x1b"))


@frozen
class Document:
    """What was read. ``lines``: a form feed begins the first line of a page; ``notices``: what was assumed."""

    lines: tuple[str, ...]
    notices: tuple[Text, ...] = ()


def read_document(data: bytes, told: Callable[[int, int], None] | None = None) -> Document:
    """The lines of a document. ``told`` hears of each page or paragraph read: its number, of how many.

    Error: DocumentRefused.
    """
    told = told or _untold
    if len(data) > LARGEST:
        raise too_large(len(data))
    if not data.strip():
        raise DocumentRefused(
            Text("Filen är tom. Välj filen med avtalets text.", "The file is empty. Choose the file with the text.")
        )
    if data.lstrip()[:5] == b"%PDF-":
        # Loaded when the first PDF comes: its library takes 10 MB.
        lines, notices = importlib.import_module("samverk.integrations.pdf").pdf_lines(data, told)
        return Document(lines, notices)
    if data[:4] == b"PK\x03\x04":
        return Document(word_lines(data, told))
    _refuse_other(data)
    return _plain(data)


def _untold(_done: int, _total: int) -> None:
    """Nobody waits."""


def too_large(size: int) -> DocumentRefused:
    """The answer to a file beyond LARGEST; ``size`` in bytes."""
    return DocumentRefused(
        Text(
            f"Filen är {size // 1_000_000} MB och högst {LARGEST // 1_000_000} MB läses in. "
            "Är det rätt fil? Spara annars dokumentet utan bilder och försök igen.",
            f"The file is {size // 1_000_000} MB and at most {LARGEST // 1_000_000} MB are read. "
            "Is it the right file? Otherwise save the document without pictures and try again.",
        )
    )


def _refuse_other(data: bytes) -> None:
    """Kinds of file that people choose by mistake, told apart so that each gets its own advice."""
    if data.startswith(_OLE) and _ENCRYPTED_WORD in data:
        raise DocumentRefused(
            Text(
                "Dokumentet är skyddat med lösenord. Öppna det i Word, ta bort lösenordet och spara det på nytt.",
                "The document is protected with a password. Open it in Word, remove the password and save it again.",
            )
        )
    if data.startswith((_OLE, b"{\\rtf")):
        raise DocumentRefused(
            Text(
                "Filen är i ett äldre format för ordbehandling. Öppna den i Word och spara den som .docx.",
                "The file is in an older word processing format. Open it in Word and save it as .docx.",
            )
        )
    if data.startswith(_PICTURES):
        raise DocumentRefused(
            Text(
                "Filen är en bild, och den går inte att läsa. Använd originalet i Word, eller en PDF med text.",
                "The file is a picture, whose text cannot be read. Use the Word original, or a PDF with text.",
            )
        )


def _plain(data: bytes) -> Document:
    """Text in UTF-8, UTF-16 with its mark, or else as Windows and older systems wrote Swedish."""
    notices: tuple[Text, ...] = ()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    else:
        _refuse_binary(data)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
            notices = (
                Text(
                    "Filen är inte i UTF-8 och lästes som Latin-1 (Windows-1252). Se efter att å, ä och ö blev rätt.",
                    "The file is not in UTF-8 and was read as Latin-1 (Windows-1252). Check that å, ä and ö are right.",
                ),
            )
    return Document(tuple(text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").split("\n")), notices)


def _refuse_binary(data: bytes) -> None:
    sample = data[:100_000]
    odd = len(sample) - len(sample.translate(None, _CONTROL))
    if odd * 200 > len(sample):
        raise DocumentRefused(
            Text(
                "Filen är inget dokument som Samverk kan läsa. Välj en .txt, .docx eller .pdf.",
                "The file is no document that Samverk can read. Choose a .txt, .docx or .pdf.",
            )
        )
