"""Series, snapshots of them, and their figures. Snapshots and figures are added and never changed (triggers).

A corrected figure is a new snapshot of the same reference date: a fee says which snapshot it used, and that one must
read the same in ten years.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class Series(models.Model):
    """A published series. ``id`` is publisher and table, as agreements name it ("scb:BE0101/folkmangd")."""

    id = models.CharField(max_length=80, primary_key=True)
    title_sv = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    publisher = models.CharField(max_length=80)

    class Meta:
        db_table = "statistics_series"
        constraints = [
            models.CheckConstraint(
                condition=~Q(id="") & ~Q(title_sv="") & ~Q(title_en=""), name="statistics_series_named"
            )
        ]

    def __str__(self) -> str:
        return self.id


class Snapshot(models.Model):
    """The figures of one reference date as they stood when they were fetched.

    ``sha256`` is the fingerprint of the figures themselves (``reference.population.fingerprint``), not of a file.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="snapshots")
    reference_date = models.DateField()
    source = models.CharField(max_length=300)
    table = models.CharField(max_length=120, db_column="source_table")
    sha256 = models.CharField(max_length=64)
    retrieved_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        db_table = "statistics_snapshot"
        constraints = [
            models.UniqueConstraint(
                fields=["series", "reference_date", "recorded_at"], name="statistics_snapshot_once"
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(sha256="") & ~Q(recorded_by=""), name="statistics_snapshot_sourced"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.reference_date} {self.sha256[:8]}"


class PopulationFigure(models.Model):
    """How many people a snapshot counts in a municipality."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="figures")
    code = models.CharField(max_length=4)
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "statistics_population_figure"
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "code"], name="statistics_figure_once"),
            models.CheckConstraint(condition=Exact(Length("code"), 4), name="statistics_figure_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.count}"
