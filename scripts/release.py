"""Makes a release of what is unreleased: `python scripts/release.py 0.2.0` (`make release VERSION=0.2.0`).

Moves the notes of changes/ into CHANGELOG.md under the version and the day, and writes the version where it is said.
Nothing is committed or sent anywhere.
"""

import re
import sys
from datetime import date
from pathlib import Path

from samverk.lib import clock

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"added": "Added", "changed": "Changed", "fixed": "Fixed", "removed": "Removed"}
NOTE = re.compile(rf"[a-z0-9-]+\.({'|'.join(KINDS)})\.md")
VERSION = re.compile(r"\d+\.\d+\.\d+")

# File, and the pattern whose one group is the version.
SAID_IN = [
    ("samverk/__init__.py", re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)),
    ("publiccode.yml", re.compile(r'^softwareVersion: "(.+)"$', re.MULTILINE)),
]


def notes(folder: Path) -> list[Path]:
    """The notes of unreleased changes, in order of their names."""
    return sorted(path for path in folder.glob("*.md") if path.name != "README.md")


def section(version: str, day: date, paths: list[Path]) -> str:
    """The part of the changelog for a version: the notes by kind, each as one item."""
    lines = [f"## {version}, {day}", ""]
    for kind, heading in KINDS.items():
        items = [path.read_text(encoding="utf-8").split() for path in paths if path.name.endswith(f".{kind}.md")]
        if items:
            lines += [f"### {heading}", "", *(f"- {' '.join(words)}" for words in items), ""]
    return "\n".join(lines)


def with_section(changelog: str, part: str) -> str:
    """The changelog with a new part above the earlier ones."""
    head, mark, rest = changelog.partition("\n## ")
    return f"{head.rstrip()}\n\n{part}{mark}{rest}" if mark else f"{head.rstrip()}\n\n{part}"


def with_version(text: str, pattern: re.Pattern[str], version: str) -> str:
    """`text` with the version in it replaced."""
    match = pattern.search(text)
    if match is None:
        raise ValueError(f"no version matches {pattern.pattern}")
    return text[: match.start(1)] + version + text[match.end(1) :]


def release(root: Path, version: str, day: date) -> None:
    """Write the files of a release below `root`; refuses when there is nothing to release or the version is none."""
    paths = notes(root / "changes")
    if not VERSION.fullmatch(version):
        raise SystemExit(f"VERSION should be three numbers, as in 0.2.0, but is {version!r}.")
    if not paths:
        raise SystemExit("There is nothing to release: changes/ holds no notes.")
    changelog = root / "CHANGELOG.md"
    changelog.write_text(
        with_section(changelog.read_text(encoding="utf-8"), section(version, day, paths)), encoding="utf-8"
    )
    for name, pattern in SAID_IN:
        path = root / name
        path.write_text(with_version(path.read_text(encoding="utf-8"), pattern, version), encoding="utf-8")
    for path in paths:
        path.unlink()


if __name__ == "__main__":
    release(ROOT, sys.argv[1] if len(sys.argv) > 1 else "", clock.today())
