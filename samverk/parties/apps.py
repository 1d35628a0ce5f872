"""Registers the area with Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Organisations and their posts."""

    name = "samverk.parties"
    label = "parties"
    verbose_name = "Parter"
    default_auto_field = "django.db.models.BigAutoField"
