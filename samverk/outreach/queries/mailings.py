"""Reads of what somebody writes to many: drafts, what was sent, and how far it has come for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from samverk.outreach.models import Kind, Mailing, MailingAct, MailingDone, MailingTo, Message, Missed, State
from samverk.rules.wording import Text

REGISTERED: Final[frozenset[str]] = frozenset({Kind.STATUTORY})
"""The kinds that are entered in the register when they are sent."""

RULES: Final[dict[str, Text]] = {
    Kind.STATUTORY: Text(
        "Det som avtalet eller lagen kräver att parterna får veta. Går alltid till registratorn hos varje part som det "
        "rör, även om du väljer någon annan där. Ingen kan avböja det. Det diarieförs som utgående när du skickar.",
        "What the agreement or the law requires the parties to be told. Always goes to the registrar of each party "
        "that it concerns, even if you choose somebody else there. Nobody can decline it. It is entered in the "
        "register as sent when you send it.",
    ),
    Kind.SERVICE: Text(
        "Det som rör mottagarens uppdrag: en kallelse, en begäran, en ändrad tid. Den som har avböjt "
        "servicemeddelanden får det inte. Det diarieförs inte.",
        "What concerns the recipient's task: a summons, a request, a changed time. Whoever has declined service "
        "messages does not get it. It is not entered in the register.",
    ),
    Kind.NEWSLETTER: Text(
        "Nytt om samarbetet, för den som vill. Den som har avböjt nyhetsbrev får det inte, och varje brev har en länk "
        "att avböja med. Det diarieförs inte.",
        "News of the cooperation, for those who want it. Whoever has declined newsletters does not get it, and every "
        "letter has a link to decline by. It is not entered in the register.",
    ),
}
"""The rules of each class, for who writes."""

MISSED: Final[dict[str, Text]] = {
    Missed.NO_ADDRESS: Text("Ingen adress är känd", "No address is known"),
    Missed.DECLINED: Text("Har avböjt brev av det här slaget", "Has declined letters of this sort"),
}

DONE: Final[dict[str, Text]] = {
    MailingDone.WRITTEN: Text("Började skrivas", "Was begun"),
    MailingDone.CHANGED: Text("Ändrades", "Was changed"),
    MailingDone.DISCARDED: Text("Kastades", "Was thrown away"),
    MailingDone.SENT: Text("Skickades", "Was sent"),
    MailingDone.TAKEN_BACK: Text("Togs tillbaka", "Was taken back"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A mailing in a list; ``states``: how many of its letters are in which state."""

    mailing: Mailing
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class To:
    """Who a mailing went to, with the state of the letter; or why it did not. ``address``: "" when it has been erased
    or there was none. ``problem``: what went wrong.
    """

    party: str
    title: str
    address: str
    letter: UUID | None
    state: str
    problem: str
    missed: str


def drafts(agreement: str) -> list[Mailing]:
    """The drafts, the one changed last first. One statement."""
    return list(Mailing.objects.filter(agreement=agreement, sent_at__isnull=True).order_by("-changed_at", "-pk"))


def sent(agreement: str) -> QuerySet[Mailing]:
    """What was sent, the latest first."""
    rows = Mailing.objects.filter(agreement=agreement, sent_at__isnull=False)
    return rows.select_related("entry").order_by("-sent_at", "-pk")


def listed(found: Iterable[Mailing]) -> list[Listed]:
    """With how their letters fare. Two statements for all."""
    rows = list(found)
    letters = dict(
        MailingTo.objects.filter(mailing__in=[row.pk for row in rows], letter__isnull=False).values_list(
            "letter", "mailing_id"
        )
    )
    states: dict[int, Counter[str]] = {row.pk: Counter() for row in rows}
    for token, state in Message.objects.filter(token__in=list(letters)).values_list("token", "state"):
        states[letters[token]][state] += 1
    return [Listed(row, states[row.pk]) for row in rows]


def mailing(agreement: str, token: UUID) -> Mailing | None:
    """The mailing, or None. One statement."""
    return Mailing.objects.filter(agreement=agreement, token=token).select_related("entry").first()


def mailing_under(entry: int) -> Mailing | None:
    """The mailing that a line of the register tells of, or None. One statement."""
    return Mailing.objects.filter(entry=entry).first()


def recipients(found: Mailing) -> list[To]:
    """Who it went to and how far each letter has come; who it did not go to and why. Two statements."""
    rows = list(MailingTo.objects.filter(mailing=found).order_by("pk"))
    letters = {one.token: one for one in Message.objects.filter(token__in=[row.letter for row in rows if row.letter])}
    made = []
    for row in rows:
        letter = letters.get(row.letter) if row.letter is not None else None
        address, state, problem = ("", "", "") if letter is None else (letter.address, letter.state, letter.problem)
        made.append(To(row.party, row.title, address, row.letter, state, problem, row.missed))
    return made


def waiting(found: Mailing) -> list[Message]:
    """Its letters that have not left. Two statements."""
    tokens = MailingTo.objects.filter(mailing=found, letter__isnull=False).values_list("letter", flat=True)
    return list(Message.objects.filter(token__in=list(tokens), state=State.WAITING))


def acts(found: Mailing) -> list[MailingAct]:
    """What has been done with it, oldest first. One statement."""
    return list(MailingAct.objects.filter(mailing=found.token).order_by("at", "pk"))
