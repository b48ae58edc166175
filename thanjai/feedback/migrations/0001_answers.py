import uuid

import django.db.models.deletion
from django.db import migrations, models

from thanjai.kernel import rls

READERS = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM, f"(agency_id IS NULL AND {rls.KIND} = 'overseer')")
"""Whose office it is; the oversight, for pages that no agency has."""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0010_in_order"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("mark", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("service_id", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("page", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(null=True)),
                ("ease", models.PositiveSmallIntegerField()),
                ("got", models.CharField(max_length=10)),
                ("words", models.TextField(blank=True)),
                ("wants_answer", models.BooleanField(default=False)),
                ("case_id", models.UUIDField(null=True)),
                ("on", models.DateField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.agency"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("opened_on", models.DateField()),
                ("due_on", models.DateField()),
                ("reply", models.TextField(blank=True)),
                ("done", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                ("closed_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="agencies.agency"
                    ),
                ),
                ("answer", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="feedback.answer")),
            ],
        ),
        migrations.CreateModel(
            name="Given",
            fields=[
                ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("answer", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="feedback.answer")),
            ],
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("page", "")),
                fields=["service_id", "agency", "on"],
                include=("ease", "got"),
                name="answer_of_service",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["agency", "-on", "id"], name="answer_of_agency"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("case_id__isnull", True), ("wants_answer", True), _connector="OR"),
                name="answer_case_if_wanted",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(condition=models.Q(("ease__range", (1, 5))), name="answer_ease"),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["agency", "due_on", "id"], name="followup_open"
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["agency", "-closed_at"],
                name="followup_closed",
            ),
        ),
        rls.guard("feedback_answer", read=READERS, write=rls.PLATFORM),
        rls.guard("feedback_given", read=rls.PLATFORM),
        rls.guard("feedback_asked", read=rls.PLATFORM),
        rls.guard("feedback_followup", read=rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM), write=rls.PLATFORM),
    ]
