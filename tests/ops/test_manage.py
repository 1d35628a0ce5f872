"""``samverk manage`` and the commands that write: Django's own commands, and a database that cannot be used."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from samverk.lib import database
from samverk.ops import cli, django_ready
from samverk.ops.refused import Refused
from tests.ops.terminal import Terminal


def test_djangos_own_commands_are_passed_on(terminal: Terminal) -> None:
    done = terminal.run("manage", "check", "--database", "default")

    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


def test_a_wrong_command_of_djangos_is_djangos_to_refuse(terminal: Terminal) -> None:
    done = terminal.run("manage", "migrat")

    assert done.returncode == 1
    assert "migrat" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("demo",), ("manage", "migrate")], ids=" ".join)
def test_a_file_that_is_no_database_is_said_to_be_damaged(words: tuple[str, ...], terminal: Terminal) -> None:
    terminal.home.mkdir()
    (terminal.home / "db.sqlite3").write_bytes(b"not a database" * 100)

    done = terminal.run(*words)

    assert done.returncode == 1
    assert done.stderr.startswith("Databasen till Samverk är skadad, eller något annat än en databas. Inget sparades.")
    assert done.stderr.count("\n") == 1


def test_an_error_that_is_no_trouble_of_the_database_is_not_disguised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "explain", lambda _error: None)

    with pytest.raises(OperationalError), django_ready.said_plainly():
        raise OperationalError("of our own making")


@pytest.mark.parametrize("kind", list(database.Kind))
def test_every_trouble_is_a_refusal_in_plain_words(kind: database.Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    trouble = database.trouble(kind, "prov")
    monkeypatch.setattr(database, "explain", lambda _error: trouble)

    with pytest.raises(Refused) as refused, django_ready.said_plainly():
        raise OperationalError

    assert (refused.value.text, refused.value.code) == (trouble.message, 1)


def test_the_help_of_manage_is_djangos(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["manage", "help"]) == 0
    assert "migrate" in capsys.readouterr().out
