from django.db import migrations, models

import thanjai.kernel.secrets


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_trail")]

    operations = [
        migrations.AddField("storedfile", "state", models.CharField(default="clean", max_length=8)),
        migrations.AddField("storedfile", "sealed_key", thanjai.kernel.secrets.SealedField(blank=True, default="")),
        migrations.AlterField("storedfile", "sealed_key", thanjai.kernel.secrets.SealedField(blank=True)),
        migrations.AddField("storedfile", "place", models.CharField(default="", max_length=64)),
        migrations.AlterField("storedfile", "place", models.CharField(max_length=64)),
        # Until now every content lay under its digest.
        migrations.RunSQL("UPDATE kernel_storedfile SET place = sha256", migrations.RunSQL.noop),
        migrations.AddIndex("storedfile", models.Index(fields=["place"], name="storedfile_place")),
        migrations.AddIndex(
            "storedfile",
            models.Index(fields=["created_at"], name="storedfile_waiting", condition=models.Q(state="waiting")),
        ),
    ]
