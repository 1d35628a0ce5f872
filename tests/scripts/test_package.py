"""The built package holds everything that the source does, so that an installation needs no source beside it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.repository import PACKAGE, ROOT, files


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built now."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = folder.glob("samverk-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def kept_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in files() if path.is_relative_to(folder)}


def test_every_file_of_the_package_is_packed(packed: set[str]) -> None:
    assert {f"samverk/{name}" for name in kept_below(PACKAGE)} - packed == set()


def test_the_corpus_is_packed_where_it_is_looked_for(packed: set[str]) -> None:
    corpus = {f"samverk/corpus/{name}" for name in kept_below(ROOT / "corpus")}

    assert any(name.endswith("/agreement.toml") for name in corpus)
    assert corpus - packed == set()


def test_nothing_else_is_packed(packed: set[str]) -> None:
    others = {name for name in packed if not name.startswith(("samverk/", "samverk-"))}
    caches = {name for name in packed if "__pycache__" in name or name.endswith(".sqlite3")}

    assert others | caches == set()
