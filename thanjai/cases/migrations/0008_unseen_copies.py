from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_measured")]

    operations = [
        migrations.AddIndex(
            model_name="delaycopy",
            index=models.Index(
                fields=["-sent_at"], name="delay_copy_unseen", condition=models.Q(("seen_at__isnull", True))
            ),
        ),
    ]
