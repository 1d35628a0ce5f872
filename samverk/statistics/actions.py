"""Writes: snapshots of official figures, from what ships with the product or from a file with a preview first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from samverk.accounts.policy import Actor, require
from samverk.parties.queries import municipalities
from samverk.reference import population as shipped
from samverk.reference.population_file import Preview, diff, parse_population
from samverk.reference.sources import sources
from samverk.reference.table_file import Problem
from samverk.statistics import queries
from samverk.statistics.models import PopulationFigure, Series, Snapshot
from samverk.statistics.policy import can_import_figures
from samverk.statistics.queries import POPULATION


@dataclass(frozen=True, slots=True)
class YearImport:
    """What a file does to one year. ``compared_with``: the reference date of the figures compared with, if any.

    ``known``: exactly these figures are already the newest, so nothing is stored. ``snapshot``: the one stored.
    """

    year: int
    preview: Preview
    compared_with: date | None
    known: bool
    snapshot: int | None = None


@dataclass(frozen=True, slots=True)
class PopulationImport:
    """What a file of figures holds, year by year, and every fault in it."""

    problems: tuple[Problem, ...]
    years: tuple[YearImport, ...]
    stored: bool

    @property
    def ok(self) -> bool:
        """Whether the file may be imported."""
        return bool(self.years) and not any(problem.blocking for problem in self.problems)


@transaction.atomic
def import_population(
    *,
    data: bytes,
    filename: str,
    source: str,
    table: str,
    retrieved_on: date,
    by: Actor,
    recorded_at: datetime,
    preview: bool,
    year: int | None = None,
) -> PopulationImport:
    """Figures of 31 December from a file, one snapshot per year. With ``preview`` nothing is stored.

    A file with a fault stores nothing: look at ``problems``. ``year``: the only year the file should hold.
    """
    require(can_import_figures(by))
    names = dict(municipalities().values_list("code", "name")) or None
    parsed = parse_population(data, filename, known=names, year=year, latest_year=retrieved_on.year - 1)
    years = _compare(parsed.by_year)
    found = PopulationImport(parsed.problems, years, stored=False)
    if preview or not parsed.ok:
        return found
    new = [_New(parsed.by_year[item.year], _last_day(item.year), source, table) for item in years if not item.known]
    stored = _store(new, retrieved_on=retrieved_on, by=by, recorded_at=recorded_at)
    return replace(
        found, years=tuple(replace(item, snapshot=stored.get(_last_day(item.year))) for item in years), stored=True
    )


@transaction.atomic
def load_shipped_population(*, by: Actor, recorded_at: datetime, years: Iterable[int] | None = None) -> int:
    """The figures that ship with the product, each year as the snapshot it was published as. How many were new.

    Can be run again at any time. ``years``: only those (None: all). Error: reference.errors.Damaged.
    """
    require(can_import_figures(by))
    have = set(Snapshot.objects.filter(series=POPULATION).values_list("reference_date", "sha256"))
    wanted = [shipped.snapshot(year) for year in (shipped.years() if years is None else years)]
    new = [
        _New(shipped.population(item.year), item.reference_date, item.source, item.table)
        for item in wanted
        if (item.reference_date, item.sha256) not in have
    ]
    retrieved_on = sources()["population.csv"].retrieved
    return len(_store(new, retrieved_on=retrieved_on, by=by, recorded_at=recorded_at))


@dataclass(frozen=True, slots=True)
class _New:
    """A snapshot about to be stored."""

    figures: Mapping[str, int]
    reference_date: date
    source: str
    table: str


def _last_day(year: int) -> date:
    return date(year, 12, 31)


def _compare(by_year: Mapping[int, Mapping[str, int]]) -> tuple[YearImport, ...]:
    """Each year against the newest figures of the same year or, for a new year, of the latest before it."""
    newest = queries.newest_snapshots()
    against = {year: max((day for day in newest if day <= _last_day(year)), default=None) for year in by_year}
    before = queries.figures_of({newest[day].id for day in against.values() if day is not None})
    found = []
    for year, figures in by_year.items():
        day = against[year]
        old = before[newest[day].id] if day is not None else {}
        known = day == _last_day(year) and old == figures
        found.append(YearImport(year, diff(old, figures), day, known))
    return tuple(found)


def _store(new: Sequence[_New], *, retrieved_on: date, by: Actor, recorded_at: datetime) -> dict[date, int]:
    """Store snapshots with their figures; the number of each by its reference date."""
    Series.objects.get_or_create(
        id=POPULATION,
        defaults={
            "title_sv": "Folkmängd 31 december efter kommun",
            "title_en": "Population on 31 December by municipality",
            "publisher": "SCB",
        },
    )
    rows = Snapshot.objects.bulk_create(
        Snapshot(
            series_id=POPULATION,
            reference_date=item.reference_date,
            source=item.source,
            table=item.table,
            sha256=shipped.fingerprint(item.figures),
            retrieved_on=retrieved_on,
            recorded_at=recorded_at,
            recorded_by=by.label,
        )
        for item in new
    )
    figures = (
        PopulationFigure(snapshot=row, code=code, count=count)
        for row, item in zip(rows, new, strict=True)
        for code, count in item.figures.items()
    )
    PopulationFigure.objects.bulk_create(figures, batch_size=2_000)
    return {row.reference_date: row.pk for row in rows}
