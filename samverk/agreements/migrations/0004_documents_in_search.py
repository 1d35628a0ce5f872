"""Documents can be searched for. SQLite makes the table anew for it and forgets its triggers, which are made again."""

from django.db import migrations, models

from samverk.lib.protection import VendorSQL

KINDS = ["clause", "original", "rule", "reading", "fact", "document"]
VERBS = ("insert", "delete", "update")

in_step = {
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS agreements_search_fts_{verb}" for verb in VERBS),
        """
        CREATE TRIGGER agreements_search_fts_insert AFTER INSERT ON agreements_search_entry
        BEGIN INSERT INTO agreements_search_fts (rowid, stems) VALUES (NEW.id, NEW.stems); END
        """,
        """
        CREATE TRIGGER agreements_search_fts_delete AFTER DELETE ON agreements_search_entry
        BEGIN INSERT INTO agreements_search_fts (agreements_search_fts, rowid, stems)
          VALUES ('delete', OLD.id, OLD.stems); END
        """,
        """
        CREATE TRIGGER agreements_search_fts_update AFTER UPDATE OF stems ON agreements_search_entry
        BEGIN INSERT INTO agreements_search_fts (agreements_search_fts, rowid, stems)
          VALUES ('delete', OLD.id, OLD.stems);
        INSERT INTO agreements_search_fts (rowid, stems) VALUES (NEW.id, NEW.stems); END
        """,
    ],
    "postgresql": [],
}


NOTHING: dict[str, list[str]] = {"sqlite": [], "postgresql": []}


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_search"), ("records", "0003_documents")]

    # Backwards the steps are taken from the last to the first: the documents go while the index is kept in step.
    operations = [
        VendorSQL(NOTHING, in_step, "Keep the index in step on the way back"),
        migrations.RemoveConstraint(model_name="searchentry", name="agreements_search_entry_kind"),
        migrations.AlterField(
            model_name="searchentry",
            name="kind",
            field=models.CharField(choices=[(kind, kind.capitalize()) for kind in KINDS], max_length=10),
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="agreements_search_entry_kind"
            ),
        ),
        migrations.RemoveConstraint(model_name="searchword", name="agreements_search_word_kind"),
        migrations.AlterField(
            model_name="searchword",
            name="kind",
            field=models.CharField(choices=[(kind, kind.capitalize()) for kind in KINDS], max_length=10),
        ),
        migrations.AddConstraint(
            model_name="searchword",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="agreements_search_word_kind"
            ),
        ),
        migrations.RunSQL(
            migrations.RunSQL.noop,
            [
                "DELETE FROM agreements_search_entry WHERE kind = 'document'",
                "DELETE FROM agreements_search_word WHERE kind = 'document'",
            ],
        ),
        VendorSQL(in_step, NOTHING, "Keep the index in step again"),
    ]
