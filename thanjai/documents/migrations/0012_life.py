from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

# Orders about a document are the agency's; its holder may read them as they may read the document.
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
HOLDER = f"({rls.KIND} IN ('person', 'bearer') AND sees_document(document_id))"
WORKER = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)


def _agency() -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")


def _document(name: str) -> Any:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to="documents.document"
    )  # fmt: skip


WORDS = [
    ("told", models.JSONField(default=dict)),
    ("sealed", models.BinaryField(blank=True, default=b"")),
    ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
]


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_serving_security"),
        ("audit", "0002_only_what_is_needed"),
        ("cases", "0015_sealed_under"),
        ("documents", "0011_register"),
    ]

    operations = [
        migrations.AddField("document", "version", models.PositiveSmallIntegerField(db_default=1, default=1)),
        migrations.AddField("document", "replaces", models.UUIDField(null=True)),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                *WORDS,
                ("kind", models.CharField(max_length=20)),
                ("person_id", models.UUIDField()),
                ("person_name", models.CharField(max_length=200)),
                ("ordered_at", models.DateTimeField()),
                ("made_id", models.UUIDField(null=True, unique=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("agency", _agency()),
                ("document", _document("amendments")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["document"], condition=models.Q(dropped_at__isnull=True), name="amended_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Replacement",
            fields=[
                *WORDS,
                ("ordinal", models.PositiveSmallIntegerField()),
                ("because", models.CharField(max_length=10)),
                ("check_code", models.CharField(max_length=20, unique=True)),
                ("person_id", models.UUIDField()),
                ("person_name", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("satang", models.PositiveBigIntegerField()),
                ("made_at", models.DateTimeField(null=True)),
                ("file_id", models.UUIDField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("agency", _agency()),
                ("document", _document("replacements")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["document", "ordinal"], name="replacement_ordinal_once"),
                    models.UniqueConstraint(
                        fields=["document"],
                        condition=models.Q(made_at__isnull=True, dropped_at__isnull=True),
                        name="replaced_one_at_a_time",
                    ),
                ],
                "indexes": [models.Index(fields=["sha256"], name="replacement_sha256")],
            },
        ),
        *(
            rls.guard(table, read=rls.any_of(AGENCY_OR_PLATFORM, HOLDER), write=AGENCY_OR_PLATFORM, change=WORKER)
            for table in ("documents_amendment", "documents_replacement")
        ),
    ]
