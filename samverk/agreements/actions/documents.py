"""The papers of an agreement: added, renewed, opened to more people, withdrawn.

A file is looked at before anything is written: how large it is, whether it would run, whether it is infected, what it
is and what it says. Then its bytes get their place in the store, and after that the rows and the event are written in
one transaction. Whatever breaks off on the way leaves either a whole document or none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.db import transaction

from samverk.accounts.policy import Actor, require
from samverk.agreements.actions.indexing import index_document, unindex_document
from samverk.agreements.policy import can_add_document, can_change_document, can_publish_document
from samverk.agreements.queries import listings
from samverk.integrations import clamd, file_types, looking
from samverk.lib import store
from samverk.lib.store import Arrived
from samverk.records.actions import papers
from samverk.records.actions.papers import LONGEST_AGREEMENT, Content, PaperRefused
from samverk.records.models import Reach
from samverk.records.queries.papers import DOCUMENT_KINDS, REACHES, Paper, has_blob
from samverk.rules.wording import Text

LONGEST_NAME: Final = 200
LONGEST_TITLE: Final = 200
LONGEST_REASON: Final = 500
_STALE: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class File:
    """A file that has come in: its bytes, and what its sender calls it."""

    arrived: Arrived
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a new document. ``party``: whose it is, "" for the cooperation's own; ``reach``: who may see."""

    title: str
    kind: str
    party: str
    reach: str


def add_document(
    *,
    agreement: str,
    file: File,
    told: Told,
    by: Actor,
    recorded_at: datetime,
    example: bool = False,
    once: str = "",
    together: Callable[[Paper], None] = lambda _paper: None,
) -> Paper:
    """A new document. Errors: NotAllowed, PaperRefused; then nothing is kept of the file.

    ``once``: the number of the form (``records.actions.papers.add_paper``).
    ``together``: what is to be written in the same transaction; what it raises undoes the document.
    """

    def ask() -> None:
        access = _access(agreement)
        require(can_add_document(by, access, told.party))
        if told.reach == Reach.PUBLIC:
            require(can_publish_document(by, access, told.party))
        if told.kind not in DOCUMENT_KINDS or told.reach not in REACHES:
            raise PaperRefused(_CHOOSE)

    def write(content: Content, name: str) -> Paper:
        added = papers.add_paper(
            agreement=agreement,
            title=_line(told.title)[:LONGEST_TITLE] or name,
            kind=told.kind,
            party=told.party,
            reach=told.reach,
            content=content,
            name=name,
            scanned=bool(settings.CLAMD),
            by=by,
            recorded_at=recorded_at,
            example=example,
            once=once,
        )
        index_document(agreement=agreement, key=added.key)
        together(added)
        return added

    return _kept(file, recorded_at, ask, write)


def add_version(*, paper: Paper, file: File, by: Actor, recorded_at: datetime) -> Paper:
    """A new version of a document. Errors: NotAllowed, PaperRefused; then nothing is kept of the file."""

    def ask() -> None:
        require(can_change_document(by, _access(paper.agreement), paper))

    def write(content: Content, name: str) -> Paper:
        scanned = bool(settings.CLAMD)
        renewed = papers.add_version(
            paper=paper, content=content, name=name, scanned=scanned, by=by, recorded_at=recorded_at
        )
        index_document(agreement=paper.agreement, key=paper.key)
        return renewed

    return _kept(file, recorded_at, ask, write)


@transaction.atomic
def open_document(*, paper: Paper, reach: str, by: Actor, recorded_at: datetime) -> Paper:
    """Let more people see a document. Errors: NotAllowed, PaperRefused."""
    access = _access(paper.agreement)
    require(can_change_document(by, access, paper))
    if reach not in REACHES:
        raise PaperRefused(_CHOOSE)
    if reach == Reach.PUBLIC:
        require(can_publish_document(by, access, paper.party))
    opened = papers.open_paper(paper=paper, reach=reach, by=by, recorded_at=recorded_at)
    index_document(agreement=paper.agreement, key=paper.key)
    return opened


@transaction.atomic
def withdraw_document(*, paper: Paper, reasons: str, by: Actor, recorded_at: datetime) -> Paper:
    """Say that a document should not count, and why. It stays, shown as withdrawn. Errors: NotAllowed, PaperRefused."""
    require(can_change_document(by, _access(paper.agreement), paper))
    why = _line(reasons)[:LONGEST_REASON]
    if not why:
        raise PaperRefused(
            Text(
                "Skriv varför handlingen dras tillbaka. Skälet visas för dem som deltar i samarbetet.",
                "Write why the document is withdrawn. The reason is shown to those who take part in the cooperation.",
            )
        )
    withdrawn = papers.withdraw_paper(paper=paper, reasons=why, by=by, recorded_at=recorded_at)
    unindex_document(agreement=paper.agreement, key=paper.key)
    return withdrawn


def clear_interrupted(*, before: datetime) -> int:
    """Clear away uploads that were interrupted before a moment. How many."""
    return store.documents().sweep(before, has_blob)


# --- the file ---------------------------------------------------------------------------------------------


def _kept(file: File, now: datetime, ask: Callable[[], None], write: Callable[[Content, str], Paper]) -> Paper:
    """Asked whether it may, the bytes in their place, then the rows; nothing is left of a file that is refused."""
    place = store.documents()
    try:
        ask()
        name = plain_name(file.name)
        content = _examined(file.arrived, name)
        place.settle(file.arrived)
        with transaction.atomic():
            written = write(content, name)
    except BaseException:
        place.give_up(file.arrived, has_blob)
        raise
    place.done(file.arrived)
    clear_interrupted(before=now - _STALE)
    return written


def _examined(arrived: Arrived, name: str) -> Content:
    """What the file is and says. Error: PaperRefused for one that is not kept."""
    if not arrived.size:
        raise PaperRefused(
            Text(
                f"{name} är tom. Öppna filen och se efter att den har ett innehåll, och välj den igen.",
                f"{name} is empty. Open the file and see that there is something in it, and choose it again.",
            )
        )
    if arrived.size > settings.LARGEST_DOCUMENT:
        raise too_large(name, arrived.size)
    kind = file_types.sniffed(arrived.path)
    if file_types.is_runnable(kind, name):
        raise PaperRefused(
            Text(
                f"{name} är ett program, och sådana tas inte emot. Spara innehållet som PDF eller dokument i stället.",
                f"{name} is a program, and programs are not accepted. Save the content as PDF or a document instead.",
            )
        )
    _refuse_infected(arrived, name)
    words = looking.words(arrived.path)
    return Content(
        sha256=arrived.sha256,
        size=arrived.size,
        media_type=kind.media_type,
        pages=words.pages,
        text=words.text,
        is_cut=words.cut,
        is_unread=words.failed,
    )


def _refuse_infected(arrived: Arrived, name: str) -> None:
    if not settings.CLAMD:
        return
    try:
        found = clamd.infection(settings.CLAMD, arrived.path)
    except clamd.ScanFailed as error:
        raise PaperRefused(
            Text(
                f"{name} kunde inte kontrolleras mot skadlig kod just nu och togs inte emot. "
                "Försök igen om en stund, eller säg till den som administrerar Samverk.",
                f"{name} could not be checked for malware just now and was not accepted. "
                "Try again in a while, or tell those who administer Samverk.",
            )
        ) from error
    if found is not None:
        raise PaperRefused(
            Text(
                f"{name} innehåller skadlig kod ({found}) och togs inte emot. Säg till er it-avdelning.",
                f"{name} contains malware ({found}) and was not accepted. Tell your IT department.",
            )
        )


def too_large(name: str, size: int) -> PaperRefused:
    """The answer to a file beyond the limit; ``size`` in bytes."""
    most = settings.LARGEST_DOCUMENT // 1_000_000
    return PaperRefused(
        Text(
            f"{name} är {-(-size // 1_000_000)} MB, och högst {most} MB tas emot. Spara den mindre, till exempel med "
            "nedskalade bilder, eller dela upp den.",
            f"{name} is {-(-size // 1_000_000)} MB, and at most {most} MB are accepted. Save it smaller, for example "
            "with pictures scaled down, or divide it.",
        )
    )


def plain_name(name: str) -> str:
    """A file's name as it is kept: its last part, without signs that a file system or a header could stumble on."""
    last = PurePath(name.replace("\\", "/").replace("\0", " ")).name
    printable = "".join(sign if sign.isprintable() and sign not in '<>:"/|?*' else " " for sign in last)
    words = " ".join(printable.split()).strip(". ")
    if len(words) > LONGEST_NAME:
        stem, dot, end = words.rpartition(".")
        words = f"{stem[: LONGEST_NAME - len(end) - 1]}.{end}" if dot and len(end) < 10 else words[:LONGEST_NAME]
    return words or "handling"


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _access(agreement: str) -> listings.Access:
    """What the policy asks about the agreement. Error: PaperRefused when there is none."""
    access = listings.access(agreement) if len(agreement) <= LONGEST_AGREEMENT else None
    if access is None:
        raise PaperRefused(Text(f"Det finns inget avtal ”{agreement}”.", f"There is no agreement “{agreement}”."))
    return access


_CHOOSE = Text(
    "Välj vad det är för handling och vem som får se den.", "Choose what the document is and who may see it."
)
