"""Contents kept by their SHA-256 in a folder: the same content once, whole or not at all, and never half-written.

A content arrives beside the others (``.incoming``), is written out to the disk, and is then linked to its place. The
row that speaks of it is written after that. What arrived is taken away last, so a content without a row is always one
of two things: on its way in, or something that should not be there.

``Store`` is all that the areas know of it; another place to keep contents than a folder needs these methods.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings

PIECE: Final = 1 << 20
_INCOMING: Final = ".incoming"
_LOCK: Final = ".lock"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A content that has come in whole and is on the disk, but has no place yet. ``size`` in bytes."""

    path: Path
    sha256: str
    size: int


class Arriving:
    """A content on its way in. ``write`` what comes, then ``finish``; or ``break_off``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{secrets.token_hex(8)}.part"
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, piece: bytes) -> None:
        """Some more of it. Error: OSError, for example when the disk is full."""
        self._file.write(piece)
        self._digest.update(piece)
        self._size += len(piece)

    def finish(self) -> Arrived:
        """All of it has come and is on the disk."""
        with self._file as file:
            file.flush()
            os.fsync(file.fileno())
        sha256 = self._digest.hexdigest()
        path = self._path.with_name(f"{sha256}.{self._path.stem}")
        self._path.rename(path)
        _sync(path.parent)
        return Arrived(path, sha256, self._size)

    def break_off(self) -> None:
        """Leave nothing of it."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class Store(Protocol):
    """Where contents are kept."""

    def arriving(self) -> Arriving:
        """Begin to take in a content."""

    def settle(self, arrived: Arrived) -> None:
        """Give a content its place. To be called before the row that speaks of it is written."""

    def done(self, arrived: Arrived) -> None:
        """The row is committed: nothing needs to be known of the arrival any more."""

    def give_up(self, arrived: Arrived, is_kept: Callable[[str], bool]) -> None:
        """There will be no row. ``is_kept``: whether some other row speaks of the content."""

    def open(self, sha256: str) -> Path:
        """The content as a file to read. Error: FileNotFoundError."""

    def is_whole(self, sha256: str) -> bool:
        """Whether the content is as when it was kept. Reads all of it. Error: FileNotFoundError."""

    def names(self) -> Iterator[str]:
        """Everything that has a place: by its SHA-256, or by its path when it has no business here."""

    def on_their_way(self) -> frozenset[str]:
        """The contents that have arrived without a row being known of."""

    def sweep(self, before: datetime, is_kept: Callable[[str], bool]) -> int:
        """Clear away what arrived before a moment and got no row: an interrupted upload. How many."""


class FolderStore:
    """``Store`` in a folder: ``ab/ab12…`` for each content."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def arriving(self) -> Arriving:
        """Begin to take in a content. Error: OSError."""
        return Arriving(self._incoming())

    def settle(self, arrived: Arrived) -> None:
        """Link the content to its place. One that is there and damaged is replaced by the good one."""
        place = self._place(arrived.sha256)
        with self._alone():
            if not place.parent.exists():
                place.parent.mkdir(mode=0o700)
                _sync(self.root)
            if place.exists():
                if _digest_of(place) == arrived.sha256:
                    return
                place.unlink()
            os.link(arrived.path, place)
            place.chmod(0o400)
            _sync(place.parent)

    def done(self, arrived: Arrived) -> None:
        """Take away the arrival; the content stays in its place."""
        arrived.path.unlink(missing_ok=True)

    def give_up(self, arrived: Arrived, is_kept: Callable[[str], bool]) -> None:
        """Take away the arrival, and the content unless a row or another arrival needs it."""
        with self._alone():
            self._drop(arrived.path, is_kept)

    def open(self, sha256: str) -> Path:
        """The file of a content. Error: FileNotFoundError."""
        place = self._place(sha256)
        if not place.is_file():
            raise FileNotFoundError(place)
        return place

    def is_whole(self, sha256: str) -> bool:
        """Whether the file still has the SHA-256 it is named by. Error: FileNotFoundError."""
        return _digest_of(self.open(sha256)) == sha256

    def names(self) -> Iterator[str]:
        """Every file but those on their way in."""
        for path in sorted(self.root.rglob("*")) if self.root.exists() else ():
            inside = path.relative_to(self.root)
            if inside.parts[0] == _INCOMING or path.is_dir():
                continue
            own = _DIGEST.fullmatch(path.name) and not path.is_symlink() and path == self._place(path.name)
            yield path.name if own else inside.as_posix()

    def on_their_way(self) -> frozenset[str]:
        """By SHA-256."""
        folder = self.root / _INCOMING
        names = (path.name.partition(".")[0] for path in folder.iterdir()) if folder.exists() else ()
        return frozenset(name for name in names if _DIGEST.fullmatch(name))

    def sweep(self, before: datetime, is_kept: Callable[[str], bool]) -> int:
        """Clear away old arrivals. A row that speaks of the content keeps it."""
        folder = self.root / _INCOMING
        if not folder.exists():
            return 0
        with self._alone():
            old = [path for path in folder.iterdir() if path.name != _LOCK and _older(path, before)]
            for path in old:
                self._drop(path, is_kept)
        return len(old)

    def inside(self, sha256: str) -> str:
        """Where a content lies, from the folder."""
        return self._place(sha256).relative_to(self.root).as_posix()

    def _drop(self, arrival: Path, is_kept: Callable[[str], bool]) -> None:
        sha256 = arrival.name.partition(".")[0]
        arrival.unlink(missing_ok=True)
        if _DIGEST.fullmatch(sha256) and sha256 not in self.on_their_way() and not is_kept(sha256):
            self._place(sha256).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise ValueError(f"no SHA-256: {sha256!r}")
        return self.root / sha256[:2] / sha256

    def _incoming(self) -> Path:
        folder = self.root / _INCOMING
        if not folder.exists():
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.mkdir(exist_ok=True, mode=0o700)
            _sync(self.root)
        return folder

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time among all processes: nobody clears away a content that another is about to rely on."""
        with (self._incoming() / _LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def documents() -> FolderStore:
    """Where this installation keeps its documents."""
    return FolderStore(Path(settings.DOCUMENTS))


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _older(path: Path, moment: datetime) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < moment.timestamp()
    return False


def _sync(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
