"""Writes: reference data into the tables; posts by which organisations can be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from samverk.accounts.policy import Actor, require
from samverk.parties.models import ContactPost, Organisation, OrganisationKind, OrganisationName
from samverk.parties.policy import can_change_organisations, can_keep_posts
from samverk.reference import actors, municipalities
from samverk.reference.municipality_file import Change, Row, diff, parse_municipalities
from samverk.reference.table_file import Problem
from samverk.rules.wording import Text

ONE_DAY = timedelta(days=1)


class PostRefused(Exception):  # noqa: N818 -- named for what happened, as every refusal is
    """A post that is not recorded. ``message``: what was found, what was expected, what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.sv)
        self.message = message


class UnknownOrganisation(PostRefused):
    """There is no organisation with the code."""


class NotReachable(PostRefused):
    """Neither address nor telephone number."""


class PostRecordedTwice(PostRefused):
    """The same post from the same day is already there."""


class PostEndsBeforeItStarts(PostRefused):
    """The last day lies before the first."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load made, changed and left as they were."""

    made: int
    changed: int
    same: int


@transaction.atomic
def load_reference(*, by: Actor) -> Loaded:
    """Municipalities, counties, authorities and associations as shipped, with their names over time.

    Can be run again at any time: rows are made or brought up to date, never removed; what a file import has
    changed here is left as it is. Two reads and at most four writes.
    """
    require(can_change_organisations(by))
    wanted = [*_counties(), *_municipalities(), *_actors()]
    before = Organisation.objects.in_bulk()
    new = [row for row in wanted if row.code not in before]
    changed = [row for row in wanted if _differs(row, before.get(row.code))]
    Organisation.objects.bulk_create(new)
    Organisation.objects.bulk_update(changed, _ORGANISATION_FIELDS)
    _load_names()
    return Loaded(len(new), len(changed), len(wanted) - len(new) - len(changed))


@dataclass(frozen=True, slots=True)
class MunicipalityImport:
    """What a file of municipalities holds: its faults, and what it changes. ``stored``: whether it was carried out."""

    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    stored: bool

    @property
    def ok(self) -> bool:
        """Whether the file may be imported."""
        return not any(problem.blocking for problem in self.problems)


@transaction.atomic
def import_municipalities(*, data: bytes, filename: str, by: Actor, preview: bool) -> MunicipalityImport:
    """Bring municipalities up to date from a file with a row for each. With ``preview`` nothing is stored.

    A file with a fault, or one that lacks a municipality, stores nothing: look at ``problems``.
    """
    require(can_change_organisations(by))
    parsed = parse_municipalities(data, filename)
    stored = {row.code: row for row in Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY)}
    before = [_as_file_row(row) for row in stored.values()]
    changes = diff(before, parsed.rows)
    gone = [change for change in changes if change.after is None and change.field == "row"] if parsed.ok else []
    missing = (
        Problem(filename, None, "kommunkod", f"ingen rad för {change.code} {change.before}", "en rad per kommun")
        for change in gone
    )
    found = MunicipalityImport((*parsed.problems, *missing), changes, stored=False)
    if preview or not found.ok or not parsed.rows:
        return found
    touched = {change.code for change in changes}
    rows = [_from_file_row(row) for row in parsed.rows if row.code in touched]
    Organisation.objects.bulk_create([row for row in rows if row.code not in stored])
    Organisation.objects.bulk_update(
        [row for row in rows if row.code in stored], [*_ORGANISATION_FIELDS, "changed_here"]
    )
    return replace(found, stored=True)


def _as_file_row(row: Organisation) -> Row:
    return Row(row.code, row.name, row.legal_name, row.presented_name, row.org_number or None)


def _from_file_row(row: Row) -> Organisation:
    return Organisation(
        code=row.code,
        kind=OrganisationKind.MUNICIPALITY,
        name=row.name,
        legal_name=row.legal_name,
        presented_name=row.presented_name,
        org_number=row.organisation_number or "",
        county=row.code[:2],
        changed_here=True,
    )


def record_post(
    *,
    party: str,
    role: str,
    title: str,
    from_day: date,
    by: Actor,
    recorded_at: datetime,
    agreement: str = "",
    email: str = "",
    phone: str = "",
    to_day: date | None = None,
) -> ContactPost:
    """A post by which the organisation can be reached from the day. ``title`` is the post's, never a person's name.

    Errors: UnknownOrganisation, NotReachable, PostRecordedTwice, PostEndsBeforeItStarts.
    """
    require(can_keep_posts(by, agreement=agreement, party=party))
    if to_day is not None and to_day <= from_day:
        raise _ends_before_start(from_day, to_day - ONE_DAY)
    if not email and not phone:
        raise NotReachable(
            Text(
                f"Posten ”{title}” saknar både e-postadress och telefonnummer. Ange minst ett av dem.",
                f"The post “{title}” has neither e-mail address nor telephone number. Give at least one of them.",
            )
        )
    with transaction.atomic():
        if not Organisation.objects.filter(code=party).exists():
            raise UnknownOrganisation(
                Text(
                    f"Det finns ingen organisation med koden {party}. Välj en ur listan.",
                    f"There is no organisation with the code {party}. Choose one from the list.",
                )
            )
        post, made = ContactPost.objects.get_or_create(
            organisation_id=party,
            agreement=agreement,
            role=role,
            title=title,
            from_day=from_day,
            defaults={
                "email": email,
                "phone": phone,
                "to_day": to_day,
                "recorded_at": recorded_at,
                "recorded_by": by.label,
            },
        )
    if not made:
        raise PostRecordedTwice(
            Text(
                f"Posten ”{title}” från {from_day} finns redan för {party}. Ändra den i stället.",
                f"The post “{title}” from {from_day} is already there for {party}. Change it instead.",
            )
        )
    return post


@transaction.atomic
def end_post(*, post: ContactPost, last_day: date, by: Actor, recorded_at: datetime) -> ContactPost:
    """The post's last day is ``last_day``, that day included. Error: PostEndsBeforeItStarts."""
    require(can_keep_posts(by, agreement=post.agreement, party=post.organisation_id))
    if last_day < post.from_day:
        raise _ends_before_start(post.from_day, last_day)
    post.to_day, post.recorded_at, post.recorded_by = last_day + ONE_DAY, recorded_at, by.label
    post.save(update_fields=["to_day", "recorded_at", "recorded_by"])
    return post


@transaction.atomic
def remove_ended_posts(*, ended_before: date, by: Actor) -> int:
    """Remove posts whose last day lies before the day, once the time for keeping them has passed. How many went."""
    require(can_change_organisations(by))
    return ContactPost.objects.filter(to_day__lte=ended_before).delete()[0]


def _ends_before_start(first: date, last: date) -> PostEndsBeforeItStarts:
    return PostEndsBeforeItStarts(
        Text(
            f"Postens sista dag {last} ligger före dess första dag {first}. Ange en dag från och med {first}.",
            f"The post's last day {last} is before its first day {first}. Give a day from {first} onwards.",
        )
    )


# --- reference data as rows -----------------------------------------------------------------------------

_ORGANISATION_FIELDS = ("kind", "name", "name_en", "presented_name", "legal_name", "org_number", "county")
_NAME_FIELDS = ("name", "name_en", "short", "short_en", "to_day", "certainty", "source")


def _municipalities() -> Iterable[Organisation]:
    for item in municipalities.municipalities().values():
        yield Organisation(
            code=item.code,
            kind=OrganisationKind.MUNICIPALITY,
            name=item.name,
            presented_name=item.presented_name,
            legal_name=item.legal_name,
            org_number=item.organisation_number or "",
            county=item.county_code,
        )


def _counties() -> Iterable[Organisation]:
    for item in municipalities.counties().values():
        yield Organisation(
            code=item.code,
            kind=OrganisationKind.COUNTY,
            name=item.name.sv,
            name_en=item.name.en,
            presented_name=item.name.sv,
            legal_name=item.name.sv,
            county=item.code,
        )


def _actors() -> Iterable[Organisation]:
    for item in actors.actors().values():
        newest = item.names[-1].text
        yield Organisation(
            code=item.id,
            kind=item.kind,
            name=newest.sv,
            name_en=newest.en,
            presented_name=newest.sv,
            legal_name=newest.sv,
        )


def _load_names() -> None:
    """The names over time: one row each, the end of one being the start of the next."""
    before = {(row.organisation_id, row.from_day): row for row in OrganisationName.objects.all()}
    wanted = [row for item in actors.actors().values() for row in _names_of(item)]
    new = [row for row in wanted if (row.organisation_id, row.from_day) not in before]
    changed = [row for row in wanted if _renamed(row, before.get((row.organisation_id, row.from_day)))]
    OrganisationName.objects.bulk_create(new)
    OrganisationName.objects.bulk_update(changed, _NAME_FIELDS)


def _names_of(item: actors.Actor) -> Iterable[OrganisationName]:
    ends = [name.start for name in item.names[1:]] + [None]
    for name, end in zip(item.names, ends, strict=True):
        yield OrganisationName(
            organisation_id=item.id,
            name=name.text.sv,
            name_en=name.text.en,
            short=name.short.sv if name.short else "",
            short_en=name.short.en if name.short else "",
            from_day=name.start,
            to_day=end,
            certainty=name.certainty,
            source=name.source,
        )


def _renamed(row: OrganisationName, before: OrganisationName | None) -> bool:
    """Whether a stored name differs; ``row`` is given the stored row's key so that it can be updated."""
    if before is None:
        return False
    row.pk = before.pk
    return any(getattr(row, field) != getattr(before, field) for field in _NAME_FIELDS)


def _differs(row: Organisation, before: Organisation | None) -> bool:
    """Whether a stored organisation is to be brought up to date."""
    if before is None or before.changed_here:
        return False
    return any(getattr(row, field) != getattr(before, field) for field in _ORGANISATION_FIELDS)
