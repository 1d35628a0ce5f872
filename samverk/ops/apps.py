"""Registers the folder with Django."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """The command line and Django's management commands."""

    name = "samverk.ops"
    label = "ops"
    verbose_name = "Drift"
