import django.db.models.deletion
from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0009_authors"),
        ("authoring", "0001_tables"),
        ("catalogue", "0004_arranging_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("service_id", models.SlugField(db_index=False, max_length=60)),
                ("title", models.JSONField()),
                ("revision", models.PositiveIntegerField()),
                ("risk", models.CharField(max_length=8)),
                ("was_tried", models.BooleanField()),
                ("note", models.TextField(blank=True)),
                ("state", models.CharField(default="open", max_length=10)),
                ("handed_in_by", models.UUIDField()),
                ("handed_in_by_name", models.CharField(max_length=200)),
                ("handed_in_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authoring.draft",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("publish_at", models.DateTimeField()),
                ("state", models.CharField(default="planned", max_length=10)),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("ended_by_name", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("why", models.JSONField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.version",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="publishing.review"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField()),
                ("where", models.JSONField(default=list)),
                ("place", models.JSONField()),
                ("text", models.TextField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("review", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="publishing.review")),
            ],
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField()),
                ("approves", models.BooleanField()),
                ("legal", models.BooleanField(default=False)),
                ("reasons", models.TextField(blank=True)),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "review",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="publishing.review"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["agency", "-handed_in_at"], name="service_review_newest"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "approved"))),
                fields=("draft",),
                name="reviewed_one_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(condition=models.Q(("state", "planned")), fields=["publish_at"], name="release_due"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "planned")), fields=("review",), name="released_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(fields=("review", "by"), name="one_verdict_each"),
        ),
        rls.guard("publishing_review", read=AGENCY_OR_PLATFORM),
        rls.guard("publishing_release", read=AGENCY_OR_PLATFORM),
        rls.guard("publishing_verdict", read=AGENCY_OR_PLATFORM, change="false"),
        rls.append_only("publishing_verdict"),
        rls.guard("publishing_comment", read=AGENCY_OR_PLATFORM, change="false"),
        rls.append_only("publishing_comment"),
    ]
