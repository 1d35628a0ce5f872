"""Registers the folder with Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Who agrees: municipalities, authorities, associations, and who acts for whom."""

    name = "samverk.parties"
    label = "parties"
    verbose_name = "Parter"
