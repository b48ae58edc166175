from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_row_level_security")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("attempts__gt", 0), ("sent_at__isnull", True)),
                fields=["agency_id", "queued_at"],
                name="message_waiting",
            ),
        ),
    ]
