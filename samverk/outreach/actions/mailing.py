"""Writing to many: a draft, its changes, sending it, and taking back what has not left.

To send is one transaction: who it goes to is decided and written down, a statutory notice is entered in the register
as sent, and the letters are put in the outbox. Each waits at least ten minutes there.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from samverk.accounts.policy import Actor, require
from samverk.agreements.actions.register import Line, correct_line, register_line
from samverk.agreements.queries import listings
from samverk.lib.clock import STOCKHOLM
from samverk.outreach.actions.dispatching import counterpart
from samverk.outreach.actions.outbox import MailRefused, Recipient, TooLate, put, stop
from samverk.outreach.models import Mailing, MailingAct, MailingDone, MailingTo
from samverk.outreach.policy import can_write_mailing
from samverk.outreach.queries.classes import CLASSES
from samverk.outreach.queries.mailings import REGISTERED, waiting
from samverk.outreach.queries.readers import Outcome, digest, who_gets
from samverk.records.queries.register import OUT, revisions
from samverk.rules.wording import Text

LONGEST_SUBJECT: Final = 150
LONGEST_TEXT: Final = 20_000
MOST_CHOSEN: Final = 500
REGRET: Final = timedelta(minutes=10)
"""Every letter to many can be taken back for so long, whatever its class says."""
FARTHEST: Final = timedelta(days=92)


class MailingRefused(MailRefused):
    """A mailing that cannot be written or sent as it stands."""


class ChangedMeanwhile(MailingRefused):
    """Somebody has changed, sent or thrown away the draft since it was read. ``now``: as it is; None: gone."""

    def __init__(self, now: Mailing | None) -> None:
        super().__init__(
            Text(
                "Utkastet har ändrats av någon annan sedan du öppnade det. Inget är sparat. Läs hur det ser ut nu, och "
                "spara igen om ditt ska gälla.",
                "Somebody else has changed the draft since you opened it. Nothing is saved. Read what it says now, and "
                "save again if yours is to hold.",
            )
        )
        self.now = now


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody has written so far, and to whom (``Mailing``)."""

    kind: str
    subject: str
    text: str
    groups: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


@transaction.atomic
def write_mailing(*, agreement: str, draft: Draft, by: Actor, at: datetime, token: uuid.UUID | None = None) -> Mailing:
    """A new draft; with a ``token`` that has been used, the one made then. Errors: NotAllowed, MailingRefused."""
    require(can_write_mailing(by, agreement=agreement, kind=draft.kind))
    values = _checked(draft)
    made, is_new = Mailing.objects.get_or_create(
        token=token or uuid.uuid4(),
        defaults={
            **values, "agreement": agreement, "made_at": at, "changed_at": at, "changed_by": by.label,
            "changed_by_id": by.user_id,
        },
    )  # fmt: skip
    if made.agreement != agreement:
        raise MailingRefused(Text("Börja om med ett nytt utkast.", "Begin again with a new draft."))
    if is_new:
        _trace(made, MailingDone.WRITTEN, by, at)
    return made


@transaction.atomic
def change_mailing(*, mailing: Mailing, draft: Draft, version: int, by: Actor, at: datetime) -> Mailing:
    """The draft says this from now on, if it is still in the version that was read.

    Errors: NotAllowed, MailingRefused, ChangedMeanwhile.
    """
    require(can_write_mailing(by, agreement=mailing.agreement))
    require(can_write_mailing(by, agreement=mailing.agreement, kind=draft.kind))
    values = _checked(draft)
    mine = Mailing.objects.filter(pk=mailing.pk, version=version, sent_at__isnull=True)
    changed = {"changed_at": at, "changed_by": by.label, "changed_by_id": by.user_id}
    if not mine.update(**values, **changed, version=F("version") + 1):
        raise ChangedMeanwhile(Mailing.objects.filter(pk=mailing.pk).first())
    mailing.refresh_from_db()
    _trace(mailing, MailingDone.CHANGED, by, at)
    return mailing


def _checked(draft: Draft) -> dict[str, object]:
    subject = " ".join(draft.subject.split())[:LONGEST_SUBJECT]
    if draft.kind not in CLASSES:
        raise MailingRefused(Text("Välj vilket slags utskick det är.", "Choose what sort of letter it is."))
    if not subject:
        raise MailingRefused(Text("Skriv vad utskicket gäller.", "Write what the letter is about."))
    return {
        "kind": draft.kind,
        "subject": subject,
        "text": draft.text.replace("\r\n", "\n").strip()[:LONGEST_TEXT],
        "groups": list(dict.fromkeys(draft.groups)),
        "chosen": list(dict.fromkeys(draft.chosen))[:MOST_CHOSEN],
    }


@transaction.atomic
def discard_mailing(*, mailing: Mailing, version: int, by: Actor, at: datetime) -> None:
    """Throw a draft away. Errors: NotAllowed, ChangedMeanwhile."""
    require(can_write_mailing(by, agreement=mailing.agreement))
    gone, _ = Mailing.objects.filter(pk=mailing.pk, version=version, sent_at__isnull=True).delete()
    if not gone:
        raise ChangedMeanwhile(Mailing.objects.filter(pk=mailing.pk).first())
    _trace(mailing, MailingDone.DISCARDED, by, at)


def outcomes(mailing: Mailing, at: datetime) -> tuple[Outcome, ...]:
    """Who would get the draft at the moment, and who would not and why."""
    on = at.astimezone(STOCKHOLM).date()
    return who_gets(mailing.agreement, mailing.kind, on, groups=mailing.groups, chosen=mailing.chosen)


@transaction.atomic
def send_mailing(
    *, mailing: Mailing, version: int, seen: str, by: Actor, at: datetime, leaves_at: datetime | None = None
) -> Mailing:
    """Send the draft as it was shown: ``version`` of it, to those whose ``digest`` is ``seen``. Sent already in that
    version, it is left as it is.

    ``leaves_at``: the moment its letters leave; None: as soon as the class lets them. Errors: NotAllowed,
    MailingRefused, ChangedMeanwhile, RegisterRefused.
    """
    require(can_write_mailing(by, agreement=mailing.agreement))
    row = Mailing.objects.select_for_update(of=("self",)).filter(pk=mailing.pk).first()
    if row is None or row.version != version:
        raise ChangedMeanwhile(row)
    require(can_write_mailing(by, agreement=row.agreement, kind=row.kind))
    if row.sent_at is not None:
        return row
    if not row.text:
        raise MailingRefused(Text("Skriv något i utskicket först.", "Write something in the letter first."))
    found = outcomes(row, at)
    if digest(found) != seen:
        raise MailingRefused(
            Text(
                "Mottagarna har ändrats sedan du granskade utskicket. Inget är skickat. Granska dem igen.",
                "The recipients have changed since you looked at them. Nothing has been sent. Look at them again.",
            )
        )
    gets = [one for one in found if not one.missed]
    if not gets:
        raise MailingRefused(
            Text("Ingen skulle få brevet. Välj mottagare först.", "Nobody would get it. Choose recipients first.")
        )
    row.leaves_at = _leaves(row.kind, leaves_at, at)
    row.sent_at, row.changed_at, row.changed_by, row.changed_by_id = at, at, by.label, by.user_id
    row.chosen = []
    if row.kind in REGISTERED:
        row.entry_id = _register(row, found, by, at)
    row.save()
    _put(row, found, by, at)
    _trace(row, MailingDone.SENT, by, at, len(gets))
    return row


def _leaves(kind: str, wanted: datetime | None, at: datetime) -> datetime:
    soonest = at + max(CLASSES[kind].delay, REGRET)
    if wanted is None:
        return soonest
    if not at < wanted <= at + FARTHEST:
        raise MailingRefused(
            Text(
                "Välj en dag och en tid som inte har varit, högst tre månader fram.",
                "Choose a day and a time that have not passed, at most three months ahead.",
            )
        )
    return max(wanted, soonest)


def _register(row: Mailing, found: Sequence[Outcome], by: Actor, at: datetime) -> int:
    """The line of the register. One that leaves on a later day says which."""
    parties = list(dict.fromkeys(one.party for one in found if one.party))
    leaves = row.leaves_at.astimezone(STOCKHOLM) if row.leaves_at is not None else at.astimezone(STOCKHOLM)
    later = leaves.date() > at.astimezone(STOCKHOLM).date()
    return register_line(
        agreement=row.agreement,
        line=Line(
            direction=OUT,
            day=at.astimezone(STOCKHOLM).date(),
            subject=f"{row.subject} (skickas {leaves:%Y-%m-%d})" if later else row.subject,
            counterpart=counterpart(parties) or "Mottagare i samarbetet",
            party=parties[0] if len(parties) == 1 else "",
        ),
        by=by,
        recorded_at=at,
    ).id


def _put(row: Mailing, found: Sequence[Outcome], by: Actor, at: datetime) -> None:
    called = listings.name_of(row.agreement)
    name = {"sv": called.sv, "en": called.en}
    for one in found:
        letter = None
        if not one.missed:
            letter = put(
                kind=row.kind, letter="mailing", payload={"mailing": str(row.token), "name": name}, by=by, at=at,
                to=Recipient(one.address, one.title, one.language, one.party), agreement=row.agreement,
                send_at=row.leaves_at,
            ).token  # fmt: skip
        MailingTo.objects.create(mailing=row, party=one.party, title=one.title, letter=letter, missed=one.missed)


@transaction.atomic
def take_back_mailing(*, mailing: Mailing, by: Actor, at: datetime) -> int:
    """Stop the letters that have not left; how many. The register says so. Errors: NotAllowed, TooLate."""
    require(can_write_mailing(by, agreement=mailing.agreement, kind=mailing.kind))
    row = Mailing.objects.select_for_update(of=("self",)).select_related("entry").get(pk=mailing.pk)
    stopped = 0
    for message in waiting(row):
        try:
            stop(message=message, by=by, at=at)
        except TooLate:
            continue
        stopped += 1
    if not stopped:
        raise TooLate(
            Text(
                "Inget av breven går att stoppa: de har lämnat Samverk eller är på väg ut.",
                "None of the letters can be stopped: they have left Samverk or are on their way out.",
            )
        )
    if row.taken_back_at is None:
        Mailing.objects.filter(pk=row.pk).update(taken_back_at=at, taken_back_by=by.label)
        _say_in_register(row, stopped, by, at)
    _trace(row, MailingDone.TAKEN_BACK, by, at, stopped)
    return stopped


def _say_in_register(row: Mailing, stopped: int, by: Actor, at: datetime) -> None:
    if row.entry is None:
        return
    first = row.entry
    entry = revisions(row.agreement, first.organisation, first.year, first.number, secrets=True)[0]
    all_of_them = row.recipients.filter(letter__isnull=False).count()
    whole = stopped == all_of_them
    note = "återtaget innan det skickades" if whole else f"återtaget för {stopped} av {all_of_them} mottagare"
    correct_line(
        entry=entry,
        line=Line(
            direction=entry.direction, day=entry.day, subject=f"{entry.subject} ({note})",
            counterpart=entry.counterpart, party=entry.party, their_number=entry.their_number, chapter=entry.chapter,
            section=entry.section,
        ),
        why="Utskicket togs tillbaka",
        by=by,
        recorded_at=at,
    )  # fmt: skip


def _trace(row: Mailing, what: MailingDone, by: Actor, at: datetime, count: int = 0) -> None:
    MailingAct.objects.create(
        at=at, what=what, mailing=row.token, agreement=row.agreement, kind=row.kind, actor=by.label,
        actor_id=by.user_id, count=count,
    )  # fmt: skip
