"""The register: lines and what they are about. Both only grow, and the numbers of a year have no gaps."""

import django.db.models.deletion
from django.db import migrations, models

from samverk.lib.protection import VendorSQL, append_only

NEVER = "a line of the register is never changed or removed, register a correction instead"

# The next number of the year, or the next revision of a number. On SQLite the rest stops INSERT OR REPLACE.
GAPLESS = "records_register_entry: numbers and revisions follow one another without gaps"
BEFORE = """
    (NEW.revision = 1 AND NEW.number > 1 AND NOT EXISTS (
       SELECT 1 FROM records_register_entry WHERE organisation = NEW.organisation AND year = NEW.year
       AND number = NEW.number - 1 AND revision = 1))
    OR (NEW.revision > 1 AND NOT EXISTS (
       SELECT 1 FROM records_register_entry WHERE organisation = NEW.organisation AND year = NEW.year
       AND number = NEW.number AND revision = NEW.revision - 1 AND agreement = NEW.agreement))
"""
gapless = {
    "sqlite": [
        f"""
        CREATE TRIGGER records_register_entry_gapless BEFORE INSERT ON records_register_entry
        WHEN {BEFORE}
          OR EXISTS (SELECT 1 FROM records_register_entry WHERE organisation = NEW.organisation AND year = NEW.year
               AND number = NEW.number AND revision = NEW.revision)
          OR EXISTS (SELECT 1 FROM records_register_entry WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{GAPLESS}'); END
        """  # noqa: S608 - put together from the constants above
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION records_register_entry_gapless() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF {BEFORE} THEN RAISE EXCEPTION '{GAPLESS}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
          RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER records_register_entry_gapless BEFORE INSERT ON records_register_entry
        FOR EACH ROW EXECUTE FUNCTION records_register_entry_gapless()
        """,
    ],
}
no_longer = {
    "sqlite": ["DROP TRIGGER IF EXISTS records_register_entry_gapless"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS records_register_entry_gapless ON records_register_entry",
        "DROP FUNCTION IF EXISTS records_register_entry_gapless()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_event_origin"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                ("agreement", models.CharField(max_length=80)),
                (
                    "direction",
                    models.CharField(choices=[("in", "In"), ("out", "Out"), ("internal", "Internal")], max_length=10),
                ),
                ("day", models.DateField()),
                ("counterpart", models.CharField(blank=True, default="", max_length=200)),
                ("party", models.CharField(blank=True, default="", max_length=40)),
                ("subject", models.CharField(max_length=300)),
                ("their_number", models.CharField(blank=True, default="", max_length=80)),
                ("chapter", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("section", models.CharField(blank=True, default="", max_length=20)),
                ("why", models.CharField(blank=True, default="", max_length=500)),
                ("nonce", models.CharField(max_length=32)),
                ("recorded_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                ("actor_id", models.CharField(blank=True, default="", max_length=40)),
                ("is_example", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "records_register_entry",
                "indexes": [models.Index(fields=["agreement", "year", "number"], name="records_register_entry_ix")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "year", "number", "revision"), name="records_register_entry_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gte", 1),
                            ("revision__gte", 1),
                            ("year__gte", 1900),
                            models.Q(("organisation", ""), _negated=True),
                            models.Q(("agreement", ""), _negated=True),
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("actor", ""), _negated=True),
                            models.Q(("nonce", ""), _negated=True),
                        ),
                        name="records_register_entry_filled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["in", "out", "internal"])),
                        name="records_register_entry_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("direction", "internal"), models.Q(("counterpart", ""), _negated=True), _connector="OR"
                        ),
                        name="records_register_entry_with",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("chapter__isnull", True), ("section", "")),
                            models.Q(("chapter__gte", 1), models.Q(("section", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="records_register_entry_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revision", 1), ("why", "")),
                            models.Q(("revision__gt", 1), models.Q(("why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="records_register_entry_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="registered", to="records.document"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="records.registerentry",
                    ),
                ),
            ],
            options={
                "db_table": "records_register_paper",
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "document"), name="records_register_paper_once"),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="records_register_paper_version"
                    ),
                ],
            },
        ),
        VendorSQL(*append_only("records_register_entry", NEVER), "Protect records_register_entry against change"),
        VendorSQL(*append_only("records_register_paper", NEVER), "Protect records_register_paper against change"),
        VendorSQL(gapless, no_longer, "Let the numbers of records_register_entry follow one another"),
    ]
