"""How the actor of a fact came. Added in place: a table that is copied on SQLite would lose its triggers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0003_documents")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE records_event ADD COLUMN origin varchar(40) NOT NULL DEFAULT ''",
            "ALTER TABLE records_event DROP COLUMN origin",
            state_operations=[
                migrations.AddField(
                    "event", "origin", models.CharField(blank=True, default="", db_default="", max_length=40)
                )
            ],
        ),
    ]
