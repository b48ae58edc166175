import django.db.models.deletion
from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

# Like the documents themselves: whoever checks a licence sees until when it was renewed (E-Act section 13(2)).
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)

# The clock looks at each paper that may still run out, and sets its own next alarm.
WAKE_ALL = "UPDATE documents_document SET wake_at = now() WHERE valid_until IS NOT NULL AND ended IN ('', 'suspended')"


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("documents", "0003_in_order"),
    ]

    operations = [
        migrations.AddField("document", "wake_at", models.DateTimeField(null=True)),
        migrations.AddField("document", "reminded", models.CharField(blank=True, max_length=20, default="")),
        migrations.AlterField("document", "reminded", models.CharField(blank=True, max_length=20)),
        migrations.CreateModel(
            name="Renewal",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("period_from", models.DateField()),
                ("period_until", models.DateField()),
                ("invoice_number", models.CharField(max_length=40)),
                ("receipt_number", models.CharField(max_length=40)),
                ("satang", models.PositiveBigIntegerField()),
                ("paid_at", models.DateTimeField()),
                ("renewed_at", models.DateTimeField()),
                ("number", models.CharField(blank=True, max_length=80)),
                ("file_id", models.UUIDField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="renewals", to="documents.document"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sha256"], name="renewal_sha256")],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "period_until"), name="renewed_once_per_period"),
                    models.UniqueConstraint(fields=("document", "ordinal"), name="renewal_ordinal_once"),
                ],
            },
        ),
        migrations.AddIndex(
            "document",
            models.Index(condition=models.Q(("wake_at__isnull", False)), fields=["wake_at"], name="document_wake"),
        ),
        migrations.AddIndex(
            "document",
            models.Index(
                condition=models.Q(("person_id__isnull", False)), fields=["person_id"], name="document_person"
            ),
        ),
        rls.guard("documents_renewal", read=rls.ANYBODY, write=AGENCY_OR_PLATFORM),
        migrations.RunSQL(WAKE_ALL, migrations.RunSQL.noop),
    ]
