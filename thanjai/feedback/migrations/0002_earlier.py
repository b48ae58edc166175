from django.db import migrations, models


class Migration(migrations.Migration):
    """A follow-up that is opened again keeps what was said and answered before."""

    dependencies = [("feedback", "0001_answers")]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="earlier",
            field=models.JSONField(db_default=models.Value([], output_field=models.JSONField()), default=list),
        ),
    ]
