from django.db import migrations, models


class Migration(migrations.Migration):
    """Why a document was suspended or revoked lies sealed from now on; what was there before stays as it is."""

    dependencies = [("documents", "0004_renewal")]

    operations = [
        migrations.AlterField("change", "reason", models.CharField(max_length=500, db_column="reason")),
        migrations.RenameField("change", "reason", "plain"),
        migrations.AlterField("change", "plain", models.CharField(max_length=500, db_column="reason", blank=True)),
        migrations.AddField("change", "sealed", models.BinaryField(blank=True, default=b"")),
    ]
