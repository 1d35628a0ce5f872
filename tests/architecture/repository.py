"""What the tests of this folder look at: the repository's files and its contracts."""

import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "samverk"


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in version control; absolute paths, in order."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def texts(*suffixes: str, under: Path = ROOT) -> Iterator[tuple[str, str]]:
    """(path from the root, text) of every file below `under` with one of the suffixes; without suffixes, of all.

    Files that are not UTF-8 text (fonts, pictures) are left out.
    """
    for path in files():
        if path.is_relative_to(under) and (not suffixes or path.suffix in suffixes):
            try:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


@cache
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def contract(number: int) -> dict[str, Any]:
    """An import contract by the number its name begins with."""
    contracts = project()["tool"]["importlinter"]["contracts"]
    found: dict[str, Any] = next(one for one in contracts if one["name"].startswith(f"{number} "))
    return found


def stack() -> list[list[str]]:
    """The layers from the top down, each row's names as written: parentheses mean not yet made."""
    return [[name.strip() for name in row.split("|")] for row in contract(1)["layers"]]


def heights() -> dict[str, int]:
    """Name of a folder under samverk → its height in the stack; 0 is the bottom."""
    return {name.strip("()"): height for height, row in enumerate(reversed(stack())) for name in row}
