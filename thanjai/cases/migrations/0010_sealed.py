from django.db import migrations, models

import thanjai.kernel.secrets

# Locks briefly: no installation had real cases when this was made.


class Migration(migrations.Migration):
    """What people said lies sealed from now on. What was there before stays as it is, and is read as it lies."""

    dependencies = [("cases", "0009_sealed_fields")]

    operations = [
        migrations.AlterField("draft", "answers", models.JSONField(default=dict, db_column="answers")),
        migrations.RenameField("draft", "answers", "pages"),
        migrations.AddField("draft", "sealed_key", thanjai.kernel.secrets.SealedField(blank=True, default="")),
        migrations.AlterField("case", "state", models.JSONField(db_column="state")),
        migrations.RenameField("case", "state", "plain"),
        migrations.AddField("case", "sealed_key", thanjai.kernel.secrets.SealedField(blank=True, default="")),
        migrations.AddField("case", "sealed", models.BinaryField(blank=True, default=b"")),
        migrations.AddField("case", "id_index", models.BinaryField(blank=True, default=b"", max_length=32)),
        migrations.AddField("case", "erased_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(("id_index", b""), _negated=True), fields=["id_index"], name="case_id_index"
            ),
        ),
        migrations.AlterField("caseevent", "payload", models.JSONField(db_column="payload")),
        migrations.RenameField("caseevent", "payload", "plain"),
        migrations.AddField("caseevent", "sealed", models.BinaryField(blank=True, default=b"")),
        migrations.AlterField("registerline", "values", models.JSONField(default=dict, db_column="values")),
        migrations.RenameField("registerline", "values", "plain"),
        migrations.AddField("registerline", "sealed", models.BinaryField(blank=True, default=b"")),
    ]
