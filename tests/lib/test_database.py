"""A database that is absent, older, newer, locked, full, read-only or damaged is said to be so.

Nothing is half-written. Real files and real locks; the fact to be recorded is a real one.
"""

import gc
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from samverk.accounts.policy import system
from samverk.config.settings import sqlite_database
from samverk.lib import database
from samverk.lib.database import Kind, explain, inspect
from samverk.records.actions import record_fact


def connect(path: Path, **options: Any) -> BaseDatabaseWrapper:
    """A connection of Samverk's sort to an SQLite file."""
    settings = sqlite_database(path)
    settings["OPTIONS"] |= {"timeout": 0.05} | options
    configured = connections.configure_settings({"default": settings})["default"]
    wrapper: BaseDatabaseWrapper = load_backend(configured["ENGINE"]).DatabaseWrapper(configured, "default")
    return wrapper


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A migrated, empty SQLite file; made once."""
    path = tmp_path_factory.mktemp("template") / "db.sqlite3"
    with django_db_blocker.unblock(), as_default(connect(path)):
        call_command("migrate", verbosity=0, skip_checks=True)
    return path


class as_default:  # noqa: N801 -- reads as a statement in a with
    """For a while, this connection is the installation's own."""

    def __init__(self, wrapper: BaseDatabaseWrapper) -> None:
        self.wrapper = wrapper

    def __enter__(self) -> BaseDatabaseWrapper:
        self.own = connections["default"]
        connections["default"] = self.wrapper
        return self.wrapper

    def __exit__(self, *_: object) -> None:
        self.wrapper.close()
        connections["default"] = self.own


@pytest.fixture
def file(template: Path, tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """An installation's database file, to do bad things to."""
    path = tmp_path / "db.sqlite3"
    shutil.copy(template, path)
    with django_db_blocker.unblock():
        yield path


def record() -> None:
    record_fact(
        agreement="norrort",
        kind="meeting.held",
        valid_on=date(2015, 3, 1),
        payload={"body": "styrgrupp", "note": "x" * 20_000},
        by=system("Prov"),
        recorded_at=datetime(2015, 3, 2, tzinfo=UTC),
    )


def facts_in(path: Path) -> int:
    with sqlite3.connect(path) as reader:
        found: int = reader.execute("SELECT COUNT(*) FROM records_event").fetchone()[0]
    reader.close()
    return found


def kind_when_recording(wrapper: BaseDatabaseWrapper) -> Kind | None:
    with as_default(wrapper), pytest.raises(DatabaseError) as caught:
        record()
    found = explain(caught.value, "db.sqlite3")
    return found.kind if found else None


def test_a_sound_database_has_no_trouble_and_is_left_as_it_was(file: Path) -> None:
    with as_default(connect(file)):
        assert inspect() is None
        record()
        assert inspect() is None

    with sqlite3.connect(file) as reader:
        tables = {row[0] for row in reader.execute("SELECT name FROM sqlite_master")}
    reader.close()
    assert "samverk_probe" not in tables
    assert facts_in(file) == 1


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path, django_db_blocker: Any) -> None:
    path = tmp_path / "saknas.sqlite3"

    with django_db_blocker.unblock(), as_default(connect(path)):
        found = inspect()

    assert found is not None
    assert found.kind is Kind.ABSENT
    assert str(path) in found.message.sv
    assert not path.exists()


def test_an_empty_database_counts_as_absent(tmp_path: Path, django_db_blocker: Any) -> None:
    path = tmp_path / "tom.sqlite3"
    path.touch()

    with django_db_blocker.unblock(), as_default(connect(path)):
        found = inspect()

    assert found is not None
    assert found.kind is Kind.ABSENT


def test_a_folder_that_is_not_there_cannot_be_opened(tmp_path: Path, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        assert kind_when_recording(connect(tmp_path / "borta" / "db.sqlite3")) is Kind.UNREACHABLE


def test_an_older_database_is_told_by_what_it_lacks(file: Path) -> None:
    with as_default(connect(file)) as wrapper:
        MigrationRecorder(wrapper).record_unapplied("records", "0002_append_only")
        found = inspect()

    assert found is not None
    assert found.kind is Kind.OLDER
    assert "records.0002_append_only" in found.message.sv
    assert "säkerhetskopia" in found.message.sv


def test_a_newer_database_is_told_by_what_the_program_does_not_know(file: Path) -> None:
    with as_default(connect(file)) as wrapper:
        MigrationRecorder(wrapper).record_applied("finance", "0001_initial")
        found = inspect()

    assert found is not None
    assert found.kind is Kind.NEWER
    assert "finance.0001_initial" in found.message.sv


def test_a_table_that_is_missing_means_an_older_database(file: Path) -> None:
    with sqlite3.connect(file) as writer:
        writer.execute("DROP TABLE records_event")
    writer.close()

    assert kind_when_recording(connect(file)) is Kind.OLDER


def test_a_locked_database_is_said_to_be_locked_and_nothing_is_written(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    assert kind_when_recording(connect(file)) is Kind.LOCKED
    with as_default(connect(file)):
        found = inspect()
    other.rollback()
    other.close()

    assert found is not None
    assert found.kind is Kind.LOCKED
    assert facts_in(file) == 0


def test_a_full_database_is_said_to_be_full_and_nothing_is_written(file: Path) -> None:
    wrapper = connect(file)
    with as_default(wrapper), wrapper.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DatabaseError) as caught:
            record()
        inspected = inspect()

    found = explain(caught.value, "db.sqlite3")
    assert found is not None
    assert found.kind is Kind.FULL
    assert inspected is not None
    assert inspected.kind is Kind.FULL
    assert facts_in(file) == 0


def test_a_disk_with_hardly_any_room_counts_as_full(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LEAST_FREE", shutil.disk_usage(file.parent).total + 1)

    with as_default(connect(file)):
        found = inspect()

    assert found is not None
    assert found.kind is Kind.FULL


def test_a_read_only_database_is_said_to_be_read_only(file: Path) -> None:
    # The tests may run as root, whom no file mode stops; SQLite's own read-only mode stops everyone.
    def read_only() -> BaseDatabaseWrapper:
        wrapper = connect(file, uri=True)
        wrapper.settings_dict["NAME"] = f"file:{file}?mode=ro"
        return wrapper

    assert kind_when_recording(read_only()) is Kind.READ_ONLY
    with as_default(read_only()):
        found = inspect()

    assert found is not None
    assert found.kind is Kind.READ_ONLY
    assert facts_in(file) == 0


@pytest.mark.parametrize("content", [b"Det h\xe4r \xe4r ett brev.\n" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_said_to_be_damaged(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    with as_default(connect(file)):
        found = inspect()
    with warnings.catch_warnings():
        # Django drops a connection whose init_command fails without closing it.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()

    assert found is not None
    assert found.kind is Kind.DAMAGED
    assert file.read_bytes() == content


@pytest.mark.django_db
def test_an_error_of_another_sort_is_not_the_databases_trouble() -> None:
    assert explain(ValueError("fel")) is None
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        connection.cursor().execute("SELECT 1 FROM records_event WHERE")
    assert explain(caught.value) is None


def test_every_trouble_has_a_sentence_in_both_languages_that_says_what_to_do() -> None:
    for kind in Kind:
        found = database.trouble(kind, "db.sqlite3", "records.0009").message
        assert "db.sqlite3" in found.sv
        assert "db.sqlite3" in found.en
        assert found.sv.count(".") >= 2


postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="a trouble of PostgreSQL's own")


@postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_that_only_reads_is_said_to_be_read_only() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        try:
            with pytest.raises(DatabaseError) as caught:
                record()
            inspected = inspect()
        finally:
            cursor.execute("SET default_transaction_read_only = off")

    found = explain(caught.value)
    assert found is not None
    assert found.kind is Kind.READ_ONLY
    assert inspected is not None
    assert inspected.kind is Kind.READ_ONLY


@postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_that_is_waited_for_too_long_is_said_to_be_locked() -> None:
    other = connection.copy()
    with other.cursor() as holder, connection.cursor() as cursor:
        other.set_autocommit(False)
        holder.execute("LOCK TABLE records_event IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET lock_timeout = '50ms'")
        try:
            with pytest.raises(OperationalError) as caught:
                record()
        finally:
            cursor.execute("SET lock_timeout = 0")
            other.rollback()
    other.close()

    found = explain(caught.value)
    assert found is not None
    assert found.kind is Kind.LOCKED


@postgresql
@pytest.mark.django_db
def test_postgresql_without_a_table_counts_as_older() -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        connection.cursor().execute("SELECT * FROM records_event_not_yet_made")

    found = explain(caught.value)
    assert found is not None
    assert found.kind is Kind.OLDER


@postgresql
@pytest.mark.django_db
def test_postgresql_that_does_not_answer_is_said_not_to_open() -> None:
    deaf = connection.copy()
    deaf.settings_dict = {**deaf.settings_dict, "HOST": "127.0.0.1", "PORT": "1"}

    with pytest.raises(OperationalError) as caught:
        deaf.ensure_connection()

    found = explain(caught.value, "samverk (127.0.0.1)")
    assert found is not None
    assert found.kind is Kind.UNREACHABLE
