"""``samverk work``, ``remind`` and ``bounce``, as they are run at a terminal, and what the doctor says of mail."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from samverk.ops.demo.letters import token_of
from tests.mail_sink import Sink, sink
from tests.ops.terminal import Terminal
from tests.ops.test_serve import free_port

DAY = {"SAMVERK_TODAY": "2026-11-21"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration; made once, copied by each test."""
    home = tmp_path_factory.mktemp("filled")
    done = Terminal(home).run("demo", **DAY)
    assert (done.returncode, done.stderr) == (0, "")
    return home


@pytest.fixture
def terminal(filled: Path, tmp_path: Path) -> Terminal:
    return Terminal(Path(shutil.copytree(filled, tmp_path / "installed")))


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as made:
        yield made


def smtp(port: int) -> dict[str, str]:
    return DAY | {
        "SAMVERK_MAIL": "smtp", "SAMVERK_MAIL_HOST": "127.0.0.1", "SAMVERK_MAIL_PORT": str(port),
        "SAMVERK_MAIL_TLS": "none", "SAMVERK_MAIL_SENDER": "samverk@kommun.example",
    }  # fmt: skip


def rows(terminal: Terminal, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(terminal.home / "db.sqlite3")) as connection:
        return connection.execute(question).fetchall()


def test_reminders_are_previewed_then_queued_then_sent_once(terminal: Terminal, server: Sink) -> None:
    before = terminal.run("remind", "--preview", **DAY)
    assert (
        "Integrationssamordnare, Sigtuna kommun <kontakt.sigtuna@demo.example>, koordination-norrort" in before.stdout
    )
    assert "Ingen adress: Vaxholm: Vaxholm saknar representant" in before.stdout
    assert rows(terminal, "SELECT count(*) FROM outreach_message WHERE letter = 'reminder'") == [(0,)]

    assert terminal.run("remind", **DAY).stdout == "Påminnelser i utskicken: 3.\n"
    assert terminal.run("remind", **DAY).stdout == "Påminnelser i utskicken: 0.\n"
    assert "Ingen ska påminnas i dag." in terminal.run("remind", "--preview", **DAY).stdout
    for _ in range(2):
        done = terminal.run("work", "--once", **smtp(server.port))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    assert sorted(letter["To"] for letter in server.letters) == [
        "forbund@demo.example", "kontakt.norrtalje@demo.example", "kontakt.sigtuna@demo.example"
    ]  # fmt: skip
    assert len(set(server.tokens())) == 3


def test_it_works_until_it_is_told_to_stop(terminal: Terminal) -> None:
    worker = terminal.start("work", SAMVERK_MAIL="folder", **DAY)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "Samverk arbetar (avsluta med Ctrl-C)\n"
    worker.send_signal(signal.SIGTERM)
    out, err = worker.communicate(timeout=20)

    assert (worker.returncode, out, err) == (0, "Arbetet är avslutat.\n", "")
    assert rows(terminal, "SELECT count(*) FROM outreach_worker") == [(0,)]


def test_without_mail_it_says_that_letters_wait(terminal: Terminal) -> None:
    worker = terminal.start("work", "--lang", "en", **DAY)
    assert worker.stdout is not None
    assert "Mail is not set up: letters wait" in worker.stdout.readline()
    worker.send_signal(signal.SIGINT)
    assert worker.communicate(timeout=20)[0] == "Work has stopped.\n"
    assert worker.returncode == 0


def test_the_demonstration_sends_nothing_out(terminal: Terminal) -> None:
    terminal.run("remind", **DAY)
    terminal.run("work", "--once", SAMVERK_MAIL="folder", **DAY)

    files = list((terminal.home / "mail").glob("*.eml"))
    assert len(files) == 3
    assert all(b"\r\nTo: " in file.read_bytes() for file in files)


def test_an_installation_without_a_database_is_refused(tmp_path: Path) -> None:
    done = Terminal(tmp_path / "empty").run("work")

    assert done.returncode == 1
    assert "Skapa den med ”samverk upgrade”." in done.stderr


BOUNCE = """\
From: MAILER-DAEMON@mx.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Original-Envelope-Id: {token}

Final-Recipient: rfc822; taby@demo.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 No such user

--b--
"""


def test_a_bounce_reaches_the_outbox(terminal: Terminal, tmp_path: Path) -> None:
    mail = tmp_path / "studs.eml"
    mail.write_text(BOUNCE.format(token=token_of("taby")), encoding="utf-8")

    done = terminal.run("bounce", str(mail), **DAY)

    assert done.returncode == 0
    assert done.stdout.endswith("bounced. 5.1.1 550 No such user\n")
    state = "SELECT state FROM outreach_message WHERE address = 'taby@demo.example'"
    assert rows(terminal, state) == [("bounced",)]


@pytest.mark.parametrize("token", ["0b5e1f7c-3b0a-4b52-9a67-1f3f5f0b6f11", "x"])
def test_a_bounce_of_nothing_of_ours_is_handed_back(token: str, terminal: Terminal, tmp_path: Path) -> None:
    mail = tmp_path / "studs.eml"
    mail.write_text(BOUNCE.format(token=token), encoding="utf-8")

    done = terminal.run("bounce", str(mail), **DAY)

    assert done.returncode == 1
    assert "Läs det som vanlig post." in done.stderr
    assert terminal.run("bounce", str(tmp_path / "borta")).returncode == 2


def test_the_doctor_says_what_is_wrong_with_mail(terminal: Terminal, server: Sink) -> None:
    off = terminal.run("doctor", **DAY).stdout
    assert "E-post är inte inställd. Brev som väntar: 1." in off
    assert "”samverk work” är inte igång" in off
    assert "Det dagliga arbetet (påminnelserna) har inte körts än." in off
    assert "Brev som behöver någon: 2." in off

    there = terminal.run("doctor", **smtp(server.port))
    assert f"E-postservern 127.0.0.1:{server.port} svarar" in there.stdout
    gone = terminal.run("doctor", **smtp(free_port()))
    assert gone.returncode == 1
    assert "går inte att använda: [Errno 111] Connection refused." in gone.stdout


def test_the_doctor_sees_a_worker_and_what_it_has_done(terminal: Terminal) -> None:
    terminal.run("remind", **DAY)
    worker = terminal.start("work", SAMVERK_MAIL="folder", **DAY)
    try:
        assert worker.stdout is not None
        worker.stdout.readline()
        said = ""
        for _ in range(20):
            said = terminal.run("doctor", SAMVERK_MAIL="folder", **DAY).stdout
            if "”samverk work” är igång" in said:
                break
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=20)

    assert "”samverk work” är igång" in said
    assert "Det dagliga arbetet kördes 21\u00a0november 2026" in said
