"""What a search finds, by stems: a table of our own on both databases, each with its own kind of index on it."""

import django.db.models.deletion
from django.db import migrations, models

from samverk.lib.protection import VendorSQL

indexed = {
    # An index without a copy of the text; kept in step by triggers, as the table's own indexes are.
    "sqlite": [
        """
        CREATE VIRTUAL TABLE agreements_search_fts USING fts5(
          stems, content='agreements_search_entry', content_rowid='id', detail=none,
          tokenize='unicode61 remove_diacritics 0')
        """,
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
    # The stems are taken as they are: no dictionary of the server's own, so both databases find the same.
    "postgresql": [
        """
        ALTER TABLE agreements_search_entry ADD COLUMN words tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(stems, ' '))) STORED
        """,
        "CREATE INDEX agreements_search_words ON agreements_search_entry USING gin (words) WITH (fastupdate = off)",
    ],
}
bare = {
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS agreements_search_fts_{verb}" for verb in ("insert", "delete", "update")),
        "DROP TABLE IF EXISTS agreements_search_fts",
    ],
    "postgresql": [
        "DROP INDEX IF EXISTS agreements_search_words",
        "ALTER TABLE agreements_search_entry DROP COLUMN IF EXISTS words",
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stem", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clause", "Clause"),
                            ("original", "Original"),
                            ("rule", "Rule"),
                            ("reading", "Reading"),
                            ("fact", "Fact"),
                        ],
                        max_length=10,
                    ),
                ),
                ("form", models.CharField(max_length=60)),
            ],
            options={
                "db_table": "agreements_search_word",
                "constraints": [
                    models.UniqueConstraint(fields=("stem", "kind"), name="agreements_search_word_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["clause", "original", "rule", "reading", "fact"])),
                        name="agreements_search_word_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stem", ""), _negated=True), models.Q(("form", ""), _negated=True)
                        ),
                        name="agreements_search_word_filled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clause", "Clause"),
                            ("original", "Original"),
                            ("rule", "Rule"),
                            ("reading", "Reading"),
                            ("fact", "Fact"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ref", models.CharField(max_length=120)),
                ("place", models.PositiveIntegerField()),
                ("restricted", models.BooleanField(default=False)),
                ("from_day", models.DateField(blank=True, null=True)),
                ("to_day", models.DateField(blank=True, null=True)),
                ("title_sv", models.TextField()),
                ("title_en", models.TextField()),
                ("body_sv", models.TextField(blank=True, default="")),
                ("body_en", models.TextField(blank=True, default="")),
                ("title_stems", models.TextField()),
                ("stems", models.TextField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entries",
                        to="agreements.agreement",
                    ),
                ),
            ],
            options={
                "db_table": "agreements_search_entry",
                "indexes": [models.Index(fields=["agreement", "kind", "ref"], name="agreements_search_entry_ix")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["clause", "original", "rule", "reading", "fact"])),
                        name="agreements_search_entry_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ref", ""), _negated=True), models.Q(("stems", ""), _negated=True)
                        ),
                        name="agreements_search_entry_filled",
                    ),
                ],
            },
        ),
        VendorSQL(indexed, bare, "Index the stems"),
    ]
