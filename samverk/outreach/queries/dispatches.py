"""Reads of what has been dispatched: to whom, how far it has come, and what the parties have done with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from samverk.outreach.models import Dispatch, DispatchPaper, DispatchTo, Message, Receipt, ReceiptKind
from samverk.records.models import Document, RegisterEntry, RegisterPaper
from samverk.records.queries.papers import DRAFTS, PAPER_FIELDS, Paper
from samverk.records.queries.secrecy import documents, superseded
from samverk.rules.wording import Text

OPENED, ACKNOWLEDGED, REGISTERED, BY_HAND = (str(kind) for kind in ReceiptKind)
RECEIPTS: dict[str, Text] = {
    OPENED: Text("Öppnad i Samverk", "Opened in Samverk"),
    ACKNOWLEDGED: Text("Kvitterad", "Acknowledged"),
    REGISTERED: Text("Diarieförd hos parten", "Registered by the party"),
    BY_HAND: Text("Lämnad för hand eller med post", "Given by hand or post"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A dispatch in a list. ``place``: the number of its line in the register."""

    organisation: str
    year: int
    place: int
    agreement: str
    subject: str
    at: datetime
    actor: str
    parties: int
    received: int
    is_example: bool

    @property
    def number(self) -> str:
        """As it is written."""
        return f"SAM {self.year}/{self.place}"


@dataclass(frozen=True, slots=True)
class To:
    """A recipient. ``state``: of the letter, "" for none or one that is no longer kept."""

    party: str
    title: str
    address: str
    letter: UUID | None
    state: str


@dataclass(frozen=True, slots=True)
class Receipted:
    """What a party did, or what was done for it."""

    party: str
    kind: str
    at: datetime
    actor: str
    note: str


_RECEIVED = (ACKNOWLEDGED, REGISTERED, BY_HAND)


def dispatches(agreement: str) -> QuerySet[Dispatch]:
    """Those of an agreement, the latest first."""
    return Dispatch.objects.filter(agreement=agreement).select_related("entry").order_by("-at", "-pk")


def listed(found: Iterable[Dispatch]) -> list[Sent]:
    """With how many parties have said that they have it. Two statements for all."""
    rows = list(found)
    ids = [row.pk for row in rows]
    sent = _parties(DispatchTo.objects.filter(dispatch__in=ids).values_list("dispatch_id", "party"))
    received = _parties(
        Receipt.objects.filter(dispatch__in=ids, kind__in=_RECEIVED).values_list("dispatch_id", "party")
    )
    return [
        Sent(
            row.entry.organisation, row.entry.year, row.entry.number, row.agreement, row.subject, row.at, row.actor,
            len(sent.get(row.pk, ())), len(received.get(row.pk, ())), row.is_example,
        )
        for row in rows
    ]  # fmt: skip


def _parties(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for dispatch, party in pairs:
        found.setdefault(dispatch, set()).add(party)
    return found


def dispatch(agreement: str, organisation: str, year: int, number: int) -> Dispatch | None:
    """The dispatch under this line of the register, or None. One statement."""
    if year >= 10_000 or number >= 1_000_000_000:
        return None
    under = {"entry__organisation": organisation, "entry__year": year, "entry__number": number}
    return Dispatch.objects.filter(agreement=agreement, **under).select_related("entry").first()


def dispatched_by(agreement: str, token: UUID) -> Dispatch | None:
    """The dispatch that a form with this mark made, or None. One statement."""
    return Dispatch.objects.filter(agreement=agreement, token=token).select_related("entry").first()


def place(found: Dispatch) -> list[str]:
    """What its address is made from."""
    return [found.agreement, found.entry.organisation, str(found.entry.year), str(found.entry.number)]


def recipients(found: Dispatch) -> list[To]:
    """To whom it went, and how far each letter has come. Two statements."""
    rows = list(DispatchTo.objects.filter(dispatch=found).order_by("party", "pk"))
    tokens = [row.letter for row in rows if row.letter is not None]
    states = dict(Message.objects.filter(token__in=tokens).values_list("token", "state"))
    return [
        To(row.party, row.title, row.address, row.letter, states.get(row.letter, "") if row.letter else "")
        for row in rows
    ]


def receipts(found: Dispatch) -> list[Receipted]:
    """What the parties have done with it, oldest first. One statement."""
    rows = Receipt.objects.filter(dispatch=found).order_by("at", "pk")
    return [Receipted(*row) for row in rows.values_list("party", "kind", "at", "actor", "note")]


def papers_of(found: Dispatch) -> list[tuple[Paper, int]]:
    """The documents, and the version that was sent. One statement."""
    rows = documents().filter(dispatched__dispatch=found.pk).order_by("id")
    return [(Paper(*row[:-1]), row[-1]) for row in rows.values_list(*PAPER_FIELDS, "dispatched__version")]


def about(paper: int) -> list[Dispatch]:
    """The dispatches that a document went with, the latest first. One statement."""
    sent = DispatchPaper.objects.filter(document=paper, dispatch=OuterRef("pk"))
    return list(Dispatch.objects.filter(Exists(sent)).select_related("entry").order_by("-at"))


# --- what waits for a registrar ---------------------------------------------------------------------------


def unregistered(agreement: str) -> QuerySet[Document]:
    """Documents that others see or have sent, and that no line in force is about, the oldest first."""
    lines = RegisterEntry.objects.filter(~superseded(), pk=OuterRef("entry"))
    registered = RegisterPaper.objects.filter(Exists(lines), document=OuterRef("pk"))
    rows = documents().filter(~Exists(registered), agreement=agreement, withdrawn_at__isnull=True)
    return rows.exclude(reach__in=sorted(DRAFTS)).order_by("changed_at", "id")


def waiting_for(agreement: str, parties: Collection[str]) -> list[tuple[Dispatch, str]]:
    """Dispatches that these parties have got and not registered, the oldest first, each with the party."""
    done = Receipt.objects.filter(dispatch=OuterRef("dispatch"), party=OuterRef("party"), kind=REGISTERED)
    rows = DispatchTo.objects.filter(~Exists(done), dispatch__agreement=agreement, party__in=sorted(parties))
    found = rows.select_related("dispatch__entry").order_by("dispatch__at", "dispatch_id", "party")
    once = {(row.dispatch_id, row.party): (row.dispatch, row.party) for row in found}
    return list(once.values())


def not_handed_over(agreement: str) -> list[tuple[Dispatch, str]]:
    """Dispatches to parties without an address that nobody has handed over, the oldest first."""
    done = Receipt.objects.filter(dispatch=OuterRef("dispatch"), party=OuterRef("party"), kind__in=_RECEIVED)
    rows = DispatchTo.objects.filter(~Exists(done), dispatch__agreement=agreement, address="")
    found = rows.select_related("dispatch__entry").order_by("dispatch__at", "dispatch_id", "party")
    return [(row.dispatch, row.party) for row in found]
