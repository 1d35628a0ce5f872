"""Who is bound by what: reads over many agreements at once, from the projections."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Min, Q, QuerySet

from samverk.accounts.policy import Actor
from samverk.agreements.models import Agreement, AgreementVersion, Holding, PartyInForce
from samverk.lib.clock import STOCKHOLM
from samverk.lib.collation import sort_key
from samverk.records import queries as records
from samverk.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement as lists show it."""

    id: str
    title: str
    short_sv: str
    short_en: str
    visibility: str


@dataclass(frozen=True, slots=True)
class Access:
    """What a policy asks about an agreement: who may see it, and everyone who is or has been a party."""

    id: str
    visibility: str
    parties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bound:
    """A party and the days ``[from_day, to_day)`` on which an agreement binds it."""

    agreement: str
    party: str
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """A role held or a seat filled ``[from_day, to_day)``; ``fact`` is the number of the fact that says so."""

    agreement: str
    is_seat: bool
    what: str
    party: str
    holder: str
    title: str
    group: str
    from_day: date
    to_day: date | None
    fact: int | None


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting of a body on a day."""

    agreement: str
    body: str
    group: str
    held_on: date
    fact: int


_LISTED = ("id", "title", "short_sv", "short_en", "visibility")
_BOUND = ("agreement_id", "party", "from_day", "to_day")
_HELD = (
    "agreement_id", "is_seat", "what", "party", "holder", "title", "group", "from_day", "to_day", "fact",
)  # fmt: skip


def agreement(agreement_id: str) -> Listed | None:
    """The agreement, or None."""
    row = Agreement.objects.filter(id=agreement_id).values_list(*_LISTED).first()
    return None if row is None else Listed(*row)


def name_of(agreement_id: str) -> Text:
    """What the agreement is called; its id when there is none. One statement."""
    found = agreement(agreement_id)
    return Text(agreement_id, agreement_id) if found is None else Text(found.short_sv, found.short_en)


_VISIBLE = "SELECT id, title, short_sv, short_en, visibility FROM agreements_agreement"
_ORDERED = "ORDER BY short_sv, id"
_BOUND_BY = "id IN (SELECT agreement_id FROM agreements_party_in_force WHERE party IN"


def visible_to(actor: Actor) -> tuple[Listed, ...]:
    """The agreements the actor may see, by Swedish short name. One prepared statement: every page asks.

    The same rule as ``policy.can_see_agreement``, set-based; a test compares the two.
    """
    allowed, params = _allowed(actor)
    return _listed(f"{_VISIBLE} WHERE {allowed} {_ORDERED}", params)


@dataclass(frozen=True, slots=True)
class Nearby:
    """Some agreements, and whether the actor may see others besides."""

    agreements: tuple[Listed, ...]
    more: bool


def near(actor: Actor, agreement: str, most: int = 12) -> Nearby:
    """The agreement and others to go to from it, by Swedish short name: all that the actor may see, when they are few;
    else those that the actor has a part in. The agreement is not there when it may not be seen. At most two statements.
    """
    allowed, params = _allowed(actor)
    # Not in order: the database would have to put all of them in order to give these.
    some = _listed(f"{_VISIBLE} WHERE {allowed} LIMIT %s", [*params, most + 1])
    more = len(some) > most
    if more:
        own, mine = _own(actor)
        wanted = " OR ".join(["id = %s", *own])
        statement = f"{_VISIBLE} WHERE ({allowed}) AND ({wanted}) ORDER BY id = %s DESC, id LIMIT %s"
        some = _listed(statement, [*params, agreement, *mine, agreement, most])
    return Nearby(tuple(sorted(some, key=lambda one: (sort_key(one.short_sv), one.id))), more)


def shared_with(actor: Actor, party: str) -> tuple[Listed, ...]:
    """The agreements that bind or have bound the party and that the actor has a part in, by Swedish short name: a role,
    a party of the actor's own, or content opened for a while. At most one statement.
    """
    own, params = (["TRUE"], list[str]()) if actor.is_system else _own(actor)
    if not own:
        return ()
    return _listed(f"{_VISIBLE} WHERE ({' OR '.join(own)}) AND {_BOUND_BY} (%s)) {_ORDERED}", [*params, party])


def _allowed(actor: Actor) -> tuple[str, list[str]]:
    """What an agreement must be for the actor to see it, with its parameters."""
    if actor.is_system:
        return "TRUE", []
    own, params = _own(actor)
    return " OR ".join(["visibility = 'public'", *own]), params


def _own(actor: Actor) -> tuple[list[str], list[str]]:
    """The ways for an agreement to be one that the actor has a part in, with their parameters."""
    ways, params = list[str](), list[str]()
    if own := sorted(actor.reaches()):
        ways.append(f"id IN ({_marks(own)})")
        params += own
    if parties := sorted(actor.parties()):
        ways.append(f"{_BOUND_BY} ({_marks(parties)}))")
        params += parties
    return ways, params


def _listed(statement: str, params: Sequence[str | int]) -> tuple[Listed, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return tuple(Listed(*row) for row in cursor.fetchall())


def _marks(values: Sequence[str]) -> str:
    """Places for parameters: "%s, %s"."""
    return ", ".join(["%s"] * len(values))


def access(agreement_id: str) -> Access | None:
    """What a policy needs to know about the agreement; None when there is none. Two statements."""
    visibility = Agreement.objects.filter(id=agreement_id).values_list("visibility", flat=True).first()
    if visibility is None:
        return None
    parties = PartyInForce.objects.filter(agreement=agreement_id).values_list("party", flat=True)
    return Access(agreement_id, visibility, frozenset(parties))


def agreements_of(party: str, on: date | None = None) -> tuple[Bound, ...]:
    """The agreements that bind the party on the day (None: that bind or have bound it), oldest first. One statement."""
    return _bound(PartyInForce.objects.filter(party=party), on)


def parties_of(agreement_id: str, on: date | None = None) -> tuple[Bound, ...]:
    """The parties the agreement binds on the day (None: binds or has bound), by day and code. One statement."""
    return _bound(PartyInForce.objects.filter(agreement=agreement_id), on)


def imported_on() -> dict[str, date]:
    """The day in Sweden on which each agreement came here, by agreement. One statement."""
    rows = AgreementVersion.objects.values_list("agreement_id").annotate(first=Min("recorded_at")).order_by()
    return {agreement: first.astimezone(STOCKHOLM).date() for agreement, first in rows}


def parties_of_many(agreement_ids: Collection[str], on: date) -> dict[str, tuple[str, ...]]:
    """Codes of the parties each agreement binds on the day, by agreement. One statement."""
    found: dict[str, list[str]] = {agreement_id: [] for agreement_id in agreement_ids}
    rows = PartyInForce.objects.filter(_in_force(on), agreement__in=agreement_ids).order_by("party")
    for agreement_id, party in rows.values_list("agreement_id", "party"):
        found[agreement_id].append(party)
    return {agreement_id: tuple(codes) for agreement_id, codes in found.items()}


def holdings(
    *, on: date | None = None, agreement_id: str | None = None, party: str | None = None, what: str | None = None
) -> tuple[Held, ...]:
    """Roles and seats held on the day (None: ever), of an agreement, a party or both. One statement."""
    rows = Holding.objects.order_by("agreement_id", "is_seat", "what", "party", "from_day", "holder")
    if on is not None:
        rows = rows.filter(_in_force(on))
    if agreement_id is not None:
        rows = rows.filter(agreement=agreement_id)
    if party is not None:
        rows = rows.filter(party=party)
    if what is not None:
        rows = rows.filter(what=what)
    return tuple(Held(*row) for row in rows.values_list(*_HELD))


def meetings(agreement_id: str, *, body: str | None = None, year: int | None = None) -> tuple[Met, ...]:
    """Meetings held, of a body, in a year, by day. Read from the facts themselves. One statement."""
    told = records.facts_in_force(agreement_id, "meeting.held", subject=body, year=year)
    return tuple(
        Met(agreement_id, str(fact.payload["body"]), str(fact.payload.get("group") or ""), fact.valid_on, fact.seq)
        for fact in told
    )


def _bound(rows: QuerySet[PartyInForce], on: date | None) -> tuple[Bound, ...]:
    if on is not None:
        rows = rows.filter(_in_force(on))
    return tuple(Bound(*row) for row in rows.order_by("from_day", "party", "agreement_id").values_list(*_BOUND))


def _in_force(on: date) -> Q:
    return Q(from_day__lte=on) & (Q(to_day__isnull=True) | Q(to_day__gt=on))
