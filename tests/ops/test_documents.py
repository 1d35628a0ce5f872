"""Documents and what can happen to them: processes killed in the middle of uploads, files lost, changed and strange."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from samverk.config.settings import SettingError, parse_clamd, parse_megabytes
from samverk.ops.diagnosis import Level, installation
from tests.integrations import clamav
from tests.ops.installations import Installation

# Marked so that the whole file also runs with the suite on PostgreSQL.
pytestmark = pytest.mark.django_db

KILLS = 60

# Runs in a process of its own: makes children that add documents and new versions as quickly as they can, and kills
# each of them (SIGKILL) at a moment nobody has chosen. A child writes down what it has been promised is kept.
CRASHES = """
import hashlib, json, os, random, signal, sys
from samverk.ops import django_ready
django_ready.start()
from django.db import connection
from samverk.accounts.policy import system
from samverk.agreements.actions import documents
from samverk.agreements.actions.documents import File, Told
from samverk.agreements.queries import listings
from samverk.integrations import looking
from samverk.lib import clock, store

looking.words = lambda path: looking.Words()  # a process for each file would leave fewer moments to be killed in
AGREEMENT, BY = "koordination-norrort", system("Prov")
chance = random.Random(int(sys.argv[2]))
SHARED = [bytes([65 + n]) * (1 << (6 + n)) for n in range(12)]

def upload(data, paper=None):
    arriving = store.documents().arriving()
    for at in range(0, len(data), 700):
        arriving.write(data[at : at + 700])
    file = File(arriving.finish(), "prov.txt")
    if paper is not None:
        return documents.add_version(paper=paper, file=file, by=BY, recorded_at=clock.now())
    told = Told("Prov", "other", "", chance.choice(["own", "parties", "public"]))
    return documents.add_document(agreement=AGREEMENT, file=file, told=told, by=BY, recorded_at=clock.now())

def child(number, out):
    chance.seed(number)
    paper = None
    for turn in range(10_000):
        data = chance.choice(SHARED) if chance.random() < 0.5 else f"{number} {turn} {chance.random()}".encode() * 300
        again = paper if paper is not None and chance.random() < 0.3 else None
        try:
            paper = upload(data, again)
        except documents.PaperRefused:  # the same as the version before
            continue
        line = json.dumps([paper.key, paper.version, hashlib.sha256(data).hexdigest()]) + "\\n"
        os.write(out, line.encode())  # one write, so a line is whole or not there

promised = []
for number in range(int(sys.argv[1])):
    connection.close()
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(read)
        try:
            child(number, write)
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read) as lines:
        got = [lines.readline() for _ in range(chance.randrange(1, 6))]
        for _ in range(chance.randrange(0, 60_000)):
            pass
        os.kill(pid, signal.SIGKILL)
        got += lines.readlines()
    os.waitpid(pid, 0)
    promised += [json.loads(line) for line in got if line.endswith("\\n")]
print(json.dumps(promised))
"""

# What is there afterwards: every version with the SHA-256 of its bytes, and after a day has been let to pass.
AFTERWARDS = """
import hashlib, json
from datetime import timedelta
from samverk.ops import django_ready
django_ready.start()
from samverk.agreements.actions.documents import clear_interrupted
from samverk.lib import clock, store
from samverk.records.models import DocumentVersion
place = store.documents()
rows = DocumentVersion.objects.values_list("document__key", "number", "blob")
found = [[key, number, hashlib.sha256(place.open(blob).read_bytes()).hexdigest()] for key, number, blob in rows]
before = len(list(place.names()))
cleared = clear_interrupted(before=clock.now() + timedelta(hours=1))
print(json.dumps([found, before, cleared, len(list(place.names())), len({blob for _, _, blob in rows})]))
"""


@pytest.fixture
def norrort(new: Callable[[], Installation]) -> Installation:
    """One agreement, and no document."""
    made = new()
    assert made.run("upgrade").returncode == 0
    done = made.run("import", "agreement", "koordination-norrort")
    assert done.returncode == 0, done.stderr
    return made


def python(made: Installation, code: str, *words: str) -> object:
    """What a script in the installation prints, as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=made.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_uploads_that_are_killed_lose_nothing_that_was_promised(norrort: Installation) -> None:
    """Sixty processes, each killed in the middle of its uploads; half of the contents are shared between them."""
    promised = python(norrort, CRASHES, str(KILLS), "4711")
    assert isinstance(promised, list)
    assert len(promised) >= KILLS

    verified = norrort.run("verify")
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout

    afterwards = python(norrort, AFTERWARDS)
    assert isinstance(afterwards, list)
    found, before, cleared, after, contents = afterwards
    assert [one for one in promised if one not in found] == []
    # At most one act of each process can have been done without its promise coming out.
    assert len(found) - len(promised) <= KILLS
    assert len({(key, number) for key, number, _ in found}) == len(found)
    # What was interrupted is cleared away, and then each content is there once and nothing else is.
    assert cleared > 0
    assert after == contents <= before
    assert norrort.run("verify").returncode == 0


# --- what verify and doctor say ---------------------------------------------------------------------------

ADD = """
from samverk.ops import django_ready
django_ready.start()
from samverk.accounts.policy import system
from samverk.agreements.actions.documents import File, Told, add_document
from samverk.lib import clock, store
for text in ("ett", "två"):
    arriving = store.documents().arriving()
    arriving.write(text.encode())
    add_document(agreement="koordination-norrort", file=File(arriving.finish(), "prov.txt"),
                 told=Told("Prov", "other", "", "public"), by=system("Prov"), recorded_at=clock.now())
print([])
"""


def contents(made: Installation) -> list[Path]:
    return sorted(path for path in (made.home / "documents").glob("??/*") if path.is_file())


def test_what_is_lost_changed_or_strange_is_told(norrort: Installation, tmp_path: Path) -> None:
    python(norrort, ADD)
    first, second = contents(norrort)
    verified = norrort.run("verify")
    assert verified.returncode == 0
    assert "och 2 filer med handlingar" in verified.stdout
    assert "✓ bra   2 filer med handlingar är på plats" in norrort.run("doctor").stdout
    assert norrort.run("backup", str(tmp_path / "hel.zip")).returncode == 0

    good = second.read_bytes()
    second.chmod(0o600)
    second.write_bytes(good + b" ")
    away = tmp_path / "undan"
    first.rename(away)
    strange = norrort.home / "documents" / "lapp.txt"
    strange.write_text("Vem lade mig här?")
    orphan = norrort.home / "documents" / "ab" / ("ab" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_text("Ingens")

    done = norrort.run("verify")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert f"Filen {first.name} till en handling saknas." in lines
    assert f"Filen {second.name} till en handling är skadad: innehållet har ändrats." in lines
    assert f"Filen lapp.txt i {norrort.home / 'documents'} hör inte till någon handling." in lines
    assert f"Filen {orphan.name} i {norrort.home / 'documents'} hör inte till någon handling." in lines
    assert len(lines) == 5
    doctor = norrort.run("doctor")
    assert doctor.returncode == 1
    assert "Filer till handlingar som saknas eller är skadade: 2 av 2." in doctor.stdout
    copied = norrort.run("backup", str(tmp_path / "bruten.zip"))
    assert copied.returncode == 1
    assert "till en handling saknas" in copied.stdout
    assert "till en handling är skadad" in copied.stdout

    away.rename(first)
    second.write_bytes(good)
    strange.unlink()
    orphan.unlink()
    assert norrort.run("verify").returncode == 0


def test_a_row_changed_behind_the_chain_is_told(norrort: Installation) -> None:
    python(norrort, ADD)
    ((key,),) = norrort.sql("SELECT key FROM records_document ORDER BY id LIMIT 1")
    norrort.sql(f"UPDATE records_document SET title = 'Något annat' WHERE key = '{key}'")

    done = norrort.run("verify")

    assert done.returncode == 1
    assert f"koordination-norrort: {key}: handlingen är inte som den registrerades." in done.stdout.splitlines()


# --- settings and the daemon ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["0", "2001", "-1", "1,5", "10 MB", "", "١٠"])
def test_a_limit_that_is_no_number_of_megabytes(text: str) -> None:
    with pytest.raises(SettingError, match="SAMVERK_LARGEST_DOCUMENT ska vara ett helt antal megabyte"):
        parse_megabytes("SAMVERK_LARGEST_DOCUMENT", text)


def test_a_limit_in_megabytes() -> None:
    assert (parse_megabytes("X", "1"), parse_megabytes("X", "2000")) == (1_000_000, 2_000_000_000)


@pytest.mark.parametrize("text", ["", "unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310", "tcp:[::1]:3310"])
def test_an_address_of_the_daemon(text: str) -> None:
    assert parse_clamd("SAMVERK_CLAMD", text) == text


@pytest.mark.parametrize("text", ["/run/clamd.ctl", "unix:clamd.ctl", "tcp:3310", "tcp:host:0", "tcp:host:x", "ja"])
def test_an_address_that_cannot_be_used(text: str) -> None:
    with pytest.raises(SettingError, match="SAMVERK_CLAMD ska skrivas unix:"):
        parse_clamd("SAMVERK_CLAMD", text)


def test_the_doctor_says_when_nothing_checks_for_malware_and_when_it_does_not_answer(tmp_path: Path) -> None:
    (none,) = installation.scanner("")
    (silent,) = installation.scanner(f"unix:{tmp_path}/clamd.ctl")

    assert (none.level, none.what.sv) == (Level.NOTE, "Uppladdade filer kontrolleras inte mot skadlig kod.")
    assert silent.level is Level.WRONG
    assert silent.what.sv == (
        f"Kontrollen mot skadlig kod svarar inte på unix:{tmp_path}/clamd.ctl: filen eller mappen finns inte."
    )


@pytest.mark.skipif(clamav.CLAMD is None, reason=clamav.SKIP)
def test_the_doctor_names_the_daemon_that_answers() -> None:
    with clamav.running() as address:
        (line,) = installation.scanner(address)

    assert line.level is Level.WELL
    assert line.what.sv.startswith("Uppladdade filer kontrolleras av ClamAV 1.")
