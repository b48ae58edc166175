from django.db import migrations, models
from django.db.models import Q

ONCE = models.UniqueConstraint(
    fields=["instruction_id"], condition=Q(holds=True, instruction_id__isnull=False), name="refund_paid_once"
)


class Migration(migrations.Migration):
    """No two lines that hold pay one refund; built while everybody works on."""

    atomic = False

    dependencies = [("payouts", "0007_refunds")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY refund_paid_once ON payouts_rollline (instruction_id)"
                    " WHERE holds AND instruction_id IS NOT NULL",
                    "DROP INDEX CONCURRENTLY refund_paid_once",
                )
            ],
            state_operations=[migrations.AddConstraint("rollline", ONCE)],
        )
    ]
