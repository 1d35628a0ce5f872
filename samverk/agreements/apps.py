"""Registers the area with Django."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements, versions, projections."""

    name = "samverk.agreements"
    label = "agreements"
    verbose_name = "Avtal"
    default_auto_field = "django.db.models.BigAutoField"
