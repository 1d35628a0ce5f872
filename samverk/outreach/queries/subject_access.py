"""Everything that is kept about whoever has an address: what someone may ask to see (GDPR art. 15), as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from samverk.accounts.models import CalendarAddress, Identity, Role, SignIn, Succession, Trace
from samverk.accounts.queries.signing_in import second_steps_of, user_with_address
from samverk.outreach.models import Declined, DispatchTo, Link, MailingAct, Message, Receipt, Reminder
from samverk.parties.models import ContactPost, PostTrace
from samverk.records.models import Event, RegisterEntry

type Rows = list[dict[str, Any]]


def everything_about(address: str) -> dict[str, Rows]:
    """What there is about the address, by sort; a sort without anything is an empty list. At most 21 statements.

    Left out, since they are worth nothing to who asks and something to a thief: hashes of passwords and of secrets.
    """
    email = address.strip().lower()
    user = user_with_address(email)
    number = "" if user is None else str(user.pk)
    found: dict[str, Rows] = {"account": []}
    if user is not None:
        names = ("email", "title", "language", "theme", "is_active")
        found["account"] = [{name: getattr(user, name) for name in names}]
        steps = second_steps_of(user)
        found["second_steps"] = [
            {"kind": one.kind, "name": one.name, "made_at": _plain(one.made_at), "used_at": _plain(one.used_at)}
            for one in steps
        ]
    own = {"user": user} if user is not None else {"user__isnull": True}
    found["roles"] = _rows(Role.objects.filter(**own), "kind agreement party body from_day to_day given_through")
    found["sign_ins"] = _rows(SignIn.objects.filter(**own), "method device signed_in_at")
    found["organisations"] = _rows(Identity.objects.filter(**own), "provider__title subject made_at used_at")
    found["calendar"] = _rows(CalendarAddress.objects.filter(**own), "made_at")
    named = Q(email=email) | (Q(role__user=user) if user is not None else Q(pk__in=()))
    found["successors"] = _rows(
        Succession.objects.filter(named), "email title from_day named_at decided_at decided_by outcome"
    )
    traced = Q(about_id=number) | Q(actor_id=number) if number else Q(pk__in=())
    found["trace"] = _rows(Trace.objects.filter(traced), "at kind actor about role agreement party body reason")
    found["contacts"] = _rows(
        ContactPost.objects.filter(email__iexact=email), "organisation_id agreement role title phone from_day to_day"
    )
    acted = Q(actor_id=number) if number else Q(pk__in=())
    found["contacts_kept"] = _rows(PostTrace.objects.filter(acted), "at what party agreement title")
    found["recorded"] = _rows(Event.objects.filter(acted), "agreement seq kind valid_on recorded_at actor")
    # What an entry is about can be secret, and who may read it is asked elsewhere: only that it was made.
    found["registered"] = _rows(RegisterEntry.objects.filter(acted), "organisation year number recorded_at")
    found["letters"] = _rows(
        Message.objects.filter(address=email), "created_at kind letter agreement recipient state ended_at subject text"
    )
    # The record of a dispatch keeps to which post and address it went: it is the authority's, and is not erased.
    found["dispatched_to"] = _rows(
        DispatchTo.objects.filter(address__iexact=email),
        "dispatch__at dispatch__agreement dispatch__subject party title",
    )
    found["receipts"] = _rows(Receipt.objects.filter(acted), "at dispatch__agreement party kind note")
    found["mailings"] = _rows(MailingAct.objects.filter(acted), "at what agreement kind")
    found["links"] = _rows(Link.objects.filter(**own), "agreement party kind thing made_at until used_at revoked_at")
    found["reminders"] = _rows(Reminder.objects.filter(address=email), "day agreement thing due_on step")
    found["declined"] = _rows(Declined.objects.filter(address=email), "kind at")
    return found


def _rows(found: Any, columns: str) -> Rows:
    names = columns.split()
    return [
        dict(zip(names, map(_plain, row), strict=True)) for row in _in_order(found.values_list(*names, named=False))
    ]


def _in_order(rows: Any) -> Iterable[tuple[Any, ...]]:
    ordered: Iterable[tuple[Any, ...]] = rows.order_by("pk")
    return ordered


def _plain(value: Any) -> Any:
    """As JSON holds it: days and moments as text."""
    return value.isoformat() if isinstance(value, date | datetime) else value
