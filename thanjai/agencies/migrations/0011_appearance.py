import django.db.models.deletion
from django.db import migrations, models

from thanjai.kernel import rls
from thanjai.kernel.ids import new_id

# Locks briefly: agencies are 7,850 rows at most, and a constant default is written to none of them.

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0010_in_order"), ("kernel", "0002_row_level_security")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="wears",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                ("id", models.UUIDField(default=new_id, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("primary", models.CharField(max_length=7)),
                ("accent", models.CharField(max_length=7)),
                ("logo", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
            ],
            options={
                "indexes": [models.Index(fields=["digest"], name="appearance_digest")],
                "constraints": [models.UniqueConstraint(fields=("agency", "digest"), name="one_appearance_each")],
            },
        ),
        migrations.CreateModel(
            name="AppearanceChange",
            fields=[
                ("id", models.UUIDField(default=new_id, primary_key=True, serialize=False)),
                ("undid", models.UUIDField(null=True)),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency")),
                (
                    "appearance",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.appearance"),
                ),
            ],
            options={"indexes": [models.Index(fields=["agency", "-at", "-id"], name="appearance_newest")]},
        ),
        rls.guard("agencies_appearance", read=rls.ANYBODY, write=AGENCY_OR_PLATFORM, change="false"),
        rls.append_only("agencies_appearance"),
        rls.guard("agencies_appearancechange", read=AGENCY_OR_PLATFORM, change="false"),
        rls.append_only("agencies_appearancechange"),
    ]
