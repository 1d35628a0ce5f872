"""Reads: organisations in Swedish order, what they were called on a day, the posts by which they can be reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet, Value

from samverk.lib.plain_sql import with_marks
from samverk.parties.models import (
    ContactPost,
    ContactRound,
    Organisation,
    OrganisationKind,
    OrganisationName,
    PostAct,
    PostTrace,
)
from samverk.rules.wording import Text

GENERAL_ROLES: Mapping[str, Text] = {
    "kontaktperson": Text("Kontaktperson", "Contact person"),
    "registrator": Text("Registrator", "Registrar"),
    "forvaltningschef": Text("Förvaltningschef", "Head of administration"),
    "controller": Text("Controller", "Controller"),
    "dataskyddsombud": Text("Dataskyddsombud", "Data protection officer"),
    "brevlada": Text("Funktionsbrevlåda", "Mailbox of a function"),
}
"""What a post can be without an agreement that names it."""


@dataclass(frozen=True, slots=True)
class NameOnDay:
    """What an organisation was called. ``approximate``: the first day of the name is not known to the day."""

    name: Text
    short: Text | None
    from_day: date | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A post that can be reached on the day asked for."""

    id: int
    party: str
    organisation: str
    agreement: str
    role: str
    title: str
    email: str
    phone: str
    from_day: date
    to_day: date | None


def organisation(code: str) -> Organisation | None:
    """The organisation with the code, its successor fetched with it."""
    return Organisation.objects.select_related("successor").filter(code=code).first()


def municipalities(county: str | None = None) -> QuerySet[Organisation]:
    """Municipalities in Swedish order; ``county`` is a two-figure code."""
    rows = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY)
    return rows if county is None else rows.filter(county=county)


def counties() -> QuerySet[Organisation]:
    """Counties in Swedish order."""
    return Organisation.objects.filter(kind=OrganisationKind.COUNTY)


def search(words: str) -> QuerySet[Organisation]:
    """Organisations whose name holds the words, capital or small letters alike, in Swedish order."""
    return Organisation.objects.filter(Q(name__icontains=words) | Q(presented_name__icontains=words))


_SHORT_NAMES = "SELECT code, name FROM parties_organisation WHERE kind = %s ORDER BY name, code"


def short_names() -> dict[str, str]:
    """Municipalities' plain names, as sentences use them ("Vaxholm"), by code, in Swedish order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SHORT_NAMES, [OrganisationKind.MUNICIPALITY])
        return dict(cursor.fetchall())


_PRESENTED = "SELECT code, presented_name FROM parties_organisation WHERE kind = %s ORDER BY name, code"


def presented_municipalities() -> dict[str, str]:
    """What all municipalities call themselves today, by code, in Swedish order of name. One statement.

    The index holds them in that order: cheaper than a choice among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PRESENTED, [OrganisationKind.MUNICIPALITY])
        return dict(cursor.fetchall())


_SOME_NAMES = """
    SELECT code, name FROM parties_organisation WHERE kind = %s AND (code IN (...) OR county IN (...))
"""


def short_names_of(codes: Collection[str], counties: Collection[str]) -> dict[str, str]:
    """The plain names of some municipalities and of all in some counties, by code, in no order. One statement.

    For what every page asks for: sorting takes longer than reading.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            with_marks(_SOME_NAMES, len(codes), len(counties)), [OrganisationKind.MUNICIPALITY, *codes, *counties]
        )
        return dict(cursor.fetchall())


def in_swedish_order(codes: Collection[str]) -> list[str]:
    """The codes in Swedish order of their names; unknown codes last, by code."""
    known = list(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    return known + sorted(set(codes) - set(known))


def names_on(day: date, codes: Collection[str] | None = None) -> Mapping[str, NameOnDay]:
    """What organisations with a history of names were called on the day, by code. One statement.

    Before the first known day of a name the oldest name is given.
    """
    rows = OrganisationName.objects.order_by("organisation_id", "from_day")
    if codes is not None:
        rows = rows.filter(organisation__in=codes)
    found: dict[str, NameOnDay] = {}
    for row in sorted(rows, key=lambda row: row.from_day or date.min):
        begun = row.from_day is None or row.from_day <= day
        if begun or row.organisation_id not in found:
            found[row.organisation_id] = NameOnDay(
                Text(row.name, row.name_en),
                Text(row.short, row.short_en) if row.short else None,
                row.from_day,
                row.certainty != "day",
            )
    return found


def posts(
    *, on: date, agreement: str | None = None, party: str | None = None, role: str | None = None
) -> tuple[Post, ...]:
    """Posts in force on the day, in Swedish order of organisation, then role and title. One statement.

    ``agreement``: that agreement's posts, and those that hold in general.
    """
    rows = ContactPost.objects.filter(Q(to_day__isnull=True) | Q(to_day__gt=on), from_day__lte=on)
    if agreement is not None:
        rows = rows.filter(agreement__in=["", agreement])
    if party is not None:
        rows = rows.filter(organisation=party)
    if role is not None:
        rows = rows.filter(role=role)
    columns = (
        "pk", "organisation_id", "organisation__presented_name", "agreement", "role", "title", "email", "phone",
        "from_day", "to_day",
    )  # fmt: skip
    ordered = rows.order_by("organisation__name", "agreement", "role", "title", "pk")
    return tuple(Post(*row) for row in ordered.values_list(*columns))


def posts_of(party: str, agreements: Collection[str]) -> tuple[ContactPost, ...]:
    """Every post of the party in the agreements, those in force, to come and ended. One statement."""
    rows = ContactPost.objects.filter(organisation=party, agreement__in=agreements)
    return tuple(rows.order_by("agreement", "role", "title", "from_day", "pk"))


def posts_at(email: str, party: str, agreement: str, after: date) -> tuple[ContactPost, ...]:
    """The party's posts with the address that last beyond the day, in the agreement, or ("") in all. One statement."""
    rows = ContactPost.objects.filter(Q(to_day__isnull=True) | Q(to_day__gt=after), organisation=party, email=email)
    return tuple((rows.filter(agreement=agreement) if agreement else rows).order_by("pk"))


def trace_of_posts(party: str, agreements: Collection[str], most: int) -> tuple[PostTrace, ...]:
    """The latest that was done with the party's contacts in the agreements, the last first. One statement."""
    return tuple(PostTrace.objects.filter(party=party, agreement__in=agreements).order_by("-at", "-pk")[:most])


@dataclass(frozen=True, slots=True)
class Answer:
    """A party's confirmation: when, and by whom (the title of the post)."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Round:
    """The newest round of an agreement, and the first confirmation of each party in it, by code."""

    agreement: str
    opened_at: datetime
    opened_on: date
    last_day: date
    answers: Mapping[str, Answer]


def rounds(agreements: Collection[str]) -> dict[str, Round]:
    """The newest round of each agreement that has had one. At most one statement: both tables at once."""
    if not agreements:
        return {}
    opened = ContactRound.objects.filter(agreement__in=agreements).order_by()
    told = PostTrace.objects.filter(what=PostAct.CONFIRMED, agreement__in=agreements).order_by()
    rows = opened.values_list("agreement", "opened_at", "opened_by", "opened_on", "last_day", Value("")).union(
        told.values_list("agreement", "at", "actor", "from_day", "to_day", "party"), all=True
    )
    newest: dict[str, tuple[datetime, date, date]] = {}
    confirmed: list[tuple[str, str, Answer]] = []
    for agreement, at, by, opened_on, last_day, party in rows:
        if party:
            confirmed.append((agreement, party, Answer(at, by)))
        elif agreement not in newest or newest[agreement][1] < opened_on:
            newest[agreement] = (at, opened_on, last_day)
    answers: dict[str, dict[str, Answer]] = {agreement: {} for agreement in newest}
    for agreement, party, answer in sorted(confirmed, key=lambda one: one[2].at):
        if agreement in newest and answer.at >= newest[agreement][0]:
            answers[agreement].setdefault(party, answer)
    return {agreement: Round(agreement, *days, answers[agreement]) for agreement, days in newest.items()}


def post_for_change(party: str, number: int) -> ContactPost | None:
    """The party's post with the number, for an action."""
    return ContactPost.objects.filter(pk=number, organisation=party).first()
