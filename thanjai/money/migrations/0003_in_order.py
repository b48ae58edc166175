from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_colleagues"),
        ("money", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["agency", "-raised_at", "-id"], name="invoice_by_raised"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("cancelled_at__isnull", True), ("settled_at__isnull", True)),
                fields=["agency", "-raised_at", "-id"],
                name="invoice_open",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("result", "settled"), _negated=True),
                fields=["agency_id", "-received_at", "-id"],
                name="notice_odd",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["agency", "-issued_at", "-id"], name="receipt_by_issued"),
        ),
    ]
