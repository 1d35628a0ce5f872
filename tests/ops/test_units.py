"""``samverk units``: what systemd and the web server need, judged by systemd and nginx themselves where they are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from samverk.ops.units import FILES, contents
from tests.ops.terminal import Terminal

SAMVERK = Path(sys.prefix) / "bin" / "samverk"


def test_the_files_are_written_with_the_installation_in_them(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "nytt" / "units"
    done = terminal.run("units", str(folder), "--site", "samverk.example.org", "--port", "8100")

    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    site = (folder / "samverk.service").read_text()
    assert f"ExecStart={SAMVERK} serve --port 8100" in site
    assert "User=samverk\n" in site
    assert "server_name samverk.example.org;" in (folder / "nginx.conf").read_text()
    assert "SAMVERK_ALLOWED_HOSTS=samverk.example.org\n" in (folder / "samverk.env").read_text()
    assert not any(re.search(r"\{\w+\}", (folder / name).read_text()) for name in FILES)


def test_what_the_administrator_has_changed_is_left(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run("units", str(tmp_path))
    (tmp_path / "samverk.env").write_text("SAMVERK_HTTPS=0\n")

    again = terminal.run("units", str(tmp_path))

    assert again.returncode == 1
    assert "samverk.env: finns redan och säger något annat" in again.stdout
    assert again.stdout.count("oförändrad") == len(FILES) - 1
    assert (tmp_path / "samverk.env").read_text() == "SAMVERK_HTTPS=0\n"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--site", "samverk"),
        ("--site", "samverk.example;\nreturn 200"),
        ("--home", "samverk"),
        ("--home", "/var/lib/sam verk"),
        ("--home", "/var/lib/%h"),
        ("--user", "root\nUser=root"),
        ("--port", "80"),
        ("--port", "x"),
    ],
)
def test_what_would_be_read_as_something_else_is_refused(
    option: str, value: str, terminal: Terminal, tmp_path: Path
) -> None:
    done = terminal.run("units", str(tmp_path / "u"), option, value)
    assert done.returncode == 2
    assert f"{option} ska vara" in done.stderr
    assert not (tmp_path / "u").exists()


@pytest.mark.parametrize("home", ["/var/lib/samverk", "/srv/samverk"])
def test_a_service_may_write_in_its_folder_alone(home: str) -> None:
    written = contents(site="samverk.example", home=home, user="samverk", port="8000", samverk=SAMVERK)
    for name in ("samverk.service", "samverk-work.service", "samverk-nightly.service"):
        lines = written[name].splitlines()
        assert "ProtectSystem=strict" in lines
        may_write = [line for line in lines if line.startswith(("StateDirectory=", "ReadWritePaths="))]
        assert may_write == [("StateDirectory=samverk" if home.startswith("/var/lib") else f"ReadWritePaths={home}")]


def test_a_settings_file_can_be_read_by_a_shell(tmp_path: Path) -> None:
    written = contents(site="samverk.example", home="/srv/s", user="samverk", port="8000", samverk=SAMVERK)
    path = tmp_path / "samverk.env"
    path.write_text(written["samverk.env"])
    done = subprocess.run(
        ["sh", "-c", f"set -a; . {path}; echo $SAMVERK_HOME $SAMVERK_ALLOWED_HOSTS"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["/srv/s", "samverk.example"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_finds_nothing_to_remark(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run("units", str(tmp_path), "--user", "root")
    units = [str(tmp_path / name) for name in FILES if name.endswith((".service", ".timer"))]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
