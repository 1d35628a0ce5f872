"""What is done by a link to one act, and with the links themselves.

The act and the link's end are one transaction, with the link's row locked: of two who use it at the same moment one
does the act and the other is told that it has been done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from samverk.accounts.models import Role, User
from samverk.accounts.policy import Actor, require
from samverk.accounts.queries import secret_hash
from samverk.agreements.actions.documents import File, Told, add_document
from samverk.agreements.actions.facts import record_fact
from samverk.outreach.actions.outbox import MailRefused, Recipient, queue
from samverk.outreach.models import Kind, Link, Message
from samverk.outreach.policy import can_ask_by_link, can_see_links
from samverk.outreach.queries.links import (
    HAND_IN,
    Standing,
    acting,
    is_out,
    is_settled,
    link_of,
    links_in,
    may_act,
    standing,
)
from samverk.records.actions import lock_chain
from samverk.records.queries.papers import PARTIES, Paper
from samverk.rules.facts import Fact
from samverk.rules.wording import Text


class LinkOver(Exception):  # noqa: N818 - named for what happened, as every refusal is
    """The link cannot be used: ``standing`` says why; None when no link has the secret."""

    def __init__(self, why: Standing | None) -> None:
        super().__init__(str(why))
        self.standing = why


class CannotBeAsked(MailRefused):
    """The person cannot do that by a link."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody is asked for: with which role, which act, to which last day."""

    role: Role
    kind: str
    last_day: date


@transaction.atomic
def record_by_link(*, secret: str, valid_on: date, payload: Mapping[str, Any], at: datetime) -> Fact:
    """Record the one fact that the link is for. What is settled in the link holds, whatever the form says.

    Errors: LinkOver, FactRefused, NotAllowed; then nothing is written and the link is as it was.
    """
    link = _taken(secret, at)
    if link.kind == HAND_IN:
        raise LinkOver(None)
    fact = record_fact(
        agreement=link.agreement,
        kind=link.kind,
        valid_on=valid_on,
        payload={**payload, **link.given},
        by=acting(link),
        recorded_at=at,
        party=link.party,
    )
    _end(link, str(fact.seq), at)
    return fact


def hand_in_by_link(*, secret: str, file: File, kind: str, title: str, at: datetime) -> Paper:
    """Hand in the one document that the link is for: the party's own, shown to those who take part.

    The file is looked through before anything is locked. Errors: LinkOver, PaperRefused, NotAllowed; then nothing is
    kept and the link is as it was.
    """
    link = link_of(secret)
    if link is None or link.kind != HAND_IN:
        raise LinkOver(None)
    now = standing(link, at)
    if now is not Standing.OPEN:
        raise LinkOver(now)

    def together(paper: Paper) -> None:
        _end(_taken(secret, at), paper.key, at)

    told = Told(title=title, kind=kind, party=link.party, reach=PARTIES)
    return add_document(
        agreement=link.agreement, file=file, told=told, by=acting(link), recorded_at=at, together=together
    )


def _taken(secret: str, at: datetime) -> Link:
    """The link, locked and good to use. Error: LinkOver."""
    link = Link.objects.select_for_update().filter(secret_hash=secret_hash(secret)).first()
    if link is None:
        raise LinkOver(None)
    if link.thing:
        # Whoever records the same thing in another way waits, or is waited for: what is owed is asked after that.
        lock_chain(link.agreement)
    now = standing(link, at)
    if now is not Standing.OPEN:
        raise LinkOver(now)
    return link


def _end(link: Link, used_as: str, at: datetime) -> None:
    """Error: LinkOver, should somebody have been quicker in spite of the lock."""
    mine = Link.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True)
    if not mine.update(used_at=at, used_as=used_as):
        raise LinkOver(Standing.USED)


@transaction.atomic
def ask_by_link(*, agreement: str, ask: Ask, by: Actor, at: datetime) -> Message:
    """Ask somebody for one thing, by a letter with a link. Errors: NotAllowed, CannotBeAsked, NoAddress."""
    require(can_ask_by_link(by, agreement=agreement))
    role = ask.role
    if not is_settled(ask.kind, ()) or not may_act(role, agreement, ask.kind):
        raise CannotBeAsked(
            Text(
                f"{role.user.title} kan inte göra det genom en länk. Välj något som ingår i uppgiften.",
                f"{role.user.title} cannot do that by a link. Choose something that is part of the task.",
            )
        )
    return queue(
        kind=Kind.SERVICE,
        letter="ask",
        payload={"role": role.pk, "kind": ask.kind, "last_day": ask.last_day.isoformat()},
        to=Recipient(role.user.email, role.user.title, role.user.language, role.party),
        agreement=agreement,
        by=by,
        at=at,
    )


@transaction.atomic
def revoke_link(*, link: Link, by: Actor, at: datetime) -> bool:
    """Make a link worthless. Whether it was good for anything. Error: NotAllowed."""
    require(can_see_links(by, agreement=link.agreement))
    mine = Link.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True)
    return bool(mine.update(revoked_at=at, revoked_by=by.label))


@transaction.atomic
def revoke_links_of(*, user: User, agreements: Sequence[str], by: Actor, at: datetime) -> int:
    """Make all of a person's links in agreements worthless. How many. Error: NotAllowed."""
    for agreement in agreements:
        require(can_see_links(by, agreement=agreement))
    out = links_in(agreements).filter(user=user, **is_out(at))
    return out.update(revoked_at=at, revoked_by=by.label)
