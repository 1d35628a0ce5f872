"""``samverk serve``: looks first, answers, and stops when told to."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import Popen
from urllib.parse import quote

import pytest

from samverk.lib import database
from samverk.ops import cli, serve, static_files
from tests.ops.terminal import Terminal


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with an empty database; made once, copied by tests that change it."""
    home = tmp_path_factory.mktemp("migrated")
    done = Terminal(home).run("manage", "migrate", "--verbosity", "0")
    assert (done.returncode, done.stderr) == (0, "")
    return home


@pytest.fixture
def installed(migrated: Path, tmp_path: Path) -> Terminal:
    """A copy of it."""
    return Terminal(Path(shutil.copytree(migrated, tmp_path / "installed")))


@pytest.fixture
def listening() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def change(terminal: Terminal, statement: str) -> None:
    """Something that somebody did to the database behind our back."""
    with closing(sqlite3.connect(terminal.home / "db.sqlite3")) as connection:
        connection.execute(statement)
        connection.commit()


def wait_for(port: int, server: Popen[str], path: str = "/avtal/") -> bytes:
    """The page, once the server answers."""
    for _ in range(2400):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as page:
                return bytes(page.read())
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert server.poll() is None, server.communicate()
            time.sleep(0.05)
    raise AssertionError("the server never answered")


def stop(server: Popen[str], how: int) -> tuple[int, str, str]:
    server.send_signal(how)
    out, err = server.communicate(timeout=40)
    return server.returncode, out, err


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_answers_until_it_is_told_to_stop(how: int, installed: Terminal) -> None:
    port = free_port()
    server = installed.start("serve", "--port", str(port))
    try:
        page = wait_for(port, server)
        assert b"<html" in page
        assert b"/static/" in page
    finally:
        code, out, err = stop(server, how)

    assert (code, err) == (0, "")
    assert out == f"Samverk svarar på http://127.0.0.1:{port}/ (avsluta med Ctrl-C)\nSamverk är avslutat.\n"


def test_two_installations_run_side_by_side(migrated: Path, tmp_path: Path) -> None:
    """Each with its own database, key and files: what is in one is not in the other."""
    homes = [Terminal(Path(shutil.copytree(migrated, tmp_path / name))) for name in ("one", "two")]
    change(
        homes[0],
        "INSERT INTO agreements_agreement (id, title, short_sv, short_en, visibility) "
        "VALUES ('eget', 'Ett eget avtal', 'Eget avtal', 'Own', 'public')",
    )
    ports = [free_port(), free_port()]
    servers = [terminal.start("serve", "--port", str(port)) for terminal, port in zip(homes, ports, strict=True)]
    try:
        first, second = (wait_for(port, server) for port, server in zip(ports, servers, strict=True))
    finally:
        ended = [stop(server, signal.SIGTERM) for server in servers]

    assert [code for code, _, _ in ended] == [0, 0]
    assert (b"Eget avtal" in first, b"Eget avtal" in second) == (True, False)
    keys = [(terminal.home / "secret.key").read_text(encoding="ascii") for terminal in homes]
    assert all(len(key) > 50 for key in keys)


def test_a_port_that_is_taken_is_refused_with_one_that_is_free(
    listening: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve", "--port", str(listening)]) == 1

    said = capsys.readouterr().err
    assert said.startswith(f"Port {listening} används redan av ett annat program")
    free = int(said.rstrip().rpartition(" ")[2])
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", free))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--port", "0"], "--port ska vara ett tal från 1 till 65535 men är ”0”."),
        (["--port", "65536"], "--port ska vara ett tal från 1 till 65535 men är ”65536”."),
        (["--port", "åttatusen"], "--port ska vara ett tal från 1 till 65535 men är ”åttatusen”."),
        (["--port", "٣"], "--port ska vara ett tal från 1 till 65535 men är ”٣”."),
        (["--workers", "0"], "--workers ska vara ett tal från 1 till 64 men är ”0”."),
        (["--host", "no-such-host.invalid"], "--host ”no-such-host.invalid” är ingen adress på den här datorn."),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve", *words]) == 2
    assert capsys.readouterr().err == f"{said}\n"


def test_an_address_of_another_computer_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--host", "192.0.2.1", "--port", str(free_port())]) == 1
    assert capsys.readouterr().err.startswith("Det går inte att svara på 192.0.2.1 port ")


def test_a_port_for_the_administrator_alone_is_explained() -> None:
    said = serve._why_not("127.0.0.1", 80, OSError(errno.EACCES, "Permission denied"))

    assert said.sv == "Port 80 får bara användas av administratören. Välj en port från 1024 och uppåt."


# --- what is looked at first ------------------------------------------------------------------------------


def test_without_a_database_it_says_how_to_make_one(terminal: Terminal) -> None:
    done = terminal.run("serve", "--port", str(free_port()))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Databasen {terminal.home}/db.sqlite3 finns inte eller är tom. ")
    assert "samverk upgrade" in done.stderr


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM django_migrations WHERE app = 'records' AND name LIKE '0002%'", "är äldre än programmet"),
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_new', '2030-01-01')",
            "är nyare än",
        ),
    ],
    ids=["older", "newer"],
)
def test_a_database_of_another_age_is_not_served(statement: str, said: str, installed: Terminal) -> None:
    change(installed, statement)

    done = installed.run("serve", "--port", str(free_port()))

    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_no_database_is_not_served(installed: Terminal) -> None:
    (installed.home / "db.sqlite3").write_bytes(b"not a database" * 100)

    done = installed.run("serve", "--port", str(free_port()))

    assert (done.returncode, done.stdout) == (1, "")
    assert "är skadad" in done.stderr


@pytest.mark.parametrize("kind", list(database.Kind))
def test_what_can_still_be_read_is_served_with_a_warning(
    kind: database.Kind, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(database, "inspect", lambda: database.trouble(kind, "prov"))
    monkeypatch.setattr(static_files, "collect", lambda: None)
    monkeypatch.setattr(os, "execv", lambda _program, words: started.append(words))

    code = cli.main(["serve", "--port", str(free_port()), "--workers", "2"])

    can_be_read = kind in (database.Kind.LOCKED, database.Kind.FULL, database.Kind.READ_ONLY)
    assert (code, bool(started)) == ((None, True) if can_be_read else (1, False))
    assert capsys.readouterr().err == f"{database.trouble(kind, 'prov').message.sv}\n"


def test_an_address_that_others_can_reach_comes_with_a_word_on_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(database, "inspect", lambda: None)
    monkeypatch.setattr(os, "execv", lambda _program, words: started.append(words))

    cli.main(["serve", "--host", "0.0.0.0", "--port", str(port := free_port())])

    assert started[0][-4:] == ["0.0.0.0", str(port), "1", "sv"]
    assert "SAMVERK_ALLOWED_HOSTS" in capsys.readouterr().err


def test_nothing_is_needed_but_what_is_shipped(installed: Terminal) -> None:
    """A server where nobody develops has the packages of requirements.txt and no others."""
    here = Path(__file__).parent
    shipped = {"PYTHONPATH": str(here / "shipped"), "SHIPPED": str(here.parents[1] / "requirements.txt")}
    assert "is not in requirements.txt" in installed.python("-c", "import pytest", **shipped).stderr
    for words in (("upgrade",), ("import", "agreement", "koordination-norrort"), ("doctor",)):
        done = installed.run(*words, **shipped)
        assert done.returncode == 0, done.stdout + done.stderr

    port = free_port()
    server = installed.start("serve", "--port", str(port), **shipped)
    try:
        agreement = "/avtal/koordination-norrort/"
        for path in (agreement, f"{agreement}arshjul.ics", "/sok/?q=avgift", "/logga-in/"):
            assert wait_for(port, server, quote(path, safe="/?=."))
        assert wait_for(port, server, f"{agreement}aterlasning.pdf").startswith(b"%PDF")
        assert wait_for(port, server, f"{agreement}aterlasning.docx").startswith(b"PK")
    finally:
        stop(server, signal.SIGTERM)
