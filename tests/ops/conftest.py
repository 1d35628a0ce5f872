"""A terminal in a folder of its own; installations with databases of their own, on both databases."""

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.ops.installations import ON_POSTGRESQL, SERVER, Installation
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


@pytest.fixture(scope="session")
def server_urls() -> Iterator[Callable[[], str]]:
    """Addresses of new databases on the server of the suite; they are dropped afterwards."""
    made: list[str] = []

    def new() -> str:
        name = f"keeping_{uuid.uuid4().hex}"
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return re.sub(r"(?<=/)[^/?@]+(\?|$)", rf"{name}\1", SERVER, count=1)

    yield new
    if made:
        with psycopg.connect(SERVER, autocommit=True) as server:
            for name in made:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new(tmp_path: Path, server_urls: Callable[[], str]) -> Callable[[], Installation]:
    """An installation that does not exist yet."""
    return lambda: Installation(tmp_path / uuid.uuid4().hex, server_urls() if ON_POSTGRESQL else "")
