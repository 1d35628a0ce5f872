"""A document from somebody else, read in a process of its own: ``python -P -m samverk.integrations.reading FOLDER``.

Whatever is in the file, it cannot bring the site down: the process has a limit of memory and of time, and its answer
is a file of lines or a refusal. How far it has come is in a file beside it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any, Final

from samverk.integrations.documents import read_document
from samverk.integrations.refusals import DocumentRefused
from samverk.rules.frozen import frozen
from samverk.rules.originals.edition import read_draft
from samverk.rules.wording import Text

UPLOAD: Final = "upload"
PROGRESS: Final = "progress.json"
ANSWER: Final = "read.json"

MEMORY: Final = 2_000_000_000
"""Bytes. A Word file of a megabyte can unpack to thousands."""

SECONDS: Final = 120
"""Of processor time. The largest file that is taken (``documents.LARGEST``) needs a quarter of it."""

MOST: Final = 6_000
"""Paragraphs and list items that can be looked through on a page; two hundred pages have a third of them."""

_OFTEN: Final = 0.2
_FEWEST: Final = 2
_BROKE: Final = Text(
    "Filen gick inte att läsa: den är för stor eller uppbyggd på ett sätt som Samverk inte klarar. "
    "Spara den på nytt, eller som text, och försök igen.",
    "The file could not be read: it is too large or built in a way that Samverk cannot manage. "
    "Save it again, or as text, and try again.",
)
_NO_CLAUSES: Final = Text(
    "Samverk hittar inga punkter i filen. Ett avtal har numrerade rubriker, till exempel ”1. Syfte” eller ”§ 1 Syfte”. "
    "Är det rätt dokument?",
    "Samverk finds no clauses in the file. An agreement has numbered headings, such as “1. Purpose” or “§ 1 Purpose”. "
    "Is it the right document?",
)


@frozen
class Answer:
    """What became of a reading: the lines of the document with what was assumed, or why there are none."""

    lines: tuple[str, ...] = ()
    notices: tuple[Text, ...] = ()
    refused: Text | None = None


def read(folder: Path) -> None:
    """Read the upload in the folder and write the answer there, whatever happens. Returns when it is done."""
    words = [sys.executable, "-P", "-m", "samverk.integrations.reading", str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter and module, no shell
            words, check=False, timeout=SECONDS * 2, stdin=subprocess.DEVNULL, capture_output=True
        )
        whole = done.returncode == 0
    except subprocess.TimeoutExpired:
        whole = False
    if not (whole and (folder / ANSWER).exists()) and folder.exists():
        _write(folder / ANSWER, {"refused": [_BROKE.sv, _BROKE.en]})


def answer(folder: Path) -> Answer | None:
    """The answer in the folder, or None while there is none."""
    try:
        found = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    refused = Text(*found["refused"]) if "refused" in found else None
    return Answer(tuple(found.get("lines", ())), tuple(Text(sv, en) for sv, en in found.get("notices", ())), refused)


def progress(folder: Path) -> tuple[int, int]:
    """How many pages or parts of how many have been read; (0, 0) before the first is."""
    try:
        done, total = json.loads((folder / PROGRESS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0, 0
    return int(done), int(total)


class _Told:
    """Writes how far the reading has come, a few times a second."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last = 0.0

    def __call__(self, done: int, total: int) -> None:
        if done == total or monotonic() - self.last > _OFTEN:
            self.last = monotonic()
            _write(self.folder / PROGRESS, [done, total])


def main(argv: Sequence[str]) -> int:
    """In the process of its own: read and answer."""
    folder = Path(argv[0])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        document = read_document((folder / UPLOAD).read_bytes(), told=_Told(folder))
    except DocumentRefused as refused:
        _write(folder / ANSWER, {"refused": [refused.message.sv, refused.message.en]})
        return 0
    draft = read_draft(document.lines)
    parts = sum(len(chapter.parts) for chapter in draft.chapters)
    refusal = _NO_CLAUSES if len(draft.chapters) < _FEWEST else _too_long(parts) if parts > MOST else None
    if refusal is not None:
        _write(folder / ANSWER, {"refused": [refusal.sv, refusal.en]})
        return 0
    notices = [[notice.sv, notice.en] for notice in document.notices]
    _write(folder / ANSWER, {"lines": document.lines, "notices": notices})
    return 0


def _too_long(parts: int) -> Text:
    return Text(
        f"Dokumentet har {parts} stycken, fler än de {MOST} som går att granska här. Är det rätt dokument? "
        "Läs annars in det från terminalen: samverk import-text.",
        f"The document has {parts} paragraphs, more than the {MOST} that can be looked through here. "
        "Is it the right document? Otherwise import it from the terminal: samverk import-text.",
    )


def _write(path: Path, value: Any) -> None:
    """Whole or not at all: who reads at the same moment sees the old file or the new one."""
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
