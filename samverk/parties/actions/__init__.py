"""Writes: reference data into the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from samverk.accounts.policy import Actor, require
from samverk.parties.models import Organisation, OrganisationKind, OrganisationName
from samverk.parties.policy import can_change_organisations
from samverk.reference import actors, municipalities
from samverk.reference.municipality_file import Change, Row, diff, parse_municipalities
from samverk.reference.table_file import Problem


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
