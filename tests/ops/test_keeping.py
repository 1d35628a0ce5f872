"""verify, backup, restore, upgrade, move: the real commands, in folders and databases of their own, on both databases.

With the suite on PostgreSQL every installation here has a database of its own on the same server.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import threading
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from samverk.ops.demo.letters import token_of
from samverk.ops.demo.papers import notes
from tests.ops.installations import ON_POSTGRESQL, Installation, Result

# Marked so that the whole file also runs with the suite on PostgreSQL.
pytestmark = pytest.mark.django_db
NOTES = hashlib.sha256(notes()).hexdigest()
DOCUMENT = f"{NOTES[:2]}/{NOTES}"


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory, server_urls: Callable[[], str]) -> Installation:
    """A filled demonstration with its documents."""
    made = Installation(tmp_path_factory.mktemp("original") / "home", server_urls() if ON_POSTGRESQL else "")
    done = made.run("demo")
    assert done.returncode == 0, done.stderr
    assert (made.home / "documents" / DOCUMENT).read_bytes() == notes()
    return made


@pytest.fixture(scope="session")
def backup(original: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "kopia.zip"
    done = original.run("backup", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    return path


def tables(path: Path) -> dict[str, object]:
    with zipfile.ZipFile(path) as archive:
        found: dict[str, object] = json.loads(archive.read("manifest.json"))["tables"]
        return found


def without_mail(found: dict[str, object]) -> dict[str, object]:
    """Letters that waited are held after a restore: they may have been sent since the backup was made."""
    return {name: entry for name, entry in found.items() if name not in ("outreach_message", "outreach_step")}


def assert_said(done: Result, sentence: str) -> None:
    assert done.returncode == 1, done.stdout
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


# --- there and back ---------------------------------------------------------------------------------------


def test_what_is_restored_is_what_was_there(backup: Path, new: Callable[[], Installation], tmp_path: Path) -> None:
    """The restore drill: every row of every table, every document, and a chain that holds."""
    other = new()

    restored = other.run("restore", str(backup))

    assert (restored.returncode, restored.stderr) == (0, "")
    assert "Allt är som det registrerades" in restored.stdout
    assert (other.home / "documents" / DOCUMENT).read_bytes() == notes()
    again = tmp_path / "igen.zip"
    assert other.run("backup", str(again)).returncode == 0
    assert without_mail(tables(again)) == without_mail(tables(backup))
    assert other.sql("SELECT address, state FROM outreach_message WHERE problem = 'restored'") == [
        ("norrtalje@demo.example", "uncertain")
    ]


def test_new_rows_get_new_numbers_after_a_restore(backup: Path, new: Callable[[], Installation]) -> None:
    """On PostgreSQL the counters of the tables are no part of the rows."""
    other = new()
    assert other.run("restore", str(backup)).returncode == 0
    other.sql("DELETE FROM accounts_role", "DELETE FROM accounts_user")  # as if the accounts had not been made

    filled = other.run("demo")

    assert (filled.returncode, filled.stderr) == (0, "")
    assert other.run("verify").returncode == 0


def test_a_backup_holds_no_sessions_and_no_secret(backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        names = archive.namelist()
    assert "tables/records_event.jsonl" in names
    assert f"documents/{DOCUMENT}" in names
    assert not [name for name in names if "session" in name or "secret" in name]
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_is_of_one_moment_while_others_write(original: Installation, tmp_path: Path) -> None:
    """Somebody records on and on; the backup stops nobody and its chains are whole."""
    stop = threading.Event()
    written: list[Result] = []

    def record() -> None:
        while not stop.is_set():
            done = original.run("manage", "shell", "-v", "0", "-c", RECORD.format(n=len(written)))
            assert done.returncode == 0, done.stderr
            written.append(done)

    writer = threading.Thread(target=record)
    writer.start()
    try:
        paths = [tmp_path / f"{n}.zip" for n in range(3)]
        results = [original.run("backup", str(path)) for path in paths]
    finally:
        stop.set()
        writer.join()

    assert [done.returncode for done in results] == [0, 0, 0]
    assert written
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            rows = [json.loads(line) for line in archive.read("tables/records_event.jsonl").splitlines()]
        column = {name: place for place, name in enumerate(rows[0])}
        chain = [row for row in rows[1:] if row[column["agreement"]] == "koordination-norrort"]
        assert [row[column["seq"]] for row in chain] == list(range(1, len(chain) + 1))
        assert [row[column["prev_hash"]] for row in chain[1:]] == [row[column["hash"]] for row in chain[:-1]]


RECORD = """
from datetime import date, timedelta
from samverk.accounts.policy import system
from samverk.agreements.actions.facts import record_fact
from samverk.lib import clock
for number in range(20):
    record_fact(agreement="koordination-norrort", kind="meeting.held", valid_on=date(2020, 1, 1),
                payload={{"body": "natverk", "number": 1000 + {n} * 20 + number}}, by=system("Prov"),
                recorded_at=clock.now())
"""


# --- encrypted --------------------------------------------------------------------------------------------


def test_an_encrypted_backup_opens_with_its_key_only(
    original: Installation, new: Callable[[], Installation], tmp_path: Path
) -> None:
    right, wrong = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    for name, key in (("right", right), ("wrong", wrong)):
        (tmp_path / name).write_text(f"# public key: {key.to_public()}\n{key}\n")
    path = tmp_path / "hemlig.age"

    assert original.run("backup", str(path), "--recipient", str(right.to_public())).returncode == 0

    assert b"records_event" not in path.read_bytes()
    assert sorted(item.name for item in tmp_path.iterdir() if item.is_file()) == ["hemlig.age", "right", "wrong"]
    other = new()
    assert_said(other.run("restore", str(path)), "är krypterad")
    assert_said(other.run("restore", str(path), "--identity", str(tmp_path / "wrong")), "går inte att öppna")
    assert_said(other.run("restore", str(path), "--identity", str(path.with_name("none"))), "går inte att läsa")
    done = other.run("restore", str(path), "--identity", str(tmp_path / "right"))
    assert (done.returncode, done.stderr) == (0, "")
    assert not [item for item in other.home.iterdir() if item.name.startswith(".")]


def test_a_recipient_that_is_no_key_is_refused_before_anything_is_written(
    original: Installation, tmp_path: Path
) -> None:
    assert_said(
        original.run("backup", str(tmp_path / "x.age"), "--recipient", "age1fel"), "”age1fel” är ingen offentlig nyckel"
    )
    assert list(tmp_path.iterdir()) == []


# --- what is refused --------------------------------------------------------------------------------------


def test_a_backup_is_never_overwritten(original: Installation, backup: Path) -> None:
    before = backup.read_bytes()
    assert_said(original.run("backup", str(backup)), "finns redan")
    assert backup.read_bytes() == before


def test_a_folder_that_is_not_there_gets_no_half_written_file(original: Installation, tmp_path: Path) -> None:
    assert_said(original.run("backup", str(tmp_path / "saknas" / "x.zip")), "går inte att skriva")


def test_an_installation_in_use_is_not_restored_over(original: Installation, backup: Path) -> None:
    assert_said(original.run("restore", str(backup)), "Det finns redan handlingar")
    documents = original.home / "documents"
    documents.rename(original.home / "away")
    try:
        assert_said(original.run("restore", str(backup)), "Databasen är inte tom")
    finally:
        (original.home / "away").rename(documents)
    assert original.run("verify").returncode == 0


def changed(backup: Path, path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of the backup with other contents."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
    return path


def _flipped(name: str, data: bytes) -> bytes:
    return data.replace(b"meeting.held", b"meeting.hold", 1) if name.endswith("records_event.jsonl") else data


def _dropped(name: str, data: bytes) -> bytes | None:
    return None if name.endswith("records_event.jsonl") else data


def _shortened(name: str, data: bytes) -> bytes:
    return data[: data.rindex(b"\n", 0, -1) + 1] if name.endswith("accounts_user.jsonl") else data


def _document(name: str, data: bytes) -> bytes:
    return b"Minnesanteckningar, andra" if name == f"documents/{DOCUMENT}" else data


def _escaping(name: str, data: bytes) -> bytes:
    return data.replace(DOCUMENT.encode(), b"../../ute.pdf") if name == "manifest.json" else data


def _newer(name: str, data: bytes) -> bytes:
    return data.replace(b'"0001_initial"', b'"9001_framtid"', 1) if name == "manifest.json" else data


def _other_format(name: str, data: bytes) -> bytes:
    return data.replace(b"samverk-backup/1", b"samverk-backup/9") if name == "manifest.json" else data


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_flipped, "”records_event” i säkerhetskopian är inte som när den skrevs"),
        (_dropped, "Säkerhetskopian saknar ”records_event”"),
        (_shortened, "”accounts_user” i säkerhetskopian är inte som när den skrevs"),
        (_document, f"”{DOCUMENT}” i säkerhetskopian är inte som när den skrevs"),
        (_escaping, "Säkerhetskopian saknar ”../../ute.pdf”"),
        (_newer, "gjord av en nyare version"),
        (_other_format, "samverk-backup/9"),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_left(
    change: Callable[[str, bytes], bytes | None],
    sentence: str,
    backup: Path,
    new: Callable[[], Installation],
    tmp_path: Path,
) -> None:
    other = new()
    assert_said(other.run("restore", str(changed(backup, tmp_path / "skadad.zip", change))), sentence)
    assert {path.name for path in other.home.iterdir()} <= {"secret.key"}
    assert not (tmp_path / "ute.pdf").exists()
    assert other.run("restore", str(backup)).returncode == 0


@pytest.mark.parametrize("content", [b"", b"hej", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused(content: bytes, new: Callable[[], Installation], tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    assert_said(new().run("restore", str(tmp_path / "x.zip")), "ingen säkerhetskopia från Samverk")


def test_a_cut_off_backup_is_refused(backup: Path, new: Callable[[], Installation], tmp_path: Path) -> None:
    (tmp_path / "halv.zip").write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    assert_said(new().run("restore", str(tmp_path / "halv.zip")), "ingen säkerhetskopia från Samverk")


# --- verify and upgrade -----------------------------------------------------------------------------------

LIFT = {
    "sqlite": ["DROP TRIGGER records_event_no_update", "DROP TRIGGER records_event_no_delete"],
    "postgresql": ["ALTER TABLE records_event DISABLE TRIGGER USER"],
}["postgresql" if ON_POSTGRESQL else "sqlite"]


SIGTUNA = f"SELECT id FROM outreach_message WHERE token = '{token_of('sigtuna').hex}'"


@pytest.fixture
def copy(backup: Path, new: Callable[[], Installation]) -> Installation:
    made = new()
    assert made.run("restore", str(backup)).returncode == 0
    return made


@pytest.mark.parametrize(
    ("statements", "place"),
    [
        (
            [*LIFT, "UPDATE records_event SET valid_on = '2001-01-01' WHERE agreement = 'ksl-nyanlanda' AND seq = 7"],
            "ksl-nyanlanda: Uppgift 7 har ändrats efter att den registrerades.",
        ),
        (
            [*LIFT, "DELETE FROM records_event WHERE agreement = 'ksl-nyanlanda' AND seq = 9"],
            "ksl-nyanlanda: Uppgift 9 saknas; nästa som finns är 10.",
        ),
        (LIFT, "Skyddet records_event_no_update mot ändringar saknas i databasen."),
        (
            ["DELETE FROM agreements_party_in_force WHERE party = '0184'"],
            "koordination-norrort: agreements_party_in_force stämmer inte med uppgifterna.",
        ),
        (
            ["UPDATE agreements_holding SET title = 'Någon annan' WHERE agreement_id = 'koordination-norrort'"],
            "koordination-norrort: agreements_holding stämmer inte med uppgifterna.",
        ),
        (
            ["UPDATE agreements_edition SET text = 'Annan text'"],
            "koordination-norrort 1.0.0 (plain, sv): texten är inte den som lästes in.",
        ),
        (
            [f"DELETE FROM outreach_step WHERE message_id IN ({SIGTUNA})"],
            f"Utskick {token_of('sigtuna')}: läget stämmer inte med dess steg.",
        ),
    ],
)
def test_verify_names_the_place(statements: list[str], place: str, copy: Installation) -> None:
    assert copy.run("verify").returncode == 0
    copy.sql(*statements)

    done = copy.run("verify")

    assert done.returncode == 1
    assert place in done.stdout.splitlines()
    assert "inte som det registrerades" in done.stdout


def test_verify_says_what_each_part_holds_and_the_log_holds_the_same(copy: Installation, tmp_path: Path) -> None:
    said = re.sub(r"(\d)\s(?=\d)", r"\1", copy.run("verify").stdout)
    path = tmp_path / "logg.jsonl"

    written = copy.run("log", "--to", str(path))
    assert (written.returncode, written.stdout) == (0, f"{path}: skriven\n")

    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    parts = Counter(row["part"] for row in rows)
    words = (r"(\d+) uppgifter", r"(\d+) åtgärder", r"(\d+) med brev", r"(\d+) steg")
    facts, rights, many, steps = (int(found[1]) for found in (re.search(each, said) for each in words) if found)
    assert (facts, rights, many + steps) == (parts["facts"], parts["rights"], parts["mail"])
    assert many
    assert {row["agreement"] for row in rows} >= {"koordination-norrort", "ksl-nyanlanda", ""}
    assert copy.run("log", "ksl-nyanlanda", "--form", "csv").stdout.startswith("\ufeffpart;agreement;number;at;origin;")
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith("logg")] == ["logg.jsonl"]


def test_a_log_of_nothing_or_to_nowhere_is_refused(copy: Installation, tmp_path: Path) -> None:
    assert_said(copy.run("log", "finns-inte"), "Det finns inget avtal ”finns-inte”.")
    assert_said(copy.run("log", "--to", str(tmp_path / "mapp" / "logg")), "går inte att skriva")


def test_an_upgrade_backs_up_first(copy: Installation) -> None:
    """The database is taken one step back; the upgrade leaves a backup of how it was and everything whole."""
    back = _one_step_back(copy)

    done = copy.run("upgrade")

    assert (done.returncode, done.stderr) == (0, "")
    (path,) = (copy.home / "backups").iterdir()
    with zipfile.ZipFile(path) as archive:
        taken = {tuple(node) for node in json.loads(archive.read("manifest.json"))["migrations"]}
    assert back not in taken
    assert "Allt är som det registrerades" in done.stdout
    assert "hör redan till version" in copy.run("upgrade").stdout


def test_an_upgrade_proves_chains_from_before_facts_told_how_their_actor_came(copy: Installation) -> None:
    _without_register(copy)
    back = copy.run("manage", "migrate", "records", "0003_documents")
    assert back.returncode == 0, back.stderr
    assert "Uppgift" not in copy.run("verify").stdout

    done = copy.run("upgrade")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Allt är som det registrerades" in done.stdout


def test_an_upgrade_refuses_a_broken_chain(copy: Installation) -> None:
    _one_step_back(copy)
    copy.sql(*LIFT, "UPDATE records_event SET party = '0180' WHERE agreement = 'ksl-nyanlanda' AND seq = 5")
    before = copy.sql("SELECT count(*) FROM django_migrations")

    done = copy.run("upgrade")

    assert_said(done, "Databasen uppgraderas inte")
    assert "Uppgift 5" in done.stdout
    assert copy.sql("SELECT count(*) FROM django_migrations") == before
    assert not (copy.home / "backups").exists()


def test_a_backup_of_an_older_version_is_brought_to_this_one(
    copy: Installation, new: Callable[[], Installation], tmp_path: Path
) -> None:
    back = _one_step_back(copy)
    path = tmp_path / "aldre.zip"
    assert copy.run("backup", str(path)).returncode == 0
    other = new()

    restored = other.run("restore", str(path))

    assert (restored.returncode, restored.stderr) == (0, "")
    assert [back] == other.sql(
        f"SELECT app, name FROM django_migrations WHERE app = '{back[0]}' AND name = '{back[1]}'"
    )


def _without_register(installation: Installation) -> None:
    """Take away what the demonstration tells of a register, which nobody had then, and leave the table protected."""
    gone = "DELETE FROM records_event WHERE agreement LIKE '%/diarium' OR agreement LIKE '%/expedierat'"
    if ON_POSTGRESQL:
        installation.sql(*LIFT, gone, "ALTER TABLE records_event ENABLE TRIGGER USER")
        return
    [(trigger,)] = installation.sql("SELECT sql FROM sqlite_master WHERE name = 'records_event_no_delete'")
    installation.sql("DROP TRIGGER records_event_no_delete", gone, str(trigger))


def _one_step_back(installation: Installation) -> tuple[str, str]:
    """Undo the newest migration that can be undone without losing a table of the record: the one of sessions."""
    done = installation.run("manage", "migrate", "sessions", "zero")
    assert done.returncode == 0, done.stderr
    return ("sessions", "0001_initial")


def test_an_empty_folder_is_set_up_by_upgrade(new: Callable[[], Installation]) -> None:
    made = new()
    done = made.run("upgrade")
    assert "är skapad" in done.stdout
    assert "Officiella uppgifter: " in done.stdout
    assert made.sql("SELECT COUNT(*) FROM parties_organisation WHERE kind = 'municipality'") == [(290,)]
    assert made.sql("SELECT COUNT(*) > 50 FROM statistics_snapshot") in ([(1,)], [(True,)])
    assert "Officiella uppgifter" not in made.run("upgrade").stdout
    assert made.run("verify").returncode == 0


# --- to another database ----------------------------------------------------------------------------------


def test_everything_moves_to_another_database(
    original: Installation, new: Callable[[], Installation], tmp_path: Path
) -> None:
    """From SQLite to SQLite; with the suite on PostgreSQL from there to SQLite and back to a third."""
    there = tmp_path / "flyttad.sqlite3"
    shutil.copytree(original.home / "documents", tmp_path / "ny" / "documents")
    before, first, last = tmp_path / "0.zip", tmp_path / "1.zip", tmp_path / "2.zip"
    assert original.run("backup", str(before)).returncode == 0

    moved = original.run("move", f"sqlite:///{there}")

    assert (moved.returncode, moved.stderr) == (0, "")
    arrived = Installation(tmp_path / "ny", f"sqlite:///{there}")
    assert arrived.run("verify").returncode == 0
    assert_said(original.run("move", f"sqlite:///{there}"), "Databasen är inte tom")
    if ON_POSTGRESQL:
        third = new()
        back = arrived.run("move", third.url)
        assert (back.returncode, back.stderr) == (0, "")
        third.home.mkdir(exist_ok=True)
        shutil.copytree(original.home / "documents", third.home / "documents")
        arrived = third
    assert original.run("backup", str(first)).returncode == 0
    assert arrived.run("backup", str(last)).returncode == 0
    assert tables(before) == tables(first)  # where it came from, nothing has changed
    assert tables(first) == tables(last)


def test_a_database_is_not_moved_onto_itself(original: Installation) -> None:
    url = original.url or "sqlite:///db.sqlite3"
    done = original.run("move", url)
    assert (done.returncode, done.stderr.strip()) == (2, "Det är samma databas som används nu.")


def test_an_address_that_is_none_is_refused_without_repeating_its_password(original: Installation) -> None:
    done = original.run("move", "mysql://u:hemligt@h/d")
    assert done.returncode == 2
    assert "börjar med ”mysql://”" in done.stderr
    assert "hemligt" not in done.stderr
