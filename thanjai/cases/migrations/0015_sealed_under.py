from django.db import migrations, models


class Migration(migrations.Migration):
    """For whom an applicant acts is sealed from now on; the column stays what it was."""

    dependencies = [("cases", "0014_others_place_security")]

    operations = [
        migrations.AlterField("caseevent", "under", models.JSONField(null=True, db_column="under")),
        migrations.RenameField("caseevent", "under", "plain_under"),
    ]
