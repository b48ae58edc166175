from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_colleagues"),
        ("cases", "0002_row_level_security"),
        ("documents", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "-issued_at", "-id"], name="document_by_issued"),
        ),
    ]
