"""Documents of an agreement: kept to the byte, once, with versions and a chain; who may what; what is refused."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from samverk.accounts.policy import NotAllowed
from samverk.agreements.actions import documents
from samverk.agreements.actions.documents import plain_name
from samverk.lib import store
from samverk.records import queries as records
from samverk.records.actions.papers import PaperRefused
from samverk.records.models import Blob, Document, DocumentVersion
from samverk.records.queries import papers
from samverk.records.queries.papers import Paper
from tests.areas.agreements.papers import (
    READER,
    add,
    file,
    later,
    prepared,
    without_looking,
)
from tests.areas.agreements.world import (
    CONTROLLER,
    NORRORT,
    STRATEGIST,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def agreement(db: None) -> Iterator[None]:
    """The agreement, and an empty folder of documents."""
    with prepared():
        yield


def files() -> list[str]:
    """Every file in the folder, but the lock."""
    found = (path.relative_to(settings.DOCUMENTS) for path in settings.DOCUMENTS.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.name != ".lock")


def content(paper: Paper, number: int | None = None) -> bytes:
    rows = {row.number: row for row in papers.versions_of(paper)}
    return store.documents().open(rows[number or paper.version].sha256).read_bytes()


# --- kept -------------------------------------------------------------------------------------------------


@given(data=st.binary(min_size=1, max_size=5000))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_read_back_is_what_was_sent_byte_for_byte(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    without_looking(monkeypatch)
    with transaction.atomic():
        try:
            kept = add(data, "x.bin")
        except PaperRefused:  # only programs are refused
            assert b"#!" in data or data.startswith((b"MZ", b"\x7fELF", b"\xca\xfe", b"\xcf\xfa", b"L\0\0\0"))
        else:
            assert content(kept) == data
            assert store.documents().is_whole(papers.versions_of(kept)[0].sha256)
            assert papers.versions_of(kept)[0].size == len(data)
        transaction.set_rollback(True)


@given(contents=st.lists(st.sampled_from([b"a", b"b", b"aa", b"c" * 4096]), min_size=1, max_size=6))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_the_same_content_is_kept_once(contents: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    without_looking(monkeypatch)
    shutil.rmtree(settings.DOCUMENTS, ignore_errors=True)
    with transaction.atomic():
        for data in contents:
            add(data)

        assert len(files()) == len(set(contents)) == Blob.objects.count()
        assert Document.objects.count() == len(contents)
        assert set(papers.blob_sizes()) == set(store.documents().names())
        transaction.set_rollback(True)


def test_a_document_has_versions_a_chain_and_its_words() -> None:
    first = add(b"Budget f\xc3\xb6r 2027.", "budget.txt", STRATEGIST, title="Budget", kind="fees")

    second = documents.add_version(
        paper=first, file=file("Budget för 2027, ändrad.".encode(), "budget 2.txt"), by=CONTROLLER, recorded_at=later()
    )

    assert (second.key, second.version, second.title) == (first.key, 2, "Budget")
    rows = papers.versions_of(second)
    assert [(row.number, row.name, row.actor) for row in rows] == [
        (2, "budget 2.txt", "Controller, Sollentuna"),
        (1, "budget.txt", "Strateg"),
    ]
    assert content(second, 1).decode() == "Budget för 2027."
    assert papers.text_of(rows[0].sha256) == "Budget för 2027, ändrad."
    acts = papers.acts_on(second)
    assert [(act.kind, act.actor, act.payload["version"]) for act in acts] == [
        ("document.added", "Strateg", 1),
        ("document.version", "Controller, Sollentuna", 2),
    ]
    assert acts[1].payload["sha256"] == rows[0].sha256
    assert records.verify_chain(papers.paper_chain(NORRORT)) is None
    assert list(papers.papers_unlike_chain()) == []
    assert not [fact for fact in records.facts(NORRORT) if fact.kind.startswith("document")]


def test_the_same_file_is_no_new_version() -> None:
    paper = add(b"ett")

    with pytest.raises(PaperRefused, match="likadan som version 1"):
        documents.add_version(paper=paper, file=file(b"ett"), by=STRATEGIST, recorded_at=later())

    assert papers.versions_of(paper)[0].number == 1
    assert len(files()) == 1


def test_a_document_is_opened_to_more_and_never_to_fewer() -> None:
    paper = add(by=STRATEGIST, reach="own")
    opened = documents.open_document(paper=paper, reach="parties", by=STRATEGIST, recorded_at=later())
    assert opened.reach == "parties"

    with pytest.raises(PaperRefused, match="Den som har fått den kan inte bli av med den"):
        documents.open_document(paper=opened, reach="own", by=STRATEGIST, recorded_at=later(2))
    with pytest.raises(PaperRefused, match="Välj vad det är"):
        documents.open_document(paper=opened, reach="alla", by=STRATEGIST, recorded_at=later(2))

    assert [act.kind for act in papers.acts_on(opened)] == ["document.added", "document.opened"]
    assert list(papers.papers_unlike_chain()) == []


def test_what_is_withdrawn_stays_with_its_reason_and_changes_no_more() -> None:
    paper = add(by=STRATEGIST)
    with pytest.raises(PaperRefused, match="Skriv varför"):
        documents.withdraw_document(paper=paper, reasons="  \n", by=STRATEGIST, recorded_at=later())

    gone = documents.withdraw_document(paper=paper, reasons="Fel bilaga.", by=STRATEGIST, recorded_at=later())

    assert (gone.withdrawn_at, gone.withdrawn_why) == (later(), "Fel bilaga.")
    assert content(gone) == b"Beslut om budget."
    with pytest.raises(PaperRefused, match="är tillbakadragen"):
        documents.add_version(paper=paper, file=file(b"ny"), by=STRATEGIST, recorded_at=later(2))
    with pytest.raises(PaperRefused, match="är tillbakadragen"):
        documents.open_document(paper=paper, reach="public", by=STRATEGIST, recorded_at=later(2))
    with pytest.raises(PaperRefused, match="är tillbakadragen"):
        documents.withdraw_document(paper=paper, reasons="igen", by=STRATEGIST, recorded_at=later(2))
    assert list(papers.papers_unlike_chain()) == []


# --- in the order that a crash can interrupt anywhere -----------------------------------------------------


def test_a_refused_file_leaves_nothing_and_takes_nothing_from_others() -> None:
    kept = add(b"samma")

    with pytest.raises(NotAllowed):
        add(b"samma", by=READER)
    with pytest.raises(NotAllowed):
        add(b"annat", by=READER)

    assert files() == [f"{papers.versions_of(kept)[0].sha256[:2]}/{papers.versions_of(kept)[0].sha256}"]
    assert content(kept) == b"samma"


def test_rows_that_cannot_be_written_leave_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_values: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("samverk.records.actions.papers.append", full)
    with pytest.raises(DatabaseError):
        add(b"inget")

    assert files() == []
    assert not Document.objects.exists()


def test_an_upload_that_was_killed_is_known_and_cleared_away_after_a_day() -> None:
    """The process died after the content got its place, before the row was written."""
    place = store.documents()
    place.settle(file(b"halv").arrived)
    kept = add(b"hel")
    settled_twice = file(b"hel").arrived
    place.settle(settled_twice)
    begun = place.arriving()
    begun.write(b"en bit")

    assert set(place.names()) - set(papers.blob_sizes()) <= place.on_their_way()
    assert documents.clear_interrupted(before=later(-60 * 24)) == 0

    moment = later(60 * 24 * 400)
    for path in (settings.DOCUMENTS / ".incoming").iterdir():
        os.utime(path, (moment.timestamp() - 90_000,) * 2)
    assert documents.clear_interrupted(before=moment - timedelta(hours=24)) == 3
    assert list(place.names()) == [papers.versions_of(kept)[0].sha256]
    assert content(kept) == b"hel"
    assert place.on_their_way() == frozenset()
    begun.break_off()


def test_a_damaged_content_is_mended_by_the_same_file() -> None:
    kept = add(b"viktigt")
    sha256 = papers.versions_of(kept)[0].sha256
    path = store.documents().open(sha256)
    path.chmod(0o600)
    path.write_bytes(b"viktig!")
    assert not store.documents().is_whole(sha256)

    add(b"viktigt")

    assert store.documents().is_whole(sha256)


def test_versions_are_protected_by_the_database() -> None:
    add()
    for statement in ("UPDATE records_document_version SET name = 'x'", "DELETE FROM records_document_version"):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            connection.cursor().execute(statement)
    assert DocumentVersion.objects.count() == 1


def test_rows_that_differ_from_the_chain_are_found() -> None:
    kept, other = add(b"a"), add(b"b")
    Document.objects.filter(key=kept.key).update(title="Något annat")

    assert list(papers.papers_unlike_chain()) == [f"{NORRORT}: {kept.key}"]
    Document.objects.filter(key=kept.key).update(title="Protokollsutdrag")
    Document.objects.filter(key=other.key).update(reach="own")
    assert list(papers.papers_unlike_chain()) == [f"{NORRORT}: {other.key}"]


# --- refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "tom.pdf", "tom.pdf är tom"),
        (b"MZ\x90\x00", "faktura.pdf", "är ett program"),
        (b"\x7fELF" + bytes(50), "fil", "är ett program"),
        (b"#!/bin/sh\nrm -rf /\n", "text.txt", "är ett program"),
        (b"WScript.Echo 1", "rapport.pdf.vbs", "är ett program"),
    ],
)
def test_files_that_are_not_kept(data: bytes, name: str, said: str) -> None:
    with pytest.raises(PaperRefused, match=said):
        add(data, name)
    assert files() == []
    assert not Document.objects.exists()


def test_a_file_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LARGEST_DOCUMENT", 2_000_000)
    with pytest.raises(PaperRefused, match=r"stor\.pdf är 3 MB, och högst 2 MB tas emot"):
        add(b"x" * 2_000_001, "stor.pdf")
    assert files() == []


@pytest.mark.parametrize("more", [{"kind": "hemlig"}, {"reach": "alla"}], ids=["kind", "reach"])
def test_unknown_choices(more: dict[str, Any]) -> None:
    with pytest.raises(PaperRefused, match="Välj vad det är"):
        add(**more)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\a.txt", "a.txt"),
        ("C:\\Users\\x\\Protokoll § 12.docx", "Protokoll § 12.docx"),
        ("a\0b.pdf", "a b.pdf"),
        ("rad\r\nSet-Cookie: x.pdf", "rad Set-Cookie x.pdf"),
        ('"><script>.png', "script .png"),
        ("...", "handling"),
        ("", "handling"),
        ("CON\u202egpj.exe", "CON gpj.exe"),
        ("å" * 300 + ".pdf", "å" * 196 + ".pdf"),
    ],
)
def test_names_are_made_plain(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


@given(st.text())
def test_a_name_is_never_a_path(name: str) -> None:
    found = plain_name(name)
    assert found
    assert not set('/\\\0\r\n"<>') & set(found)
    assert found not in (".", "..")
    assert len(found) <= 200
    assert Path(found).name == found
    assert plain_name(found) == found
