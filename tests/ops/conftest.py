"""A terminal in a folder of its own."""

from pathlib import Path

import pytest

from tests.ops.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """An installation that does not exist yet."""
    return Terminal(tmp_path / "home")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What commands run in this process keep, they keep in a folder of the test."""
    folder = tmp_path / "own"
    monkeypatch.setenv("SAMVERK_HOME", str(folder))
    return folder
