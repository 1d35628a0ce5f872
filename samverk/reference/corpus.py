"""Finds the files of an agreement: by its id in the corpus, or by a path to a folder.

The corpus is the folder SAMVERK_CORPUS points at, else ``corpus/`` beside a source checkout, else the copy
inside the installed package. An agreement's folder holds one folder per version, named by the version's date.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from samverk.reference.errors import NotFoundError
from samverk.rules.frozen import frozen
from samverk.rules.wording import Text

VARIABLE = "SAMVERK_CORPUS"
MARKS = ("agreement.toml", "text.sv.md")
"""A folder with either of these is a version folder, even when the other is missing: the check must be able
to say so.
"""

SUFFIXES = (".toml", ".md")
LARGEST = 5_000_000
"""Bytes. The largest real definition is a hundredth of this; anything above is the wrong file."""

_PACKAGE = Path(__file__).parents[1]


@frozen
class Located:
    """A version of an agreement on disk: ``files`` is every definition file of ``path`` by name, as bytes.

    ``id`` is the folder's id in the corpus, or for a folder elsewhere the path as it was given.
    """

    id: str
    version: str
    path: Path
    files: Mapping[str, bytes]


def root() -> Path:
    """The corpus folder in use. Raises NotFoundError when SAMVERK_CORPUS points at nothing, or there is no corpus
    at all.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        path = Path(chosen).expanduser()
        if path.is_dir():
            return path
        raise NotFoundError(
            Text(
                f"{VARIABLE} pekar på {path}, som inte är en mapp.",
                f"{VARIABLE} points at {path}, which is not a folder.",
            )
        )
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "corpus").is_dir():
        return checkout / "corpus"
    if (_PACKAGE / "corpus").is_dir():
        return _PACKAGE / "corpus"
    raise NotFoundError(
        Text(
            f"Samlingen av överenskommelser saknas i installationen; ange var den ligger med {VARIABLE}.",
            f"The corpus of agreements is missing from the installation; say where it is with {VARIABLE}.",
        )
    )


def agreement_ids() -> tuple[str, ...]:
    """The ids of the agreements in the corpus, in order: every folder that holds at least one version."""
    return tuple(sorted(path.name for path in root().iterdir() if path.is_dir() and versions(path)))


def versions(folder: Path) -> tuple[str, ...]:
    """The dated version folders of an agreement's folder, oldest first."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if _is_day(path.name) and path.is_dir()))


def locate(agreement: str, *, version: str | None = None) -> Located:
    """The files of ``agreement``: an id in the corpus, a version folder, or a folder of dated version
    folders.

    An id in the corpus comes before a folder of the same name; write ``./name`` for the folder. The newest
    version is taken unless ``version`` ("2014-04-15") names another. Raises NotFoundError with a sentence that says
    what exists.
    """
    try:
        return _locate(agreement, version)
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: ~ of a user that does not exist
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise NotFoundError(
            Text(f"”{agreement}” kan inte läsas: {reason}.", f"“{agreement}” cannot be read: {reason}.")
        ) from error


def _locate(agreement: str, version: str | None) -> Located:
    folder, id_ = _folder(agreement)
    dated = versions(folder)
    if version is not None:
        if version in dated:
            return _read(folder / version, id_)
        own = (folder.resolve().name,) if _is_version(folder) else ()
        if version not in own:
            raise NotFoundError(_no_such_version(id_, version, dated or own))
    if _is_version(folder):
        return _read(folder, id_)
    if dated:
        return _read(folder / dated[-1], id_)
    raise NotFoundError(_not_an_agreement(folder))


def _folder(agreement: str) -> tuple[Path, str]:
    """The folder meant, and the id it goes by."""
    if _is_plain_name(agreement):
        in_corpus = root() / agreement
        if in_corpus.is_dir():
            return in_corpus, agreement
    path = Path(agreement).expanduser() if agreement.strip() else None
    if path is not None and path.is_dir():
        return path, _id_in_corpus(path) or agreement
    if path is not None and path.exists():
        raise NotFoundError(
            Text(
                f"{agreement} är en fil. Ange mappen den ligger i.",
                f"{agreement} is a file. Give the folder it is in.",
            )
        )
    listed = ", ".join(agreement_ids())
    raise NotFoundError(
        Text(
            f"Det finns ingen överenskommelse och ingen mapp som heter ”{agreement}”. "
            + (f"I samlingen finns {listed}." if listed else "Samlingen är tom."),
            f"There is no agreement and no folder called “{agreement}”. "
            + (f"The corpus holds {listed}." if listed else "The corpus is empty."),
        )
    )


def _id_in_corpus(path: Path) -> str | None:
    """The id of the agreement whose folder ``path`` is or lies in; None elsewhere, and where there is no
    corpus.
    """
    try:
        corpus = root().resolve()
    except NotFoundError:
        return None
    resolved = path.resolve()
    return resolved.relative_to(corpus).parts[0] if corpus in resolved.parents else None


def _read(folder: Path, id_: str) -> Located:
    files: dict[str, bytes] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in SUFFIXES and not path.name.startswith(".") and path.is_file():
            if path.stat().st_size > LARGEST:
                raise NotFoundError(_too_large(path))
            files[path.name] = path.read_bytes()
    return Located(id_, folder.resolve().name, folder, MappingProxyType(files))


def _is_plain_name(agreement: str) -> bool:
    """Whether this can be an id: one path part, so that no id reaches outside the corpus."""
    return bool(agreement.strip()) and Path(agreement).name == agreement and agreement not in (".", "..")


def _is_version(folder: Path) -> bool:
    return any((folder / mark).is_file() for mark in MARKS)


def _is_day(name: str) -> bool:
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def _no_such_version(id_: str, version: str, dated: tuple[str, ...]) -> Text:
    listed = ", ".join(dated)
    return Text(
        f"{id_} har ingen version {version}. " + (f"Versionerna är {listed}." if listed else "Den har inga versioner."),
        f"{id_} has no version {version}. " + (f"Its versions are {listed}." if listed else "It has no versions."),
    )


def _not_an_agreement(folder: Path) -> Text:
    names = sorted(path.name for path in folder.iterdir())
    listed = ", ".join(names[:10]) + (" …" if len(names) > 10 else "")
    return Text(
        f"Mappen {folder} har varken agreement.toml eller en undermapp med versionens datum (ÅÅÅÅ-MM-DD). "
        + (f"Den innehåller {listed}." if listed else "Den är tom."),
        f"The folder {folder} has neither agreement.toml nor a subfolder named by a date (YYYY-MM-DD). "
        + (f"It contains {listed}." if listed else "It is empty."),
    )


def _too_large(path: Path) -> Text:
    megabytes = LARGEST // 1_000_000
    return Text(
        f"{path} är större än {megabytes} MB och kan inte vara en avtalsdefinition.",
        f"{path} is larger than {megabytes} MB and cannot be an agreement definition.",
    )
