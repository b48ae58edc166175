from django.db import migrations, models

# Locks briefly: agencies are 7,850 rows at most.


class Migration(migrations.Migration):
    dependencies = [("agencies", "0009_authors")]

    operations = [
        migrations.AddIndex(
            model_name="agency",
            index=models.Index(fields=["province_th", "name_th", "slug"], name="agency_in_order"),
        ),
        migrations.AddIndex(
            model_name="agency", index=models.Index(fields=["latitude", "longitude"], name="agency_stands")
        ),
    ]
