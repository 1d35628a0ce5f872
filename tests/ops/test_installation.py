"""The first quarter of an hour: fill, fill again, examine. With the real command, in a folder that is not there yet."""

from __future__ import annotations

from pathlib import Path

from tests.ops.terminal import Terminal


def test_an_empty_folder_becomes_a_demonstration_that_is_well(terminal: Terminal, tmp_path: Path) -> None:
    filled = terminal.run("demo")
    again = terminal.run("demo")
    examined = terminal.run("doctor")

    assert (filled.returncode, filled.stderr) == (0, "")
    assert (again.returncode, again.stderr) == (0, "")
    assert "fanns redan" not in filled.stdout
    assert again.stdout.count("fanns redan") == 9
    assert examined.returncode == 0, examined.stdout
    assert "✗" not in examined.stdout
    # Both agreements, the documents, the register and what was dispatched.
    assert examined.stdout.count("kedjan är hel") == 5


def test_nothing_is_written_outside_the_folder(terminal: Terminal, tmp_path: Path) -> None:
    """The command is run by a user whose home and working folder are empty and stay so."""
    user = tmp_path / "user"
    user.mkdir()

    for words in (
        ("ask", "ksl-nyanlanda", "exit_date", "--given", "received=2024-05-31"),
        ("manage", "migrate"),
        ("doctor",),
    ):
        done = terminal.run(
            *words, HOME=str(user), XDG_DATA_HOME=str(user / "data"), XDG_CACHE_HOME=str(user / "cache")
        )
        assert done.returncode == 0, done.stdout + done.stderr

    assert list(user.iterdir()) == []
    assert sorted(path.name for path in terminal.home.iterdir() if "-" not in path.name) == [
        "cache",
        "db.sqlite3",
        "secret.key",
    ]
