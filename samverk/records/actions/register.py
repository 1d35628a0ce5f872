"""Writes: a line is added to an organisation's register under the next number, or corrected; nothing is erased.

Every act adds an event to the chain of the register, which holds a digest of the line, and the line itself, in one
transaction. The chain's lock gives the numbers their order. Who may is asked above: ``agreements.actions.register``.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from samverk.accounts.policy import Actor
from samverk.lib.clock import STOCKHOLM
from samverk.records.actions import NewFact, append, lock_chain
from samverk.records.models import RegisterEntry, RegisterPaper
from samverk.records.queries import Head
from samverk.records.queries.papers import Paper
from samverk.records.queries.register import CORRECTED, REGISTERED, Entry, content_of, read, register_chain
from samverk.rules.canonical import digest
from samverk.rules.wording import Text


class RegisterRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """A line that cannot be registered or corrected. ``message``: what was found, expected, what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """What a line says. ``papers``: the documents it is about; ``chapter`` None: without a secrecy mark."""

    direction: str
    day: date
    counterpart: str
    subject: str
    party: str = ""
    their_number: str = ""
    chapter: int | None = None
    section: str = ""
    papers: tuple[Paper, ...] = ()


@transaction.atomic
def add_line(
    *,
    organisation: str,
    agreement: str,
    line: NewLine,
    by: Actor,
    recorded_at: datetime,
    example: bool = False,
    once: str = "",
) -> Entry:
    """The next number of the year for the organisation.

    ``once``: a random number of the form; a line by the same person that says the same under it is the one made then.
    """
    head = lock_chain(register_chain(organisation))
    moment = recorded_at if head is None else max(recorded_at, head.recorded_at)
    year = moment.astimezone(STOCKHOLM).year
    nonce = _of_form(once, line, by) if once else secrets.token_hex(16)
    if once:
        same = RegisterEntry.objects.filter(organisation=organisation, year=year, agreement=agreement, nonce=nonce)
        if there := read(same, secrets=True):
            return there[0]
    last = RegisterEntry.objects.filter(organisation=organisation, year=year).aggregate(last=Max("number"))["last"]
    place = {
        "organisation": organisation, "year": year, "number": (last or 0) + 1, "revision": 1, "agreement": agreement,
        "why": "", "is_example": example, "nonce": nonce,
    }  # fmt: skip
    return _written(place, line, by, moment, head)


def _of_form(once: str, line: NewLine, by: Actor) -> str:
    """As random as the form's number, and the same for the same line."""
    said = [str(getattr(line, field.name)) for field in fields(line) if field.name != "papers"]
    keys = [f"{paper.key} {paper.version}" for paper in line.papers]
    return digest("\n".join([once, by.user_id, *said, *keys]))[:32]


@transaction.atomic
def amend_line(*, entry: Entry, line: NewLine, why: str, by: Actor, recorded_at: datetime) -> Entry:
    """A new revision of a line. Error: RegisterRefused when somebody else has corrected it meanwhile."""
    head = lock_chain(register_chain(entry.organisation))
    same = RegisterEntry.objects.filter(organisation=entry.organisation, year=entry.year, number=entry.number)
    last = same.aggregate(last=Max("revision"))["last"]
    if last != entry.revision:
        raise RegisterRefused(
            Text(
                "Någon annan har rättat raden medan du skrev. Läs vad som står nu och rätta igen om det behövs.",
                "Somebody else corrected the line while you wrote. Read what it says now and correct again if needed.",
            )
        )
    place = {
        "organisation": entry.organisation, "year": entry.year, "number": entry.number, "revision": last + 1,
        "agreement": entry.agreement, "why": why, "is_example": entry.is_example, "nonce": secrets.token_hex(16),
    }  # fmt: skip
    moment = recorded_at if head is None else max(recorded_at, head.recorded_at)
    return _written(place, line, by, moment, head)


def _written(place: dict[str, Any], line: NewLine, by: Actor, moment: datetime, head: Head | None) -> Entry:
    """The event and the rows. The chain's lock is held."""
    row = place | {
        "direction": line.direction, "day": line.day, "counterpart": line.counterpart, "party": line.party,
        "subject": line.subject, "their_number": line.their_number, "chapter": line.chapter, "section": line.section,
    }  # fmt: skip
    content = content_of(row, [(paper.key, paper.version) for paper in line.papers])
    new = NewFact(
        kind=REGISTERED if row["revision"] == 1 else CORRECTED,
        valid_on=moment.astimezone(STOCKHOLM).date(),
        recorded_at=moment,
        payload={"entry": f"{row['year']}/{row['number']}", "revision": row["revision"], "content": content},
        example=row["is_example"],
    )
    (fact,), _ = append(agreement=register_chain(row["organisation"]), facts=(new,), by=by, head=head)
    made = RegisterEntry.objects.create(
        **row, recorded_at=fact.recorded_at.astimezone(UTC), actor=by.label, actor_id=by.user_id
    )
    RegisterPaper.objects.bulk_create(
        RegisterPaper(entry=made, document_id=paper.id, version=paper.version) for paper in line.papers
    )
    return read(RegisterEntry.objects.filter(pk=made.pk), secrets=True)[0]
