"""Letters of the platform itself, which belong to no agency: codes for signing in.

The door writes them and cannot read them again; only the platform, which sends them, can.
"""

from django.db import migrations, models

from thanjai.kernel import rls

DOOR = f"""
CREATE POLICY add_at_the_door ON messaging_message FOR INSERT
    WITH CHECK ({rls.KIND} = 'door' AND agency_id IS NULL);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0003_waiting"),
    ]

    operations = [
        migrations.AlterField(model_name="message", name="agency_id", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="message", name="is_secret", field=models.BooleanField(default=False)),
        migrations.RunSQL(DOOR, reverse_sql="DROP POLICY add_at_the_door ON messaging_message"),
    ]
