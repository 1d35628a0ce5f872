"""A third place for documents, between drafts and what has been dispatched: in preparation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_register"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="document",
            name="records_document_reach",
        ),
        migrations.AlterField(
            model_name="document",
            name="reach",
            field=models.CharField(
                choices=[("own", "Own"), ("prep", "Preparation"), ("parties", "Parties"), ("public", "Public")],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach__in", ["own", "prep", "parties", "public"])), name="records_document_reach"
            ),
        ),
    ]
