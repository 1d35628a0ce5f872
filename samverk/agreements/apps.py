"""Registers the area with Django."""

from __future__ import annotations

import importlib

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AgreementsConfig(AppConfig):
    """Agreements, versions, projections."""

    name = "samverk.agreements"
    label = "agreements"
    verbose_name = "Avtal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After a migration, index what an older program did not index."""
        post_migrate.connect(_index_missing, sender=self)


def _index_missing(*, using: str, **_rest: object) -> None:
    """Agreements that have nothing in the index; none when the migration went backwards, past the index's table."""
    if using == "default" and "agreements_search_entry" in connections[using].introspection.table_names():
        # Imported here: models cannot be imported before Django has loaded them.
        importlib.import_module("samverk.agreements.actions.indexing").index_missing()
