"""The whole log as rows: what was recorded, done with documents, done with accounts and rights, and sent by mail.

Each row says who, in which roles, when, from where, what and about whom. A row of a chain carries all that its hash is
made of (``records.queries.sealed``), so that who has the export can compute the chain again without us.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db.models import QuerySet

from samverk.accounts.models import Role, Trace
from samverk.lib.clock import STOCKHOLM
from samverk.outreach.models import MailingAct, Step
from samverk.outreach.queries.proof import is_dispatch_chain
from samverk.records.models import Document, Event, Reach
from samverk.records.queries import chains, utc_text
from samverk.records.queries.papers import is_paper_chain, paper_chain

FIELDS: Final = (
    "part", "agreement", "number", "at", "origin", "actor", "actor_id", "roles", "what", "party", "about", "day",
    "corrects", "example", "details", "prev_hash", "hash",
)  # fmt: skip
"""In this order, in every form. ``part``: facts, documents, register, dispatch, rights or mail. ``at``: UTC.
``roles``: those that the actor held that day, as they stand now. ``origin``: account (someone signed in), system (a
command, a job), or how the actor came otherwise ("link:contact_person", with the role the link was for). ``example``:
true or empty.
"""

type Row = Mapping[str, Any]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


type Papers = Literal["all", "cooperation", "public"]
"""Which documents' acts are told: all; not those of single parties; only of those that everyone may see."""

_WITHHELD: Final[Mapping[Papers, Callable[[], QuerySet[Document]]]] = {
    "all": Document.objects.none,
    "cooperation": lambda: Document.objects.exclude(party=""),
    "public": lambda: Document.objects.exclude(reach=Reach.PUBLIC),
}


class _Roles:
    """Which roles an account held on a day. One statement for the whole log."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[str, str, date, date | None]]] = {}
        rows = Role.objects.order_by("kind", "pk").values_list("user_id", "kind", "agreement", "from_day", "to_day")
        for user_id, kind, agreement, first, last in rows:
            self._held.setdefault(str(user_id), []).append((kind, agreement, first, last))

    def of(self, actor_id: str, agreement: str, at: datetime) -> str:
        """The kinds, each once, of roles in the agreement and of those that name none."""
        day = at.astimezone(STOCKHOLM).date()
        held = self._held.get(actor_id, ())
        kinds = [
            kind
            for kind, where, first, last in held
            if where in ("", agreement) and first <= day and (last is None or day < last)
        ]
        return " ".join(dict.fromkeys(kinds))


def rows(agreement: str | None, *, papers: Papers) -> Iterator[Row]:
    """The log of one agreement, or (None) of the whole installation: facts, documents, rights, mail, each in its order.

    The registers of organisations, where marks hide what is secret, are only in that of the installation.

    ``papers``: the documents whose acts are told. Of the others there is a row with the hash alone, so that the chain
    can still be followed. Read as it is asked for; five statements for an agreement.
    """
    roles = _Roles()
    there = chains() if agreement is None else (agreement, paper_chain(agreement))
    acts = [one for one in there if is_paper_chain(one)]
    for chain in there:
        if chain not in acts:
            yield from _events(_part(chain), chain, roles, frozenset())
    withheld = frozenset(_WITHHELD[papers]().values_list("key", flat=True))
    for chain in acts:
        yield from _events("documents", chain, roles, withheld)
    yield from _rights(agreement, roles)
    yield from _mail(agreement, roles)
    yield from _mailings(agreement, roles)


def _part(chain: str) -> str:
    if is_dispatch_chain(chain):
        return "dispatch"
    return "register" if "/" in chain else "facts"


def _events(part: str, chain: str, roles: _Roles, withheld: frozenset[str]) -> Iterator[Row]:
    for one in Event.objects.filter(agreement=chain).order_by("seq").iterator(chunk_size=2000):
        linked = {"prev_hash": one.prev_hash, "hash": one.hash}
        if one.subject and one.subject in withheld:
            hidden = {"details": '{"withheld":true}'}
            yield _row(part, chain, one.seq, one.recorded_at, what=one.kind, **hidden, **linked)
            continue
        yield _row(
            part, chain, one.seq, one.recorded_at, what=one.kind, **linked,
            origin=one.origin or _origin(one.actor_id), actor=one.actor, actor_id=one.actor_id, party=one.party,
            about=one.subject, example=one.is_example or None,
            roles=one.origin.partition(":")[2] or roles.of(one.actor_id, chain.partition("/")[0], one.recorded_at),
            day=one.valid_on.isoformat(), corrects=one.corrects, details=one.payload,
        )  # fmt: skip


def _rights(agreement: str | None, roles: _Roles) -> Iterator[Row]:
    found = Trace.objects.all() if agreement is None else Trace.objects.filter(agreement=agreement)
    for one in found.order_by("at", "pk").iterator(chunk_size=2000):
        told = {
            "role": one.role, "body": one.body, "reason": one.reason, "from": one.from_day and one.from_day.isoformat(),
            "to": one.to_day and one.to_day.isoformat(), "until": one.until and utc_text(one.until),
            "closes": one.closes, "about_id": one.about_id,
        }  # fmt: skip
        yield _row(
            "rights", one.agreement, one.pk, one.at, origin=_origin(one.actor_id), actor=one.actor, what=one.kind,
            actor_id=one.actor_id, roles=roles.of(one.actor_id, one.agreement, one.at), party=one.party,
            about=one.about, details=_json(told),
        )  # fmt: skip


def _mail(agreement: str | None, roles: _Roles) -> Iterator[Row]:
    """To whom, by the title of the post, and how far it came; neither the address nor what it said."""
    found = Step.objects.select_related("message").order_by("at", "pk")
    found = found if agreement is None else found.filter(message__agreement=agreement)
    for one in found.iterator(chunk_size=2000):
        message = one.message
        ours = one.by == message.created_by and one.what == "queued"
        actor_id = message.created_by_id if ours else ""
        told = {"message": str(message.token), "class": message.kind, "letter": message.letter, "note": one.note}
        yield _row(
            "mail", message.agreement, one.pk, one.at, actor=one.by, actor_id=actor_id, what=one.what,
            origin="account" if actor_id else ("system" if not one.by else ""), party=message.party,
            roles=roles.of(actor_id, message.agreement, one.at), about=message.recipient, details=_json(told),
        )  # fmt: skip


def _mailings(agreement: str | None, roles: _Roles) -> Iterator[Row]:
    """Letters to many: who wrote, changed, sent and took back; what they say is no part of the log."""
    found = MailingAct.objects.all() if agreement is None else MailingAct.objects.filter(agreement=agreement)
    for one in found.order_by("at", "pk").iterator(chunk_size=2000):
        told = {"mailing": str(one.mailing), "class": one.kind, "count": str(one.count)}
        yield _row(
            "mail", one.agreement, one.pk, one.at, actor=one.actor, actor_id=one.actor_id, what=one.what,
            origin=_origin(one.actor_id), roles=roles.of(one.actor_id, one.agreement, one.at), details=_json(told),
        )  # fmt: skip


def _origin(actor_id: str) -> str:
    return "account" if actor_id else "system"


def _row(part: str, agreement: str, number: int, at: datetime, **more: Any) -> Row:
    given = {"part": part, "agreement": agreement, "number": number, "at": utc_text(at), **more}
    return {name: value if (value := given.get(name)) is not None else "" for name in FIELDS}


def _json(told: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in sorted(told.items()) if value not in (None, "")}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def as_json_lines(found: Iterable[Row]) -> Iterator[str]:
    """Each row as an object on a line of its own. ``details`` is text: what was sealed, letter for letter."""
    for row in found:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def as_csv(found: Iterable[Row]) -> Iterator[str]:
    """A table as a Swedish Excel reads it: byte order mark, semicolons, CRLF. No cell is a formula."""
    yield "\ufeff" + _line(FIELDS)
    for row in found:
        yield _line([_cell(row[name]) for name in FIELDS])


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: object) -> str:
    text = "true" if value is True else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


FORMS: Final = {"jsonl": as_json_lines, "csv": as_csv}
