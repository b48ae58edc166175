from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

# Who may see a document as theirs may ask something about it, by a request of theirs, and let another ask for it.
AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
APPLICANT = f"{rls.KIND} IN ('person', 'bearer')"
HOLDER = f"({APPLICANT} AND sees_document(document_id))"
ASKER = f"({APPLICANT} AND sees_case(case_id))"
WORKER = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)


def _to(model: str, **options: Any) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_serving_security"),
        ("audit", "0002_only_what_is_needed"),
        ("cases", "0015_sealed_under"),
        ("documents", "0014_life_told"),
    ]

    operations = [
        migrations.AddField("document", "succeeded_by", models.UUIDField(null=True)),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("bearer", models.CharField(max_length=64, unique=True)),
                ("given_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("draft_id", models.UUIDField(null=True, unique=True)),
                ("agency", _to("agencies.agency")),
                ("document", _to("documents.document", related_name="hand_overs")),
            ],
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="cases.case"
                    ),
                ),
                ("by", models.CharField(max_length=10)),
                ("does", models.CharField(max_length=12)),
                ("result_id", models.UUIDField(null=True)),
                ("agency", _to("agencies.agency")),
                ("document", _to("documents.document", related_name="requests")),
            ],
        ),
        rls.guard(
            "documents_handover",
            read=rls.any_of(AGENCY_OR_PLATFORM, HOLDER), write=rls.any_of(WORKER, HOLDER),
            change=rls.any_of(WORKER, HOLDER),
        ),
        rls.guard(
            "documents_asked",
            read=rls.any_of(AGENCY_OR_PLATFORM, ASKER),
            write=rls.any_of(WORKER, f"({APPLICANT} AND sees_document(document_id) AND sees_case(case_id))"),
            change=WORKER,
        ),
    ]  # fmt: skip
