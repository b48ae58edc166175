from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_digests")]

    operations = [
        # A changed calendar looks for cases ended lately, whose time to appeal still runs.
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["agency", "closed_at"],
                name="case_closed_lately",
            ),
        ),
    ]
