"""What a file is, told by its content: the few kinds that people in municipalities send each other.

Only the beginning and the end of the file are looked at, and nothing is unpacked or parsed. A kind that is not in the
table is kept all the same, as bytes. docs/decisions/0020 says why this is a table of our own.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import Final

from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

_HEAD: Final = 4096
_TAIL: Final = 256 * 1024


@frozen
class FileType:
    """A kind of file. ``ends``: what names of such files end with; nothing where any will do."""

    media_type: str
    name: Text
    ends: tuple[str, ...] = ()


def _type(media_type: str, sv: str, en: str, *ends: str) -> FileType:
    return FileType(media_type, Text(sv, en), ends)


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = _type("application/pdf", "PDF", "PDF", "pdf")
WORD = _type(f"{_OFFICE}wordprocessingml.document", "Word", "Word", "docx", "docm", "dotx")
TEXT = _type("text/plain", "Text", "Text", "txt", "text", "md", "csv", "log", "toml", "json", "ics")
PROGRAM = _type("application/x-executable", "Program", "Program", "exe")
OTHER = _type("application/octet-stream", "Annan fil", "Other file")
_EXCEL = _type(f"{_OFFICE}spreadsheetml.sheet", "Excel", "Excel", "xlsx", "xlsm", "xltx")
_POWERPOINT = _type(f"{_OFFICE}presentationml.presentation", "PowerPoint", "PowerPoint", "pptx", "ppsx", "potx")
_OLD_OFFICE = _type(
    "application/x-ole-storage", "Äldre Office-fil", "Older Office file", "doc", "xls", "ppt", "msg", "dot", "vsd"
)
_HTML = _type("text/html", "Webbsida", "Web page", "html", "htm")
_XML = _type("application/xml", "XML", "XML", "xml", "xsd", "gml")
_SVG = _type("image/svg+xml", "SVG-bild", "SVG picture", "svg")
_MAIL = _type("message/rfc822", "E-postbrev", "E-mail", "eml")
_WEBP = _type("image/webp", "WebP-bild", "WebP picture", "webp")
_FILM = _type("video/mp4", "Film eller bild (MP4)", "Film or picture (MP4)", "mp4", "m4v", "mov", "heic", "m4a")
_ZIP = _type("application/zip", "ZIP-arkiv", "ZIP archive", "zip")

_BEGINNINGS: Final[tuple[tuple[bytes, FileType], ...]] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", _type("image/png", "PNG-bild", "PNG picture", "png")),
    (b"\xff\xd8\xff", _type("image/jpeg", "JPEG-bild", "JPEG picture", "jpg", "jpeg")),
    (b"GIF8", _type("image/gif", "GIF-bild", "GIF picture", "gif")),
    (b"II*\x00", _type("image/tiff", "TIFF-bild", "TIFF picture", "tif", "tiff")),
    (b"MM\x00*", _type("image/tiff", "TIFF-bild", "TIFF picture", "tif", "tiff")),
    (b"{\\rtf", _type("application/rtf", "RTF", "RTF", "rtf", "doc")),
    (bytes.fromhex("d0cf11e0a1b11ae1"), _OLD_OFFICE),
    (b"7z\xbc\xaf\x27\x1c", _type("application/x-7z-compressed", "7z-arkiv", "7z archive", "7z")),
    (b"Rar!", _type("application/vnd.rar", "RAR-arkiv", "RAR archive", "rar")),
    (b"\x1f\x8b", _type("application/gzip", "GZIP-arkiv", "GZIP archive", "gz", "tgz")),
    (b"ID3", _type("audio/mpeg", "Ljud (MP3)", "Audio (MP3)", "mp3")),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),
)
# A part that only this kind of package has; the list of parts stands at the end of the file.
_PACKAGES: Final[tuple[tuple[bytes, FileType], ...]] = (
    (b"word/document.xml", WORD),
    (b"xl/workbook", _EXCEL),
    (b"ppt/presentation.xml", _POWERPOINT),
    (
        b"mimetypeapplication/vnd.oasis.opendocument",
        _type("application/vnd.oasis.opendocument", "OpenDocument", "OpenDocument", "odt", "ods", "odp", "odg"),
    ),
)
_MARKUP: Final = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<img", b"<meta", b"<a ")
_RUNNABLE: Final = frozenset(
    {
        "bat", "cmd", "com", "cpl", "exe", "hta", "jar", "js", "jse", "lnk", "msc", "msi", "msp", "pif", "ps1", "reg",
        "scr", "sh", "vb", "vbe", "vbs", "wsf", "wsh",
    }
)  # fmt: skip
_CONTROL: Final = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1b") | {0x7F}

SENT_AS_THEY_ARE: Final = frozenset(
    {kind.media_type for _, kind in _BEGINNINGS if kind is not PROGRAM}
    | {kind.media_type for _, kind in _PACKAGES}
    | {TEXT.media_type, _ZIP.media_type}
)
"""Media types a download may carry. What a browser could take for a page of ours is sent as bytes."""


def sniffed(path: Path) -> FileType:
    """What the file is."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, path.stat().st_size - _TAIL), os.SEEK_SET)
        tail = file.read(_TAIL)
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.lstrip()[:5] == b"%PDF-":
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _PACKAGES if mark in head or mark in tail), _ZIP)
    if head[4:8] == b"ftyp":
        return _FILM
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _WEBP
    return _written(head)


def _written(head: bytes) -> FileType:
    """Kinds that are text, and text itself."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"from:", b"received:", b"return-path:", b"message-id:", b"mime-version:")):
        return _MAIL
    if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start):
        return _SVG
    if any(mark in start[:1024] for mark in _MARKUP):
        return _HTML
    if start.startswith(b"<?xml"):
        return _XML
    if start.startswith(b"#!"):
        return PROGRAM
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return TEXT
    odd = sum(byte in _CONTROL for byte in head)
    return TEXT if head and odd * 200 <= len(head) else OTHER


def ending(name: str) -> str:
    """What a file's name ends with, in small letters and without the dot; "" for nothing."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def is_runnable(kind: FileType, name: str) -> bool:
    """Whether opening the file would run it, by what it is or by what it is called."""
    return kind is PROGRAM or ending(name) in _RUNNABLE


def disagrees(kind: FileType, name: str) -> bool:
    """Whether the name promises another kind of file than the content is."""
    end = ending(name)
    known = {one for _, kind in (*_BEGINNINGS, *_PACKAGES) for one in kind.ends}
    known |= {one for kind in (_HTML, _XML, _SVG, _MAIL, _ZIP, _FILM, _WEBP) for one in kind.ends}
    if kind is OTHER or kind is TEXT:
        return end in known - {"doc"} - set(_XML.ends)
    return bool(end) and bool(kind.ends) and end not in kind.ends


def type_of(media_type: str) -> FileType:
    """The kind of file with a media type."""
    everything = (*(kind for _, kind in (*_BEGINNINGS, *_PACKAGES)), TEXT, _HTML, _XML, _SVG, _MAIL, _ZIP, _FILM, _WEBP)
    return next((kind for kind in everything if kind.media_type == media_type), OTHER)


def type_name(media_type: str) -> Text:
    """What people call a kind of file."""
    return type_of(media_type).name
