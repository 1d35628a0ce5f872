"""Registers the area with Django."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Series and their pinned snapshots."""

    name = "samverk.statistics"
    label = "statistics"
    verbose_name = "Statistik"
    default_auto_field = "django.db.models.BigAutoField"
