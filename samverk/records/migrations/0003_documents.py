"""Documents with their versions and contents; a version is only added."""

import django.db.models.deletion
from django.db import migrations, models

from samverk.lib.protection import VendorSQL, append_only

NEVER = "a version of a document is never changed or removed, add a new version or withdraw the document"


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Blob",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("text", models.TextField(blank=True, default="")),
                ("is_cut", models.BooleanField(default=False)),
                ("is_unread", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "records_blob",
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=12, unique=True)),
                ("agreement", models.CharField(max_length=80)),
                ("party", models.CharField(blank=True, default="", max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreement", "Agreement"),
                            ("decision", "Decision"),
                            ("minutes", "Minutes"),
                            ("notice", "Notice"),
                            ("report", "Report"),
                            ("fees", "Fees"),
                            ("letter", "Letter"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "reach",
                    models.CharField(
                        choices=[("own", "Own"), ("parties", "Parties"), ("public", "Public")], max_length=10
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "db_table": "records_document",
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                ("actor_id", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "db_table": "records_document_version",
            },
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(
                    ("kind__in", ("document.added", "document.version", "document.opened", "document.withdrawn"))
                ),
                fields=["agreement", "subject"],
                name="records_event_paper_ix",
            ),
        ),
        migrations.AddConstraint(
            model_name="blob",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0), models.Q(("media_type", ""), _negated=True)),
                name="records_blob_filled",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agreement", "changed_at"], name="records_document_ix"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["agreement", "decision", "minutes", "notice", "report", "fees", "letter", "other"])
                ),
                name="records_document_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach__in", ["own", "parties", "public"])), name="records_document_reach"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key", ""), _negated=True),
                    models.Q(("agreement", ""), _negated=True),
                    models.Q(("title", ""), _negated=True),
                    ("version__gte", 1),
                ),
                name="records_document_filled",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_why", "")),
                    models.Q(("withdrawn_at__isnull", False), models.Q(("withdrawn_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="records_document_withdrawn_why",
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="blob",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="records.blob"
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="document",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="records.document",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="records_document_version_once"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number__gte", 1), models.Q(("name", ""), _negated=True), models.Q(("actor", ""), _negated=True)
                ),
                name="records_document_version_filled",
            ),
        ),
        VendorSQL(*append_only("records_document_version", NEVER), "Protect records_document_version against change"),
    ]
