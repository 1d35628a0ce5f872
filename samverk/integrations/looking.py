"""Looks into a file from somebody else, in a process of its own: its words, its pages, a page as a picture.

``python -P -m samverk.integrations.looking words FILE`` or ``… page FILE NUMBER``, the answer on standard output.
Whatever is in the file, the process has a limit of memory and of time and nothing else suffers.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import struct
import subprocess
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from samverk.integrations import file_types
from samverk.integrations.documents import read_document
from samverk.integrations.file_types import PDF, TEXT, WORD
from samverk.integrations.refusals import DocumentRefused
from samverk.rules.frozen import frozen

MEMORY: Final = 1_000_000_000
"""Bytes."""

SECONDS: Final = 10
"""Of processor time. A report of two hundred pages needs a tenth of it."""

MOST_LETTERS: Final = 200_000
"""Letters of a text that are kept to search in: about a hundred pages."""

WIDTH: Final = 900
HIGHEST: Final = 1_800
"""Pixels of a picture of a page. A page of another shape than paper is made smaller, never larger."""

READABLE: Final = frozenset({PDF.media_type, WORD.media_type, TEXT.media_type})
"""Media types whose words can be read."""

_AT_ONCE = BoundedSemaphore(2)


@frozen
class Words:
    """What a file says. ``pages``: of a PDF, 0 for other files. ``cut``: there was more than is kept.

    ``failed``: the file could not be read, or is built to be too much.
    """

    text: str = ""
    pages: int = 0
    cut: bool = False
    failed: bool = False


def words(path: Path) -> Words:
    """The words of a file, whatever it is."""
    said = _run("words", str(path))
    if said is None:
        return Words(failed=True)
    found = json.loads(said)
    return Words(found["text"], found["pages"], found["cut"], found["failed"])


def page(path: Path, number: int) -> bytes | None:
    """A page of a PDF, counted from 1, as PNG; None for one that is not there or cannot be drawn."""
    return _run("page", str(path), str(number)) or None


def _run(*arguments: str) -> bytes | None:
    command = [sys.executable, "-P", "-m", "samverk.integrations.looking", *arguments]
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 -- our own interpreter and module, no shell
                command, check=False, timeout=SECONDS * 2, stdin=subprocess.DEVNULL, capture_output=True
            )
        except subprocess.TimeoutExpired:
            return None
    return done.stdout if done.returncode == 0 else None


# --- in the process of its own ----------------------------------------------------------------------------


def main(argv: Sequence[str]) -> int:
    """Read or draw, and answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The libraries in C complain on standard output at times: the answer goes where only we write.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        said = json.dumps(_words(Path(argv[1]))).encode() if argv[0] == "words" else _page(argv[1], int(argv[2]))
    except MemoryError:
        return 1
    with answers:
        answers.write(said)
    return 0


def _words(path: Path) -> dict[str, object]:
    kind = file_types.sniffed(path)
    pages = _count(path) if kind is PDF else 0
    if kind.media_type not in READABLE:
        return {"text": "", "pages": 0, "cut": False, "failed": False}
    try:
        lines = read_document(path.read_bytes()).lines
    except DocumentRefused:
        return {"text": "", "pages": pages, "cut": False, "failed": kind is not PDF or not pages}
    text = " ".join(" ".join(lines).replace("\0", " ").split())
    # Half a sign, which a PDF can hold, cannot be stored.
    text = text.encode("utf-8", errors="ignore").decode()
    return {"text": text[:MOST_LETTERS], "pages": pages, "cut": len(text) > MOST_LETTERS, "failed": False}


def _reader() -> Any:
    """The reader of PDF files. Loaded by the process that looks, and not by every server that asks it to: 6 MB."""
    return importlib.import_module("pypdfium2")


def _count(path: Path) -> int:
    pypdfium2 = _reader()
    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def _page(path: str, number: int) -> bytes:
    pypdfium2 = _reader()
    try:
        with pypdfium2.PdfDocument(path) as document:
            if not 1 <= number <= len(document):
                return b""
            sheet = document[number - 1]
            width, height = sheet.get_size()
            if not (width > 0 and height > 0):
                return b""
            scale = min(WIDTH / width, HIGHEST / height)
            picture = sheet.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
            return _png(bytes(picture.buffer), picture.width, picture.height, picture.stride)
    except (pypdfium2.PdfiumError, ValueError):
        return b""


def _png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """The picture as PNG: red, green and blue, eight bits each (ISO/IEC 15948)."""
    rows = b"".join(b"\0" + pixels[at : at + width * 3] for at in range(0, height * stride, stride))
    head = struct.pack("!2I5B", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data)) for name, data in parts
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
