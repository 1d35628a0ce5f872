"""The desk where a person prepares an original: the uploaded file, its lines, and the corrections made so far.

One folder under SAMVERK_HOME/uploads for each person and agreement, so nothing of a document is in the database before
it is confirmed. The file itself goes as soon as it has been read; the rest when the original is stored, when the person
gives up, or after a day.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any, Final

from django.conf import settings

from samverk.integrations import reading
from samverk.integrations.reading import Answer
from samverk.rules.canonical import digest
from samverk.rules.originals.corrections import Correction, CorrectionRefused, correct
from samverk.rules.originals.draft import Draft
from samverk.rules.originals.edition import Original, read_draft, settled
from samverk.rules.wording import Text

KEPT: Final = timedelta(hours=24)
PATIENCE: Final = 1.0
"""Seconds that an upload waits for its reading; what takes longer is followed on a page of its own."""

MOST_STEPS: Final = 400
"""Corrections. A document that needs more is better put right where it was written."""
_STUCK: Final = timedelta(seconds=reading.SECONDS * 2 + 60)
_ABOUT: Final = "about.json"
_STEPS: Final = "steps.json"
_TOO_MANY: Final = Text(
    f"Du har gjort {MOST_STEPS} rättelser, och fler går inte att göra här. Rätta dokumentet och välj det på nytt.",
    f"You have made {MOST_STEPS} corrections, and no more can be made here. Correct the document and choose it again.",
)
INTERRUPTED: Final = Text(
    "Läsningen avbröts, troligen för att Samverk startades om. Välj filen igen.",
    "The reading was interrupted, probably because Samverk was restarted. Choose the file again.",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the desk. ``answer`` None: still being read, ``done`` of ``total`` pages or paragraphs so far."""

    folder: Path
    name: str
    answer: Answer | None
    done: int
    total: int
    steps: tuple[Correction, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The document as it was read; nothing while it is not."""
        return self.answer.lines if self.answer is not None else ()

    @property
    def notices(self) -> tuple[Text, ...]:
        """What was assumed in reading it."""
        return self.answer.notices if self.answer is not None else ()

    def draft(self) -> tuple[Draft, Original]:
        """The document with the corrections made, and as it would be stored."""
        lines = self.lines
        return _corrected(digest("\n".join(lines)), self.steps, _Lines(lines))

    def add(self, step: Correction) -> None:
        """Make a correction. Error: CorrectionRefused, and then nothing is changed."""
        if len(self.steps) >= MOST_STEPS:
            raise CorrectionRefused(_TOO_MANY)
        draft, _ = self.draft()
        settled(correct(draft, step))
        self._keep((*self.steps, step))

    def undo(self) -> None:
        """Take back the latest correction."""
        self._keep(self.steps[:-1])

    def _keep(self, steps: Sequence[Correction]) -> None:
        _write(self.folder / _STEPS, [[step.act, step.at, step.to, *step.words] for step in steps])

    def clear(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self.folder, ignore_errors=True)


def desk(agreement: str, user_id: str, now: datetime) -> Desk | None:
    """What this person has on the desk for the agreement; None for nothing. What has lain a day, anyone's, is gone."""
    _sweep(now)
    folder = _folder(agreement, user_id)
    about = _read(folder / _ABOUT)
    if about is None:
        return None
    answer = reading.answer(folder)
    if answer is None and now - datetime.fromisoformat(about["at"]) > _STUCK:
        answer = Answer(refused=INTERRUPTED)
    done, total = reading.progress(folder)
    steps = tuple(Correction(act, at, to, tuple(words)) for act, at, to, *words in _read(folder / _STEPS) or ())
    return Desk(folder, about["name"], answer, done, total, steps)


def put(agreement: str, user_id: str, upload: Path, name: str, now: datetime) -> None:
    """Put a file on the desk, in place of what was there, and have it read; waits for a moment only."""
    folder = _folder(agreement, user_id)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    upload.replace(folder / reading.UPLOAD)
    _write(folder / _ABOUT, {"name": name[:200], "at": now.isoformat()})
    reader = Thread(target=_read_upload, args=(folder,), daemon=True)
    reader.start()
    reader.join(PATIENCE)


def uploads() -> Path:
    """The folder of all desks; only the one who runs the site can look into it."""
    folder = Path(settings.SAMVERK_HOME) / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _folder(agreement: str, user_id: str) -> Path:
    return uploads() / f"{agreement}.{user_id}"


def _read_upload(folder: Path) -> None:
    reading.read(folder)
    (folder / reading.UPLOAD).unlink(missing_ok=True)


def _sweep(now: datetime) -> None:
    for found in uploads().iterdir():
        about = _read(found / _ABOUT) if found.is_dir() else None
        if about is not None and now - datetime.fromisoformat(about["at"]) > KEPT:
            shutil.rmtree(found, ignore_errors=True)
        elif about is None and now.timestamp() - found.stat().st_mtime > KEPT.total_seconds():
            shutil.rmtree(found, ignore_errors=True) if found.is_dir() else found.unlink(missing_ok=True)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def _write(path: Path, value: Any) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


class _Lines:
    """Lines that go along with a kept call: the digest beside them is what it is kept by."""

    __slots__ = ("lines",)

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Lines)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=32)
def _corrected(sha256: str, steps: tuple[Correction, ...], along: _Lines) -> tuple[Draft, Original]:
    """The draft after each step is kept, so one more costs one step; after a restart all of them are made again."""
    if not steps:
        return settled(read_draft(along.lines))
    draft, _ = _corrected(sha256, steps[:-1], along)
    return settled(correct(draft, steps[-1]))
