"""A release moves the notes to the changelog and says its version everywhere."""

from datetime import date
from pathlib import Path

import pytest

import samverk
from scripts.release import NOTE, ROOT, SAID_IN, notes, release

DAY = date(2026, 12, 1)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "changes").mkdir()
    (tmp_path / "samverk").mkdir()
    (tmp_path / "changes" / "README.md").write_text("# Unreleased changes\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\nNewest first.\n", encoding="utf-8")
    (tmp_path / "samverk" / "__init__.py").write_text('"""Doc."""\n\n__version__ = "0.1.0"\n', encoding="utf-8")
    (tmp_path / "publiccode.yml").write_text('name: Samverk\nsoftwareVersion: "0.1.0"\n', encoding="utf-8")
    return tmp_path


def note(repository: Path, name: str, text: str) -> None:
    (repository / "changes" / name).write_text(text, encoding="utf-8")


def test_notes_move_to_the_changelog_by_kind_newest_version_first(repository: Path) -> None:
    note(repository, "web-print.fixed.md", "Printed pages have margins\nagain.\n")
    note(repository, "agreements-compare.added.md", "Two versions can be compared.\n")
    release(repository, "0.2.0", DAY)
    note(repository, "ops-doctor.changed.md", "The doctor says which file is full.\n")
    release(repository, "0.2.1", date(2026, 12, 24))

    assert (repository / "CHANGELOG.md").read_text(encoding="utf-8") == (
        "# Changelog\n\nNewest first.\n\n"
        "## 0.2.1, 2026-12-24\n\n### Changed\n\n- The doctor says which file is full.\n\n"
        "## 0.2.0, 2026-12-01\n\n### Added\n\n- Two versions can be compared.\n\n"
        "### Fixed\n\n- Printed pages have margins again.\n"
    )
    assert [path.name for path in (repository / "changes").iterdir()] == ["README.md"]


def test_the_version_is_written_where_it_is_said(repository: Path) -> None:
    note(repository, "a.added.md", "A.\n")

    release(repository, "1.0.0", DAY)

    assert '__version__ = "1.0.0"' in (repository / "samverk" / "__init__.py").read_text(encoding="utf-8")
    assert 'softwareVersion: "1.0.0"' in (repository / "publiccode.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("version", ["", "1", "1.0", "v1.0.0", "1.0.0-beta"])
def test_a_version_that_is_none_changes_nothing(repository: Path, version: str) -> None:
    note(repository, "a.added.md", "A.\n")

    with pytest.raises(SystemExit, match="VERSION should be three numbers"):
        release(repository, version, DAY)

    assert [path.name for path in notes(repository / "changes")] == ["a.added.md"]


def test_without_notes_there_is_no_release(repository: Path) -> None:
    with pytest.raises(SystemExit, match="nothing to release"):
        release(repository, "0.2.0", DAY)


def test_the_version_is_the_same_wherever_it_is_said() -> None:
    said = {name: pattern.findall((ROOT / name).read_text(encoding="utf-8")) for name, pattern in SAID_IN}

    assert said == {name: [samverk.__version__] for name, _ in SAID_IN}


def test_every_note_has_a_name_that_a_release_understands() -> None:
    assert [path.name for path in notes(ROOT / "changes") if not NOTE.fullmatch(path.name)] == []
