"""The file: a ZIP with a manifest, a file of rows for each table, and the documents as they lie in the folder.

``write`` makes it whole or not at all; ``opened`` refuses a file in which anything is not as it was written.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from samverk.lib.archive import tables
from samverk.lib.archive.tables import Node, Sum
from samverk.rules.wording import Text

FORMAT = "samverk-backup/1"
MANIFEST = "manifest.json"
DOCUMENTS = "documents"
PIECE = 1 << 20


class ArchiveError(Exception):
    """The file cannot be used; ``text`` says what was found, what was expected and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.sv)
        self.text = text


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What the manifest says of a table: how many rows, and the fingerprint of them."""

    rows: int
    sum: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the file holds. ``made_at`` is an ISO moment; ``documents`` are paths with their SHA-256."""

    version: str
    made_at: str
    vendor: str
    migrations: tuple[Node, ...]
    tables: dict[str, TableEntry]
    documents: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows in all."""
        return sum(entry.rows for entry in self.tables.values())

    def to_json(self) -> bytes:
        """The manifest as it stands in the file."""
        told = {
            "format": FORMAT,
            "version": self.version,
            "made_at": self.made_at,
            "vendor": self.vendor,
            "migrations": [list(node) for node in self.migrations],
            "tables": {name: {"rows": entry.rows, "sum": entry.sum} for name, entry in self.tables.items()},
            "documents": self.documents,
        }
        return json.dumps(told, ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, data: bytes) -> Manifest:
        """Error: ArchiveError."""
        try:
            told: dict[str, Any] = json.loads(data)
            if told["format"] != FORMAT:
                raise ArchiveError(_other_format(str(told["format"])))
            return cls(
                version=told["version"],
                made_at=told["made_at"],
                vendor=told["vendor"],
                migrations=tuple((app, name) for app, name in told["migrations"]),
                tables={name: TableEntry(int(e["rows"]), str(e["sum"])) for name, e in told["tables"].items()},
                documents={str(path): str(digest) for path, digest in told["documents"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArchiveError(_NO_BACKUP) from error


def write(
    path: Path,
    *,
    documents: Path,
    version: str,
    vendor: str,
    made_at: datetime,
    held: Callable[[], Iterable[str]],
    seal: Callable[[Path, Path], None] | None = None,
) -> Manifest:
    """Write the database at one moment, and the documents, to a new file. It appears when it is whole, and not before.

    ``seal`` writes an encrypted copy of a file; then only that copy is kept. ``held``: the paths of the documents that
    the rows speak of, asked for at that same moment.

    A document that comes while the file is written is not in it; the rows that speak of it are not either. One that
    the rows speak of and that is gone is not in it: ``documents`` of the manifest tells.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    sealed = part.with_suffix(".sealed")
    try:
        with _private(part) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            nodes, found, wanted = _write_rows(archive, held)
            files = _write_documents(archive, documents, wanted)
            manifest = Manifest(version, made_at.isoformat(), vendor, nodes, found, files)
            archive.writestr(MANIFEST, manifest.to_json())
        if seal is not None:
            seal(part, sealed)
        whole = part if seal is None else sealed
        with whole.open("rb") as written:
            os.fsync(written.fileno())
        # A link and not a rename: a file that has come meanwhile is not overwritten.
        os.link(whole, path)
    finally:
        part.unlink(missing_ok=True)
        sealed.unlink(missing_ok=True)
    return manifest


@contextmanager
def _private(path: Path) -> Iterator[BinaryIO]:
    """A new file that only its owner can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        yield raw


def _write_rows(
    archive: zipfile.ZipFile, held: Callable[[], Iterable[str]]
) -> tuple[tuple[Node, ...], dict[str, TableEntry], list[str]]:
    """Every table as it is at one moment: the migrations, what was written, and the documents that belong to it."""
    found: dict[str, TableEntry] = {}
    with tables.reading():
        nodes = tables.applied()
        for table in tables.tables(nodes):
            name, total = table.name, Sum()
            with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as out:
                out.write(json.dumps(table.columns).encode() + b"\n")
                for line in tables.lines(table):
                    out.write(total.add(line))
            found[name] = TableEntry(total.rows, total.hex)
        return nodes, found, sorted(held())


def _write_documents(archive: zipfile.ZipFile, folder: Path, wanted: Iterable[str]) -> dict[str, str]:
    """The documents that are there, each with the SHA-256 of what was written."""
    copied = {}
    for inside in wanted:
        file = folder / inside
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as source, archive.open(f"{DOCUMENTS}/{inside}", "w", force_zip64=True) as out:
                copied[inside] = _copied(source, out)
    return copied


def _copied(source: Any, out: Any | None) -> str:
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        if out is not None:
            out.write(piece)
    return digest.hexdigest()


class Archive:
    """A file that has been looked through and is as it was written."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def rows(self, table: str) -> Iterator[bytes]:
        """The rows of a table."""
        with self._archive.open(f"tables/{table}.jsonl") as lines:
            next(lines)
            yield from lines

    def unpack_documents(self, folder: Path) -> None:
        """Put the documents into a folder, each where it was."""
        for inside in self.manifest.documents:
            target = folder / inside
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._archive.open(f"{DOCUMENTS}/{inside}") as source, target.open("xb") as out:
                _copied(source, out)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The file, once everything in it has been compared with its manifest. Error: ArchiveError, OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            if MANIFEST not in archive.namelist():
                raise ArchiveError(_NO_BACKUP)
            manifest = Manifest.read(archive.read(MANIFEST))
            for trouble in _troubles(archive, manifest):
                raise ArchiveError(trouble)
            yield Archive(archive, manifest)
    except zipfile.BadZipFile as error:
        raise ArchiveError(_NO_BACKUP) from error


def _troubles(archive: zipfile.ZipFile, manifest: Manifest) -> Iterator[Text]:
    names = set(archive.namelist())
    for name, entry in manifest.tables.items():
        member = f"tables/{name}.jsonl"
        if member not in names:
            yield _lacks(name)
            continue
        total = Sum()
        try:
            with archive.open(member) as lines:
                next(lines)
                for line in lines:
                    total.add(line)
        except (zipfile.BadZipFile, zlib.error, StopIteration, EOFError):
            yield _damaged(name)
            continue
        if (total.rows, total.hex) != (entry.rows, entry.sum):
            yield _damaged(name)
    for inside, digest in manifest.documents.items():
        if not _is_inside(inside) or f"{DOCUMENTS}/{inside}" not in names:
            yield _lacks(inside)
            continue
        try:
            with archive.open(f"{DOCUMENTS}/{inside}") as source:
                same = _copied(source, None) == digest
        except (zipfile.BadZipFile, zlib.error, EOFError):
            same = False
        if not same:
            yield _damaged(inside)


def _is_inside(path: str) -> bool:
    """A path that stays in the folder: a file made by somebody else must not write elsewhere."""
    parts = path.split("/")
    return bool(path) and not path.startswith("/") and "\\" not in path and not {"..", ".", ""} & set(parts)


_NO_BACKUP = Text(
    "Filen är ingen säkerhetskopia från Samverk, eller avbruten. Välj en fil som ”samverk backup” har skrivit.",
    "The file is no backup from Samverk, or it is cut off. Choose a file that “samverk backup” has written.",
)


def _other_format(found: str) -> Text:
    return Text(
        f"Säkerhetskopian har formatet ”{found}”; den här versionen läser ”{FORMAT}”. Uppgradera Samverk först.",
        f"The backup has the format “{found}”; this version reads “{FORMAT}”. Upgrade Samverk first.",
    )


def _lacks(what: str) -> Text:
    return Text(
        f"Säkerhetskopian saknar ”{what}”, som ska finnas i den. Använd en annan kopia.",
        f"The backup lacks “{what}”, which should be in it. Use another copy.",
    )


def _damaged(what: str) -> Text:
    return Text(
        f"”{what}” i säkerhetskopian är inte som när den skrevs. Använd en annan kopia.",
        f"“{what}” in the backup is not as when it was written. Use another copy.",
    )
