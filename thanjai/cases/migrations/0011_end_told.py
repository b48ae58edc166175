from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_sealed")]

    operations = [migrations.AddField("draft", "end_told_at", models.DateTimeField(null=True))]
