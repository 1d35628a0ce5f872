"""Files that come in, as the pages give them to the actions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from samverk.accounts.policy import VISITOR, Actor, HeldRole
from samverk.agreements.actions import documents
from samverk.agreements.actions.documents import File, Told
from samverk.agreements.actions.facts import record_facts
from samverk.integrations import looking
from samverk.integrations.looking import Words
from samverk.lib import store
from samverk.records.queries.papers import Paper
from tests.areas.agreements.world import (
    BY,
    CONTROLLER,
    KSL,
    LIDINGO,
    NORRORT,
    NOW,
    REGISTRAR,
    SOLNA,
    STOCKHOLM,
    STRATEGIST,
    entry,
    imported,
)


def file(data: bytes, name: str = "protokoll.txt") -> File:
    """A file that has come in whole."""
    arriving = store.documents().arriving()
    for at in range(0, len(data), 1000):
        arriving.write(data[at : at + 1000])
    return File(arriving.finish(), name)


def told(**more: Any) -> Told:
    values = {"title": "Protokollsutdrag", "kind": "decision", "party": "", "reach": "public"} | more
    return Told(**values)


def add(data: bytes = b"Beslut om budget.", name: str = "protokoll.txt", by: Actor = BY, **more: Any) -> Paper:
    """A document of Koordination Norrort."""
    moment = more.pop("at", NOW)
    return documents.add_document(
        agreement=NORRORT, file=file(data, name), told=told(**more), by=by, recorded_at=moment
    )


def later(minutes: int = 1) -> datetime:
    return NOW + timedelta(minutes=minutes)


def without_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads words is started once for each file: not for hundreds of examples."""
    monkeypatch.setattr(looking, "words", lambda _path: Words())


HEAD = Actor("4", "Förvaltningschef, Solna", (HeldRole("head_of_administration", party=SOLNA),))
READER = Actor("5", "Läsare", (HeldRole("reader", NORRORT),))
STAFF = Actor("6", "Kommunförbundet", (HeldRole("association_staff", KSL),))
ADMINISTRATOR = Actor("7", "Administratör", (HeldRole("administrator"),))
PAPERS_REGISTRAR = Actor("8", "Registrator", (HeldRole("registrar", NORRORT, LIDINGO),))
OUTSIDER = Actor("9", "Registrator, Stockholm", (HeldRole("registrar", party=STOCKHOLM),))
EVERYONE = (
    OUTSIDER, VISITOR, STRATEGIST, REGISTRAR, CONTROLLER, HEAD, READER, STAFF, ADMINISTRATOR, PAPERS_REGISTRAR,
)  # fmt: skip


@contextmanager
def prepared() -> Iterator[None]:
    """The agreement with two parties, and an empty folder of documents."""
    shutil.rmtree(settings.DOCUMENTS, ignore_errors=True)
    imported()
    facts = sorted((*entry(LIDINGO), *entry(SOLNA)), key=lambda fact: fact.recorded_at)
    record_facts(agreement=NORRORT, facts=facts, by=BY)
    yield
    shutil.rmtree(settings.DOCUMENTS, ignore_errors=True)
