"""What goes back to an account with the office's payments to people: to which account."""

from django.db import migrations, models

import thanjai.kernel.secrets


class Migration(migrations.Migration):
    dependencies = [("money", "0012_sent_back")]

    operations = [
        migrations.AddField(
            "instruction", "way", models.CharField(blank=True, db_default="", default="", max_length=8)
        ),
        migrations.AddField(
            "instruction", "bank", models.CharField(blank=True, db_default="", default="", max_length=3)
        ),
        migrations.AddField(
            "instruction", "account", thanjai.kernel.secrets.SealedField(blank=True, db_default="", default="")
        ),
        migrations.AddField(
            "instruction", "account_name", models.CharField(blank=True, db_default="", default="", max_length=140)
        ),
    ]
