import django.db.models.deletion
from django.db import migrations, models

from thanjai.kernel import rls


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0008_places"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Host",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="agencies.agency",
                    ),
                ),
                ("name", models.CharField(max_length=253, unique=True)),
                ("since", models.DateTimeField()),
            ],
        ),
        rls.guard("showing_host", read=rls.ANYBODY, write=rls.PLATFORM),
    ]
