"""To dispatch: documents go to the parties in one act, and what the parties do with them is written down.

What is made visible to other authorities is received by them at that moment (the Freedom of the Press Act, TF 2:6,
2:9). So one transaction opens the documents to the parties, enters them in the register as sent, says to whom, and
puts the letters in the outbox. A letter that is stopped or comes back takes nothing of that away: it only tells.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from samverk.accounts.policy import Actor, require
from samverk.agreements.actions.documents import open_document
from samverk.agreements.actions.register import LONGEST_COUNTERPART, Line, register_line
from samverk.agreements.policy import can_see_agreement, can_see_document
from samverk.agreements.queries import listings
from samverk.agreements.queries.listings import Access
from samverk.lib.clock import STOCKHOLM
from samverk.outreach.actions.outbox import Recipient, put
from samverk.outreach.models import Dispatch, DispatchPaper, DispatchTo, Kind, Receipt, ReceiptKind
from samverk.outreach.policy import can_dispatch, can_receive
from samverk.outreach.queries.dispatches import place
from samverk.outreach.queries.proof import (
    MADE,
    RECEIPT_FIELDS,
    RECEIVED,
    content_of,
    dispatch_chain,
    row_of,
    said_of,
    said_of_receipt,
)
from samverk.outreach.queries.recipients import Candidate, candidates
from samverk.parties.queries import organisation, short_names
from samverk.records.actions import NewFact, append, lock_chain
from samverk.records.actions.papers import PaperRefused
from samverk.records.models import Reach, RegisterEntry
from samverk.records.queries import papers
from samverk.records.queries.papers import DOCUMENT_KINDS, DRAFTS, Paper, versions_of
from samverk.records.queries.register import OUT, Entry
from samverk.rules.wording import Text

LONGEST_SUBJECT: Final = 150
LONGEST_WORDS: Final = 2000
LONGEST_NOTE: Final = 200


class DispatchRefused(Exception):  # noqa: N818 - named for what happened, as every refusal is
    """A dispatch, or a receipt of one, that cannot be made. ``message``: what was found, expected, what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What is to be dispatched: keys of documents, keys of recipients (``Candidate.key``), subject and words."""

    papers: tuple[str, ...]
    to: tuple[str, ...]
    subject: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A sending that can be carried out: the documents as they are, and the recipients as they can be reached."""

    access: Access
    papers: tuple[Paper, ...]
    to: tuple[Candidate, ...]
    subject: str
    words: str


def check_sending(*, agreement: str, sending: Sending, by: Actor, at: datetime) -> Checked:
    """Who would get what; writes nothing. Errors: NotAllowed, DispatchRefused."""
    access = listings.access(agreement)
    if access is None:
        raise DispatchRefused(Text(f"Det finns inget avtal ”{agreement}”.", f"There is no agreement “{agreement}”."))
    require(can_see_agreement(by, access))
    require(can_dispatch(by, agreement=agreement))
    subject = " ".join(sending.subject.split())[:LONGEST_SUBJECT]
    if not subject:
        raise DispatchRefused(Text("Skriv vad försändelsen gäller.", "Write what the dispatch is about."))
    known = {one.key: one for one in candidates(agreement, at.astimezone(STOCKHOLM).date())}
    chosen = tuple(known[key] for key in dict.fromkeys(sending.to) if key in known)
    if not chosen or len(chosen) != len(set(sending.to)):
        raise DispatchRefused(
            Text(
                "Välj minst en mottagare bland parterna. Är någon borta ur listan har uppgiften där ändrats.",
                "Choose at least one recipient at the parties. If one is gone from the list, the task there changed.",
            )
        )
    found = tuple(_paper(access, key, by) for key in dict.fromkeys(sending.papers))
    if not found:
        raise DispatchRefused(Text("Välj minst en handling.", "Choose at least one document."))
    return Checked(access, found, chosen, subject, sending.words.strip()[:LONGEST_WORDS])


def _paper(access: Access, key: str, by: Actor) -> Paper:
    found = papers.paper(access.id, key)
    if found is None or can_see_document(by, access, found) is not None:
        raise DispatchRefused(
            Text("En vald handling finns inte här. Välj igen.", "A chosen document is not here. Choose again.")
        )
    if found.withdrawn_at is not None:
        raise DispatchRefused(
            Text(
                f"”{found.title}” är tillbakadragen. Lägg in en ny handling och expediera den.",
                f"“{found.title}” has been withdrawn. Add a new document and dispatch that.",
            )
        )
    if found.secret:
        raise DispatchRefused(
            Text(
                f"”{found.title}” är sekretessmarkerad och expedieras inte här. Pröva om den kan lämnas ut, lämna den "
                "på ett säkert sätt och diarieför den som utgående.",
                f"“{found.title}” is under a secrecy mark and is not dispatched here. Try whether it can be given out, "
                "hand it over in a safe way and register it as sent.",
            )
        )
    return found


@transaction.atomic
def dispatch(
    *,
    agreement: str,
    sending: Sending,
    by: Actor,
    at: datetime,
    token: uuid.UUID | None = None,
    example: bool = False,
) -> Dispatch:
    """Send documents to the parties; with a ``token`` that has been used, what was sent then and nothing more.

    Errors: NotAllowed, DispatchRefused, RegisterRefused, PaperRefused.
    """
    require(can_dispatch(by, agreement=agreement))
    before = Dispatch.objects.filter(agreement=agreement, token=token).first() if token is not None else None
    if before is not None:
        return before
    checked = check_sending(agreement=agreement, sending=sending, by=by, at=at)
    sent = tuple(_opened(paper, by, at) for paper in checked.papers)
    entry = register_line(
        agreement=agreement,
        line=Line(
            direction=OUT,
            day=at.astimezone(STOCKHOLM).date(),
            subject=checked.subject,
            counterpart=counterpart(one.party for one in checked.to),
            party=checked.to[0].party if len({one.party for one in checked.to}) == 1 else "",
            papers=tuple(paper.key for paper in sent),
        ),
        by=by,
        recorded_at=at,
        example=example,
    )
    if token is not None and Dispatch.objects.filter(token=token).exists():
        # The same form, in another process: it was first to the register, whose lock is held now.
        raise DispatchRefused(Text("Det är redan expedierat. Se listan.", "That has been dispatched already."))
    made = Dispatch.objects.create(
        token=token or uuid.uuid4(),
        entry=RegisterEntry.objects.get(pk=entry.id), agreement=agreement, subject=checked.subject,
        words=checked.words, at=at, actor=by.label, actor_id=by.user_id, is_example=example,
    )  # fmt: skip
    DispatchPaper.objects.bulk_create(
        DispatchPaper(dispatch=made, document_id=paper.id, version=paper.version) for paper in sent
    )
    _write_letters(made, entry, sent, checked.to, by)
    _enter_in_chain(made, by)
    return made


def _opened(paper: Paper, by: Actor, at: datetime) -> Paper:
    """The document as the parties see it. Errors: NotAllowed, PaperRefused."""
    if paper.reach not in DRAFTS:
        return paper
    try:
        return open_document(paper=paper, reach=Reach.PARTIES, by=by, recorded_at=at)
    except PaperRefused:
        # Somebody else may have dispatched it since it was looked at: then the parties see it already.
        now = papers.paper(paper.agreement, paper.key)
        if now is None or now.reach in DRAFTS or now.withdrawn_at is not None:
            raise
        return now


def _enter_in_chain(made: Dispatch, by: Actor) -> None:
    """What has just been dispatched, with a digest of all of it."""
    row = row_of(made)
    _append(made, said_of(row, content_of(row)), by, made.at)


def _append(made: Dispatch, said: dict[str, Any], by: Actor, at: datetime, *, party: str = "") -> None:
    """An act in the chain: of a party when it has one, otherwise of who dispatches."""
    chain = dispatch_chain(made.entry.organisation)
    head = lock_chain(chain)
    moment = at if head is None else max(at, head.recorded_at)
    new = NewFact(
        kind=RECEIVED if party else MADE, valid_on=moment.astimezone(STOCKHOLM).date(), recorded_at=moment,
        party=party or None, payload=said, example=made.is_example,
    )  # fmt: skip
    append(agreement=chain, facts=(new,), by=by, head=head)


def counterpart(parties: Iterable[str]) -> str:
    """To whom something went, as a line of the register says it; "" for nobody."""
    names = short_names()
    codes = list(dict.fromkeys(parties))
    said = ", ".join(names.get(code, code) for code in codes)
    return said if len(said) <= LONGEST_COUNTERPART else f"{len(codes)} parter"


def _write_letters(made: Dispatch, entry: Entry, sent: Sequence[Paper], to: Sequence[Candidate], by: Actor) -> None:
    called = listings.name_of(made.agreement)
    short = {"sv": called.sv, "en": called.en}
    names = short_names()
    common = _common(made, entry, sent, short)
    data = _data(made, entry, sent, short["sv"])
    for one in to:
        letter = None
        if one.address:
            letter = put(
                kind=Kind.STATUTORY, letter="dispatch",
                payload=_for(one, common, data, names.get(one.party, one.party)),
                to=Recipient(one.address, one.title, one.language, one.party), by=by, at=made.at,
                agreement=made.agreement, token=uuid.uuid4(),
            ).token  # fmt: skip
        DispatchTo.objects.create(dispatch=made, party=one.party, title=one.title, address=one.address, letter=letter)


def _common(made: Dispatch, entry: Entry, sent: Sequence[Paper], short: Mapping[str, str]) -> dict[str, Any]:
    """What every letter is written from."""
    return {
        "agreement": dict(short),
        "number": entry.name,
        "subject": made.subject,
        "words": made.words,
        "sender": made.actor,
        "href": reverse("dispatched", args=place(made)),
        "papers": [
            {
                "title": paper.title,
                "file": versions_of(paper)[0].name,
                "href": reverse("document", args=[paper.agreement, paper.key]),
            }
            for paper in sent
        ],
    }


def _data(made: Dispatch, entry: Entry, sent: Sequence[Paper], agreement: str) -> dict[str, Any]:
    """What the party's own register can take, in the words that registrars use."""
    manager = organisation(entry.organisation)
    files = {paper.key: versions_of(paper)[0] for paper in sent}
    return {
        "diarienummer": entry.name,
        "avsandare": {
            "namn": manager.presented_name if manager is not None else entry.organisation,
            "organisationsnummer": manager.org_number if manager is not None else "",
        },
        "avtal": agreement,
        "arende": made.subject,
        "riktning": "in",
        "expedierad": made.at.astimezone(STOCKHOLM).isoformat(timespec="seconds"),
        "handlingar": [
            {
                "id": paper.key,
                "titel": paper.title,
                "slag": DOCUMENT_KINDS[paper.kind].sv,
                "version": paper.version,
                "fil": files[paper.key].name,
                "format": files[paper.key].media_type,
                "storlek": files[paper.key].size,
                "sha256": files[paper.key].sha256,
            }
            for paper in sent
        ],
    }


def _for(to: Candidate, common: Mapping[str, Any], data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """One recipient's letter; a registrar's carries the data."""
    own = {"data": {**data, "mottagare": name}} if to.is_registrar else {}
    return {**common, "party": name, **own}


# --- receipts ---------------------------------------------------------------------------------------------


@transaction.atomic
def receive(*, dispatch: Dispatch, party: str, kind: str, by: Actor, at: datetime, note: str = "") -> None:
    """A party has opened, acknowledged or registered a dispatch, or was handed it. Once of each kind.

    ``note``: the party's own number of a registration, how it was handed over. Errors: NotAllowed, DispatchRefused.
    """
    access = listings.access(dispatch.agreement)
    if access is None or kind not in ReceiptKind.values:
        raise DispatchRefused(_NOT_SENT)
    if kind == ReceiptKind.BY_HAND:
        require(can_dispatch(by, agreement=dispatch.agreement))
    else:
        require(can_receive(by, access, party))
    if not dispatch.recipients.filter(party=party).exists():
        raise DispatchRefused(_NOT_SENT)
    said = " ".join(note.split())[:LONGEST_NOTE]
    if kind in (ReceiptKind.REGISTERED, ReceiptKind.BY_HAND) and not said:
        raise DispatchRefused(_NOTE[ReceiptKind(kind)])
    receipt, made = Receipt.objects.get_or_create(
        dispatch=dispatch,
        party=party,
        kind=kind,
        defaults={"at": at, "actor": by.label, "actor_id": by.user_id, "note": said},
    )
    if made:
        row = {name: getattr(receipt, name) for name in RECEIPT_FIELDS}
        _append(dispatch, said_of_receipt(row, row_of(dispatch)), by, at, party=party)
    elif kind != ReceiptKind.OPENED:
        raise DispatchRefused(
            Text("Det är redan angivet. Läs vad som står.", "That has been said already. Read what it says.")
        )


_NOT_SENT = Text("Det finns ingen sådan försändelse till parten.", "There is no such dispatch to the party.")
_NOTE = {
    ReceiptKind.REGISTERED: Text("Skriv ert diarienummer.", "Write your registry number."),
    ReceiptKind.BY_HAND: Text(
        "Skriv hur och när den lämnades, till exempel ”rekommenderat brev den 3 mars”.",
        "Write how and when it was given, for example “registered letter on 3 March”.",
    ),
}
