"""Agencies arrange the services that they offer; some stay on the version they have until they have decided."""

import django.db.models.deletion
from django.db import migrations, models

import thanjai.kernel.ids

HELD = models.ForeignKey(
    db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.version"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0008_places"),
        ("catalogue", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField(model_name="adoption", name="arrangement", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="adoption", name="closed_because", field=models.JSONField(null=True)),
        # What many agencies take on by one statement says nothing of what it is found by.
        migrations.RunSQL(
            "ALTER TABLE catalogue_adoption ALTER COLUMN search_text SET DEFAULT ''",
            "ALTER TABLE catalogue_adoption ALTER COLUMN search_text DROP DEFAULT",
        ),
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    """
                    ALTER TABLE catalogue_adoption ADD COLUMN held_id uuid NULL;
                    ALTER TABLE catalogue_adoption ADD CONSTRAINT adoption_held_version FOREIGN KEY (held_id)
                        REFERENCES catalogue_version (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
                    """,
                    "ALTER TABLE catalogue_adoption DROP COLUMN held_id;",
                )
            ],
            [migrations.AddField(model_name="adoption", name="held", field=HELD)],
        ),
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    """
                    ALTER TABLE catalogue_service ADD COLUMN owner_id uuid NULL;
                    ALTER TABLE catalogue_service ADD CONSTRAINT service_owned_by FOREIGN KEY (owner_id)
                        REFERENCES agencies_agency (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
                    """,
                    "ALTER TABLE catalogue_service DROP COLUMN owner_id;",
                )
            ],
            [
                migrations.AddField(
                    model_name="service",
                    name="owner",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                )
            ],
        ),
        migrations.CreateModel(
            name="AdoptionChange",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=8)),
                ("version", models.PositiveIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField()),
                ("person_id", models.UUIDField(null=True)),
                ("person_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalogue.service")),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "service", "-at"], name="adoption_change_newest")],
            },
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("typed", models.JSONField(default=dict)),
                ("done", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalogue.service")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["agency", "service"], name="prepared_once")],
            },
        ),
    ]
