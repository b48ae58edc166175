from django.db import migrations, models

# Columns that may be empty lock the tables for no longer than it takes to write them down.


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_found_by_service")]

    operations = [
        migrations.AddField(model_name="service", name="ends_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="service", name="instead", field=models.JSONField(null=True)),
        migrations.AddField(model_name="adoption", name="ends_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="adoption", name="instead", field=models.JSONField(null=True)),
    ]
