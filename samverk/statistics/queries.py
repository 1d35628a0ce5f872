"""Reads: the figures of a day as they were known, with the snapshot that says where they come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from samverk.reference.population import fingerprint
from samverk.statistics.models import PopulationFigure, Snapshot

POPULATION = "scb:BE0101/folkmangd"


@dataclass(frozen=True, slots=True)
class Pinned:
    """Which figures: the snapshot's number, its reference date, source and fingerprint."""

    id: int
    series: str
    reference_date: date
    source: str
    table: str
    sha256: str
    retrieved_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants by municipality code, and the snapshot they are from."""

    snapshot: Pinned
    figures: Mapping[str, int]


_PINNED = (
    "id", "series_id", "reference_date", "source", "table", "sha256", "retrieved_on", "recorded_at",
)  # fmt: skip


def population_on(day: date, *, known_at: datetime | None = None, series: str = POPULATION) -> Population | None:
    """The figures of a reference date (31 December) as known at a moment (None: now), or None. Two statements."""
    rows = Snapshot.objects.filter(series=series, reference_date=day)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    found = rows.order_by("-recorded_at", "-id").values_list(*_PINNED).first()
    return None if found is None else _population(Pinned(*found))


def population(snapshot_id: int) -> Population | None:
    """The figures of one snapshot, for a fee that names it."""
    found = Snapshot.objects.filter(id=snapshot_id).values_list(*_PINNED).first()
    return None if found is None else _population(Pinned(*found))


def snapshots(series: str = POPULATION) -> tuple[Pinned, ...]:
    """Every snapshot, by reference date and then in the order recorded. One statement."""
    rows = Snapshot.objects.filter(series=series).order_by("reference_date", "recorded_at", "id")
    return tuple(Pinned(*row) for row in rows.values_list(*_PINNED))


def newest_snapshots(series: str = POPULATION) -> dict[date, Pinned]:
    """The snapshot that holds for each reference date: the one recorded last. One statement."""
    return {pinned.reference_date: pinned for pinned in snapshots(series)}


def population_over_time(code: str, series: str = POPULATION) -> dict[date, int]:
    """A municipality's inhabitants by reference date, oldest first, each from the newest snapshot. One statement."""
    rows = PopulationFigure.objects.filter(code=code, snapshot__series=series).order_by(
        "snapshot__reference_date", "snapshot__recorded_at", "snapshot_id"
    )
    return dict(rows.values_list("snapshot__reference_date", "count"))


def populations_over_time(codes: Collection[str], series: str = POPULATION) -> dict[str, dict[date, int]]:
    """Several municipalities' inhabitants by code and reference date, as ``population_over_time``. One statement."""
    found: dict[str, dict[date, int]] = {code: {} for code in codes}
    rows = PopulationFigure.objects.filter(code__in=codes, snapshot__series=series).order_by(
        "snapshot__reference_date", "snapshot__recorded_at", "snapshot_id"
    )
    for code, day, count in rows.values_list("code", "snapshot__reference_date", "count"):
        found[code][day] = count
    return found


def figures_of(snapshot_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """The figures of several snapshots by its number and code, in order of code. One statement."""
    found: dict[int, dict[str, int]] = {number: {} for number in snapshot_ids}
    rows = PopulationFigure.objects.filter(snapshot__in=snapshot_ids).order_by("snapshot", "code")
    for number, code, count in rows.values_list("snapshot_id", "code", "count"):
        found[number][code] = count
    return found


def _population(pinned: Pinned) -> Population:
    return Population(pinned, figures_of([pinned.id])[pinned.id])


def damaged() -> list[int]:
    """Snapshots whose figures are no longer what their fingerprint says."""
    figures: dict[int, dict[str, int]] = {}
    for snapshot, code, count in PopulationFigure.objects.values_list("snapshot_id", "code", "count").iterator():
        figures.setdefault(snapshot, {})[code] = count
    told = Snapshot.objects.order_by("id").values_list("id", "sha256")
    return [number for number, sha256 in told if fingerprint(figures.get(number, {})) != sha256]
