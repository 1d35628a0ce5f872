"""The pages' stylesheets, scripts, fonts and pictures, collected into SAMVERK_HOME/static with names of their own.

Collected again only when a source file has changed: it takes a second that every start would otherwise wait for.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from samverk import __version__
from samverk.ops.refused import FAILED, Refused
from samverk.rules.wording import Text

STAMP = "collected.sha256"
MANIFEST = "staticfiles.json"


def wanted() -> bool:
    """Whether pages are served from collected files at all (SAMVERK_STATIC=hashed)."""
    return bool(settings.STATIC_FILES == "hashed")


def are_current() -> bool:
    """Whether what is collected was made from the files as they now are."""
    stamp, manifest = _root() / STAMP, _root() / MANIFEST
    return manifest.is_file() and stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint()


def collect() -> None:
    """Collect if needed. Error: Refused when the folder cannot be written to."""
    if not wanted() or are_current():
        return
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        (_root() / STAMP).write_text(fingerprint(), encoding="ascii")
    except OSError as error:
        raise Refused(
            Text(
                f"Sidornas filer kan inte läggas i {_root()}: {error.strerror}. Ge Samverk rätt att skriva där.",
                f"The pages' files cannot be put in {_root()}: {error.strerror}. Let Samverk write there.",
            ),
            FAILED,
        ) from error


def fingerprint() -> str:
    """SHA-256 over version, name, size and day of change of every source file."""
    lines = sorted(f"{path}\0{path.stat().st_size}\0{path.stat().st_mtime_ns}" for path in _sources())
    return sha256("\n".join([__version__, *lines]).encode()).hexdigest()


def _sources() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list(None):
            yield Path(storage.path(name))


def _root() -> Path:
    return Path(settings.STATIC_ROOT)
