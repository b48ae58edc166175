import django.db.models.deletion
from django.db import migrations, models

from thanjai.kernel import rls
from thanjai.kernel.ids import new_id

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0010_in_order"), ("publishing", "0001_tables")]

    operations = [
        migrations.CreateModel(
            name="Retirement",
            fields=[
                ("id", models.UUIDField(default=new_id, primary_key=True, serialize=False)),
                ("service_id", models.SlugField(db_index=False, max_length=60)),
                ("for_all", models.BooleanField()),
                ("on", models.DateField()),
                ("instead", models.JSONField()),
                ("reason", models.TextField()),
                ("state", models.CharField(default="asked", max_length=10)),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("carried_out_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "approved"))),
                        fields=("agency", "service_id"),
                        name="retired_one_at_a_time",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("carried_out_at__isnull", True), ("state", "approved")),
                        fields=["on"],
                        name="retirement_due",
                    )
                ],
            },
        ),
        rls.guard("publishing_retirement", read=AGENCY_OR_PLATFORM),
    ]
