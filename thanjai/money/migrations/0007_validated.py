from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """What was promised of new rows is found to hold of the old ones, in a transaction of its own."""

    dependencies = [("money", "0006_guards")]

    operations = [
        ValidateConstraint("invoice", "invoice_never_below_nothing"),
        ValidateConstraint("invoice", "invoice_refunded_within_paid"),
        migrations.RunSQL("ALTER TABLE money_line VALIDATE CONSTRAINT line_account_known", migrations.RunSQL.noop),
        migrations.RunSQL("ALTER TABLE money_line VALIDATE CONSTRAINT line_of_something", migrations.RunSQL.noop),
    ]
