"""Writes: documents are added, get new versions, are opened to more people and withdrawn; nothing is erased.

Every act adds an event to the chain of the agreement's papers and changes the rows, in one transaction. Who may, and
where the bytes are, is asked above: ``agreements.actions.documents``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from samverk.accounts.policy import Actor
from samverk.lib.clock import STOCKHOLM
from samverk.records.actions import NewFact, append, lock_chain
from samverk.records.models import Blob, Document, DocumentVersion, Reach
from samverk.records.queries import Head
from samverk.records.queries.papers import (
    ADDED,
    NEW_VERSION,
    OPENED,
    PAPER_FIELDS,
    TAKEN_BACK,
    Paper,
    paper_chain,
)
from samverk.records.queries.secrecy import documents
from samverk.rules.canonical import digest
from samverk.rules.wording import Text

LONGEST_AGREEMENT = 69
"""Letters of an agreement's name: with what is added to it, the chain's name has its room."""

_KEY = 12
_ORDER = list(Reach)


class PaperRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """An act with a document that cannot be done. ``message``: what was found, what was expected, what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


@dataclass(frozen=True, slots=True)
class Content:
    """A content that lies in the store, and what was found in it: as the row ``Blob``."""

    sha256: str
    size: int
    media_type: str
    pages: int = 0
    text: str = ""
    is_cut: bool = False
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class _Turn:
    """One's turn to write to a chain: its lock is held until the transaction ends."""

    chain: str
    head: Head | None
    by: Actor
    recorded_at: datetime

    def record(self, kind: str, party: str, stated: dict[str, Any], *, example: bool = False) -> datetime:
        """Add an act to the chain; the moment it got there."""
        new = NewFact(
            kind=kind,
            valid_on=self.recorded_at.astimezone(STOCKHOLM).date(),
            recorded_at=self.recorded_at,
            party=party or None,
            payload=stated,
            example=example,
        )
        (fact,), _ = append(agreement=self.chain, facts=(new,), by=self.by, head=self.head)
        return fact.recorded_at

    def add_version(self, document: int, number: int, content: Content, name: str, moment: datetime) -> None:
        """The rows of a version."""
        values = asdict(content)
        Blob.objects.get_or_create(sha256=values.pop("sha256"), defaults=values)
        DocumentVersion.objects.create(
            document_id=document,
            number=number,
            blob_id=content.sha256,
            name=name,
            recorded_at=moment,
            actor=self.by.label,
            actor_id=self.by.user_id,
        )


def _turn(agreement: str, by: Actor, recorded_at: datetime) -> _Turn:
    chain = paper_chain(agreement)
    return _Turn(chain, lock_chain(chain), by, recorded_at)


@transaction.atomic
def add_paper(
    *,
    agreement: str,
    title: str,
    kind: str,
    party: str,
    reach: str,
    content: Content,
    name: str,
    scanned: bool,
    by: Actor,
    recorded_at: datetime,
    example: bool = False,
    once: str = "",
) -> Paper:
    """A new document with its first version. ``scanned``: whether its content was looked through for malware.

    ``once``: a random number of the form; the same file, said to be the same by the same person under it, is the
    document that was made then, whatever has become of it.
    """
    turn = _turn(agreement, by, recorded_at)
    # The place in the chain is nobody else's. A name that does not count tells nobody how many they may not see.
    place = str(1 if turn.head is None else turn.head.seq + 1)
    said = f"{once}\n{by.user_id}\n{title}\n{kind}\n{party}\n{reach}\n{name}\n{content.sha256}" if once else place
    key = digest(f"{turn.chain} {said}")[:_KEY]
    if once and (before := Document.objects.filter(agreement=agreement, key=key).first()):
        return _fresh(before.pk)
    stated = {"paper": key, "title": title, "kind": kind, "reach": reach, **_stated(content, 1, name, scanned=scanned)}
    moment = turn.record(ADDED, party, stated, example=example)
    made = Document.objects.create(
        key=key, agreement=agreement, party=party, kind=kind, title=title, reach=reach, changed_at=moment
    )
    turn.add_version(made.pk, 1, content, name, moment)
    return _fresh(made.pk)


@transaction.atomic
def add_version(*, paper: Paper, content: Content, name: str, scanned: bool, by: Actor, recorded_at: datetime) -> Paper:
    """A new version. Error: PaperRefused for a document that is withdrawn, or whose newest version this is."""
    turn = _turn(paper.agreement, by, recorded_at)
    found = _standing(paper)
    newest = DocumentVersion.objects.get(document=found.id, number=found.version)
    if newest.blob_id == content.sha256:
        raise PaperRefused(
            Text(
                f"Filen är likadan som version {found.version}. Välj den ändrade filen.",
                f"The file is the same as version {found.version}. Choose the changed file.",
            )
        )
    number = found.version + 1
    stated = {"paper": found.key, **_stated(content, number, name, scanned=scanned)}
    moment = turn.record(NEW_VERSION, found.party, stated)
    turn.add_version(found.id, number, content, name, moment)
    Document.objects.filter(pk=found.id).update(version=number, changed_at=moment)
    return _fresh(found.id)


@transaction.atomic
def open_paper(*, paper: Paper, reach: str, by: Actor, recorded_at: datetime) -> Paper:
    """Let more people see the document. What has been seen stays seen: it is never narrowed. Error: PaperRefused."""
    turn = _turn(paper.agreement, by, recorded_at)
    found = _standing(paper)
    if _ORDER.index(Reach(reach)) <= _ORDER.index(Reach(found.reach)):
        raise PaperRefused(
            Text(
                "Handlingen visas redan för dem, eller för fler. Den som har fått den kan inte bli av med den; "
                "dra tillbaka handlingen om den inte ska gälla.",
                "The document is already shown to them, or to more. What has been received stays received; "
                "withdraw the document if it should not count.",
            )
        )
    moment = turn.record(OPENED, found.party, {"paper": found.key, "reach": reach})
    Document.objects.filter(pk=found.id).update(reach=reach, changed_at=moment)
    return _fresh(found.id)


@transaction.atomic
def withdraw_paper(*, paper: Paper, reasons: str, by: Actor, recorded_at: datetime) -> Paper:
    """Say that the document should not count. Its content is kept. Error: PaperRefused."""
    turn = _turn(paper.agreement, by, recorded_at)
    found = _standing(paper)
    moment = turn.record(TAKEN_BACK, found.party, {"paper": found.key, "reasons": reasons})
    Document.objects.filter(pk=found.id).update(withdrawn_at=moment, withdrawn_why=reasons, changed_at=moment)
    return _fresh(found.id)


def _stated(content: Content, number: int, name: str, *, scanned: bool) -> dict[str, Any]:
    return {"version": number, "sha256": content.sha256, "size": content.size, "name": name, "scanned": scanned}


def _standing(paper: Paper) -> Paper:
    """The document as it is now, with the chain's lock held. Error: PaperRefused when it has been withdrawn."""
    found = _fresh(paper.id)
    if found.withdrawn_at is not None:
        raise PaperRefused(
            Text(
                "Handlingen är tillbakadragen och ändras inte mer. Lägg in en ny handling i stället.",
                "The document has been withdrawn and is not changed any more. Add a new document instead.",
            )
        )
    return found


def _fresh(number: int) -> Paper:
    return Paper(*documents().values_list(*PAPER_FIELDS).get(pk=number))
