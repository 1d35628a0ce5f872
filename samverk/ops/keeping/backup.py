"""``samverk backup FILE``: the database at one moment and the documents, in one file; also while the site is in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection

from samverk import __version__
from samverk.lib import clock, database, store
from samverk.lib.archive import file, sealing
from samverk.lib.archive.file import ArchiveError, Manifest
from samverk.ops import django_ready
from samverk.ops.arguments import LANG, Option, Position, Usage
from samverk.ops.refused import FAILED, Refused, language_of, why_not
from samverk.records.queries.papers import blob_sizes
from samverk.rules.wording import Text, thousands

USAGE = Usage(
    "backup",
    Text(
        "Skriver databasen, som den är just nu, och alla handlingar till en ny fil. Webbplatsen kan vara i bruk. "
        "Med --recipient krypteras filen så att bara den som har nyckeln kan läsa den.",
        "Writes the database as it is now and all documents to a new file. The site may be in use. "
        "With --recipient the file is encrypted so that only the holder of the key can read it.",
    ),
    (Position(Text("FIL", "FILE"), Text("filen som skapas", "the file to make")),),
    (
        Option(
            "recipient",
            Text("mottagarens offentliga nyckel, age1…", "the recipient's public key, age1…"),
            value=Text("NYCKEL", "KEY"),
        ),
        LANG,
    ),
)

BLOBS = "records_blob"
UNUSABLE = frozenset({database.Kind.ABSENT, database.Kind.DAMAGED, database.Kind.UNREACHABLE, database.Kind.NEWER})


def run(argv: Sequence[str]) -> int:
    """Write the file; say what is in it. Error: Refused; then there is no file."""
    given = USAGE.read(argv)
    if given is None:
        print(USAGE.help(language_of(argv)))
        return 0
    path = Path(given.words[0]).expanduser().absolute()
    manifest = write(path, given.values.get("recipient"))
    told = Text(
        f"{path}: {thousands(manifest.rows)} rader i {len(manifest.tables)} tabeller, "
        f"{len(manifest.documents)} handlingar. Den hemliga nyckeln ingår inte.",
        f"{path}: {thousands(manifest.rows)} rows in {len(manifest.tables)} tables, "
        f"{len(manifest.documents)} documents. The secret key is not included.",
    )
    print(told.in_language(given.language))
    wrong = list(_wrong(manifest))
    for place in wrong:
        print(place.in_language(given.language))
    return FAILED if wrong else 0


def _held() -> list[str]:
    """Where the documents lie that the rows speak of; none in a database from before there were any."""
    if BLOBS not in connection.introspection.table_names():
        return []
    place = store.documents()
    return [place.inside(sha256) for sha256 in blob_sizes()]


def _wrong(manifest: Manifest) -> Iterator[Text]:
    """Documents that are missing in the file, or damaged in it. The rest of it can be used all the same."""
    for inside in _held():
        if inside not in manifest.documents:
            yield Text(f"Filen {inside} till en handling saknas.", f"The file {inside} of a document is missing.")
    for inside, digest in manifest.documents.items():
        if not inside.endswith(digest):
            yield Text(f"Filen {inside} till en handling är skadad.", f"The file {inside} of a document is damaged.")


def write(path: Path, recipient: str | None = None) -> Manifest:
    """Write a backup that proves itself readable. Error: Refused."""
    trouble = database.inspect()
    if trouble is not None and trouble.kind in UNUSABLE:
        raise Refused(trouble.message, FAILED)
    if path.exists():
        raise Refused(_there_already(path), FAILED)
    with django_ready.said_plainly():
        try:
            manifest = file.write(
                path,
                documents=settings.DOCUMENTS,
                version=__version__,
                vendor=connection.vendor,
                made_at=clock.now(),
                held=_held,
                seal=sealing.for_recipient(recipient) if recipient else None,
            )
        except ArchiveError as error:
            raise Refused(error.text, FAILED) from error
        except OSError as error:
            raise Refused(_cannot_write(path, error), FAILED) from error
    return manifest


def _there_already(path: Path) -> Text:
    return Text(
        f"{path} finns redan. En säkerhetskopia skrivs aldrig över; välj ett annat namn.",
        f"{path} is already there. A backup is never overwritten; choose another name.",
    )


def _cannot_write(path: Path, error: OSError) -> Text:
    why = why_not(error)
    return Text(
        f"{path} går inte att skriva: {why.sv}. Ingen fil har skapats.",
        f"{path} cannot be written: {why.en}. No file was made.",
    )
