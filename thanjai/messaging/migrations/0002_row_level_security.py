from django.db import migrations

from thanjai.kernel import rls


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0001_initial"),
        ("kernel", "0002_row_level_security"),
    ]

    operations = [
        rls.guard("messaging_message", read=rls.any_of(rls.AGENCY_SIDE, rls.PLATFORM)),
    ]
