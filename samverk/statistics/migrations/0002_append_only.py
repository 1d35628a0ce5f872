"""Snapshots and their figures are only added: what a fee was computed from must read the same in ten years."""

from django.db import migrations

from samverk.lib.protection import VendorSQL, append_only

NEVER = "a stored figure is never changed or removed, import a new snapshot instead"


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial")]

    operations = [
        VendorSQL(*append_only("statistics_snapshot", NEVER), "Protect statistics_snapshot against change"),
        VendorSQL(
            *append_only("statistics_population_figure", NEVER), "Protect statistics_population_figure against change"
        ),
    ]
