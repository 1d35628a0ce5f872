"""``samverk restore FILE``: what a backup holds, put into an empty installation and compared row by row."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from samverk.accounts.policy import system
from samverk.lib import clock, database
from samverk.lib.archive import file, restoring, sealing, tables
from samverk.lib.archive.file import Archive, ArchiveError
from samverk.ops import django_ready
from samverk.ops.arguments import LANG, Given, Option, Position, Usage
from samverk.ops.keeping import verify
from samverk.ops.refused import FAILED, Refused, language_of, why_not
from samverk.outreach.actions.outbox import hold_after_restore
from samverk.rules.wording import Text, thousands

USAGE = Usage(
    "restore",
    Text(
        "Läser in en säkerhetskopia i en tom installation (SAMVERK_HOME), även på en annan sorts databas än den togs "
        "på. Filen prövas först; är något fel läses ingenting in.",
        "Loads a backup into an empty installation (SAMVERK_HOME), also on another kind of database than it was made "
        "on. The file is examined first; if anything is wrong, nothing is loaded.",
    ),
    (Position(Text("FIL", "FILE"), Text("säkerhetskopian", "the backup")),),
    (
        Option(
            "identity",
            Text(
                "filen med den privata nyckeln, om kopian är krypterad", "the file with the private key, if encrypted"
            ),
            value=Text("NYCKELFIL", "KEYFILE"),
        ),
        LANG,
    ),
)


def run(argv: Sequence[str]) -> int:
    """Restore, bring to this version, verify. Error: Refused; then nothing has been loaded."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    path = Path(given.words[0]).expanduser()
    with django_ready.said_plainly():
        try:
            with _plain(path, given) as plain, file.opened(plain) as archive:
                _into_empty(archive)
                _tell(given, archive)
        except ArchiveError as error:
            raise Refused(error.text, FAILED) from error
        except OSError as error:
            raise Refused(_unreadable(path, error), FAILED) from error
    return FAILED if verify.tell(given.language) else 0


@contextmanager
def _plain(path: Path, given: Given) -> Iterator[Path]:
    """The backup itself, or a decrypted copy that lives as long as it is read."""
    identity = given.values.get("identity")
    if not sealing.is_sealed(path):
        yield path
        return
    if identity is None:
        raise Refused(_needs_identity(path), FAILED)
    settings.SAMVERK_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.SAMVERK_HOME) as folder:
        plain = Path(folder) / "backup.zip"
        sealing.unseal(path, plain, Path(identity).expanduser())
        yield plain


def _into_empty(archive: Archive) -> None:
    documents: Path = settings.DOCUMENTS
    if documents.exists() and any(documents.iterdir()):
        raise ArchiveError(_documents_there(documents))
    documents.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = _is_new()
    waiting = Path(tempfile.mkdtemp(prefix=".documents-", dir=documents.parent))
    try:
        archive.unpack_documents(waiting)
        restoring.restore(archive)
        call_command("migrate", verbosity=0, interactive=False)
        hold_after_restore(at=clock.now(), by=system("Återställning"))
        if documents.exists():
            documents.rmdir()
        waiting.rename(documents)
    except BaseException:
        shutil.rmtree(waiting, ignore_errors=True)
        if made:
            _remove()
        raise


def _is_new() -> bool:
    path = database.sqlite_path(connection)
    if path is not None:
        return not path.exists()
    return not tables.applied()


def _remove() -> None:
    """Take away the database file that this command has made; on PostgreSQL empty tables are left."""
    path = database.sqlite_path(connection)
    if path is None:
        return
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _tell(given: Given, archive: Archive) -> None:
    manifest = archive.manifest
    told = Text(
        f"Återställd från {manifest.made_at[:16].replace('T', ' ')} (version {manifest.version}): "
        f"{thousands(manifest.rows)} rader, {len(manifest.documents)} handlingar. Alla måste logga in igen.",
        f"Restored from {manifest.made_at[:16].replace('T', ' ')} (version {manifest.version}): "
        f"{thousands(manifest.rows)} rows, {len(manifest.documents)} documents. Everybody has to sign in again.",
    )
    print(told.in_language(given.language))


def _documents_there(folder: Path) -> Text:
    return Text(
        f"Det finns redan handlingar i {folder}. Återställ till en tom installation.",
        f"There are already documents in {folder}. Restore into an empty installation.",
    )


def _needs_identity(path: Path) -> Text:
    return Text(
        f"{path} är krypterad. Ange filen med den privata nyckeln: --identity NYCKELFIL.",
        f"{path} is encrypted. Give the file with the private key: --identity KEYFILE.",
    )


def _unreadable(path: Path, error: OSError) -> Text:
    why = why_not(error)
    return Text(f"{path} går inte att läsa: {why.sv}.", f"{path} cannot be read: {why.en}.")
