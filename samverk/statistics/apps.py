"""Registers the folder with Django."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Official series: the population per year, and where each figure comes from."""

    name = "samverk.statistics"
    label = "statistics"
    verbose_name = "Statistik"
