"""Registers the folder with Django."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """What was agreed: agreements, their versions and clauses."""

    name = "samverk.agreements"
    label = "agreements"
    verbose_name = "Avtal"
