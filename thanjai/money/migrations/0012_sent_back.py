"""What goes back through a gateway: by which payment, and what became of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("money", "0011_billers")]

    operations = [
        migrations.AddField(
            model_name="instruction",
            name="payment",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="money.notice",
            ),
        ),
        migrations.AddField(
            model_name="instruction", name="sending", field=models.CharField(blank=True, default="", max_length=8)
        ),
        migrations.AddField(model_name="instruction", name="sent_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="instruction",
            name="sent_reference",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddField(model_name="instruction", name="answer", field=models.JSONField(null=True)),
    ]
