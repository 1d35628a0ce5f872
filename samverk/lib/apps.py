"""Makes both databases sort and search Swedish text alike, from the first connection on."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_migrate

from samverk.lib import collation


class LibConfig(AppConfig):
    """No tables: only the hooks of collation.py."""

    name = "samverk.lib"

    def ready(self) -> None:
        connection_created.connect(collation.teach_sqlite, dispatch_uid="samverk.lib.collation")
        pre_migrate.connect(collation.teach_postgresql, dispatch_uid="samverk.lib.collation")
