from django.db import migrations

from thanjai.kernel import rls

# Only the platform draws places and makes lists of them; what a list says is public, which document it says it of is not.
WORKER = rls.any_of(f"({rls.KIND} = 'worker' AND agency_id = {rls.AGENCY})", rls.PLATFORM)


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0001_initial"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        rls.guard("wallet_statusplace", read=WORKER),
        # A place once drawn stays: credentials out there name it.
        migrations.RunSQL("DROP POLICY change ON wallet_statusplace", reverse_sql=migrations.RunSQL.noop),
    ]
