from django.db import migrations, models

# Locks briefly: columns go and a constant default comes without any row being written; services are a few thousand
# rows at most.


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_arranging_security")]

    operations = [
        migrations.RemoveIndex(model_name="adoption", name="adoption_search"),
        migrations.RemoveField(model_name="adoption", name="search"),
        migrations.RemoveField(model_name="adoption", name="search_text"),
        migrations.AddField(
            model_name="service", name="asked", field=models.PositiveIntegerField(default=0, db_default=0)
        ),
    ]
