"""Everything but clauses is found by one more term for each stem, whatever its kind; there is mostly little of it, and
one look then answers for all those kinds. SQLite finds what a search ranks by in an index of its own: an entry carries
its whole text, and a search would go to the disk for each it does not show.
"""

from typing import Any

from django.db import migrations

from samverk.lib.protection import VendorSQL

BATCH = 500

narrow = {
    "sqlite": [
        """
        CREATE INDEX agreements_search_entry_narrow ON agreements_search_entry
        (id, agreement_id, kind, ref, place, restricted, from_day, to_day, title_stems)
        """
    ],
    "postgresql": [],
}
wide = {"sqlite": ["DROP INDEX IF EXISTS agreements_search_entry_narrow"], "postgresql": []}


def _change(apps: Any, schema_editor: Any, change: Any) -> None:
    # The database that is migrated need not be the one in use (``samverk move``).
    entries = apps.get_model("agreements", "SearchEntry").objects.using(schema_editor.connection.alias)
    found = entries.exclude(kind="clause").only("id", "stems").order_by("id")
    batch = []
    for entry in found.iterator(chunk_size=BATCH):
        entry.stems = change(entry.stems)
        batch.append(entry)
        if len(batch) == BATCH:
            entries.bulk_update(batch, ["stems"])
            batch = []
    if batch:
        entries.bulk_update(batch, ["stems"])


def add(apps: Any, schema_editor: Any) -> None:
    """A term of all kinds beside each term of one kind; those of titles stay as they are."""

    def more(stems: str) -> str:
        return " ".join([stems, *(f"x0{one[2:]}" for one in stems.split(" ") if one[1] == "0")])

    _change(apps, schema_editor, more)


def remove(apps: Any, schema_editor: Any) -> None:
    """Only the terms of one kind."""
    _change(apps, schema_editor, lambda stems: " ".join(one for one in stems.split(" ") if not one.startswith("x0")))


class Migration(migrations.Migration):
    dependencies = [("agreements", "0005_search_unweighed")]

    operations = [
        migrations.RunPython(add, remove),
        VendorSQL(narrow, wide, "what a search ranks by, without the texts"),
    ]
