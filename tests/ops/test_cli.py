"""The command line as a whole: which commands there are, and that nothing ends in a traceback."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from samverk import __version__
from samverk.ops import cli
from samverk.ops.refused import Refused
from samverk.rules.wording import Text
from tests.ops.terminal import EXECUTABLE, Terminal


def stand_in(monkeypatch: pytest.MonkeyPatch, run: object) -> None:
    """A command ``sample`` that does what the test wants."""
    monkeypatch.setitem(cli.COMMANDS, "sample", cli.Entry("sample_command", False, Text("prov", "sample")))
    monkeypatch.setattr(importlib, "import_module", lambda _name: SimpleNamespace(run=run))


def test_without_a_command_every_command_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0

    listed = capsys.readouterr().out
    assert all(f"  {name} " in listed for name in cli.COMMANDS)
    assert "fråga en överenskommelse" in listed


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"], ["--help", "--lang", "en"]])
def test_help_can_be_asked_for_in_the_usual_ways(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 0
    assert ("ask an agreement" in capsys.readouterr().out) is ("en" in words)


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name != "manage"])
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([name, "--help"]) == 0
    assert cli.main([name, "--help", "--lang", "en"]) == 0

    swedish, english = re.split(r"(?<=\n)(?=samverk)", capsys.readouterr().out)
    assert swedish.startswith(f"samverk {name} ")
    assert "visa den här hjälpen" in swedish
    assert "show this help" in english


def test_the_handbook_explains_every_command() -> None:
    handbook = (Path(__file__).resolve().parents[2] / "docs/handbook/drift.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `samverk ([\w-]+)", handbook, re.MULTILINE) == list(cli.COMMANDS)


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"samverk {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["aks"], "Kommandot ”aks” finns inte. Menade du ask?"),
        (["serv", "--lang", "en"], "There is no command “serv”. Did you mean serve?"),
        (["xyzzyxyzzy"], "Kommandot ”xyzzyxyzzy” finns inte. Det finns ask, check"),
    ],
)
def test_an_unknown_command_is_answered_with_the_nearest(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2

    printed = capsys.readouterr()
    assert printed.err.startswith(said)
    assert printed.out == ""


def test_a_refusal_is_one_line_in_the_language_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_argv: Sequence[str]) -> int:
        raise Refused(Text("Nej.", "No."), 1)

    stand_in(monkeypatch, refuse)

    assert cli.main(["sample"]) == 1
    assert cli.main(["sample", "--lang=en"]) == 1
    assert capsys.readouterr().err == "Nej.\nNo.\n"


def test_ctrl_c_ends_without_a_word(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_argv: Sequence[str]) -> int:
        raise KeyboardInterrupt

    stand_in(monkeypatch, interrupted)

    assert cli.main(["sample"]) == 130
    assert capsys.readouterr().err == ""


def test_a_fault_of_our_own_is_said_in_a_sentence_and_shown_whole_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_argv: Sequence[str]) -> int:
        raise ZeroDivisionError("division by zero")

    stand_in(monkeypatch, broken)
    monkeypatch.setenv("SAMVERK_DEBUG", "0")

    assert cli.main(["sample"]) == 70
    assert "ZeroDivisionError: division by zero" in capsys.readouterr().err
    monkeypatch.setenv("SAMVERK_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["sample"])


def test_a_reader_that_has_had_enough_is_no_fault(terminal: Terminal) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [str(EXECUTABLE), "--help"], env=terminal.environment(), stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (130, b"")


def test_a_terminal_that_is_not_utf8_gets_what_it_can_show(terminal: Terminal) -> None:
    done = subprocess.run(
        [str(EXECUTABLE), "--help"],
        env=terminal.environment(PYTHONUTF8="0", PYTHONIOENCODING="latin-1"),
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0
    assert "fråga en överenskommelse".encode("latin-1") in done.stdout
    assert b"?samverk KOMMANDO --help?" in done.stdout


def test_a_setting_that_cannot_be_used_stops_the_command_in_plain_words(terminal: Terminal) -> None:
    done = terminal.run("demo", SAMVERK_HTTPS="true")

    assert (done.returncode, done.stderr) == (2, "SAMVERK_HTTPS ska vara 1 (ja) eller 0 (nej) men är ”true”.\n")
