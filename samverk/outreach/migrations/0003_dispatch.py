"""Dispatches, what went with them, to whom, and the parties' receipts. All only grow."""

import django.db.models.deletion
from django.db import migrations, models

from samverk.lib.protection import VendorSQL, append_only

NEVER = "what has been dispatched and received is never changed or removed"


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0002_link"),
        ("records", "0005_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(max_length=80)),
                ("token", models.UUIDField(unique=True)),
                ("subject", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                ("actor_id", models.CharField(blank=True, default="", max_length=40)),
                ("is_example", models.BooleanField(default=False)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispatch", to="records.registerentry"
                    ),
                ),
            ],
            options={
                "db_table": "outreach_dispatch",
            },
        ),
        migrations.CreateModel(
            name="DispatchPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "dispatch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="outreach.dispatch",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispatched", to="records.document"
                    ),
                ),
            ],
            options={
                "db_table": "outreach_dispatch_paper",
            },
        ),
        migrations.CreateModel(
            name="DispatchTo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=40)),
                ("title", models.CharField(blank=True, default="", max_length=120)),
                ("address", models.CharField(blank=True, default="", max_length=254)),
                ("letter", models.UUIDField(blank=True, null=True, unique=True)),
                (
                    "dispatch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="outreach.dispatch",
                    ),
                ),
            ],
            options={
                "db_table": "outreach_dispatch_to",
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("acknowledged", "Acknowledged"),
                            ("registered", "Registered"),
                            ("by_hand", "By Hand"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                ("actor_id", models.CharField(blank=True, default="", max_length=40)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                (
                    "dispatch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="outreach.dispatch",
                    ),
                ),
            ],
            options={
                "db_table": "outreach_receipt",
            },
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(fields=["agreement", "-at"], name="outreach_dispatch_ix"),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreement", ""), _negated=True),
                    models.Q(("subject", ""), _negated=True),
                    models.Q(("actor", ""), _negated=True),
                ),
                name="outreach_dispatch_filled",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatchpaper",
            constraint=models.UniqueConstraint(fields=("dispatch", "document"), name="outreach_dispatch_paper_once"),
        ),
        migrations.AddConstraint(
            model_name="dispatchpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="outreach_dispatch_paper_version"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatchto",
            index=models.Index(fields=["party"], name="outreach_dispatch_to_ix"),
        ),
        migrations.AddConstraint(
            model_name="dispatchto",
            constraint=models.UniqueConstraint(
                fields=("dispatch", "party", "address"), name="outreach_dispatch_to_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatchto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("party", ""), _negated=True),
                    models.Q(
                        models.Q(("address", ""), ("letter__isnull", True)),
                        models.Q(
                            models.Q(("address", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            ("letter__isnull", False),
                        ),
                        _connector="OR",
                    ),
                ),
                name="outreach_dispatch_to_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("dispatch", "party", "kind"), name="outreach_receipt_once"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["opened", "acknowledged", "registered", "by_hand"])),
                name="outreach_receipt_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("party", ""), _negated=True),
                    models.Q(("actor", ""), _negated=True),
                    models.Q(
                        models.Q(("kind__in", ["registered", "by_hand"]), _negated=True),
                        models.Q(("note", ""), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="outreach_receipt_filled",
            ),
        ),
        VendorSQL(*append_only("outreach_dispatch", NEVER), "Protect outreach_dispatch against change"),
        VendorSQL(*append_only("outreach_dispatch_paper", NEVER), "Protect outreach_dispatch_paper against change"),
        VendorSQL(*append_only("outreach_dispatch_to", NEVER), "Protect outreach_dispatch_to against change"),
        VendorSQL(*append_only("outreach_receipt", NEVER), "Protect outreach_receipt against change"),
    ]
