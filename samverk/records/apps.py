"""Registers the area with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Events, append-only."""

    name = "samverk.records"
    label = "records"
    verbose_name = "Händelser"
    default_auto_field = "django.db.models.BigAutoField"
