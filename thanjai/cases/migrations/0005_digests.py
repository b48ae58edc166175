import django.db.models.deletion
from django.db import migrations, models

import thanjai.kernel.ids
from thanjai.kernel import rls

AGENCY_OR_PLATFORM = rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)
# Of all files, the overseer reads the notices of delay whose copies went to them.
COPIES = f"""
CREATE POLICY copies ON kernel_storedfile FOR SELECT USING (
    {rls.KIND} = 'overseer' AND EXISTS (SELECT 1 FROM cases_delaycopy WHERE file_id = kernel_storedfile.id)
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_calendar_changes"),
        ("cases", "0004_clock_security"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.UUIDField(default=thanjai.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("letters", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="agencies.agency"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["agency", "day"], name="digest_once_a_day")],
            },
        ),
        rls.guard("cases_digest", read=AGENCY_OR_PLATFORM),
        migrations.AddIndex(
            model_name="delaycopy",
            index=models.Index(
                fields=["file_id"], name="delay_copy_file", condition=models.Q(("file_id__isnull", False))
            ),
        ),
        migrations.RunSQL(COPIES, reverse_sql="DROP POLICY copies ON kernel_storedfile"),
    ]
