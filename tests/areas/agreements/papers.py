"""Files that come in, as the pages give them to the actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from samverk.accounts.policy import Actor
from samverk.agreements.actions import documents
from samverk.agreements.actions.documents import File, Told
from samverk.lib import store
from samverk.records.queries.papers import Paper
from tests.areas.agreements.world import BY, NORRORT, NOW


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
