import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q

OPEN = Q(settled_at__isnull=True, cancelled_at__isnull=True)
REPLACED_ONCE = models.UniqueConstraint(
    fields=["replaces"], condition=Q(replaces__isnull=False), name="receipt_replaced_once"
)


class Migration(migrations.Migration):
    """What tables that were there before get, without keeping anybody waiting."""

    atomic = False

    dependencies = [("money", "0004_tables")]

    operations = [
        AddIndexConcurrently("entry", models.Index(fields=["agency_id", "day", "id"], name="entry_by_day")),
        AddIndexConcurrently(
            "entry", models.Index(fields=["corrects"], name="entry_corrects", condition=Q(corrects__isnull=False))
        ),
        AddIndexConcurrently(
            "invoice", models.Index(fields=["agency", "satang"], name="invoice_open_amount", condition=OPEN)
        ),
        AddIndexConcurrently("invoice", models.Index(fields=["agency", "number"], name="invoice_number")),
        AddIndexConcurrently("receipt", models.Index(fields=["invoice"], name="receipt_invoice")),
        # From now on an invoice may have several receipts: one for each part, and those that were void.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE money_receipt DROP CONSTRAINT IF EXISTS money_receipt_invoice_id_key",
                    migrations.RunSQL.noop,
                )
            ],
            state_operations=[
                migrations.AlterField(
                    "receipt",
                    "invoice",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="money.invoice"),
                )
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY receipt_replaced_once ON money_receipt (replaces_id)"
                    " WHERE replaces_id IS NOT NULL",
                    "DROP INDEX CONCURRENTLY receipt_replaced_once",
                )
            ],
            state_operations=[migrations.AddConstraint("receipt", REPLACED_ONCE)],
        ),
        AddConstraintNotValid(
            "invoice",
            models.CheckConstraint(
                condition=Q(satang__gte=F("paid_satang") + F("waived_satang") - F("surcharge_satang")),
                name="invoice_never_below_nothing",
            ),
        ),
        AddConstraintNotValid(
            "invoice",
            models.CheckConstraint(
                condition=Q(refunded_satang__lte=F("paid_satang")), name="invoice_refunded_within_paid"
            ),
        ),
    ]
