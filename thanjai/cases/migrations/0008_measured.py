from django.db import migrations, models

from thanjai.kernel import rls


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_fewer_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasuredTime",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "agency_id", "service_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField()),
                ("service_id", models.SlugField(max_length=60)),
                ("cases", models.PositiveIntegerField()),
                ("median", models.PositiveIntegerField()),
                ("ninetieth", models.PositiveIntegerField()),
                ("measured_at", models.DateTimeField()),
            ],
        ),
        # Anybody may know how long a service takes.
        rls.guard("cases_measuredtime", read=rls.ANYBODY, write=rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)),
        migrations.AddIndex(
            model_name="delaycopy",
            index=models.Index(
                fields=["-sent_at"], name="delay_copy_unseen", condition=models.Q(("seen_at__isnull", True))
            ),
        ),
    ]
