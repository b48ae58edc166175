from django.db import migrations


class Migration(migrations.Migration):
    """What was promised of new lines is found to hold of the old ones, in a transaction of its own."""

    dependencies = [("money", "0009_reconciling")]

    operations = [
        migrations.RunSQL("ALTER TABLE money_line VALIDATE CONSTRAINT line_account_known", migrations.RunSQL.noop),
    ]
