"""``samverk doctor``: what is well, what is worth knowing, what is wrong and what to do about it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import override_settings

from samverk.accounts.models import User
from samverk.accounts.policy import system
from samverk.lib import clock, database
from samverk.ops import cli, django_ready, doctor, integrity, static_files
from samverk.ops.diagnosis import Level, Line, installation, material, state
from samverk.ops.refused import Refused
from samverk.records.actions import record_fact
from samverk.reference import corpus, sources
from samverk.rules.wording import Text
from tests.ops.terminal import CORPUS_IDS
from tests.rules.definitions import RESCUE
from tests.wiping import unprotected

MIGRATIONS = Path(__file__).resolve().parents[2] / "samverk"


def lines(examination: Callable[[], Iterator[Line]]) -> list[tuple[Level, str]]:
    found = list(examination())
    assert all((line.advice is None) == (line.level is Level.WELL) for line in found)
    assert all(line.what.en != line.what.sv for line in found if not line.what.sv.startswith("SAMVERK"))
    return [(line.level, line.what.sv) for line in found]


def record(day: datetime) -> None:
    record_fact(
        agreement="prov",
        kind="meeting.held",
        valid_on=day.date(),
        payload={"body": "styrgrupp"},
        by=system("Prov"),
        recorded_at=day,
    )


# --- the whole --------------------------------------------------------------------------------------------


def stand_in(monkeypatch: pytest.MonkeyPatch, *found: Line) -> None:
    monkeypatch.setattr(material, "EXAMINATIONS", (lambda: iter(found),))
    monkeypatch.setattr(installation, "EXAMINATIONS", ())


WELL = Line(Level.WELL, Text("Gott", "Fine"))
NOTE = Line(Level.NOTE, Text("Tänk på", "Mind"), Text("Gör så", "Do so"))
WRONG = Line(Level.WRONG, Text("Trasigt", "Broken"), Text("Laga", "Mend"))


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ([WELL], 0, "✓ bra   Gott\nInstallationen mår bra.\n"),
        ([WELL, NOTE], 0, "✓ bra   Gott\n! obs   Tänk på\n       Gör så\nInstallationen mår bra.\n"),
        ([WRONG], 1, "✗ fel   Trasigt\n       Laga\nEtt fel att rätta till.\n"),
        ([WRONG, WRONG], 1, "✗ fel   Trasigt\n       Laga\n✗ fel   Trasigt\n       Laga\n2 fel att rätta till.\n"),
    ],
)
def test_only_what_is_wrong_makes_it_fail(
    found: list[Line], code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(monkeypatch, *found)

    assert cli.main(["doctor"]) == code
    assert capsys.readouterr().out == said


def test_it_speaks_english_when_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stand_in(monkeypatch, WRONG)

    cli.main(["doctor", "--lang", "en"])

    assert capsys.readouterr().out == "✗ bad   Broken\n       Mend\nOne fault to put right.\n"


@pytest.mark.django_db
def test_everything_is_examined(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor"]) == 0

    said = capsys.readouterr().out
    for subject in ("Python", "Klockan", "officiella uppgifter", *CORPUS_IDS, "Mappen", "GB", "nyckeln", "Databasen"):
        assert subject in said


# --- what it came with ------------------------------------------------------------------------------------


def test_an_old_python_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 11, 9))

    assert lines(material.python) == [(Level.WRONG, "Python 3.11.9 är för gammalt.")]


@pytest.mark.parametrize(
    ("moment", "level", "said"),
    [
        (datetime(2026, 11, 22, 14, 5, tzinfo=UTC), Level.WELL, "Klockan visar 2026-11-22 14.05 svensk tid"),
        (datetime(1970, 1, 1, tzinfo=UTC), Level.WRONG, "Klockan går fel: den visar 1970-01-01 00.00."),
    ],
)
def test_a_clock_that_cannot_be_right_is_wrong(
    moment: datetime, level: Level, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)

    assert lines(material.time) == [(level, said)]


def test_a_pinned_day_is_noted_and_a_misspelt_one_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMVERK_TODAY", "2020-02-29")
    ((level, said),) = lines(material.time)
    assert (level, said.partition(";")[0]) == (Level.NOTE, "Dagens datum är låst")

    monkeypatch.setenv("SAMVERK_TODAY", "igår")
    ((level, said),) = lines(material.time)
    assert (level, said.partition(",")[0]) == (Level.WRONG, "SAMVERK_TODAY ska vara en dag")


def test_without_time_zones_it_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_key: str) -> None:
        raise ZoneInfoNotFoundError

    monkeypatch.setattr(material, "ZoneInfo", unknown)

    assert lines(material.time) == [(Level.WRONG, "Datorn känner inte till svensk tid.")]


def test_altered_reference_data_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "damaged", lambda: (Text("Filen a har ändrats.", "The file a has been altered."),))

    assert lines(material.reference) == [(Level.WRONG, "Filen a har ändrats.")]


def test_every_agreement_of_the_corpus_is_examined_with_its_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("fel", "ratt"):
        shutil.copytree(RESCUE, tmp_path / name / "2025-07-01")
    (tmp_path / "fel" / "2025-07-01" / "text.sv.md").write_bytes(b"")
    monkeypatch.setenv(corpus.VARIABLE, str(tmp_path))

    (level, said), well = lines(material.agreements)

    assert (level, re.fullmatch(r"fel: \d+ fel", said) is not None) == (Level.WRONG, True)
    assert well == (Level.WELL, "ratt: 13 bestämmelser, 0 läsningar, 0 av 0 räknade exempel stämmer")


def test_a_corpus_that_is_missing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(corpus.VARIABLE, "/no/such/folder")

    assert lines(material.agreements) == [
        (Level.WRONG, "SAMVERK_CORPUS pekar på /no/such/folder, som inte är en mapp.")
    ]


# --- the installation -------------------------------------------------------------------------------------


def test_a_setting_that_cannot_be_used_is_wrong_and_the_rest_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise Refused(Text("SAMVERK_X ska vara 1.", "SAMVERK_X ska vara 1."))

    monkeypatch.setattr(django_ready, "start", refuse)

    assert lines(installation.settings_and_folder) == [(Level.WRONG, "SAMVERK_X ska vara 1.")]


def test_a_folder_that_cannot_be_written_to_is_wrong() -> None:
    with override_settings(SAMVERK_HOME=Path("/proc/samverk")):
        (level, said), *_ = lines(installation.settings_and_folder)

    assert (level, said.startswith("Mappen /proc/samverk går inte att skriva i: ")) == (Level.WRONG, True)


def test_examining_the_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    with override_settings(SAMVERK_HOME=tmp_path / "new"):
        assert lines(installation.settings_and_folder)[0] == (Level.WELL, f"Mappen {tmp_path}/new går att skriva i")

    assert list((tmp_path / "new").iterdir()) == []


def test_a_disk_that_is_nearly_full_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=300_000_000))

    with override_settings(SAMVERK_HOME=tmp_path):
        assert (Level.NOTE, f"Bara 0,3 GB ledigt där {tmp_path} ligger.") in lines(installation.settings_and_folder)


@pytest.mark.parametrize(
    ("mode", "found"),
    [
        (None, (Level.WELL, "Den hemliga nyckeln kommer från omgivningen")),
        (0o600, (Level.WELL, "Den hemliga nyckeln kan bara läsas av dig")),
        (0o640, (Level.WRONG, "Andra på datorn kan läsa den hemliga nyckeln i {home}/secret.key.")),
        (0o604, (Level.WRONG, "Andra på datorn kan läsa den hemliga nyckeln i {home}/secret.key.")),
    ],
)
def test_a_secret_key_that_others_can_read_is_wrong(mode: int | None, found: tuple[Level, str], tmp_path: Path) -> None:
    if mode is not None:
        (tmp_path / "secret.key").write_text("x" * 60, encoding="ascii")
        (tmp_path / "secret.key").chmod(mode)

    with override_settings(SAMVERK_HOME=tmp_path):
        assert lines(installation.settings_and_folder)[-1] == (found[0], found[1].format(home=tmp_path))


# --- the database -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_database_of_the_right_age_is_well() -> None:
    (level, said), protected, *rest = lines(state.database_state)

    assert (level, said.endswith(" hör till den här versionen och går att skriva i")) == (Level.WELL, True)
    assert protected == (Level.WELL, "Uppgifter, versioner och siffror är skyddade mot ändringar")
    assert rest == [(Level.WELL, "Inga uppgifter är registrerade än")]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(database.Kind))
def test_whatever_is_wrong_with_the_database_is_said_with_what_to_do(
    kind: database.Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "inspect", lambda: database.trouble(kind, "prov"))

    found = list(state.database_state())

    assert found[0].level is Level.WRONG
    assert "prov" in found[0].what.sv
    assert found[0].advice is not None
    assert found[0].advice.sv.endswith(".")
    assert (len(found) > 1) is (kind in (database.Kind.READ_ONLY, database.Kind.FULL, database.Kind.LOCKED))


@pytest.mark.django_db
def test_a_database_that_fails_while_it_is_examined_is_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    trouble = database.trouble(database.Kind.LOCKED, "prov")
    monkeypatch.setattr(database, "explain", lambda _error: trouble)
    monkeypatch.setattr(state, "unprotected", _locked)

    assert [line.what for line in state.database_state()][-1].sv == trouble.message.sv.partition(". ")[0] + "."


@pytest.mark.django_db
def test_an_error_that_is_no_trouble_of_the_database_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "explain", lambda _error: None)
    monkeypatch.setattr(state, "unprotected", _locked)

    with pytest.raises(OperationalError):
        list(state.database_state())


def _locked(*_args: object) -> list[str]:
    raise OperationalError


@pytest.mark.django_db
def test_whole_chains_are_well_and_counted() -> None:
    record(datetime(2024, 5, 6, tzinfo=UTC))

    assert (Level.WELL, "prov: 1 uppgift, kedjan är hel") in lines(state.database_state)


@pytest.mark.django_db
def test_a_fact_that_was_changed_behind_our_back_is_found() -> None:
    record(datetime(2024, 5, 6, tzinfo=UTC))
    with unprotected(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE records_event SET valid_on = '2024-05-07'")

    found = lines(state.database_state)

    assert (
        Level.WRONG,
        "prov: kedjan av uppgifter är bruten. Uppgift 1 har ändrats efter att den registrerades.",
    ) in found


@pytest.mark.django_db
def test_a_clock_behind_the_latest_fact_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.now()
    record(moment + timedelta(hours=2))

    assert any(
        level is Level.WRONG and "efter vad klockan visar nu" in said for level, said in lines(state.database_state)
    )


@pytest.mark.django_db
def test_missing_protection_is_wrong() -> None:
    drop = "DROP TRIGGER records_event_no_update" + (" ON records_event" if connection.vendor == "postgresql" else "")
    with connection.cursor() as cursor:
        cursor.execute(drop)

    assert (Level.WRONG, "Skydd mot ändringar saknas i databasen: records_event_no_update.") in lines(
        state.database_state
    )


def test_every_protected_table_is_looked_at() -> None:
    migrations = "\n".join(path.read_text(encoding="utf-8") for path in MIGRATIONS.glob("*/migrations/*.py"))

    assert sorted(integrity.PROTECTED) == sorted(set(re.findall(r'append_only\(\s*"(\w+)"', migrations)))


@pytest.mark.django_db
def test_accounts_with_known_passwords_are_noted() -> None:
    User.objects.create_user("strateg@demo.example", "samverk-strateg", title="Strateg")

    assert (Level.NOTE, "Konton för förevisning: 1. Deras lösenord är kända.") in lines(state.database_state)


# --- the pages' files -------------------------------------------------------------------------------------


def test_files_straight_from_the_source_are_noted() -> None:
    assert lines(state.files) == [(Level.NOTE, "Sidornas filer tas direkt ur källkoden.")]


def test_files_are_collected_once_and_again_when_a_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    storages = settings.STORAGES | {"staticfiles": hashed}
    with override_settings(STATIC_FILES="hashed", STATIC_ROOT=tmp_path / "static", STORAGES=storages):
        assert lines(state.files)[0][0] is Level.NOTE
        static_files.collect()
        assert lines(state.files) == [(Level.WELL, "Sidornas filer är framtagna")]

        monkeypatch.setattr(static_files, "__version__", "0.0.0")
        assert lines(state.files)[0][0] is Level.NOTE


def test_files_that_cannot_be_collected_are_refused_in_plain_words() -> None:
    with (
        override_settings(STATIC_FILES="hashed", STATIC_ROOT=Path("/proc/samverk")),
        pytest.raises(Refused, match="Sidornas filer kan inte läggas i /proc/samverk"),
    ):
        static_files.collect()


def test_the_doctor_is_explained() -> None:
    assert "Undersöker installationen" in doctor.USAGE.help()
