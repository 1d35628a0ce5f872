"""Letters that somebody writes to many: drafts, what was sent to whom, and the trace of both."""

import django.db.models.deletion
from django.db import migrations, models

from samverk.lib.protection import VendorSQL, append_only

KEPT = "who a letter went to is never changed or removed"
TRACE = "what was done with a letter is never changed or removed"
SENT = "a letter that has been sent is never changed or removed"
FROZEN = (
    '"token", "agreement", "kind", "subject", "text", "groups", "chosen", "version", "made_at", "changed_at", '
    '"changed_by", "changed_by_id", "sent_at", "leaves_at", "entry_id"'
)
NAMES = ("outreach_mailing_sent_no_update", "outreach_mailing_sent_no_delete")
ON = (f"UPDATE OF {FROZEN}", "DELETE")
STOP = f"$$ BEGIN RAISE EXCEPTION 'outreach_mailing: {SENT}' USING ERRCODE = 'restrict_violation'; END $$"
FREEZE = {
    "sqlite": [
        f"CREATE TRIGGER {name} BEFORE {verb} ON outreach_mailing WHEN OLD.sent_at IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, 'outreach_mailing: {SENT}'); END"
        for name, verb in zip(NAMES, ON, strict=True)
    ],
    "postgresql": [
        f"CREATE FUNCTION outreach_mailing_sent_stays() RETURNS trigger LANGUAGE plpgsql AS {STOP}",
        *(
            f"CREATE TRIGGER {name} BEFORE {verb} ON outreach_mailing FOR EACH ROW WHEN (OLD.sent_at IS NOT NULL) "
            "EXECUTE FUNCTION outreach_mailing_sent_stays()"
            for name, verb in zip(NAMES, ON, strict=True)
        ),
    ],
}
THAW = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {name}" for name in NAMES],
    "postgresql": [
        *(f"DROP TRIGGER IF EXISTS {name} ON outreach_mailing" for name in NAMES),
        "DROP FUNCTION IF EXISTS outreach_mailing_sent_stays()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0003_dispatch"),
        ("records", "0006_preparation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(unique=True)),
                ("agreement", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("statutory", "Statutory"), ("service", "Service"), ("newsletter", "Newsletter")],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=150)),
                ("text", models.TextField()),
                ("groups", models.JSONField()),
                ("chosen", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=120)),
                ("changed_by_id", models.CharField(blank=True, default="", max_length=40)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("leaves_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_by", models.CharField(blank=True, default="", max_length=120)),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailing",
                        to="records.registerentry",
                    ),
                ),
            ],
            options={
                "db_table": "outreach_mailing",
            },
        ),
        migrations.CreateModel(
            name="MailingAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("written", "Written"),
                            ("changed", "Changed"),
                            ("discarded", "Discarded"),
                            ("sent", "Sent"),
                            ("taken_back", "Taken Back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("mailing", models.UUIDField()),
                ("agreement", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("statutory", "Statutory"), ("service", "Service"), ("newsletter", "Newsletter")],
                        max_length=10,
                    ),
                ),
                ("actor", models.CharField(max_length=120)),
                ("actor_id", models.CharField(blank=True, default="", max_length=40)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "outreach_mailing_act",
                "indexes": [models.Index(fields=["agreement", "at"], name="outreach_mailing_act_ix")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["written", "changed", "discarded", "sent", "taken_back"])),
                        name="outreach_mailing_act_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor", ""), _negated=True), models.Q(("agreement", ""), _negated=True)
                        ),
                        name="outreach_mailing_act_filled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailingTo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(blank=True, default="", max_length=40)),
                ("title", models.CharField(blank=True, default="", max_length=120)),
                ("letter", models.UUIDField(blank=True, null=True, unique=True)),
                (
                    "missed",
                    models.CharField(
                        blank=True,
                        choices=[("no_address", "No Address"), ("declined", "Declined")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recipients", to="outreach.mailing"
                    ),
                ),
            ],
            options={
                "db_table": "outreach_mailing_to",
            },
        ),
        migrations.AddIndex(
            model_name="mailing",
            index=models.Index(fields=["agreement", "-changed_at"], name="outreach_mailing_ix"),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["statutory", "service", "newsletter"])), name="outreach_mailing_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreement", ""), _negated=True),
                    models.Q(("subject", ""), _negated=True),
                    models.Q(("changed_by", ""), _negated=True),
                ),
                name="outreach_mailing_filled",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry__isnull", True), ("leaves_at__isnull", True), ("sent_at__isnull", True)),
                    models.Q(
                        ("leaves_at__isnull", False),
                        ("sent_at__isnull", False),
                        models.Q(("text", ""), _negated=True),
                        models.Q(
                            models.Q(("entry__isnull", False), ("kind", "statutory")),
                            models.Q(models.Q(("kind", "statutory"), _negated=True), ("entry__isnull", True)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="outreach_mailing_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at__isnull", True), ("taken_back_by", "")),
                    models.Q(
                        ("sent_at__isnull", False),
                        ("taken_back_at__isnull", False),
                        models.Q(("taken_back_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="outreach_mailing_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailingto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("letter__isnull", False), ("missed", "")),
                    models.Q(("letter__isnull", True), ("missed__in", ["no_address", "declined"])),
                    _connector="OR",
                ),
                name="outreach_mailing_to_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailingto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("party", ""), _negated=True), models.Q(("title", ""), _negated=True), _connector="OR"
                ),
                name="outreach_mailing_to_named",
            ),
        ),
        VendorSQL(*append_only("outreach_mailing_to", KEPT), "Protect outreach_mailing_to against change"),
        VendorSQL(*append_only("outreach_mailing_act", TRACE), "Protect outreach_mailing_act against change"),
        VendorSQL(FREEZE, THAW, "Protect what has been sent in outreach_mailing against change"),
    ]
