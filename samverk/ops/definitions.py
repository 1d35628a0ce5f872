"""A definition from its folder, quickly: what has been read once is kept in SAMVERK_HOME/cache.

Reading the files takes four times as long as answering a question. The kept copy is named by the hash of the files it
was made from and carries a hash of its own; whatever is wrong with it, or with the folder, the files are read instead.
"""

from __future__ import annotations

import importlib
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from samverk import __version__, rules
from samverk.lib.home import VARIABLE, default_home
from samverk.ops import kept
from samverk.ops.refused import Refused
from samverk.reference.corpus import Located, locate
from samverk.reference.errors import NotFoundError
from samverk.rules.definition import Definition
from samverk.rules.wording import Text

SCENARIOS = "scenarios.toml"
MOST_KEPT = 20
"""Definitions kept; whoever writes one leaves a copy at every change of it."""


def find(agreement: str) -> Located:
    """The files of an agreement, by id or folder. Error: Refused."""
    try:
        return locate(agreement)
    except NotFoundError as error:
        raise Refused(error.text) from error


def read(located: Located) -> Definition:
    """The definition in the files. Error: Refused for files that cannot be read, with the first fault."""
    place = _place(located)
    known = _known(place) if place is not None else None
    if known is not None:
        return known
    # Not imported above: where the definition is kept, none of what reads files is needed.
    problems: Any = importlib.import_module("samverk.rules.problems")
    try:
        definition: Definition = importlib.import_module("samverk.rules.ruleset").load(located.files)
    except problems.DefinitionError as error:
        raise Refused(_unreadable(located, error)) from error
    if place is not None:
        with suppress(OSError, kept.NotKeepableError):
            _keep(place, kept.pack(definition))
    return definition


def _unreadable(located: Located, error: Any) -> Text:
    first, count = error.problems[0], len(error.problems)
    where = f"{first.file}, rad {first.line}" if first.line else first.file
    where_en = f"{first.file}, line {first.line}" if first.line else first.file
    return Text(
        f"{located.path} går inte att läsa ({count} fel). {where}: {first.sentence('sv')} "
        f"Se allt med ”samverk check {located.path}”.",
        f"{located.path} cannot be read ({count} faults). {where_en}: {first.sentence('en')} "
        f"See everything with “samverk check {located.path}”.",
    )


def _place(located: Located) -> Path | None:
    """Where the definition is kept; None where there is no folder for it."""
    try:
        home = Path(os.environ.get(VARIABLE) or default_home(os.environ)).expanduser()
    except RuntimeError:  # no home directory to expand ~ to
        return None
    return home / "cache" / "definitions" / f"{_key(located)}.json" if home.is_absolute() else None


def _key(located: Located) -> str:
    """The hash of the files that make the definition (the examples are no part of it) and of the rules as they are."""
    parts = [__version__, *(f"{entry.name} {entry.stat().st_mtime_ns}" for entry in os.scandir(rules.__path__[0]))]
    parts += (f"{name} {sha256(data).hexdigest()}" for name, data in located.files.items() if name != SCENARIOS)
    return sha256("\n".join(parts).encode()).hexdigest()


def _known(place: Path) -> Definition | None:
    """What was kept, if it is still what was written."""
    try:
        seal, _, document = place.read_text(encoding="utf-8").partition("\n")
        found = kept.unpack(document) if seal == sha256(document.encode()).hexdigest() else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return found if isinstance(found, Definition) else None


def _keep(place: Path, document: str) -> None:
    """Written beside and then moved into place: nobody reads half a file."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_suffix(f".{os.getpid()}")
    try:
        draft.write_text(f"{sha256(document.encode()).hexdigest()}\n{document}", encoding="utf-8")
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    newest_first = sorted(place.parent.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for old in newest_first[MOST_KEPT:]:
        old.unlink(missing_ok=True)
